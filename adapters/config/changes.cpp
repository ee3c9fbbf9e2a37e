#include "adapters/config/changes.hpp"

#include <algorithm>

namespace trellis::adapters {

std::vector<ConfigChange> changes_between(const ConfigDocument& before, const ConfigDocument& after) {
    std::vector<ConfigChange> changes;
    for (const auto& [pointer, value] : before.effective) {
        const auto other = after.effective.find(pointer);
        if (other == after.effective.end()) {
            changes.push_back({pointer, value.json, std::nullopt, value.effect});
        } else if (other->second.json != value.json) {
            changes.push_back({pointer, value.json, other->second.json, value.effect});
        }
    }
    for (const auto& [pointer, value] : after.effective) {
        if (!before.effective.contains(pointer)) changes.push_back({pointer, std::nullopt, value.json, value.effect});
    }
    std::ranges::sort(changes, {}, &ConfigChange::pointer);
    return changes;
}

bool needs_restart(const std::vector<ConfigChange>& changes) {
    return std::ranges::any_of(changes, [](const ConfigChange& change) { return change.takes_effect == Effect::restart; });
}

std::string text(const ConfigChange& change) {
    return change.pointer + ": " + change.before.value_or("(none)") + " -> " + change.after.value_or("(none)") + " (" +
           std::string(text(change.takes_effect)) + ")";
}

}  // namespace trellis::adapters
