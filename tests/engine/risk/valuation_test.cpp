// What a position is worth: the worked loser and winners of 15.4, and both sides of the formula.
#include <gtest/gtest.h>

#include "engine/risk/valuation.hpp"

namespace trellis::tests {
namespace {

Valuation value(PositionSide side, const char* quantity, const char* cost, const char* fees, const char* mark) {
    const Position position{side, decimal<Quantity>(quantity), decimal<Money>(cost), decimal<Money>(fees)};
    return value_at(position, decimal<Price>(mark), decimal<Ratio>("0.001"));
}

TEST(Valuation, K4TheWorkedLoserLosesWhatItSays) {  // 32.57
    const Valuation loser = value(PositionSide::long_side, "0.5", "1200", "1.2", "2268");
    EXPECT_EQ(loser.unrealised.text(), "-68.334");
    EXPECT_EQ(percent_of(loser).text(), "-5.688811188811");
    EXPECT_EQ(loser.invested.text(), "1201.2");
}

TEST(Valuation, K4TheWorkedWinnersGainWhatTheySay) {
    EXPECT_EQ(value(PositionSide::long_side, "30", "4200", "4.2", "143.5").unrealised.text(), "96.495");
    EXPECT_EQ(value(PositionSide::long_side, "3000", "1500", "1.5", "0.512").unrealised.text(), "32.964");
    EXPECT_EQ(value(PositionSide::long_side, "2000", "800", "0.8", "0.405").unrealised.text(), "8.39");
}

TEST(Valuation, K4AShortIsMeasuredAgainstItsCostAlone) {
    const Valuation winner = value(PositionSide::short_side, "20", "1000", "1", "47");
    EXPECT_EQ(winner.unrealised.text(), "58.06");
    EXPECT_EQ(winner.invested.text(), "1000");
    EXPECT_EQ(percent_of(winner).text(), "5.806");
}

TEST(Valuation, K3TheThresholdItselfIsEnoughAndIsComparedExactly) {
    const Position position{PositionSide::long_side, decimal<Quantity>("3"), decimal<Money>("300"), {}};
    const Valuation at_five = value_at(position, decimal<Price>("95"), {});
    EXPECT_TRUE(is_at_or_below(at_five, decimal<Ratio>("-5")));
    const Valuation just_above = value_at(position, decimal<Price>("95.0000000000000001"), {});
    EXPECT_EQ(percent_of(just_above).text(), "-5") << "the figure is rounded, the comparison is not";
    EXPECT_FALSE(is_at_or_below(just_above, decimal<Ratio>("-5")));
}

}  // namespace
}  // namespace trellis::tests
