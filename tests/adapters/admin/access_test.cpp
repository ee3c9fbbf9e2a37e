// The access matrix (Z-4, Z-9): every route of the router, by everybody, for what is his own and for what is another's. A route that
// nobody has put into the table fails here.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>

#include "tests/adapters/admin/people_support.hpp"

namespace trellis::adapters::testing {
namespace {

using admin::Role;
using admin::Route;

/// How a route is called. In targets `{me}` is the number of who asks, `{event}` an event of his own, `{alien}` one of another.
struct Entry {
    std::string own;
    std::string other{};             ///< empty: there is no such thing as another's
    std::string body{};
    std::string other_body{};        ///< empty: as body
    bool works = true;               ///< one's own is there
    bool is_hidden_from_admins = false;
};

const std::string signal_of_main =
    R"({"account":"main","tv":{"symbol":"BTCUSDT","timeframe":15,"action":"buy","entry_price":98.51,"order_size":100}})";
const std::string signal_of_other =
    R"({"account":"other","tv":{"symbol":"BTCUSDT","timeframe":15,"action":"buy","entry_price":98.51,"order_size":100}})";
const std::string main_body = R"({"account":"main"})";
const std::string other_body = R"({"account":"other"})";
const std::string document = R"({"name":"Mine","risk_per_trade_pct":1,"sl_pips":20,"tp1_rr":"2","tp1_close_pct":100})";
const std::string question = R"("symbol":"ETHUSDT","timeframe":900})";
const std::string preview = R"("preset":"Swing Trader","symbol":"ETHUSDT","side":"long","entry":"10","equity":"1000","structure":"9"})";

Entry list(const std::string& path) { return {path}; }
Entry of_account(const std::string& path) { return {path + "?account=main", path + "?account=other"}; }
Entry told(const std::string& path) { return {path, path, main_body, other_body}; }
Entry of_group(const std::string& before, const std::string& behind, const std::string& body = "") {
    return {before + "g1.2" + behind, before + "g2.1" + behind, body};
}
Entry of_preset(const std::string& behind, const std::string& body = "") {
    return {"/presets/p{me}.1" + behind, "/presets/p9.1" + behind, body, "", true, true};
}
Entry of_connection(const std::string& behind, const std::string& body = "") {
    return {"/connections/main" + behind, "/connections/other" + behind, body, "", false, true};
}
/// Nobody here copies anybody: those of others are as those that are not there.
Entry of_subscription(const std::string& behind, const std::string& body = "") {
    return {"/subscriptions/c{me}.1" + behind, "/subscriptions/c9.1" + behind, body, "", false, true};
}
/// Nobody here has one: those of others are as those that are not there.
Entry of_strategy(const std::string& behind, const std::string& body = "") {
    return {"/strategies/s{me}.1" + behind, "/strategies/s9.1" + behind, body, "", false, true};
}
/// The same of bots.
Entry of_bot(const std::string& behind, const std::string& body = "") { return {"/bots/b{me}.1" + behind, "/bots/b9.1" + behind, body, "", false, true}; }
Entry of_user(const std::string& behind, const std::string& body = "") { return {"/users/me" + behind, "/users/mallory" + behind, body}; }

const std::map<std::string, Entry>& table() {
    static const std::map<std::string, Entry> entries{
        {"GET /", list("/")}, {"GET /livez", list("/livez")}, {"GET /readyz", list("/readyz")}, {"GET /version", list("/version")},
        {"GET /metrics", list("/metrics")}, {"GET /openapi.json", list("/openapi.json")},
        {"GET /status", list("/status")}, {"GET /health", list("/health")}, {"GET /dashboard", list("/dashboard")},
        {"GET /limits", of_account("/limits")},
        {"GET /signals", of_account("/signals")}, {"GET /signals/{id}", {"/signals/s1", "/signals/s7"}},
        {"POST /signals", {"/signals", "/signals", signal_of_main, signal_of_other}},
        {"POST /signals/preview", {"/signals/preview", "/signals/preview", signal_of_main, signal_of_other}},
        {"GET /groups", of_account("/groups")}, {"GET /groups/history", of_account("/groups/history")},
        {"GET /groups/{id}", of_group("/groups/", "")},
        {"POST /groups/{id}/close", of_group("/groups/", "/close")}, {"POST /groups/{id}/reduce", of_group("/groups/", "/reduce", R"({"fraction":"0.5"})")},
        {"POST /groups/{id}/cancel-entries", of_group("/groups/", "/cancel-entries")},
        {"POST /groups/{id}/quarantine/release", of_group("/groups/", "/quarantine/release")},
        {"PATCH /groups/{id}/stop", of_group("/groups/", "/stop", R"({"price":"90"})")},
        {"PATCH /groups/{id}/targets", of_group("/groups/", "/targets", R"({"targets":[{"pyramid":0,"leg":0,"percent":"2"}]})")},
        {"GET /orders", of_account("/orders")}, {"GET /orders/unknown", list("/orders/unknown")}, {"GET /fills", of_account("/fills")},
        {"GET /events", {"/events?group=g1.2", "/events?group=g2.1"}}, {"GET /events.jsonl", list("/events.jsonl")},
        {"GET /events.csv", list("/events.csv")}, {"GET /events.txt", list("/events.txt")},
        {"GET /events/{seq}", {"/events/{event}", "/events/{alien}"}}, {"GET /events/{seq}/why", {"/events/{event}/why", "/events/{alien}/why"}},
        {"GET /why/{id...}", {"/why/g1.2", "/why/g2.1"}}, {"GET /stream", {"/stream?group=g1.2", "/stream?group=g2.1"}},
        {"GET /queue", of_account("/queue")}, {"GET /queue/history", of_account("/queue/history")},
        {"POST /queue/{id}/promote", {"/queue/s1/promote", "/queue/s7/promote", "", "", false}},
        {"POST /queue/{id}/force", {"/queue/s1/force", "/queue/s7/force", "", "", false}},
        {"DELETE /queue/{id}", {"/queue/s1", "/queue/s7", "", "", false}},
        {"GET /risk", of_account("/risk")}, {"GET /risk/plan", of_account("/risk/plan")}, {"GET /risk/actions", of_account("/risk/actions")},
        {"POST /risk/run", told("/risk/run")},
        {"POST /risk/groups/{id}/block", of_group("/risk/groups/", "/block")}, {"DELETE /risk/groups/{id}/block", of_group("/risk/groups/", "/block")},
        {"POST /risk/groups/{id}/skip-once", of_group("/risk/groups/", "/skip-once")},
        {"POST /trading/pause", told("/trading/pause")}, {"POST /trading/resume", told("/trading/resume")},
        {"POST /trading/stop", told("/trading/stop")}, {"POST /trading/panic", told("/trading/panic")},
        {"POST /limits/reset", told("/limits/reset")}, {"POST /precision/refresh", told("/precision/refresh")},
        {"GET /config", list("/config")}, {"PUT /config", {"/config", "", "{}"}}, {"PATCH /config/{category}", {"/config/queue", "", "{}"}},
        {"POST /config/validate", {"/config/validate", "", "{}"}}, {"POST /config/apply", {"/config/apply", "", "{}"}},
        {"POST /config/rollback", {"/config/rollback", "", R"({"version":1})"}}, {"GET /config/history", list("/config/history")},
        {"GET /config/history/{version}", list("/config/history/1")}, {"GET /config/effective", list("/config/effective")},
        {"GET /config/schema", list("/config/schema")},
        {"GET /presets", list("/presets?which=mine")}, {"POST /presets", {"/presets", "", document}},
        {"GET /presets/{id}", of_preset("")}, {"PUT /presets/{id}", of_preset("", document)}, {"DELETE /presets/{id}", of_preset("")},
        {"GET /presets/{id}/versions", of_preset("/versions")}, {"GET /presets/{id}/usage", of_preset("/usage")},
        {"POST /presets/{id}/validate", of_preset("/validate")}, {"POST /presets/{id}/clone", of_preset("/clone")},
        {"POST /presets/{id}/publish", of_preset("/publish")}, {"POST /presets/{id}/unpublish", of_preset("/unpublish")},
        {"POST /presets/{id}/enable", of_preset("/enable")}, {"POST /presets/{id}/disable", of_preset("/disable")},
        {"POST /presets/{id}/apply", of_preset("/apply")},
        {"POST /presets/resolve", {"/presets/resolve", "/presets/resolve", R"({"account":"main",)" + question, R"({"account":"other",)" + question}},
        {"POST /presets/preview", {"/presets/preview", "/presets/preview", R"({"account":"main",)" + preview, R"({"account":"other",)" + preview}},
        {"PUT /connections/{account}/preset", {"/connections/main/preset", "/connections/other/preset", R"({"preset":null})", "", true, true}},
        {"GET /connections", list("/connections")}, {"POST /connections", {"/connections", "", R"({"id":"mine"})"}},
        {"GET /connections/{id}", {"/connections/main", "/connections/other"}}, {"PUT /connections/{id}", of_connection("", "{}")},
        {"DELETE /connections/{id}", of_connection("")}, {"PUT /connections/{id}/credential", of_connection("/credential", R"({"api_key":"0123456789abcdef","api_secret":"fedcba9876543210"})")},
        {"DELETE /connections/{id}/credential", of_connection("/credential")}, {"POST /connections/{id}/test", {"/connections/main/test", "/connections/other/test"}},
        {"POST /connections/{id}/webhook", of_connection("/webhook")}, {"DELETE /connections/{id}/webhook", of_connection("/webhook")},
        {"GET /bots", list("/bots")}, {"POST /bots", {"/bots", "", "{}"}}, {"GET /bots/{id}", of_bot("")}, {"PUT /bots/{id}", of_bot("", "{}")},
        {"DELETE /bots/{id}", of_bot("")}, {"POST /bots/{id}/start", of_bot("/start")}, {"POST /bots/{id}/pause", of_bot("/pause")},
        {"POST /bots/{id}/stop", of_bot("/stop")}, {"PUT /bots/{id}/preset", of_bot("/preset", R"({"preset":null})")},
        {"GET /subscriptions", list("/subscriptions")}, {"POST /subscriptions", {"/subscriptions", "", "{}"}},
        {"GET /subscriptions/leaders", list("/subscriptions/leaders")},
        {"GET /subscriptions/{id}", of_subscription("")}, {"PUT /subscriptions/{id}", of_subscription("", "{}")},
        {"DELETE /subscriptions/{id}", of_subscription("")}, {"POST /subscriptions/{id}/pause", of_subscription("/pause")},
        {"POST /subscriptions/{id}/resume", of_subscription("/resume")},
        {"PUT /subscriptions/{id}/preset", of_subscription("/preset", R"({"preset":null})")},
        {"PUT /connections/{account}/shared", {"/connections/main/shared", "/connections/other/shared", R"({"shared":true})", "", false, true}},
        {"GET /strategies", list("/strategies")}, {"POST /strategies", {"/strategies", "", "{}"}},
        {"GET /strategies/{id}", of_strategy("")}, {"PUT /strategies/{id}", of_strategy("", "{}")}, {"DELETE /strategies/{id}", of_strategy("")},
        {"POST /strategies/{id}/clone", of_strategy("/clone", "{}")},
        {"POST /session", {"/session", "", "{}"}}, {"DELETE /session", {"/session", "", "", "", false}},
        {"GET /users", list("/users")}, {"POST /users", {"/users", "", "{}"}}, {"GET /users/me", list("/users/me")},
        {"GET /users/{user}", of_user("")}, {"PUT /users/{user}", of_user("", R"({"display":"Somebody"})")}, {"DELETE /users/{user}", of_user("")},
        {"PUT /users/{user}/password", of_user("/password", R"({"password":"a new long password","old_password":"nobody knows it"})")},
        {"PUT /users/{user}/default-preset", {"/users/me/default-preset", "/users/mallory/default-preset", R"({"preset":null})", "", true, true}},
        {"GET /tokens", list("/tokens")}, {"POST /tokens", {"/tokens", "", R"({"name":"bot","scopes":["read"]})"}},
        {"DELETE /tokens/{token}", {"/tokens/t{me}", "/tokens/t1"}},
        {"GET /audit", list("/audit")}, {"POST /backup", {"/backup", "", R"({"path":"not from the root"})"}},
    };
    return entries;
}

/// Who asks, in a run where `main` is his and `other` is mallory's.
class Asker {
  public:
    explicit Asker(std::string name) : name_(std::move(name)) {
        const OwnerId root = add_user(run_, "root", UserRole::admin);
        const OwnerId ann = add_user(run_, "ann", UserRole::viewer);
        const OwnerId bob = add_user(run_, "bob", UserRole::operating);
        for (const char* nobody : {"x1", "x2", "x3", "x4"}) add_user(run_, nobody, UserRole::viewer);
        const OwnerId mallory = add_user(run_, "mallory", UserRole::operating);
        EXPECT_EQ(mallory, OwnerId{9});
        const std::map<std::string, OwnerId> numbers{{"root", root}, {"ann", ann}, {"bob", bob}, {"operator", operator_owner}, {"nobody", operator_owner}};
        me_ = numbers.at(name_);
        give_account(run_, "main", me_);
        give_account(run_, "other", mallory);
        add_token(mallory);
        for (std::uint32_t number = 2; number <= me_.value; ++number) add_token(me_);
        add_preset(mallory);
        add_preset(me_);
        token_ = name_ == "nobody" ? "" : name_ == "operator" ? std::string(admin_token) : token_of(run_, name_);
    }

    HttpResponse ask(const Route& route, std::string target, const std::string& body) {
        const std::map<std::string, std::string> words{
            {"{me}", std::to_string(me_.value)}, {"{event}", event_of({AccountId{1}, 1})}, {"{alien}", event_of({AccountId{2}, 1})}};
        for (const auto& [word, value] : words) {
            if (const auto at = target.find(word); at != std::string::npos) target.replace(at, word.size(), value);
        }
        auto headers = bearing(token_);
        if (name_ == "nobody") headers = {{"Authorization", "none"}};
        headers.push_back({"If-Match", "*"});
        return run_.ask(route.method, (route.is_root ? "" : "/api/v1") + target, body, std::move(headers));
    }

    bool is_admin() const { return name_ == "root" || name_ == "operator"; }
    bool may(Role role) const {
        if (role == Role::open) return true;
        if (name_ == "nobody") return false;
        return is_admin() || role == Role::viewer || (role == Role::operating && name_ == "bob");
    }
    ServedRun& run() { return run_; }

  private:
    std::string event_of(GroupId group) { return std::to_string(run_.history().events_of(group)->front()); }
    void add_token(OwnerId owner) {
        const CreateToken command{owner, "token " + std::to_string(++tokens_), {true, false, false}, {}, {"of nobody " + std::to_string(tokens_)}};
        run_.control().change_directory(owner, command, std::nullopt, [](const Result<DirectoryChange>&) {});
    }
    void add_preset(OwnerId owner) {
        Preset preset;
        preset.name = "One of " + std::to_string(owner.value);
        preset.stop.pips = 20;
        preset.size.risk_per_trade_percent = Ratio::from_integer(1);
        preset.targets.targets[0] = {true, Ratio::from_integer(2), Ratio::from_integer(100)};
        run_.control().change_directory(owner, CreatePreset{preset}, std::nullopt, [](const Result<DirectoryChange>& change) {
            EXPECT_TRUE(change.ok()) << (change.ok() ? "" : change.error().detail);
        });
    }

    ServedRun run_;
    std::string name_;
    OwnerId me_;
    std::string token_;
    int tokens_ = 0;
};

std::string key_of(const Route& route) { return std::string(route.method) + " " + std::string(route.pattern); }

std::vector<Route> routes() { return ServedRun().api().router().routes(); }

constexpr std::array<const char*, 5> askers{"nobody", "ann", "bob", "root", "operator"};

TEST(AccessMatrix, Z9KnowsEveryRoute) {
    std::vector<std::string> routed;
    for (const auto& route : routes()) {
        routed.push_back(key_of(route));
        EXPECT_TRUE(table().contains(routed.back())) << "say in access_test.cpp how " << routed.back() << " is called for one's own and another's";
    }
    for (const auto& [key, entry] : table()) EXPECT_TRUE(std::ranges::find(routed, key) != routed.end()) << key << " is no route";
}

TEST(AccessMatrix, Z4LetsEverybodyDoWhatHisRoleMay) {
    for (const auto& route : routes()) {
        const auto& entry = table().at(key_of(route));
        for (const char* name : askers) {
            Asker asker(name);
            const auto answer = asker.ask(route, entry.own, entry.body);
            const std::string place = std::string(name) + " " + key_of(route) + ": " + answer.body.substr(0, 200);
            if (asker.may(route.role)) {
                EXPECT_NE(answer.status, 401U) << place;
                // The operator is no user: he has no session, no token and no self of his own.
                const bool is_refused_by_role = answer.status == 403 && code_of(answer) == "FORBIDDEN" && std::string(name) != "operator";
                const bool is_missing = answer.status == 404 && entry.works && std::string(name) != "operator" && std::string(name) != "nobody";
                EXPECT_FALSE(is_refused_by_role) << place;
                EXPECT_FALSE(is_missing) << place;
            } else {
                EXPECT_EQ(answer.status, std::string(name) == "nobody" ? 401U : 403U) << place;
                EXPECT_TRUE(asker.run().control().told_.back().starts_with("directory")) << place << " was obeyed";
            }
        }
    }
}

TEST(AccessMatrix, Z9ShowsNobodyWhatIsAnothers) {
    for (const auto& route : routes()) {
        const auto& entry = table().at(key_of(route));
        if (entry.other.empty()) continue;
        const std::string body = entry.other_body.empty() ? entry.body : entry.other_body;
        for (const char* name : {"ann", "bob", "root"}) {
            Asker asker(name);
            if (!asker.may(route.role)) continue;
            const auto told = asker.run().control().told_.size();
            const auto answer = asker.ask(route, entry.other, body);
            const std::string place = std::string(name) + " " + key_of(route) + ": " + answer.body.substr(0, 200);
            if (asker.is_admin() && !entry.is_hidden_from_admins && entry.works) {
                EXPECT_NE(answer.status, 404U) << place;
            } else if (!asker.is_admin()) {
                EXPECT_TRUE(answer.status == 404 || code_of(answer) == "UNKNOWN_ACCOUNT") << place;
                EXPECT_EQ(asker.run().control().told_.size(), told) << place << " was obeyed";
            }
        }
    }
}

TEST(AccessMatrix, Z9ListsOnlyOnesOwn) {
    for (const auto& route : routes()) {
        const bool is_list = route.method == "GET" && route.pattern.find('{') == std::string_view::npos && !route.is_root;
        if (!is_list || route.pattern == "/openapi.json" || route.pattern == "/stream" || route.pattern == "/config/schema") continue;
        for (const char* name : {"ann", "bob"}) {
            Asker asker(name);
            if (!asker.may(route.role)) continue;
            const auto answer = asker.ask(route, std::string(route.pattern), "");
            EXPECT_EQ(answer.status, 200U) << key_of(route);
            EXPECT_EQ(answer.body.find("\"other\""), std::string::npos) << name << " " << key_of(route) << ": " << answer.body;
            EXPECT_EQ(answer.body.find("g2.1"), std::string::npos) << name << " " << key_of(route);
            EXPECT_EQ(answer.body.find("mallory"), std::string::npos) << name << " " << key_of(route);
        }
    }
}

TEST(AccessMatrix, Z10NotesWhatAnOperatorTells) {
    for (const auto& route : routes()) {
        if (route.role != Role::operating) continue;
        constexpr std::array<std::string_view, 7> places{"/presets", "/connections", "/users", "/subscriptions", "/bots", "/strategies", "/signals"};
        const auto leads_there = [&](std::string_view place) { return route.pattern.starts_with(place); };
        const bool is_by_its_event = std::ranges::any_of(places, leads_there) && route.pattern != "/presets/{id}/apply";
        Asker asker("bob");
        asker.ask(route, table().at(key_of(route)).own, table().at(key_of(route)).body);
        EXPECT_EQ(asker.run().control().noted_.empty(), is_by_its_event) << key_of(route);
    }
}

}  // namespace
}  // namespace trellis::adapters::testing
