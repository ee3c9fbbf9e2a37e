// Copy subscriptions (27.3): listed, shown, and the table of their routes.
#include "adapters/admin/problem.hpp"
#include "adapters/admin/route_maker.hpp"
#include "adapters/admin/subscription_changes.hpp"
#include "adapters/admin/views.hpp"

namespace trellis::adapters::admin {

namespace {

/// The page behind the cursor, which is the id of the last one before. Deleted ones are not there.
Result<PageOf<const CatalogueSubscription*>> page_of(const Directory& directory, OwnerId reader, const PageRequest& request) {
    PageOf<const CatalogueSubscription*> page;
    bool is_behind = request.cursor.empty();
    for (const auto& [id, known] : directory.subscriptions) {
        if (id.owner != reader) continue;
        if (!is_behind) {
            is_behind = text(id) == request.cursor;
            continue;
        }
        if (known.state == SubscriptionState::ended) continue;
        if (page.rows.size() == request.limit) {
            page.next = text(page.rows.back()->id);
            return page;
        }
        page.rows.push_back(&known);
    }
    if (!is_behind) return Error{"BAD_CURSOR", "the page begins behind a subscription that is not there; begin again"};
    return page;
}

HttpResponse subscriptions(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto directory = services.control.directory();
    const auto request = call.query.page();
    if (!request) return problem_response(request.error());
    const auto page = page_of(*directory, call.caller.owner, *request);
    if (!page) return problem_response(page.error());
    return list_response(call, *page, [&](json::Writer& out, const CatalogueSubscription* known) {
        out.begin_object();
        write_subscription_fields(out, scene, *directory, *known);
        out.end_object();
    });
}

HttpResponse leaders(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto request = call.query.page();
    if (!request) return problem_response(request.error());
    PageOf<AccountConfig> page;
    for (auto& account : leaders_for(scene, *services.control.directory())) {
        if (account.name <= request->cursor) continue;
        if (page.rows.size() == request->limit) {
            page.next = page.rows.back().name;
            break;
        }
        page.rows.push_back(std::move(account));
    }
    return list_response(call, page, [&](json::Writer& out, const AccountConfig& account) {
        out.begin_object().name("id").string(account.name).name("venue").string(account.venue);
        out.name("market").string(account.market == Market::linear ? "linear" : "spot").name("currency").string(account.currency);
        out.name("is_own").boolean(account.owner == call.caller.owner).end_object();
    });
}

HttpResponse subscription(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto directory = services.control.directory();
    const auto id = find_subscription(*directory, call.parameter("id"), call.caller.owner);
    if (!id) return problem_response(id.error());
    const CatalogueSubscription& known = directory->subscriptions.at(*id);
    json::Writer out;
    out.begin_object();
    write_subscription_fields(out, scene, *directory, known);
    out.end_object();
    return tagged_response(out, known.revision);
}

}  // namespace

std::vector<Route> subscription_routes(const AdminServices& services) {
    const RouteMaker make(services);
    return {
        make.look("/subscriptions", "Who copies whom", subscriptions, {"limit", "cursor"}),
        make.look("/subscriptions/leaders", "Whom one may copy: one's own accounts, and those that others share", leaders, {"limit", "cursor"}),
        make.look("/subscriptions/{id}", "A subscription with its terms", subscription),
        make.change("POST", "/subscriptions", "Have an account copy another", create_subscription),
        make.change("PUT", "/subscriptions/{id}", "Change the terms of a subscription", revise_subscription),
        make.change("DELETE", "/subscriptions/{id}", "Delete a subscription; what it opened still closes with its leader", delete_subscription,
               BodyKind::none),
        make.change("POST", "/subscriptions/{id}/pause", "Open and add nothing; what closes still follows", pause_subscription),
        make.change("POST", "/subscriptions/{id}/resume", "Open and add again", resume_subscription),
        make.change("PUT", "/subscriptions/{id}/preset", "Assign a preset to a subscription, or none", assign_subscription_preset),
        make.change("PUT", "/connections/{account}/shared", "Let others copy an account, or no longer", share_account),
    };
}

}  // namespace trellis::adapters::admin
