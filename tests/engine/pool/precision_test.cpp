// Entries on instruments whose rules are missing: held, rejected or taken by the last known ones (V-1), closes in any case (V-2).
#include "engine/pool/precision.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

TEST_F(Precision, V2AnExitAsksForNoRules) {
    rules.back_at = rig.now;
    rig.open(buy_signal());
    rules.back_at = rig.now + std::chrono::hours(1);
    EXPECT_EQ(code(rig.send(tests::exit_signal())), "");
}

}  // namespace
}  // namespace trellis
