#include "engine/pool/sizing.hpp"

#include "engine/base/rounding.hpp"
#include "engine/pool/ladder.hpp"

namespace trellis {

namespace {

const Ratio hundred = Ratio::from_integer(100);

/// money * percent / 100, exact until it is booked.
Money percent_share(Money money, Ratio percent) { return share(money, as<Quantity>(percent), as<Quantity>(hundred)); }

Money fixed_capital(const Sizing& sizing, PyramidIndex pyramid) {
    const auto own = sizing.pyramid_custom_capitals.find(pyramid.value);
    return own == sizing.pyramid_custom_capitals.end() ? sizing.custom_capital : own->second;
}

Result<Money> equity_share(const SizingRequest& request) {
    if (!request.equity.has_value()) return Error{"NO_EQUITY", "the account's equity is not known (S-1)"};
    const Money capital = percent_share(*request.equity, request.sizing.equity_percent);
    if (capital.is_positive()) return capital;
    return Error{"NO_EQUITY", "an equity of " + request.equity->text() + " gives no capital (S-1)"};
}

/// Without weights each of max_pyramids has an equal share; a pyramid beyond the list has none.
Result<Money> budget_share(const SizingRequest& request) {
    const Sizing& sizing = request.sizing;
    if (!sizing.group_budget.has_value()) return Error{"NO_CONFIG", "sizing.group_budget is not set (S-1)"};
    const std::size_t shares = sizing.pyramid_weights.empty() ? request.max_pyramids : sizing.pyramid_weights.size();
    if (request.pyramid.value >= shares) {
        return Error{"BELOW_MINIMUM", "the budget has no share for pyramid " + std::to_string(request.pyramid.value) +
                                          " (S-1)"};
    }
    if (sizing.pyramid_weights.empty()) {
        return share(*sizing.group_budget, Quantity::from_integer(1), Quantity::from_integer(request.max_pyramids));
    }
    Ratio total;
    for (const Ratio weight : sizing.pyramid_weights) total += weight;
    return share(*sizing.group_budget, as<Quantity>(sizing.pyramid_weights[request.pyramid.value]), as<Quantity>(total));
}

bool pays_by_aggregate(TakeProfitMode mode) {
    switch (mode) {
        case TakeProfitMode::per_leg: return false;
        case TakeProfitMode::aggregate:
        case TakeProfitMode::hybrid:
        case TakeProfitMode::pyramid_aggregate: return true;
    }
    return false;
}

/// T-7: pyramid k may have a percentage of its own.
Ratio aggregate_percent(const GridStrategy& strategy, PyramidIndex pyramid) {
    const auto own = strategy.pyramid_take_profit_percents.find(pyramid.value);
    const bool has_own = strategy.take_profit_mode == TakeProfitMode::pyramid_aggregate &&
                         own != strategy.pyramid_take_profit_percents.end();
    return has_own ? own->second : strategy.take_profit_aggregate_percent.value_or(Ratio{});
}

}  // namespace

Result<Money> signal_capital(const Instruction& instruction, Price base_price) {
    if (!instruction.order_size.has_value()) {
        return Error{"SCHEMA", "tv.order_size is missing: sizing mode signal takes the capital from it"};
    }
    switch (instruction.size_type) {
        case SizeType::quote: return as<Money>(*instruction.order_size);
        case SizeType::base:
        case SizeType::contracts:  // counted in base since the signal was interpreted (S-2)
            return notional(base_price, *instruction.order_size);
    }
    return Money{};
}

Result<Money> capital_of(const SizingRequest& request) {
    switch (request.sizing.mode) {
        case SizingMode::signal: return signal_capital(request.instruction, request.base_price);
        case SizingMode::fixed_quote: return fixed_capital(request.sizing, request.pyramid);
        case SizingMode::equity_percent: return equity_share(request);
        case SizingMode::group_budget: return budget_share(request);
        case SizingMode::risk_percent:
            return Error{"NO_STOP", "sizing mode risk_percent needs a stop and nothing gives one (S-1)"};
    }
    return Money{};
}

Money expected_profit(const GridStrategy& strategy, PyramidIndex pyramid, Money capital) {
    if (pays_by_aggregate(strategy.take_profit_mode)) {
        return percent_share(capital, aggregate_percent(strategy, pyramid));
    }
    Money total;
    for (const auto& level : levels_of(strategy, pyramid)) {
        total += percent_share(percent_share(capital, level.weight), level.take_profit);
    }
    return total;
}

}  // namespace trellis
