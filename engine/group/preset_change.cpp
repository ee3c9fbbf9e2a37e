#include "engine/group/preset_change.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/group/candle_exit.hpp"
#include "engine/group/governed.hpp"
#include "engine/group/positions.hpp"
#include "engine/preset/layer_plan.hpp"

namespace trellis {

namespace {

const Ratio hundred = Ratio::from_integer(100);

// ---- deciding ----

bool is_tighter(Price a, Price b, PositionSide side) { return side == PositionSide::long_side ? a > b : a < b; }

/// What is known of the change before anything of it is written.
struct Change {
    const Group& group;
    const ApplyPreset& command;
    const GroupContext& context;
    Preset preset;        ///< that governs from now on
    PlannedStop asked;    ///< of the first position
    bool moves_stop = false;

    const Governed& governed() const { return *group.governed; }
    OpeningTerms terms_at(Price entry) const { return {group.side(), entry, governed().use.pip, context.instrument.tick}; }
};

/// What its stop is counted from: the first fill, or the average where it follows that (B-35); before it what is planned.
Price stop_anchor(const Group& group) {
    const Governed& governed = *group.governed;
    if (!governed.entry.has_value()) return group.pyramids.front().base_price;
    const Holding holding = first_position(group).holding;
    if (!governed.use.stop_follows_average || !holding.open.is_positive()) return *governed.entry;
    return average_price(holding);
}

/// The version's answers for what closes a position, the group's own for what opens one.
Preset merged(const Preset& own, const Preset& given) {
    Preset preset = given;
    preset.size = own.size;
    preset.layers = own.layers;
    preset.hedge = own.hedge;
    preset.schedule = own.schedule;
    preset.week = own.week;
    preset.enabled = own.enabled;  // switches of the catalogue: they make no version
    preset.visibility = own.visibility;
    return preset;
}

/// True when no position that is yet to begin is farther from its stop than it would have been.
bool is_rule_no_looser(const Change& change, Price anchor) {
    const PresetStop& own = change.governed().use.preset->stop;
    const OpeningTerms terms = change.terms_at(anchor);
    const auto before = plan_stop(own, change.governed().use.signal, terms);
    if (before.ok() && is_tighter(before->price, change.asked.price, change.group.side())) return false;
    const Price risk = change.governed().risk;
    return !is_tighter(layer_stop(own, risk, terms), layer_stop(change.command.preset->stop, risk, terms), change.group.side());
}

bool has_first_position(const Group& group) { return !group.governed->is_first_over && !group.governed->exit.has_value(); }

/// A layer that has its own stop, and may get a better one.
bool is_guided(const Layer& layer) { return layer.entry.has_value() && !layer.exit.has_value() && layer.lot.open.is_positive(); }

std::optional<Price> better_stop_of(const Change& change, const Layer& layer) {
    if (!is_guided(layer)) return std::nullopt;
    const Price wanted = layer_stop(change.preset.stop, change.governed().risk, change.terms_at(*layer.entry));
    if (!wanted.is_positive()) return std::nullopt;
    if (layer.stop.has_value() && !is_tighter(wanted, layer.stop->price, change.group.side())) return std::nullopt;
    return wanted;
}

Result<Change> change_of(const Group& group, const ApplyPreset& command, const GroupContext& context) {
    Change change{group, command, context, merged(*group.governed->use.preset, *command.preset), {}};
    const Price anchor = stop_anchor(group);
    const auto asked = plan_stop(command.preset->stop, group.governed->use.signal, change.terms_at(anchor));
    if (!asked.ok()) return asked.error();
    change.asked = *asked;
    if (!is_rule_no_looser(change, anchor)) change.preset.stop = group.governed->use.preset->stop;
    const bool is_better = !group.stop.has_value() || is_tighter(asked->price, group.stop->price, group.side());
    change.moves_stop = has_first_position(group) && is_better;
    return change;
}

// ---- what it would close at once ----

std::optional<Error> beyond_mark(const Change& change, Price stop, const std::string& whose) {
    const Group& group = change.group;
    if (!group.open_quantity.is_positive() || !change.context.quote.has_value()) return std::nullopt;
    const Price now = mark(*change.context.quote, group.side());
    if (is_tighter(now, stop, group.side())) return std::nullopt;
    return Error{"WOULD_TRIGGER", "the stop " + stop.text() + " of " + whose + " would fire at once: the mark is " + now.text() + " (B-25)"};
}

std::optional<Error> would_close(const Change& change) {
    if (change.moves_stop) {
        if (auto error = beyond_mark(change, change.asked.price, "the position")) return error;
    }
    if (layers_leave_alone(change.group)) {
        for (const auto& layer : change.governed().layers) {
            const auto stop = better_stop_of(change, layer);
            if (!stop.has_value()) continue;
            if (auto error = beyond_mark(change, *stop, "layer " + std::to_string(layer.plan.index.value))) return error;
        }
    }
    const auto ends = candle_exit_at(change.group, change.preset.candle_exit);
    if (!ends.has_value() || *ends > change.context.now) return std::nullopt;
    return Error{"WOULD_TRIGGER", "it would be closed at once: its candle exit was due at " + rfc3339(*ends) + " (B-25)"};
}

std::optional<Error> misfit(const Group& group, const Preset& preset, const Instrument& instrument) {
    if (preset.symbol.has_value() && *preset.symbol != instrument.symbol) {
        return Error{"INCOMPATIBLE", "the preset is for " + *preset.symbol + ", the group trades " + instrument.symbol + " (B-20)"};
    }
    if (preset.timeframe_seconds.has_value() && *preset.timeframe_seconds != group.identity.timeframe_seconds) {
        return Error{"INCOMPATIBLE", "the preset is for bars of " + std::to_string(*preset.timeframe_seconds) + " s, the group's have " +
                                         std::to_string(group.identity.timeframe_seconds) + " s (B-20)"};
    }
    return std::nullopt;
}

std::optional<Error> impossible(const Group& group, const ApplyPreset& command, const GroupContext& context) {
    if (group.has_ended()) return Error{"NO_POSITION", "the group has ended"};
    if (group.closing.has_value()) return Error{"ALREADY_CLOSING", "the group is closing"};
    if (!group.governed.has_value()) return Error{"NOT_GOVERNED", "no preset governs the group"};
    return misfit(group, *command.preset, context.instrument);
}

// ---- what follows ----

std::vector<AppliedTargets> targets_of(const Change& change) {
    std::vector<AppliedTargets> all;
    const Governed& governed = change.governed();
    const auto plan = [&](const Guided& guided, std::optional<LegIndex> layer) {
        all.push_back({layer, plan_targets(change.preset.targets, guided.risk, change.terms_at(*guided.entry))});
    };
    if (governed.use.takes_profit && governed.entry.has_value() && has_first_position(change.group)) plan(governed, std::nullopt);
    if (!layers_leave_alone(change.group)) return all;
    for (const auto& layer : governed.layers) {
        if (is_guided(layer)) plan(layer, layer.plan.index);
    }
    return all;
}

const Guided& guided_by(const Group& group, std::optional<LegIndex> layer) {
    if (layer.has_value()) return layer_of(group, *layer);
    return *group.governed;
}

/// Orders for targets that are no more, or stand elsewhere: the next turn places them where they belong.
void cancel_moved(GroupEvents& events, const Change& change, const AppliedTargets& applied) {
    for (const auto& target : guided_by(change.group, applied.layer).targets) {
        const Order* order = change.group.find(target.order);
        if (target.is_over || order == nullptr || !order->is_live() || order->state == OrderState::pending_cancel) continue;
        const auto same = std::ranges::find(applied.targets, target.plan.place, &PlannedTarget::place);
        if (same != applied.targets.end() && same->price == order->price) continue;
        events.push_back(OrderCancelRequested{change.group.id, order->number, change.context.now});
    }
}

StopMoved tightened(const Change& change, Price price, const std::optional<Stop>& from, std::optional<LegIndex> layer) {
    const auto previous = from.has_value() ? std::optional(from->price) : std::nullopt;
    return {change.group.id, price, previous, CloseReason::stop, LevelSource::preset, change.context.now, layer};
}

GroupEvents write(const Change& change) {
    const Governed& governed = change.governed();
    PresetApplied applied{change.group.id,  SharedPreset(change.preset), change.command.version, governed.use.version, change.command.by,
                          change.asked.price, change.moves_stop,         change.asked.origin,    targets_of(change),   change.context.now};
    GroupEvents events{applied};
    if (change.moves_stop) events.push_back(tightened(change, change.asked.price, change.group.stop, std::nullopt));
    if (layers_leave_alone(change.group)) {
        for (const auto& layer : governed.layers) {
            const auto stop = better_stop_of(change, layer);
            if (stop.has_value()) events.push_back(tightened(change, *stop, layer.stop, layer.plan.index));
        }
    }
    for (const auto& targets : applied.targets) cancel_moved(events, change, targets);
    return events;
}

}  // namespace

GroupEvents apply_preset(const Group& group, const ApplyPreset& command, const GroupContext& context) {
    const auto refuse = [&](Error error) {
        return GroupEvents{RefusalNoted{group.id, std::move(error.code), std::move(error.detail), context.now}};
    };
    if (auto error = impossible(group, command, context)) return refuse(std::move(*error));
    const auto change = change_of(group, command, context);
    if (!change.ok()) return refuse(change.error());
    const PresetUse& use = group.governed->use;
    const bool is_in_force = use.version == command.version && *use.preset == change->preset && !change->moves_stop;
    if (is_in_force) return {};
    if (auto error = would_close(*change)) return refuse(std::move(*error));
    return write(*change);
}

// ---- applying ----

namespace {

/// What the targets that are left have of what is open: their percentages against each other's, and against what no target sells.
class Parts {
  public:
    Parts(const std::vector<PlannedTarget>& all, const std::vector<PlannedTarget>& left) {
        Ratio planned;
        for (const auto& target : all) planned += target.close_percent;
        for (const auto& target : left) whole_ += target.close_percent;
        if (planned < hundred) whole_ += hundred - planned;
    }
    Quantity of(Quantity open, Ratio percent) const {
        return whole_.is_positive() ? share(open, as<Quantity>(percent), as<Quantity>(whole_)) : Quantity{};
    }

  private:
    Ratio whole_;
};

/// One that was filled, or lies before one that was: it stays as it is.
bool is_hit(const std::vector<GovernedTarget>& targets, std::uint8_t place) {
    const auto own = std::ranges::find(targets, place, [](const GovernedTarget& one) { return one.plan.place; });
    if (own != targets.end()) return own->is_over;
    return std::ranges::any_of(targets, [&](const GovernedTarget& one) { return one.is_over && one.plan.place > place; });
}

void aim_anew(Guided& guided, const std::vector<PlannedTarget>& planned, Quantity open) {
    std::vector<PlannedTarget> left;
    std::ranges::copy_if(planned, std::back_inserter(left), [&](const PlannedTarget& one) { return !is_hit(guided.targets, one.place); });
    const Parts parts(planned, left);
    std::vector<GovernedTarget> targets;
    std::ranges::copy_if(guided.targets, std::back_inserter(targets), [](const GovernedTarget& one) { return one.is_over; });
    for (const auto& plan : left) {
        const auto own = std::ranges::find(guided.targets, plan.place, [](const GovernedTarget& one) { return one.plan.place; });
        GovernedTarget target = own == guided.targets.end() ? GovernedTarget{} : *own;
        target.plan = plan;
        target.rest = parts.of(open, plan.close_percent);
        targets.push_back(target);
    }
    std::ranges::sort(targets, {}, [](const GovernedTarget& one) { return one.plan.place; });
    guided.targets = std::move(targets);
}

/// A rule of the stop that changed begins anew; one that did not goes on where it is.
void follow_anew(Guided& guided, const PresetTrail& before, const PresetTrail& now) {
    const bool same_break_even = before.break_even == now.break_even && before.break_even_trigger_rr == now.break_even_trigger_rr &&
                                 before.break_even_offset == now.break_even_offset;
    if (!same_break_even) guided.trail.broke_even = false;
    PresetTrail trailing = now;  // but for break-even
    trailing.break_even = before.break_even;
    trailing.break_even_trigger_rr = before.break_even_trigger_rr;
    trailing.break_even_offset = before.break_even_offset;
    if (trailing == before) return;
    guided.trail.activated_at.reset();
    guided.best.reset();
    guided.is_waiting = false;
}

}  // namespace

void take_effect(Group& group, const PresetApplied& event) {
    TRELLIS_CHECK(group.governed.has_value(), "only what a preset governs gets another version");
    Governed& governed = *group.governed;
    const PresetTrail before = governed.use.preset->trail;
    governed.use.preset = event.preset;
    governed.use.version = event.applied;
    if (event.is_tighter) {
        governed.use.origin = event.origin;
        if (!governed.entry.has_value()) governed.use.stop = event.stop;
    }
    follow_anew(governed, before, event.preset->trail);
    for (auto& layer : governed.layers) follow_anew(layer, before, event.preset->trail);
    const OpenQuantities open = open_quantities(group);
    for (const auto& applied : event.targets) aim_anew(guided_of(group, applied.layer), applied.targets, open.of(applied.layer));
}

}  // namespace trellis
