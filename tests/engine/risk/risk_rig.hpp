// A risk engine with its board, market and clock, told commands one by one. Groups on the board are what a test says; they answer an
// offset when the test does. Keeps every event, so that a test can replay them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/event/owner.hpp"
#include "engine/world/risk_shell.hpp"

namespace trellis::tests {

/// What a group holds: bought at `price`, entry fee of 0.1 % paid in quote unless it says otherwise.
struct Holding {
    const char* symbol;
    const char* quantity;
    const char* price;
    PositionSide side = PositionSide::long_side;
    const char* fee_rate = "0.001";
};

class RiskRig {
public:
    /// Without a wait and for groups of one entry, so that a loss is all it takes.
    RiskRig();

    /// A group that is ACTIVE with its timer started at the start of time.
    GroupId hold(const Holding& holding);
    void quote(const char* symbol, const char* bid, const char* ask);
    void quote(const char* symbol, const char* price) { quote(symbol, price, price); }
    void pass_time(Duration duration) { now += duration; }
    /// After a change of a group by hand.
    void note(GroupId group) { board.note(groups.at(group), true); }
    void forget(GroupId group);

    RiskContext context() { return {now, config, instruments, board}; }
    /// Decides and applies; checks the invariants. `told` gets what groups were told.
    std::vector<Event> tell(const RiskCommand& command);
    /// A forced or plain pass, on request.
    std::vector<Event> run(bool is_forced = false) { return tell(RunRiskPass{RiskTrigger::request, is_forced}); }
    /// The group did its part as it was planned, or closed that much for that.
    std::vector<Event> answer(GroupId group, const char* quantity, const char* realised);
    std::vector<Event> answer_as_planned(GroupId group);

    const OffsetPlanned& plan() const;
    const Offset& offset() const { return risk.offset.value(); }

    Config config;
    InstrumentTable instruments;
    Board board;
    Risk risk;
    Timestamp now{std::chrono::hours(24 * 365 * 56)};
    std::map<GroupId, Group> groups;
    std::vector<Event> journal;
    std::vector<HandOverCommand> told;
};

template <class E>
std::vector<E> only(const std::vector<Event>& events) {
    std::vector<E> found;
    for (const auto& event : events) {
        if (const auto* wanted = std::get_if<E>(&event)) found.push_back(*wanted);
    }
    return found;
}

/// Why the newest conclusion among these events passed over that group.
std::vector<RiskReason> why(const std::vector<Event>& events, GroupId group);

}  // namespace trellis::tests
