// The state of the server and its accounts as JSON: /status, and what the probes say of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/admin/services.hpp"
#include "adapters/json/writer.hpp"

namespace trellis::adapters::admin {

/// "running"
std::string_view text(ServerPhase phase);
/// Why it is not ready, or what is wrong although it is; empty: all is well.
std::vector<std::string> reasons_against(const ServerStatus& status);

/// One object, with the accounts of the scene. Errors: those of the history.
Result<void> write_status(json::Writer& out, const AdminServices& services, const Scene& scene);

/// When a signal came, if its first event is kept.
std::optional<Timestamp> time_of(const Scene& scene, const SignalRow& row);

}  // namespace trellis::adapters::admin
