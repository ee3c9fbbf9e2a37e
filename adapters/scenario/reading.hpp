// What every entry's reader is given: the names that an entry may use, and where errors go.
#pragma once

#include <filesystem>
#include <optional>

#include "adapters/config/config_reader.hpp"
#include "adapters/config/input_error.hpp"
#include "adapters/config/section_values.hpp"
#include "adapters/scenario/scenario.hpp"

namespace trellis::adapters {

/// The configuration as the entries before have changed it (C-1).
struct ChangingConfig {
    std::string text;
    ConfigDocument document;
};

struct Reading {
    const Scenario& scenario;              ///< start, instruments and accounts are known already
    const std::filesystem::path& folder;
    Reporter& reporter;
    ChangingConfig& config;
    bool has_all_names;                    ///< false after errors in instruments or accounts: unknown names say nothing new then
};

/// The names an entry uses; what is unknown is reported at the member of `entry` that says it.
const Instrument* resolve_instrument(const Reading& reading, const json::Value& entry, const SectionValues& values);
const AccountConfig* resolve_account(const Reading& reading, const json::Value& entry, const SectionValues& values);

/// One reader per kind; nothing when an error was reported.
std::optional<TimelineBody> read_quote(const Reading& reading, const json::Value& entry);
std::optional<TimelineBody> read_print(const Reading& reading, const json::Value& entry);
std::optional<TimelineBody> read_signal(const Reading& reading, const json::Value& entry);
std::optional<TimelineBody> read_fill(const Reading& reading, const json::Value& entry);
std::optional<TimelineBody> read_admin(const Reading& reading, const json::Value& entry);
/// PATCH config/{category}, with its body laid over the configuration in effect.
std::optional<AdminRequest> read_config_change(const Reading& reading, const json::Value& entry, std::string_view category);
std::optional<TimelineBody> read_fault(const Reading& reading, const json::Value& entry);
std::optional<TimelineBody> read_rules(const Reading& reading, const json::Value& entry);
std::optional<TimelineBody> read_quotes_from(const Reading& reading, const json::Value& entry);
std::optional<TimelineBody> read_frames_from(const Reading& reading, const json::Value& entry);

}  // namespace trellis::adapters
