#include "adapters/admin/explain.hpp"

#include "adapters/admin/problem.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/explanation/explain.hpp"

namespace trellis::adapters::admin {

HttpResponse explain(const AdminServices& services, std::string_view id) {
    const Scene scene(services);
    const auto found = adapters::explain(services.history, Names{scene.config(), scene.instruments()}, id);
    if (!found) return problem_response(found.error());
    if (!*found) {
        return problem_response(Error{"NOT_FOUND", "there is no \"" + shortened(id) +
                                                       "\"; name a signal (s3), an event (e57), a group (g1.4 or "
                                                       "ACCOUNT:SYMBOL:TIMEFRAME:SIDE) or an order (g1.4/entry/0/2)"});
    }
    json::Writer out;
    write_explanation(out, **found);
    return json_response(out);
}

}  // namespace trellis::adapters::admin
