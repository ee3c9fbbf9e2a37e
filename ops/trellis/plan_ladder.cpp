#include "ops/trellis/plan_ladder.hpp"

#include "engine/base/rounding.hpp"
#include "engine/group/aggregate.hpp"
#include "engine/group/lots.hpp"
#include "engine/group/targets.hpp"
#include "engine/market/filters.hpp"
#include "engine/pool/ladder.hpp"

namespace trellis::program {

namespace {

/// V-5 in words; the leg is not placeable.
std::string reason_of(const Instrument& instrument, const PlannedLeg& leg) {
    const auto refusal = refused_by(instrument, {leg.price, leg.quantity});
    return refusal.has_value() ? text(*refusal) : "below the instrument's minimum";
}

/// The fill that a limit order gets when the market comes to it.
OrderFilled filled_at_limit(const PlannedLeg& leg, const Instrument& instrument) {
    OrderFilled fill;
    fill.price = leg.price;
    fill.quantity = leg.quantity;
    fill.maker = true;
    fill.fee_asset = instrument.fee_asset;
    fill.fee = instrument.fee_asset == FeeAsset::base ? as<Money>(base_fee_of(leg.quantity, instrument.maker_fee))
                                                      : fee_of(notional(leg.price, leg.quantity), instrument.maker_fee);
    return fill;
}

LegForecast fill_leg(Group& group, const PlannedLeg& plan, const Instrument& instrument, LadderForecast& out) {
    LegForecast result{plan, notional(plan.price, plan.quantity), std::nullopt, ""};
    if (plan.skipped) {
        result.skipped_for = reason_of(instrument, plan);
        return result;
    }
    const auto fill = filled_at_limit(plan, instrument);
    Pyramid& pyramid = group.pyramids.front();
    Leg& leg = pyramid.legs.emplace_back();
    leg.plan = plan;
    Order order;
    order.role = OrderRole::entry;
    order.pyramid = pyramid.index;
    order.leg = plan.index;
    book_opening(group, order, fill);
    if (group.strategy->take_profit_mode == TakeProfitMode::per_leg) result.target = leg_target_price(group, leg, instrument);
    out.quantity += plan.quantity;
    out.cost += result.notional;
    out.fees += fee_in_quote(fill);
    return result;
}

}  // namespace

Result<LadderForecast> forecast(const Config& config, const PlannedEntry& entry) {
    const Instrument& instrument = entry.instrument;
    if (instrument.market == Market::spot && entry.side == PositionSide::short_side)
        return Error{"SHORT_NOT_SUPPORTED", "spot has no short positions (I-9)"};
    const GridStrategy* strategy = select_strategy(config, entry.account, instrument, entry.timeframe_seconds);
    if (strategy == nullptr)
        return Error{"NO_CONFIG", "no grid strategy applies to " + instrument.name + " on " +
                                      std::to_string(entry.timeframe_seconds) + " s (D-12)"};
    const auto plan = plan_pyramid(*strategy, PyramidIndex{0}, entry.side, entry.price, entry.size, instrument);
    if (!plan) return plan.error();
    Group group;
    group.identity = {instrument.id, entry.timeframe_seconds, entry.side};
    group.strategy = *strategy;
    group.pyramids.emplace_back();
    LadderForecast out;
    out.mode = strategy->take_profit_mode;
    for (const auto& leg : plan->legs) out.legs.push_back(fill_leg(group, leg, instrument, out));
    out.average = average(out.cost, out.quantity);
    out.aggregate_target = aggregate_target(group, instrument);
    if (out.aggregate_target) out.aggregate_percent = strategy->take_profit_aggregate_percent;
    return out;
}

}  // namespace trellis::program
