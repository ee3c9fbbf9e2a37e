#include "engine/group/governed.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/group/governed_targets.hpp"
#include "engine/group/stop.hpp"
#include "engine/preset/pip.hpp"

namespace trellis {

namespace {

const Ratio hundred = Ratio::from_integer(100);

OpeningTerms terms_at(const Group& group, Price entry, const Instrument& instrument) {
    return {group.side(), entry, group.governed->use.pip, instrument.tick};
}

/// What was paid for a unit by the first fill: behind it, and before any other.
Price first_fill_price(const Group& group) {
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            if (!leg.lot.filled.is_positive()) continue;
            return Price::from_raw(
                multiply_divide(leg.lot.filled_cost.raw(), Quantity::scale, leg.lot.filled.raw(), Rounding::half_even));
        }
    }
    return group.pyramids.front().base_price;
}

/// the stop as the first fill has it. Where that is none, because the price fell through it, the planned one stands.
PlannedStop stop_at(const Group& group, Price entry, const Instrument& instrument) {
    const PresetUse& use = group.governed->use;
    const auto planned = plan_stop(use.preset->stop, use.signal, terms_at(group, entry, instrument));
    if (planned.ok()) return *planned;
    return {use.stop, use.origin, (group.pyramids.front().base_price - use.stop).abs()};
}

StopMoved moved(const Group& group, Price price, CloseReason reason, Timestamp now) {
    const auto previous = group.stop.has_value() ? std::optional(group.stop->price) : std::nullopt;
    return {group.id, price, previous, reason, LevelSource::preset, now};
}

GroupEvents begin(const Group& group, const GroupContext& context) {
    const Price entry = first_fill_price(group);
    const PlannedStop stop = stop_at(group, entry, context.instrument);
    const OpeningTerms terms = terms_at(group, entry, context.instrument);
    const PresetUse& use = group.governed->use;
    auto targets = use.takes_profit ? plan_targets(use.preset->targets, stop.risk, terms) : std::vector<PlannedTarget>{};
    GroupEvents events{PositionGoverned{group.id, entry, stop.risk, stop.origin, std::move(targets), context.now}};
    // An operator who moved the planned stop meant it.
    const bool is_as_planned = group.stop.has_value() && group.stop->price == group.governed->use.stop;
    if (is_as_planned && stop.price != group.stop->price) events.push_back(moved(group, stop.price, CloseReason::stop, context.now));
    return events;
}

/// A as R-54 counts it: of what is open, fees aside.
Price average_of(const Group& group) {
    return Price::from_raw(
        multiply_divide(group.open_cost.raw(), Quantity::scale, group.open_quantity.raw(), Rounding::half_even));
}

TrailTerms trail_terms(const Group& group, Price best, const Instrument& instrument) {
    const Governed& governed = *group.governed;
    return {group.side(), average_of(group), governed.risk, governed.use.pip, instrument.tick, best};
}

/// The best mark of the quotes since the group was last woken.
Price best_mark(const Group& group, const GroupContext& context) {
    const Price now = mark(*context.quote, group.side());
    if (!context.missed.has_value()) return now;
    return tighter(now, group.is_long() ? context.missed->bid_high : context.missed->ask_low, group.side());
}

bool is_followed(const Group& group) {
    return group.governed.has_value() && group.governed->entry.has_value() && group.open_quantity.is_positive();
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

void break_even(Followed& followed, const Group& group, const TrailTerms& terms, Timestamp now) {
    const PresetTrail& trail = group.governed->use.preset->trail;
    const auto wanted = break_even_stop(trail, terms, followed.trail);
    if (!wanted.has_value()) return;
    followed.trail.broke_even = true;
    followed.is_noted = true;
    const bool is_tighter = !followed.stop.has_value() || tighter(followed.stop->price, *wanted, terms.side) != followed.stop->price;
    if (!is_tighter || !wanted->is_positive()) return;
    followed.moves.push_back(moved(group, *wanted, CloseReason::break_even, now));
    followed.stop = Stop{*wanted, CloseReason::break_even};
}

/// Where the stop would stand behind `best`; nothing before trailing is active, or its bars are warm.
std::optional<Price> trailed(const Group& group, const TrailState& state, Price best, const GroupContext& context) {
    if (!state.activated_at.has_value()) return std::nullopt;
    return trailing_stop(group.governed->use.preset->trail, trail_terms(group, best, context.instrument), *state.activated_at, context.bars);
}

void activate(Followed& followed, const Group& group, const TrailTerms& terms) {
    if (followed.trail.activated_at.has_value()) return;
    const auto at = activation(group.governed->use.preset->trail, terms);
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

void trail(Followed& followed, const Group& group, const TrailTerms& terms, const GroupContext& context) {
    activate(followed, group, terms);
    const Price best = tighter(followed.best, terms.best, terms.side);
    const auto before = trailed(group, followed.trail, followed.best, context);
    const auto wanted = trailed(group, followed.trail, best, context);
    followed.is_waiting = false;
    if (!wanted.has_value()) return;
    if (before != wanted) remember(followed, best);
    if (followed.stop.has_value() && !is_better(*wanted, followed.stop->price, terms)) return;
    const bool moves = !followed.stop.has_value() || may_move(*wanted, followed.stop->price, group.governed->use.preset->trail, terms,
                                                              followed.trail, context.now);
    followed.is_waiting = !moves;
    if (!moves) return;
    followed.moves.push_back(moved(group, *wanted, CloseReason::trailing, context.now));
    if (followed.stop.has_value()) std::get<StopMoved>(followed.moves.back()).previous = followed.stop->price;
    followed.stop = Stop{*wanted, CloseReason::trailing};
    followed.has_trailed = true;
}

}  // namespace

GroupEvents planned_levels(const OpenGroup& command, const GroupContext& context) {
    GroupEvents events{StopMoved{command.group, command.preset->stop, std::nullopt, CloseReason::stop, LevelSource::preset, context.now}};
    if (command.preset->takes_profit) return events;
    OpenGroup targets = command;  // the strategy's, to which the signal's belongs (W-5); the stop is the preset's
    targets.stop_loss.reset();
    std::ranges::move(levels_of_signal(targets, context), std::back_inserter(events));
    return events;
}

GroupEvents settle_governed(const Group& group, const GroupContext& context) {
    if (!group.governed.has_value()) return {};
    if (!group.governed->entry.has_value()) {
        return group.open_quantity.is_positive() ? begin(group, context) : GroupEvents{};
    }
    return settle_preset_targets(group, context);
}

GroupEvents follow_mark(const Group& group, const GroupContext& context) {
    if (!is_followed(group) || !context.quote.has_value()) return {};
    const Governed& governed = *group.governed;
    // Break-even and activation look at X as it is now; H counts from where trailing became active.
    const Price now = best_mark(group, context);
    const TrailTerms terms = trail_terms(group, now, context.instrument);
    Followed followed{governed.trail, governed.best.value_or(now), group.stop, {}, governed.is_waiting, false, false};
    break_even(followed, group, terms, context.now);
    trail(followed, group, terms, context);
    GroupEvents events;
    const bool waits_anew = !followed.has_trailed && followed.is_waiting != governed.is_waiting;  // a move ends the wait
    if (followed.is_noted || waits_anew) {
        events.push_back(TrailNoted{group.id, followed.best, followed.trail.broke_even, followed.trail.activated_at, context.now,
                                    followed.is_waiting});
    }
    std::ranges::move(followed.moves, std::back_inserter(events));
    return events;
}

namespace {

bool is_trailing(const Governed& governed) { return governed.use.preset->trail.enabled && governed.trail.activated_at.has_value(); }

/// Where the best mark would move a stop that trails already; empty: only the close of a bar does.
std::optional<Price> next_best(const Governed& governed, PositionSide side, Price tick) {
    const PresetTrail& trail = governed.use.preset->trail;
    switch (trail.mode) {
        case TrailingMode::chandelier: return std::nullopt;
        case TrailingMode::step_atr: return towards_profit(*governed.best, tick, side);
        case TrailingMode::step_pips: break;
    }
    const Price begun = *governed.trail.activated_at;
    const Price step = distance_of(trail.step.value(), governed.use.pip);
    const Price gained = side == PositionSide::long_side ? *governed.best - begun : begun - *governed.best;
    const Int128 steps = divide(gained.raw(), step.raw(), Rounding::floor) + 1;
    return towards_profit(begun, Price::from_raw(multiply(step.raw(), steps)), side);
}

}  // namespace

std::optional<Price> next_trail_level(const Group& group, const Instrument& instrument) {
    if (!is_followed(group)) return std::nullopt;
    const Governed& governed = *group.governed;
    const PresetTrail& trail = governed.use.preset->trail;
    std::optional<Price> nearest;
    const auto consider = [&](std::optional<Price> level) {
        if (!level.has_value()) return;
        const bool is_nearer = !nearest.has_value() || (group.is_long() ? *level < *nearest : *level > *nearest);
        if (is_nearer) nearest = level;
    };
    const auto at_multiple = [&](Ratio rr) {
        const Price distance = Price::from_raw(multiply_divide(governed.risk.raw(), rr.raw(), Ratio::scale, Rounding::half_even));
        return towards_profit(average_of(group), distance, group.side());
    };
    if (trail.break_even && !governed.trail.broke_even) consider(at_multiple(*trail.break_even_trigger_rr));
    if (trail.enabled && !governed.trail.activated_at.has_value()) consider(at_multiple(*trail.trigger_rr));
    if (is_trailing(governed)) consider(next_best(governed, group.side(), instrument.tick));
    return nearest;
}

std::optional<Timestamp> pending_move_at(const Group& group) {
    if (!is_followed(group) || !group.governed->is_waiting || !group.governed->trail.last_moved_at.has_value()) return std::nullopt;
    const Governed& governed = *group.governed;
    return *governed.trail.last_moved_at + std::chrono::seconds(governed.use.preset->trail.update_interval_seconds);
}

std::optional<BarWish> followed_bars(const Group& group) {
    if (!is_followed(group)) return std::nullopt;
    const PresetTrail& trail = group.governed->use.preset->trail;
    if (!trail.enabled || trail.mode == TrailingMode::step_pips) return std::nullopt;
    const std::uint32_t seconds = group.governed->use.preset->timeframe_seconds.value_or(group.identity.timeframe_seconds);
    return BarWish{seconds, atr_period_of(trail)};
}

Governed governed_by(const PresetUse& use) {
    Governed governed;
    governed.use = use;
    return governed;
}

void govern(Group& group, const PositionGoverned& event) {
    TRELLIS_CHECK(group.governed.has_value(), "only a preset governs");
    Governed& governed = *group.governed;
    governed.entry = event.entry;
    governed.risk = event.risk;
    governed.use.origin = event.origin;
    for (const auto& planned : event.targets) {
        GovernedTarget target;
        target.plan = planned;
        target.rest = share(group.open_quantity, as<Quantity>(planned.close_percent), as<Quantity>(hundred));
        governed.targets.push_back(target);
    }
}

void note_trail(Group& group, const TrailNoted& event) {
    TRELLIS_CHECK(group.governed.has_value(), "only a preset trails");
    group.governed->best = event.best;
    group.governed->trail.broke_even = event.broke_even;
    group.governed->trail.activated_at = event.activated_at;
    group.governed->is_waiting = event.is_waiting;
}

void note_stop_moved(Group& group, const StopMoved& event) {
    if (!group.governed.has_value() || event.reason != CloseReason::trailing) return;
    group.governed->trail.last_moved_at = event.at;
    group.governed->is_waiting = false;
}

}  // namespace trellis
