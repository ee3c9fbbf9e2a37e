#include "engine/pool/preset_forecast.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"

namespace trellis {

namespace {

/// Knows the equity that somebody wants to look with; what is free is not known, so nothing is capped (S-4).
class SupposedWallet final : public WalletPort {
public:
    explicit SupposedWallet(std::optional<Money> equity) : equity_(equity) {}
    std::optional<Wallet> wallet(AccountId) const override { return Wallet{{}, equity_, true}; }
    std::optional<Money> free(AccountId, std::string_view) const override { return std::nullopt; }
    bool is_connected(AccountId) const override { return true; }

private:
    std::optional<Money> equity_;
};

/// A configuration in which only this preset can govern.
Config with_only(Config config, const SupposedEntry& entry) {
    config.grid_strategy.enabled = false;
    config.strategies.clear();
    config.owners.clear();
    config.bots.clear();
    Preset alone = entry.preset;
    alone.enabled = true;
    alone.symbol.reset();
    alone.timeframe_seconds.reset();
    alone.is_template = true;  // whoever owns the account
    std::ranges::find(config.accounts, entry.account, &AccountConfig::id)->preset = alone.name;
    config.presets.insert_or_assign(alone.name, SharedPreset(std::move(alone)));
    return config;
}

std::vector<TargetForecast> targets_of(const std::vector<PlannedTarget>& planned, Quantity quantity, Quantity step) {
    std::vector<TargetForecast> targets;
    Quantity left = quantity;
    for (const auto& target : planned) {
        const Quantity part = part_of(quantity, Quantity::from_raw(target.close_percent.raw()), Quantity::from_integer(100), step);
        targets.push_back({target, target.takes_rest ? left : part});
        left -= targets.back().quantity;
    }
    return targets;
}

}  // namespace

Result<PresetForecast> forecast_preset(const SupposedEntry& entry, const ForecastScene& scene) {
    const Config config = with_only(scene.config, entry);
    const SupposedWallet wallet(entry.equity);
    const DeskContext context{scene.now, config, account_of(config, entry.account), scene.instruments, scene.board, &wallet};
    Instruction instruction;
    instruction.identity = entry.identity;
    instruction.wish = PresetWish{"", entry.levels};
    auto plan = plan_by_preset(instruction, entry.price, context);
    if (!plan.ok()) return plan.error();
    const Instrument& instrument = scene.instruments.at(entry.identity.instrument);
    const PlannedLeg& leg = plan->plan.legs.front();
    const Price risk = (leg.price - plan->use.stop).abs();
    const auto targets = plan_targets(entry.preset.targets, risk, {entry.identity.side, leg.price, plan->use.pip, instrument.tick});
    auto layers = preview_layers(*plan, entry.identity.side, entry.equity, entry.identity.instrument, context);
    return PresetForecast{leg, plan->use, risk, targets_of(targets, leg.quantity, instrument.step), std::move(layers)};
}

}  // namespace trellis
