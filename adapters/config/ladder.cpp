// Ladders of a document (7.1, D-1, D-8): each level by its own keys, then what they must be together.
#include <algorithm>

#include "adapters/config/key_table.hpp"
#include "adapters/config/key_value.hpp"
#include "adapters/config/section_values.hpp"

namespace trellis::adapters {

namespace {

constexpr std::size_t levels_max = 20;
constexpr std::uint16_t pyramids_max = 100;

std::optional<GridLevel> read_level(const json::Value& value, Reporter& reporter) {
    SectionValues values(level_section());
    if (!values.read(value, reporter)) return std::nullopt;
    return GridLevel{values.decimal<Ratio>("gap"), values.decimal<Ratio>("weight"), values.decimal<Ratio>("tp")};
}

void check_weights(const json::Value& value, const Levels& levels, Reporter& reporter) {
    const Ratio hundred = Ratio::from_integer(100);
    const Ratio tolerance = decimal<Ratio>("0.01");
    Ratio sum;
    for (const auto& level : levels) sum += level.weight;
    if ((sum - hundred).abs() <= tolerance) return;
    reporter.add("INVALID_VALUE", value, {"S-2", "the weights sum to " + sum.text() + "; expected 100 within 0.01"});
}

/// Gaps of one sign go away from the base price, level by level (C-2); those above 0 need `allow_positive_gap`, which the strategy
/// that has the ladder asks for (D-1).
void check_gaps(const json::Value& value, const Levels& levels, Reporter& reporter) {
    const GridLevel* adverse = nullptr;
    const GridLevel* breakout = nullptr;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const bool is_breakout = levels[i].gap > Ratio{};
        const GridLevel*& last = is_breakout ? breakout : adverse;
        const bool is_further = last == nullptr || levels[i].gap.abs() > last->gap.abs();
        if (!is_further) {
            reporter.add("INVALID_VALUE", *value.elements()[i].find("gap"),
                         {"C-2", std::string("gaps must ") + (is_breakout ? "increase" : "decrease") + " from level to level; expected " +
                                     (is_breakout ? "> " : "< ") + last->gap.text()});
        }
        last = &levels[i];
    }
}

}  // namespace

std::optional<Levels> read_levels(const json::Value& value, Reporter& reporter) {
    if (!value.is_array()) {
        reporter.add("WRONG_TYPE", value, {"D-8", "expected a list of 1 to 20 levels {gap, weight, tp}"});
        return std::nullopt;
    }
    if (value.size() == 0 || value.size() > levels_max) {
        reporter.add("OUT_OF_RANGE", value, {"D-8", "expected 1 to 20 levels, not " + std::to_string(value.size())});
        return std::nullopt;
    }
    const std::size_t errors_before = reporter.count();
    Levels levels;
    for (const auto& element : value.elements()) {
        if (const auto level = read_level(element, reporter)) levels.push_back(*level);
    }
    if (reporter.count() != errors_before) return std::nullopt;
    check_weights(value, levels, reporter);
    check_gaps(value, levels, reporter);
    if (reporter.count() != errors_before) return std::nullopt;
    return levels;
}

std::optional<LevelMap> read_level_map(const json::Value& value, Reporter& reporter) {
    if (!value.is_object()) {
        reporter.add("WRONG_TYPE", value, {"D-8", "expected an object: pyramid number to levels"});
        return std::nullopt;
    }
    const std::size_t errors_before = reporter.count();
    LevelMap map;
    for (const auto& member : value.members()) {
        const auto pyramid = parse_pyramid(member.name);
        if (!pyramid) {
            reporter.add("UNKNOWN_KEY", member.value, {"D-8", "expected the number of a pyramid, from 0"});
            continue;
        }
        if (auto levels = read_levels(member.value, reporter)) map.emplace(*pyramid, std::move(*levels));
    }
    if (reporter.count() != errors_before) return std::nullopt;
    return map;
}

std::optional<std::uint16_t> parse_pyramid(std::string_view name) {
    if (name.empty() || name.size() > 2) return std::nullopt;
    if (name.size() > 1 && name.front() == '0') return std::nullopt;
    std::uint16_t number = 0;
    for (const char c : name) {
        if (c < '0' || c > '9') return std::nullopt;
        number = static_cast<std::uint16_t>(number * 10 + (c - '0'));
    }
    if (number >= pyramids_max) return std::nullopt;
    return number;
}

}  // namespace trellis::adapters
