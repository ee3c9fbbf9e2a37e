// Any signals, answers and facts in any order: a desk keeps its invariants and is what its events say.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

Signal any_signal() {
    Signal signal = buy_signal();
    signal.symbol = *rc::gen::element(std::string("BTCUSDT"), std::string("ETHUSDT"), std::string("XRPUSDT"));
    signal.timeframe = *rc::gen::element(std::string("1"), std::string("15"), std::string("60"));
    signal.action = *rc::gen::element(SignalAction::buy, SignalAction::sell, SignalAction::go_long, SignalAction::go_short);
    signal.type = *rc::gen::weightedElement<SignalType>(
        {{6, SignalType::signal}, {2, SignalType::exit}, {1, SignalType::reduce}, {1, SignalType::reverse}});
    signal.order_size = *rc::gen::element(quantity("1000"), quantity("1000"), quantity("10"));
    if (*rc::gen::inRange(0, 5) == 0) signal.idempotency_key = std::to_string(*rc::gen::inRange(0, 4));
    if (*rc::gen::inRange(0, 8) == 0) signal.timestamp.reset();
    return signal;
}

GroupId any_group(const DeskRig& rig) {
    return {AccountId{1}, *rc::gen::inRange<std::uint32_t>(1, rig.desk.group_counter + 2)};
}

DeskFact any_answer(const DeskRig& rig) {
    const SignalNumber signal{*rc::gen::inRange<std::uint64_t>(1, rig.signals + 2)};
    const auto pending = rig.desk.pending.find(signal);
    const GroupId group = pending == rig.desk.pending.end() ? any_group(rig) : pending->second.waiting_for.front();
    return GroupAnswered{group, signal, *rc::gen::element(std::string(), std::string("NO_POSITION"))};
}

void any_step(DeskRig& rig) {
    switch (*rc::gen::inRange(0, 12)) {
        case 0: rig.tell(GroupClosing{any_group(rig)}); break;
        case 1: rig.tell(GroupEnded{any_group(rig)}); break;
        case 2: rig.tell(GroupTaskDone{any_group(rig)}); break;
        case 3: rig.tell(SetTradingState{*rc::gen::element(TradingState::active, TradingState::active, TradingState::halted),
                                         *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>()}); break;
        case 4: rig.pass(std::chrono::minutes(*rc::gen::inRange(0, 2'000))); break;
        case 5:
        case 6: rig.tell(any_answer(rig)); break;
        default: rig.send(any_signal()); break;
    }
}

/// Answers everything that is still open.
void drain(DeskRig& rig) {
    while (!rig.desk.pending.empty()) {
        const auto& [signal, pending] = *rig.desk.pending.begin();
        rig.tell(GroupAnswered{pending.waiting_for.front(), signal, ""});
    }
}

DeskRig any_desk() {
    DeskRig rig(*rc::gen::element(Market::spot, Market::linear));
    rig.config.max_open_groups = *rc::gen::inRange<std::uint32_t>(1, 6);
    rig.config.exit_scope = *rc::gen::element(ExitScope::timeframe, ExitScope::instrument);
    rig.account().position_mode = *rc::gen::element(PositionMode::one_way, PositionMode::hedge);
    rig.config.grid_strategy.max_pyramids = *rc::gen::inRange<std::uint16_t>(1, 4);
    for (int steps = *rc::gen::inRange(1, 120); steps > 0; --steps) any_step(rig);
    return rig;
}

RC_GTEST_PROP(DeskProperty, IsWhatItsEventsSay, ()) {
    const DeskRig rig = any_desk();
    Desk replayed;
    replayed.account = AccountId{1};
    for (const auto& event : rig.journal) replayed.apply(event);
    RC_ASSERT(replayed == rig.desk);
}

RC_GTEST_PROP(DeskProperty, R5EverySignalHasExactlyOneOutcome, ()) {
    DeskRig rig = any_desk();
    drain(rig);
    std::map<SignalNumber, int> outcomes;
    std::map<SignalNumber, int> queued;
    for (const auto& refused : only<SignalRefused>(rig.journal)) ++outcomes[refused.signal];
    for (const auto& waits : only<SignalQueued>(rig.journal)) ++queued[waits.signal];
    for (const auto& completed : only<SignalCompleted>(rig.journal)) {
        // A promoted entry and the entry of a turn are completed behind their first outcome.
        if (!queued.contains(completed.signal)) ++outcomes[completed.signal];
    }
    for (const auto& [signal, count] : queued) ++outcomes[signal];
    RC_ASSERT(outcomes.size() == rig.signals);
    for (const auto& [signal, count] : outcomes) RC_ASSERT(count >= 1);
}

RC_GTEST_PROP(DeskProperty, G1OneLiveGroupPerIdentityAtEveryStep, ()) {
    const DeskRig rig = any_desk();
    std::map<GroupId, Identity> live;
    for (const auto& event : rig.journal) {
        if (const auto* taken = std::get_if<SlotTaken>(&event)) {
            for (const auto& [other, identity] : live) RC_ASSERT(identity != taken->identity);
            live.emplace(taken->group, taken->identity);
            RC_ASSERT(live.size() <= rig.config.max_open_groups || taken->is_forced);
        } else if (const auto* released = std::get_if<SlotReleased>(&event)) {
            RC_ASSERT(live.erase(released->group) == 1U);
        }
    }
    RC_ASSERT(live.size() == rig.desk.groups.size());
}

RC_GTEST_PROP(DeskProperty, I10NoInstrumentIsHeldOnBothSidesOneWay, ()) {
    const DeskRig rig = any_desk();
    const bool is_one_way = rig.config.accounts.front().position_mode == PositionMode::one_way;
    for (const auto& [identity, group] : rig.desk.by_identity) {
        for (const auto& [other, twin] : rig.desk.by_identity) {
            if (identity.instrument != other.instrument) continue;
            if (!is_one_way && identity.timeframe_seconds != other.timeframe_seconds) continue;
            RC_ASSERT(identity.side == other.side);
        }
    }
}

}  // namespace
}  // namespace trellis::tests
