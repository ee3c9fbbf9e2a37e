// Strategies by way of the API (D-12): what comes back, what is refused, what governs which entry, and what of it another caller sees.
#include <gtest/gtest.h>

#include "tests/adapters/admin/people_support.hpp"

namespace trellis::adapters::testing {

namespace {

const std::string calm = R"({"name":"Calm","instrument":"binance:spot:ETH-USDT","max_pyramids":2})";

class StrategyRoutes : public ::testing::Test {
  protected:
    HttpResponse get(const std::string& path) { return run_.get("/api/v1/strategies" + path); }
    HttpResponse post(const std::string& path, const std::string& body = "") { return run_.post("/api/v1/strategies" + path, body); }
    HttpResponse put(const std::string& id, const std::string& body, const std::string& tag) {
        return run_.ask("PUT", "/api/v1/strategies/" + id, body, tag.empty() ? std::vector<HttpHeader>{} : std::vector<HttpHeader>{{"If-Match", tag}});
    }
    HttpResponse remove(const std::string& id) { return run_.ask("DELETE", "/api/v1/strategies/" + id); }
    /// What governs ETH on 15 minutes of `main`.
    HttpResponse effective(const std::string& behind = "") { return run_.get("/api/v1/config/effective?account=main&symbol=ETHUSDT&timeframe=900" + behind); }
    /// The ids of the list.
    std::string ids() {
        const auto page = parsed(get(""));
        std::string all;
        for (const auto& item : page.root().find("items")->elements()) all += std::string(item.find("id")->string()) + ";";
        return all;
    }
    /// Puts a document into effect whose grid has these keys.
    void configure(const std::string& grid) {
        std::string text = run_.config_text();
        text.insert(text.find('{') + 1, R"("grid_strategy": {)" + grid + "},");
        auto config = std::make_shared<AppliedConfig>(*run_.control().config_);
        auto read = read_config(text);
        ASSERT_TRUE(read.ok());
        config->text = text;
        config->document = *std::move(read);
        run_.control().config_ = config;
    }
    ServedRun run_;
};

bool has(const HttpResponse& response, std::string_view part) { return response.body.find(part) != std::string::npos; }

}  // namespace

TEST_F(StrategyRoutes, D12ListThoseOfTheDocumentReadOnly) {
    configure(R"("strategies": [{"timeframe": 900, "max_pyramids": 3}])");
    EXPECT_EQ(ids(), "d1;d0;");
    const auto shown = get("/d1");
    EXPECT_TRUE(has(shown, R"("name":"/grid_strategy/strategies/0","kind":"document","revision":null)")) << shown.body;
    EXPECT_EQ(header_of(shown, "ETag"), "");
    EXPECT_EQ(code_of(put("d1", calm, "*")), "STRATEGY_OF_DOCUMENT");
    EXPECT_EQ(code_of(remove("d0")), "STRATEGY_OF_DOCUMENT");
    EXPECT_EQ(code_of(get("/d2")), "NOT_FOUND");
    const auto cloned = post("/d1/clone", R"({"name":"Mine","timeframe":3600})");
    ASSERT_EQ(cloned.status, 201U) << cloned.body;
    EXPECT_TRUE(has(cloned, R"("timeframe":3600)") && has(cloned, R"("max_pyramids":3)")) << cloned.body;
    EXPECT_EQ(ids(), "s1.1;d1;d0;");
}

TEST_F(StrategyRoutes, MakeShowChangeAndDeleteOne) {
    const auto made = post("", calm);
    ASSERT_EQ(made.status, 201U) << made.body;
    EXPECT_EQ(header_of(made, "ETag"), "\"1\"");
    EXPECT_EQ(get("/s1.1").body, get("/Calm").body) << "a name says as much";
    EXPECT_EQ(code_of(post("", calm)), "NAME_TAKEN");
    EXPECT_EQ(code_of(put("s1.1", calm, "")), "IF_MATCH_MISSING");
    EXPECT_EQ(code_of(put("s1.1", calm, "\"7\"")), "VERSION_STALE");
    const auto changed = put("s1.1", R"({"name":"Calm","max_pyramids":4})", "\"1\"");
    ASSERT_EQ(changed.status, 200U) << changed.body;
    EXPECT_EQ(header_of(changed, "ETag"), "\"2\"");
    EXPECT_TRUE(has(changed, R"("instrument":null)")) << "the whole document counts: " << changed.body;
    const auto document = parsed(get("/s1.1"));
    EXPECT_EQ(put("s1.1", std::string(document.root().find("document")->raw()), "\"2\"").status, 200U);
    EXPECT_EQ(header_of(get("/s1.1"), "ETag"), "\"2\"") << "what it shows is what it takes: nothing changed";
    EXPECT_TRUE(has(remove("s1.1"), R"("is_deleted":true)"));
    EXPECT_EQ(code_of(get("/s1.1")), "NOT_FOUND");
    EXPECT_EQ(ids(), "d0;");
}

TEST_F(StrategyRoutes, SayEverythingThatIsWrongAndStoreNothing) {
    const auto refused = post("", R"({"name":"","levels":[{"gap":"0","weight":"50","tp":"1"}],"timeframe":0,"levls":1})");
    EXPECT_EQ(refused.status, 422U);
    EXPECT_EQ(code_of(refused), "INVALID_STRATEGY");
    for (const char* part : {R"("pointer":"/name")", R"("pointer":"/levels")", R"("pointer":"/timeframe")", R"("pointer":"/levls")", R"(did you mean \"levels\")"}) {
        EXPECT_TRUE(has(refused, part)) << part << refused.body;
    }
    EXPECT_TRUE(has(post("", R"({"name":"X","account":"mian"})"), R"("code":"UNKNOWN_ACCOUNT","pointer":"/account")"));
    EXPECT_TRUE(has(post("", R"({"name":"X","instrument":"binance:spot:DOGE-USDT"})"), R"("code":"UNKNOWN_INSTRUMENT","pointer":"/instrument")"));
    EXPECT_EQ(code_of(post("", "[]")), "INVALID_BODY");
    EXPECT_EQ(code_of(post("/s1.9/clone")), "NOT_FOUND");
    const auto dry = post("?dry_run=true", calm);
    EXPECT_TRUE(has(dry, "strategy s1.1 (Calm): instrument binance:spot:ETH-USDT, 5 levels is made")) << dry.body;
    EXPECT_EQ(ids(), "d0;");
}

TEST_F(StrategyRoutes, D12ShowWhatGovernsAnEntryAndWhatWasPassedOver) {
    configure(R"("max_pyramids": 6, "strategies": [{"instrument": "binance:spot:ETH-USDT", "max_pyramids": 3}])");
    const auto before = effective();
    EXPECT_TRUE(has(before, R"("strategy":{"id":"d1","name":"/grid_strategy/strategies/0","kind":"document","enabled":true})")) << before.body;
    EXPECT_TRUE(has(before, R"("max_pyramids":{"value":3,"origin":"/grid_strategy/strategies/0/max_pyramids"})")) << before.body;
    EXPECT_TRUE(has(before, R"("tp_mode":{"value":"per_leg","origin":"default"})")) << before.body;
    ASSERT_EQ(post("", calm).status, 201U);
    const auto after = effective("&explain=true");
    EXPECT_TRUE(has(after, R"("strategy":{"id":"s1.1","name":"Calm","kind":"directory","enabled":true})")) << after.body;
    EXPECT_TRUE(has(after, R"({"id":"d1","name":"/grid_strategy/strategies/0","kind":"document","reason":"LATER"})")) << after.body;
    EXPECT_TRUE(has(after, R"({"id":"d0","name":"/grid_strategy","kind":"document","reason":"LESS_SPECIFIC"})")) << after.body;
    EXPECT_TRUE(has(after, R"("max_pyramids":{"value":2,"origin":"strategy s1.1"})")) << after.body;
    const auto resolved = run_.post("/api/v1/presets/resolve", R"({"account":"main","symbol":"ETHUSDT","timeframe":900})");
    EXPECT_EQ("{\"version\":1," + resolved.body.substr(1), effective().body) << "one answer to one question";
    ASSERT_EQ(remove("s1.1").status, 200U);
    EXPECT_EQ(effective().body, before.body) << "the document's again";
    EXPECT_EQ(code_of(run_.get("/api/v1/config/effective?account=main")), "INVALID_PARAMETER");
    EXPECT_EQ(code_of(run_.get("/api/v1/config/effective?account=main&symbol=NOPE")), "UNKNOWN_INSTRUMENT");
    EXPECT_EQ(code_of(run_.get("/api/v1/config/effective?account=nobody&symbol=ETHUSDT")), "UNKNOWN_ACCOUNT");
}

TEST_F(StrategyRoutes, R52ShowThatNoGridTradesWhereAStrategyIsDisabled) {
    ASSERT_EQ(post("", R"({"name":"Off","enabled":false})").status, 201U);
    const auto found = effective();
    EXPECT_TRUE(has(found, R"("enabled":false})") && has(found, R"("strategy_values":{})")) << found.body;
    EXPECT_TRUE(has(found, R"("level":"system_default")")) << found.body;
}

TEST_F(StrategyRoutes, Z9BelongToWhoMadeThem) {
    const OwnerId bob = add_user(run_, "bob", UserRole::operating);
    give_account(run_, "other", bob);
    const auto as_bob = bearing(token_of(run_, "bob"));
    ASSERT_EQ(post("", calm).status, 201U);
    EXPECT_EQ(code_of(run_.ask("GET", "/api/v1/strategies/s1.1", "", as_bob)), "NOT_FOUND");
    EXPECT_EQ(code_of(run_.ask("DELETE", "/api/v1/strategies/s1.1", "", as_bob)), "NOT_FOUND");
    const auto refused = run_.post("/api/v1/strategies", R"({"name":"X","account":"main"})", as_bob);
    EXPECT_TRUE(has(refused, "UNKNOWN_ACCOUNT")) << refused.body;
    EXPECT_EQ(run_.post("/api/v1/strategies", R"({"name":"Calm","account":"other"})", as_bob).status, 201U) << "his own name";
    EXPECT_EQ(ids(), "s1.1;d0;");
    EXPECT_TRUE(has(run_.ask("GET", "/api/v1/strategies", "", as_bob), "\"id\":\"s2.1\""));
}

TEST_F(StrategyRoutes, B22AnAdminMakesAVersionOfATemplateAndATokenWithoutThatScopeDoesNot) {
    add_user(run_, "bob", UserRole::operating);
    const auto shown = run_.get("/api/v1/presets/p0.2");
    const auto known = parsed(shown);
    std::string document(known.root().find("document")->raw());
    const std::string pips = R"("sl_pips":50)";
    ASSERT_NE(document.find(pips), std::string::npos) << document;
    document.replace(document.find(pips), pips.size(), R"("sl_pips":60)");
    const std::vector<HttpHeader> seen{{"If-Match", "\"1\""}};
    auto as_bob = bearing(token_of(run_, "bob"));
    as_bob.push_back(seen.front());
    EXPECT_EQ(code_of(run_.ask("PUT", "/api/v1/presets/p0.2", document, as_bob)), "TEMPLATE_READ_ONLY");
    add_user(run_, "root", UserRole::admin);
    const auto made = parsed(run_.post("/api/v1/tokens", R"({"name":"script","scopes":["read","trade"]})", bearing(token_of(run_, "root"))));
    ASSERT_NE(made.root().find("secret"), nullptr);
    auto by_token = bearing(std::string(made.root().find("secret")->string()));
    by_token.push_back(seen.front());
    EXPECT_EQ(code_of(run_.ask("PUT", "/api/v1/presets/p0.2", document, by_token)), "SCOPE_MISSING");
    const auto revised = run_.ask("PUT", "/api/v1/presets/p0.2", document, seen);
    ASSERT_EQ(revised.status, 200U) << revised.body;
    EXPECT_TRUE(has(revised, R"("kind":"template","version":2)")) << revised.body;
    EXPECT_TRUE(has(run_.ask("GET", "/api/v1/presets/Swing%20Trader", "", bearing(token_of(run_, "bob"))), R"("sl_pips":60)"));
    EXPECT_TRUE(has(run_.get("/api/v1/presets/p0.2/versions"), R"({"version":1,"at":null)"));
}

}  // namespace trellis::adapters::testing
