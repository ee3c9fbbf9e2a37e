#include "engine/pool/ladder.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"

namespace trellis {

namespace {

const Ratio hundred = Ratio::from_integer(100);

/// D-2: `sow` rounds everything down; `passive` rounds buys down and sells up.
Rounding entry_rounding(const GridStrategy& strategy, PositionSide side) {
    if (strategy.rounding == GridRounding::sow) return Rounding::floor;
    return opening_side(side) == OrderSide::buy ? Rounding::floor : Rounding::ceil;
}

/// A level on its way to a leg: its weight may still grow by a merge (D-4).
struct Draft {
    LegIndex index;
    Price price;
    Ratio weight;
    Ratio take_profit;
};

/// D-1 and D-4: prices by gap, adverse to the position; legs of equal price merge into the lowest index.
std::vector<Draft> draft_legs(const GridStrategy& strategy, PyramidIndex pyramid, PositionSide side, Price base_price,
                              const Instrument& instrument) {
    std::vector<Draft> drafts;
    std::uint16_t index = 0;
    for (const auto& level : levels_of(strategy, pyramid)) {
        const Ratio percent = side == PositionSide::long_side ? hundred + level.gap : hundred - level.gap;
        const Price price = scaled_price(base_price, percent, instrument.tick, entry_rounding(strategy, side));
        const auto same = std::ranges::find(drafts, price, &Draft::price);
        if (same == drafts.end()) {
            drafts.push_back({LegIndex{index}, price, level.weight, level.take_profit});
        } else {
            same->weight += level.weight;
            same->take_profit = std::min(same->take_profit, level.take_profit);
        }
        ++index;
    }
    return drafts;
}

PlannedLeg plan_leg(const Draft& draft, Money capital, const Instrument& instrument) {
    PlannedLeg leg;
    leg.index = draft.index;
    leg.price = draft.price;
    leg.take_profit = draft.take_profit;
    if (draft.price.is_positive()) leg.quantity = affordable(capital, draft.weight, draft.price, instrument.step);
    if (instrument.max_quantity.has_value()) {
        leg.quantity = std::min(
            leg.quantity, round_to_step(*instrument.max_quantity, instrument.step, Rounding::floor));
    }
    leg.skipped = !is_placeable(instrument, leg.price, leg.quantity, Purpose::opening);  // D-5 skip_leg
    return leg;
}

}  // namespace

const std::vector<GridLevel>& levels_of(const GridStrategy& strategy, PyramidIndex pyramid) {
    const auto own = strategy.pyramid_levels.find(pyramid.value);
    return own == strategy.pyramid_levels.end() ? strategy.levels : own->second;
}

Result<Money> signal_capital(const Instruction& instruction) {
    if (!instruction.order_size.has_value()) {
        return Error{"SCHEMA", "tv.order_size is missing: sizing mode signal takes the capital from it"};
    }
    switch (instruction.size_type) {
        case SizeType::quote: return as<Money>(*instruction.order_size);
        case SizeType::base:
        case SizeType::contracts:  // contract size 1
            return notional(*instruction.entry_price, *instruction.order_size);
    }
    return Money{};
}

Result<PyramidPlan> plan_pyramid(const GridStrategy& strategy, PyramidIndex pyramid, PositionSide side, Price base_price,
                                 Money capital, const Instrument& instrument) {
    PyramidPlan plan{pyramid, base_price, capital, {}};
    for (const auto& draft : draft_legs(strategy, pyramid, side, base_price, instrument)) {
        plan.legs.push_back(plan_leg(draft, capital, instrument));
    }
    const PlannedLeg& first = plan.legs.front();
    if (first.skipped) {
        return Error{"BELOW_MINIMUM", "leg 0 of " + instrument.symbol + ": " + first.quantity.text() + " at " +
                                          first.price.text() + " is below min_qty " + instrument.min_quantity.text() +
                                          " or min_notional " + instrument.min_notional.text()};
    }
    return plan;
}

}  // namespace trellis
