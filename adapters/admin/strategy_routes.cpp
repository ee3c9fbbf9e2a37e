// Strategies (D-12): listed, shown, and the table of their routes.
#include "adapters/admin/problem.hpp"
#include "adapters/admin/route_maker.hpp"
#include "adapters/admin/strategy_changes.hpp"
#include "adapters/admin/strategy_view.hpp"

namespace trellis::adapters::admin {

namespace {

/// The page behind the cursor, which is the id of the last one before.
Result<PageOf<KnownStrategy>> page_of(const Scene& scene, const Directory& directory, const PageRequest& request) {
    PageOf<KnownStrategy> page;
    bool is_behind = request.cursor.empty();
    for (const auto& known : visible_strategies(scene, directory)) {
        if (!is_behind) {
            is_behind = known.id == request.cursor;
            continue;
        }
        if (page.rows.size() == request.limit) {
            page.next = page.rows.back().id;
            return page;
        }
        page.rows.push_back(known);
    }
    if (!is_behind) return Error{"BAD_CURSOR", "the strategy that the page begins behind is gone; begin again"};
    return page;
}

HttpResponse strategies(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto directory = services.control.directory();
    const auto request = call.query.page();
    if (!request) return problem_response(request.error());
    const auto page = page_of(scene, *directory, *request);
    if (!page) return problem_response(page.error());
    return list_response(call, *page, [](json::Writer& out, const KnownStrategy& known) {
        out.begin_object();
        write_strategy_fields(out, known);
        out.end_object();
    });
}

HttpResponse strategy(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto directory = services.control.directory();
    const auto known = find_strategy(scene, *directory, call.parameter("id"));
    if (!known) return problem_response(known.error());
    json::Writer out;
    write_strategy_detail(out, *known);
    return strategy_response(out, *known, 200);
}

}  // namespace

std::vector<Route> strategy_routes(const AdminServices& services) {
    const RouteMaker make(services);
    return {
        make.look("/strategies", "Grid strategies: one's own, and those of the configuration", strategies, {"limit", "cursor"}),
        make.look("/strategies/{id}", "A strategy with its document", strategy),
        make.change("POST", "/strategies", "Make a strategy for accounts, instruments, venues or timeframes", create_strategy),
        make.change("PUT", "/strategies/{id}", "Change a strategy; open groups keep what they were opened with", revise_strategy),
        make.change("DELETE", "/strategies/{id}", "Delete a strategy; open groups keep what they were opened with", delete_strategy, BodyKind::none),
        make.change("POST", "/strategies/{id}/clone", "Make a strategy of one's own of it", clone_strategy),
    };
}

}  // namespace trellis::adapters::admin
