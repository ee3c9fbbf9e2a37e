// P-5: the gates a pyramid passes before it is planned, and what the sizing modes make of its capital (S-1, S-3).
#include <gtest/gtest.h>

#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

/// A desk with one group that entered at 64 231.37, in the bar after it.
DeskRig entered(PyramidPriceRule rule, const char* least_distance = "0", bool is_long = true) {
    DeskRig rig;
    rig.config.grid_strategy.pyramid_price_rule = rule;
    rig.config.grid_strategy.pyramid_min_distance_percent = ratio(least_distance);
    rig.open(is_long ? buy_signal() : short_signal());
    rig.next_bar();
    return rig;
}

std::string pyramid_at(DeskRig rig, const char* base, bool is_long = true) {
    Signal signal = is_long ? buy_signal() : short_signal();
    signal.entry_price = price(base);
    return code(rig.send(signal));
}

TEST(Gate, P5BetterThanLastIsBelowForALong) {
    const auto rig = entered(PyramidPriceRule::better_than_last);
    EXPECT_EQ(pyramid_at(rig, "64231.36"), "");
    EXPECT_EQ(pyramid_at(rig, "64231.37"), "PYRAMID_PRICE_RULE");
    EXPECT_EQ(pyramid_at(rig, "64231.38"), "PYRAMID_PRICE_RULE");
}

TEST(Gate, P5BetterThanLastIsAboveForAShort) {
    const auto rig = entered(PyramidPriceRule::better_than_last, "0", false);
    EXPECT_EQ(pyramid_at(rig, "64231.38", false), "");
    EXPECT_EQ(pyramid_at(rig, "64231.37", false), "PYRAMID_PRICE_RULE");
}

TEST(Gate, P5WorseThanLastIsTheReverse) {
    EXPECT_EQ(pyramid_at(entered(PyramidPriceRule::worse_than_last), "64231.38"), "");
    EXPECT_EQ(pyramid_at(entered(PyramidPriceRule::worse_than_last), "64231.37"), "PYRAMID_PRICE_RULE");
    EXPECT_EQ(pyramid_at(entered(PyramidPriceRule::worse_than_last, "0", false), "64231.36", false), "");
}

// 1 % of 64 231.37 is 642.3137: the distance counts in both directions, and exactly.
TEST(Gate, P5TheLeastDistanceCountsInBothDirections) {
    const auto rig = entered(PyramidPriceRule::min_distance_pct, "1");
    EXPECT_EQ(pyramid_at(rig, "63589.0563"), "");
    EXPECT_EQ(pyramid_at(rig, "63589.0564"), "PYRAMID_PRICE_RULE");
    EXPECT_EQ(pyramid_at(rig, "64873.6837"), "");
    EXPECT_EQ(pyramid_at(rig, "64873.6836"), "PYRAMID_PRICE_RULE");
}

TEST(Gate, P5ComparesWithThePyramidRightBefore) {
    auto rig = entered(PyramidPriceRule::better_than_last);
    Signal lower = buy_signal();
    lower.entry_price = price("60000");
    EXPECT_EQ(code(rig.send(lower)), "");
    rig.obey();
    rig.next_bar();
    EXPECT_EQ(pyramid_at(rig, "60000.01"), "PYRAMID_PRICE_RULE");
    EXPECT_EQ(pyramid_at(rig, "59999.99"), "");
}

TEST(Gate, P5ARefusedPyramidDoesNotCount) {
    auto rig = entered(PyramidPriceRule::better_than_last);
    Signal higher = buy_signal();
    higher.entry_price = price("65000");
    rig.send(higher);
    EXPECT_EQ(rig.desk.groups.begin()->second.entries_total, 1);
    EXPECT_EQ(rig.desk.groups.begin()->second.last_base_price, price("64231.37"));
}

TEST(Gate, P5TheOneBeforeNeedsAFillWhereThatIsAskedFor) {
    auto rig = entered(PyramidPriceRule::none);
    rig.desk.groups.begin()->second.strategy.change([](GridStrategy& own) { own.pyramid_requires_previous_fill = true; });
    EXPECT_EQ(pyramid_at(rig, "60000"), "PYRAMID_PREV_UNFILLED");
    Group group;
    group.id = rig.desk.groups.begin()->first;
    group.pyramids.resize(1);
    group.pyramids[0].legs.resize(2);
    rig.board.note(group, true);
    EXPECT_EQ(pyramid_at(rig, "60000"), "PYRAMID_PREV_UNFILLED");
    group.pyramids[0].legs[1].lot.filled = quantity("0.001");
    rig.board.note(group, true);
    EXPECT_EQ(pyramid_at(rig, "60000"), "");
    rig.desk.groups.begin()->second.entries_total = 2;  // a newer one is on its way to the group
    EXPECT_EQ(pyramid_at(rig, "60000"), "PYRAMID_PREV_UNFILLED");
}

// ---- capital and the market ----

class KnownWallet : public WalletPort {
public:
    std::optional<Wallet> wallet(AccountId) const override { return known; }
    std::optional<Money> free(AccountId, std::string_view) const override { return money("100000"); }
    bool is_connected(AccountId) const override { return true; }
    std::optional<Wallet> known;
};

DeskEvents send_with(DeskRig& rig, const WalletPort* wallets) {
    Signal signal = buy_signal();
    signal.order_size.reset();
    signal.number = SignalNumber{++rig.signals};
    const DeskContext context{rig.now, rig.config, rig.config.accounts.front(), rig.instruments, rig.board, wallets};
    return decide(rig.desk, ReceiveSignal{signal}, context);
}

TEST(EntryPlan, S1EquityIsThatOfTheWalletAtThisInstant) {
    DeskRig rig;
    rig.config.grid_strategy.sizing.mode = SizingMode::equity_percent;
    KnownWallet wallet;
    EXPECT_EQ(code(send_with(rig, nullptr)), "NO_EQUITY");
    EXPECT_EQ(code(send_with(rig, &wallet)), "NO_EQUITY");
    wallet.known = Wallet{};
    EXPECT_EQ(code(send_with(rig, &wallet)), "NO_EQUITY");
    wallet.known->equity = money("20000");
    EXPECT_EQ(only<SignalAdmitted>(send_with(rig, &wallet)).at(0).plan->capital, money("2000"));
}

TEST(EntryPlan, S1OnlyTheModeSignalAsksForAnOrderSize) {
    DeskRig rig;
    EXPECT_EQ(code(send_with(rig, nullptr)), "SCHEMA");
    rig.config.grid_strategy.sizing.mode = SizingMode::fixed_quote;
    EXPECT_EQ(only<SignalAdmitted>(send_with(rig, nullptr)).at(0).plan->capital, money("200"));
    rig.config.grid_strategy.sizing.mode = SizingMode::risk_percent;
    EXPECT_EQ(code(send_with(rig, nullptr)), "NO_STOP");
}

TEST(EntryPlan, S1ABudgetIsFixedWhenTheGroupOpens) {
    DeskRig rig;
    rig.config.grid_strategy.sizing.mode = SizingMode::group_budget;
    rig.config.grid_strategy.sizing.group_budget = money("1000");
    rig.config.grid_strategy.follow_config_changes = true;
    EXPECT_EQ(only<SignalAdmitted>(rig.send(buy_signal())).at(0).plan->capital, money("200"));
    rig.obey();
    rig.next_bar();
    rig.config.grid_strategy.sizing.group_budget = money("9000");
    EXPECT_EQ(only<SignalAdmitted>(rig.send(buy_signal())).at(0).plan->capital, money("200"));
}

TEST(EntryPlan, S3AMarketEntryNeedsAQuote) {
    DeskRig rig;
    rig.config.grid_strategy.entry_order_type = EntryOrderType::market;
    EXPECT_EQ(code(rig.send(buy_signal())), "NO_PRICE");
    rig.next_bar();
    rig.board.set_quote(btc_linear, {price("64290"), price("64300"), {}, {}, {}, 1});
    const auto plan = only<SignalAdmitted>(rig.send(buy_signal())).at(0).plan;
    EXPECT_EQ(plan->legs[0].quantity, quantity("0.00307"));  // 200 / (64300 * 1.01)
    EXPECT_TRUE(plan->anchors_on_first_fill);
}

// the tightest of the account's bound, the strategy's and the payload's.
TEST(EntryPlan, W6ThePayloadMayTightenTheBoundOfAMarketEntry) {
    DeskRig rig;
    rig.config.grid_strategy.entry_order_type = EntryOrderType::market;
    rig.config.grid_strategy.max_slippage_percent = ratio("0.5");
    rig.board.set_quote(btc_linear, {price("99"), price("100"), {}, {}, {}, 1});
    EXPECT_EQ(only<SignalAdmitted>(rig.send(buy_signal())).at(0).plan->legs[0].quantity, quantity("1.99004"));
    rig.next_bar();
    Signal tight = on(buy_signal(), "ETHUSDT", "15");
    tight.max_slippage_percent = ratio("0");
    rig.board.set_quote(eth_linear, {price("99"), price("100"), {}, {}, {}, 1});
    EXPECT_EQ(only<SignalAdmitted>(rig.send(tight)).at(0).plan->legs[0].quantity, quantity("2"));
}

}  // namespace
}  // namespace trellis::tests
