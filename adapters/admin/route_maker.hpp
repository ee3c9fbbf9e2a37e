// Routes of what stands in the directory: looked at by everybody, changed by operators, each for himself.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "adapters/admin/routes.hpp"

namespace trellis::adapters::admin {

class RouteMaker {
public:
    using Answer = HttpResponse (*)(const AdminServices& services, const Call& call);
    using Handler = void (*)(const AdminServices& services, const Call& call, const HttpReply& reply);
    using Parameters = std::vector<std::string_view>;

    /// `services` outlive the routes.
    explicit RouteMaker(const AdminServices& services) : services_(&services) {}

    Route look(std::string_view pattern, std::string_view summary, Answer answer, Parameters parameters = {}) const {
        return {"GET", pattern, Role::viewer, summary, answering(bound(answer)), std::move(parameters), BodyKind::none};
    }
    /// A question whose terms are too many for a query; it changes nothing.
    Route ask(std::string_view pattern, std::string_view summary, Answer answer) const {
        return {"POST", pattern, Role::viewer, summary, answering(bound(answer)), {}, BodyKind::fields};
    }
    Route change(std::string_view method, std::string_view pattern, std::string_view summary, Handler handler, BodyKind body = BodyKind::fields,
                 Parameters parameters = {}) const {
        return {method, pattern, Role::operating, summary, [s = services_, handler](const Call& call, const HttpReply& reply) { handler(*s, call, reply); },
                std::move(parameters), body};
    }

private:
    std::function<HttpResponse(const Call&)> bound(Answer answer) const {
        return [s = services_, answer](const Call& call) { return answer(*s, call); };
    }

    const AdminServices* services_;
};

/// The route shows nothing but the directory.
inline Route of_directory(Route route) {
    route.is_of_directory = true;
    return route;
}

}  // namespace trellis::adapters::admin
