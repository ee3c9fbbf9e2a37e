#include "tests/engine/pool/desk_rig.hpp"

#include <gtest/gtest.h>

namespace trellis::tests {

DeskRig::DeskRig(Market market) {
    config.accounts.push_back(tests::account(market));
    config.grid_strategy.levels = default_levels();
    desk.account = AccountId{1};
}

DeskEvents DeskRig::tell(const DeskCommand& command) {
    const DeskContext context{now, config, config.accounts.front(), instruments, board};
    DeskEvents events = decide(desk, command, context);
    for (const auto& event : events) {
        desk.apply(event);
        journal.push_back(event);
    }
    check_invariants(desk);
    check_slots(desk, config.max_open_groups);
    return events;
}

DeskEvents DeskRig::send(Signal signal) {
    if (signal.timestamp.has_value()) signal.timestamp = now;
    return receive(std::move(signal));
}

DeskEvents DeskRig::receive(Signal signal) {
    signal.number = SignalNumber{++signals};
    signal.received_at = now;
    return tell(ReceiveSignal{std::move(signal)});
}

void DeskRig::obey() {
    const auto found = desk.pending.find(SignalNumber{signals});
    if (found == desk.pending.end()) return;
    const auto groups = found->second.waiting_for;
    for (const GroupId group : groups) tell(GroupAnswered{group, SignalNumber{signals}, ""});
}

GroupId DeskRig::open(const Signal& signal) {
    const auto events = send(signal);
    const auto slots = only<SlotTaken>(events);
    EXPECT_EQ(code(events), "");
    EXPECT_EQ(slots.size(), 1U);
    obey();
    return slots.empty() ? GroupId{} : slots.front().group;
}

std::string code(const DeskEvents& events) {
    const auto refused = only<SignalRefused>(events);
    return refused.empty() ? "" : refused.front().code;
}

SignalOutcome outcome(const DeskEvents& events) {
    const auto refused = only<SignalRefused>(events);
    return refused.empty() ? SignalOutcome::accepted : refused.front().outcome;
}

}  // namespace trellis::tests
