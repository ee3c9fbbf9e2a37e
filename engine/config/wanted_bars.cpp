#include "engine/config/wanted_bars.hpp"

#include <algorithm>
#include <array>

namespace trellis {

namespace {

// Those of TradingView's menu from a minute to a week.
constexpr std::array<std::uint32_t, 12> usual_seconds{60, 180, 300, 900, 1800, 2700, 3600, 7200, 10800, 14400, 86400, 604800};

bool is_in_use(const Config& config, std::string_view name) {
    const PresetSettings& settings = config.preset_settings;
    const bool is_default = settings.user_default == name || settings.system_default == name ||
                            std::ranges::any_of(config.owners, [&](const auto& owner) { return owner.second.user_default == name; });
    if (settings.allow_signal_preset || is_default) return true;
    return std::ranges::any_of(config.accounts, [&](const AccountConfig& account) { return account.preset == name; }) ||
           std::ranges::any_of(config.bots, [&](const Bot& bot) { return bot.preset == name; });
}

bool is_in_use(const Config& config, OwnerId owner, std::string_view name) {
    if (config.preset_settings.allow_signal_preset || user_default_of(config, owner) == name) return true;
    return std::ranges::any_of(config.accounts, [&](const AccountConfig& account) { return account.owner == owner && account.preset == name; }) ||
           std::ranges::any_of(config.bots, [&](const Bot& bot) { return bot.id.owner == owner && bot.preset == name; });
}

void add_wishes(const Preset& preset, std::vector<BarWish>& wishes) {
    if (!preset.trail.enabled || preset.trail.mode == TrailingMode::step_pips) return;
    const std::uint16_t period = atr_period_of(preset.trail);
    if (preset.timeframe_seconds.has_value()) {
        wishes.push_back({*preset.timeframe_seconds, period});
        return;
    }
    for (const std::uint32_t seconds : usual_seconds) wishes.push_back({seconds, period});
}

}  // namespace

std::vector<BarWish> wanted_bars(const Config& config) {
    std::vector<BarWish> wishes;
    for (const auto& [name, preset] : config.presets) {
        if (is_in_use(config, name)) add_wishes(*preset, wishes);
    }
    for (const auto& [owner, own] : config.owners) {
        for (const auto& [name, preset] : own.presets) {
            if (is_in_use(config, owner, name)) add_wishes(*preset, wishes);
        }
    }
    std::ranges::sort(wishes);
    wishes.erase(std::unique(wishes.begin(), wishes.end()), wishes.end());
    return wishes;
}

void keep_wanted_bars(std::map<InstrumentId, SymbolBook>& books, const InstrumentTable& instruments, const Config& config) {
    const auto wishes = wanted_bars(config);
    if (wishes.empty()) return;
    for (const auto& instrument : instruments.all()) books[instrument.id].want_bars(wishes);
}

}  // namespace trellis
