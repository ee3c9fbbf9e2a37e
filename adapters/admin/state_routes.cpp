// How the server is: /status, /health, /dashboard, and the probes at the root.
#include "adapters/admin/problem.hpp"
#include "adapters/admin/routes.hpp"
#include "adapters/admin/state_view.hpp"
#include "adapters/admin/views.hpp"

namespace trellis::adapters::admin {

namespace {

constexpr std::uint32_t dashboard_signals = 20;

HttpResponse status(const AdminServices& services, const Call& call) {
    json::Writer out;
    if (auto written = write_status(out, services, Scene(services, call)); !written) return problem_response(written.error());
    return json_response(out);
}

HttpResponse health(const AdminServices& services) {
    const auto status = services.control.status();
    const auto reasons = reasons_against(status);
    json::Writer out;
    out.begin_object().name("status").string(reasons.empty() ? "ok" : text(status.phase)).name("reasons").begin_array();
    for (const auto& reason : reasons) out.string(reason);
    out.end_array().name("phase").string(text(status.phase)).name("journal").string(status.journal_state);
    out.name("now").string(rfc3339(status.now));
    out.name("durable_sequence").integer(status.durable_sequence);
    out.name("listed_sequence").integer(services.history.sequence()).end_object();
    return json_response(out);
}

HttpResponse dashboard(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    json::Writer out;
    out.begin_object().name("status");
    if (auto written = write_status(out, services, scene); !written) return problem_response(written.error());
    const auto groups = scene.history().groups({.shown = GroupsShown::open}, {page_rows_max, {}});
    if (!groups) return problem_response(groups.error());
    out.name("groups").begin_array();
    for (const auto& row : groups->rows) {
        out.begin_object();
        write_group_fields(out, scene, row);
        out.end_object();
    }
    out.end_array();
    const auto signals = scene.history().signals({}, {dashboard_signals, {}});
    if (!signals) return problem_response(signals.error());
    out.name("signals").begin_array();
    for (const auto& row : signals->rows) write_signal(out, scene, row, time_of(scene, row));
    out.end_array().end_object();
    return json_response(out);
}

HttpResponse plain(std::string text) {
    HttpResponse response;
    response.content_type = "text/plain; charset=utf-8";
    response.body = std::move(text);
    return response;
}

HttpResponse readiness(const AdminServices& services) {
    const auto status = services.control.status();
    json::Writer out;
    out.begin_object()
        .name("ready")
        .boolean(status.is_ready())
        .name("phase")
        .string(text(status.phase))
        .name("reasons")
        .begin_array();
    for (const auto& reason : reasons_against(status)) out.string(reason);
    out.end_array().end_object();
    HttpResponse response = json_response(out);
    if (!status.is_ready()) response.status = 503;
    return response;
}

HttpResponse version(const AdminServices& services) {
    json::Writer out;
    out.begin_object()
        .name("name")
        .string("trellis")
        .name("version")
        .string(services.version)
        .name("api")
        .string("v1")
        .end_object();
    return json_response(out);
}

HttpResponse metrics(const AdminServices& services) {
    HttpResponse response = plain(services.metrics());
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return response;
}

Route root(std::string_view pattern, std::string_view summary, RouteHandler handler) {
    return {.method = "GET",
            .pattern = pattern,
            .role = Role::open,
            .summary = summary,
            .handler = std::move(handler),
            .is_root = true};
}

constexpr std::string_view front_page =
    "Trellis\n\nThe API is below /api/v1; its document is /api/v1/openapi.json (with the token of DATA_DIR/admin.token).\n"
    "/livez /readyz /version /metrics need no token.\n";

}  // namespace

std::vector<Route> state_routes(const AdminServices& services) {
    const AdminServices* s = &services;
    return {
        {"GET", "/status", Role::viewer, "How the server and each account are", answering([s](const Call& call) { return status(*s, call); })},
        {"GET", "/health", Role::viewer, "What stands against it, if anything", answering([s](const Call&) { return health(*s); })},
        {"GET", "/dashboard", Role::viewer, "Status, open groups and the newest signals in one call",
         answering([s](const Call& call) { return dashboard(*s, call); })},
        root("/", "What this is", answering([](const Call&) { return plain(std::string(front_page)); })),
        root("/livez", "The process answers", answering([](const Call&) { return plain("ok\n"); })),
        root("/readyz", "It takes signals; 503 with the reasons otherwise", answering([s](const Call&) { return readiness(*s); })),
        root("/version", "Which program this is", answering([s](const Call&) { return version(*s); })),
        root("/metrics", "For Prometheus", answering([s](const Call&) { return metrics(*s); })),
    };
}

}  // namespace trellis::adapters::admin
