// Any history of signals, ends, sweeps and an operator's hand: no slot is lost or doubled, no signal forgotten.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "engine/pool/promotion.hpp"
#include "tests/engine/pool/waiting_pool.hpp"

namespace trellis::tests {
namespace {

using std::chrono::seconds;

// ---- at any time ----

void any_step(DeskRig& rig) {
    const auto any_group = [&] { return group(*rc::gen::inRange<std::uint32_t>(1, rig.desk.group_counter + 2)); };
    switch (*rc::gen::inRange(0, 12)) {
        case 0: rig.tell(GroupClosing{any_group()}); break;
        case 1:
        case 2: rig.tell(GroupEnded{any_group()}); break;
        case 3: rig.trade(*rc::gen::element(TradingState::active, TradingState::active, TradingState::reducing)); break;
        case 4: rig.sweep(); break;
        case 5: rig.config.max_open_groups = *rc::gen::inRange<std::uint32_t>(0, 5); break;
        case 6: {
            if (rig.desk.queue.empty()) break;
            const Identity identity = rig.desk.queue.begin()->first;
            rig.tell(QueueCommand{PromoteEntry{identity, *rc::gen::arbitrary<bool>(), false}});
            break;
        }
        default: {
            Signal signal = on(buy_signal(), *rc::gen::element("BTCUSDT", "ETHUSDT"), *rc::gen::element("1", "15", "60"));
            signal.action = *rc::gen::element(SignalAction::buy, SignalAction::sell);
            signal.type = *rc::gen::element(SignalType::signal, SignalType::signal, SignalType::exit, SignalType::reverse);
            rig.send(signal);
        }
    }
    rig.pass(seconds(*rc::gen::inRange(1, 90)));
    rig.obey();
}

DeskRig any_history() {
    DeskRig rig;
    rig.config.max_open_groups = *rc::gen::inRange<std::uint32_t>(0, 4);
    rig.config.same_pair_timeframe = *rc::gen::arbitrary<bool>();
    rig.config.opposite_side_policy = *rc::gen::element(OppositeSidePolicy::queue, OppositeSidePolicy::reverse);
    for (int steps = *rc::gen::inRange(1, 100); steps > 0; --steps) any_step(rig);
    return rig;
}

RC_GTEST_PROP(PromotionProperty, Row41SlotsHeldAreGroupsThatWereOpenedAndHaveNotEnded, ()) {
    const DeskRig rig = any_history();
    std::set<GroupId> held;
    for (const auto& taken : only<SlotTaken>(rig.journal)) RC_ASSERT(held.insert(taken.group).second);
    for (const auto& released : only<SlotReleased>(rig.journal)) RC_ASSERT(held.erase(released.group) == 1U);
    RC_ASSERT(held.size() == rig.desk.groups.size());
}

RC_GTEST_PROP(PromotionProperty, Row43NoSignalIsLost, ()) {
    const DeskRig rig = any_history();
    std::set<SignalNumber> waiting;
    for (const auto& event : rig.journal) {
        if (const auto* queued = std::get_if<SignalQueued>(&event)) {
            if (queued->replaces.has_value()) waiting.erase(*queued->replaces);
            RC_ASSERT(waiting.insert(queued->signal).second);
        } else if (const auto* left = std::get_if<QueueEntryLeft>(&event)) {
            RC_ASSERT(waiting.erase(left->signal) == 1U);
        } else if (const auto* promoted = std::get_if<EntryPromoted>(&event)) {
            RC_ASSERT(waiting.erase(promoted->signal) == 1U);
        }
    }
    std::set<SignalNumber> kept;
    for (const auto& [identity, entry] : rig.desk.queue) {
        RC_ASSERT(entry.identity() == identity);  // one entry per identity
        kept.insert(entry.signal);
    }
    RC_ASSERT(kept == waiting);
}

RC_GTEST_PROP(PromotionProperty, Q7NothingPromotableIsLeftWhenADecisionIsDone, ()) {
    DeskRig rig = any_history();
    rig.sweep();
    RC_ASSERT(first_promotable(rig.desk, rig.context()) == nullptr);
}

RC_GTEST_PROP(PromotionProperty, IsWhatItsEventsSay, ()) {
    const DeskRig rig = any_history();
    Desk replayed;
    replayed.account = AccountId{1};
    for (const auto& event : rig.journal) replayed.apply(event);
    RC_ASSERT(replayed == rig.desk);
}

}  // namespace
}  // namespace trellis::tests
