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

    /// `services` outlive the routes.
    explicit RouteMaker(const AdminServices& services) : services_(&services) {}

    Route look(std::string_view pattern, std::string_view summary, Answer answer, std::vector<std::string_view> parameters = {}) const {
        return {"GET", pattern, Role::viewer, summary, answering([s = services_, answer](const Call& call) { return answer(*s, call); }),
                std::move(parameters), BodyKind::none};
    }
    Route change(std::string_view method, std::string_view pattern, std::string_view summary, Handler handler, BodyKind body = BodyKind::fields) const {
        return {method, pattern, Role::operating, summary, [s = services_, handler](const Call& call, const HttpReply& reply) { handler(*s, call, reply); },
                {},     body};
    }

private:
    const AdminServices* services_;
};

}  // namespace trellis::adapters::admin
