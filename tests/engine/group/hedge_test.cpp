// The hedge against a losing basket: armed, sent, closed, and its money in the group's books (B-16, R-57).
#include <gtest/gtest.h>

#include "engine/group/hedge.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

Price price(const char* text) { return decimal<Price>(text); }

/// A pip is 1: 2 % of 1 000 arms it, 3 pips farther it is sent.
class HedgedRun : public GroupRun {
public:
    explicit HedgedRun(const char* factor = "1", PositionSide held = PositionSide::long_side) : GroupRun(bitcoin_perpetual(), held) {
        instrument.step = decimal<Quantity>("0.01");
        instrument.maker_fee = instrument.taker_fee = {};
        strategy.take_profit_mode = TakeProfitMode::aggregate;
        Preset preset;
        preset.name = "hedged";
        preset.stop = {StopMode::pips, 60, std::nullopt};
        preset.targets.mode = TargetMode::disabled;
        preset.hedge = {true, decimal<Ratio>("2"), 3, decimal<Ratio>(factor)};
        use.preset = preset;
        use.level = PresetLevel::connection;
        use.pip = price("1");
        use.stop = held == PositionSide::long_side ? price("40") : price("160");
        use.has_hedge = true;
        use.equity = Money::from_integer(1'000);
        quote("100", "100");
    }
    void enter(const char* size = "2") {
        OpenGroup command{{AccountId{1}, 1}, {instrument.id, 900, side}, SignalNumber{++signals}, strategy, ladder({{"100", size}}),
                          std::nullopt};
        command.preset = use;
        tell(command);
        acknowledge(1);
        fill_whole(1);
    }
    /// 20 lost on 2 at 90, sent at 87.
    void hedge() {
        enter();
        evaluate("90", "90");
        evaluate("87", "87");
    }
    std::uint32_t last() const { return static_cast<std::uint32_t>(group.orders.size()); }
    const Hedge& state_of_hedge() const { return *group.governed->hedge; }

    PresetUse use;
};

// B-16: U <= -2 % of the equity at the opening; the level is the distance further.
TEST(Hedge, B16IsArmedWhereTheBasketLostItsPart) {
    HedgedRun run;
    run.enter();
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_below->price, price("90.01")) << "a tick early";
    EXPECT_EQ(names(run.evaluate("90.01", "90.01")), "");
    EXPECT_EQ(names(run.evaluate("90", "90")), "HedgeArmed");
    EXPECT_EQ(run.state_of_hedge().level, price("87"));
    EXPECT_EQ(run.state_of_hedge().quantity, decimal<Quantity>("2"));
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_below->price, price("87"));
}

// K-4: fees paid and to come are part of U.
TEST(Hedge, K4FeesCountForItsTrigger) {
    HedgedRun run;
    run.instrument.taker_fee = decimal<Ratio>("0.01");
    run.enter();
    EXPECT_EQ(names(run.evaluate("91", "91")), "") << "18 and 1.82";
    EXPECT_EQ(names(run.evaluate("90.9", "90.9")), "HedgeArmed") << "18.2 and 1.818";
}

// touched, it is an order on the other side, bounded as a close, and no reduction.
TEST(Hedge, R57IsSentOnTheOtherSideWhereTheMarkTouchesItsLevel) {
    HedgedRun run;
    run.enter();
    run.evaluate("90", "90");
    EXPECT_EQ(names(run.evaluate("87.01", "87.01")), "");
    const GroupEvents events = run.evaluate("87", "87");
    EXPECT_EQ(run.newest_row(), "hedge sell 2 @ 86.13 SENT");
    const auto requests = run.requests(events);
    ASSERT_EQ(requests.size(), 1U);
    const auto& order = std::get<PlaceOrder>(requests.front());
    EXPECT_FALSE(order.reduce_only);
    EXPECT_EQ(order.position, PositionSide::short_side);
    run.fill(2, "87", "2");
    EXPECT_EQ(run.state_of_hedge().lot.open, decimal<Quantity>("2"));
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("2")) << "the basket's (R-6)";
    EXPECT_EQ(run.group.peak_capital, Money::from_integer(200));
    EXPECT_EQ(run.state(), "ACTIVE");
}

// even together, the hedge is closed; its profit is the group's, and there is no second one.
TEST(Hedge, R57IsClosedWhereBothAreEvenAndComesOnce) {
    HedgedRun run("2");
    run.hedge();
    run.fill(2, "87", "4");
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above->price, Price{}) << "every quote may end it";
    EXPECT_EQ(names(run.evaluate("75", "75")), "") << "-50 and 48";
    EXPECT_EQ(names(run.evaluate("74", "74")), "HedgeCloseStarted OrderPlaced") << "-52 and 52";
    EXPECT_EQ(run.newest_row(), "hedge_close buy 4 @ 74.74 SENT");
    OrderPlaced closing;
    closing.order = OrderNumber{3};
    const auto requests = run.requests({closing});
    EXPECT_TRUE(std::get<PlaceOrder>(requests.front()).reduce_only);
    EXPECT_EQ(std::get<PlaceOrder>(requests.front()).position, PositionSide::short_side);
    run.fill(3, "74", "4");
    EXPECT_EQ(run.group.realised, Money::from_integer(52));
    EXPECT_EQ(run.state(), "ACTIVE");
    EXPECT_EQ(names(run.evaluate("60", "60")), "");
    EXPECT_EQ(run.group.orders.size(), 3U);
}

// when the basket is gone the hedge goes right behind it, and then the group is closed.
TEST(Hedge, R57GoesRightBehindTheBasket) {
    HedgedRun run;
    run.hedge();
    run.fill(2, "87", "2");
    run.evaluate("80", "80");
    run.exit();
    EXPECT_EQ(run.newest_row(), "exit sell 2 @ 79.2 SENT");
    EXPECT_EQ(names(run.fill(3, "80", "2")), "OrderFilled HedgeCloseStarted OrderPlaced");
    EXPECT_EQ(run.newest_row(), "hedge_close buy 2 @ 80.8 SENT");
    EXPECT_EQ(run.state(), "CLOSING");
    EXPECT_EQ(names(run.expired(4)), "OrderEnded HedgeRetryScheduled");
    EXPECT_EQ(names(run.timer()), "OrderPlaced");
    EXPECT_EQ(names(run.fill(5, "80", "2")), "OrderFilled GroupClosed");
    EXPECT_EQ(run.group.realised, Money::from_integer(-40 + 14));
    EXPECT_EQ(run.state(), "CLOSED");
}

// refused, or with nothing filled, it is not tried again.
TEST(Hedge, R57OneThatIsRefusedIsNotTriedAgain) {
    HedgedRun run;
    run.hedge();
    run.rejected(2, "INSUFFICIENT_BALANCE");
    EXPECT_EQ(names(run.evaluate("80", "80")), "");
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_below->price, price("40")) << "its stop alone";
    HedgedRun none;
    none.hedge();
    none.expired(2);
    EXPECT_EQ(names(none.evaluate("70", "70")), "");
    none.exit();
    EXPECT_EQ(names(none.fill(3, "70", "2")), "OrderFilled GroupClosed");
}

TEST(Hedge, R57OneThatIsTooSmallIsDropped) {
    HedgedRun run("0.1");
    run.instrument.min_quantity = decimal<Quantity>("0.5");
    run.enter();
    run.evaluate("90", "90");
    EXPECT_EQ(names(run.evaluate("87", "87")), "HedgeDropped");
    EXPECT_EQ(names(run.evaluate("80", "80")), "");
}

// A close that meets the hedge on its way waits for what it became.
TEST(Hedge, ACloseWaitsForAHedgeOnItsWay) {
    HedgedRun run;
    run.hedge();
    run.exit();
    run.fill(3, "87", "2");
    EXPECT_EQ(run.state(), "CLOSING");
    EXPECT_EQ(names(run.fill(2, "87", "2")), "OrderFilled HedgeCloseStarted OrderPlaced");
    run.fill(4, "87", "2");
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_EQ(run.group.realised, Money::from_integer(-26));
}

// What the venue no longer holds cannot be closed: after the planned tries it is given up.
TEST(Hedge, X6AHedgeThatIsGoneAtTheVenueIsGivenUp) {
    HedgedRun run;
    run.hedge();
    run.fill(2, "87", "2");
    run.exit();
    run.fill(3, "87", "2");
    for (std::uint32_t tries = 0; run.state() != "CLOSED" && tries < 10; ++tries) {
        run.rejected(run.last(), "REDUCE_ONLY");
        if (run.state() != "CLOSED") run.timer();
    }
    EXPECT_EQ(run.state(), "CLOSED");
}

TEST(Hedge, B16AShortIsHedgedByABuy) {
    HedgedRun run("1", PositionSide::short_side);
    run.enter();
    EXPECT_EQ(watch(run.group, run.instrument).ask_at_or_above->price, price("109.99"));
    run.evaluate("110", "110");
    EXPECT_EQ(run.state_of_hedge().level, price("113"));
    run.evaluate("113", "113");
    EXPECT_EQ(run.newest_row(), "hedge buy 2 @ 114.13 SENT");
    run.fill(2, "113", "2");
    run.exit();
    run.fill(3, "113", "2");
    EXPECT_EQ(run.newest_row(), "hedge_close sell 2 @ 111.87 SENT");
}

}  // namespace
}  // namespace trellis::tests
