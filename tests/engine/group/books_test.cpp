// Lots, fees and profit to the last digit (section 17: F-5, F-6, F-9, F-10; ).
#include <gtest/gtest.h>

#include "engine/base/rounding.hpp"
#include "engine/group/lots.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

/// The worked example of section 17: two legs of the default ladder filled, fee 0.1 % in quote.
GroupRun example() {
    GroupRun run;
    run.open(default_ladder());
    run.acknowledge_all();
    run.fill_whole(1);
    run.fill_whole(2);
    run.acknowledge_all();
    return run;
}

// F-5, F-9
TEST(Books, AddQuoteFeesToTheCost) {  // 32.28
    const GroupRun run = example();
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("0.00623"));
    EXPECT_EQ(run.group.open_cost, decimal<Money>("399.1594159"));  // 199.7595607 + 199.3998552 ...
    EXPECT_EQ(run.group.open_entry_fees, decimal<Money>("0.3991594159"));
    EXPECT_EQ(run.group.peak_capital, decimal<Money>("399.5585753159"));
    EXPECT_EQ(average(run.group.open_cost, run.group.open_quantity), decimal<Price>("64070.532247191011"));
}

// F-9, F-10: 0.00312 x 319.55 - 0.1994 - 0.2004 = 0.5972.
TEST(Books, RealiseTheWorkedExample) {
    GroupRun run = example();
    run.fill(7, "64229.76", "0.00312");
    EXPECT_EQ(run.group.realised, decimal<Money>("0.5971992936"));
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("0.00311"));
    EXPECT_EQ(average(run.group.open_cost, run.group.open_quantity), decimal<Price>("64231.37"));
    EXPECT_EQ(run.group.open_entry_fees, decimal<Money>("0.1997595607"));
    EXPECT_EQ(run.group.fees, decimal<Money>("0.5995562671"));
}

// F-9, X-4: the peak stays; realised is a sum over closing fills that nothing overwrites.
TEST(Books, SumRealisedOverAllClosingFills) {  // 32.36
    GroupRun run = example();
    run.quote("64000", "64000.01");
    run.fill(7, "64229.76", "0.00312");
    const Money by_target = run.group.realised;
    run.exit();
    run.answer_requests();
    run.fill(run.newest().number.value, "64000", "0.00311");
    // 199.04 - 199.7595607 - 0.1997595607 - 0.19904
    EXPECT_EQ(run.group.realised - by_target, decimal<Money>("-1.1183602607"));
    EXPECT_EQ(run.group.peak_capital, decimal<Money>("399.5585753159"));
    EXPECT_EQ(run.state(), "CLOSED");
}

// F-6: a base fee makes the lot smaller and its average higher, the cost stays.
TEST(Books, HoldTheNetQuantityAfterABaseFee) {
    GroupRun run;
    run.instrument.fee_asset = FeeAsset::base;
    run.open(ladder({{"100", "1"}}));
    run.fill_whole(1);
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("0.999"));
    EXPECT_EQ(run.group.open_cost, decimal<Money>("100"));
    EXPECT_TRUE(run.group.open_entry_fees.is_zero());
    EXPECT_EQ(average(run.group.open_cost, run.group.open_quantity), decimal<Price>("100.1001001001"));
    EXPECT_EQ(run.group.fees, decimal<Money>("0.1"));  // at the fill's price
    EXPECT_EQ(run.group.peak_capital, decimal<Money>("100"));
}

// Section 17, short: the sign of the profit.
TEST(Books, RealiseAShortTheOtherWayRound) {
    GroupRun run(bitcoin_perpetual(), PositionSide::short_side);
    run.open(ladder({{"100", "2"}}));
    run.fill_whole(1);
    run.fill(2, "99", "2");
    EXPECT_EQ(run.group.realised, decimal<Money>("1.602"));  // 2 x 1 - 0.2 - 0.198
}

// F-10: a leg's target closes its own lot only.
TEST(Books, MatchALegTargetWithItsOwnLot) {
    GroupRun run = example();
    run.fill(7, "64229.76", "0.001");
    EXPECT_EQ(run.leg(0).lot.open, decimal<Quantity>("0.00311"));
    EXPECT_EQ(run.leg(1).lot.open, decimal<Quantity>("0.00212"));
    EXPECT_EQ(run.leg(1).lot.cost, decimal<Money>("135.4896452"));
}

// F-10, R-28: any other close shrinks every open lot by the same factor; the average stays.
TEST(Books, ShareOtherClosesProRata) {
    GroupRun run = example();
    run.quote("64000", "64000.01");
    const Price before = average(run.group.open_cost, run.group.open_quantity);
    run.exit();
    run.answer_requests();
    run.fill(run.newest().number.value, "64000", "0.0031");
    // 0.0031 x 0.00311 / 0.00623, half-even to 16 places; the last lot takes the difference
    EXPECT_EQ(run.leg(0).lot.open, decimal<Quantity>("0.0015624879614767"));
    EXPECT_EQ(run.leg(1).lot.open, decimal<Quantity>("0.0015675120385233"));
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("0.00313"));
    const Price after = average(run.group.open_cost, run.group.open_quantity);
    EXPECT_LT((after - before).abs(), decimal<Price>("0.00000001")) << "but for the rounding of shares (R-1)";
}

// by exact subtraction nothing is ever left over.
TEST(Books, EndAtExactlyNothing) {
    GroupRun run;
    run.quote("100", "100.01");
    run.open(ladder({{"100", "1"}, {"99", "1"}, {"98", "1"}}));
    for (std::uint32_t number = 1; number <= 3; ++number) run.fill_whole(number);
    run.exit();
    run.answer_requests();
    const auto closing = run.newest().number.value;
    for (int piece = 0; piece < 7; ++piece) run.fill(closing, "100", "0.4");
    run.fill(closing, "100", "0.2");
    EXPECT_EQ(run.state(), "CLOSED");
    EXPECT_TRUE(run.group.open_quantity.is_zero());
    EXPECT_TRUE(run.group.open_cost.is_zero());
    EXPECT_TRUE(run.group.open_entry_fees.is_zero());
    EXPECT_EQ(run.group.realised, decimal<Money>("2.403"));  // 300 - 297 - 0.297 - 0.3
}

// F-9: the peak is taken after entry fills, not after what follows them.
TEST(Books, KeepThePeakOfCapital) {
    GroupRun run;
    run.strategy.on_flat = OnFlat::keep_waiting;
    run.open(ladder({{"100", "1"}, {"99", "1"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.fill_whole(3);
    run.fill_whole(2);
    EXPECT_EQ(run.group.peak_capital, decimal<Money>("100.1"));
}

}  // namespace
}  // namespace trellis::tests
