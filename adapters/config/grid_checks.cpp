#include "adapters/config/grid_checks.hpp"

#include <algorithm>

#include "adapters/config/engine_values.hpp"

namespace trellis::adapters {

namespace {

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

/// A map of that name by pyramid, and who its keys are checked for.
struct ByPyramid {
    std::string_view name;
    std::string_view rule;
    std::size_t max_pyramids;
};

template <class Map>
void check_pyramid_numbers(const ByPyramid& key, const Map& map, const json::Value& object, Reporter& reporter) {
    if (map.empty() || map.rbegin()->first < key.max_pyramids) return;
    const std::string last = std::to_string(map.rbegin()->first);
    const json::Value* given = object.find(key.name);
    const json::Value& where = given != nullptr ? *given : blamed(object, {"max_pyramids", "max_pyramids_per_group"});
    const json::Value* entry = where.find(last);
    reporter.add("OUT_OF_RANGE", entry != nullptr ? *entry : where,
                 {key.rule, "there is no pyramid " + last + "; expected 0 to " + std::to_string(key.max_pyramids - 1) +
                                " (max_pyramids - 1)"});
}

void check_aggregate_percent(const SectionValues& values, const json::Value& object, Reporter& reporter) {
    if (take_profit_mode_of(values.text("tp_mode")) == TakeProfitMode::per_leg) return;
    if (!values.is_null("tp_aggregate_percent")) return;
    reporter.add_missing(object, "tp_aggregate_percent", {"T-8", "tp_mode " + values.text("tp_mode") + " needs a decimal > 0"});
}

void refuse_positive_gap(const Levels& levels, const json::Value* list, const json::Value& otherwise, Reporter& reporter) {
    for (std::size_t i = 0; i < levels.size(); ++i) {
        if (levels[i].gap <= Ratio{}) continue;
        const bool is_own = list != nullptr && list->is_array() && i < list->size();
        const json::Value* gap = is_own ? list->elements()[i].find("gap") : nullptr;
        reporter.add("OUT_OF_RANGE", gap != nullptr ? *gap : otherwise,
                     {"D-1", "a gap above 0 needs allow_positive_gap; expected a decimal, <= 0"});
        return;
    }
}

/// D-1: a gap above 0 is a stop-entry, which the strategy must allow.
void check_positive_gaps(const SectionValues& values, const json::Value& object, Reporter& reporter) {
    if (values.boolean("allow_positive_gap")) return;
    const json::Value& otherwise = blamed(object, {"allow_positive_gap"});
    refuse_positive_gap(values.get<Levels>("levels"), object.find("levels"), otherwise, reporter);
    const json::Value* map = object.find("pyramid_specific_levels");
    for (const auto& [pyramid, levels] : values.get<LevelMap>("pyramid_specific_levels")) {
        refuse_positive_gap(levels, map == nullptr ? nullptr : map->find(std::to_string(pyramid)), otherwise, reporter);
    }
}

/// The map and the list by pyramid of one `sizing` object, where they are written in it.
void check_sizing_pyramids(const SectionValues& sizing, std::size_t max_pyramids, const json::Value& part, Reporter& reporter) {
    if (part.find("pyramid_custom_capitals") != nullptr) {
        check_pyramid_numbers({"pyramid_custom_capitals", "S-1", max_pyramids}, sizing.get<DecimalMap>("pyramid_custom_capitals"), part,
                              reporter);
    }
    const auto* weights = part.find("pyramid_weights");
    const auto count = sizing.get<DecimalList>("pyramid_weights").size();
    if (weights == nullptr || count <= max_pyramids) return;
    reporter.add("OUT_OF_RANGE", *weights,
                 {"S-1", std::to_string(count) + " weights, but max_pyramids is " + std::to_string(max_pyramids)});
}

void add_missing_budget(const json::Value& part, Reporter& reporter) {
    reporter.add_missing(part, "group_budget", {"S-1", "sizing mode group_budget needs a decimal > 0"});
}

std::size_t most_pyramids(const Config& config) {
    std::size_t most = config.grid_strategy.max_pyramids;
    for (const auto& rule : config.strategies) most = std::max<std::size_t>(most, rule.strategy.max_pyramids);
    return most;
}

}  // namespace

void check_together(const SectionValues& values, const json::Value& object, Reporter& reporter) {
    const auto max_pyramids = values.integer<std::size_t>("max_pyramids");
    check_level_counts(values, object, reporter);
    check_positive_gaps(values, object, reporter);
    check_pyramid_numbers({"pyramid_specific_levels", "D-8", max_pyramids}, values.get<LevelMap>("pyramid_specific_levels"), object,
                          reporter);
    check_pyramid_numbers({"pyramid_tp_percents", "T-7", max_pyramids}, values.get<DecimalMap>("pyramid_tp_percents"), object, reporter);
    check_aggregate_percent(values, object, reporter);
}

void check_sizing(const SectionValues& values, const SectionValues& sizing, const json::Value& object, Reporter& reporter) {
    const json::Value* part = object.find("sizing");
    if (part == nullptr) return;
    check_sizing_pyramids(sizing, values.integer<std::size_t>("max_pyramids"), *part, reporter);
    const bool is_own = part->find("mode") != nullptr || part->find("group_budget") != nullptr;
    if (is_own && sizing.text("mode") == "group_budget" && sizing.is_null("group_budget")) add_missing_budget(*part, reporter);
}

void check_account_sizing(const json::Value& root, const SectionValues& sizing, const Config& config, Reporter& reporter) {
    const json::Value* part = root.find("sizing");
    if (part == nullptr) return;
    check_sizing_pyramids(sizing, most_pyramids(config), *part, reporter);
    const Sizing& effective = config.grid_strategy.sizing;
    const bool is_without_budget = effective.mode == SizingMode::group_budget && !effective.group_budget;
    if (sizing.text("mode") == "group_budget" && is_without_budget) add_missing_budget(*part, reporter);
}

}  // namespace trellis::adapters
