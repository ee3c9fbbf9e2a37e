#include "engine/group/refit.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/group/targets.hpp"
#include "engine/market/filters.hpp"
#include "engine/pool/ladder.hpp"

namespace trellis {

namespace {

/// What the venue says now, when that is not what was known.
std::optional<InstrumentRules> newer_rules(const GroupContext& context) {
    if (context.wallets == nullptr) return std::nullopt;
    auto said = context.wallets->rules(context.instrument.id, context.now);
    if (!said.has_value() || *said == rules_of(context.instrument)) return std::nullopt;
    return said;
}

/// Asks for the rules; the event of it, if they are newer.
GroupEvents ask_for_rules(const Group& group, const Order& order, const GroupContext& context) {
    const auto news = newer_rules(context);
    if (!news.has_value()) return {};
    return {RulesRenewedOnRefusal{group.id, order.number, context.instrument.id, rules_of(context.instrument), *news, context.now}};
}

/// The leg that the order was the newest entry of, as far as it may still be sent.
const Leg* leg_to_refit(const Group& group, const Order& order) {
    if (order.role != OrderRole::entry || group.closing.has_value()) return nullptr;
    for (const auto& leg : group.pyramids.at(order.pyramid->value).legs) {
        if (leg.entry == order.number) return &leg;
    }
    return nullptr;
}

std::string terms(const Order& order) {
    return order.quantity.text() + (order.type == OrderType::market ? "" : " at " + order.price.text());
}

}  // namespace

bool is_misfit(const Order& order, const Instrument& instrument) {
    const bool is_market = order.type == OrderType::market;
    if (!is_market && !is_multiple(order.price, instrument.tick)) return true;
    if (!is_multiple(order.quantity, instrument.step)) return true;
    const auto most = most_for_one_order(instrument, is_market);
    if (most.has_value() && order.quantity > *most) return true;
    if (!opens(order.role) || is_market) return false;
    return refused_by(instrument, {order.price, order.quantity}).has_value();
}

bool may_be_refitted(const Order& order, const Instrument& instrument) {
    return order.state == OrderState::rejected && is_misfit(order, instrument);
}

Price refitted_price(const Group& group, OrderRole role, Price price, const Instrument& instrument) {
    const Rounding rounding = opens(role) && !is_of_hedge(role) ? entry_rounding(group.strategy->rounding, group.side()) : target_rounding(group);
    return round_to_tick(price, instrument.tick, rounding);
}

Quantity refitted_quantity(Quantity quantity, bool is_market, const Instrument& instrument) {
    const Quantity whole = round_to_step(quantity, instrument.step, Rounding::floor);
    const auto most = most_for_one_order(instrument, is_market);
    return most.has_value() ? std::min(whole, *most) : whole;
}

bool may_amend_to(Quantity total, const Instrument& instrument) {
    const auto most = most_for_one_order(instrument, false);
    return is_multiple(total, instrument.step) && (!most.has_value() || total <= *most);
}

GroupEvents end_by_filter(const Group& group, const Order& order, const GroupContext& context) {
    GroupEvents events{OrderEnded{group.id, order.number, OrderState::rejected, filter_code, context.now}};
    for (auto& asked : ask_for_rules(group, order, context)) events.push_back(std::move(asked));
    const auto anew = renewed(events, context.instrument);
    const Leg* leg = leg_to_refit(group, order);
    if (leg == nullptr || !is_misfit(order, anew.has_value() ? *anew : context.instrument)) return events;
    events.push_back(LegHeld{group.id, *order.pyramid, leg->plan.index, LegHold::refit, context.now, "it was " + terms(order)});
    return events;
}

GroupEvents refuse_amendment_by_filter(const Group& group, const Order& order, const GroupContext& context) {
    GroupEvents events = ask_for_rules(group, order, context);
    events.push_back(OrderRequestRefused{group.id, order.number, filter_code, context.now});
    return events;
}

std::optional<Instrument> renewed(const GroupEvents& events, const Instrument& instrument) {
    std::optional<Instrument> anew;
    for (const auto& event : events) {
        if (const auto* told = std::get_if<RulesRenewedOnRefusal>(&event)) anew = with_rules(instrument, told->rules);
    }
    return anew;
}

GroupContext with_instrument(const GroupContext& context, const Instrument& instrument) {
    return {context.now,    instrument,     context.quote, context.account_max_slippage_percent, context.cancels_at_once,
            context.missed, context.config, context.board, context.instruments,                  context.wallets, context.bars};
}

}  // namespace trellis
