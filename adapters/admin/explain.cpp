#include "adapters/admin/explain.hpp"

#include "adapters/admin/problem.hpp"

namespace trellis::adapters::admin {

HttpResponse explain(const AdminServices& services, std::string_view id) {
    if (!services.explain) return problem_response(Error{"NOT_BUILT", "explanations are not part of this program"});
    auto chain = services.explain(id);
    if (!chain) return problem_response(chain.error());
    HttpResponse response;
    response.body = *std::move(chain);
    return response;
}

}  // namespace trellis::adapters::admin
