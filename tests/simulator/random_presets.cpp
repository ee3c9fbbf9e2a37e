#include "tests/simulator/random_presets.hpp"

#include "engine/base/check.hpp"
#include "engine/preset/validate.hpp"

namespace trellis::tests {

namespace {

const char* const names[] = {"one", "two", "three"};
const char* const zone_name = "Test/Summer";

Ratio hundredths(std::int64_t value) { return Ratio::from_raw(Ratio::scale / 100 * value); }

PresetSize random_size(Dice& dice) {
    PresetSize size;
    size.mode = dice.one_in(3) ? SizeMode::fixed : SizeMode::risk_percent;
    size.fixed_lot = Quantity::from_raw(Quantity::scale / 1000 * dice.between(1, 800));
    size.risk_per_trade_percent = hundredths(dice.between(1, 120));
    size.max_positions = static_cast<std::uint16_t>(dice.between(1, 4));
    size.max_positions_per_symbol = static_cast<std::uint16_t>(dice.between(1, size.max_positions));
    size.equity_mode = static_cast<EquityMode>(dice.roll(3));
    size.equity_base = Money::from_integer(dice.between(20'000, 90'000));
    size.equity_step_factor = hundredths(dice.between(50, 200));
    if (dice.one_in(3)) size.risk_max_percent = hundredths(dice.between(60, 150));
    if (dice.one_in(3)) size.risk_min_percent = hundredths(dice.between(1, 60));
    return size;
}

PresetTargets random_targets(Dice& dice) {
    PresetTargets targets;
    targets.mode = static_cast<TargetMode>(dice.roll(3));
    std::int64_t left = 100;
    std::int64_t rr = 0;
    for (auto& target : targets.targets) {
        target.enabled = &target == &targets.targets.front() || !dice.one_in(4);
        rr += dice.between(20, 120);
        target.rr = hundredths(rr);
        const std::int64_t part = dice.one_in(4) ? left : dice.between(0, left);
        target.close_percent = Ratio::from_integer(part);
        if (target.enabled) left -= part;
    }
    if (targets.mode == TargetMode::single && dice.one_in(2)) targets.targets[0].close_percent.reset();
    targets.close_remaining_at_tp3 = dice.one_in(3);
    return targets;
}

PresetTrail random_trail(Dice& dice) {
    PresetTrail trail;
    trail.break_even = dice.one_in(2);
    trail.break_even_trigger_rr = hundredths(dice.between(20, 200));
    trail.break_even_offset = static_cast<Pips>(dice.between(-20, 20));
    trail.enabled = !dice.one_in(3);
    trail.mode = static_cast<TrailingMode>(dice.roll(3));
    trail.trigger_rr = hundredths(dice.between(20, 200));
    trail.step = static_cast<Pips>(dice.between(1, 40));
    trail.atr_multiplier = hundredths(dice.between(10, 300));
    if (!dice.one_in(4)) trail.atr_period = static_cast<std::uint16_t>(dice.between(1, 4));
    trail.update_interval_seconds = dice.one_in(2) ? static_cast<std::uint16_t>(dice.between(1, 90)) : 0;
    return trail;
}

PresetLayers random_layers(Dice& dice) {
    PresetLayers layers;
    layers.enabled = dice.one_in(2);
    layers.max_per_symbol = static_cast<std::uint16_t>(dice.between(1, 6));
    layers.distance = static_cast<Pips>(dice.between(1, 60));
    layers.martingale = static_cast<Martingale>(dice.roll(3));
    layers.factor = hundredths(dice.between(50, 300));
    layers.max_total_risk_percent = hundredths(dice.between(10, 2'000));
    return layers;
}

void name_zone(adapters::Scenario& scenario) {
    const std::int64_t start = scenario.start.time_since_epoch() / std::chrono::seconds(1);
    scenario.config.preset_zones.insert_or_assign(zone_name, TimeZone(zone_name, 3600, {{start + 900, 7200}}));
}

}  // namespace

const char* random_preset_name(Dice& dice) { return dice.pick(names); }

PresetSchedule random_schedule(Dice& dice) {
    PresetSchedule schedule;
    if (dice.one_in(3)) {
        // The run begins at nine; windows that begin or end soon, some over midnight.
        schedule.begins = MinuteOfDay{static_cast<std::uint16_t>(dice.between(0, 1439))};
        schedule.ends = MinuteOfDay{static_cast<std::uint16_t>((schedule.begins->value + dice.between(500, 1430)) % 1440)};
    }
    static const char* const zones[] = {"SERVER", "UTC", zone_name};
    schedule.time_zone = dice.pick(zones);
    if (dice.one_in(8)) schedule.days = static_cast<std::uint8_t>(dice.between(1, 127));
    schedule.only_in_session = dice.one_in(6);
    if (dice.one_in(3)) schedule.sessions = {SessionProfile::london, SessionProfile::new_york};
    return schedule;
}

Preset random_preset(Dice& dice, std::string name) {
    Preset preset;
    preset.name = std::move(name);
    preset.enabled = !dice.one_in(10);
    if (dice.one_in(8)) preset.symbol = "BTCUSDT";
    if (dice.one_in(8)) preset.timeframe_seconds = 60;
    preset.size = random_size(dice);
    preset.stop = {static_cast<StopMode>(dice.roll(3)), static_cast<Pips>(dice.between(5, 250)), hundredths(dice.between(10, 300))};
    if (preset.stop.mode != StopMode::pips && dice.one_in(3)) preset.stop.pips.reset();
    preset.targets = random_targets(dice);
    preset.trail = random_trail(dice);
    preset.layers = random_layers(dice);
    preset.hedge = {dice.one_in(2), hundredths(dice.between(1, 100)), static_cast<Pips>(dice.between(1, 30)), hundredths(dice.between(30, 250))};
    preset.candle_exit.enabled = dice.one_in(5);
    preset.candle_exit.hold_candles = static_cast<std::uint16_t>(dice.between(1, 4));
    preset.candle_exit.timeframe_seconds = dice.one_in(2) ? 60 : 300;
    preset.schedule = random_schedule(dice);
    preset.week = {dice.one_in(3), hundredths(dice.between(1, 20)), static_cast<std::uint8_t>(dice.between(1, 7)), dice.one_in(2)};
    const auto faults = faults_of(preset);
    TRELLIS_CHECK(faults.empty(), faults.empty() ? "" : faults.front().field + " " + faults.front().value + ": " + faults.front().rule);
    return preset;
}

void draw_presets(Dice& dice, adapters::Scenario& scenario) {
    Config& config = scenario.config;
    for (const char* const name : names) config.presets.insert_or_assign(name, random_preset(dice, name));
    name_zone(scenario);
    PresetSettings& settings = config.preset_settings;
    settings.allow_signal_preset = dice.one_in(2);
    settings.strict = dice.one_in(6);
    settings.user_default = dice.one_in(3) ? dice.pick(names) : "";
    settings.system_default = dice.one_in(3) ? dice.pick(names) : "";
    settings.size = dice.one_in(3) ? PresetSource::config : PresetSource::preset;
    settings.allow_layering_with_dca = dice.one_in(2);
    settings.layer_exit = dice.one_in(3) ? LayerExit::basket : LayerExit::independent;
    settings.take_profit = dice.one_in(2) ? PresetSource::config : PresetSource::preset;
    for (auto& account : config.accounts) {
        if (!dice.one_in(4)) account.preset = dice.pick(names);
        account.pip.crypto = static_cast<CryptoPip>(dice.roll(3));
        account.pip.amount = Price::from_raw(Price::scale / 10 * dice.between(1, 20));
        account.use_signal_sl = dice.one_in(4);
        account.use_signal_tp = dice.one_in(4);
    }
    config.grid_strategy.enabled = dice.one_in(2);
}

std::string random_wish(Dice& dice, Price price) {
    std::string wish;
    if (dice.one_in(4)) wish += R"(,"preset":")" + std::string(dice.pick(names)) + R"(")";
    if (dice.one_in(2)) return wish;
    const auto away = [&](std::int64_t least, std::int64_t most) { return (price + Price::from_raw(price.raw() / 1000 * dice.between(least, most))).text(); };
    wish += R"(,"risk":{"stop_loss":)" + away(-20, 20);
    if (dice.one_in(2)) wish += R"(,"structure_sl":)" + away(-20, 20);
    if (dice.one_in(3)) wish += R"(,"take_profit":)" + away(-20, 20);
    return wish + "}";
}

}  // namespace trellis::tests
