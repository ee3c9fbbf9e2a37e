#include "engine/pool/entry_plan.hpp"

#include <algorithm>

#include "engine/base/wide.hpp"
#include "engine/pool/ladder.hpp"
#include "engine/pool/sizing.hpp"

namespace trellis {

namespace {

/// A group budget is fixed when the group opens, whatever the configuration says since (S-1).
const GridStrategy& sizing_strategy(const EntryRequest& request) {
    const bool is_fixed = request.group != nullptr && request.group->strategy->sizing.mode == SizingMode::group_budget;
    return is_fixed ? *request.group->strategy : request.strategy;
}

/// R-26 as it concerns an entry: how far beyond the touch a market order may be thought to fill.
Ratio entry_bound(const EntryRequest& request, const DeskContext& context) {
    Ratio bound = context.config.risk_max_slippage_percent;
    if (request.strategy.max_slippage_percent) bound = std::min(bound, *request.strategy.max_slippage_percent);
    if (request.instruction.max_slippage_percent) bound = std::min(bound, *request.instruction.max_slippage_percent);
    return bound;
}

std::optional<Quote> quote_of(const DeskContext& context, InstrumentId instrument) {
    const Quote* quote = context.board.quote(instrument);
    return quote == nullptr ? std::nullopt : std::optional(*quote);
}

/// |now - last| / last * 100 >= percent, on the exact value.
bool is_far_enough(Price now, Price last, Ratio percent) {
    return compare_products((now - last).abs().raw(), Ratio::from_integer(100).raw(), percent.raw(), last.raw()) >= 0;
}

/// P-5: does the price of a pyramid pass beside that of the one before?
bool passes_price_rule(const GridStrategy& strategy, PositionSide side, Price now, Price last) {
    const bool is_long = side == PositionSide::long_side;
    switch (strategy.pyramid_price_rule) {
        case PyramidPriceRule::none: return true;
        case PyramidPriceRule::better_than_last: return is_long ? now < last : now > last;
        case PyramidPriceRule::worse_than_last: return is_long ? now > last : now < last;
        case PyramidPriceRule::min_distance_pct: return is_far_enough(now, last, strategy.pyramid_min_distance_percent);
    }
    return true;
}

/// The group may not have heard of its newest pyramid yet: then nothing of it is filled.
bool has_newest_fill(const DeskGroup& group, const Board& board) {
    const GroupFigures* figures = board.find(group.id);
    if (figures == nullptr) return false;
    return figures->entries_total == group.entries_total && figures->has_newest_fill;
}

}  // namespace

std::optional<Money> equity_of(const DeskContext& context) {
    if (context.wallets == nullptr) return std::nullopt;
    const auto wallet = context.wallets->wallet(context.account.id);
    return wallet.has_value() ? wallet->equity : std::nullopt;
}

Result<Money> entry_capital(const EntryRequest& request, const DeskContext& context) {
    const GridStrategy& sized_by = sizing_strategy(request);
    const bool needs_equity = sized_by.sizing.mode == SizingMode::equity_percent;
    return capital_of({sized_by.sizing, request.instruction, request.pyramid, sized_by.max_pyramids, request.base_price,
                       needs_equity ? equity_of(context) : std::nullopt});
}

Result<PyramidPlan> plan_entry(const EntryRequest& request, const DeskContext& context) {
    const auto capital = entry_capital(request, context);
    if (!capital.ok()) return capital.error();
    return plan_entry_with(request, *capital, context);
}

Result<PyramidPlan> plan_entry_with(const EntryRequest& request, Money capital, const DeskContext& context) {
    const Identity& identity = request.instruction.identity;
    const Instrument& instrument = context.instruments.at(identity.instrument);
    auto plan = plan_pyramid(request.strategy, request.pyramid, identity.side, request.base_price, capital, instrument);
    if (!plan.ok()) return plan;
    return with_market_leg(std::move(plan).value(), identity.side, quote_of(context, identity.instrument),
                           entry_bound(request, context), instrument);
}

std::optional<Error> refuse_by_gate(const EntryRequest& request, const Board& board) {
    if (request.group == nullptr) return std::nullopt;
    const DeskGroup& group = *request.group;
    const auto& last = group.last_base_price;
    if (last.has_value() && !passes_price_rule(request.strategy, group.identity.side, request.base_price, *last)) {
        return Error{"PYRAMID_PRICE_RULE", request.base_price.text() + " after " + last->text() + " of pyramid " +
                                               std::to_string(group.entries_total - 1) + " (P-5)"};
    }
    if (request.strategy.pyramid_requires_previous_fill && !has_newest_fill(group, board)) {
        return Error{"PYRAMID_PREV_UNFILLED",
                     "nothing of pyramid " + std::to_string(group.entries_total - 1) + " is filled (P-5)"};
    }
    return std::nullopt;
}

}  // namespace trellis
