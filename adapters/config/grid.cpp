// `grid_strategy` and its exceptions: what keys must be to each other, and how an item of `strategies[]` inherits (D-12).
#include <algorithm>
#include <cctype>

#include "adapters/config/config_reader.hpp"
#include "adapters/config/key_table.hpp"

namespace trellis::adapters {

namespace {

constexpr std::size_t strategies_max = 1000;

TakeProfitMode mode_of(std::string_view word) {
    if (word == "aggregate") return TakeProfitMode::aggregate;
    if (word == "hybrid") return TakeProfitMode::hybrid;
    if (word == "pyramid_aggregate") return TakeProfitMode::pyramid_aggregate;
    return TakeProfitMode::per_leg;
}

GridStrategy build(const SectionValues& values) {
    GridStrategy out;
    out.enabled = values.boolean("enabled");
    out.levels = values.get<Levels>("levels");
    out.pyramid_levels = values.get<LevelMap>("pyramid_specific_levels");
    out.max_pyramids = values.integer<std::uint16_t>("max_pyramids");
    out.take_profit_mode = mode_of(values.text("tp_mode"));
    out.take_profit_aggregate_percent = values.optional_decimal<Ratio>("tp_aggregate_percent");
    out.on_flat = values.text("on_flat") == "keep_waiting" ? OnFlat::keep_waiting : OnFlat::close_and_cancel;
    out.rounding = values.text("rounding") == "passive" ? GridRounding::passive : GridRounding::sow;
    out.min_leg_policy = MinLegPolicy::skip_leg;
    out.max_slippage_percent = values.optional_decimal<Ratio>("max_slippage_percent");
    out.exit_escalations = values.integer<std::uint8_t>("exit_escalations");
    out.exit_retry_ms = values.integer<std::uint32_t>("exit_retry_ms");
    out.exit_final_market = values.boolean("exit_final_market");
    out.all_or_nothing = values.boolean("all_or_nothing");
    out.replace_unfilled_previous = values.boolean("replace_unfilled_prev");
    out.follow_config_changes = values.boolean("follow_config_changes");
    return out;
}

/// The value that a complaint about several keys is pointed at: the first of them that was written, else the whole object.
const json::Value& blamed(const json::Value& object, std::initializer_list<std::string_view> names) {
    for (const auto name : names) {
        if (const auto* value = object.find(name); value != nullptr) return *value;
    }
    return object;
}

void check_level_counts(const SectionValues& values, const json::Value& object, Reporter& reporter) {
    const auto most = values.integer<std::size_t>("max_dca_per_pyramid");
    const auto hint = [&](std::size_t count) {
        return std::to_string(count) + " levels, but max_dca_per_pyramid is " + std::to_string(most);
    };
    const auto& levels = values.get<Levels>("levels");
    if (levels.size() > most)
        reporter.add("OUT_OF_RANGE", blamed(object, {"levels", "max_dca_per_pyramid"}), {"D-8", hint(levels.size())});
    for (const auto& [pyramid, special] : values.get<LevelMap>("pyramid_specific_levels")) {
        if (special.size() <= most) continue;
        reporter.add("OUT_OF_RANGE", blamed(object, {"pyramid_specific_levels", "max_dca_per_pyramid"}),
                     {"D-8", "pyramid " + std::to_string(pyramid) + " has " + hint(special.size())});
    }
}

void check_pyramid_numbers(const SectionValues& values, const json::Value& object, Reporter& reporter) {
    const auto count = values.integer<std::size_t>("max_pyramids");
    const auto& map = values.get<LevelMap>("pyramid_specific_levels");
    if (map.empty() || map.rbegin()->first < count) return;
    const std::string last = std::to_string(map.rbegin()->first);
    const json::Value* special = object.find("pyramid_specific_levels");
    const json::Value& where = special != nullptr ? *special : blamed(object, {"max_pyramids", "max_pyramids_per_group"});
    const json::Value* entry = where.find(last);
    reporter.add("OUT_OF_RANGE", entry != nullptr ? *entry : where,
                 {"D-8", "there is no pyramid " + last + "; expected 0 to " + std::to_string(count - 1) + " (max_pyramids - 1)"});
}

void check_aggregate_percent(const SectionValues& values, const json::Value& object, Reporter& reporter) {
    if (mode_of(values.text("tp_mode")) == TakeProfitMode::per_leg) return;
    if (!values.is_null("tp_aggregate_percent")) return;
    reporter.add_missing(object, "tp_aggregate_percent", {"T-8", "tp_mode " + values.text("tp_mode") + " needs a decimal > 0"});
}

/// What keys must be to each other, asked only when each is right by itself.
void check_together(const SectionValues& values, const json::Value& object, Reporter& reporter) {
    check_level_counts(values, object, reporter);
    check_pyramid_numbers(values, object, reporter);
    check_aggregate_percent(values, object, reporter);
}

void read_sizing(const json::Value& object, Reporter& reporter) {
    SectionValues sizing(sizing_section());
    if (const auto* part = object.find("sizing"); part != nullptr && part->is_object()) sizing.read(*part, reporter);
}

void check_selected_account(const json::Value& item, const SectionValues& selector, const Config& config, Reporter& reporter) {
    if (selector.is_null("account")) return;
    if (find_account(config.accounts, selector.text("account")) != nullptr) return;
    reporter.add("UNKNOWN_ACCOUNT", *item.find("account"), {"D-12", nearest_account(config.accounts, selector.text("account"))});
}

std::optional<std::string> read_selected_instrument(const json::Value& item, const SectionValues& selector, Reporter& reporter) {
    if (selector.is_null("instrument")) return std::nullopt;
    const auto name = canonical_instrument(selector.text("instrument"));
    if (name) return *name;
    reporter.add("INVALID_VALUE", *item.find("instrument"), {"I-1", name.error().detail});
    return std::nullopt;
}

void read_strategy(const json::Value& item, std::size_t place, const SectionValues& base, ConfigDocument& out, Reporter& reporter) {
    SectionValues selector(selector_section());
    SectionValues values = base;
    values.forget_given();
    values.set("enabled", true);
    const bool is_right = read_object(item, {&selector, &values}, reporter);
    if (!item.is_object()) return;
    read_sizing(item, reporter);
    if (!is_right) return;
    check_together(values, item, reporter);
    check_selected_account(item, selector, out.config, reporter);
    const std::string pointer = json::join_pointer("/grid_strategy/strategies", place);
    record(selector, pointer, Recorded::given_only, out.effective);
    record(values, pointer, Recorded::given_only, out.effective);
    StrategyRule rule;
    rule.instrument = read_selected_instrument(item, selector, reporter);
    if (!selector.is_null("account")) rule.account = selector.text("account");
    if (!selector.is_null("venue")) rule.venue = selector.text("venue");
    rule.timeframe_seconds = selector.optional_integer<std::uint32_t>("timeframe");
    rule.strategy = build(values);
    out.config.strategies.push_back(std::move(rule));
}

}  // namespace

void read_grid(const json::Value& root, ConfigDocument& out, Reporter& reporter) {
    SectionValues values(grid_section());
    out.config.grid_strategy = build(values);
    record(values, "/grid_strategy", Recorded::all, out.effective);
    const auto* object = root.find("grid_strategy");
    if (object == nullptr || !object->is_object()) return;
    SectionValues exceptions(strategies_section());
    const bool is_right = read_object(*object, {&values, &exceptions}, reporter);
    read_sizing(*object, reporter);
    if (is_right) check_together(values, *object, reporter);
    out.config.grid_strategy = build(values);
    record(values, "/grid_strategy", Recorded::all, out.effective);
    const auto* list = object->find("strategies");
    if (list == nullptr || !list->is_array()) return;
    if (list->size() > strategies_max) {
        reporter.add("OUT_OF_RANGE", *list, {"D-12", "at most " + std::to_string(strategies_max) + " strategies"});
        return;
    }
    std::size_t place = 0;
    for (const auto& item : list->elements()) read_strategy(item, place++, values, out, reporter);
}

Result<std::string> canonical_instrument(std::string_view name) {
    const auto parsed = parse_instrument_name(name);
    if (!parsed) return parsed.error();
    std::string assets(name.substr(name.rfind(':') + 1));
    for (char& c : assets) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return parsed->venue + (parsed->market == Market::spot ? ":spot:" : ":linear:") + assets;
}

}  // namespace trellis::adapters
