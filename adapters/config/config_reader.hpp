// Reads a configuration document: every key is checked, alone and against the others, and a value whose rule is not built
// is refused NOT_BUILT, never ignored.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/config/effective.hpp"
#include "adapters/config/input_error.hpp"
#include "adapters/config/section_values.hpp"
#include "adapters/config/server_settings.hpp"
#include "engine/config/config.hpp"

namespace trellis::adapters {

/// `runtime`.
struct RuntimeSettings {
    std::uint32_t workers = 1;
    bool spin = false;
    bool operator==(const RuntimeSettings&) const = default;
};

/// `journal`.
struct JournalSettings {
    bool waits_for_sync = true;  ///< durability `fsync`; false: `write`
    std::uint32_t group_commit_max_us = 200;
    std::uint32_t segment_mib = 16;
    std::uint32_t keep_segments = 64;
    std::uint32_t snapshot_every_events = 50'000;
    bool operator==(const JournalSettings&) const = default;
};

/// A configuration document: what the engine sees, and what the process around it needs.
struct ConfigDocument {
    Config config;
    std::string log_level = "info";
    std::optional<std::string> data_dir;
    RuntimeSettings runtime;
    JournalSettings journal;
    SecuritySettings security;
    PaperSettings paper;
    EffectiveValues effective;  ///< every value by its pointer
    std::string base_dir;       ///< of the file; what it names is relative to that
    bool operator==(const ConfigDocument&) const = default;

    /// A path that the document names, from where the process stands.
    std::filesystem::path resolve(std::string_view path) const { return std::filesystem::path(base_dir) / path; }
};

inline constexpr std::size_t config_bytes_max = 4U << 20U;
inline constexpr std::size_t accounts_max = 1000;

Checked<ConfigDocument> read_config(std::string_view text);
/// The same from a file, whose folder becomes base_dir.
Checked<ConfigDocument> load_config(const std::filesystem::path& file);

/// A document inside another one. `accounts` are those that stand beside it (of a scenario), which then has none of its own.
ConfigDocument read_config(const json::Value& root, const std::vector<AccountConfig>* accounts, Reporter& reporter);

/// Accounts: of a configuration, or of a scenario, which must say their `balances`.
enum class AccountForm : std::uint8_t { connection, with_balances };
std::vector<AccountConfig> read_accounts(const json::Value& list, AccountForm form, Reporter& reporter);
std::vector<AccountConfig> read_accounts(const json::Value& list, AccountForm form, EffectiveValues& effective, Reporter& reporter);

/// A document that is one account, with its balances; its id is nobody's yet.
Checked<AccountConfig> read_account(std::string_view text);

/// `grid_strategy` with its `strategies`, into config; `sizing` is the account's, which their own stand over.
void read_grid(const json::Value& root, const SectionValues& sizing, ConfigDocument& out, Reporter& reporter);

/// `instruments` of a scenario or of the paper market.
InstrumentTable read_instruments(const json::Value& list, Reporter& reporter);
InstrumentTable read_instruments(const json::Value& list, std::string_view pointer, EffectiveValues& effective, Reporter& reporter);

/// The instrument id in its one spelling: venue and market lower case, assets in capitals (I-1).
Result<std::string> canonical_instrument(std::string_view name);

/// The account of that name, if there is one.
const AccountConfig* find_account(const std::vector<AccountConfig>& accounts, std::string_view name);
/// "did you mean ...?" for a name that no account has.
std::string nearest_account(const std::vector<AccountConfig>& accounts, std::string_view name);

}  // namespace trellis::adapters
