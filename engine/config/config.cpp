#include "engine/config/config.hpp"

namespace trellis {

namespace {

/// How exactly a rule names the signal's place: instrument and timeframe weigh most (D-12). Zero: it does not apply.
int specificity(const StrategyRule& rule, const AccountConfig& account, const Instrument& instrument,
                std::uint32_t timeframe_seconds) {
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

}  // namespace

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

const GridStrategy* select_strategy(const Config& config, const AccountConfig& account, const Instrument& instrument,
                                    std::uint32_t timeframe_seconds) {
    const StrategyRule* best = nullptr;
    int best_specificity = 0;
    for (const auto& rule : config.strategies) {
        const int found = specificity(rule, account, instrument, timeframe_seconds);
        if (found <= best_specificity) continue;
        best = &rule;
        best_specificity = found;
    }
    const GridStrategy& chosen = best != nullptr ? best->strategy : config.grid_strategy;
    return chosen.enabled ? &chosen : nullptr;
}

}  // namespace trellis
