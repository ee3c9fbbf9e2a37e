// Prints the API's routes, its codes and what each route answers, for openapi_test.py to hold against schemas/openapi.json.
#include <iostream>

#include "adapters/admin/problem.hpp"
#include "adapters/admin/router.hpp"
#include "adapters/json/writer.hpp"
#include "tests/adapters/admin/people_support.hpp"

namespace {

using trellis::adapters::json::Writer;
using trellis::adapters::testing::ServedRun;

std::string full_path(const trellis::adapters::admin::Route& route) {
    std::string path = (route.is_root ? "" : "/api/v1") + std::string(route.pattern);
    if (const auto dots = path.find("..."); dots != std::string::npos) path.erase(dots, 3);
    return path;
}

void write_routes(Writer& out, ServedRun& run) {
    out.begin_array();
    for (const auto& route : run.api().router().routes()) {
        out.begin_object().name("method").string(route.method).name("path").string(full_path(route));
        out.name("role").string(text(route.role)).name("summary").string(route.summary);
        out.name("takes_body").boolean(route.body != trellis::adapters::admin::BodyKind::none).name("parameters").begin_array();
        for (const auto parameter : route.parameters) out.string(parameter);
        if (route.is_change()) out.string("dry_run");
        out.end_array().end_object();
    }
    out.end_array();
}

struct Exchange {
    std::string method;
    std::string path;  ///< as the document names it
    std::string target;
    std::string body;
    std::vector<trellis::adapters::HttpHeader> headers{};
};

const std::string entry =
    R"({"account":"main","tv":{"symbol":"ETHUSDT","timeframe":60,"action":"buy","entry_price":10.01,"order_size":500}})";

const std::string new_user = R"({"name":"ann","display":"Ann B.","role":"operator","password":"correct horse battery"})";

const std::string preset_document = R"({"name":"Mine","risk_per_trade_pct":1,"sl_pips":20,"tp1_rr":2,"tp1_close_pct":100})";

std::vector<Exchange> exchanges(ServedRun& run) {
    const std::string v1 = "/api/v1";
    const auto get = [&](const std::string& path, const std::string& target) {
        return Exchange{"GET", v1 + path, v1 + target, ""};
    };
    const auto post = [&](const std::string& path, const std::string& target, const std::string& body) {
        return Exchange{"POST", v1 + path, v1 + target, body};
    };
    const std::vector<trellis::adapters::HttpHeader> first{{"If-Match", "\"1\""}};
    const std::vector<trellis::adapters::HttpHeader> stale{{"If-Match", "\"7\""}};
    return {
        {"GET", "/", "/", ""},
        {"GET", "/livez", "/livez", ""},
        {"GET", "/readyz", "/readyz", ""},
        {"GET", "/version", "/version", ""},
        {"GET", "/metrics", "/metrics", ""},
        get("/status", "/status"),
        get("/health", "/health"),
        get("/dashboard", "/dashboard"),
        get("/openapi.json", "/openapi.json"),
        get("/signals", "/signals"),
        get("/signals", "/signals?limit=0"),
        get("/signals/{id}", "/signals/s1"),
        get("/signals/{id}", "/signals/s5"),
        get("/signals/{id}", "/signals/s99"),
        post("/signals/preview", "/signals/preview", entry),
        post("/signals/preview", "/signals/preview", R"({"account":"main","tv":{"symbol":"ETHUSDT"}})"),
        post("/signals", "/signals?dry_run=true", entry),
        get("/groups", "/groups?state=all"),
        get("/groups/history", "/groups/history"),
        get("/groups/{id}", "/groups/g1.1"),
        get("/groups/{id}", "/groups/g1.2"),
        get("/groups/{id}", "/groups/main:ETHUSDT:900:long"),
        get("/groups/{id}", "/groups/g9.9"),
        post("/groups/{id}/close", "/groups/g1.2/close", "{}"),
        post("/groups/{id}/close", "/groups/g1.2/close?dry_run=true", ""),
        post("/groups/{id}/close", "/groups/g1.2/close", R"({"fraction":"0.5"})"),
        post("/groups/{id}/reduce", "/groups/g1.2/reduce", R"({"fraction":"0.25"})"),
        {"PATCH", v1 + "/groups/{id}/stop", v1 + "/groups/g1.2/stop", R"({"price":"90"})"},
        {"PATCH", v1 + "/groups/{id}/stop", v1 + "/groups/g1.2/stop?dry_run=true", R"({"price":null})"},
        {"PATCH", v1 + "/groups/{id}/targets", v1 + "/groups/g1.2/targets", R"({"targets":[{"pyramid":0,"leg":0,"percent":"2"}]})"},
        {"PATCH", v1 + "/groups/{id}/targets", v1 + "/groups/g1.2/targets", R"({"targets":[]})"},
        post("/groups/{id}/cancel-entries", "/groups/g1.1/cancel-entries", ""),
        post("/groups/{id}/quarantine/release", "/groups/g1.1/quarantine/release", ""),
        get("/risk", "/risk"),
        get("/risk/plan", "/risk/plan?force=true"),
        get("/risk/actions", "/risk/actions"),
        get("/risk/actions", "/risk/actions?kind=passes&account=main"),
        get("/risk/actions", "/risk/actions?kind=x"),
        post("/risk/run", "/risk/run", R"({"force":true})"),
        post("/risk/run", "/risk/run?dry_run=true", ""),
        post("/risk/groups/{id}/block", "/risk/groups/g1.2/block", ""),
        post("/risk/groups/{id}/skip-once", "/risk/groups/g1.2/skip-once", ""),
        post("/risk/groups/{id}/block", "/risk/groups/g1.1/block", ""),
        {"DELETE", v1 + "/risk/groups/{id}/block", v1 + "/risk/groups/g1.2/block", ""},
        get("/orders", "/orders?limit=500"),
        get("/orders/unknown", "/orders/unknown"),
        get("/fills", "/fills"),
        get("/events", "/events?limit=500"),
        get("/events.jsonl", "/events.jsonl"),
        get("/events.csv", "/events.csv"),
        get("/events.txt", "/events.txt"),
        get("/events/{seq}", "/events/5"),
        get("/events/{seq}/why", "/events/5/why"),
        get("/why/{id}", "/why/g1.1/entry/0/0"),
        get("/why/{id}", "/why/nothing"),
        get("/stream", "/stream"),
        post("/trading/pause", "/trading/pause", ""),
        post("/trading/resume", "/trading/resume", R"({"account":"main"})"),
        get("/limits", "/limits"),
        post("/limits/reset", "/limits/reset", R"({"account":"main"})"),
        post("/precision/refresh", "/precision/refresh", R"({"account":"main"})"),
        post("/trading/stop", "/trading/stop?dry_run=true", R"({"flatten":true})"),
        post("/trading/panic", "/trading/panic", R"({"acount":"main"})"),
        post("/trading/panic", "/trading/panic", R"({"account":"main"})"),
        get("/config", "/config"),
        get("/config/effective", "/config/effective"),
        get("/config/effective", "/config/effective?explain=true"),
        get("/config/schema", "/config/schema"),
        get("/config/history", "/config/history"),
        get("/config/history/{version}", "/config/history/1"),
        post("/config/validate", "/config/validate", R"({"execution_pool":{"max_open_groups":0}})"),
        {"PUT", v1 + "/config", v1 + "/config", run.config_text(), stale},
        {"PUT", v1 + "/config", v1 + "/config", run.config_text(), {}},
        {"PATCH", v1 + "/config/{category}", v1 + "/config/execution_pool?dry_run=true", R"({"max_open_groups":4})", first},
        {"PATCH", v1 + "/config/{category}", v1 + "/config/execution_pool", R"({"max_open_groups":4})", first},
        {"POST", v1 + "/config/apply", v1 + "/config/apply", run.config_text(), {{"If-Match", "\"2\""}}},
        {"PUT", v1 + "/config", v1 + "/config", run.config_text(), {{"If-Match", "*"}}},
        post("/config/rollback", "/config/rollback", R"({"version":1})"),
        get("/presets", "/presets"),
        post("/presets", "/presets", preset_document),
        post("/presets", "/presets", R"({"name":"Mine","sl_pips":0})"),
        get("/presets/{id}", "/presets/p1.1"),
        get("/presets/{id}", "/presets/p0.2"),
        {"PUT", v1 + "/presets/{id}", v1 + "/presets/p1.1?dry_run=true", preset_document, first},
        {"PUT", v1 + "/presets/{id}", v1 + "/presets/p1.1", preset_document, first},
        post("/presets/{id}/clone", "/presets/p0.2/clone", ""),
        post("/presets/{id}/clone", "/presets/p0.3/clone?dry_run=true", R"({"name":"Day"})"),
        post("/presets/{id}/publish", "/presets/p1.1/publish", ""),
        post("/presets/{id}/unpublish", "/presets/p1.1/unpublish", ""),
        post("/presets/{id}/disable", "/presets/p1.1/disable", ""),
        post("/presets/{id}/enable", "/presets/p1.1/enable", ""),
        post("/presets/{id}/validate", "/presets/p0.5/validate", ""),
        post("/presets/{id}/apply", "/presets/p1.1/apply", ""),
        post("/presets/{id}/apply", "/presets/p1.1/apply?dry_run=true", R"({"groups":["g1.1"]})"),
        get("/presets/{id}/versions", "/presets/p1.1/versions"),
        {"PUT", v1 + "/connections/{account}/preset", v1 + "/connections/main/preset", R"({"preset":"Mine"})"},
        {"PUT", v1 + "/users/{user}/default-preset", v1 + "/users/operator/default-preset", R"({"preset":null})"},
        get("/presets/{id}/usage", "/presets/p1.1/usage"),
        post("/presets/resolve", "/presets/resolve", R"({"account":"main","symbol":"ETHUSDT","timeframe":900})"),
        post("/presets/preview", "/presets/preview",
             R"({"preset":"Mine","account":"main","symbol":"ETHUSDT","side":"long","entry":"100","equity":"10000"})"),
        get("/connections", "/connections"),
        post("/connections", "/connections", R"({"id":"second","venue":"binance","market":"spot","balances":{"USDT":"5000"}})"),
        post("/connections", "/connections", R"({"id":"second","venue":"binance","market":"spot"})"),
        post("/connections", "/connections", R"({"id":"third","venue":"binance","leverage":0,"market":"spot"})"),
        get("/connections/{id}", "/connections/second"),
        get("/connections/{id}", "/connections/nobody"),
        {"PUT", v1 + "/connections/{id}", v1 + "/connections/second",
         R"({"id":"second","venue":"binance","market":"spot","enabled":false,"balances":{"USDT":"5000"}})", first},
        {"PUT", v1 + "/connections/{id}", v1 + "/connections/main", R"({"id":"main","venue":"binance","market":"spot"})", first},
        {"PUT", v1 + "/connections/{id}/credential", v1 + "/connections/second/credential",
         R"({"api_key":"0123456789abcdef","api_secret":"fedcba9876543210"})"},
        post("/connections/{id}/webhook", "/connections/second/webhook", ""),
        post("/connections/{id}/test", "/connections/second/test", ""),
        {"DELETE", v1 + "/connections/{id}/webhook", v1 + "/connections/second/webhook", ""},
        {"DELETE", v1 + "/connections/{id}/credential", v1 + "/connections/second/credential", ""},
        {"DELETE", v1 + "/connections/{id}", v1 + "/connections/second?dry_run=true", ""},
        {"DELETE", v1 + "/connections/{id}", v1 + "/connections/second", ""},
        get("/strategies", "/strategies"),
        post("/strategies", "/strategies?dry_run=true", R"({"name":"Calm","timeframe":900})"),
        post("/strategies", "/strategies", R"({"name":"Calm","account":"main","timeframe":900,"max_pyramids":2})"),
        post("/strategies", "/strategies", R"({"name":"Calm","levels":[]})"),
        post("/strategies", "/strategies", R"({"name":"Calm"})"),
        get("/strategies", "/strategies?limit=1"),
        get("/strategies/{id}", "/strategies/s1.1"),
        get("/strategies/{id}", "/strategies/d0"),
        get("/strategies/{id}", "/strategies/s7.1"),
        {"PUT", v1 + "/strategies/{id}", v1 + "/strategies/s1.1", R"({"name":"Calm","max_pyramids":3})", first},
        {"PUT", v1 + "/strategies/{id}", v1 + "/strategies/s1.1", R"({"name":"Calm"})", stale},
        {"PUT", v1 + "/strategies/{id}", v1 + "/strategies/d0", R"({"name":"Calm"})", first},
        post("/strategies/{id}/clone", "/strategies/s1.1/clone", R"({"timeframe":3600})"),
        get("/config/effective", "/config/effective?account=main&symbol=ETHUSDT&timeframe=900"),
        get("/config/effective", "/config/effective?account=main"),
        {"DELETE", v1 + "/strategies/{id}", v1 + "/strategies/s1.1", ""},
        post("/bots", "/bots?dry_run=true", R"({"name":"scalper","account":"main"})"),
        post("/bots", "/bots", R"({"name":"scalper","account":"main","preset":"Mine","instruments":["ETHUSDT"],"timeframes":["M15","7"],"max_loss_per_day":"50","state":"running"})"),
        post("/bots", "/bots", R"({"name":"scalper","account":"nobody","sides":[]})"),
        post("/bots", "/bots", R"({"name":"live","account":"main","paper":false})"),
        get("/bots", "/bots"),
        get("/bots/{id}", "/bots/scalper"),
        get("/bots/{id}", "/bots/b7.1"),
        post("/presets/resolve", "/presets/resolve", R"({"account":"main","symbol":"ETHUSDT","timeframe":900,"side":"long"})"),
        {"PUT", v1 + "/bots/{id}", v1 + "/bots/b1.1", R"({"name":"scalper","account":"main","trading_hours_start":"22:00","trading_hours_end":"06:00"})", stale},
        {"PUT", v1 + "/bots/{id}", v1 + "/bots/b1.1", R"({"name":"scalper","account":"main","trading_hours_start":"22:00","trading_hours_end":"06:00"})", {{"If-Match", "*"}}},
        post("/bots/{id}/pause", "/bots/b1.1/pause", ""),
        post("/bots/{id}/start", "/bots/b1.1/start", ""),
        post("/bots/{id}/stop", "/bots/b1.1/stop?dry_run=true", R"({"flatten":true})"),
        post("/bots/{id}/stop", "/bots/b1.1/stop", R"({"flatten":true})"),
        {"PUT", v1 + "/bots/{id}/preset", v1 + "/bots/b1.1/preset", R"({"preset":null})"},
        {"DELETE", v1 + "/bots/{id}", v1 + "/bots/b1.1", ""},
        get("/subscriptions", "/subscriptions"),
        get("/subscriptions/leaders", "/subscriptions/leaders"),
        post("/subscriptions", "/subscriptions?dry_run=true", R"({"leader":"main","follower":"other"})"),
        post("/subscriptions", "/subscriptions", R"({"leader":"main","follower":"other","multiplier":"0.5","max_position_size":"1000"})"),
        post("/subscriptions", "/subscriptions", R"({"leader":"main","follower":"main"})"),
        post("/subscriptions", "/subscriptions", R"({"leader":"main","follower":"nobody","mode":"all"})"),
        get("/subscriptions", "/subscriptions"),
        get("/subscriptions/{id}", "/subscriptions/c1.1"),
        get("/subscriptions/{id}", "/subscriptions/c7.1"),
        {"PUT", v1 + "/subscriptions/{id}", v1 + "/subscriptions/c1.1",
         R"({"leader":"main","follower":"other","mode":"fixed_quantity","fixed_quantity":"0.1"})", first},
        {"PUT", v1 + "/subscriptions/{id}", v1 + "/subscriptions/c1.1", R"({"leader":"main","follower":"other"})", stale},
        post("/subscriptions/{id}/pause", "/subscriptions/c1.1/pause", ""),
        post("/subscriptions/{id}/resume", "/subscriptions/c1.1/resume", ""),
        {"PUT", v1 + "/subscriptions/{id}/preset", v1 + "/subscriptions/c1.1/preset", R"({"preset":"Mine"})"},
        {"PUT", v1 + "/subscriptions/{id}/preset", v1 + "/subscriptions/c1.1/preset", R"({"preset":null})"},
        {"DELETE", v1 + "/subscriptions/{id}", v1 + "/subscriptions/c1.1", ""},
        {"PUT", v1 + "/connections/{account}/shared", v1 + "/connections/main/shared", R"({"shared":true})"},
        {"DELETE", v1 + "/presets/{id}", v1 + "/presets/p1.1", ""},
        {"DELETE", v1 + "/presets/{id}", v1 + "/presets/p1.1?force=true", ""},
        post("/users", "/users?dry_run=true", new_user),
        post("/users", "/users", new_user),
        post("/users", "/users", R"({"name":"Ann","role":"x"})"),
        get("/users", "/users"),
        get("/users/me", "/users/me"),
        get("/users/{user}", "/users/ann"),
        get("/users/{user}", "/users/bob"),
        {"PUT", v1 + "/users/{user}", v1 + "/users/ann", R"({"display":"Ann"})", {{"If-Match", "*"}}},
        {"PUT", v1 + "/users/{user}", v1 + "/users/ann?dry_run=true", R"({"role":"admin"})", {{"If-Match", "*"}}},
        {"PUT", v1 + "/users/{user}/password", v1 + "/users/ann/password", R"({"password":"another long password"})"},
        post("/session", "/session", R"({"user":"ann","password":"wrong"})"),
        post("/session", "/session", R"({"user":"ann","password":"another long password"})"),
        {"DELETE", v1 + "/session", v1 + "/session", ""},
        {"DELETE", v1 + "/session", v1 + "/session?dry_run=true", ""},
        get("/audit", "/audit"),
        post("/backup", "/backup?dry_run=true", R"({"path":"/tmp/copy"})"),
    };
}

std::vector<Exchange> queue_exchanges() {
    const std::string queue = "/api/v1/queue";
    return {
        {"GET", queue, queue, ""},
        {"GET", queue + "/history", queue + "/history", ""},
        {"GET", "/api/v1/why/{id}", "/api/v1/why/s5", ""},
        {"POST", queue + "/{id}/promote", queue + "/s3/promote", ""},
        {"POST", queue + "/{id}/promote", queue + "/main:ETHUSDT:3600:long/promote", ""},
        {"POST", queue + "/{id}/force", queue + "/s3/force?dry_run=true", ""},
        {"POST", queue + "/{id}/force", queue + "/s3/force", R"({"ignore_exposure":true})"},
        {"DELETE", queue + "/{id}", queue + "/s5", ""},
        {"DELETE", "/api/v1/risk/groups/{id}/block", "/api/v1/risk/groups/g1.1/block", ""},
    };
}

/// What somebody asks who has logged in; the session is ended last.
std::vector<Exchange> people_exchanges(ServedRun& run) {
    trellis::adapters::testing::add_user(run, "bob", trellis::UserRole::operating);
    const auto bob = trellis::adapters::testing::bearing(trellis::adapters::testing::token_of(run, "bob"));
    const std::string v1 = "/api/v1";
    return {
        {"GET", v1 + "/users/me", v1 + "/users/me", "", bob},
        {"GET", v1 + "/users", v1 + "/users", "", bob},
        {"POST", v1 + "/tokens", v1 + "/tokens", R"({"name":"bot","scopes":["read","trade"],"expires_at":"2036-01-05T00:00:00Z"})", bob},
        {"POST", v1 + "/tokens", v1 + "/tokens?dry_run=true", R"({"name":"two","scopes":["read"]})", bob},
        {"GET", v1 + "/tokens", v1 + "/tokens", "", bob},
        {"DELETE", v1 + "/tokens/{token}", v1 + "/tokens/t1", "", bob},
        {"DELETE", v1 + "/session", v1 + "/session", "", bob},
        {"DELETE", v1 + "/users/{user}", v1 + "/users/bob?dry_run=true", ""},
        {"DELETE", v1 + "/users/{user}", v1 + "/users/bob", ""},
    };
}

void write_exchanges(Writer& out, ServedRun& run, std::vector<Exchange> all) {
    for (auto& one : all) {
        const auto response = run.ask(one.method, one.target, one.body, one.headers);
        out.begin_object().name("method").string(one.method).name("path").string(one.path).name("target").string(one.target);
        out.name("status").integer(response.status).name("content_type").string(response.content_type);
        out.name("body").string(response.body).end_object();
    }
}

}  // namespace

int main() {
    ServedRun run;
    Writer out;
    out.begin_object().name("routes");
    write_routes(out, run);
    out.name("exchanges").begin_array();
    write_exchanges(out, run, exchanges(run));
    ServedRun queued("queue.json", 1);
    queued.control().quotes_[trellis::InstrumentId{1}] = queued.control().quotes_.at(trellis::InstrumentId{0});
    write_exchanges(out, queued, queue_exchanges());
    ServedRun peopled;
    write_exchanges(out, peopled, people_exchanges(peopled));
    // The slot is free: a promotion is obeyed.
    ServedRun roomy("queue.json", 3);
    write_exchanges(out, roomy, {queue_exchanges()[3]});
    ServedRun governed("governed.json", 3);
    write_exchanges(out, governed, {{"GET", "/api/v1/groups/{id}", "/api/v1/groups/g1.1", ""}, {"GET", "/api/v1/groups/{id}", "/api/v1/groups/g2.1", ""}});
    out.end_array();
    out.name("codes").begin_array();
    for (const auto& code : trellis::adapters::admin::problem_codes()) {
        out.begin_object()
            .name("code")
            .string(code.code)
            .name("status")
            .integer(code.status)
            .name("meaning")
            .string(code.meaning)
            .end_object();
    }
    std::cout << out.end_array().end_object().take() << '\n';
    return 0;
}
