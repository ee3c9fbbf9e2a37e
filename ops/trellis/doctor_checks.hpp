// The checks of `trellis doctor`, each on its own: it looks at one thing and says how it is and what to do. Only for doctor*.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/config/config_reader.hpp"

namespace trellis::program {

enum class Level : std::uint8_t { ok, warn, fail };

struct Finding {
    Level level{};
    std::string check;   ///< "clock"
    std::string says;
    std::string remedy;  ///< empty when all is well
};
using Findings = std::vector<Finding>;

// ---- the machine: doctor_machine.cpp ----

/// `newest_event`: when the journal's last event happened; a wall clock behind it is wrong.
Findings check_clock(std::optional<Timestamp> newest_event);
/// `directory` exists.
Findings check_disk(const std::string& directory, const adapters::JournalSettings& journal);
/// The median of 20 writes of a journal's size, each synced.
Findings check_sync(const std::string& directory);
Findings check_file_limit(const adapters::SecuritySettings& security);
/// `is_running`: a server has the data directory.
Findings check_ports(const adapters::SecuritySettings& security, bool is_running);

// ---- what is kept: doctor_data.cpp ----

/// Whose the directory is.
struct Holder {
    bool is_held = false;
    Finding finding;
};
Holder check_lock(const std::string& data_dir);

struct JournalTail {
    Findings findings;
    std::uint64_t last_event = 0;
    std::optional<Timestamp> last_at;
};
/// The last segment, whole.
JournalTail check_journal(const std::string& data_dir);
Findings check_snapshots(const std::string& data_dir, std::uint64_t last_event, const adapters::JournalSettings& journal);
Findings check_secrets(const adapters::ConfigDocument& document, const std::string& data_dir);
Findings check_routes(const adapters::SecuritySettings& security);
/// V-4: instruments of which the document leaves a rule out that venues have.
Findings check_instruments(const adapters::PaperSettings& paper);

}  // namespace trellis::program
