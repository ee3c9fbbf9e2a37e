// Another version of a preset for a position that is open (B-25): stops only get tighter, R0 stays, targets that were hit stay hit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/group/governed_targets.hpp"
#include "engine/group/preset_change.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

Price price(const char* text) { return decimal<Price>(text); }
Ratio ratio(const char* text) { return decimal<Ratio>(text); }
Quantity quantity(const char* text) { return decimal<Quantity>(text); }

/// A pip is 1: 5 pips of risk, targets at 2 R (30 %), 3 R (40 %) and 5 R (the rest).
Preset swing() {
    Preset preset;
    preset.name = "swing";
    preset.stop = {StopMode::pips, 5, std::nullopt};
    preset.targets.mode = TargetMode::multi;
    preset.targets.targets = {PresetTarget{true, ratio("2"), ratio("30")}, PresetTarget{true, ratio("3"), ratio("40")},
                              PresetTarget{true, ratio("5"), ratio("30")}};
    return preset;
}

PresetVersionId version(std::uint32_t number) { return {{OwnerId{1}, 1}, number}; }

class ChangeRun : public GroupRun {
public:
    explicit ChangeRun(const Preset& preset = swing()) : GroupRun(bitcoin_perpetual()) {
        instrument.step = quantity("0.01");
        strategy.take_profit_mode = TakeProfitMode::aggregate;
        use.preset = preset;
        use.level = PresetLevel::connection;
        use.pip = price("1");
        use.stop = price("95");
        use.version = version(1);
        quote("100", "100.01");
    }
    void open_one(const char* size = "1") {
        OpenGroup command{{AccountId{1}, 1}, {instrument.id, 900, side}, SignalNumber{++signals}, strategy, ladder({{"100", size}}),
                          std::nullopt};
        command.preset = use;
        tell(command);
    }
    void enter(const char* size = "1") {
        open_one(size);
        fill_whole(1);
        acknowledge_all();
    }
    GroupEvents apply(const Preset& preset, std::uint32_t number = 2) {
        GroupEvents events = tell(ApplyPreset{preset, version(number), OwnerId{7}});
        return events;
    }
    /// The code with which it answers; empty: it obeys.
    std::string refused(const Preset& preset) {
        for (const auto& event : apply(preset)) {
            if (const auto* noted = std::get_if<RefusalNoted>(&event)) return noted->code;
        }
        return "";
    }
    std::string stop() const { return group.stop->price.text() + " " + std::string(text(group.stop->reason)); }
    std::string targets() const {
        std::string all;
        for (const auto& one : wanted_targets(group, first_position(group), instrument)) {
            all += (all.empty() ? "tp" : ", tp") + std::to_string(one.place + 1) + " " + one.quantity.text() + " @ " + one.price.text();
        }
        return all;
    }

    PresetUse use;
};

Preset with_stop(Pips pips) {
    Preset preset = swing();
    preset.stop.pips = pips;
    return preset;
}

TEST(PresetChange, B25ATighterStopIsTakenAndR0StaysWhatItWas) {
    ChangeRun run;
    run.enter();
    EXPECT_EQ(run.stop(), "95 STOP");
    const auto events = run.apply(with_stop(3));
    EXPECT_THAT(names(events), testing::StartsWith("PresetApplied StopMoved"));
    EXPECT_EQ(run.stop(), "97 STOP");
    EXPECT_EQ(run.group.governed->risk, price("5"));
    EXPECT_EQ(run.group.governed->use.version, version(2));
    const auto& applied = std::get<PresetApplied>(events.front());
    EXPECT_EQ(applied.by, OwnerId{7});
    EXPECT_EQ(applied.previous, version(1));
    EXPECT_TRUE(applied.is_tighter);
    EXPECT_EQ(run.targets(), "tp1 0.3 @ 110, tp2 0.4 @ 115, tp3 0.3 @ 125") << "by R0 of 5, not by 3";
}

TEST(PresetChange, B25ALooserStopIsKept) {
    ChangeRun run;
    run.enter();
    const auto events = run.apply(with_stop(8));
    EXPECT_EQ(names(events), "PresetApplied");
    EXPECT_EQ(run.stop(), "95 STOP");
    const auto& applied = std::get<PresetApplied>(events.front());
    EXPECT_FALSE(applied.is_tighter);
    EXPECT_EQ(applied.stop, price("92"));
    EXPECT_EQ(run.group.governed->use.preset->stop, swing().stop) << "what is yet to begin is no looser either";
}

TEST(PresetChange, B25AStopByHandIsOnlyTightened) {
    ChangeRun run;
    run.enter();
    run.tell(MoveStop{price("98")});
    EXPECT_EQ(names(run.apply(with_stop(3))), "PresetApplied");
    EXPECT_EQ(run.group.stop->price, price("98"));
}

TEST(PresetChange, B25BeforeTheFirstFillThePlannedStopIsTightened) {
    ChangeRun run;
    run.open_one();
    EXPECT_EQ(names(run.apply(with_stop(3))), "PresetApplied StopMoved");
    run.fill(1, "99", "1");
    EXPECT_EQ(run.stop(), "96 STOP") << "counted again from the first fill, by the version that was applied";
    EXPECT_EQ(run.group.governed->risk, price("3"));
}

TEST(PresetChange, B25TargetsThatAreLeftMoveAndThoseThatWereHitStayHit) {
    ChangeRun run;
    run.enter();
    run.fill_whole(2);
    EXPECT_EQ(run.group.open_quantity, quantity("0.7"));
    Preset preset = swing();
    preset.targets.targets = {PresetTarget{true, ratio("1"), ratio("50")}, PresetTarget{true, ratio("2.5"), ratio("30")},
                              PresetTarget{true, ratio("4"), ratio("20")}};
    EXPECT_EQ(names(run.apply(preset)), "PresetApplied OrderCancelRequested OrderCancelRequested");
    run.answer_requests();
    run.acknowledge_all();
    // What is open is shared as 30 to 20.
    EXPECT_EQ(run.targets(), "tp2 0.42 @ 112.5, tp3 0.28 @ 120");
    EXPECT_EQ(run.newest_row(), "tp3 sell 0.28 @ 120 WORKING");
    EXPECT_EQ(run.group.open_quantity, quantity("0.7")) << "nothing is bought back";
}

TEST(PresetChange, B25ATargetThatTheVersionDropsIsCancelled) {
    ChangeRun run;
    run.enter();
    Preset preset = swing();
    preset.targets.mode = TargetMode::single;
    preset.targets.targets[0].close_percent = ratio("100");
    run.apply(preset);
    run.answer_requests();
    EXPECT_EQ(run.targets(), "tp1 1 @ 110");
    Quantity resting;
    for (const auto& order : run.group.orders) resting += order.is_live() ? order.remaining() : Quantity{};
    EXPECT_EQ(resting, quantity("1"));
}

Preset trailing(Pips step) {
    Preset preset = swing();
    preset.targets.mode = TargetMode::disabled;
    preset.trail.break_even = true;
    preset.trail.break_even_trigger_rr = ratio("1.5");
    preset.trail.enabled = true;
    preset.trail.trigger_rr = ratio("2");
    preset.trail.step = step;
    return preset;
}

TEST(PresetChange, B25ARuleOfTheStopThatChangedBeginsAnew) {
    ChangeRun run(trailing(2));
    run.enter();
    run.evaluate("112", "112.01");
    EXPECT_EQ(run.stop(), "110 TRAILING");
    run.apply(trailing(1));
    EXPECT_EQ(run.stop(), "110 TRAILING") << "nothing is loosened";
    run.evaluate("112", "112.01");
    EXPECT_EQ(run.stop(), "111 TRAILING") << "A is 110, H is 112, a step is 1";
    Preset silent = trailing(1);
    silent.trail.enabled = false;
    run.apply(silent, 3);
    EXPECT_EQ(names(run.evaluate("118", "118.01")), "");
    EXPECT_EQ(run.stop(), "111 TRAILING");
}

TEST(PresetChange, B25BreakEvenOfAVersionActsFromThenOn) {
    ChangeRun run;
    run.enter();
    run.evaluate("108", "108.01");
    EXPECT_EQ(run.stop(), "95 STOP");
    Preset preset = swing();
    preset.trail.break_even = true;
    preset.trail.break_even_trigger_rr = ratio("1.5");
    EXPECT_EQ(names(run.apply(preset)), "PresetApplied");
    run.evaluate("108", "108.01");
    EXPECT_EQ(run.stop(), "100 BREAK_EVEN");
}

TEST(PresetChange, B25WhatWouldCloseAtOnceIsRefused) {
    ChangeRun run;
    run.enter();
    run.quote("96.5", "96.51");
    EXPECT_EQ(run.refused(with_stop(3)), "WOULD_TRIGGER");
    EXPECT_EQ(run.stop(), "95 STOP");
    EXPECT_EQ(run.group.governed->use.version, version(1));
    Preset short_lived = swing();
    short_lived.candle_exit = {true, 60, 1};
    run.pass(std::chrono::minutes(5));
    EXPECT_EQ(run.refused(short_lived), "WOULD_TRIGGER");
    short_lived.candle_exit.hold_candles = 10;
    EXPECT_EQ(run.refused(short_lived), "");
    ASSERT_TRUE(run.due().has_value());
    EXPECT_EQ(run.due()->kind, TimerKind::candle_exit);
}

TEST(PresetChange, B25WhatHasNoPositionUnderItRefuses) {
    ChangeRun run;
    run.enter();
    Preset other = swing();
    other.symbol = "XAUUSD";
    EXPECT_EQ(run.refused(other), "INCOMPATIBLE");
    Preset structural = swing();
    structural.stop = {StopMode::structure, std::nullopt, std::nullopt};
    EXPECT_EQ(run.refused(structural), "NO_STOP");
    GroupRun free(bitcoin_perpetual());
    free.open(ladder({{"100", "1"}}));
    EXPECT_EQ(names(free.tell(ApplyPreset{swing(), version(1), OwnerId{7}})), "RefusalNoted");
    run.exit();
    EXPECT_EQ(run.refused(with_stop(3)), "ALREADY_CLOSING");
}

TEST(PresetChange, B25ARepetitionChangesNothing) {
    ChangeRun run;
    run.enter();
    run.apply(with_stop(3));
    EXPECT_EQ(names(run.apply(with_stop(3))), "");
    EXPECT_EQ(names(run.apply(with_stop(3), 3)), "PresetApplied") << "it is another version, and says the same";
}

TEST(PresetChange, B25WhatTheVersionSaysOfEntriesIsNotTaken) {
    ChangeRun run;
    run.enter();
    Preset preset = swing();
    preset.size.fixed_lot = quantity("9");
    preset.layers.enabled = true;
    preset.hedge.enabled = true;
    preset.schedule.days = 1;
    run.apply(preset);
    const Preset& now = *run.group.governed->use.preset;
    EXPECT_EQ(now.size, swing().size);
    EXPECT_EQ(now.layers, swing().layers);
    EXPECT_EQ(now.hedge, swing().hedge);
    EXPECT_EQ(now.schedule, swing().schedule);
}

// B-35, sl_anchor average: A of 100 and 98 is 99, the stop 94; R0 stays 5.
TEST(PresetChange, B35AStopThatFollowsTheAverageIsCountedAgainAtEachEntryFill) {
    ChangeRun run;
    run.use.stop_follows_average = true;
    OpenGroup command{{AccountId{1}, 1}, {run.instrument.id, 900, run.side}, SignalNumber{++run.signals}, run.strategy,
                      ladder({{"100", "1"}, {"98", "1"}}), std::nullopt};
    command.preset = run.use;
    run.tell(command);
    run.fill_whole(1);
    EXPECT_EQ(run.stop(), "95 STOP");
    run.fill_whole(2);
    EXPECT_EQ(run.stop(), "94 STOP");
    EXPECT_EQ(run.group.governed->risk, price("5"));
}

TEST(PresetChange, B35AStopThatSomebodyMovedDoesNotFollowTheAverage) {
    ChangeRun run;
    run.use.stop_follows_average = true;
    OpenGroup command{{AccountId{1}, 1}, {run.instrument.id, 900, run.side}, SignalNumber{++run.signals}, run.strategy,
                      ladder({{"100", "1"}, {"98", "1"}}), std::nullopt};
    command.preset = run.use;
    run.tell(command);
    run.fill_whole(1);
    run.tell(MoveStop{price("96")});
    run.fill_whole(2);
    EXPECT_EQ(run.group.stop->price, price("96"));
}

// B-33 both: a leg's target at 101 and the preset's at 102 rest for the same coin; what the one sold, the other does not.
TEST(PresetChange, B33WhatIsFilledFirstHasTheLot) {
    Preset preset = swing();
    preset.targets.mode = TargetMode::single;
    preset.targets.targets[0] = {true, ratio("0.4"), ratio("100")};
    ChangeRun run(preset);
    run.use.has_grid = true;
    run.strategy.take_profit_mode = TakeProfitMode::per_leg;
    OpenGroup command{{AccountId{1}, 1}, {run.instrument.id, 900, run.side}, SignalNumber{++run.signals}, run.strategy,
                      ladder({{"100", "1"}, {"98", "1"}}), std::nullopt};
    command.preset = run.use;
    run.tell(command);
    run.fill_whole(1);
    run.fill_whole(2);
    run.acknowledge_all();
    run.answer_requests();
    const auto resting = [&](OrderRole role) {
        Quantity sum;
        for (const auto& order : run.group.orders) sum += order.role == role && order.is_live() ? order.remaining() : Quantity{};
        return sum;
    };
    EXPECT_EQ(resting(OrderRole::leg_tp), quantity("2"));
    EXPECT_EQ(resting(OrderRole::tp1), quantity("2"));
    for (std::uint32_t number = 1; number <= run.group.orders.size(); ++number) {
        if (run.order(number).role == OrderRole::leg_tp && run.order(number).is_live()) {
            run.fill_whole(number);
            break;
        }
    }
    run.answer_requests();
    EXPECT_EQ(resting(OrderRole::leg_tp), quantity("1"));
    EXPECT_EQ(resting(OrderRole::tp1), quantity("1"));
    for (std::uint32_t number = 1; number <= run.group.orders.size(); ++number) {
        if (run.order(number).role == OrderRole::tp1 && run.order(number).is_live()) {
            run.fill_whole(number);
            break;
        }
    }
    EXPECT_EQ(run.group.open_quantity, Quantity{});
}

// B-10 with fees of 0.1 % on both sides: 100 bought for a fee of 0.1, sold for 0.1 %: 100.1 / 0.999 = 100.2002.
TEST(PresetChange, B10BreakEvenWithFeesGivesThemBack) {
    Preset preset = swing();
    preset.targets.mode = TargetMode::disabled;
    preset.trail.break_even = true;
    preset.trail.break_even_trigger_rr = ratio("0.02");
    ChangeRun run(preset);
    run.use.break_even_includes_fees = true;
    run.enter();
    EXPECT_EQ(names(run.evaluate("100.15", "100.16")), "") << "past its trigger, and not past the fees";
    ASSERT_TRUE(watch(run.group, run.instrument).bid_at_or_above.has_value());
    EXPECT_EQ(watch(run.group, run.instrument).bid_at_or_above->price, price("100.21"));
    EXPECT_EQ(names(run.evaluate("100.21", "100.22")), "TrailNoted StopMoved");
    EXPECT_EQ(run.stop(), "100.2 BREAK_EVEN");
}

}  // namespace
}  // namespace trellis::tests
