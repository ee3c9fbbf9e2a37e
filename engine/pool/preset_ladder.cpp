#include "engine/pool/preset_ladder.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/pool/ladder.hpp"

namespace trellis {

namespace {

// With it no leg is too small: what is asked of the ladder then is its prices.
const Money plenty = Money::from_integer(1'000'000'000);

std::vector<RiskLeg> legs_of(const PyramidPlan& plan) {
    std::vector<RiskLeg> legs;
    for (const auto& leg : plan.legs) legs.push_back({leg.price, leg.weight});
    return legs;
}

/// Those of them that can lose something at the stop (B-35).
std::vector<RiskLeg> legs_before(Price stop, const PyramidPlan& plan, PositionSide side) {
    std::vector<RiskLeg> legs = legs_of(plan);
    std::erase_if(legs, [&](const RiskLeg& leg) { return side == PositionSide::long_side ? leg.price <= stop : leg.price >= stop; });
    return legs;
}

/// B-35: every leg has to be able to lose. With sl_above_dca_ok those that cannot are left out.
std::optional<Error> leg_beyond(Price stop, PyramidPlan& plan, PositionSide side, bool drops_beyond) {
    const auto found = std::ranges::find_if(plan.legs, [&](const PlannedLeg& leg) { return is_beyond(leg, stop, side); });
    if (found == plan.legs.end()) return std::nullopt;
    if (drops_beyond) {
        drop_beyond(plan.legs, stop, side);
        return std::nullopt;
    }
    return Error{"SL_ABOVE_DCA", "the stop " + stop.text() + " is nearer than the leg at " + found->price.text() + " (B-35)"};
}

/// The capital with which the legs together are that quantity.
Money capital_for(Quantity quantity, const std::vector<RiskLeg>& legs) {
    Ratio per_unit;  // in percent: sum of w / p
    for (const auto& leg : legs) {
        per_unit += Ratio::from_raw(multiply_divide(leg.weight.raw(), Price::scale, leg.price.raw(), Rounding::half_even));
    }
    const Int128 hundred = Ratio::from_integer(100).raw();
    return Money::from_raw(multiply_divide(quantity.raw(), hundred, per_unit.raw(), Rounding::floor));
}

/// B-1, B-2 and 28.2.
Result<Money> capital_by(const PresetSize& size, Price stop, const EntryRequest& request, const std::vector<RiskLeg>& legs,
                         const DeskContext& context) {
    const Instrument& instrument = context.instruments.at(request.instruction.identity.instrument);
    const bool is_fixed = size.mode == SizeMode::fixed;
    if (is_fixed && size.equity_mode == EquityMode::none) {
        return capital_for(fixed_size(size, instrument.lot(), std::nullopt, instrument.step), legs);
    }
    const auto equity = known_equity(context);
    if (!equity.ok()) return equity.error();
    if (is_fixed) return capital_for(fixed_size(size, instrument.lot(), *equity, instrument.step), legs);
    const auto rate = conversion_of(instrument, context);
    if (!rate.ok()) return rate.error();
    const Ratio fee_rate = request.strategy.sizing.include_fees ? instrument.taker_fee : Ratio{};
    return ladder_capital({*equity, shared_risk(size, *equity, risk_shares(request.strategy)), request.base_price, stop, fee_rate, *rate}, legs,
                          request.instruction.identity.side == PositionSide::long_side);
}

Result<PyramidPlan> ladder_against(const EntryRequest& request, const PresetUse& use, Price stop, const DeskContext& context) {
    const PositionSide side = request.instruction.identity.side;
    const bool drops = context.config.preset_settings.drops_legs_beyond_stop;
    if (!use.sizes) {
        auto plan = plan_entry(request, context);
        if (!plan.ok()) return plan;
        if (auto beyond = leg_beyond(stop, *plan, side, drops)) return std::move(*beyond);
        return plan;
    }
    auto prices = plan_entry_with(request, plenty, context);
    if (!prices.ok()) return prices;
    if (auto beyond = leg_beyond(stop, *prices, side, drops)) return std::move(*beyond);
    const auto capital = capital_by(use.preset->size, stop, request, legs_before(stop, *prices, side), context);
    if (!capital.ok()) return capital.error();
    auto plan = plan_entry_with(request, *capital, context);
    if (plan.ok() && drops) drop_beyond(plan->legs, stop, side);
    return plan;
}

/// B-33. Two orders for one lot need a venue that only reduces: on spot coins can be locked once, and the strategy has them.
bool takes_profit(PresetSource source, const Instrument& instrument) {
    return source == PresetSource::preset || (source == PresetSource::both && instrument.market == Market::linear);
}

}  // namespace

Result<std::optional<PresetPlan>> plan_beside(const EntryRequest& request, const DeskContext& context) {
    const auto found = governing(request.instruction, true, context);
    if (!found.ok()) return found.error();
    if (found->preset == nullptr) return std::optional<PresetPlan>();
    auto use = use_of(*found, request.instruction, request.base_price, context);
    if (!use.ok()) return use.error();
    use->has_grid = true;
    use->sizes = context.config.preset_settings.size == PresetSource::preset;
    use->takes_profit = takes_profit(context.config.preset_settings.take_profit, context.instruments.at(request.instruction.identity.instrument));
    // B-34: of a ladder and layers the ladder goes first.
    const bool is_ladder = levels_of(request.strategy, request.pyramid).size() > 1;
    use->has_layers = use->has_layers && (!is_ladder || context.config.preset_settings.allow_layering_with_dca);
    auto plan = ladder_against(request, *use, use->stop, context);
    if (!plan.ok()) return plan.error();
    return std::optional(PresetPlan{std::move(plan).value(), std::move(use).value()});
}

Result<PyramidPlan> plan_pyramid_beside(const EntryRequest& request, const DeskContext& context) {
    const auto stop = stop_for_pyramid(*request.group, request.base_price, context);
    if (!stop.ok()) return stop.error();
    return ladder_against(request, *request.group->preset, *stop, context);
}

bool sizes_by_preset(const Instruction& instruction, const DeskGroup* group, const DeskContext& context) {
    if (group != nullptr) return group->preset.has_value() && (!group->preset->has_grid || group->preset->sizes);
    if (context.config.preset_settings.size != PresetSource::preset) return false;
    const auto found = governing(instruction, true, context);
    return found.ok() && found->preset != nullptr;
}

}  // namespace trellis
