// Results against limits: a day's realised loss (K-17), drawdown (K-19), and every reason why entries wait (K-18, K-20).
#include "engine/pool/standing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/pool/desk_rig.hpp"

namespace trellis {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using tests::code;
using tests::DeskRig;
using tests::only;

Money money(const char* text) { return decimal<Money>(text); }

struct Account final : WalletPort {
    std::optional<Wallet> wallet(AccountId) const override { return Wallet{{}, equity, is_heard}; }
    std::optional<Money> free(AccountId, std::string_view) const override { return equity; }
    bool is_connected(AccountId) const override { return is_heard; }
    std::optional<Money> equity = money("1000000");
    bool is_heard = true;
};

struct Limit : testing::Test {
    Limit() {
        rig.wallets = &account;
        rig.config.trade_limits.max_realized_loss = money("500");
    }
    GroupId open() {
        rig.next_bar();
        const GroupId group = rig.open(tests::buy_signal());
        rig.obey();
        return group;
    }
    DeskEvents realise(GroupId group, const char* total) {
        return rig.tell(GroupRealised{group, money(total), rig.now});
    }
    /// "" when an entry passes.
    std::string next_entry() {
        rig.next_bar();
        return code(rig.send(tests::buy_signal()));
    }
    void boundary() { rig.tell(DeskTimerDue{TimerKind::boundary}); }
    /// Its next timer but for the age of rules.
    std::optional<Due> due() {
        const Due next = next_due(rig.desk, rig.config, rig.now);
        return next.kind == TimerKind::rules_refresh ? std::nullopt : std::optional(next);
    }

    Account account;
    DeskRig rig;
};

TEST_F(Limit, K17EachClosingFillIsBookedOnce) {
    const GroupId group = open();
    const auto first = only<RealisedBooked>(realise(group, "-100"));
    ASSERT_THAT(first, SizeIs(1));
    EXPECT_EQ(first[0].amount, money("-100"));
    EXPECT_THAT(realise(group, "-100"), IsEmpty());
    EXPECT_EQ(only<RealisedBooked>(realise(group, "-70"))[0].amount, money("30"));
    EXPECT_EQ(realised_today(rig.desk.standing, rig.config, rig.now), money("-70"));
}

TEST_F(Limit, K17ALossUpToTheLimitPassesAndTheLimitItselfHalts) {
    const GroupId group = open();
    EXPECT_THAT(only<EntriesHalted>(realise(group, "-499.99")), IsEmpty());
    const auto halted = only<EntriesHalted>(realise(group, "-500"));
    ASSERT_THAT(halted, SizeIs(1));
    EXPECT_EQ(halted[0].reason, HaltReason::loss_limit);
    EXPECT_THAT(halted[0].detail, HasSubstr("realised today -500, the limit is -500"));
    EXPECT_EQ(next_entry(), "LOSS_LIMIT");
    EXPECT_EQ(shown_state(rig.desk.trading_state, rig.desk.standing), TradingState::reducing);
}

TEST_F(Limit, K17ALaterProfitDoesNotOpenItAgain) {
    const GroupId group = open();
    realise(group, "-600");
    realise(group, "900");
    EXPECT_EQ(next_entry(), "LOSS_LIMIT");
}

TEST_F(Limit, K17TheLatchEndsWithTheLocalDay) {
    rig.config.time_zone = TimeZone("Test/East", 3600, {});
    const GroupId group = open();
    realise(group, "-500");
    const Timestamp end = rig.config.time_zone.next_day(rig.now);
    EXPECT_EQ(due(), (Due{end, TimerKind::boundary}));
    rig.now = end - std::chrono::nanoseconds(1);
    boundary();
    EXPECT_TRUE(rig.desk.standing.loss_limit.has_value());
    rig.now = end;
    boundary();
    EXPECT_FALSE(rig.desk.standing.loss_limit.has_value());
    EXPECT_EQ(due(), std::nullopt);
    EXPECT_EQ(realised_today(rig.desk.standing, rig.config, rig.now), Money{});
    EXPECT_EQ(next_entry(), "");
}

TEST_F(Limit, K17ADayThatChangesItsClockIsAsLongAsItIs) {
    const Timestamp change = rig.now + hours(2);
    const auto second = change.time_since_epoch() / seconds(1);
    rig.config.time_zone = TimeZone("Test/Summer", 0, {{second, 3600}});
    const GroupId group = open();
    realise(group, "-500");
    const Timestamp utc_midnight = TimeZone().next_day(rig.now);
    EXPECT_EQ(*rig.desk.standing.loss_limit->until, utc_midnight - hours(1));
}

TEST_F(Limit, K17AManualLatchWaitsForAnOperator) {
    rig.config.trade_limits.latch = LossLatch::manual;
    const GroupId group = open();
    realise(group, "-500");
    EXPECT_EQ(due(), std::nullopt);
    rig.now += hours(72);
    boundary();
    EXPECT_EQ(next_entry(), "LOSS_LIMIT");
    rig.trade(TradingState::active);
    EXPECT_EQ(next_entry(), "");
}

TEST_F(Limit, K17AfterAResumeTheNextLossHaltsAgainAndAResetCountsFromNothing) {
    const GroupId group = open();
    realise(group, "-500");
    rig.trade(TradingState::active);
    EXPECT_THAT(only<EntriesHalted>(realise(group, "-501")), SizeIs(1));
    rig.tell(SetTradingState{TradingState::active, false, false, true});
    EXPECT_FALSE(rig.desk.standing.is_halted());
    EXPECT_THAT(only<EntriesHalted>(realise(group, "-1000")), IsEmpty());
    EXPECT_EQ(realised_today(rig.desk.standing, rig.config, rig.now), money("-499"));
    EXPECT_THAT(only<EntriesHalted>(realise(group, "-1001")), SizeIs(1));
}

TEST_F(Limit, K17AResetChangesNothingWhereNothingCounts) {
    EXPECT_THAT(rig.tell(SetTradingState{TradingState::active, false, false, true}), IsEmpty());
}

TEST_F(Limit, K17AFillOfYesterdayCountsForYesterday) {
    const GroupId group = open();
    const Timestamp yesterday = rig.now;
    rig.now += hours(24);
    realise(group, "-10");
    rig.tell(GroupRealised{group, money("-600"), yesterday});
    EXPECT_EQ(realised_today(rig.desk.standing, rig.config, rig.now), money("-10"));
    EXPECT_EQ(next_entry(), "");
}

TEST_F(Limit, K17ResultsOfLongAgoCountForNoDay) {
    const GroupId group = open();
    realise(group, "-10");
    rig.tell(GroupRealised{group, money("-600"), std::nullopt});
    EXPECT_EQ(realised_today(rig.desk.standing, rig.config, rig.now), money("-10"));
    EXPECT_FALSE(rig.desk.standing.is_halted());
}

TEST_F(Limit, K19ADrawdownFromThePeakHaltsUntilItIsResumed) {
    rig.config.trade_limits.max_equity_drawdown_percent = Ratio::from_integer(20);
    account.equity = money("10000");
    boundary();
    account.equity = money("11000");
    boundary();
    account.equity = money("8800.01");
    boundary();
    EXPECT_EQ(next_entry(), "");
    rig.obey();
    account.equity = money("8800");
    boundary();
    EXPECT_EQ(next_entry(), "DRAWDOWN");
    account.equity = money("20000");
    boundary();
    EXPECT_EQ(next_entry(), "DRAWDOWN");
    account.equity = money("8000");
    rig.trade(TradingState::active);
    boundary();
    EXPECT_EQ(rig.desk.standing.equity_peak, money("8000"));
    EXPECT_EQ(next_entry(), "");
}

TEST_F(Limit, K19EquityIsSampledAtWholeSecondsAndPeaksByATenthOfAPercent) {
    EXPECT_EQ(due(), std::nullopt);
    rig.config.trade_limits.max_equity_drawdown_percent = Ratio::from_integer(20);
    rig.config.timer_origin = rig.now;
    EXPECT_EQ(due(), (Due{rig.now + seconds(1), TimerKind::boundary}));
    rig.now += std::chrono::milliseconds(300);
    EXPECT_EQ(due()->at, rig.config.timer_origin + seconds(1));
    account.equity = money("10000");
    boundary();
    for (const char* higher : {"10000", "10009.99"}) {
        account.equity = money(higher);
        boundary();
        EXPECT_EQ(rig.desk.standing.equity_peak, money("10000"));
    }
    account.equity = money("10010");
    boundary();
    EXPECT_EQ(rig.desk.standing.equity_peak, money("10010"));
}

TEST_F(Limit, K19AnUnknownEquityHaltsNothing) {
    rig.config.trade_limits.max_equity_drawdown_percent = Ratio::from_integer(20);
    account.equity.reset();
    boundary();
    EXPECT_EQ(rig.desk.standing.equity_peak, std::nullopt);
}

TEST_F(Limit, K20NoEntryOnAConnectionThatIsNotHeard) {
    account.is_heard = false;
    EXPECT_EQ(next_entry(), "CONNECTION_SILENT");
    account.is_heard = true;
    EXPECT_EQ(next_entry(), "POOL_FULL") << "it does not overtake the one that waits (Q-7)";
    EXPECT_TRUE(rig.desk.queue.empty()) << "and both come in";
}

TEST_F(Limit, K18OfSeveralReasonsTheFirstOfTheListIsNamed) {
    const GroupId group = open();
    account.is_heard = false;
    realise(group, "-500");
    EXPECT_EQ(next_entry(), "LOSS_LIMIT");
    rig.trade(TradingState::reducing);
    EXPECT_EQ(next_entry(), "PAUSED");
    rig.trade(TradingState::halted);
    EXPECT_EQ(shown_state(rig.desk.trading_state, rig.desk.standing), TradingState::halted);
    rig.trade(TradingState::active);
    EXPECT_EQ(next_entry(), "CONNECTION_SILENT");
}

TEST_F(Limit, S4AdmissionAsksForExposureAndK15ForPositions) {
    rig.config.trade_limits.max_total_exposure = money("1");
    EXPECT_EQ(next_entry(), "EXPOSURE_LIMIT");
    rig.config.trade_limits.max_total_exposure = {};
    account.equity = money("1");
    EXPECT_EQ(next_entry(), "INSUFFICIENT_BALANCE");
    account.equity = money("1000000");
    open();
    rig.config.trade_limits.max_open_positions_per_symbol = 1;
    rig.next_bar();
    EXPECT_EQ(code(rig.send(tests::on(tests::buy_signal(), tests::buy_signal().symbol.c_str(), "60"))),
              "MAX_POSITIONS_PER_SYMBOL");
    EXPECT_EQ(next_entry(), "");
}

}  // namespace
}  // namespace trellis
