#include "engine/risk/eligibility.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/event/enumerators.hpp"
#include "engine/group/tries.hpp"

namespace trellis {

namespace {

void against_both(RiskView& view, RiskReason reason) {
    view.against_loser.add(reason);
    view.against_winner.add(reason);
}

void look_at_state(RiskView& view, const GroupFigures& figures, const RiskSettings& settings) {
    switch (figures.state) {
        case GroupState::closing:
        case GroupState::closed:
        case GroupState::failed: against_both(view, RiskReason::closing); break;
        case GroupState::opening:
        case GroupState::live: against_both(view, RiskReason::no_position); break;
        case GroupState::partially_filled:
            if (settings.timer_start_condition == TimerStart::after_all_dca_filled) {
                view.against_loser.add(RiskReason::entries_working);
            }
            break;
        case GroupState::active: break;
    }
    if (!figures.open_quantity.is_positive()) against_both(view, RiskReason::no_position);
}

/// 15.2, R-50: without a wait the start condition must still hold.
void look_at_timer(RiskView& view, const GroupFigures& figures, const RiskContext& context) {
    const RiskSettings& settings = context.config.risk;
    if (!figures.risk_timer_started_at.has_value()) {
        view.against_loser.add(RiskReason::timer_not_started);
        return;
    }
    if (!settings.enable_post_full_wait) return;
    const Duration wait = std::chrono::minutes(settings.post_full_wait_minutes);
    if (context.now < *figures.risk_timer_started_at + wait) view.against_loser.add(RiskReason::timer_running);
}

void look_at_age(RiskView& view, const GroupFigures& figures, const RiskContext& context) {
    const RiskSettings& settings = context.config.risk;
    if (!settings.use_trade_age_filter) return;
    const Duration least = std::chrono::minutes(settings.age_threshold_minutes);
    const bool is_old = figures.first_fill_at.has_value() && context.now - *figures.first_fill_at >= least;
    if (!is_old) view.against_loser.add(RiskReason::too_young);
}

/// R-26 as it will be for a close without a bound of its own.
Price closing_limit(const GroupFigures& figures, Price mark, const Instrument& instrument, const RiskContext& context) {
    Ratio bound = context.config.risk_max_slippage_percent;
    if (figures.max_slippage_percent.has_value()) bound = std::min(bound, *figures.max_slippage_percent);
    return bounded_limit(mark, bound, closing_side(figures.identity.side), instrument.tick);
}

void look_at_value(RiskView& view, const GroupFigures& figures, const Quote& quote, const RiskContext& context) {
    const Instrument& instrument = context.instruments.at(figures.identity.instrument);
    const Price mark = trellis::mark(quote, figures.identity.side);
    const Position position{figures.identity.side, figures.open_quantity, figures.open_cost, figures.open_entry_fees};
    view.value = value_at(position, mark, instrument.taker_fee);
    view.percent = percent_of(*view.value);
    view.closable = round_to_step(figures.open_quantity, instrument.step, Rounding::floor);
    view.limit = closing_limit(figures, mark, instrument, context);
    if (!is_at_or_below(*view.value, context.config.risk.loss_threshold_percent)) {
        view.against_loser.add(RiskReason::above_threshold);
    }
    if (!view.value->unrealised.is_positive()) view.against_winner.add(RiskReason::not_in_profit);
    if (!is_placeable(instrument, view.limit, view.closable, Purpose::closing)) {
        against_both(view, RiskReason::not_placeable);
    }
}

void look_at_mark(RiskView& view, const GroupFigures& figures, const RiskContext& context) {
    const Quote* quote = context.board.quote(figures.identity.instrument);
    if (quote == nullptr) return against_both(view, RiskReason::no_mark);
    if (context.now - quote->at > mark_age_max) return against_both(view, RiskReason::stale_mark);
    if (figures.open_quantity.is_positive()) look_at_value(view, figures, *quote, context);
}

}  // namespace

std::vector<RiskReason> RiskReasons::list() const {
    std::vector<RiskReason> reasons;
    for (unsigned number = 0; number < enumerator_count<RiskReason>; ++number) {
        const auto reason = static_cast<RiskReason>(number);
        if (contains(reason)) reasons.push_back(reason);
    }
    return reasons;
}

RiskView look_at(const Risk& risk, GroupId group, const GroupFigures& figures, bool is_forced, const RiskContext& context) {
    RiskView view;
    view.group = group;
    view.identity = figures.identity;
    view.state = figures.state;
    view.opened_at = figures.opened_at;
    view.open = figures.open_quantity;
    if (figures.is_quarantined) {  // its numbers are nobody's to count with
        against_both(view, RiskReason::quarantined);
        return view;
    }
    look_at_state(view, figures, context.config.risk);
    if (risk.blocked.contains(group)) against_both(view, RiskReason::blocked);
    if (risk.skip_once.contains(group)) against_both(view, RiskReason::skip_once);
    if (!is_forced) {
        look_at_timer(view, figures, context);
        look_at_age(view, figures, context);
    }
    look_at_mark(view, figures, context);
    return view;
}

}  // namespace trellis
