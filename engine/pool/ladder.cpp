#include "engine/pool/ladder.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/market/filters.hpp"

namespace trellis {

namespace {

const Ratio hundred = Ratio::from_integer(100);

/// D-1: a gap is adverse to the position; 99.5 percent of the base for a long's -0.5, 100.5 for a short's.
Ratio percent_of_base(Ratio gap, PositionSide side) {
    return side == PositionSide::long_side ? hundred + gap : hundred - gap;
}

LegEntry entry_of(const GridStrategy& strategy, const GridLevel& level, std::size_t index) {
    if (index == 0 && strategy.entry_order_type == EntryOrderType::market) return LegEntry::market;
    if (level.gap.is_positive()) return LegEntry::breakout;
    if (index > 0 && strategy.dca_trigger == DcaTrigger::market_if_touched) return LegEntry::touched;
    return LegEntry::resting;
}

/// P-2: null follows the order type of the first leg.
bool anchors_on_first_fill(const GridStrategy& strategy) {
    switch (strategy.anchor) {
        case LadderAnchor::by_order_type: return strategy.entry_order_type == EntryOrderType::market;
        case LadderAnchor::signal: return false;
        case LadderAnchor::first_fill: return true;
    }
    return false;
}

/// D-4: a leg joins the one that has its price already; weights add up and the lower target stays.
void merge_or_add(std::vector<PlannedLeg>& legs, const PlannedLeg& leg) {
    const auto same = std::ranges::find(legs, leg.price, &PlannedLeg::price);
    if (same == legs.end()) {
        legs.push_back(leg);
        return;
    }
    same->weight += leg.weight;
    same->take_profit = std::min(same->take_profit, leg.take_profit);
}

Quantity capped(Quantity quantity, const Instrument& instrument, bool is_market) {
    const auto most = most_for_one_order(instrument, is_market);
    return most.has_value() ? std::min(quantity, *most) : quantity;
}

/// The leg's quantity for a weight, and whether that can be sent.
void size(PlannedLeg& leg, Money capital, Ratio weight, const Instrument& instrument) {
    leg.weight = weight;
    leg.quantity = Quantity{};
    if (leg.price.is_positive()) leg.quantity = capped(affordable(capital, weight, leg.price, instrument.step), instrument, false);
    leg.skipped = !is_placeable(instrument, leg.price, leg.quantity, Purpose::opening);
}

/// D-5 merge_forward: capital goes on to the next deeper leg until it is enough; what is left at the end joins the last one.
void carry_forward(PyramidPlan& plan, const Instrument& instrument) {
    PlannedLeg* last = nullptr;
    Ratio carried;
    for (auto& leg : plan.legs) {
        const Ratio own = leg.weight;
        size(leg, plan.capital, own + carried, instrument);
        if (leg.skipped) {
            carried += own;
            leg.weight = own;
            continue;
        }
        carried = Ratio{};
        last = &leg;
    }
    if (last != nullptr && carried.is_positive()) size(*last, plan.capital, last->weight + carried, instrument);
}

Error below_minimum(const PlannedLeg& leg, const Instrument& instrument) {
    const auto refusal = refused_by(instrument, {leg.price, leg.quantity});
    return {"BELOW_MINIMUM", "leg " + std::to_string(leg.index.value) + " of " + instrument.symbol + ", " +
                                 leg.quantity.text() + " at " + leg.price.text() + ": " +
                                 (refusal.has_value() ? text(*refusal) : "not sent") + " (V-5)"};
}

/// The leg that forbids the whole pyramid; null: none (D-5).
const PlannedLeg* find_forbidding(const PyramidPlan& plan, MinLegPolicy policy) {
    const bool first_must_stand = plan.anchors_on_first_fill;
    switch (policy) {
        case MinLegPolicy::skip_leg: break;
        case MinLegPolicy::merge_forward: {
            const bool any = std::ranges::any_of(plan.legs, [](const PlannedLeg& leg) { return !leg.skipped; });
            if (any && !first_must_stand) return nullptr;
            break;
        }
        case MinLegPolicy::reject_signal: {
            const auto found = std::ranges::find(plan.legs, true, &PlannedLeg::skipped);
            return found == plan.legs.end() ? nullptr : &*found;
        }
    }
    return plan.legs.front().skipped ? &plan.legs.front() : nullptr;
}

}  // namespace

Rounding entry_rounding(GridRounding rounding, PositionSide side) {
    if (rounding == GridRounding::sow) return Rounding::floor;
    return opening_side(side) == OrderSide::buy ? Rounding::floor : Rounding::ceil;
}

const std::vector<GridLevel>& levels_of(const GridStrategy& strategy, PyramidIndex pyramid) {
    const auto own = strategy.pyramid_levels.find(pyramid.value);
    return own == strategy.pyramid_levels.end() ? strategy.levels : own->second;
}

Result<PyramidPlan> plan_pyramid(const GridStrategy& strategy, PyramidIndex pyramid, PositionSide side, Price base_price,
                                 Money capital, const Instrument& instrument) {
    PyramidPlan plan{pyramid, base_price, capital, {}, anchors_on_first_fill(strategy)};
    std::uint16_t index = 0;
    for (const auto& level : levels_of(strategy, pyramid)) {
        const Price price = scaled_price(base_price, percent_of_base(level.gap, side), instrument.tick,
                                         entry_rounding(strategy.rounding, side));
        merge_or_add(plan.legs, {.price = price, .quantity = {}, .take_profit = level.take_profit, .gap = level.gap,
                                 .weight = level.weight, .index = LegIndex{index}, .entry = entry_of(strategy, level, index)});
        ++index;
    }
    for (auto& leg : plan.legs) size(leg, capital, leg.weight, instrument);
    PlannedLeg& first = plan.legs.front();
    if (first.entry == LegEntry::market) first.skipped = false;  // its touch decides, not its place in the ladder
    const bool carries = strategy.min_leg_policy == MinLegPolicy::merge_forward && first.entry != LegEntry::market;
    if (carries) carry_forward(plan, instrument);
    if (const PlannedLeg* forbidding = find_forbidding(plan, strategy.min_leg_policy)) {
        return below_minimum(*forbidding, instrument);
    }
    return plan;
}

bool is_beyond(const PlannedLeg& leg, Price stop, PositionSide side) {
    return side == PositionSide::long_side ? leg.price <= stop : leg.price >= stop;
}

void drop_beyond(std::vector<PlannedLeg>& legs, Price stop, PositionSide side) {
    for (auto& leg : legs) leg.skipped = leg.skipped || is_beyond(leg, stop, side);
}

Quantity market_quantity(Money capital, const PlannedLeg& leg, Price touch, Ratio bound, const Instrument& instrument) {
    return capped(affordable_beyond(capital, leg.weight, touch, hundred + bound, instrument.step), instrument,
                  leg.entry == LegEntry::market);
}

Result<PyramidPlan> with_market_leg(PyramidPlan plan, PositionSide side, const std::optional<Quote>& quote, Ratio bound,
                                    const Instrument& instrument) {
    PlannedLeg& first = plan.legs.front();
    if (first.entry != LegEntry::market) return plan;
    if (!quote.has_value()) {
        return Error{"NO_PRICE", instrument.symbol + " has no quote to size a market order by (S-3)"};
    }
    const Price touched = touch(*quote, opening_side(side));
    first.quantity = market_quantity(plan.capital, first, touched, bound, instrument);
    if (!refused_by(instrument, {touched, first.quantity, Purpose::opening, true}).has_value()) return plan;
    PlannedLeg at_touch = first;
    at_touch.price = touched;
    return below_minimum(at_touch, instrument);
}

std::vector<PlannedLeg> anchored_legs(std::vector<PlannedLeg> legs, Money capital, const FirstFill& anchor,
                                      PositionSide side, GridRounding rounding, const Instrument& instrument) {
    std::vector<PlannedLeg> merged;
    for (auto& leg : legs) {
        leg.price = average_times(anchor.cost, anchor.quantity, percent_of_base(leg.gap, side), instrument.tick,
                                  entry_rounding(rounding, side));
        merge_or_add(merged, leg);
    }
    for (auto& leg : merged) size(leg, capital, leg.weight, instrument);
    return merged;
}

}  // namespace trellis
