#include "engine/config/config.hpp"

#include <algorithm>

#include "engine/base/check.hpp"

namespace trellis {

int specificity(const StrategyRule& rule, const AccountConfig& account, const Instrument& instrument,
                std::uint32_t timeframe_seconds) {
    if (rule.owner && *rule.owner != account.owner) return 0;
    int result = 1;
    if (rule.account) {
        if (*rule.account != account.name) return 0;
        result += 1;
    }
    if (rule.venue) {
        if (*rule.venue != instrument.venue) return 0;
        result += 2;
    }
    if (rule.timeframe_seconds) {
        if (*rule.timeframe_seconds != timeframe_seconds) return 0;
        result += 4;
    }
    if (rule.instrument) {
        if (*rule.instrument != instrument.name) return 0;
        result += 8;
    }
    return result;
}

std::vector<GridLevel> default_levels() {
    const auto percent = [](const char* text) { return decimal<Ratio>(text); };
    return {{percent("0"), percent("20"), percent("1")},
            {percent("-0.5"), percent("20"), percent("0.5")},
            {percent("-1"), percent("20"), percent("2")},
            {percent("-1.5"), percent("20"), percent("1.5")},
            {percent("-2"), percent("20"), percent("1")}};
}

const Config& default_config() {
    static const Config defaults;
    return defaults;
}

const StrategyRule* select_rule(const Config& config, const AccountConfig& account, const Instrument& instrument, std::uint32_t timeframe_seconds) {
    const StrategyRule* best = nullptr;
    int best_specificity = 0;
    for (const auto& rule : config.strategies) {
        const int found = specificity(rule, account, instrument, timeframe_seconds);
        if (found <= best_specificity) continue;
        best = &rule;
        best_specificity = found;
    }
    return best;
}

const GridStrategy* select_strategy(const Config& config, const AccountConfig& account, const Instrument& instrument,
                                    std::uint32_t timeframe_seconds) {
    const StrategyRule* best = select_rule(config, account, instrument, timeframe_seconds);
    const GridStrategy& chosen = best != nullptr ? best->strategy : config.grid_strategy;
    return chosen.enabled ? &chosen : nullptr;
}

const StrategyRule* chosen_rule(const Config& config, const Bot& bot) {
    if (bot.terms.strategy != BotStrategy::chosen || !bot.terms.ladder.has_value()) return nullptr;
    const auto found = std::ranges::find(config.strategies, text(*bot.terms.ladder), &StrategyRule::id);
    return found == config.strategies.end() ? nullptr : &*found;
}

namespace {

/// One that is not there is no ladder: nobody chose another one in its place.
const GridStrategy* chosen_strategy(const Config& config, const Bot& bot) {
    const StrategyRule* rule = chosen_rule(config, bot);
    return rule != nullptr && rule->strategy.enabled ? &rule->strategy : nullptr;
}

}  // namespace

const GridStrategy* select_strategy(const Config& config, const AccountConfig& account, const Instrument& instrument,
                                    std::uint32_t timeframe_seconds, const Bot* bot) {
    switch (bot == nullptr ? BotStrategy::account : bot->terms.strategy) {
        case BotStrategy::account: return select_strategy(config, account, instrument, timeframe_seconds);
        case BotStrategy::base: return config.grid_strategy.enabled ? &config.grid_strategy : nullptr;
        case BotStrategy::none: return nullptr;
        case BotStrategy::chosen: return chosen_strategy(config, *bot);
    }
    return nullptr;
}

const AccountConfig* find_account(const Config& config, AccountId id) {
    // Those of the document are at their places.
    const std::size_t place = id.value - 1U;
    if (place < config.accounts.size() && config.accounts[place].id == id) return &config.accounts[place];
    const auto found = std::ranges::lower_bound(config.accounts, id, {}, &AccountConfig::id);
    return found != config.accounts.end() && found->id == id ? &*found : nullptr;
}

const AccountConfig& account_of(const Config& config, AccountId id) {
    const AccountConfig* found = find_account(config, id);
    TRELLIS_CHECK(found != nullptr, "an account id names an account");
    return *found;
}

std::optional<PresetVersionId> find_preset_version(const Config& config, OwnerId owner, std::string_view name) {
    const auto of = [&](OwnerId one) -> std::optional<PresetVersionId> {
        const auto shelf = config.preset_versions.find(one);
        if (shelf == config.preset_versions.end()) return std::nullopt;
        const auto found = shelf->second.find(name);
        return found == shelf->second.end() ? std::nullopt : std::optional(found->second);
    };
    const auto own = of(owner);
    return own.has_value() ? own : of(system_owner);
}

const Preset* find_preset(const Config& config, OwnerId owner, std::string_view name) {
    if (name.empty()) return nullptr;
    const auto known = config.presets.find(name);
    const Preset* common = known == config.presets.end() ? nullptr : &*known->second;
    if (owner == operator_owner) return common;
    if (const auto own = config.owners.find(owner); own != config.owners.end()) {
        const auto found = own->second.presets.find(name);
        if (found != own->second.presets.end()) return &*found->second;
    }
    return common != nullptr && common->is_template ? common : nullptr;
}

const std::string& user_default_of(const Config& config, OwnerId owner) {
    static const std::string none;
    if (owner == operator_owner) return config.preset_settings.user_default;
    const auto own = config.owners.find(owner);
    return own == config.owners.end() ? none : own->second.user_default;
}

const TimeZone* preset_zone(const Config& config, const PresetSchedule& schedule) {
    static const TimeZone utc;
    if (schedule.time_zone == "SERVER") return &config.time_zone;
    if (schedule.time_zone == "UTC") return &utc;
    const auto found = config.preset_zones.find(schedule.time_zone);
    return found == config.preset_zones.end() ? nullptr : &found->second;
}

}  // namespace trellis
