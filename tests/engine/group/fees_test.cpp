// What a trade cost, and what becomes of the books when that turns out to be another sum (F-7, F-8).
#include "engine/group/fees.hpp"

#include <gtest/gtest.h>

#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

Money money(const char* text) { return decimal<Money>(text); }

/// One leg of 1 at 100, 1 % target at 101; fees of 0.1 %, which the venue takes in BNB.
struct Fees : GroupRun {
    Fees() : GroupRun() {
        Instrument pair = parse_instrument_name("binance:spot:BNB-USDT").value();
        bnb = table.add(std::move(pair)).value();
    }
    void bnb_at(const char* bid) { board.set_quote(bnb, {decimal<Price>(bid), decimal<Price>(bid), {}, {}, now, 1}); }
    void open_one() {
        open(ladder({{"100", "1"}}));
        acknowledge(1);
    }
    GroupEvents fill_for(std::uint32_t number, const char* price, const char* quantity, const char* fee, const char* unit) {
        OrderFill body = fill_of(number, price, quantity);
        body.fee = money(fee);
        body.fee_unit = unit;
        return report(number, body);
    }
    GroupEvents fill_without_fee(std::uint32_t number, const char* price, const char* quantity) {
        OrderFill body = fill_of(number, price, quantity);
        body.fee = {};
        body.is_fee_known = false;
        return report(number, body);
    }
    TradeId newest_trade() const { return TradeId{trades}; }
    InstrumentId bnb;
};

// 0.00015 BNB at a bid of 600 are 0.09.
TEST(Fees, F7AThirdAssetIsConvertedAtItsOwnBid) {
    Fees run;
    run.bnb_at("600");
    run.open_one();
    const auto events = run.fill_for(1, "100", "1", "0.00015", "BNB");
    const auto& filled = std::get<OrderFilled>(events.front());
    EXPECT_EQ(filled.fee, money("0.09"));
    EXPECT_EQ(filled.paid, (PaidFee{"BNB", money("0.00015")}));
    EXPECT_EQ(filled.fee_state, FeeState::settled);
    EXPECT_EQ(run.group.fees, money("0.09"));
    EXPECT_EQ(run.group.open_entry_fees, money("0.09"));
    EXPECT_TRUE(run.group.open_fees.empty());
}

TEST(Fees, F7WithoutAPriceItIsBookedInItsUnitAndRevaluedWhenThereIsOne) {
    Fees run;
    run.open_one();
    const auto events = run.fill_for(1, "100", "1", "0.00015", "BNB");
    EXPECT_EQ(std::get<OrderFilled>(events.front()).fee_state, FeeState::unpriced);
    EXPECT_EQ(run.group.fees, Money{});
    ASSERT_EQ(run.group.open_fees.size(), 1U);
    run.bnb_at("600");
    EXPECT_EQ(names(run.evaluate("100", "100.01")), "FeeSettled");
    EXPECT_EQ(run.group.fees, money("0.09"));
    EXPECT_EQ(run.group.open_entry_fees, money("0.09"));
    EXPECT_EQ(run.group.peak_capital, money("100.09"));
    EXPECT_TRUE(run.group.open_fees.empty());
}

TEST(Fees, F7TheAssetsOfThePairAreWhatTheyAre) {
    Fees run;
    run.open_one();
    run.fill_for(1, "100", "0.5", "0.05", "USDT");
    EXPECT_EQ(run.group.fees, money("0.05"));
    run.fill_for(1, "100", "0.5", "0.0005", "BTC");
    EXPECT_EQ(run.group.fees, money("0.1"));
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("0.9995"));
}

TEST(Fees, F8AnUnknownFeeIsEstimatedByTheInstrumentsRateAndReplaced) {
    Fees run;
    run.open_one();
    const auto events = run.fill_without_fee(1, "100", "1");
    EXPECT_EQ(std::get<OrderFilled>(events.front()).fee_state, FeeState::estimated);
    EXPECT_EQ(run.group.fees, money("0.1"));
    EXPECT_EQ(names(run.report(1, FeeReported{run.newest_trade(), money("0.075"), FeeAsset::quote, ""})), "FeeSettled");
    EXPECT_EQ(run.group.fees, money("0.075"));
    EXPECT_EQ(run.group.open_entry_fees, money("0.075"));
    EXPECT_EQ(names(run.report(1, FeeReported{run.newest_trade(), money("0.5"), FeeAsset::quote, ""})), "") << "it is known";
}

// Half of the lot is sold when the entry's fee turns out 0.02 dearer: half of that belongs to the result.
TEST(Fees, F8WhatIsSoldMeanwhileBearsItsShare) {
    Fees run;
    run.open_one();
    run.fill_without_fee(1, "100", "1");
    const TradeId entry = run.newest_trade();
    run.acknowledge(2);
    run.fill(2, "101", "0.5");
    const Money before = run.group.realised;
    run.report(1, FeeReported{entry, money("0.12"), FeeAsset::quote, ""});
    EXPECT_EQ(run.group.realised, before - money("0.01"));
    EXPECT_EQ(run.group.open_entry_fees, money("0.06"));
}

TEST(Fees, F8AFeeInCoinsLeavesFewerToSell) {
    Fees run;
    run.open_one();
    run.fill_without_fee(1, "100", "1");
    run.acknowledge(2);
    run.report(1, FeeReported{run.newest_trade(), money("0.001"), FeeAsset::base, ""});
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("0.999"));
    EXPECT_EQ(run.group.open_entry_fees, Money{});
    EXPECT_EQ(run.group.fees, money("0.1")) << "0.001 at 100";
    EXPECT_EQ(run.row(2), "leg_tp 0/0 sell 0.999 @ 101 PENDING_REPLACE");
}

TEST(Fees, F8AnExitsFeeChangesTheResult) {
    Fees run;
    run.open_one();
    run.fill(1, "100", "1");
    run.acknowledge(2);
    run.fill_without_fee(2, "101", "0.5");
    const Money before = run.group.realised;
    run.bnb_at("500");
    run.report(2, FeeReported{run.newest_trade(), money("0.0001"), FeeAsset::quote, "BNB"});
    // 0.0001 BNB are 0.05; the estimate was 0.0505.
    EXPECT_EQ(run.group.realised, before + money("0.0005"));
}

// A winner gives 0.5 of its 1 for a loser, in two fills: the first one's fee is named while the rest works, the last one's after it.
TEST(Fees, F8WhatAnOffsetGotFollowsTheFees) {
    Fees run;
    run.quote("100", "100.01");
    run.open_one();
    run.fill(1, "100", "1");
    run.acknowledge_all();
    ReduceGroup command;
    command.role = OrderRole::risk_winner;
    command.offset = OffsetNumber{AccountId{1}, 1};
    command.quantity = decimal<Quantity>("0.5");
    run.tell(command);
    run.answer_requests();
    const auto number = static_cast<std::uint32_t>(run.group.orders.size());
    run.fill_without_fee(number, "100", "0.2");
    const Money before = run.group.reducing->realised;
    run.report(number, FeeReported{run.newest_trade(), money("0.5"), FeeAsset::quote, ""});
    // 0.02 were estimated.
    EXPECT_EQ(run.group.reducing->realised, before - money("0.48"));
    EXPECT_EQ(run.group.offset_leg->realised, before - money("0.48"));
    EXPECT_EQ(run.group.offset_profit, before - money("0.48"));
    run.fill_without_fee(number, "100", "0.3");
    ASSERT_TRUE(run.group.offset_leg->is_over);
    const Money all = run.group.offset_profit;
    run.report(number, FeeReported{run.newest_trade(), money("0.53"), FeeAsset::quote, ""});
    EXPECT_EQ(run.group.offset_profit, all - money("0.5"));
    EXPECT_EQ(run.group.offset_leg->realised, all - money("0.5"));
}

}  // namespace
}  // namespace trellis::tests
