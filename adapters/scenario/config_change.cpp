// PATCH config/{category} in a timeline (C-1): the patch is laid over the configuration as the entries before have left it, and what
// results is read whole. What the server would answer with 422 changes nothing; a value whose rule is not built is refused here.
#include <algorithm>

#include "adapters/config/changes.hpp"
#include "adapters/config/key_table.hpp"
#include "adapters/json/merge_patch.hpp"
#include "adapters/scenario/reading.hpp"

namespace trellis::adapters {

namespace {

std::optional<AdminRequest> refuse_category(const Reading& reading, const json::Value& entry, std::string_view category) {
    std::vector<std::string_view> known;
    for (const auto& key : root_section().keys) known.push_back(key.name);
    if (std::ranges::find(known, category) != known.end()) return ChangeConfig{};
    reading.reporter.add("INVALID_VALUE", *entry.find("path"),
                         {"R-60", "no such category; did you mean \"" + std::string(nearest(category, known)) + "\"?"});
    return std::nullopt;
}

/// The document with the patch, or nothing when it is none.
std::optional<std::string> patched(const Reading& reading, std::string_view category, const json::Value& patch) {
    if (!patch.is_object() && !patch.is_array()) return std::nullopt;
    const auto before = json::Document::parse(reading.config.text, {.bytes_max = config_bytes_max, .depth_max = 64});
    if (!before || !before->root().is_object()) return std::nullopt;
    return json::with_member(before->root(), category, json::merge_patch(before->root().find(category), patch));
}

/// False: a value is not built, which is reported at the body.
bool is_built(const Reading& reading, const json::Value& body, const InputErrors& errors) {
    const auto found = std::ranges::find(errors, "NOT_BUILT", &InputError::code);
    if (found == errors.end()) return true;
    reading.reporter.add("NOT_BUILT", body, {found->field.rule, found->field.pointer + ": " + found->field.hint});
    return false;
}

}  // namespace

std::optional<AdminRequest> read_config_change(const Reading& reading, const json::Value& entry, std::string_view category) {
    auto refused = refuse_category(reading, entry, category);
    const json::Value* body = entry.find("body");
    if (!refused || body == nullptr) return refused;
    auto text = patched(reading, category, *body);
    if (!text) return refused;
    const auto document = json::Document::parse(*text, {.bytes_max = config_bytes_max, .depth_max = 64});
    if (!document) return refused;
    Reporter reporter(*document);
    auto next = read_config(document->root(), &reading.scenario.config.accounts, reporter);
    if (reporter.has_errors()) return is_built(reading, *body, reporter.take()) ? refused : std::nullopt;
    if (needs_restart(changes_between(reading.config.document, next))) return refused;
    next.config.presets = reading.scenario.config.presets;
    next.config.subscriptions = reading.scenario.config.subscriptions;
    next.config.bots = reading.scenario.config.bots;
    next.config.preset_zones = reading.scenario.config.preset_zones;
    next.config.timer_origin = reading.scenario.config.timer_origin;
    ChangeConfig change{next.config};
    reading.config = {*std::move(text), std::move(next)};
    return change;
}

}  // namespace trellis::adapters
