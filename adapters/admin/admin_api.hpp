// The admin API: one handler for the admin listener, over what the server can be asked (Control) and what its journal tells
// (History). docs/api.md is for its users, schemas/openapi.json its contract.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/admin/control.hpp"
#include "adapters/admin/own_history.hpp"
#include "adapters/history/event_feed.hpp"
#include "adapters/history/history.hpp"
#include "adapters/net/http.hpp"
#include "adapters/secrets/password.hpp"
#include "adapters/secrets/secret.hpp"

namespace trellis::adapters {

namespace admin {
class Router;
}

/// What the routes ask; all of it outlives the API. Functions may be called from any thread.
struct AdminServices {
    Control& control;
    admin::HistoryDoor history;
    EventFeed& feed;
    std::function<Timestamp()> now;        ///< for what is remembered for a while
    std::function<std::string()> metrics;  ///< Prometheus text
    std::string version{};                 ///< of the program
    std::vector<std::string> hosts{};      ///< names beside `localhost` by which a browser may call it, without port
    PasswordCost password_cost{};
    bool hashes_in_place = false;          ///< passwords on the thread that asks, as tests want it
    std::function<void(std::string_view)> on_refused_preset{};  ///< hears why a preset or its assignment was refused; may be empty
};

class AdminApi {
  public:
    /// `token`: what an Authorization header must bear.
    AdminApi(AdminServices services, const Fingerprint& token);
    AdminApi(const AdminApi&) = delete;
    AdminApi& operator=(const AdminApi&) = delete;
    /// Waits for a backup under way.
    ~AdminApi();

    /// For an HttpServer whose body limit is config_bytes_max. It may wait up to read_wait_max for the lists and reads them at
    /// once, so the listener has an io thread of its own. The API outlives it.
    HttpHandler handler();

    const admin::Router& router() const;
    /// What it was made with.
    const AdminServices& services() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace trellis::adapters
