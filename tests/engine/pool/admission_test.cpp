// Whether a signal may act: the lists of, first that applies.
#include "engine/pool/admission.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "engine/world/shell.hpp"
#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

TEST(Admission, R31AnEntryOpensAGroupWithItsPlanAndItsSlot) {
    DeskRig rig;
    const auto events = rig.send(buy_signal());
    ASSERT_EQ(events.size(), 2U);
    const auto& admitted = std::get<SignalAdmitted>(events[0]);
    EXPECT_EQ(admitted.signal, SignalNumber{1});
    EXPECT_EQ(admitted.hand_over, HandOver::open_group);
    EXPECT_EQ(admitted.groups, (std::vector{GroupId{AccountId{1}, 1}}));
    EXPECT_EQ(admitted.strategy, SharedStrategy(rig.config.grid_strategy));
    EXPECT_EQ(admitted.plan->capital, money("1000"));
    EXPECT_EQ(admitted.plan->legs.size(), 5U);
    const Identity identity{btc_linear, 900, PositionSide::long_side};
    EXPECT_EQ(std::get<SlotTaken>(events[1]), (SlotTaken{GroupId{AccountId{1}, 1}, identity}));
    EXPECT_EQ(rig.desk.find(identity)->entries_total, 1);
}

TEST(Admission, N3KeepsTheTimesOfPayloadAndReceiptApart) {
    DeskRig rig;
    Signal signal = buy_signal();
    signal.timestamp = start - seconds(30);
    const auto admitted = only<SignalAdmitted>(rig.receive(signal));
    ASSERT_EQ(admitted.size(), 1U);
    EXPECT_EQ(admitted[0].at, start);
    EXPECT_EQ(admitted[0].instruction.stamp, start - seconds(30));
}

/// Mends one thing after the other in the state and the signal, and expects the next refusal of the list each time.
struct Step {
    std::string expected;
    std::function<void(DeskRig&, Signal&)> mend;
};

void walk(DeskRig& rig, Signal signal, const std::vector<Step>& steps) {
    for (const auto& step : steps) {
        const auto now = rig.now;
        const Desk before = rig.desk;
        const auto events = rig.receive(signal);
        EXPECT_EQ(code(events), step.expected);
        if (outcome(events) == SignalOutcome::queued) rig.put_back(before);  // what waits would be replaced by the next
        step.mend(rig, signal);
        if (rig.now == now) rig.pass(nanoseconds(1));
        signal.alert_message += "!";  // another one for W-8
    }
}

void nothing(DeskRig&, Signal&) {}

TEST(Admission, R30RefusesByTheFirstOfItsList) {
    DeskRig rig;
    rig.account().enabled = false;
    Signal signal = buy_signal();
    signal.exchange = "KRAKEN";
    signal.symbol = "NOSUCH";
    signal.timeframe = "1H";
    signal.intent_side = SignalAction::sell;
    signal.entry_price.reset();
    signal.timestamp = start - minutes(2);
    signal.preset = "swing";
    walk(rig, signal,
         {{"ACCOUNT_DISABLED", [](DeskRig& r, Signal&) { r.account().enabled = true; }},
          {"UNKNOWN_VENUE", [](DeskRig&, Signal& s) { s.exchange = "BYBIT"; }},
          {"UNKNOWN_INSTRUMENT", [](DeskRig&, Signal& s) { s.exchange = "BINANCE"; }},
          {"UNKNOWN_INSTRUMENT", [](DeskRig&, Signal& s) { s.symbol = "BTCUSDT"; }},
          {"UNSUPPORTED_TIMEFRAME", [](DeskRig&, Signal& s) { s.timeframe = "15"; }},
          {"SIDE_CONFLICT", [](DeskRig&, Signal& s) { s.intent_side.reset(); }},
          {"SCHEMA", [](DeskRig&, Signal& s) { s.entry_price = price("64231.37"); }},
          {"STALE", [](DeskRig&, Signal& s) { s.timestamp = start; }},
          {"SCHEMA", [](DeskRig&, Signal& s) { s.preset.clear(); }},
          {"", nothing}});
}

TEST(Admission, R31RefusesANewGroupByTheFirstOfItsList) {
    DeskRig rig;
    rig.open(on(short_signal(), "BTCUSDT", "60"));                  // the other side, on another timeframe
    const auto gone = rig.open(on(buy_signal(), "ETHUSDT", "15"));  // brought an entry in this bar
    rig.end(gone);
    rig.config.max_open_groups = 1;
    rig.config.opposite_side_policy = OppositeSidePolicy::reject;  // of two reasons to wait R-40 names the other
    rig.trade(TradingState::reducing);
    rig.config.grid_strategy.enabled = false;
    Signal signal = on(buy_signal(), "ETHUSDT", "15");
    signal.order_size.reset();
    walk(rig, signal,
         {{"NO_CONFIG", [](DeskRig& r, Signal&) { r.config.grid_strategy.enabled = true; }},
          {"SCHEMA", [](DeskRig&, Signal& s) { s.order_size = quantity("10"); }},
          {"DUPLICATE_CANDLE", [](DeskRig& r, Signal& s) {
               r.next_bar();
               s.timestamp = r.now;
               s.symbol = "BTCUSDT";
           }},
          {"OPPOSITE_SIDE", [](DeskRig&, Signal& s) { s.symbol = "ETHUSDT"; }},
          {"PAUSED", [](DeskRig& r, Signal&) { r.trade(TradingState::active); }},
          {"POOL_FULL", [](DeskRig& r, Signal&) { r.config.max_open_groups = 2; }},
          {"BELOW_MINIMUM", [](DeskRig&, Signal& s) { s.order_size = quantity("1000"); }},
          {"", nothing}});
}

TEST(Admission, R31SpotShortStandsBeforeEverythingElse) {
    DeskRig rig(Market::spot);
    rig.config.grid_strategy.enabled = false;
    EXPECT_EQ(code(rig.send(short_signal())), "SHORT_NOT_SUPPORTED");
}

TEST(Admission, I9SpotTakesNeitherSellNorShort) {  // 32.5
    DeskRig rig(Market::spot);
    EXPECT_EQ(code(rig.send(acting(buy_signal(), SignalAction::sell))), "SHORT_NOT_SUPPORTED");
    rig.pass(seconds(1));
    EXPECT_EQ(code(rig.send(acting(buy_signal(), SignalAction::go_short))), "SHORT_NOT_SUPPORTED");
    EXPECT_TRUE(rig.desk.groups.empty());
    rig.open(acting(buy_signal(), SignalAction::go_long));
}

TEST(Admission, W3ABodyThatIsNoSignalIsRefusedWithItsErrors) {
    DeskRig rig;
    MalformedSignal broken;
    broken.number = SignalNumber{1};
    broken.received_at = start;
    broken.errors = {{"/tv/symbol", "{{ticker}}", "W-3", "replace the placeholder"}, {"/tv/action", "", "1.2", ""}};
    broken.body = "{}";
    const auto events = rig.tell(ReceiveSignal{broken});
    ASSERT_EQ(events.size(), 1U);
    const auto& refused = std::get<SignalRefused>(events[0]);
    EXPECT_EQ(refused.code, "SCHEMA");
    EXPECT_EQ(refused.outcome, SignalOutcome::rejected);
    EXPECT_EQ(refused.errors, broken.errors);
    EXPECT_EQ(refused.body, "{}");
    EXPECT_TRUE(rig.desk.remembered.empty());
}

// ---- the other side (I-10), a closing group (I-11), slots (L-1) ----

TEST(Admission, I10OneWayAnyTimeframeOfTheInstrumentIsTheOtherSide) {
    DeskRig rig;
    rig.open(buy_signal());
    EXPECT_EQ(code(rig.send(short_signal())), "OPPOSITE_SIDE");
    EXPECT_EQ(code(rig.send(on(short_signal(), "BTCUSDT", "60"))), "OPPOSITE_SIDE");
    EXPECT_EQ(code(rig.send(on(short_signal(), "BTCUSDT", "1"))), "OPPOSITE_SIDE");
    rig.open(on(short_signal(), "ETHUSDT", "15"));
}

TEST(Admission, I10InHedgeModeOnlyTheSameTimeframeIs) {
    DeskRig rig;
    rig.account().position_mode = PositionMode::hedge;
    rig.open(buy_signal());
    EXPECT_EQ(code(rig.send(short_signal())), "OPPOSITE_SIDE");
    rig.open(on(short_signal(), "BTCUSDT", "60"));
    EXPECT_EQ(code(rig.send(on(buy_signal(), "BTCUSDT", "60"))), "OPPOSITE_SIDE");
}

TEST(Admission, I10ARejectedOtherSideBlocksUntilItIsClosed) {
    DeskRig rig;
    rig.config.opposite_side_policy = OppositeSidePolicy::reject;
    const GroupId group = rig.open(buy_signal());
    EXPECT_EQ(outcome(rig.send(short_signal())), SignalOutcome::rejected);
    rig.close(group);
    rig.pass(seconds(1));
    EXPECT_EQ(code(rig.send(short_signal())), "OPPOSITE_SIDE");
    rig.end(group);
    rig.pass(seconds(1));
    rig.open(short_signal());
}

TEST(Admission, I10AQueuedOtherSideOpensWhenTheGroupIsClosed) {
    DeskRig rig;
    const GroupId group = rig.open(buy_signal());
    EXPECT_EQ(outcome(rig.send(short_signal())), SignalOutcome::queued);
    rig.close(group);
    EXPECT_EQ(rig.desk.queue.size(), 1U);
    const auto events = rig.tell(GroupEnded{group});
    ASSERT_EQ(only<SlotTaken>(events).size(), 1U);
    EXPECT_EQ(only<SlotTaken>(events).front().identity.side, PositionSide::short_side);
    EXPECT_TRUE(rig.desk.queue.empty());
}

TEST(Admission, I10HedgeNeedsAnAccountThatHoldsBothSides) {
    DeskRig rig;
    rig.config.opposite_side_policy = OppositeSidePolicy::hedge;
    rig.open(buy_signal());
    EXPECT_EQ(code(rig.send(short_signal())), "HEDGE_UNSUPPORTED");
    rig.account().position_mode = PositionMode::hedge;
    rig.pass(seconds(1));
    rig.open(short_signal());
    EXPECT_EQ(rig.desk.groups.size(), 2U);
}

TEST(Admission, I11AClosingGroupTakesNoEntryAndIsFollowedByANewOne) {  // 32.38
    DeskRig rig;
    const GroupId first = rig.open(buy_signal());
    rig.close(first);
    rig.pass(seconds(1));
    EXPECT_EQ(code(rig.send(buy_signal())), "DUPLICATE_CANDLE");
    rig.next_bar();
    EXPECT_EQ(code(rig.send(buy_signal())), "GROUP_CLOSING");
    const auto slots = only<SlotTaken>(rig.tell(GroupEnded{first}));
    ASSERT_EQ(slots.size(), 1U);
    EXPECT_NE(slots.front().group, first);
}

TEST(Admission, AQuarantinedGroupTakesNoEntryUntilItIsReleased) {
    DeskRig rig;
    const GroupId broken = rig.open(buy_signal());
    Group group;
    group.id = broken;
    group.quarantine = Quarantine{"it broke", rig.now};
    rig.board.note(group, true);
    rig.next_bar();
    EXPECT_EQ(code(rig.send(buy_signal())), "GROUP_QUARANTINED");
    EXPECT_TRUE(only<EntryPromoted>(rig.sweep()).empty());
    group.quarantine.reset();
    rig.board.note(group, true);
    rig.pass(seconds(1));
    EXPECT_EQ(only<EntryPromoted>(rig.sweep()).size(), 1U);
}

TEST(Admission, R40OfTwoReasonsToWaitTheTradingStateIsNamed) {
    DeskRig rig;
    rig.close(rig.open(buy_signal()));
    rig.next_bar();
    rig.trade(TradingState::reducing);
    EXPECT_EQ(code(rig.send(buy_signal())), "PAUSED");
    rig.next_bar();
    rig.trade(TradingState::halted);
    EXPECT_EQ(code(rig.send(buy_signal())), "FORCE_STOPPED");
}

TEST(Admission, L1NoMoreGroupsThanSlots) {
    DeskRig rig;
    rig.config.max_open_groups = 2;
    const GroupId first = rig.open(on(buy_signal(), "BTCUSDT", "1"));
    rig.open(on(buy_signal(), "BTCUSDT", "5"));
    EXPECT_EQ(code(rig.send(buy_signal())), "POOL_FULL");
    rig.close(first);
    rig.tell(DeskTimerDue{TimerKind::queue_sweep});
    EXPECT_EQ(rig.desk.groups.size(), 2U);  // a closing group holds its slot
    EXPECT_EQ(only<EntryPromoted>(rig.tell(GroupEnded{first})).size(), 1U);
    EXPECT_EQ(rig.desk.groups.size(), 2U);
}

TEST(Admission, D12NoStrategyIsARefusal) {
    DeskRig rig;
    StrategyRule off{};
    off.instrument = "binance:linear:BTC-USDT-USDT";
    off.strategy.enabled = false;
    rig.config.strategies = {off};
    EXPECT_EQ(code(rig.send(buy_signal())), "NO_CONFIG");
    rig.open(on(buy_signal(), "ETHUSDT", "15"));
}

TEST(Admission, S1TheSizeOfTheSignalIsTheCapitalOfItsPyramid) {
    DeskRig rig;
    Signal signal = buy_signal();
    signal.size_type = SizeType::base;
    signal.order_size = quantity("0.5");
    EXPECT_EQ(only<SignalAdmitted>(rig.send(signal)).at(0).plan->capital, money("32115.685"));
}

// ---- REDUCE (I-7) ----

TEST(Admission, I7AReduceIsHandedToItsGroupWithItsSizes) {  // 32.4
    DeskRig rig;
    const GroupId group = rig.open(buy_signal());
    Signal smaller = acting(buy_signal(), SignalAction::sell);
    smaller.previous_position = smaller.position = MarketPosition::long_position;
    smaller.previous_position_size = quantity("3");
    smaller.position_size = quantity("2");
    const auto admitted = only<SignalAdmitted>(rig.send(smaller));
    ASSERT_EQ(admitted.size(), 1U);
    EXPECT_TRUE(admitted.front().instruction.inferred);
    EXPECT_EQ(admitted.front().groups, std::vector{group});
    const auto& pending = rig.desk.pending.at(SignalNumber{2});
    const auto command = std::get<ReduceGroup>(hand_over(rig.desk, pending, group).command);
    EXPECT_EQ(command.fraction, (Portion{quantity("1"), quantity("3")}));  // an exact third
    EXPECT_FALSE(command.quantity.has_value());
    EXPECT_FALSE(command.worth.has_value());
}

TEST(Admission, I7AReduceWithoutPositionSizesGoesByItsOrderSize) {
    DeskRig rig;
    const GroupId group = rig.open(buy_signal());
    Signal reduce = typed(acting(buy_signal(), SignalAction::sell), SignalType::reduce);
    reduce.order_size = quantity("500");
    rig.send(reduce);
    EXPECT_EQ(std::get<ReduceGroup>(hand_over(rig.desk, rig.desk.pending.at(SignalNumber{2}), group).command).worth,
              money("500"));
    reduce.size_type = SizeType::base;
    reduce.order_size = quantity("0.01");
    rig.pass(seconds(1));
    rig.send(reduce);
    EXPECT_EQ(std::get<ReduceGroup>(hand_over(rig.desk, rig.desk.pending.at(SignalNumber{3}), group).command).quantity,
              quantity("0.01"));
}

TEST(Admission, R33AReduceOfNothingIsIgnored) {
    DeskRig rig;
    Signal reduce = typed(acting(buy_signal(), SignalAction::sell), SignalType::reduce);
    auto events = rig.send(reduce);
    EXPECT_EQ(code(events), "NO_POSITION");
    EXPECT_EQ(outcome(events), SignalOutcome::ignored);
    rig.next_bar();
    rig.close(rig.open(buy_signal()));
    rig.pass(seconds(1));
    events = rig.send(reduce);
    EXPECT_EQ(code(events), "ALREADY_CLOSING");
    EXPECT_EQ(outcome(events), SignalOutcome::ignored);
}

TEST(Admission, B20ASignalMayNameNoPresetUnlessThatIsAllowed) {
    DeskRig rig;
    Signal signal = buy_signal();
    signal.preset = "swing";
    const auto events = rig.send(signal);
    EXPECT_EQ(code(events), "SCHEMA");
    EXPECT_NE(only<SignalRefused>(events).at(0).detail.find("B-20"), std::string::npos);
}

}  // namespace
}  // namespace trellis::tests
