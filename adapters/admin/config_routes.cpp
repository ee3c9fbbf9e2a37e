// The configuration (C-1, C-2): read, checked, changed as a whole or by category, and every version that was in effect.
#include "adapters/admin/config_changes.hpp"
#include "adapters/admin/governance.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/routes.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/config/schema.hpp"
#include "adapters/config/text_file.hpp"

namespace trellis::adapters::admin {

namespace {

/// The document as it was given, so that it can be edited and put back.
HttpResponse document(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    HttpResponse response;
    response.body = scene.applied().text;
    response.headers = {{"ETag", etag_of(scene.applied().version)}};
    return response;
}

/// `account` and `symbol`, `timeframe` in seconds: what governs an entry there. Empty: the query names no place.
Result<std::optional<Place>> place_of(const Scene& scene, const Query& query) {
    const auto* account = query.find("account");
    const auto* symbol = query.find("symbol");
    const auto timeframe = query.number("timeframe");
    if (!timeframe) return timeframe.error();
    if (account == nullptr && symbol == nullptr && !timeframe->has_value() && query.find("preset") == nullptr) return std::optional<Place>{};
    if (account == nullptr || symbol == nullptr || timeframe->value_or(0) > UINT32_MAX) {
        return Error{"INVALID_PARAMETER", "a place is account and symbol, with timeframe in seconds"};
    }
    const auto place = find_place(scene, *account, *symbol, static_cast<std::uint32_t>(timeframe->value_or(0)));
    if (!place) return place.error();
    return std::optional(*place);
}

HttpResponse effective_at(const AdminServices& services, const Scene& scene, const Place& place, const std::string* wished) {
    json::Writer out;
    out.begin_object().name("version").integer(scene.applied().version);
    write_governance(out, scene, *services.control.directory(), place, wished == nullptr ? "" : *wished);
    return tagged_response(out.end_object(), scene.applied().version);
}

HttpResponse effective(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto place = place_of(scene, call.query);
    if (!place) return problem_response(place.error());
    if (place->has_value()) return effective_at(services, scene, **place, call.query.find("preset"));
    const auto explained = call.query.flag("explain");
    if (!explained) return problem_response(explained.error());
    json::Writer out;
    out.begin_object().name("version").integer(scene.applied().version).name("values").begin_object();
    for (const auto& [pointer, value] : scene.applied().document.effective) {
        out.name(pointer);
        if (!*explained) {
            out.raw(value.json);
            continue;
        }
        out.begin_object().name("value").raw(value.json).name("source").string(value.is_given ? "document" : "default");
        out.name("takes_effect").string(text(value.effect)).end_object();
    }
    return tagged_response(out.end_object().end_object(), scene.applied().version);
}

HttpResponse schema() {
    HttpResponse response;
    response.content_type = "application/schema+json";
    response.body = config_schema();
    return response;
}

void write_version(json::Writer& out, const Scene& scene, const ConfigRow& row) {
    const ConfigApplied& config = row.applied;
    out.name("version").integer(config.number).name("at").string(rfc3339(config.at)).name("by").string(config.by);
    out.name("event").integer(row.sequence).name("bytes").integer(config.text.size());
    out.name("is_in_effect").boolean(config.number == scene.applied().version);
}

HttpResponse versions(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto page = call.query.page();
    if (!page) return problem_response(page.error());
    const auto found = scene.history().configs(*page);
    if (!found) return problem_response(found.error());
    return list_response(call, *found, [&](json::Writer& out, const ConfigRow& row) {
        out.begin_object();
        write_version(out, scene, row);
        out.end_object();
    });
}

HttpResponse version(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto number = whole_number(call.parameter("version"));
    if (!number) return problem_response(Error{"INVALID_PARAMETER", "a version is a whole number"});
    const auto row = scene.history().config(*number);
    if (!row) return problem_response(row.error());
    if (!*row) return problem_response(Error{"NOT_FOUND", "there was no version " + std::to_string(*number)});
    json::Writer out;
    out.begin_object();
    write_version(out, scene, **row);
    return json_response(out.name("document").raw((*row)->applied.text).end_object());
}

}  // namespace

std::vector<Route> config_routes(const AdminServices& services) {
    const AdminServices* s = &services;
    const auto change = [s](std::string_view method, std::string_view pattern, std::string_view summary, ConfigHandler handler,
                            BodyKind body = BodyKind::document) {
        return Route{method,
                     pattern,
                     Role::admin,
                     summary,
                     [s, handler](const Call& call, const HttpReply& reply) { handler(*s, call, reply); },
                     {},
                     body};
    };
    return {
        {"GET", "/config", Role::admin, "The document in effect, as it was given",
         answering([s](const Call& call) { return document(*s, call); })},
        change("PUT", "/config", "Put a whole document into effect", put_config),
        change("PATCH", "/config/{category}", "Change one category by merge patch", patch_config),
        change("POST", "/config/validate", "What is wrong with a document, and what it would change", validate_config),
        change("POST", "/config/apply", "Put a whole document into effect", put_config),
        change("POST", "/config/rollback", "Put an earlier version into effect again", rollback_config, BodyKind::fields),
        {"GET",
         "/config/history",
         Role::admin,
         "Versions that were in effect, newest first",
         answering([s](const Call& call) { return versions(*s, call); }),
         {"limit", "cursor"}},
        {"GET", "/config/history/{version}", Role::admin, "One of them with its document",
         answering([s](const Call& call) { return version(*s, call); })},
        {"GET",
         "/config/effective",
         Role::admin,
         "Every key with the value in effect, or what governs an entry of an account",
         answering([s](const Call& call) { return effective(*s, call); }),
         {"explain", "account", "symbol", "timeframe", "preset"}},
        {"GET", "/config/schema", Role::viewer, "JSON Schema of the document", answering([](const Call&) { return schema(); })},
    };
}

}  // namespace trellis::adapters::admin
