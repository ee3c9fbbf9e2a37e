// Which method and path lead to which handler: the one table of the admin API, which schemas/openapi.json is held against.
//
//   path    = [ "/api/v1" | "/api" ] pattern       root routes stand without the prefix, all others with it
//   pattern = "/groups/{id}/close" | "/why/{id...}"  the last form takes the rest of the path, slashes and all
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/admin/caller.hpp"
#include "adapters/admin/query.hpp"
#include "adapters/net/http.hpp"

namespace trellis::adapters::admin {

enum class BodyKind : std::uint8_t {
    none,
    fields,    ///< a JSON object of at most 64 KiB
    document,  ///< a configuration of at most 4 MiB
};

struct PathParameter {
    std::string_view name;
    std::string value;
};

/// A request that found its route.
struct Call {
    HttpRequest request;
    std::vector<PathParameter> parameters;
    Query query;
    bool is_dry_run = false;
    Caller caller;

    /// Of a pattern; empty when it has none of that name.
    std::string_view parameter(std::string_view name) const;
};

using RouteHandler = std::function<void(Call call, HttpReply reply)>;

struct Route {
    std::string_view method;
    std::string_view pattern;
    Role role = Role::viewer;
    std::string_view summary;
    RouteHandler handler;
    std::vector<std::string_view> parameters{};  ///< of the query; besides dry_run of a change
    BodyKind body = BodyKind::none;
    bool is_root = false;  ///< without the prefix
    bool is_secret = false;  ///< what comes or goes holds a secret: nothing of it is remembered
    bool is_of_directory = false;  ///< it shows nothing but the directory: nobody is kept waiting for lists that he is not shown

    bool is_change() const { return method != "GET"; }
    bool asks_lists() const { return !is_root && !is_of_directory; }
    bool takes(std::string_view parameter) const;
};

/// A handler that has its answer at once.
RouteHandler answering(std::function<HttpResponse(const Call&)> answer);

struct RouteMatch {
    const Route* route = nullptr;  ///< null: not for this method
    std::vector<PathParameter> parameters;
    std::vector<std::string_view> allowed;  ///< methods of this path; empty: there is no such path
};

class Router {
  public:
    explicit Router(std::vector<Route> routes) : routes_(std::move(routes)) {}

    const std::vector<Route>& routes() const { return routes_; }
    /// HEAD is found as GET. Error INVALID_PATH. Of several patterns the one with the most words decides.
    Result<RouteMatch> match(std::string_view method, std::string_view path) const;
    /// A path of this table that looks like it.
    std::string_view nearest_path(std::string_view path) const;

  private:
    std::vector<Route> routes_;
};

/// "GET, HEAD, OPTIONS"
std::string allow_header(const std::vector<std::string_view>& methods);

}  // namespace trellis::adapters::admin
