// The routes of the admin API, by area. Each list goes into the one table of admin_api.cpp.
#pragma once

#include <vector>

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

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
std::vector<Route> connection_routes(const AdminServices& services);
std::vector<Route> subscription_routes(const AdminServices& services);

}  // namespace trellis::adapters::admin
