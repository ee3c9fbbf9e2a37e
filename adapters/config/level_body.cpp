#include "adapters/config/level_body.hpp"

#include "adapters/config/section_values.hpp"

namespace trellis::adapters {

namespace {

constexpr std::size_t targets_max = 200;

constexpr Key stop_keys[] = {keys::decimal("price", keys::above("0"), "null", "T-13")};
constexpr Section stop_section{"body", "T-13", stop_keys};

constexpr Key targets_keys[] = {keys::other(KeyType::list, "targets", keys::required, "T-8")};
constexpr Section targets_section{"body", "T-8", targets_keys};

constexpr Key target_keys[] = {
    keys::integer("pyramid", keys::between("0", "99"), "null", "T-7"),
    keys::integer("leg", keys::between("0", "19"), "null", "T-2"),
    keys::decimal("percent", keys::above("0"), keys::required, "T-8"),
};
constexpr Section target_section{"body.targets[]", "T-8", target_keys};

std::optional<TargetPercent> read_target(const json::Value& value, Reporter& reporter) {
    SectionValues values(target_section);
    if (!values.read(value, reporter)) return std::nullopt;
    TargetPercent target;
    if (const auto pyramid = values.optional_integer<std::uint16_t>("pyramid")) target.pyramid = PyramidIndex{*pyramid};
    if (const auto leg = values.optional_integer<std::uint16_t>("leg")) {
        target.leg = LegIndex{static_cast<decltype(LegIndex::value)>(*leg)};
    }
    target.percent = values.decimal<Ratio>("percent");
    return target;
}

}  // namespace

std::optional<MoveStop> read_move_stop(const json::Value& body, Reporter& reporter) {
    SectionValues values(stop_section);
    if (!values.read(body, reporter)) return std::nullopt;
    if (!values.is_given("price")) {
        reporter.add_missing(body, "price", {"T-13", "a price, or null for no stop"});
        return std::nullopt;
    }
    return MoveStop{values.optional_decimal<Price>("price")};
}

std::optional<ChangeTargets> read_change_targets(const json::Value& body, Reporter& reporter) {
    SectionValues values(targets_section);
    if (!values.read(body, reporter)) return std::nullopt;
    const json::Value& list = *body.find("targets");
    if (list.size() == 0 || list.size() > targets_max) {
        reporter.add("OUT_OF_RANGE", list, {"T-8", "expected 1 to " + std::to_string(targets_max) + " targets"});
        return std::nullopt;
    }
    const std::size_t errors_before = reporter.count();
    ChangeTargets command;
    for (const auto& element : list.elements()) {
        if (const auto target = read_target(element, reporter)) command.targets.push_back(*target);
    }
    return reporter.count() == errors_before ? std::optional(std::move(command)) : std::nullopt;
}

}  // namespace trellis::adapters
