#include "engine/preset/trailing.hpp"

#include "engine/base/check.hpp"
#include "engine/preset/pip.hpp"

namespace trellis {

namespace {

Price times(Price distance, Ratio factor) {
    return Price::from_raw(multiply_divide(distance.raw(), factor.raw(), Ratio::scale, Rounding::half_even));
}

/// s (a - b).
Price gain(Price a, Price b, PositionSide side) { return side == PositionSide::long_side ? a - b : b - a; }

/// B-11: whole steps from where trailing began.
std::optional<Price> by_steps(const PresetTrail& trail, const TrailTerms& terms, Price activated_at) {
    const Price step = distance_of(trail.step.value(), terms.pip);
    const Price gained = gain(terms.best, activated_at, terms.side);
    if (gained.is_negative()) return std::nullopt;
    const Int128 steps = divide(gained.raw(), step.raw(), Rounding::floor);
    const Price walked = Price::from_raw(multiply(step.raw(), steps));
    return towards_profit(activated_at, walked - step, terms.side);
}

std::optional<Price> behind_bars(const PresetTrail& trail, const TrailTerms& terms, const std::optional<BarReading>& bars) {
    if (!bars.has_value()) return std::nullopt;
    const Price distance = times(bars->average_true_range, trail.atr_multiplier.value());
    const bool is_long = terms.side == PositionSide::long_side;
    const Price extreme = trail.mode == TrailingMode::step_atr ? terms.best : is_long ? bars->highest : bars->lowest;
    return towards_profit(extreme, -distance, terms.side);
}

Price even_stop(const PresetTrail& trail, const TrailTerms& terms) {
    const Price wanted = towards_profit(terms.even.value_or(terms.average), distance_of(trail.break_even_offset, terms.pip), terms.side);
    return stop_tick(wanted, terms.side, terms.tick);
}

}  // namespace

bool has_reached(const TrailTerms& terms, Ratio rr) {
    const Price gained = gain(terms.best, terms.average, terms.side);
    return compare_products(gained.raw(), Ratio::scale, rr.raw(), terms.risk.raw()) >= 0;
}

std::optional<Price> break_even_stop(const PresetTrail& trail, const TrailTerms& terms, const TrailState& state) {
    if (!trail.break_even || state.broke_even || !has_reached(terms, trail.break_even_trigger_rr.value())) return std::nullopt;
    const auto least = break_even_level(trail, terms);
    if (least.has_value() && gain(terms.best, *least, terms.side).is_negative()) return std::nullopt;
    return even_stop(trail, terms);
}

std::optional<Price> break_even_level(const PresetTrail& trail, const TrailTerms& terms) {
    if (!terms.even.has_value()) return std::nullopt;
    return towards_profit(even_stop(trail, terms), terms.tick, terms.side);
}

std::optional<Price> activation(const PresetTrail& trail, const TrailTerms& terms) {
    if (!trail.enabled || !has_reached(terms, trail.trigger_rr.value())) return std::nullopt;
    return towards_profit(terms.average, times(terms.risk, *trail.trigger_rr), terms.side);
}

std::optional<Price> trailing_stop(const PresetTrail& trail, const TrailTerms& terms, Price activated_at,
                                   const std::optional<BarReading>& bars) {
    const auto wanted = trail.mode == TrailingMode::step_pips ? by_steps(trail, terms, activated_at) : behind_bars(trail, terms, bars);
    if (!wanted.has_value() || !wanted->is_positive()) return std::nullopt;
    return stop_tick(*wanted, terms.side, terms.tick);
}

bool is_better(Price wanted, Price stop, const TrailTerms& terms) { return gain(wanted, stop, terms.side) >= terms.tick; }

bool may_move(Price wanted, Price stop, const PresetTrail& trail, const TrailTerms& terms, const TrailState& state, Timestamp now) {
    if (!is_better(wanted, stop, terms)) return false;
    if (!state.last_moved_at.has_value()) return true;
    return now - *state.last_moved_at >= std::chrono::seconds(trail.update_interval_seconds);
}

}  // namespace trellis
