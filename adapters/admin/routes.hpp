// The routes of the admin API, by area. Each list goes into the one table of admin_api.cpp.
#pragma once

#include <vector>

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

class Doorkeeper;

// The services outlive the routes.
std::vector<Route> state_routes(const AdminServices& services);
std::vector<Route> signal_routes(const AdminServices& services);
std::vector<Route> group_routes(const AdminServices& services);
std::vector<Route> order_routes(const AdminServices& services);
std::vector<Route> event_routes(const AdminServices& services);
std::vector<Route> queue_routes(const AdminServices& services);
std::vector<Route> risk_routes(const AdminServices& services);
std::vector<Route> precision_routes(const AdminServices& services);
std::vector<Route> trading_routes(const AdminServices& services);
std::vector<Route> config_routes(const AdminServices& services);
std::vector<Route> preset_routes(const AdminServices& services);
std::vector<Route> token_routes(const AdminServices& services);
std::vector<Route> audit_routes(const AdminServices& services);
// The doorkeeper too.
std::vector<Route> user_routes(const AdminServices& services, Doorkeeper& doorkeeper);
std::vector<Route> session_routes(const AdminServices& services, Doorkeeper& doorkeeper);
std::vector<Route> connection_routes(const AdminServices& services);
std::vector<Route> subscription_routes(const AdminServices& services);
std::vector<Route> strategy_routes(const AdminServices& services);
std::vector<Route> bot_routes(const AdminServices& services);

}  // namespace trellis::adapters::admin
