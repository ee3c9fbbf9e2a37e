// Closing at the end of a bar (B-17, R-58): worked numbers of 24.8.
#include "engine/group/candle_exit.hpp"

#include <gtest/gtest.h>

#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

Timestamp at(const char* text) { return parse_rfc3339(text).value(); }

/// A pip is 1; the group is of five minutes.
class HeldRun : public GroupRun {
public:
    explicit HeldRun(std::uint16_t candles, std::optional<std::uint32_t> timeframe = std::nullopt) : GroupRun(bitcoin_perpetual()) {
        strategy.take_profit_mode = TakeProfitMode::aggregate;
        Preset preset;
        preset.stop = {StopMode::pips, 5, std::nullopt};
        preset.targets.mode = TargetMode::disabled;
        preset.candle_exit = {true, timeframe, candles};
        PresetUse use;
        use.preset = preset;
        use.pip = decimal<Price>("1");
        use.stop = decimal<Price>("95");
        quote("100", "100.01");
        now = at("2026-01-05T10:06:00Z");
        OpenGroup command{{AccountId{1}, 1}, {instrument.id, 300, side}, SignalNumber{++signals}, strategy, ladder({{"100", "2"}}), std::nullopt};
        command.preset = use;
        tell(command);
        acknowledge(1);
    }
    void fill_at(const char* time, const char* quantity) {
        now = at(time);
        fill(1, "100", quantity);
    }
};

Due candle(const char* text) { return {at(text), TimerKind::candle_exit}; }

TEST(CandleExit, B17M5FilledAt100730ClosesAt101000) {
    HeldRun run(1);
    EXPECT_EQ(run.due(), std::nullopt) << "nothing is filled";
    run.fill_at("2026-01-05T10:07:30Z", "2");
    EXPECT_EQ(run.due(), candle("2026-01-05T10:10:00Z"));
    EXPECT_EQ(names(run.timer()), "CloseStarted OrderPlaced");
    EXPECT_EQ(run.group.closing->reason, CloseReason::candle);
    EXPECT_EQ(run.newest().role, OrderRole::exit);
    run.fill_whole(2);
    EXPECT_EQ(run.state(), "CLOSED");
}

TEST(CandleExit, B17ThreeCandlesCloseAt102000) {
    HeldRun run(3);
    run.fill_at("2026-01-05T10:07:30Z", "2");
    EXPECT_EQ(run.due(), candle("2026-01-05T10:20:00Z"));
}

TEST(CandleExit, B17CountsFromTheFirstFillAndTheInstantOfABoundaryIsTheNewBar) {
    HeldRun run(1);
    run.fill_at("2026-01-05T10:10:00Z", "1");
    run.fill_at("2026-01-05T10:16:00Z", "0.5");
    EXPECT_EQ(candle_exit_at(run.group), at("2026-01-05T10:15:00Z"));
}

TEST(CandleExit, B17ThePresetsTimeframeGoesBeforeTheSignals) {
    HeldRun hour(1, 3'600);
    hour.fill_at("2026-01-05T10:07:30Z", "2");
    EXPECT_EQ(hour.due(), candle("2026-01-05T11:00:00Z"));
    HeldRun week(1, 604'800);
    week.fill_at("2026-01-07T10:07:30Z", "2");
    EXPECT_EQ(week.due(), candle("2026-01-12T00:00:00Z"));
    HeldRun month(2, 2'592'000);
    month.fill_at("2026-01-31T23:59:59Z", "2");
    EXPECT_EQ(month.due(), candle("2026-03-01T00:00:00Z"));
}

// What is due at one moment is one timer: an order to ask for does not hide the end of the bar.
TEST(CandleExit, R2AnEarlierTimerOfTheSameMomentDoesNotHideIt) {
    HeldRun run(1);
    run.fill_at("2026-01-05T10:07:30Z", "1");
    run.now = at("2026-01-05T10:10:00Z");
    EXPECT_EQ(names(run.tell(TimerDue{TimerKind::order_timeout})), "CloseStarted OrderCancelRequested OrderPlaced");
}

TEST(CandleExit, B17ClosesOnce) {
    HeldRun run(1);
    run.fill_at("2026-01-05T10:07:30Z", "2");
    run.timer();
    EXPECT_EQ(names(run.tell(TimerDue{TimerKind::candle_exit})), "");
    run.expired(2);
    EXPECT_EQ(run.due()->kind, TimerKind::close_retry);
}

TEST(CandleExit, B17AtTheEndOfTheBarEntriesAreCancelledToo) {
    HeldRun run(1);
    run.fill_at("2026-01-05T10:07:30Z", "1");
    EXPECT_EQ(names(run.timer()), "CloseStarted OrderCancelRequested OrderPlaced");
}

TEST(CandleExit, B17HoldCandlesAloneHasNoEffect) {
    HeldRun run(1);
    run.fill_at("2026-01-05T10:07:30Z", "2");
    Preset preset = run.group.governed->use.preset;
    preset.candle_exit.enabled = false;
    run.group.governed->use.preset = preset;
    EXPECT_EQ(candle_exit_at(run.group), std::nullopt);
}

}  // namespace
}  // namespace trellis::tests
