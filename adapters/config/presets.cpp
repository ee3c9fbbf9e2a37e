#include "adapters/config/presets.hpp"

#include <algorithm>
#include <array>

#include "adapters/config/timeframe_words.hpp"
#include "adapters/time_zone/zone_file.hpp"
#include "engine/preset/templates.hpp"
#include "engine/preset/validate.hpp"

namespace trellis::adapters {

namespace {

constexpr std::size_t presets_max = 1000;

constexpr std::size_t preset_bytes_max = 64U << 10U;

/// The enumerator that is written like that; the row of its key has checked the word.
template <class E, std::size_t size>
E worded(std::string_view word, const std::array<E, size>& all) {
    const auto found = std::ranges::find_if(all, [&](E one) { return text(one) == word; });
    TRELLIS_CHECK(found != all.end(), "a row's words are those of its enumeration");
    return *found;
}

std::optional<std::uint32_t> timeframe_of(const SectionValues& values, std::string_view key) {
    if (values.is_null(key)) return std::nullopt;
    return std::ranges::find(timeframe_words, values.text(key), [](const auto& one) { return one.first; })->second;
}

std::optional<std::string> optional_text(const SectionValues& values, std::string_view key) {
    return values.is_null(key) ? std::nullopt : std::optional(values.text(key));
}

/// "22:05" as minutes; nothing when it is none.
std::optional<MinuteOfDay> minute_of_day(std::string_view text) {
    const auto digit = [&](std::size_t at) { return text[at] - '0'; };
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    for (const std::size_t at : {0U, 1U, 3U, 4U}) {
        if (digit(at) < 0 || digit(at) > 9) return std::nullopt;
    }
    const int hour = digit(0) * 10 + digit(1);
    const int minute = digit(3) * 10 + digit(4);
    if (hour > 23 || minute > 59) return std::nullopt;
    return MinuteOfDay{static_cast<std::uint16_t>(hour * 60 + minute)};
}

PresetSize size_of(const SectionValues& values) {
    PresetSize size;
    size.mode = worded(values.text("position_size_mode"), std::array{SizeMode::fixed, SizeMode::risk_percent});
    size.fixed_lot = values.optional_decimal<Quantity>("fixed_lot");
    size.risk_per_trade_percent = values.optional_decimal<Ratio>("risk_per_trade_pct");
    size.max_positions = values.integer<std::uint16_t>("max_positions");
    size.max_positions_per_symbol = values.integer<std::uint16_t>("max_positions_per_symbol");
    size.equity_mode = worded(values.text("equity_dynamic_mode"), std::array{EquityMode::none, EquityMode::linear, EquityMode::step});
    size.equity_base = values.optional_decimal<Money>("equity_base");
    size.equity_step_factor = values.optional_decimal<Ratio>("equity_step_factor");
    size.risk_min_percent = values.optional_decimal<Ratio>("risk_min_pct");
    size.risk_max_percent = values.optional_decimal<Ratio>("risk_max_pct");
    return size;
}

PresetStop stop_of(const SectionValues& values) {
    return {worded(values.text("sl_mode"), std::array{StopMode::pips, StopMode::r_multiple, StopMode::structure}),
            values.optional_integer<Pips>("sl_pips"), values.optional_decimal<Ratio>("sl_r_multiple")};
}

PresetTargets targets_of(const SectionValues& values) {
    PresetTargets targets;
    targets.mode = worded(values.text("tp_mode"), std::array{TargetMode::disabled, TargetMode::single, TargetMode::multi});
    for (std::size_t place = 0; place < targets.targets.size(); ++place) {
        const std::string name = "tp" + std::to_string(place + 1);
        targets.targets.at(place) = {values.boolean(name + "_enabled"), values.optional_decimal<Ratio>(name + "_rr"),
                                     values.optional_decimal<Ratio>(name + "_close_pct")};
    }
    targets.close_remaining_at_tp3 = values.boolean("close_remaining_at_tp3");
    return targets;
}

PresetTrail trail_of(const SectionValues& values) {
    PresetTrail trail;
    trail.break_even = values.boolean("be_enabled");
    trail.break_even_trigger_rr = values.optional_decimal<Ratio>("be_trigger_rr");
    trail.break_even_offset = values.optional_integer<Pips>("be_offset_pips").value_or(0);
    trail.enabled = values.boolean("ts_enabled");
    trail.mode = worded(values.text("ts_mode"), std::array{TrailingMode::step_pips, TrailingMode::step_atr, TrailingMode::chandelier});
    trail.trigger_rr = values.optional_decimal<Ratio>("ts_trigger_rr");
    trail.step = values.optional_integer<Pips>("ts_step_pips");
    trail.atr_period = values.optional_integer<std::uint16_t>("ts_atr_period");
    trail.atr_multiplier = values.optional_decimal<Ratio>("ts_atr_multiplier");
    trail.update_interval_seconds = values.optional_integer<std::uint16_t>("ts_update_interval_sec").value_or(0);
    return trail;
}

PresetLayers layers_of(const SectionValues& values) {
    return {values.boolean("layering_enabled"), values.integer<std::uint16_t>("max_layers_per_symbol"),
            values.optional_integer<Pips>("layer_distance_pips"),
            worded(values.text("layer_martingale_mode"), std::array{Martingale::none, Martingale::multiply, Martingale::add}),
            values.optional_decimal<Ratio>("layer_martingale_factor"), values.optional_decimal<Ratio>("layer_max_total_risk_pct")};
}

PresetHedge hedge_of(const SectionValues& values) {
    return {values.boolean("hedging_enabled"), values.optional_decimal<Ratio>("hedge_trigger_drawdown_pct"),
            values.optional_integer<Pips>("hedge_distance_pips"), values.optional_decimal<Ratio>("hedge_lot_factor")};
}

std::optional<MinuteOfDay> hour_of(const json::Value& object, const SectionValues& values, std::string_view key, Reporter& reporter) {
    if (values.is_null(key)) return std::nullopt;
    const auto minute = minute_of_day(values.text(key));
    if (!minute) reporter.add("INVALID_VALUE", *object.find(key), {"B-18", "expected HH:MM, 00:00 to 23:59"});
    return minute;
}

/// Names a zone that there is, or one of the two that need none.
std::string zone_name_of(const json::Value& object, const SectionValues& values, Reporter& reporter) {
    std::string name = values.text("trading_timezone");
    if (name == "SERVER" || load_zone(name).ok()) return name;
    const auto names = zone_names();
    std::vector<std::string_view> known(names.begin(), names.end());
    known.insert(known.end(), {"SERVER", "UTC"});
    reporter.add("INVALID_VALUE", *object.find("trading_timezone"),
                 {"B-18", "expected SERVER, UTC or an IANA time zone; did you mean \"" + std::string(nearest(name, known)) + "\"?"});
    return name;
}

/// The engine asks no files: a zone that presets name comes with the configuration.
void add_zone(const PresetSchedule& schedule, Config& config) {
    if (schedule.time_zone == "SERVER" || schedule.time_zone == "UTC" || config.preset_zones.contains(schedule.time_zone)) return;
    if (auto zone = load_zone(schedule.time_zone); zone.ok()) config.preset_zones.emplace(schedule.time_zone, *std::move(zone));
}

PresetWeek week_of(const SectionValues& values) {
    return {values.boolean("weekly_target_enabled"), values.optional_decimal<Ratio>("weekly_target_profit_pct"),
            values.optional_integer<std::uint8_t>("weekly_reset_day").value_or(std::uint8_t{1}), values.boolean("auto_stop_on_weekly_target")};
}

Preset preset_of(const json::Value& object, const SectionValues& values, Reporter& reporter) {
    Preset preset;
    preset.name = values.text("name");
    preset.description = optional_text(values, "description").value_or("");
    preset.symbol = optional_text(values, "symbol");
    preset.timeframe_seconds = timeframe_of(values, "timeframe");
    preset.enabled = values.boolean("enabled");
    if (!values.is_null("tags")) preset.tags = values.get<Words>("tags");
    preset.size = size_of(values);
    preset.stop = stop_of(values);
    preset.targets = targets_of(values);
    preset.trail = trail_of(values);
    preset.layers = layers_of(values);
    preset.hedge = hedge_of(values);
    preset.candle_exit = {values.boolean("auto_close_on_candle_close"), timeframe_of(values, "auto_close_timeframe"),
                          values.optional_integer<std::uint16_t>("hold_max_candles").value_or(std::uint16_t{1})};
    preset.schedule = read_schedule(object, values, reporter);
    preset.week = week_of(values);
    preset.clonable = values.boolean("clonable");
    preset.visibility = worded(values.text("visibility"), std::array{PresetVisibility::private_one, PresetVisibility::marketplace});
    return preset;
}

void report(const PresetFault& fault, const json::Value& object, Reporter& reporter) {
    const std::string hint = fault.rule + "; " + fault.hint;
    if (const auto* value = object.find(fault.field)) {
        reporter.add("INVALID_VALUE", *value, {"23", hint});
    } else {
        reporter.add_missing(object, fault.field, {"23", hint});
    }
}

std::vector<std::string_view> names_of(const Config& config) {
    std::vector<std::string_view> names;
    for (const auto& [name, preset] : config.presets) names.push_back(name);
    return names;
}

/// Does a preset of that name exist?
void check_name(const json::Value& where, const Config& config, Reporter& reporter) {
    const std::string_view name = where.string();
    if (name.empty() || config.presets.contains(name)) return;  // the row of an empty one says so
    reporter.add("UNKNOWN_PRESET", where, {"B-20", "did you mean \"" + std::string(nearest(name, names_of(config))) + "\"?"});
}

/// Null is the rule's own answer.
PresetSource source_of(const SectionValues& values, std::string_view key, PresetSource otherwise) {
    const auto word = optional_text(values, key);
    if (!word.has_value()) return otherwise;
    if (*word == "both") return PresetSource::both;
    return *word == "config" ? PresetSource::config : PresetSource::preset;
}

}  // namespace

PresetSchedule read_schedule(const json::Value& object, const SectionValues& values, Reporter& reporter) {
    constexpr std::array profiles{SessionProfile::asia, SessionProfile::london, SessionProfile::new_york, SessionProfile::custom};
    PresetSchedule schedule;
    schedule.begins = hour_of(object, values, "trading_hours_start", reporter);
    schedule.ends = hour_of(object, values, "trading_hours_end", reporter);
    schedule.time_zone = zone_name_of(object, values, reporter);
    schedule.days = values.integer<std::uint8_t>("trading_days_mask");
    schedule.sessions = {worded(values.text("session_profile"), profiles)};
    if (!values.is_null("session_profiles")) {
        schedule.sessions.clear();
        for (const auto& word : values.get<Words>("session_profiles")) schedule.sessions.push_back(worded(word, profiles));
    }
    schedule.only_in_session = values.boolean("only_trade_in_session");
    return schedule;
}

PresetSettings preset_settings_of(const SectionValues& values) {
    return {values.boolean("allow_signal_preset"), values.boolean("strict_preset"), optional_text(values, "user_default").value_or(""),
            source_of(values, "size_source", PresetSource::preset), source_of(values, "tp_source", PresetSource::config),
            optional_text(values, "system_default").value_or(""), values.boolean("allow_layering_with_dca"),
            values.text("layer_exit") == "basket" ? LayerExit::basket : LayerExit::independent, values.text("sl_anchor") == "average",
            values.boolean("sl_above_dca_ok"), values.boolean("be_include_fees")};
}

void add_templates(Config& config) {
    for (const auto& preset : preset_templates()) config.presets.emplace(preset.name, preset);
}

std::optional<Preset> read_preset(const json::Value& value, Reporter& reporter) {
    SectionValues values(preset_section());
    if (!values.read(value, reporter)) return std::nullopt;
    const std::size_t errors_before = reporter.count();
    Preset preset = preset_of(value, values, reporter);
    for (const auto& fault : faults_of(preset)) report(fault, value, reporter);
    if (reporter.count() != errors_before) return std::nullopt;
    return preset;
}

Checked<Preset> read_preset(std::string_view text) {
    const auto document = json::Document::parse(text, {.bytes_max = preset_bytes_max, .depth_max = 8});
    if (!document) return {std::nullopt, not_json(document.error())};
    Reporter reporter(*document);
    auto preset = read_preset(document->root(), reporter);
    if (reporter.has_errors()) return {std::nullopt, reporter.take()};
    return {std::move(preset), {}};
}

void add_preset_zones(Config& config) {
    for (const auto& [name, preset] : config.presets) add_zone(preset->schedule, config);
    for (const auto& [owner, own] : config.owners) {
        for (const auto& [name, preset] : own.presets) add_zone(preset->schedule, config);
    }
    for (const auto& bot : config.bots) add_zone(bot.terms.schedule, config);
}

void add_preset_zones(std::span<const DirectoryEvent> events, Config& config) {
    for (const auto& event : events) {
        if (const auto* made = std::get_if<PresetCreated>(&event)) add_zone(made->content->schedule, config);
        if (const auto* revised = std::get_if<PresetRevised>(&event)) add_zone(revised->content->schedule, config);
        if (const auto* bot = std::get_if<BotCreated>(&event)) add_zone(bot->terms.schedule, config);
        if (const auto* told = std::get_if<BotRevised>(&event)) add_zone(told->terms.schedule, config);
    }
}

void read_presets(const json::Value& list, Config& config, Reporter& reporter) {
    if (list.size() > presets_max) {
        reporter.add("OUT_OF_RANGE", list, {"B-20", "at most " + std::to_string(presets_max) + " presets"});
        return;
    }
    for (const auto& value : list.elements()) {
        const auto preset = read_preset(value, reporter);
        if (!preset) continue;
        add_zone(preset->schedule, config);
        if (config.presets.emplace(preset->name, *preset)) continue;
        reporter.add("DUPLICATE_ID", *value.find("name"), {"23", "another preset has this name"});
    }
}

void check_assigned_presets(const json::Value& root, const json::Value& settings, const Config& config, Reporter& reporter) {
    const auto* section = settings.find("presets");
    for (const std::string_view level : {"user_default", "system_default"}) {
        const auto* fallback = section != nullptr && section->is_object() ? section->find(level) : nullptr;
        if (fallback != nullptr && fallback->is_string()) check_name(*fallback, config, reporter);
    }
    const auto* list = root.find("accounts");
    if (list == nullptr || !list->is_array()) return;
    for (const auto& account : list->elements()) {
        const auto* name = account.is_object() ? account.find("preset") : nullptr;
        if (name == nullptr || !name->is_string()) continue;
        check_name(*name, config, reporter);
    }
}

}  // namespace trellis::adapters
