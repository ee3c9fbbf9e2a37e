// what a mark makes of the stop of each position that a preset governs, and at which mark that is.
#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/group/governed.hpp"
#include "engine/preset/pip.hpp"

namespace trellis {

namespace {

const PresetTrail& trail_of(const Group& group) { return group.governed->use.preset->trail; }

/// B-10 with fees: where closing gives back what the position cost, what was paid to enter it and what the close will cost.
std::optional<Price> even_price(const Group& group, const Holding& holding, const Instrument& instrument) {
    if (!group.governed->use.break_even_includes_fees) return std::nullopt;
    const bool is_long = group.is_long();
    Holding whole = holding;
    whole.cost = is_long ? holding.cost + holding.entry_fees : holding.cost - holding.entry_fees;
    const Ratio one = Ratio::from_integer(1);
    const Ratio kept = is_long ? one - instrument.taker_fee : one + instrument.taker_fee;
    return Price::from_raw(multiply_divide(average_price(whole).raw(), Ratio::scale, kept.raw(), Rounding::half_even));
}

TrailTerms trail_terms(const Group& group, const PositionView& position, Price best, const Instrument& instrument) {
    return {group.side(),    average_price(position.holding), position.guided->risk, group.governed->use.pip,
            instrument.tick, best,                            even_price(group, position.holding, instrument)};
}

/// The best mark of the quotes since the group was last woken.
Price best_mark(const Group& group, const GroupContext& context) {
    const Price now = mark(*context.quote, group.side());
    if (!context.missed.has_value()) return now;
    return tighter(now, group.is_long() ? context.missed->bid_high : context.missed->ask_low, group.side());
}

bool is_followed(const PositionView& position) {
    if (position.guided == nullptr || position.guided->exit.has_value()) return false;
    return position.guided->entry.has_value() && position.holding.open.is_positive();
}

StopMoved moved(const Group& group, const PositionView& position, const std::optional<Stop>& from, const Stop& to, Timestamp now) {
    const auto previous = from.has_value() ? std::optional(from->price) : std::nullopt;
    return {group.id, to.price, previous, to.reason, LevelSource::preset, now, position.layer};
}

/// Where R-21 leads on one quote: what was noted, and the stop behind it.
struct Followed {
    TrailState trail;
    Price best;
    std::optional<Stop> stop;
    GroupEvents moves;
    bool is_waiting = false;
    bool has_trailed = false;
    bool is_noted = false;
};

void break_even(Followed& followed, const Group& group, const PositionView& position, const TrailTerms& terms, Timestamp now) {
    const auto wanted = break_even_stop(trail_of(group), terms, followed.trail);
    if (!wanted.has_value()) return;
    followed.trail.broke_even = true;
    followed.is_noted = true;
    const bool is_tighter = !followed.stop.has_value() || tighter(followed.stop->price, *wanted, terms.side) != followed.stop->price;
    if (!is_tighter || !wanted->is_positive()) return;
    const Stop stop{*wanted, CloseReason::break_even};
    followed.moves.push_back(moved(group, position, followed.stop, stop, now));
    followed.stop = stop;
}

/// Where the stop would stand behind `best`; nothing before trailing is active, or its bars are warm.
std::optional<Price> trailed(const Group& group, TrailTerms terms, const TrailState& state, Price best, const GroupContext& context) {
    if (!state.activated_at.has_value()) return std::nullopt;
    terms.best = best;
    return trailing_stop(trail_of(group), terms, *state.activated_at, context.bars);
}

void activate(Followed& followed, const Group& group, const TrailTerms& terms) {
    if (followed.trail.activated_at.has_value()) return;
    const auto at = activation(trail_of(group), terms);
    if (!at.has_value()) return;
    followed.trail.activated_at = at;
    followed.best = tighter(followed.best, terms.best, terms.side);
    followed.is_noted = true;
}

/// A better best mark that a later quote must not forget.
void remember(Followed& followed, Price best) {
    followed.best = best;
    followed.is_noted = true;
}

void trail(Followed& followed, const Group& group, const PositionView& position, const TrailTerms& terms, const GroupContext& context) {
    activate(followed, group, terms);
    const Price best = tighter(followed.best, terms.best, terms.side);
    const auto before = trailed(group, terms, followed.trail, followed.best, context);
    const auto wanted = trailed(group, terms, followed.trail, best, context);
    followed.is_waiting = false;
    if (!wanted.has_value()) return;
    if (before != wanted) remember(followed, best);
    if (followed.stop.has_value() && !is_better(*wanted, followed.stop->price, terms)) return;
    const bool moves = !followed.stop.has_value() || may_move(*wanted, followed.stop->price, trail_of(group), terms, followed.trail, context.now);
    followed.is_waiting = !moves;
    if (!moves) return;
    const Stop stop{*wanted, CloseReason::trailing};
    followed.moves.push_back(moved(group, position, followed.stop, stop, context.now));
    followed.stop = stop;
    followed.has_trailed = true;
}

}  // namespace

GroupEvents follow_mark(const Group& group, const PositionView& position, const GroupContext& context) {
    if (!is_followed(position) || !context.quote.has_value()) return {};
    const Guided& governed = *position.guided;
    // Break-even and activation look at X as it is now; H counts from where trailing became active.
    const Price now = best_mark(group, context);
    const TrailTerms terms = trail_terms(group, position, now, context.instrument);
    Followed followed{governed.trail, governed.best.value_or(now), position.stop, {}, governed.is_waiting, false, false};
    break_even(followed, group, position, terms, context.now);
    trail(followed, group, position, terms, context);
    GroupEvents events;
    const bool waits_anew = !followed.has_trailed && followed.is_waiting != governed.is_waiting;  // a move ends the wait
    if (followed.is_noted || waits_anew) {
        events.push_back(TrailNoted{group.id, followed.best, followed.trail.broke_even, followed.trail.activated_at, context.now,
                                    followed.is_waiting, position.layer});
    }
    std::ranges::move(followed.moves, std::back_inserter(events));
    return events;
}

namespace {

/// Where the best mark would move a stop that trails already; empty: only the close of a bar does.
std::optional<Price> next_best(const Group& group, const Guided& governed, Price tick) {
    const PresetTrail& trail = trail_of(group);
    const PositionSide side = group.side();
    switch (trail.mode) {
        case TrailingMode::chandelier: return std::nullopt;
        case TrailingMode::step_atr: return towards_profit(*governed.best, tick, side);
        case TrailingMode::step_pips: break;
    }
    const Price begun = *governed.trail.activated_at;
    const Price step = distance_of(trail.step.value(), group.governed->use.pip);
    const Price gained = side == PositionSide::long_side ? *governed.best - begun : begun - *governed.best;
    const Int128 steps = divide(gained.raw(), step.raw(), Rounding::floor) + 1;
    return towards_profit(begun, Price::from_raw(multiply(step.raw(), steps)), side);
}

}  // namespace

std::optional<Price> next_trail_level(const Group& group, const PositionView& position, const Instrument& instrument) {
    if (!is_followed(position)) return std::nullopt;
    const Guided& governed = *position.guided;
    const PresetTrail& trail = trail_of(group);
    std::optional<Price> nearest;
    const auto consider = [&](std::optional<Price> level) {
        if (!level.has_value()) return;
        const bool is_nearer = !nearest.has_value() || (group.is_long() ? *level < *nearest : *level > *nearest);
        if (is_nearer) nearest = level;
    };
    const auto at_multiple = [&](Ratio rr) {
        const Price distance = Price::from_raw(multiply_divide(governed.risk.raw(), rr.raw(), Ratio::scale, Rounding::half_even));
        return towards_profit(average_price(position.holding), distance, group.side());
    };
    if (trail.break_even && !governed.trail.broke_even) {
        const Price trigger = at_multiple(*trail.break_even_trigger_rr);
        const auto least = break_even_level(trail, trail_terms(group, position, trigger, instrument));
        consider(least.has_value() ? tighter(trigger, *least, group.side()) : trigger);
    }
    if (trail.enabled && !governed.trail.activated_at.has_value()) consider(at_multiple(*trail.trigger_rr));
    if (trail.enabled && governed.trail.activated_at.has_value()) consider(next_best(group, governed, instrument.tick));
    return nearest;
}

std::optional<Timestamp> pending_move_at(const Group& group) {
    std::optional<Timestamp> earliest;
    each_position(group, [&](const PositionView& position) {
        if (!is_followed(position) || !position.guided->is_waiting || !position.guided->trail.last_moved_at.has_value()) return;
        const Timestamp at = *position.guided->trail.last_moved_at + std::chrono::seconds(trail_of(group).update_interval_seconds);
        earliest = earliest.has_value() ? std::min(*earliest, at) : at;
    });
    return earliest;
}

std::optional<BarWish> followed_bars(const Group& group) {
    bool follows = false;
    each_position(group, [&](const PositionView& position) { follows = follows || is_followed(position); });
    if (!follows) return std::nullopt;
    const PresetTrail& trail = trail_of(group);
    if (!trail.enabled || trail.mode == TrailingMode::step_pips) return std::nullopt;
    const std::uint32_t seconds = group.governed->use.preset->timeframe_seconds.value_or(group.identity.timeframe_seconds);
    return BarWish{seconds, atr_period_of(trail)};
}

}  // namespace trellis
