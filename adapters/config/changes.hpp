// What is different between two documents, and when each difference acts on a running server: shown before a change is taken, and
// the reason why some keys wait for a restart.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/config/config_reader.hpp"

namespace trellis::adapters {

struct ConfigChange {
    std::string pointer;
    std::optional<std::string> before;  ///< as JSON; nothing: it was not there
    std::optional<std::string> after;
    Effect takes_effect{};
    bool operator==(const ConfigChange&) const = default;
};

/// By pointer, in its order. Items of lists are compared place by place.
std::vector<ConfigChange> changes_between(const ConfigDocument& before, const ConfigDocument& after);

/// Does one of them wait for a restart?
bool needs_restart(const std::vector<ConfigChange>& changes);

/// "/limits/max_signal_age_sec: 60 -> 30 (at_once)"
std::string text(const ConfigChange& change);

}  // namespace trellis::adapters
