// A preset as the document that reads as it: every key of section 23, decimals as text.
#include <algorithm>
#include <array>

#include "adapters/config/document_writer.hpp"
#include "adapters/config/presets.hpp"
#include "adapters/config/schema.hpp"
#include "adapters/config/timeframe_words.hpp"

namespace trellis::adapters {

namespace {

void write_timeframe(DocumentWriter& out, std::string_view key, const std::optional<std::uint32_t>& seconds) {
    out.text_or_null(key, seconds.has_value() ? std::optional<std::string>(timeframe_word(*seconds)) : std::nullopt);
}

void write_hour(DocumentWriter& out, std::string_view key, const std::optional<MinuteOfDay>& minute) {
    const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    out.text_or_null(key, minute.has_value() ? std::optional(two(minute->value / 60) + ":" + two(minute->value % 60)) : std::nullopt);
}

void write(DocumentWriter& out, const PresetSize& size) {
    out.text("position_size_mode", text(size.mode));
    out.decimal("fixed_lot", size.fixed_lot);
    out.decimal("risk_per_trade_pct", size.risk_per_trade_percent);
    out.number("max_positions", size.max_positions);
    out.number("max_positions_per_symbol", size.max_positions_per_symbol);
    out.text("equity_dynamic_mode", text(size.equity_mode));
    out.decimal("equity_base", size.equity_base);
    out.decimal("equity_step_factor", size.equity_step_factor);
    out.decimal("risk_min_pct", size.risk_min_percent);
    out.decimal("risk_max_pct", size.risk_max_percent);
}

void write(DocumentWriter& out, const PresetStop& stop) {
    out.text("sl_mode", text(stop.mode));
    out.number("sl_pips", stop.pips);
    out.decimal("sl_r_multiple", stop.r_multiple);
}

void write(DocumentWriter& out, const PresetTargets& targets) {
    out.text("tp_mode", text(targets.mode));
    for (std::size_t place = 0; place < targets.targets.size(); ++place) {
        const auto& target = targets.targets.at(place);
        const std::string name = "tp" + std::to_string(place + 1);
        out.flag(name + "_enabled", target.enabled);
        out.decimal(name + "_rr", target.rr);
        out.decimal(name + "_close_pct", target.close_percent);
    }
    out.flag("close_remaining_at_tp3", targets.close_remaining_at_tp3);
}

/// What a key at null stands for is written as null.
template <class Number>
std::optional<Number> unless_zero(Number value) {
    return value == 0 ? std::nullopt : std::optional(value);
}

void write(DocumentWriter& out, const PresetTrail& trail) {
    out.flag("be_enabled", trail.break_even);
    out.decimal("be_trigger_rr", trail.break_even_trigger_rr);
    out.number("be_offset_pips", unless_zero(trail.break_even_offset));
    out.flag("ts_enabled", trail.enabled);
    out.text("ts_mode", text(trail.mode));
    out.decimal("ts_trigger_rr", trail.trigger_rr);
    out.number("ts_step_pips", trail.step);
    out.number("ts_atr_period", trail.atr_period);
    out.decimal("ts_atr_multiplier", trail.atr_multiplier);
    out.number("ts_update_interval_sec", unless_zero(trail.update_interval_seconds));
}

void write(DocumentWriter& out, const PresetLayers& layers) {
    out.flag("layering_enabled", layers.enabled);
    out.number("max_layers_per_symbol", layers.max_per_symbol);
    out.number("layer_distance_pips", layers.distance);
    out.text("layer_martingale_mode", text(layers.martingale));
    out.decimal("layer_martingale_factor", layers.factor);
    out.decimal("layer_max_total_risk_pct", layers.max_total_risk_percent);
}

void write(DocumentWriter& out, const PresetHedge& hedge) {
    out.flag("hedging_enabled", hedge.enabled);
    out.decimal("hedge_trigger_drawdown_pct", hedge.trigger_drawdown_percent);
    out.number("hedge_distance_pips", hedge.distance);
    out.decimal("hedge_lot_factor", hedge.lot_factor);
}

void write(DocumentWriter& out, const PresetCandleExit& exit) {
    out.flag("auto_close_on_candle_close", exit.enabled);
    write_timeframe(out, "auto_close_timeframe", exit.timeframe_seconds);
    out.number("hold_max_candles", exit.hold_candles);
}

void write(DocumentWriter& out, const PresetSchedule& schedule) {
    write_hour(out, "trading_hours_start", schedule.begins);
    write_hour(out, "trading_hours_end", schedule.ends);
    out.text("trading_timezone", schedule.time_zone);
    out.number("trading_days_mask", schedule.days);
    const bool is_one = schedule.sessions.size() == 1;
    out.text("session_profile", text(is_one ? schedule.sessions.front() : SessionProfile::custom));
    json::Writer& list = out.member("session_profiles");
    if (is_one) {
        list.null();
    } else {
        list.begin_array();
        for (const auto profile : schedule.sessions) list.string(text(profile));
        list.end_array();
    }
    out.flag("only_trade_in_session", schedule.only_in_session);
}

void write(DocumentWriter& out, const PresetWeek& week) {
    out.flag("weekly_target_enabled", week.enabled);
    out.decimal("weekly_target_profit_pct", week.target_percent);
    out.number("weekly_reset_day", week.reset_day);
    out.flag("auto_stop_on_weekly_target", week.stops);
}

}  // namespace

void write_schedule(json::Writer& out, const PresetSchedule& schedule) {
    DocumentWriter members(out);
    write(members, schedule);
}

void write_preset(json::Writer& out, const Preset& preset) {
    out.begin_object();
    DocumentWriter document(out);
    document.text("name", std::string_view(preset.name));
    document.text_or_null("description", preset.description.empty() ? std::nullopt : std::optional(preset.description));
    document.text_or_null("symbol", preset.symbol);
    write_timeframe(document, "timeframe", preset.timeframe_seconds);
    document.flag("enabled", preset.enabled);
    document.member("tags").begin_array();
    for (const auto& tag : preset.tags) out.string(tag);
    out.end_array();
    write(document, preset.size);
    write(document, preset.stop);
    write(document, preset.targets);
    write(document, preset.trail);
    write(document, preset.layers);
    write(document, preset.hedge);
    write(document, preset.candle_exit);
    write(document, preset.schedule);
    write(document, preset.week);
    document.flag("clonable", preset.clonable);
    document.text("visibility", text(preset.visibility));
    out.end_object();
}

std::string preset_schema() {
    const std::array<Definition, 1> definitions{{{"", {&preset_section()}}}};
    return write_schema({"https://trellis.example/schemas/preset.schema.json", "Trellis preset", definitions, {}});
}

}  // namespace trellis::adapters
