// Every limit of an account with what is used of it, and every reason why its entries wait (K-18): what /limits, /status and the metrics
// page show, from the engine's own sums.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/admin/control.hpp"
#include "adapters/admin/limit_kinds.hpp"
#include "adapters/admin/outlook.hpp"
#include "adapters/history/rows.hpp"
#include "adapters/json/writer.hpp"

namespace trellis::adapters::admin {

struct LimitStanding {
    LimitKind kind{};
    Ratio used;
    std::optional<Ratio> max;  ///< empty: off
    std::string unit;          ///< "groups", "entries", "percent" or a currency
    std::string detail;        ///< what `used` consists of; may be empty
    bool is_reached = false;   ///< nothing more is let in by it
};

/// In the order of LimitKind. `venue` may be null: then nothing is known of the account's equity.
std::vector<LimitStanding> limits_of(const Outlook& outlook, const Standing& standing, const AccountStatus* venue);

struct EntryHaltStanding {
    EntryHalt halt{};
    std::string detail;
    std::optional<Timestamp> until;
};
/// First the one that is named first.
std::vector<EntryHaltStanding> halts_of(const AccountRow& row, const AccountStatus* venue);

/// "halts": [...]
void write_halts(json::Writer& out, const std::vector<EntryHaltStanding>& halts);
/// One account of GET /limits.
Result<void> write_limits(json::Writer& out, const AdminServices& services, const Scene& scene, const AccountConfig& account,
                          const ServerStatus& status);

}  // namespace trellis::adapters::admin
