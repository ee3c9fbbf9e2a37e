#include "engine/preset/templates.hpp"

namespace trellis {

namespace {

Ratio ratio(const char* text) { return decimal<Ratio>(text); }

Preset common(const char* name, const char* description) {
    Preset preset;
    preset.name = name;
    preset.description = description;
    preset.is_template = true;
    preset.visibility = PresetVisibility::marketplace;
    return preset;
}

void risk(Preset& preset, const char* percent, std::uint16_t positions, std::uint16_t per_symbol) {
    preset.size.risk_per_trade_percent = ratio(percent);
    preset.size.max_positions = positions;
    preset.size.max_positions_per_symbol = per_symbol;
}

void single(Preset& preset, const char* rr) { preset.targets.targets[0] = {true, ratio(rr), ratio("100")}; }

void multi(Preset& preset, const std::array<std::array<const char*, 2>, 3>& targets) {
    preset.targets.mode = TargetMode::multi;
    for (std::size_t place = 0; place < targets.size(); ++place) {
        preset.targets.targets.at(place) = {true, ratio(targets.at(place)[0]), ratio(targets.at(place)[1])};
    }
}

void break_even(Preset& preset, const char* trigger) {
    preset.trail.break_even = true;
    preset.trail.break_even_trigger_rr = ratio(trigger);
}

void hours(Preset& preset, std::uint16_t begins, std::uint16_t ends) {
    preset.schedule.begins = MinuteOfDay{static_cast<std::uint16_t>(begins * 60)};
    preset.schedule.ends = MinuteOfDay{static_cast<std::uint16_t>(ends * 60)};
}

void week(Preset& preset, const char* percent, bool stops) {
    preset.week = {true, ratio(percent), 1, stops};
}

Preset conservative_scalper() {
    Preset preset = common("Conservative Scalper", "Small risk, a near stop, one target, in the hours of Europe and the morning of New York.");
    risk(preset, "0.5", 1, 1);
    preset.stop.pips = 20;
    single(preset, "1.5");
    hours(preset, 8, 18);
    preset.schedule.only_in_session = true;
    week(preset, "2", true);
    return preset;
}

Preset swing_trader() {
    Preset preset = common("Swing Trader", "A stop behind the market's structure, three targets, break-even and a stop that follows in steps.");
    risk(preset, "1", 3, 1);
    preset.stop = {StopMode::structure, 50, {}};
    multi(preset, {{{"2", "30"}, {"3", "40"}, {"5", "30"}}});
    break_even(preset, "1.5");
    preset.trail.enabled = true;
    preset.trail.trigger_rr = ratio("1.5");
    preset.trail.step = 20;
    preset.trail.update_interval_seconds = 60;
    return preset;
}

Preset aggressive_day_trader() {
    Preset preset = common("Aggressive Day Trader", "More risk, more positions, layers against the first one, a stop behind the true range.");
    risk(preset, "2", 5, 2);
    preset.stop.pips = 30;
    multi(preset, {{{"1.5", "50"}, {"2.5", "30"}, {"4", "20"}}});
    preset.trail.enabled = true;
    preset.trail.mode = TrailingMode::step_atr;
    preset.trail.trigger_rr = ratio("1");
    preset.trail.atr_period = 14;
    preset.trail.atr_multiplier = ratio("1.5");
    preset.trail.update_interval_seconds = 30;
    preset.layers = {true, 3, 20, Martingale::multiply, ratio("1.5"), ratio("10")};
    week(preset, "5", false);
    return preset;
}

Preset safe_long_term() {
    Preset preset = common("Safe Long-Term", "Very small risk, a far stop, one far target, in the hours of London and New York.");
    risk(preset, "0.25", 1, 1);
    preset.stop.pips = 100;
    single(preset, "3");
    break_even(preset, "2");
    hours(preset, 8, 22);
    week(preset, "1", true);
    return preset;
}

Preset grid_trading() {
    Preset preset = common("Grid Trading", "Layers of doubled size against the first position, hedged when they lose too much.");
    preset.size.mode = SizeMode::fixed;
    preset.size.fixed_lot = decimal<Quantity>("0.01");
    preset.size.max_positions = 5;
    preset.size.max_positions_per_symbol = 5;
    preset.stop.pips = 50;
    single(preset, "1");
    preset.layers = {true, 5, 15, Martingale::multiply, ratio("2"), ratio("5")};
    preset.hedge = {true, ratio("2"), 20, ratio("1")};
    week(preset, "3", false);
    return preset;
}

Preset breakout_trader() {
    Preset preset = common("Breakout Trader", "A stop behind the market's structure, three far targets, a stop that hangs from the extreme of the bars.");
    risk(preset, "1.5", 2, 1);
    preset.stop = {StopMode::structure, 30, {}};
    multi(preset, {{{"2", "40"}, {"4", "40"}, {"6", "20"}}});
    break_even(preset, "1");
    preset.trail.enabled = true;
    preset.trail.mode = TrailingMode::chandelier;
    preset.trail.trigger_rr = ratio("1");
    preset.trail.atr_period = 22;
    preset.trail.atr_multiplier = ratio("3");
    preset.trail.update_interval_seconds = 60;
    hours(preset, 8, 17);
    preset.schedule.only_in_session = true;
    return preset;
}

}  // namespace

const std::vector<Preset>& preset_templates() {
    static const std::vector<Preset> all{conservative_scalper(), swing_trader(), aggressive_day_trader(),
                                         safe_long_term(),       grid_trading(), breakout_trader()};
    return all;
}

}  // namespace trellis
