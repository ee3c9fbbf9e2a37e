// Orders and fills, as lists.
#include "adapters/admin/problem.hpp"
#include "adapters/admin/routes.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/history/ids.hpp"

namespace trellis::adapters::admin {

namespace {

/// Whose orders or fills are wanted.
struct Whose {
    std::optional<AccountId> account;
    std::optional<GroupId> group;
};

Result<Whose> whose(const Scene& scene, const Query& query) {
    Whose owner;
    if (const auto* name = query.find("account")) {
        const auto account = scene.find_account(*name);
        if (!account) return account.error();
        owner.account = *account;
    }
    if (const auto* id = query.find("group")) {
        const auto group = find_group(scene, *id);
        if (!group) return group.error();
        owner.group = *group;
    }
    return owner;
}

/// `state=working` or all.
Result<bool> wants_working(const Query& query) {
    const auto* state = query.find("state");
    if (state == nullptr || *state == "all") return false;
    if (*state == "working") return true;
    return Error{"INVALID_PARAMETER", "state is working or all, not \"" + shortened(*state) + "\""};
}

HttpResponse orders(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto page = call.query.page();
    if (!page) return problem_response(page.error());
    const auto owner = whose(scene, call.query);
    if (!owner) return problem_response(owner.error());
    const auto working = wants_working(call.query);
    if (!working) return problem_response(working.error());
    const auto found = scene.history().orders({owner->account, owner->group, *working}, *page);
    if (!found) return problem_response(found.error());
    return list_response(call, *found, [&](json::Writer& out, const ListedOrder& order) { write_order(out, scene, order); });
}

/// Only what works can be in doubt, so the working ones are looked through.
HttpResponse unknown_orders(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto page = call.query.page();
    if (!page) return problem_response(page.error());
    auto found = scene.history().orders({.is_working = true}, *page);
    if (!found) return problem_response(found.error());
    std::erase_if(found->rows, [](const ListedOrder& order) { return order.order.state != OrderState::unknown; });
    return list_response(call, *found, [&](json::Writer& out, const ListedOrder& order) { write_order(out, scene, order); });
}

HttpResponse fills(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto page = call.query.page();
    if (!page) return problem_response(page.error());
    const auto owner = whose(scene, call.query);
    if (!owner) return problem_response(owner.error());
    const auto found = scene.history().fills({owner->account, owner->group}, *page);
    if (!found) return problem_response(found.error());
    return list_response(call, *found, [&](json::Writer& out, const FillRow& fill) { write_fill(out, scene, fill); });
}

}  // namespace

std::vector<Route> order_routes(const AdminServices& services) {
    const AdminServices* s = &services;
    return {
        {"GET",
         "/orders",
         Role::viewer,
         "Orders, newest first",
         answering([s](const Call& call) { return orders(*s, call); }),
         {"account", "group", "state", "limit", "cursor"}},
        {"GET",
         "/orders/unknown",
         Role::viewer,
         "Orders whose fate is not known",
         answering([s](const Call& call) { return unknown_orders(*s, call); }),
         {"limit", "cursor"}},
        {"GET",
         "/fills",
         Role::viewer,
         "Fills, newest first",
         answering([s](const Call& call) { return fills(*s, call); }),
         {"account", "group", "limit", "cursor"}},
    };
}

}  // namespace trellis::adapters::admin
