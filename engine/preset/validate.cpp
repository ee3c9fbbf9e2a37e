#include "engine/preset/validate.hpp"

#include <algorithm>
#include <optional>

#include "engine/preset/layer_plan.hpp"

namespace trellis {

namespace {

std::string words(std::int64_t value) { return std::to_string(value); }
std::string words(Ratio value) { return value.text(); }
std::string words(Quantity value) { return value.text(); }

class Faults {
public:
    void add(std::string field, std::string value, std::string rule, std::string hint) {
        all_.push_back({std::move(field), std::move(value), std::move(rule), std::move(hint)});
    }
    template <class Value>
    void within(const char* field, Value value, const char* least, const char* most) {
        const auto number = decimal_of(value);
        if (number >= decimal<Ratio>(least) && number <= decimal<Ratio>(most)) return;
        add(field, words(value), std::string(least) + " to " + most, "give a value of that range");
    }
    template <class Value>
    void within(const char* field, const std::optional<Value>& value, const char* least, const char* most) {
        if (value.has_value()) within(field, *value, least, most);
    }
    template <class Value>
    void required(const char* field, const std::optional<Value>& value, bool is_needed, const char* by) {
        if (is_needed && !value.has_value()) add(field, "", std::string("required with ") + by, "give it, or change what asks for it");
    }
    std::vector<PresetFault> take() { return std::move(all_); }

private:
    static Ratio decimal_of(std::integral auto value) { return Ratio::from_integer(value); }
    template <class Tag>
    static Ratio decimal_of(Decimal<Tag> value) {
        return as<Ratio>(value);
    }

    std::vector<PresetFault> all_;
};

constexpr std::size_t name_max = 255;
constexpr std::size_t symbol_max = 50;
constexpr std::size_t tags_max = 20;
constexpr std::size_t tag_max = 50;

void check_labels(const Preset& preset, Faults& faults) {
    if (preset.name.empty() || preset.name.size() > name_max) faults.add("name", preset.name, "1 to 255 characters", "give it a name");
    if (preset.symbol.has_value() && (preset.symbol->empty() || preset.symbol->size() > symbol_max)) {
        faults.add("symbol", *preset.symbol, "1 to 50 characters", "name an instrument, or leave it out");
    }
    if (preset.tags.size() > tags_max) faults.add("tags", words(static_cast<std::int64_t>(preset.tags.size())), "at most 20 tags", "drop some");
    for (const auto& tag : preset.tags) {
        if (tag.empty() || tag.size() > tag_max) faults.add("tags", tag, "each 1 to 50 characters", "shorten it");
    }
}

void check_size(const PresetSize& size, Faults& faults) {
    const bool is_fixed = size.mode == SizeMode::fixed;
    faults.required("fixed_lot", size.fixed_lot, is_fixed, "position_size_mode FIXED");
    faults.within("fixed_lot", size.fixed_lot, "0.00000001", "1000");
    faults.required("risk_per_trade_pct", size.risk_per_trade_percent, !is_fixed, "position_size_mode RISK_PERCENT");
    faults.within("risk_per_trade_pct", size.risk_per_trade_percent, "0.01", "100");
    faults.within("max_positions", size.max_positions, "1", "100");
    faults.within("max_positions_per_symbol", size.max_positions_per_symbol, "1", "50");
    if (size.max_positions_per_symbol > size.max_positions) {
        faults.add("max_positions_per_symbol", words(size.max_positions_per_symbol), "at most max_positions (" + words(size.max_positions) + ")",
                   "lower it, or raise max_positions");
    }
    faults.required("equity_base", size.equity_base, size.equity_mode != EquityMode::none, "equity_dynamic_mode");
    if (size.equity_base.has_value() && !size.equity_base->is_positive()) {
        faults.add("equity_base", size.equity_base->text(), "above 0", "give the equity that the risk is meant for");
    }
    faults.required("equity_step_factor", size.equity_step_factor, size.equity_mode == EquityMode::step, "equity_dynamic_mode STEP");
    faults.within("equity_step_factor", size.equity_step_factor, "0.1", "10");
    faults.within("risk_min_pct", size.risk_min_percent, "0.01", "100");
    faults.within("risk_max_pct", size.risk_max_percent, "0.01", "100");
    if (size.risk_min_percent.has_value() && size.risk_max_percent.has_value() && *size.risk_max_percent < *size.risk_min_percent) {
        faults.add("risk_max_pct", size.risk_max_percent->text(), "at least risk_min_pct (" + size.risk_min_percent->text() + ")", "swap them");
    }
}

void check_stop(const PresetStop& stop, Faults& faults) {
    faults.required("sl_pips", stop.pips, stop.mode == StopMode::pips, "sl_mode PIPS");
    faults.within("sl_pips", stop.pips, "1", "10000");
    faults.required("sl_r_multiple", stop.r_multiple, stop.mode == StopMode::r_multiple, "sl_mode R_MULTIPLE");
    faults.within("sl_r_multiple", stop.r_multiple, "0.1", "10");
}

void check_target(const PresetTargets& targets, std::size_t place, Faults& faults) {
    const PresetTarget& target = targets.targets.at(place);
    const std::string name = "tp" + words(static_cast<std::int64_t>(place + 1));
    const bool counts = target.enabled && targets.mode != TargetMode::disabled && (place == 0 || targets.mode == TargetMode::multi);
    faults.required((name + "_rr").c_str(), target.rr, counts, (name + "_enabled").c_str());
    faults.within((name + "_rr").c_str(), target.rr, "0.1", "100");
    faults.required((name + "_close_pct").c_str(), target.close_percent, counts && targets.mode == TargetMode::multi, "tp_mode MULTI");
    faults.within((name + "_close_pct").c_str(), target.close_percent, "0", "100");
}

/// Enabled targets ascend, and together close no more than there is.
void check_series(const PresetTargets& targets, Faults& faults) {
    if (targets.mode != TargetMode::multi) return;
    std::optional<Ratio> last;
    Ratio sum;
    for (std::size_t place = 0; place < targets.targets.size(); ++place) {
        const PresetTarget& target = targets.targets.at(place);
        if (!target.enabled) continue;
        sum += target.close_percent.value_or(Ratio{});
        if (!target.rr.has_value()) continue;
        if (last.has_value() && *target.rr <= *last) {
            faults.add("tp" + words(static_cast<std::int64_t>(place + 1)) + "_rr", target.rr->text(), "more than the target before it (" + last->text() + ")",
                       "targets ascend");
        }
        last = target.rr;
    }
    if (sum > Ratio::from_integer(100)) faults.add("tp1_close_pct", sum.text(), "all enabled targets together at most 100", "lower one of them");
}

void check_trail(const PresetTrail& trail, Faults& faults) {
    faults.required("be_trigger_rr", trail.break_even_trigger_rr, trail.break_even, "be_enabled");
    faults.within("be_trigger_rr", trail.break_even_trigger_rr, "0.1", "10");
    faults.within("be_offset_pips", trail.break_even_offset, "-1000", "1000");
    faults.required("ts_trigger_rr", trail.trigger_rr, trail.enabled, "ts_enabled");
    faults.within("ts_trigger_rr", trail.trigger_rr, "0.1", "10");
    const bool by_steps = trail.mode == TrailingMode::step_pips;
    faults.required("ts_step_pips", trail.step, trail.enabled && by_steps, "ts_mode STEP_PIPS");
    faults.within("ts_step_pips", trail.step, "1", "1000");
    faults.within("ts_atr_period", trail.atr_period, "1", "200");
    faults.required("ts_atr_multiplier", trail.atr_multiplier, trail.enabled && !by_steps, "ts_mode STEP_ATR and CHANDELIER");
    faults.within("ts_atr_multiplier", trail.atr_multiplier, "0.1", "10");
    faults.within("ts_update_interval_sec", trail.update_interval_seconds, "0", "3600");
}

void check_layers(const PresetLayers& layers, Faults& faults) {
    faults.within("max_layers_per_symbol", layers.max_per_symbol, "1", "20");
    faults.required("layer_distance_pips", layers.distance, layers.enabled, "layering_enabled");
    faults.within("layer_distance_pips", layers.distance, "1", "1000");
    const bool grows = layers.enabled && layers.martingale != Martingale::none;
    faults.required("layer_martingale_factor", layers.factor, grows, "layer_martingale_mode MULTIPLY and ADD");
    faults.within("layer_martingale_factor", layers.factor, "0.1", "10");
    faults.required("layer_max_total_risk_pct", layers.max_total_risk_percent, grows, "layer_martingale_mode MULTIPLY and ADD");
    faults.within("layer_max_total_risk_pct", layers.max_total_risk_percent, "0.01", "100");
}

void check_hedge(const PresetHedge& hedge, Faults& faults) {
    faults.required("hedge_trigger_drawdown_pct", hedge.trigger_drawdown_percent, hedge.enabled, "hedging_enabled");
    faults.within("hedge_trigger_drawdown_pct", hedge.trigger_drawdown_percent, "0.01", "100");
    faults.required("hedge_distance_pips", hedge.distance, hedge.enabled, "hedging_enabled");
    faults.within("hedge_distance_pips", hedge.distance, "1", "1000");
    faults.required("hedge_lot_factor", hedge.lot_factor, hedge.enabled, "hedging_enabled");
    faults.within("hedge_lot_factor", hedge.lot_factor, "0.1", "10");
}

void check_schedule(const PresetSchedule& schedule, Faults& faults) {
    if (schedule.begins.has_value() != schedule.ends.has_value()) {
        faults.add(schedule.begins.has_value() ? "trading_hours_end" : "trading_hours_start", "", "both or none", "give both hours");
    } else if (schedule.begins.has_value() && *schedule.begins == *schedule.ends) {
        faults.add("trading_hours_end", words(schedule.ends->value), "another time than trading_hours_start (B-0)",
                   "leave both out for the whole day");
    }
    faults.within("trading_days_mask", schedule.days, "1", "127");
    if (schedule.sessions.empty()) faults.add("session_profiles", "", "at least one", "CUSTOM means the hours");
}

void check_times(const Preset& preset, Faults& faults) {
    faults.within("hold_max_candles", preset.candle_exit.hold_candles, "1", "10000");
    check_schedule(preset.schedule, faults);
    faults.required("weekly_target_profit_pct", preset.week.target_percent, preset.week.enabled, "weekly_target_enabled");
    faults.within("weekly_target_profit_pct", preset.week.target_percent, "0.01", "1000");
    faults.within("weekly_reset_day", preset.week.reset_day, "1", "7");
}

bool is_above(const std::optional<Ratio>& value, std::int64_t limit) { return value.has_value() && *value > Ratio::from_integer(limit); }

}  // namespace

std::vector<PresetFault> faults_of(const Preset& preset) {
    Faults faults;
    check_labels(preset, faults);
    check_size(preset.size, faults);
    check_stop(preset.stop, faults);
    for (std::size_t place = 0; place < preset.targets.targets.size(); ++place) check_target(preset.targets, place, faults);
    check_series(preset.targets, faults);
    check_trail(preset.trail, faults);
    check_layers(preset.layers, faults);
    check_hedge(preset.hedge, faults);
    check_times(preset, faults);
    return faults.take();
}

std::vector<PresetFault> faults_of(const PresetSchedule& schedule) {
    Faults faults;
    check_schedule(schedule, faults);
    return faults.take();
}

std::vector<PresetFault> warnings_of(const Preset& preset) {
    Faults warnings;
    const auto& risk = preset.size.risk_per_trade_percent;
    const std::string risked = risk.has_value() ? risk->text() : "";
    if (is_above(risk, 10)) warnings.add("risk_per_trade_pct", risked, "more than 10 % of equity in one trade", "ten losses in a row leave a third");
    if (preset.size.max_positions > 5 && is_above(risk, 5)) {
        warnings.add("max_positions", words(preset.size.max_positions), "more than 5 positions at more than 5 % each", "lower one of the two");
    }
    if (preset.layers.enabled && is_above(risk, 3)) {
        warnings.add("layering_enabled", "true", "layers at more than 3 % of risk", "every layer adds to it");
    }
    const auto worst = preset.layers.enabled ? worst_layered_percent(preset) : std::nullopt;
    if (is_above(worst, 20)) {
        warnings.add("layer_max_total_risk_pct", worst->text(), "all layers may lose more than 20 % of equity", "lower it, or the risk of a trade");
    }
    const bool grows = preset.layers.enabled && preset.layers.martingale != Martingale::none;
    if (grows && !preset.stop.pips.has_value()) {
        warnings.add("layer_martingale_mode", std::string(text(preset.layers.martingale)), "layers grow without a stop of their own",
                     "set sl_pips: it stops them where the signal has no price for it");
    }
    if (preset.week.stops && !preset.week.enabled) {
        warnings.add("auto_stop_on_weekly_target", "true", "there is no weekly target to stop at", "set weekly_target_enabled");
    }
    return warnings.take();
}

}  // namespace trellis
