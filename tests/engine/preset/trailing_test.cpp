// Break-even and trailing stops with the worked numbers of 24.5 (B-10 to B-13, R-54).
#include "engine/preset/trailing.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/preset/support.hpp"

namespace trellis::tests {
namespace {

using std::chrono::seconds;

/// 1.1000 with 50 pips of risk, as in section 24.5.
TrailTerms euro_at(const char* best) {
    return {PositionSide::long_side, price("1.1"), price("0.005"), price("0.0001"), price("0.00001"), price(best)};
}

PresetTrail steps_of_twenty() {
    PresetTrail trail;
    trail.enabled = true;
    trail.trigger_rr = ratio("1.5");
    trail.step = 20;
    return trail;
}

TEST(BreakEven, B10ActsOnceWhenTheBestMarkReachedItsTrigger) {
    PresetTrail trail;
    trail.break_even = true;
    trail.break_even_trigger_rr = ratio("1.5");
    EXPECT_FALSE(break_even_stop(trail, euro_at("1.10749"), {}).has_value());
    EXPECT_EQ(break_even_stop(trail, euro_at("1.1075"), {}), price("1.1"));
    trail.break_even_offset = 5;
    EXPECT_EQ(break_even_stop(trail, euro_at("1.1075"), {}), price("1.1005"));
    EXPECT_FALSE(break_even_stop(trail, euro_at("1.1075"), {.broke_even = true, .activated_at = {}, .last_moved_at = {}}).has_value());
}

TEST(BreakEven, B10ALossIsNoExcursion) {
    PresetTrail trail;
    trail.break_even = true;
    trail.break_even_trigger_rr = ratio("0.1");
    EXPECT_FALSE(break_even_stop(trail, euro_at("1.09"), {}).has_value());
}

TEST(Trailing, B11MovesInWholeSteps) {
    const PresetTrail trail = steps_of_twenty();
    EXPECT_FALSE(activation(trail, euro_at("1.1074")).has_value());
    const Price active = activation(trail, euro_at("1.1075")).value();
    EXPECT_EQ(active, price("1.1075"));
    const std::vector<std::pair<const char*, const char*>> rows{
        {"1.1075", "1.1055"}, {"1.1094", "1.1055"}, {"1.1095", "1.1075"}, {"1.1120", "1.1095"}, {"1.1136", "1.1115"}};
    for (const auto& [best, stop] : rows) EXPECT_EQ(trailing_stop(trail, euro_at(best), active, std::nullopt), price(stop)) << best;
}

TEST(Trailing, B11AShortMirrorsIt) {
    const PresetTrail trail = steps_of_twenty();
    TrailTerms terms = euro_at("1.0905");
    terms.side = PositionSide::short_side;
    const Price active = activation(trail, terms).value();
    EXPECT_EQ(active, price("1.0925"));
    EXPECT_EQ(trailing_stop(trail, terms, active, std::nullopt), price("1.0925"));
}

TEST(Trailing, B12AndB13BehindTheBars) {
    BarWindow bars(3);
    bars.add({price("102"), price("99"), price("101")});
    PresetTrail trail;
    trail.enabled = true;
    trail.mode = TrailingMode::step_atr;
    trail.trigger_rr = ratio("1");
    trail.atr_multiplier = ratio("1.5");
    const TrailTerms terms{PositionSide::long_side, price("100"), price("2"), price("0.01"), price("0.0001"), price("108")};
    EXPECT_FALSE(trailing_stop(trail, terms, price("102"), bars.reading()).has_value()) << "the bars are not warm";
    for (const auto& bar : {Bar{price("103"), price("100"), price("102")}, Bar{price("106"), price("101"), price("105")},
                            Bar{price("107"), price("104"), price("106")}, Bar{price("108"), price("103"), price("104")}}) {
        bars.add(bar);
    }
    EXPECT_EQ(trailing_stop(trail, terms, price("102"), bars.reading()), price("102.0555"));
    trail.mode = TrailingMode::chandelier;
    trail.atr_multiplier = ratio("3");
    EXPECT_EQ(trailing_stop(trail, terms, price("102"), bars.reading()), price("96.1111"));
    TrailTerms other = terms;
    other.side = PositionSide::short_side;
    EXPECT_EQ(trailing_stop(trail, other, price("102"), bars.reading()), price("112.8889"));  // 101 + 11.8889, rounded away
}

TEST(Trailing, R54MovesByATickAndNotTooOften) {
    PresetTrail trail = steps_of_twenty();
    trail.update_interval_seconds = 60;
    const TrailTerms terms = euro_at("1.11");
    const Timestamp noon = parse_rfc3339("2026-01-05T12:00:00Z").value();
    TrailState state;
    EXPECT_TRUE(may_move(price("1.10001"), price("1.1"), trail, terms, state, noon)) << "the first is free";
    EXPECT_FALSE(may_move(price("1.1"), price("1.1"), trail, terms, state, noon));
    EXPECT_FALSE(may_move(price("1.09"), price("1.1"), trail, terms, state, noon));
    state.last_moved_at = noon;
    EXPECT_FALSE(may_move(price("1.2"), price("1.1"), trail, terms, state, noon + seconds(60) - Duration(1)));
    EXPECT_TRUE(may_move(price("1.2"), price("1.1"), trail, terms, state, noon + seconds(60)));
}

RC_GTEST_PROP(Trailing, B11NeverLoosensWhileTheBestGrows, ()) {
    const PresetTrail trail = steps_of_twenty();
    Price best = price("1.1");
    std::optional<Price> active;
    std::optional<Price> stop;
    for (const auto step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 400))) {
        best += Price::from_raw(price("0.00001").raw() * step);
        TrailTerms terms = euro_at("1.1");
        terms.best = best;
        if (!active.has_value()) active = activation(trail, terms);
        if (!active.has_value()) continue;
        const auto wanted = trailing_stop(trail, terms, *active, std::nullopt);
        RC_ASSERT(wanted.has_value());
        if (stop.has_value()) RC_ASSERT(*wanted >= *stop);
        RC_ASSERT(*wanted < best);
        stop = wanted;
    }
}

}  // namespace
}  // namespace trellis::tests
