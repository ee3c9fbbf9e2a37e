// Where a stop and the targets are planned (B-5 to B-9).
#include "engine/preset/planned_stop.hpp"

#include <gtest/gtest.h>

#include "engine/preset/pip.hpp"
#include "tests/engine/preset/support.hpp"

namespace trellis::tests {
namespace {

OpeningTerms at(const char* entry, PositionSide side = PositionSide::long_side) {
    return {side, price(entry), price("0.0001"), price("0.00001")};
}
OpeningTerms in_coins(const char* entry, PositionSide side = PositionSide::long_side) {
    return {side, price(entry), pip_of(bitcoin(), price(entry)), price("0.01")};
}

TEST(PlannedStop, B5PipsOnEitherSide) {
    const PresetStop stop{StopMode::pips, 50, {}};
    EXPECT_EQ(*plan_stop(stop, {}, at("1.1")), (PlannedStop{price("1.095"), StopOrigin::pips, price("0.005")}));
    EXPECT_EQ(plan_stop(stop, {}, at("1.1", PositionSide::short_side))->price, price("1.105"));
}

TEST(PlannedStop, B5IsRoundedAwayFromEntry) {
    const PresetStop stop{StopMode::pips, 20, {}};
    EXPECT_EQ(plan_stop(stop, {}, in_coins("64231.37"))->price, price("64102.9"));                              // 64102.90726
    EXPECT_EQ(plan_stop(stop, {}, in_coins("64231.37", PositionSide::short_side))->price, price("64359.84"));  // 64359.83274
}

TEST(PlannedStop, B6TimesTheSignalsOwnDistance) {
    PresetStop stop{StopMode::r_multiple, {}, ratio("1.5")};
    const SignalLevels signal{price("96"), {}};
    const OpeningTerms terms{PositionSide::long_side, price("100"), price("0.01"), price("0.01")};
    EXPECT_EQ(plan_stop(stop, signal, terms)->price, price("94"));
    EXPECT_EQ(plan_stop(stop, {}, terms).error().code, "NO_STOP");
    stop.pips = 50;
    EXPECT_EQ(plan_stop(stop, {}, terms)->origin, StopOrigin::pips);
}

TEST(PlannedStop, B7StructureThenPipsThenTheSignal) {
    PresetStop stop{StopMode::structure, 50, {}};
    const OpeningTerms terms{PositionSide::long_side, price("100"), price("0.01"), price("0.01")};
    EXPECT_EQ(*plan_stop(stop, {price("97"), price("98.2")}, terms), (PlannedStop{price("98.2"), StopOrigin::structure, price("1.8")}));
    EXPECT_EQ(plan_stop(stop, {price("97"), price("99.98")}, terms)->origin, StopOrigin::structure) << "two ticks are enough";
    EXPECT_EQ(plan_stop(stop, {price("97"), price("99.99")}, terms)->origin, StopOrigin::pips) << "one is not";
    EXPECT_EQ(plan_stop(stop, {price("97"), price("101")}, terms)->origin, StopOrigin::pips) << "nor is the other side";
    stop.pips.reset();
    EXPECT_EQ(plan_stop(stop, {price("97"), {}}, terms)->origin, StopOrigin::signal);
    EXPECT_EQ(plan_stop(stop, {}, terms).error().code, "NO_STOP");
    EXPECT_EQ(plan_stop(stop, {price("103"), {}}, terms).error().code, "NO_STOP") << "the signal's is on the wrong side";
}

TEST(PlannedTargets, B8InMultiplesOfTheRisk) {
    PresetTargets targets;
    targets.mode = TargetMode::multi;
    targets.targets = {PresetTarget{true, ratio("2"), ratio("30")}, PresetTarget{true, ratio("3"), ratio("40")},
                       PresetTarget{true, ratio("5"), ratio("30")}};
    const auto planned = plan_targets(targets, price("0.005"), at("1.1"));
    ASSERT_EQ(planned.size(), 3U);
    EXPECT_EQ(planned[0].price, price("1.11"));
    EXPECT_EQ(planned[1].price, price("1.115"));
    EXPECT_EQ(planned[2].price, price("1.125"));
    EXPECT_TRUE(planned[2].takes_rest);
    EXPECT_FALSE(planned[0].takes_rest);
}

TEST(PlannedTargets, B8SingleIsTheFirstAndDisabledIsNone) {
    PresetTargets targets;
    targets.targets[0].rr = ratio("1.5");
    targets.targets[1] = {true, ratio("9"), ratio("50")};
    const auto planned = plan_targets(targets, price("10"), in_coins("100"));
    ASSERT_EQ(planned.size(), 1U);
    EXPECT_EQ(planned[0].price, price("115"));
    EXPECT_EQ(planned[0].close_percent, ratio("100"));
    targets.mode = TargetMode::disabled;
    EXPECT_TRUE(plan_targets(targets, price("10"), in_coins("100")).empty());
}

TEST(PlannedTargets, B9ARunnerStaysUnlessTheThirdClosesIt) {
    PresetTargets targets;
    targets.mode = TargetMode::multi;
    targets.targets = {PresetTarget{true, ratio("1"), ratio("30")}, PresetTarget{}, PresetTarget{true, ratio("3"), ratio("30")}};
    EXPECT_FALSE(plan_targets(targets, price("10"), in_coins("100")).back().takes_rest);
    targets.close_remaining_at_tp3 = true;
    EXPECT_TRUE(plan_targets(targets, price("10"), in_coins("100")).back().takes_rest);
    targets.targets[2].enabled = false;
    targets.targets[1] = {true, ratio("2"), ratio("30")};
    EXPECT_FALSE(plan_targets(targets, price("10"), in_coins("100")).back().takes_rest) << "it is not the third";
}

}  // namespace
}  // namespace trellis::tests
