#include "tests/engine/pool/desk_rig.hpp"

#include <gtest/gtest.h>

#include "engine/pool/queue.hpp"

namespace trellis::tests {

DeskRig::DeskRig(Market market) {
    config.accounts.push_back(tests::account(market));
    config.grid_strategy.levels = default_levels();
    desk.account = AccountId{1};
}

DeskContext DeskRig::context() { return {now, config, config.accounts.front(), instruments, board, wallets, &ranking}; }

DeskEvents DeskRig::tell(const DeskCommand& command) {
    DeskEvents events = handle(desk, command, context());
    for (const auto& event : events) {
        journal.push_back(event);
        if (const auto* told = std::get_if<RulesRenewed>(&event)) instruments.renew(told->instrument, told->rules);
    }
    check_invariants(desk);
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

void DeskRig::put_back(Desk before) {
    desk = std::move(before);
    ranking = {};
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

void DeskRig::quote(InstrumentId instrument, const char* bid, const char* ask) {
    Quote news;
    news.bid = price(bid);
    news.ask = price(ask);
    news.at = now;
    board.set_quote(instrument, news);
}

std::vector<std::string> DeskRig::order() {
    std::vector<std::string> names;
    for (const auto& row : queue_rows(desk, context())) {
        const Identity& identity = row.entry->identity();
        names.push_back(instruments.at(identity.instrument).symbol + "/" + std::to_string(identity.timeframe_seconds));
    }
    return names;
}

std::string code(const DeskEvents& events) {
    for (const auto& event : events) {
        if (const auto* refused = std::get_if<SignalRefused>(&event)) return refused->code;
        if (const auto* queued = std::get_if<SignalQueued>(&event)) return queued->reason;
    }
    return "";
}

SignalOutcome outcome(const DeskEvents& events) {
    for (const auto& event : events) {
        if (const auto* refused = std::get_if<SignalRefused>(&event)) return refused->outcome;
        if (std::holds_alternative<SignalQueued>(event)) return SignalOutcome::queued;
    }
    return SignalOutcome::accepted;
}

}  // namespace trellis::tests
