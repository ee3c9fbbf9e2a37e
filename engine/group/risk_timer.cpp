#include "engine/group/risk_timer.hpp"

#include <algorithm>

#include "engine/risk/valuation.hpp"

namespace trellis {

namespace {

/// The entries that the timer waits for (P-1): the initial one counts.
std::size_t entries_needed(const RiskSettings& settings) {
    return settings.require_full_pyramids ? settings.required_pyramids_for_timer : std::size_t{1};
}

/// The venue had the order, whatever became of it.
bool was_acknowledged(const Order& order) {
    switch (order.state) {
        case OrderState::planned:
        case OrderState::sent:
        case OrderState::unknown:
        case OrderState::rejected: return false;
        case OrderState::working:
        case OrderState::partial:
        case OrderState::pending_cancel:
        case OrderState::pending_replace:
        case OrderState::filled:
        case OrderState::cancelled:
        case OrderState::expired: return true;
    }
    return false;
}

bool has_acknowledged_leg(const Group& group, const Pyramid& pyramid) {
    return std::ranges::any_of(pyramid.legs, [&](const Leg& leg) {
        const Order* order = group.find(leg.entry);
        return order != nullptr && was_acknowledged(*order);
    });
}

/// `is_decided` of every leg that was sent, and none that may still be: one that is held counts as an entry to come.
template <class Test>
bool all_legs(const Group& group, Test is_decided) {
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            if (leg.hold != LegHold::none) return false;
            const Order* order = group.find(leg.entry);
            if (order != nullptr && !is_decided(*order)) return false;
        }
    }
    return true;
}

bool is_submitted(const Order& order) { return was_acknowledged(order) || is_terminal(order.state); }
bool is_over(const Order& order) { return is_terminal(order.state); }

/// K-1: by default the loss is none of the timer's business.
enum class Loss : std::uint8_t { enough, some, none };

Loss loss_of(const Group& group, const GroupContext& context) {
    if (!context.config.risk.timer_requires_loss) return Loss::enough;
    if (!context.quote.has_value() || !group.open_quantity.is_positive()) return Loss::some;
    const Position position{group.side(), group.open_quantity, group.open_cost, group.open_entry_fees};
    const Valuation value = value_at(position, mark(*context.quote, group.side()), context.instrument.taker_fee);
    if (is_at_or_below(value, context.config.risk.loss_threshold_percent)) return Loss::enough;
    return value.unrealised.is_negative() ? Loss::some : Loss::none;
}

bool is_running(const Group& group, const GroupContext& context) {
    if (!group.risk_timer_started_at.has_value()) return false;
    const RiskSettings& settings = context.config.risk;
    if (!settings.enable_post_full_wait) return false;
    return context.now < *group.risk_timer_started_at + std::chrono::minutes(settings.post_full_wait_minutes);
}

}  // namespace

bool meets_timer_condition(const Group& group, const RiskSettings& settings) {
    const std::size_t needed = entries_needed(settings);
    if (group.pyramids.size() < needed) return false;
    switch (settings.timer_start_condition) {
        case TimerStart::after_required_pyramids: return has_acknowledged_leg(group, group.pyramids[needed - 1]);
        case TimerStart::after_all_dca_submitted: return all_legs(group, is_submitted);
        case TimerStart::after_all_dca_filled: return group.open_quantity.is_positive() && all_legs(group, is_over);
    }
    return false;
}

GroupEvents settle_risk_timer(const Group& group, const GroupContext& context) {
    const bool holds = meets_timer_condition(group, context.config.risk);
    const Loss loss = holds ? loss_of(group, context) : Loss::some;
    if (!group.risk_timer_started_at.has_value()) {
        const bool starts = holds && loss == Loss::enough;
        return starts ? GroupEvents{RiskTimerStarted{group.id, context.now}} : GroupEvents{};
    }
    if (!holds) return {RiskTimerCleared{group.id, RiskTimerEnd::condition, context.now}};
    if (loss == Loss::none) return {RiskTimerCleared{group.id, RiskTimerEnd::recovered, context.now}};
    return {};
}

GroupEvents note_replacement(const Group& group, const NoteReplacement& command, const GroupContext& context) {
    if (command.count <= group.replacements_noted || group.has_ended()) return {};
    GroupEvents events{ReplacementNoted{group.id, command.count}};
    if (context.config.risk.reset_timer_on_replacement && is_running(group, context)) {
        events.push_back(RiskTimerCleared{group.id, RiskTimerEnd::replacement, context.now});
    }
    return events;
}

}  // namespace trellis
