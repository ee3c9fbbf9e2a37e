// Bots (27.4): listed, shown, and the table of their routes.
#include "adapters/admin/bot_changes.hpp"
#include "adapters/admin/bot_view.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/route_maker.hpp"
#include "adapters/admin/views.hpp"

namespace trellis::adapters::admin {

namespace {

/// The page behind the cursor, which is the id of the last one before. Removed ones are not there.
Result<PageOf<const CatalogueBot*>> page_of(const Directory& directory, OwnerId reader, const PageRequest& request) {
    PageOf<const CatalogueBot*> page;
    bool is_behind = request.cursor.empty();
    for (auto at = directory.bots.lower_bound({reader, 0}); at != directory.bots.end() && at->first.owner == reader; ++at) {
        if (!is_behind) {
            is_behind = text(at->first) == request.cursor;
            continue;
        }
        if (at->second.state == BotState::removed) continue;
        if (page.rows.size() == request.limit) {
            page.next = text(page.rows.back()->id);
            return page;
        }
        page.rows.push_back(&at->second);
    }
    if (!is_behind) return Error{"BAD_CURSOR", "the page begins behind a bot that is not there; begin again"};
    return page;
}

HttpResponse bots(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto directory = services.control.directory();
    const auto request = call.query.page();
    if (!request) return problem_response(request.error());
    const auto page = page_of(*directory, call.caller.owner, *request);
    if (!page) return problem_response(page.error());
    return list_response(call, *page, [&](json::Writer& out, const CatalogueBot* known) {
        out.begin_object();
        write_bot(out, scene, *directory, *known, services.now());
        out.end_object();
    });
}

HttpResponse bot(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto directory = services.control.directory();
    const auto id = find_bot(*directory, call.parameter("id"), call.caller.owner);
    if (!id) return problem_response(id.error());
    const CatalogueBot& known = directory->bots.at(*id);
    json::Writer out;
    out.begin_object();
    write_bot(out, scene, *directory, known, services.now());
    out.end_object();
    return tagged_response(out, known.revision);
}

}  // namespace

std::vector<Route> bot_routes(const AdminServices& services) {
    const RouteMaker make(services);
    return {
        make.look("/bots", "Who takes which signals of which connection", bots, {"limit", "cursor"}),
        make.look("/bots/{id}", "A bot with its terms and what it did today", bot),
        make.change("POST", "/bots", "Bind a bot to a connection", create_bot),
        make.change("PUT", "/bots/{id}", "Change the terms of a bot", revise_bot),
        make.change("DELETE", "/bots/{id}", "Delete a bot; the groups that it opened live on", delete_bot, BodyKind::none),
        make.change("POST", "/bots/{id}/start", "Let entries in", start_bot),
        make.change("POST", "/bots/{id}/pause", "Let no entries in; what is open goes on", pause_bot),
        make.change("POST", "/bots/{id}/stop", "Let no entries in, and close what it opened if that is wanted", stop_bot),
        make.change("PUT", "/bots/{id}/preset", "Assign a preset to a bot, or none", assign_bot_preset),
    };
}

}  // namespace trellis::adapters::admin
