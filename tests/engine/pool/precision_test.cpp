// Entries on instruments whose rules are missing: held, rejected or taken by the last known ones (V-1), closes in any case (V-2).
#include "engine/pool/precision.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/base/rounding.hpp"
#include "tests/engine/pool/desk_rig.hpp"

namespace trellis {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::SizeIs;
using tests::buy_signal;
using tests::code;
using tests::DeskRig;
using tests::only;

/// Rules that are missing until some time.
struct Rules final : WalletPort {
    std::optional<Wallet> wallet(AccountId) const override { return std::nullopt; }
    std::optional<Money> free(AccountId, std::string_view) const override { return std::nullopt; }
    bool is_connected(AccountId) const override { return true; }
    bool has_rules(InstrumentId, Timestamp at) const override { return at >= back_at; }
    std::optional<InstrumentRules> rules(InstrumentId instrument, Timestamp at) const override {
        const auto found = said.find(instrument);
        if (found == said.end() || !has_rules(instrument, at)) return std::nullopt;
        return found->second;
    }
    std::map<InstrumentId, InstrumentRules> said;
    Timestamp back_at{};
};

struct Precision : testing::Test {
    Precision() {
        rig.wallets = &rules;
        rules.back_at = rig.now + seconds(2);
    }
    void sweep_at(Duration offset, Timestamp from) {
        rig.now = from + offset;
        rig.tell(DeskTimerDue{TimerKind::queue_sweep});
    }
    /// An instrument of the account.
    const Instrument& traded() const {
        const auto is_traded = [&](const Instrument& one) { return one.venue == rig.config.accounts[0].venue && one.market == rig.config.accounts[0].market; };
        return *std::ranges::find_if(rig.instruments.all(), is_traded);
    }
    Rules rules;
    DeskRig rig;
};

TEST(PrecisionTries, V1ComeAtOnceThenAfterHalfASecondOneTwoFourAndEachTen) {  // 32.40
    const Timestamp since{seconds(1000)};
    const std::pair<Duration, Duration> rows[] = {
        {milliseconds(0), milliseconds(0)},       {milliseconds(499), milliseconds(0)},
        {milliseconds(500), milliseconds(500)},   {milliseconds(1499), milliseconds(500)},
        {milliseconds(1500), milliseconds(1500)}, {milliseconds(3500), milliseconds(3500)},
        {milliseconds(7499), milliseconds(3500)}, {milliseconds(7500), milliseconds(7500)},
        {milliseconds(17499), milliseconds(7500)}, {milliseconds(17500), milliseconds(17500)},
        {milliseconds(60000), milliseconds(57500)},
    };
    for (const auto& [waited, expected] : rows) EXPECT_EQ(newest_try(since, since + waited), since + expected);
}

TEST_F(Precision, V1AnEntryWaitsAndActsAtTheFirstSweepBehindTheTryThatFindsTheRules) {
    const Timestamp from = rig.now;
    EXPECT_EQ(code(rig.send(buy_signal())), "PRECISION");
    EXPECT_TRUE(rig.desk.groups.empty()) << "it holds no slot";
    sweep_at(seconds(3), from);
    EXPECT_THAT(rig.desk.queue, SizeIs(1)) << "the rules are back since 2 s, the next try is at 3.5 s";
    sweep_at(seconds(4), from);
    EXPECT_TRUE(rig.desk.queue.empty());
    EXPECT_THAT(rig.desk.groups, SizeIs(1));
}

TEST_F(Precision, V1AHoldEndsAsRejectedAfterItsTime) {
    rules.back_at = rig.now + std::chrono::hours(1);
    const Timestamp from = rig.now;
    rig.send(buy_signal());
    sweep_at(seconds(299), from);
    EXPECT_THAT(rig.desk.queue, SizeIs(1));
    rig.journal.clear();
    sweep_at(seconds(300), from);
    const auto left = only<QueueEntryLeft>(rig.journal);
    ASSERT_THAT(left, SizeIs(1));
    EXPECT_EQ(left[0].exit, QueueExit::rejected);
    EXPECT_EQ(left[0].code, "PRECISION_TIMEOUT");
}

TEST_F(Precision, V1RejectRejectsAndFallbackTakesTheLastKnownRules) {
    rig.config.precision.on_missing = OnMissingMetadata::reject;
    const auto events = rig.send(buy_signal());
    EXPECT_EQ(tests::outcome(events), SignalOutcome::rejected);
    EXPECT_EQ(code(events), "PRECISION");
    rig.config.precision.on_missing = OnMissingMetadata::fallback;
    rig.next_bar();
    rules.back_at = rig.now + seconds(2);
    EXPECT_EQ(code(rig.send(buy_signal())), "");
}

// ---- V-3: when the venue is asked anew ----

TEST_F(Precision, V3RulesAgeByRefreshSecondsCountedFromTheOriginOfTimers) {  // 32.40
    rig.config.timer_origin = rig.now;
    const auto hours = [&](int count) { return Due{rig.now + std::chrono::hours(count), TimerKind::rules_refresh}; };
    EXPECT_EQ(next_due(rig.desk, rig.config, rig.now), hours(48)) << "by default";
    EXPECT_EQ(next_due(rig.desk, rig.config, hours(48).at), hours(96));
    EXPECT_EQ(next_due(rig.desk, rig.config, {}), hours(48)) << "before a run begins";
    rig.config.precision.refresh_seconds = 60;
    EXPECT_EQ(next_due(rig.desk, rig.config, rig.now).at, rig.now + seconds(60));
}

TEST_F(Precision, V3WhatTheVenueSaysAnewIsAnEventAndWhatItRepeatsIsNone) {
    const Instrument& known = traded();
    rules.back_at = rig.now;
    for (const auto& instrument : rig.instruments.all()) rules.said[instrument.id] = rules_of(instrument);
    EXPECT_TRUE(rig.tell(DeskTimerDue{TimerKind::rules_refresh}).empty());
    rules.said[known.id].tick = known.tick + known.tick;
    const auto renewed = only<RulesRenewed>(rig.tell(DeskTimerDue{TimerKind::rules_refresh}));
    ASSERT_THAT(renewed, SizeIs(1));
    EXPECT_EQ(renewed[0].cause, RefreshCause::age);
    EXPECT_EQ(renewed[0].instrument, known.id);
    EXPECT_EQ(rig.instruments.at(known.id).tick, rules.said[known.id].tick);
    EXPECT_TRUE(rig.tell(RefreshRules{}).empty()) << "known by now";
}

TEST_F(Precision, V3AnOperatorAndAnAnnouncementAskAtOnce) {
    const InstrumentId id = traded().id;
    rules.back_at = rig.now;
    rules.said[id] = rules_of(rig.instruments.at(id));
    rules.said[id].step += rules.said[id].step;
    EXPECT_EQ(only<RulesRenewed>(rig.tell(RefreshRules{})).at(0).cause, RefreshCause::requested);
    rules.said[id].min_notional += Money::from_integer(1);
    EXPECT_EQ(only<RulesRenewed>(rig.tell(RefreshRules{RefreshCause::announced, id})).at(0).cause, RefreshCause::announced);
}

TEST_F(Precision, V3AVenueThatDoesNotAnswerChangesNothing) {
    const InstrumentId id = traded().id;
    rules.said[id] = rules_of(rig.instruments.at(id));
    rules.said[id].step += rules.said[id].step;
    EXPECT_TRUE(rig.tell(DeskTimerDue{TimerKind::rules_refresh}).empty()) << "until two seconds from now";
}

TEST_F(Precision, V3AnEntryThatWaitedForRulesIsPlannedByThoseThatCame) {
    const Timestamp from = rig.now;
    rig.send(buy_signal());
    const InstrumentId id = rig.desk.queue.begin()->first.instrument;
    rules.said[id] = rules_of(rig.instruments.at(id));
    rules.said[id].tick = Price::from_integer(10);
    rig.journal.clear();
    sweep_at(seconds(4), from);
    ASSERT_THAT(only<RulesRenewed>(rig.journal), SizeIs(1));
    EXPECT_EQ(only<RulesRenewed>(rig.journal)[0].cause, RefreshCause::missing);
    const auto admitted = only<SignalAdmitted>(rig.journal);
    ASSERT_THAT(admitted, SizeIs(1)) << "in the same decision";
    for (const auto& leg : admitted[0].plan.value().legs) EXPECT_TRUE(is_multiple(leg.price, Price::from_integer(10)));
}

TEST_F(Precision, V3ARefreshStandsInForTheSweepOfItsSecond) {
    const Timestamp from = rig.now;
    rig.config.timer_origin = from;
    rig.config.precision.refresh_seconds = 60;
    rules.back_at = from + std::chrono::hours(1);
    rig.send(buy_signal());
    EXPECT_EQ(next_due(rig.desk, rig.config, from + seconds(59)), (Due{from + seconds(60), TimerKind::rules_refresh}));
    EXPECT_EQ(next_due(rig.desk, rig.config, from + seconds(60)), (Due{from + seconds(61), TimerKind::queue_sweep}));
    rig.now = from + seconds(300);
    rig.tell(DeskTimerDue{TimerKind::rules_refresh});
    EXPECT_TRUE(rig.desk.queue.empty()) << "its hold has ended (V-1)";
}

TEST_F(Precision, V2AnExitAsksForNoRules) {
    rules.back_at = rig.now;
    rig.open(buy_signal());
    rules.back_at = rig.now + std::chrono::hours(1);
    EXPECT_EQ(code(rig.send(tests::exit_signal())), "");
}

}  // namespace
}  // namespace trellis
