// The ladder: the worked table of 7.1 and what bends it.
#include "engine/pool/ladder.hpp"

#include "engine/base/rounding.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/signal/signals.hpp"

namespace trellis {
namespace {

using tests::money;
using tests::price;
using tests::quantity;
using tests::ratio;

constexpr auto longs = PositionSide::long_side;
constexpr auto shorts = PositionSide::short_side;
constexpr PyramidIndex first{0};

GridLevel level(const char* gap, const char* weight, const char* take_profit) {
    return {ratio(gap), ratio(weight), ratio(take_profit)};
}

GridStrategy strategy(std::vector<GridLevel> levels = default_levels()) {
    GridStrategy result;
    result.levels = std::move(levels);
    return result;
}

Instrument btc() { return tests::instrument("binance:spot:BTC-USDT"); }

/// "index price quantity take_profit", with "skipped" where it is.
std::vector<std::string> rows(const Result<PyramidPlan>& plan) {
    std::vector<std::string> result;
    if (!plan.ok()) return {plan.error().code};
    for (const auto& leg : plan->legs) {
        result.push_back(std::to_string(leg.index.value) + " " + leg.price.text() + " " + leg.quantity.text() + " " +
                         leg.take_profit.text() + (leg.skipped ? " skipped" : ""));
    }
    return result;
}

using Rows = std::vector<std::string>;

Rows plan(const GridStrategy& grid, PositionSide side, const char* capital, const Instrument& instrument = btc(),
          const char* base = "64231.37") {
    return rows(plan_pyramid(grid, first, side, price(base), money(capital), instrument));
}

TEST(Ladder, D1LegsOfALongStandBelowItsEntry) {
    EXPECT_EQ(plan(strategy(), longs, "1000"),
              (Rows{"0 64231.37 0.00311 1", "1 63910.21 0.00312 0.5", "2 63589.05 0.00314 2", "3 63267.89 0.00316 1.5",
                    "4 62946.74 0.00317 1"}));
}

TEST(Ladder, D1LegsOfAShortStandAboveItsEntry) {
    EXPECT_EQ(plan(strategy(), shorts, "1000"),
              (Rows{"0 64231.37 0.00311 1", "1 64552.52 0.00309 0.5", "2 64873.68 0.00308 2", "3 65194.84 0.00306 1.5",
                    "4 65515.99 0.00305 1"}));
}

TEST(Ladder, S2TheWorkedLadderUsesWhatItSays) {
    const auto ladder = plan_pyramid(strategy(), first, longs, price("64231.37"), money("1000"), btc()).value();
    Quantity total;
    Price cost;
    for (const auto& leg : ladder.legs) {
        total += leg.quantity;
        cost += Price::from_raw(leg.price.raw() / 100'000 * (leg.quantity.raw() / (Quantity::scale / 100'000)));
    }
    EXPECT_EQ(total, quantity("0.0157"));
    EXPECT_EQ(cost, price("998.2967311"));
}

TEST(Ladder, D2PassiveRoundsTheSellsOfAShortUp) {
    auto grid = strategy();
    grid.rounding = GridRounding::passive;
    EXPECT_EQ(plan(grid, shorts, "1000"),
              (Rows{"0 64231.37 0.00311 1", "1 64552.53 0.00309 0.5", "2 64873.69 0.00308 2", "3 65194.85 0.00306 1.5",
                    "4 65516 0.00305 1"}));
    EXPECT_EQ(plan(grid, longs, "1000"), plan(strategy(), longs, "1000"));
}

TEST(Ladder, P2KeepsItsBasePriceAndCapital) {
    const auto ladder = plan_pyramid(strategy(), PyramidIndex{2}, longs, price("60000.005"), money("750"), btc()).value();
    EXPECT_EQ(ladder.pyramid, PyramidIndex{2});
    EXPECT_EQ(ladder.base_price, price("60000.005"));
    EXPECT_EQ(ladder.capital, money("750"));
    EXPECT_EQ(ladder.legs.front().price, price("60000"));
}

TEST(Ladder, D4LegsOfOnePriceMergeIntoTheLowestIndex) {
    auto coarse = btc();
    coarse.tick = price("1");
    coarse.step = quantity("0.001");
    EXPECT_EQ(plan(strategy(), longs, "1000", coarse, "100"),
              (Rows{"0 100 2 1", "1 99 4.04 0.5", "3 98 4.081 1"}));
}

TEST(Ladder, D4MergedLegsKeepTheLowerTakeProfitWhicheverComesFirst) {
    auto coarse = btc();
    coarse.tick = price("1");
    const auto grid = strategy({level("0", "50", "1"), level("-1", "20", "3"), level("-1.5", "30", "2")});
    EXPECT_EQ(plan(grid, longs, "1000", coarse, "200"), (Rows{"0 200 2.5 1", "1 198 1.0101 3", "2 197 1.52284 2"}));
    EXPECT_EQ(plan(grid, longs, "1000", coarse, "100"), (Rows{"0 100 5 1", "1 99 2.0202 3", "2 98 3.06122 2"}));
    EXPECT_EQ(plan(grid, longs, "1000", coarse, "50"), (Rows{"0 50 10 1", "1 49 10.20408 2"}));
}

TEST(Ladder, D5ALegBelowTheMinimumIsSkippedAndExplainsItself) {  // 32.25
    const auto grid = strategy({level("0", "50", "1"), level("-1", "4", "1"), level("-2", "46", "1")});
    EXPECT_EQ(plan(grid, longs, "100"),
              (Rows{"0 64231.37 0.00077 1", "1 63589.05 0.00006 1 skipped", "2 62946.74 0.00073 1"}));
}

TEST(Ladder, D5AnUnplaceableFirstLegRejectsThePyramid) {
    EXPECT_EQ(plan(strategy(), longs, "20"), (Rows{"BELOW_MINIMUM"}));
    const auto grid = strategy({level("0", "4", "1"), level("-1", "96", "1")});
    const auto refused = plan_pyramid(grid, first, longs, price("64231.37"), money("100"), btc());
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "BELOW_MINIMUM");
    EXPECT_NE(refused.error().detail.find("64231.37"), std::string::npos) << refused.error().detail;
    EXPECT_NE(refused.error().detail.find("min_notional 5"), std::string::npos) << refused.error().detail;
}

TEST(Ladder, D5ALegAtExactlyTheMinimumIsSent) {
    auto exact = btc();
    exact.min_notional = money("200");
    exact.step = quantity("0.01");
    EXPECT_EQ(plan(strategy(), longs, "1000", exact, "100")[0], "0 100 2 1");
    exact.min_notional = money("200.01");
    EXPECT_EQ(plan(strategy(), longs, "1000", exact, "100"), (Rows{"BELOW_MINIMUM"}));
}

TEST(Ladder, D5MinQuantityIsAMinimumToo) {
    auto large = btc();
    large.min_quantity = quantity("0.00312");
    EXPECT_EQ(plan(strategy(), shorts, "1000", large), (Rows{"BELOW_MINIMUM"}));
    large.min_quantity = quantity("0.00311");
    EXPECT_EQ(plan(strategy(), shorts, "1000", large)[1], "1 64552.52 0.00309 0.5 skipped");
}

TEST(Ladder, D8APyramidMayHaveLevelsOfItsOwn) {
    auto grid = strategy();
    grid.pyramid_levels[1] = {level("0", "100", "4")};
    EXPECT_EQ(levels_of(grid, PyramidIndex{0}), grid.levels);
    EXPECT_EQ(levels_of(grid, PyramidIndex{2}), grid.levels);
    EXPECT_EQ(rows(plan_pyramid(grid, PyramidIndex{1}, longs, price("64231.37"), money("1000"), btc())),
              (Rows{"0 64231.37 0.01556 4"}));
}

TEST(Ladder, D8TheKeyZeroIsTheInitialEntry) {
    auto grid = strategy();
    grid.pyramid_levels[0] = {level("-1", "100", "4")};
    EXPECT_EQ(plan(grid, longs, "1000"), (Rows{"0 63589.05 0.01572 4"}));
    EXPECT_EQ(levels_of(grid, PyramidIndex{1}), grid.levels);
}

TEST(Ladder, R35MaxQuantityCapsALeg) {
    auto capped = btc();
    capped.max_quantity = quantity("0.003125");
    EXPECT_EQ(plan(strategy(), longs, "1000", capped),
              (Rows{"0 64231.37 0.00311 1", "1 63910.21 0.00312 0.5", "2 63589.05 0.00312 2", "3 63267.89 0.00312 1.5",
                    "4 62946.74 0.00312 1"}));
}

TEST(Ladder, R35APriceOfZeroOrLessIsNeverPlaceable) {
    auto free = btc();
    free.min_notional = Money{};
    free.min_quantity = Quantity{};
    const auto grid = strategy({level("0", "50", "1"), level("-100", "25", "1"), level("-150", "25", "1")});
    EXPECT_EQ(plan(grid, longs, "1000", free, "100"), (Rows{"0 100 5 1", "1 0 0 1 skipped", "2 -50 0 1 skipped"}));
}

// ---- legs below the minimum (D-5) ----

GridStrategy policy(MinLegPolicy policy) {
    GridStrategy result = strategy();
    result.min_leg_policy = policy;
    return result;
}

// The worked example of D-5: 20 USDT in five legs of 4, at least 5 each.
TEST(Ladder, D5MergeForwardCarriesCapitalUntilItIsEnough) {
    auto cheap = btc();
    cheap.step = quantity("0.00000001");
    const auto ladder =
        plan_pyramid(policy(MinLegPolicy::merge_forward), first, longs, price("64231.37"), money("20"), cheap).value();
    std::vector<std::string> weights;
    for (const auto& leg : ladder.legs) weights.push_back(leg.weight.text() + (leg.skipped ? " skipped" : ""));
    EXPECT_EQ(weights, (Rows{"20 skipped", "40", "20 skipped", "60", "20 skipped"}));  // 8 at leg 1, 12 at leg 3
    EXPECT_EQ(ladder.legs[1].quantity, affordable(money("8"), ratio("100"), price("63910.21"), cheap.step));
    EXPECT_EQ(ladder.legs[3].quantity, affordable(money("12"), ratio("100"), price("63267.89"), cheap.step));
    EXPECT_EQ(ladder.legs[3].take_profit, ratio("1.5"));  // its own
}

TEST(Ladder, D5MergeForwardRejectsWhenNoLegIsLeft) {
    EXPECT_EQ(plan(policy(MinLegPolicy::merge_forward), longs, "4"), (Rows{"BELOW_MINIMUM"}));
    EXPECT_EQ(plan(policy(MinLegPolicy::merge_forward), longs, "1000"), plan(strategy(), longs, "1000"));
}

TEST(Ladder, D5RejectSignalRejectsForOneLeg) {
    auto grid = policy(MinLegPolicy::reject_signal);
    EXPECT_EQ(plan(grid, longs, "1000"), plan(strategy(), longs, "1000"));
    grid.levels = {level("0", "50", "1"), level("-1", "4", "1"), level("-2", "46", "1")};
    EXPECT_EQ(plan(grid, longs, "100"), (Rows{"BELOW_MINIMUM"}));
}

RC_GTEST_PROP(Ladder, D5MergeForwardLosesNoCapital, ()) {
    auto grid = policy(MinLegPolicy::merge_forward);
    const Money capital = Money::from_integer(*rc::gen::inRange<std::int64_t>(5, 60));
    const auto ladder = plan_pyramid(grid, first, longs, price("64231.37"), capital, btc());
    if (!ladder.ok()) return;
    Ratio total;
    for (const auto& leg : ladder->legs) {
        if (!leg.skipped) total += leg.weight;
    }
    RC_ASSERT(total == ratio("100"));
}

// ---- a first leg at the market (S-3, P-2) ----

Quote quote(const char* bid, const char* ask) { return {price(bid), price(ask), {}, {}, {}, 1}; }

GridStrategy market_first(LadderAnchor anchor = LadderAnchor::by_order_type) {
    GridStrategy result = strategy();
    result.entry_order_type = EntryOrderType::market;
    result.anchor = anchor;
    return result;
}

// 200 / (64300 * 1.01) = 0.0030796...; with the quantity of the limit ladder it would be 0.00311.
TEST(Ladder, S3AMarketLegIsSizedFromTheTouchAndTheBound) {
    const auto ladder = plan_pyramid(market_first(), first, longs, price("64231.37"), money("1000"), btc()).value();
    EXPECT_EQ(ladder.legs.front().entry, LegEntry::market);
    EXPECT_TRUE(ladder.anchors_on_first_fill);
    const auto bought = with_market_leg(ladder, longs, quote("64290", "64300"), ratio("1"), btc()).value();
    EXPECT_EQ(bought.legs.front().quantity, quantity("0.00307"));
    EXPECT_EQ(bought.legs[1], ladder.legs[1]);
    const auto sold = with_market_leg(ladder, shorts, quote("60000", "64300"), ratio("0"), btc()).value();
    EXPECT_EQ(sold.legs.front().quantity, quantity("0.00333"));
}

TEST(Ladder, S3WithoutAQuoteThereIsNoMarketLeg) {
    const auto ladder = plan_pyramid(market_first(), first, longs, price("64231.37"), money("1000"), btc()).value();
    EXPECT_EQ(with_market_leg(ladder, longs, std::nullopt, ratio("1"), btc()).error().code, "NO_PRICE");
    const auto limit = plan_pyramid(strategy(), first, longs, price("64231.37"), money("1000"), btc()).value();
    EXPECT_EQ(with_market_leg(limit, longs, std::nullopt, ratio("1"), btc()).value(), limit);
}

TEST(Ladder, R35AMarketLegThatIsTooSmallRejectsUnderEveryPolicy) {
    for (const auto one : {MinLegPolicy::skip_leg, MinLegPolicy::merge_forward, MinLegPolicy::reject_signal}) {
        auto grid = market_first();
        grid.min_leg_policy = one;
        grid.levels = {level("0", "4", "1"), level("-1", "96", "1")};
        const auto ladder = plan_pyramid(grid, first, longs, price("64231.37"), money("100"), btc()).value();
        EXPECT_EQ(with_market_leg(ladder, longs, quote("64290", "64300"), ratio("1"), btc()).error().code,
                  "BELOW_MINIMUM");
    }
}

TEST(Ladder, P2TheAnchorFollowsTheOrderTypeUnlessItIsNamed) {
    const auto anchors = [](const GridStrategy& grid) {
        return plan_pyramid(grid, first, longs, price("64231.37"), money("1000"), btc())->anchors_on_first_fill;
    };
    EXPECT_FALSE(anchors(strategy()));
    EXPECT_TRUE(anchors(market_first()));
    EXPECT_FALSE(anchors(market_first(LadderAnchor::signal)));
    auto limit = strategy();
    limit.anchor = LadderAnchor::first_fill;
    EXPECT_TRUE(anchors(limit));
}

// 0.00307 for 197.3 USDT: the average 64 267.10097... has no end; prices are rounded from it, not from what is shown of it.
TEST(Ladder, P2OtherLegsArePricedFromTheAverageOfTheFirst) {
    auto ladder = plan_pyramid(market_first(), first, longs, price("64231.37"), money("1000"), btc()).value();
    ladder.legs.erase(ladder.legs.begin());
    const FirstFill anchor{money("197.3"), quantity("0.00307")};
    const auto legs = anchored_legs(ladder.legs, money("1000"), anchor, longs, GridRounding::sow, btc());
    ASSERT_EQ(legs.size(), 4U);
    EXPECT_EQ(legs[0].price, price("63945.76"));
    EXPECT_EQ(legs[0].quantity, quantity("0.00312"));
    EXPECT_EQ(legs[3].price, price("62981.75"));
    EXPECT_FALSE(legs[3].skipped);
    const auto poor = anchored_legs(ladder.legs, money("20"), anchor, longs, GridRounding::sow, btc());
    EXPECT_TRUE(poor[0].skipped);
}

TEST(Ladder, D6ATriggerConcernsTheLegsBehindTheFirst) {
    auto grid = strategy();
    grid.dca_trigger = DcaTrigger::market_if_touched;
    grid.levels[4].gap = ratio("1.5");
    const auto ladder = plan_pyramid(grid, first, longs, price("64231.37"), money("1000"), btc()).value();
    EXPECT_EQ(ladder.legs[0].entry, LegEntry::resting);
    EXPECT_EQ(ladder.legs[1].entry, LegEntry::touched);
    EXPECT_EQ(ladder.legs[4].entry, LegEntry::breakout);
    EXPECT_EQ(ladder.legs[4].price, price("65194.84"));
}

// ---- any ladder ----

/// Weights that sum to 100; gaps from 0 downward in hundredths of a percent.
GridStrategy any_strategy() {
    GridStrategy result;
    const int count = *rc::gen::inRange(1, 8);
    std::int64_t rest = 100;
    std::int64_t gap = 0;
    for (int number = 1; number <= count; ++number) {
        const std::int64_t weight = number == count ? rest : *rc::gen::inRange<std::int64_t>(1, rest - (count - number) + 1);
        rest -= weight;
        result.levels.push_back({Ratio::from_raw(-Ratio::scale / 100 * gap), Ratio::from_integer(weight), Ratio::from_integer(1)});
        gap += *rc::gen::inRange<std::int64_t>(0, 300);
    }
    result.rounding = *rc::gen::element(GridRounding::sow, GridRounding::passive);
    return result;
}

RC_GTEST_PROP(Ladder, S2NeverSpendsMoreThanItsCapital, ()) {
    const auto side = *rc::gen::element(longs, shorts);
    const Price base = Price::from_raw(Price::scale / 100 * *rc::gen::inRange<std::int64_t>(10'000, 9'000'000));
    const Money capital = Money::from_integer(*rc::gen::inRange<std::int64_t>(100, 100'000));
    const auto ladder = plan_pyramid(any_strategy(), first, side, base, capital, btc());
    if (!ladder.ok()) return;
    Int128 spent = 0;  // in hundredths of hundred-thousandths
    for (const auto& leg : ladder->legs) {
        RC_ASSERT(leg.price.raw() % (Price::scale / 100) == 0);
        RC_ASSERT(leg.quantity.raw() % (Quantity::scale / 100'000) == 0);
        const bool is_adverse = side == longs ? leg.price <= base : leg.price >= ladder->legs.front().price;
        RC_ASSERT(is_adverse);
        spent += leg.price.raw() / (Price::scale / 100) * (leg.quantity.raw() / (Quantity::scale / 100'000));
    }
    RC_ASSERT(spent <= capital.raw() / Money::scale * 10'000'000);
}

}  // namespace
}  // namespace trellis
