#include "engine/pool/preset_entry.hpp"

#include <algorithm>
#include <iterator>

#include "engine/base/rounding.hpp"
#include "engine/market/filters.hpp"
#include "engine/pool/bots.hpp"
#include "engine/pool/entry_plan.hpp"
#include "engine/pool/ladder.hpp"
#include "engine/preset/pip.hpp"
#include "engine/preset/risk_size.hpp"

namespace trellis {

namespace {

const std::string& wished(const Instruction& instruction) {
    static const std::string none;
    return instruction.wish.has_value() ? instruction.wish->preset : none;
}

SignalLevels levels_of(const Instruction& instruction) {
    return instruction.wish.has_value() ? instruction.wish->levels : SignalLevels{};
}

/// B-20: the signal's, the bot's, the connection's; without a grid strategy also the user's default and the system's. The subscription's
/// is that of copies.
Resolution resolved(const Instruction& instruction, bool has_grid, const DeskContext& context) {
    const Instrument& instrument = context.instruments.at(instruction.identity.instrument);
    return resolve_preset(context.config, context.account, {{wished(instruction), bot_for(instruction.identity, context)}, has_grid},
                          {instrument.symbol, instruction.identity.timeframe_seconds});
}

/// What says more than a default.
std::vector<PresetCandidate> near_candidates(const Config& config, const AccountConfig& account, const NearLevels& near) {
    const auto named = [&](std::string_view name) { return find_preset(config, account.owner, name); };
    std::vector<PresetCandidate> candidates{{PresetLevel::signal, named(near.wished)}};
    if (near.bot != nullptr) candidates.push_back({PresetLevel::bot, named(near.bot->preset)});
    candidates.push_back({PresetLevel::connection, named(account.preset)});
    return candidates;
}

std::vector<PresetCandidate> default_candidates(const Config& config, const AccountConfig& account) {
    return {{PresetLevel::user_default, find_preset(config, account.owner, user_default_of(config, account.owner))},
            {PresetLevel::system_default, find_preset(config, operator_owner, config.preset_settings.system_default)}};
}

Error no_config(const Instruction& instruction, const Resolution& resolution, const DeskContext& context) {
    std::string detail = "no grid strategy applies to " + context.instruments.at(instruction.identity.instrument).name + " on " +
                         std::to_string(instruction.identity.timeframe_seconds) + " s (D-12)";
    for (const auto& skipped : resolution.skipped) {
        if (skipped.reason == SkipReason::unassigned) continue;
        detail += "; the preset of level " + std::string(text(skipped.level)) + " is passed over: " + std::string(text(skipped.reason));
    }
    return {"NO_CONFIG", std::move(detail)};
}

struct Sized {
    Quantity quantity;
    std::optional<Quantity> wanted;  ///< SIZE_CAPPED: more than this was wanted
};

Result<Sized> sized(const SizeRequest& request, const DeskContext& context) {
    auto wanted = preset_size(request, request.instrument.step, context);
    if (!wanted.ok()) return wanted.error();
    const auto most = buying_power(request.instrument, request.entry, context);
    if (!most.has_value() || *wanted <= *most) return Sized{*wanted, std::nullopt};
    return Sized{*most, *wanted};
}

/// The one leg of R-52. A quantity that the venue does not take is an error, never rounded up (B-3).
Result<PyramidPlan> one_leg(const GridStrategy& strategy, PyramidIndex pyramid, PositionSide side, Price base_price, const Sized& size,
                            const Instrument& instrument) {
    PlannedLeg leg;
    leg.price = scaled_price(base_price, Ratio::from_integer(100), instrument.tick, entry_rounding(strategy.rounding, side));
    leg.weight = Ratio::from_integer(100);
    leg.entry = strategy.entry_order_type == EntryOrderType::market ? LegEntry::market : LegEntry::resting;
    const bool is_market = leg.entry == LegEntry::market;
    const auto most = most_for_one_order(instrument, is_market);
    leg.quantity = most.has_value() ? std::min(size.quantity, *most) : size.quantity;
    if (const auto refusal = refused_by(instrument, {leg.price, leg.quantity, Purpose::opening, is_market})) {
        const std::string capped = size.wanted.has_value() ? " (SIZE_CAPPED: " + size.wanted->text() + " wanted)" : "";
        return Error{"BELOW_MINIMUM", leg.quantity.text() + " of " + instrument.symbol + " at " + leg.price.text() + capped + ": " +
                                          text(*refusal) + " (B-3)"};
    }
    return PyramidPlan{pyramid, base_price, notional(leg.price, leg.quantity), {leg}, false};
}

bool is_losing_side(Price stop, Price entry, PositionSide side) {
    return side == PositionSide::long_side ? stop < entry : stop > entry;
}

}  // namespace

std::uint16_t risk_shares(const GridStrategy& strategy) {
    return strategy.sizing.risk_scope == RiskScope::group ? std::max<std::uint16_t>(strategy.max_pyramids, 1) : std::uint16_t{1};
}

Ratio shared_risk(const PresetSize& size, Money equity, std::uint16_t shares) {
    return Ratio::from_raw(divide(effective_risk(size, equity).raw(), shares, Rounding::floor));
}

Result<Quantity> preset_size(const SizeRequest& request, Quantity step, const DeskContext& context) {
    const bool is_fixed = request.size.mode == SizeMode::fixed;
    if (is_fixed && request.size.equity_mode == EquityMode::none) return fixed_size(request.size, request.instrument.lot(), std::nullopt, step);
    const auto equity = known_equity(context);
    if (!equity.ok()) return equity.error();
    if (is_fixed) return fixed_size(request.size, request.instrument.lot(), *equity, step);
    const auto rate = conversion_of(request.instrument, context);
    if (!rate.ok()) return rate.error();
    const Ratio fee_rate = request.includes_fees ? request.instrument.taker_fee : Ratio{};
    return risk_size({*equity, shared_risk(request.size, *equity, request.shares), request.entry, request.stop, fee_rate, *rate}, step);
}

std::optional<Quantity> buying_power(const Instrument& instrument, Price entry, const DeskContext& context) {
    if (context.wallets == nullptr) return std::nullopt;
    const bool is_spot = instrument.market == Market::spot;
    const auto free = context.wallets->free(context.account.id, is_spot ? instrument.quote : context.account.currency);
    if (!free.has_value()) return std::nullopt;
    const Money power = is_spot ? *free : Money::from_raw(multiply(free->raw(), context.account.leverage));
    if (!power.is_positive()) return Quantity{};
    const Ratio fee = instrument.fee_asset == FeeAsset::quote ? instrument.taker_fee : Ratio{};
    return affordable(power, Ratio::from_integer(100), entry + as<Price>(fee_of(as<Money>(entry), fee)), instrument.step);
}

std::vector<PresetCandidate> preset_candidates(const Config& config, const AccountConfig& account, const NearLevels& near, bool has_grid) {
    auto candidates = near_candidates(config, account, near);
    if (!has_grid) std::ranges::copy(default_candidates(config, account), std::back_inserter(candidates));
    return candidates;
}

Resolution resolve_preset(const Config& config, const AccountConfig& account, const PresetRequest& request, const PresetSubject& subject) {
    Resolution near = resolve(near_candidates(config, account, request.near), subject);
    if (near.preset != nullptr || request.has_grid) return near;
    Resolution far = resolve(default_candidates(config, account), subject);
    far.skipped.insert(far.skipped.begin(), near.skipped.begin(), near.skipped.end());
    return far;
}

Result<Resolution> governing(const Instruction& instruction, bool has_grid, const DeskContext& context) {
    Resolution resolution = resolved(instruction, has_grid, context);
    const bool is_refused = context.config.preset_settings.strict && resolution.is_overridden();
    if (is_refused || (resolution.preset == nullptr && !has_grid)) return no_config(instruction, resolution, context);
    return resolution;
}

Result<ConversionRate> conversion_of(const Instrument& instrument, const DeskContext& context) {
    const std::string& currency = context.account.currency;
    if (instrument.quote == currency) return ConversionRate{};
    const Price one = Price::from_integer(1);
    for (const auto& pair : context.instruments.all()) {
        const Quote* quote = context.board.quote(pair.id);
        if (quote == nullptr) continue;
        if (pair.base == instrument.quote && pair.quote == currency) return ConversionRate{quote->bid, one};
        if (pair.base == currency && pair.quote == instrument.quote) return ConversionRate{one, quote->ask};
    }
    return Error{"NO_PRICE", "no quote says what a " + instrument.quote + " is worth in " + currency + " (B-2)"};
}

Result<Money> known_equity(const DeskContext& context) {
    const auto equity = equity_of(context);
    if (equity.has_value() && equity->is_positive()) return *equity;
    return Error{"NO_EQUITY", "the account's equity is not known, or nothing of it is left (B-3)"};
}

Result<PresetUse> use_of(const Resolution& resolution, const Instruction& instruction, Price base_price, const DeskContext& context) {
    const Instrument& instrument = context.instruments.at(instruction.identity.instrument);
    PresetUse use;
    use.preset = *resolution.preset;
    use.level = *resolution.level;
    use.pip = pip_of(instrument, base_price, context.account.pip);
    use.signal = levels_of(instruction);
    const auto stop = plan_stop(resolution.preset->stop, use.signal, {instruction.identity.side, base_price, use.pip, instrument.tick});
    if (!stop.ok()) return stop.error();
    use.stop = stop->price;
    use.origin = stop->origin;
    use.version = find_preset_version(context.config, context.account.owner, resolution.preset->name);
    use.stop_follows_average = context.config.preset_settings.stop_follows_average;
    use.break_even_includes_fees = context.config.preset_settings.break_even_includes_fees;
    use.has_layers = resolution.preset->layers.enabled;
    use.layer_exit = context.config.preset_settings.layer_exit;
    use.has_hedge = resolution.preset->hedge.enabled && can_hedge(context.account);
    if (!use.has_hedge) return use;
    const auto equity = known_equity(context);  // what its trigger is measured by
    if (!equity.ok()) return equity.error();
    use.equity = *equity;
    return use;
}

Result<Price> stop_for_pyramid(const DeskGroup& group, Price base_price, const DeskContext& context) {
    const GroupFigures* figures = context.board.find(group.id);
    const Price stop = figures != nullptr && figures->stop.has_value() ? *figures->stop : group.preset->stop;
    if (is_losing_side(stop, base_price, group.identity.side)) return stop;
    return Error{"NO_STOP", "the stop in force, " + stop.text() + ", is no stop for an entry at " + base_price.text() + " (R-52)"};
}

std::optional<Error> refuse_by_preset(const Instruction& instruction, const GridStrategy* strategy, const DeskContext& context) {
    const std::string& name = wished(instruction);
    if (!name.empty() && find_preset(context.config, context.account.owner, name) == nullptr) {
        return Error{"SCHEMA", "preset: there is no preset " + name + " (B-20)"};
    }
    const auto found = governing(instruction, strategy != nullptr, context);
    return found.ok() ? std::nullopt : std::optional(found.error());
}

const Preset* governing_preset(const Desk& desk, const Instruction& instruction, const DeskContext& context) {
    const Identity& identity = instruction.identity;
    const DeskGroup* group = desk.find(identity);
    if (group != nullptr && !group->is_closing) return group->preset.has_value() ? &*group->preset->preset : nullptr;
    const bool has_grid = strategy_for(identity, context) != nullptr;
    const auto found = governing(instruction, has_grid, context);
    return found.ok() ? found->preset : nullptr;
}

std::optional<Error> check_preset_caps(const Desk& desk, const Instruction& instruction, const DeskContext& context) {
    const Identity& identity = instruction.identity;
    const bool has_grid = strategy_for(identity, context) != nullptr;
    const auto found = governing(instruction, has_grid, context);
    if (!found.ok()) return found.error();
    return found->preset == nullptr ? std::nullopt : check_caps_of(desk, *found->preset, identity.instrument, context);
}

bool is_use_of(const PresetUse& use, const std::optional<PresetVersionId>& version, std::string_view name) {
    if (version.has_value() && use.version.has_value()) return use.version->preset == version->preset;
    return use.preset->name == name;
}

std::optional<Error> check_caps_of(const Desk& desk, const Preset& preset, InstrumentId instrument, const DeskContext& context) {
    std::uint32_t all = 0;
    std::uint32_t same = 0;
    const auto version = find_preset_version(context.config, context.account.owner, preset.name);
    for (const auto& [id, group] : desk.groups) {
        if (!group.preset.has_value() || !is_use_of(*group.preset, version, preset.name)) continue;
        all += 1;
        if (group.identity.instrument == instrument) same += 1;
    }
    const auto refused = [&](std::uint32_t open, std::uint16_t most, const std::string& where) {
        return Error{"PRESET_MAX_POSITIONS", std::to_string(open) + " groups" + where + " are open under preset " + preset.name + ", " +
                                                 std::to_string(most) + " are allowed (R-59)"};
    };
    if (all >= preset.size.max_positions) return refused(all, preset.size.max_positions, "");
    if (same >= preset.size.max_positions_per_symbol) return refused(same, preset.size.max_positions_per_symbol, " of " + context.instruments.at(instrument).symbol);
    return std::nullopt;
}

GridStrategy without_targets(GridStrategy strategy) {
    // The mode of a grid without leg targets, and no percentage.
    strategy.take_profit_mode = TakeProfitMode::aggregate;
    strategy.take_profit_aggregate_percent.reset();
    strategy.pyramid_take_profit_percents.clear();
    strategy.aggregate_execution = AggregateExecution::market_on_touch;
    strategy.recycle_legs = false;
    return strategy;
}

SharedStrategy strategy_alone(const Config& config) {
    GridStrategy alone = without_targets(config.grid_strategy);
    alone.levels = {GridLevel{{}, Ratio::from_integer(100), {}}};
    alone.pyramid_levels.clear();
    alone.anchor = LadderAnchor::signal;
    alone.follow_config_changes = false;
    alone.cancel_dca_beyond_percent = {};
    return alone;
}

Result<PresetPlan> plan_by_preset(const Instruction& instruction, Price base_price, const DeskContext& context) {
    const auto found = governing(instruction, false, context);
    if (!found.ok()) return found.error();
    const Instrument& instrument = context.instruments.at(instruction.identity.instrument);
    auto use = use_of(*found, instruction, base_price, context);
    if (!use.ok()) return use.error();
    const SharedStrategy strategy = strategy_alone(context.config);
    const auto size = sized({found->preset->size, base_price, use->stop, instrument, risk_shares(strategy), strategy->sizing.include_fees}, context);
    if (!size.ok()) return size.error();
    use->wanted = size->wanted;
    auto plan = one_leg(strategy, PyramidIndex{0}, instruction.identity.side, base_price, *size, instrument);
    if (!plan.ok()) return plan.error();
    return PresetPlan{std::move(plan).value(), std::move(use).value()};
}

Result<PyramidPlan> plan_pyramid_by_preset(const DeskGroup& group, const Instruction& instruction, Price base_price,
                                           const DeskContext& context) {
    const Instrument& instrument = context.instruments.at(instruction.identity.instrument);
    const auto stop = stop_for_pyramid(group, base_price, context);
    if (!stop.ok()) return stop.error();
    const auto size = sized({group.preset->preset->size, base_price, *stop, instrument, risk_shares(group.strategy), group.strategy->sizing.include_fees}, context);
    if (!size.ok()) return size.error();
    return one_leg(group.strategy, PyramidIndex{group.entries_total}, instruction.identity.side, base_price, *size, instrument);
}

}  // namespace trellis
