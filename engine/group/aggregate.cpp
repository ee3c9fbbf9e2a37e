#include "engine/group/aggregate.hpp"

#include "engine/base/rounding.hpp"
#include "engine/group/positions.hpp"

namespace trellis {

namespace {

const Ratio hundred = Ratio::from_integer(100);

bool has_aggregate(const GridStrategy& strategy) {
    switch (strategy.take_profit_mode) {
        case TakeProfitMode::per_leg: return false;
        case TakeProfitMode::aggregate:
        case TakeProfitMode::hybrid: return true;
        case TakeProfitMode::pyramid_aggregate: return !sells_pyramids_alone(strategy);
    }
    return false;
}

Ratio percent_of_position(const Group& group, Ratio percent) {
    return group.is_long() ? hundred + percent : hundred - percent;
}

/// T-7: its own percentage, else that of the aggregate.
std::optional<Ratio> percent_of_pyramid(const GridStrategy& strategy, PyramidIndex pyramid) {
    const auto own = strategy.pyramid_take_profit_percents.find(pyramid.value);
    if (own != strategy.pyramid_take_profit_percents.end()) return own->second;
    return strategy.take_profit_aggregate_percent;
}

/// T-5: net of fees the entry fees are part of what must come back.
Money cost_to_recover(const Group& group, Money cost, Money entry_fees) {
    if (group.strategy->take_profit_basis == TakeProfitBasis::gross) return cost;
    return group.is_long() ? cost + entry_fees : cost - entry_fees;
}

/// What one unit of price leaves after the fee of the close (R-36: a long sells at 1 - f, a short buys at 1 + f).
Ratio kept_of_price(const Group& group, const Instrument& instrument) {
    const Ratio whole = Ratio::from_integer(1);
    if (group.strategy->take_profit_basis == TakeProfitBasis::gross) return whole;
    return group.is_long() ? whole - instrument.taker_fee : whole + instrument.taker_fee;
}

/// The price at which `parts` reach their percentages together. None where that is no price: a short's target at or below 0.
std::optional<Price> target_of(const Group& group, std::span<const WeightedCost> parts, Quantity quantity,
                               const Instrument& instrument) {
    for (const auto& part : parts) {
        if (!part.percent_plus_100.is_positive() || part.cost.is_negative()) return std::nullopt;
    }
    const Ratio kept = kept_of_price(group, instrument);
    if (!kept.is_positive()) return std::nullopt;
    const Rounding away = group.is_long() ? Rounding::ceil : Rounding::floor;
    const bool is_plain = parts.size() == 1 && kept == Ratio::from_integer(1);
    const Price target = is_plain ? average_times(parts[0].cost, quantity, parts[0].percent_plus_100, instrument.tick, away)
                                  : weighted_average(parts, quantity, kept, instrument.tick, away);
    return target.is_positive() ? std::optional(target) : std::nullopt;
}

/// T-7 combined: each pyramid's cost at its own percentage; those of one percentage are one part.
std::optional<Price> combined_target(const Group& group, const Instrument& instrument) {
    std::vector<WeightedCost> parts;
    for (const auto& pyramid : group.pyramids) {
        const Holding holding = holding_of(pyramid);
        if (!holding.open.is_positive()) continue;
        const auto percent = percent_of_pyramid(group.strategy, pyramid.index);
        if (!percent.has_value()) return std::nullopt;
        const Money cost = cost_to_recover(group, holding.cost, holding.entry_fees);
        const Ratio scaled = percent_of_position(group, *percent);
        if (!parts.empty() && parts.back().percent_plus_100 == scaled) {
            parts.back().cost += cost;
        } else {
            parts.push_back({cost, scaled});
        }
    }
    return target_of(group, parts, first_position(group).holding.open, instrument);
}

}  // namespace

bool sells_pyramids_alone(const GridStrategy& strategy) {
    return strategy.take_profit_mode == TakeProfitMode::pyramid_aggregate &&
           strategy.take_profit_scope == PyramidScope::per_pyramid;
}

bool rests_at_venue(const GridStrategy& strategy) {
    if (strategy.aggregate_execution != AggregateExecution::resting_limit) return false;
    if (strategy.take_profit_mode == TakeProfitMode::aggregate) return true;
    return strategy.take_profit_mode == TakeProfitMode::pyramid_aggregate && !sells_pyramids_alone(strategy);
}

CloseReason aggregate_reason(const GridStrategy& strategy) {
    return strategy.take_profit_mode == TakeProfitMode::pyramid_aggregate ? CloseReason::tp_pyramid
                                                                          : CloseReason::tp_aggregate;
}

Holding holding_of(const Pyramid& pyramid) {
    Holding total;
    for (const auto& leg : pyramid.legs) total += leg.lot;
    return total;
}

std::optional<Price> aggregate_target(const Group& group, const Instrument& instrument) {
    if (!has_aggregate(group.strategy)) return std::nullopt;
    // Layers that leave alone have targets of their own (B-15).
    const Holding held = first_position(group).holding;
    if (!held.open.is_positive()) return std::nullopt;
    const bool has_own_percents = !group.strategy->pyramid_take_profit_percents.empty();
    if (group.strategy->take_profit_mode == TakeProfitMode::pyramid_aggregate && has_own_percents) {
        return combined_target(group, instrument);
    }
    if (!group.strategy->take_profit_aggregate_percent.has_value()) return std::nullopt;
    const WeightedCost whole{cost_to_recover(group, held.cost, held.entry_fees),
                             percent_of_position(group, *group.strategy->take_profit_aggregate_percent)};
    return target_of(group, {&whole, 1}, held.open, instrument);
}

std::optional<Price> pyramid_target(const Group& group, const Pyramid& pyramid, const Instrument& instrument) {
    if (!sells_pyramids_alone(group.strategy)) return std::nullopt;
    const Holding holding = holding_of(pyramid);
    if (!holding.open.is_positive()) return std::nullopt;
    const auto percent = percent_of_pyramid(group.strategy, pyramid.index);
    if (!percent.has_value()) return std::nullopt;
    const WeightedCost whole{cost_to_recover(group, holding.cost, holding.entry_fees),
                             percent_of_position(group, *percent)};
    return target_of(group, {&whole, 1}, holding.open, instrument);
}

bool is_reached(const Group& group, Price target, const GroupContext& context) {
    const auto& missed = context.missed;
    if (missed.has_value() && (group.is_long() ? missed->bid_high >= target : missed->ask_low <= target)) return true;
    if (!context.quote.has_value()) return false;
    return group.is_long() ? context.quote->bid >= target : context.quote->ask <= target;
}

}  // namespace trellis
