#include "engine/group/aggregate.hpp"

#include "engine/base/rounding.hpp"

namespace trellis {

std::optional<Price> aggregate_target(const Group& group, const Instrument& instrument) {
    if (group.strategy.take_profit_mode != TakeProfitMode::aggregate) return std::nullopt;
    if (!group.strategy.take_profit_aggregate_percent.has_value()) return std::nullopt;
    if (!group.open_quantity.is_positive()) return std::nullopt;
    const Ratio hundred = Ratio::from_integer(100);
    const Ratio percent = *group.strategy.take_profit_aggregate_percent;
    const bool is_long = group.side() == PositionSide::long_side;
    return average_times(group.open_cost, group.open_quantity, is_long ? hundred + percent : hundred - percent,
                         instrument.tick, is_long ? Rounding::ceil : Rounding::floor);
}

bool is_reached(const Group& group, Price target, const GroupContext& context) {
    const bool is_long = group.side() == PositionSide::long_side;
    const auto& missed = context.missed;
    if (missed.has_value() && (is_long ? missed->bid_high >= target : missed->ask_low <= target)) return true;
    if (!context.quote.has_value()) return false;
    return is_long ? context.quote->bid >= target : context.quote->ask <= target;
}

}  // namespace trellis
