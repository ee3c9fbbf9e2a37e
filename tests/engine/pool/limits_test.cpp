// Limits before a trade, each with its worked numbers: exposure (S-4), balance (S-5), positions per symbol (K-15).
#include "engine/pool/limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/pool/desk_rig.hpp"

namespace trellis {
namespace {

using testing::HasSubstr;
using tests::DeskRig;

Money money(const char* text) { return decimal<Money>(text); }

/// One asset and nothing else.
struct Purse final : WalletPort {
    std::optional<Wallet> wallet(AccountId) const override { return Wallet{{{"USDT", {amount, {}}}}, amount, true}; }
    std::optional<Money> free(AccountId, std::string_view asset) const override {
        return asset == "USDT" ? amount : Money{};
    }
    bool is_connected(AccountId) const override { return true; }
    Money amount;
};

struct Limits : testing::Test {
    DeskContext context() { return {rig.now, rig.config, rig.account(), rig.instruments, rig.board, &purse}; }

    /// A group on the board: so much open at an average, so much resting.
    void hold(std::uint32_t counter, const char* quantity, const char* cost, const char* resting) {
        Group group;
        group.id = GroupId{rig.desk.account, counter};
        group.identity = {InstrumentId{0}, 900, PositionSide::long_side};
        group.pyramids.resize(1);
        group.open_quantity = decimal<Quantity>(quantity);
        group.open_cost = money(cost);
        Order entry;
        entry.number = OrderNumber{1};
        entry.role = OrderRole::entry;
        entry.state = OrderState::working;
        entry.price = decimal<Price>(resting);
        entry.quantity = Quantity::from_integer(1);
        if (entry.price.is_positive()) group.orders.push_back(entry);
        rig.board.note(group, true);
    }

    PyramidPlan plan(const char* capital) {
        PyramidPlan plan;
        plan.capital = money(capital);
        for (std::uint16_t leg = 0; leg < 4; ++leg) {
            PlannedLeg planned;
            planned.index = LegIndex{leg};
            planned.weight = Ratio::from_integer(25);
            plan.legs.push_back(planned);
        }
        return plan;
    }

    DeskRig rig;
    Purse purse;
};

TEST_F(Limits, S4TheWorkedExampleIsRejectedAndTheLimitItselfPasses) {
    rig.config.trade_limits.max_total_exposure = money("10000");
    hold(1, "2", "6000", "3200");
    const auto refused = check_exposure(rig.desk, money("1000"), context());
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->code, "EXPOSURE_LIMIT");
    EXPECT_EQ(refused->detail, "open 6000 + entries 3200 + pending 0 + new 1000 = 10200 > 10000 (S-4)");
    EXPECT_EQ(check_exposure(rig.desk, money("800"), context()), std::nullopt);
    EXPECT_TRUE(check_exposure(rig.desk, money("800.0000000000000001"), context()).has_value());
}

TEST_F(Limits, S4OpenPositionsCountAtTheirMark) {
    hold(1, "2", "6000", "0");
    EXPECT_EQ(exposure_of(rig.desk, context()).open, money("6000"));
    rig.board.set_quote(InstrumentId{0}, {decimal<Price>("3500"), decimal<Price>("3501"), {}, {}, rig.now, 1});
    EXPECT_EQ(exposure_of(rig.desk, context()).open, money("7000"));
}

TEST_F(Limits, S4GroupsOfOtherAccountsDoNotCount) {
    Group other;
    other.id = GroupId{AccountId{9}, 1};
    other.open_quantity = Quantity::from_integer(1);
    other.open_cost = money("5000");
    rig.board.note(other, true);
    EXPECT_EQ(exposure_of(rig.desk, context()).total(), Money{});
}

TEST_F(Limits, S4APyramidOnItsWayCountsOnceItIsAcceptedAndOnceOnly) {
    const GroupId id = rig.open(tests::buy_signal());
    const Money capital = rig.desk.pending.empty() ? Money{} : rig.desk.pending.begin()->second.plan->capital;
    if (!rig.desk.pending.empty()) {
        EXPECT_EQ(exposure_of(rig.desk, context()).pending, capital);
    }
    hold(id.counter, "0", "0", "100");
    EXPECT_EQ(exposure_of(rig.desk, context()).pending, Money{});
    EXPECT_EQ(exposure_of(rig.desk, context()).resting, money("100"));
}

TEST_F(Limits, K16IsOffUntilItIsSet) {
    hold(1, "2", "6000000", "0");
    EXPECT_EQ(check_exposure(rig.desk, money("1000000"), context()), std::nullopt);
}

TEST_F(Limits, S5SpotNeedsTheCapitalOfItsPlacedLegsFree) {
    Instrument spot = rig.instruments.at(InstrumentId{0});
    spot.market = Market::spot;
    spot.quote = "USDT";
    purse.amount = money("750");
    auto wanted = plan("1000");
    const auto refused = check_balance(rig.desk, wanted, spot, context());
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->code, "INSUFFICIENT_BALANCE");
    EXPECT_EQ(refused->detail, "legs need 1000 USDT, 750 is free (S-5)");
    wanted.legs[3].skipped = true;
    EXPECT_EQ(check_balance(rig.desk, wanted, spot, context()), std::nullopt);
    spot.quote = "FDUSD";
    EXPECT_TRUE(check_balance(rig.desk, wanted, spot, context()).has_value());
}

TEST_F(Limits, S5LinearNeedsTheMarginOfItsPlacedLegsFree) {
    Instrument linear = rig.instruments.at(InstrumentId{0});
    linear.market = Market::linear;
    rig.account().leverage = 5;
    purse.amount = money("200");
    EXPECT_EQ(check_balance(rig.desk, plan("1000"), linear, context()), std::nullopt);
    const auto refused = check_balance(rig.desk, plan("1000.01"), linear, context());
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->detail, "legs need 1000.01 / 5 USDT, 200 is free (S-5)");
}

TEST_F(Limits, S5WithoutAWalletNothingIsRefused) {
    const DeskContext blind{rig.now, rig.config, rig.account(), rig.instruments, rig.board, nullptr};
    EXPECT_EQ(check_balance(rig.desk, plan("1000"), rig.instruments.at(InstrumentId{0}), blind), std::nullopt);
}

TEST_F(Limits, K15CountsTheGroupsOfAnInstrumentOverTimeframesAndSides) {  // 32.58
    rig.config.trade_limits.max_open_positions_per_symbol = 2;
    rig.account().position_mode = PositionMode::hedge;
    const Signal first = tests::buy_signal();
    rig.open(first);
    const InstrumentId instrument = rig.desk.groups.begin()->second.identity.instrument;
    EXPECT_EQ(check_positions(rig.desk, instrument, context()), std::nullopt);
    rig.open(tests::on(tests::buy_signal(), first.symbol.c_str(), "60"));
    const auto refused = check_positions(rig.desk, instrument, context());
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->code, "MAX_POSITIONS_PER_SYMBOL");
    EXPECT_THAT(refused->detail, HasSubstr("2 groups of"));
    EXPECT_EQ(check_positions(rig.desk, InstrumentId{1}, context()), std::nullopt);
}

}  // namespace
}  // namespace trellis
