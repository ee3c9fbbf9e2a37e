// The routes of connections: the accounts of the document, which are shown, and those that were opened beside them, which can be changed.
#include <algorithm>
#include <utility>

#include "adapters/admin/connection_changes.hpp"
#include "adapters/admin/connection_view.hpp"
#include "adapters/admin/route_maker.hpp"

namespace trellis::adapters::admin {

namespace {

HttpResponse connections(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto directory = services.control.directory();
    json::Writer out;
    out.begin_object().name("items").begin_array();
    for (const auto& account : scene.accounts()) {
        if (auto written = write_connection(out, scene, *directory, account); !written.ok()) return problem_response(written.error());
    }
    return json_response(out.end_array().end_object());
}

HttpResponse connection(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto id = scene.find_account(call.parameter("id"));
    if (!id) return problem_response(Error{"NOT_FOUND", id.error().detail});
    const auto directory = services.control.directory();
    json::Writer out;
    if (auto written = write_connection(out, scene, *directory, *scene.account(*id)); !written.ok()) return problem_response(written.error());
    return connection_response(out, *directory, *id);
}

struct Check {
    std::string_view name;
    bool is_ok = false;
    std::string detail;
};

Check sealed_keys(const AdminServices& services, const Directory& directory, AccountId account) {
    const auto found = directory.connections.find(account);
    if (found == directory.connections.end() || !found->second.credential.has_value()) {
        return {"credential", true, "no API key; the paper exchange needs none"};
    }
    const auto opened = services.control.seal().unseal(found->second.credential->box, seal_context(account));
    if (!opened.ok()) return {"credential", false, opened.error().code + ": " + opened.error().detail};
    return {"credential", true, found->second.credential->mask + " opens on this machine"};
}

/// Z-8. The venue of every account is the paper exchange as long as there is no other: it trades and pays nothing out.
HttpResponse test_connection(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto id = scene.find_account(call.parameter("id"));
    if (!id) return problem_response(Error{"NOT_FOUND", id.error().detail});
    const auto status = services.control.status();
    const auto known = std::ranges::find(status.accounts, *id, &AccountStatus::id);
    const bool is_heard = known != status.accounts.end() && known->is_connected;
    const std::vector<Check> checks{
        {"enabled", scene.account(*id)->enabled, scene.account(*id)->enabled ? "signals are taken" : "signals are refused"},
        {"venue", is_heard, is_heard ? "heard within five seconds" : "silent"},
        {"equity", known != status.accounts.end() && known->equity.is_positive(), known == status.accounts.end() ? "not known" : known->equity.text()},
        {"trade", true, "the paper exchange takes orders"},
        {"withdraw", true, "nothing can be withdrawn from the paper exchange"},
        sealed_keys(services, *services.control.directory(), *id)};
    json::Writer out;
    out.begin_object().name("connection").string(scene.account_name(*id)).name("venue").string("paper");
    out.name("ok").boolean(std::ranges::all_of(checks, &Check::is_ok)).name("checks").begin_array();
    for (const auto& check : checks) {
        out.begin_object().name("name").string(check.name).name("ok").boolean(check.is_ok).name("detail").string(check.detail).end_object();
    }
    return json_response(out.end_array().end_object());
}

}  // namespace

std::vector<Route> connection_routes(const AdminServices& services) {
    const RouteMaker make(services);
    Route keys = make.change("PUT", "/connections/{id}/credential", "Seal API keys for a connection", seal_credential);
    Route webhook = make.change("POST", "/connections/{id}/webhook", "Draw a webhook for a connection, told once", make_webhook, BodyKind::none);
    keys.is_secret = true;
    webhook.is_secret = true;
    return {
        make.look("/connections", "Accounts: those of the configuration and those that were opened beside them", connections),
        make.look("/connections/{id}", "An account with its preset, its weeks and its settings", connection),
        {"POST", "/connections/{id}/test", Role::operating, "Whether the venue answers, what the keys may do, and whether they open",
         answering([s = &services](const Call& call) { return test_connection(*s, call); })},
        make.change("POST", "/connections", "Open a connection", open_connection),
        make.change("PUT", "/connections/{id}", "Change a connection", change_connection),
        make.change("DELETE", "/connections/{id}", "Remove a connection that has nothing open", remove_connection, BodyKind::none),
        std::move(keys),
        make.change("DELETE", "/connections/{id}/credential", "Forget the API keys of a connection", remove_credential, BodyKind::none),
        std::move(webhook),
        make.change("DELETE", "/connections/{id}/webhook", "Refuse a connection's webhook from now on", remove_webhook, BodyKind::none),
    };
}

}  // namespace trellis::adapters::admin
