// Presets by way of the API (section 26): what comes back, what is refused, and what of it another caller sees.
#include <gtest/gtest.h>

#include "tests/adapters/admin/support.hpp"

namespace trellis::adapters::testing {

namespace {

const std::string mine =
    R"({"name":"Mine","tags":["gold"],"risk_per_trade_pct":1,"sl_pips":20,"tp1_rr":"2","tp1_close_pct":100,"max_positions":3})";

class PresetRoutes : public ::testing::Test {
  protected:
    HttpResponse get(const std::string& path) { return run_.get("/api/v1/presets" + path); }
    HttpResponse post(const std::string& path, const std::string& body = "") { return run_.post("/api/v1/presets" + path, body); }
    HttpResponse put(const std::string& id, const std::string& body, const std::string& tag) {
        return run_.ask("PUT", "/api/v1/presets/" + id, body, tag.empty() ? std::vector<HttpHeader>{} : std::vector<HttpHeader>{{"If-Match", tag}});
    }
    HttpResponse remove(const std::string& id) { return run_.ask("DELETE", "/api/v1/presets/" + id); }
    HttpResponse assign(const std::string& account, const std::string& body) {
        return run_.ask("PUT", "/api/v1/connections/" + account + "/preset", body);
    }
    /// The names of a list.
    std::string names(const std::string& query) {
        const auto page = parsed(get(query));
        std::string all;
        for (const auto& item : page.root().find("items")->elements()) all += std::string(item.find("name")->string()) + ";";
        return all;
    }
    ServedRun run_;
};

std::string member(const HttpResponse& response, std::string_view object, std::string_view name) {
    const auto document = parsed(response);
    const auto* found = document.root().find(object);
    const auto* value = found == nullptr ? nullptr : found->find(name);
    if (value == nullptr) return "?";
    return value->is_string() ? std::string(value->string()) : value->is_number() ? std::string(value->number()) : value->is_boolean() ? (value->boolean() ? "true" : "false") : "null";
}

}  // namespace

TEST_F(PresetRoutes, B22ListTheTemplatesBeforeAnythingIsMade) {
    EXPECT_EQ(names(""), "Conservative Scalper;Swing Trader;Aggressive Day Trader;Safe Long-Term;Grid Trading;Breakout Trader;");
    EXPECT_EQ(names("?which=mine"), "");
    EXPECT_EQ(code_of(put("p0.2", mine, "*")), "INVALID_PRESET") << "a template keeps its name";
    EXPECT_EQ(code_of(get("?which=yours")), "INVALID_PARAMETER");
}

TEST_F(PresetRoutes, MakeShowAndReviseAPreset) {
    const auto made = post("", mine);
    ASSERT_EQ(made.status, 201U) << made.body;
    EXPECT_EQ(member(made, "preset", "id"), "p1.1");
    EXPECT_EQ(header_of(made, "ETag"), "\"1\"");
    const auto shown = get("/p1.1");
    EXPECT_EQ(member(shown, "document", "sl_pips"), "20");
    EXPECT_EQ(shown.body, get("/Mine").body) << "a name says as much";
    std::string wider = mine;
    wider.replace(wider.find("20"), 2, "40");
    EXPECT_EQ(code_of(put("p1.1", wider, "")), "IF_MATCH_MISSING");
    EXPECT_EQ(code_of(put("p1.1", wider, "\"9\"")), "VERSION_STALE");
    const auto revised = put("p1.1", wider, "\"1\"");
    ASSERT_EQ(revised.status, 200U) << revised.body;
    EXPECT_EQ(header_of(revised, "ETag"), "\"2\"");
    EXPECT_EQ(parsed(get("/p1.1/versions")).root().find("items")->size(), 2U);
}

TEST_F(PresetRoutes, TakeBackTheDocumentThatTheyGive) {
    ASSERT_EQ(post("", mine).status, 201U);
    const auto shown = parsed(get("/p1.1"));
    const auto* document = shown.root().find("document");
    std::string exported;
    for (const auto& template_id : {"p0.1", "p0.2", "p0.3", "p0.4", "p0.5", "p0.6"}) {
        EXPECT_EQ(member(post("/" + std::string(template_id) + "/clone"), "preset", "version"), "1");
    }
    ASSERT_NE(document, nullptr);
    const auto clone = get("/p1.3").body;
    const auto begins = clone.find("\"document\":") + 11;
    exported = clone.substr(begins, clone.size() - begins - 1);
    const auto again = put("p1.3", exported, "*");
    ASSERT_EQ(again.status, 200U) << again.body;
    EXPECT_EQ(member(again, "preset", "version"), "1") << "the same content is no version";
}

TEST_F(PresetRoutes, SayEverythingThatIsWrongWithADocument) {
    const auto wrong = post("", R"({"name":"Wrong","sl_pips":0,"risk_per_trade_pct":101,"colour":"red","ts_mode":"chandelier"})");
    EXPECT_EQ(code_of(wrong), "INVALID_PRESET");
    for (const auto* pointer : {"/sl_pips", "/risk_per_trade_pct", "/colour", "/ts_mode"}) EXPECT_NE(wrong.body.find(pointer), std::string::npos) << pointer;
    EXPECT_EQ(code_of(post("", "{")), "JSON_INVALID");
    EXPECT_EQ(code_of(post("", "[]")), "INVALID_PRESET");
    EXPECT_EQ(names("?which=mine"), "");
    ASSERT_EQ(post("", mine).status, 201U);
    EXPECT_EQ(code_of(post("", mine)), "NAME_TAKEN");
}

TEST_F(PresetRoutes, FindByTagNameAndPage) {
    ASSERT_EQ(post("", mine).status, 201U);
    EXPECT_EQ(names("?tag=gold"), "Mine;");
    EXPECT_EQ(names("?q=TRADER"), "Swing Trader;Aggressive Day Trader;Breakout Trader;");
    EXPECT_EQ(names("?symbol=XAUUSD"), "");
    EXPECT_EQ(names("?limit=2&cursor=p0.5"), "Breakout Trader;Mine;");
    EXPECT_EQ(code_of(get("?cursor=p9.9")), "BAD_CURSOR");
    EXPECT_EQ(code_of(get("/p1.7")), "NOT_FOUND");
}

TEST_F(PresetRoutes, B24KeepWhatIsInUseUnlessForced) {
    ASSERT_EQ(post("", mine).status, 201U);
    ASSERT_EQ(assign("main", R"({"preset":"Mine"})").status, 200U);
    EXPECT_NE(get("/p1.1/usage").body.find(R"("accounts":["main"])"), std::string::npos);
    EXPECT_EQ(code_of(remove("p1.1")), "IN_USE");
    EXPECT_EQ(remove("p1.1?force=true").status, 200U);
    EXPECT_EQ(code_of(get("/p1.1")), "NOT_FOUND");
    EXPECT_EQ(run_.control().decision_config()->accounts.front().preset, "");
}

TEST_F(PresetRoutes, AssignByIdOrNameAndUnassignByNull) {
    EXPECT_EQ(assign("main", R"({"preset":"p0.2"})").status, 200U);
    EXPECT_EQ(run_.control().decision_config()->accounts.front().preset, "Swing Trader");
    EXPECT_EQ(assign("main", R"({"preset":null})").status, 200U);
    EXPECT_EQ(run_.control().decision_config()->accounts.front().preset, "");
    EXPECT_EQ(code_of(assign("main", "{}")), "INVALID_BODY");
    EXPECT_EQ(code_of(assign("nobody", R"({"preset":null})")), "NOT_FOUND");
    EXPECT_EQ(code_of(assign("main", R"({"preset":"Nothing"})")), "NOT_FOUND");
    const auto chosen = run_.ask("PUT", "/api/v1/users/operator/default-preset", R"({"preset":"Swing Trader"})");
    EXPECT_EQ(chosen.status, 200U) << chosen.body;
    EXPECT_EQ(run_.control().decision_config()->preset_settings.user_default, "Swing Trader");
}

TEST_F(PresetRoutes, DoNothingWhenTheyAreOnlyAsked) {
    const auto said = post("/p0.2/clone?dry_run=true");
    EXPECT_EQ(said.body, R"({"dry_run":true,"would":["preset p1.1 is made: Swing Trader (Copy), cloned from version 1 of preset p0.2"]})");
    EXPECT_EQ(code_of(run_.ask("DELETE", "/api/v1/presets/p0.2?dry_run=true")), "TEMPLATE_READ_ONLY");
    EXPECT_TRUE(run_.control().directory_->presets.empty());
}

TEST_F(PresetRoutes, SwitchAndPublishWithoutAVersion) {
    ASSERT_EQ(post("", mine).status, 201U);
    EXPECT_EQ(member(post("/p1.1/disable"), "preset", "enabled"), "false");
    EXPECT_EQ(member(post("/p1.1/publish"), "preset", "kind"), "public");
    EXPECT_EQ(member(post("/p1.1/unpublish"), "preset", "kind"), "private");
    const auto enabled = post("/p1.1/enable");
    EXPECT_EQ(member(enabled, "preset", "enabled"), "true");
    EXPECT_EQ(member(enabled, "preset", "version"), "1");
    EXPECT_EQ(header_of(enabled, "ETag"), "\"5\"");
}

TEST_F(PresetRoutes, B20ExplainWhichPresetGoverns) {
    const std::string where = R"({"account":"main","symbol":"ETHUSDT","timeframe":900})";
    EXPECT_NE(post("/resolve", where).body.find(R"x("governs":false,"why_not":"a grid strategy trades alone (R-52)")x"), std::string::npos);
    ASSERT_EQ(post("", mine).status, 201U);
    ASSERT_EQ(assign("main", R"({"preset":"Mine"})").status, 200U);
    const auto found = post("/resolve", where);
    EXPECT_NE(found.body.find(R"("governs":true,"why_not":null,"level":"connection")"), std::string::npos) << found.body;
    EXPECT_NE(found.body.find(R"("sl_pips":{"value":20,"origin":"preset p1.1 version 1"})"), std::string::npos) << found.body;
    EXPECT_NE(found.body.find(R"("be_enabled":{"value":false,"origin":"default"})"), std::string::npos) << found.body;
    ASSERT_EQ(post("/p1.1/disable").status, 200U);
    const auto skipped = post("/resolve", where);
    EXPECT_NE(skipped.body.find(R"("is_overridden":true)"), std::string::npos) << skipped.body;
    EXPECT_NE(skipped.body.find(R"("level":"connection","reason":"DISABLED")"), std::string::npos) << skipped.body;
    EXPECT_EQ(code_of(post("/resolve", R"({"account":"main","symbol":"NOPE"})")), "UNKNOWN_INSTRUMENT");
}

TEST_F(PresetRoutes, PreviewWhatAnEntryWouldBe) {
    ASSERT_EQ(post("", mine).status, 201U);
    const auto seen = post("/preview", R"({"preset":"Mine","account":"main","symbol":"ETHUSDT","side":"long","entry":"100","equity":"10000"})");
    ASSERT_EQ(seen.status, 200U) << seen.body;
    EXPECT_NE(seen.body.find(R"("quantity":"250.125","notional":"25012.5","stop":{"price":"99.8","origin":"PIPS","distance":"0.2"})"), std::string::npos)
        << seen.body;
    EXPECT_NE(seen.body.find(R"("price":"100.4","close_percent":"100","quantity":"250.125","profit":"100.05")"), std::string::npos) << seen.body;
    EXPECT_NE(seen.body.find(R"("loss_at_stop":"50.025","fees_at_stop":"49.974975","worst_loss":"99.999975")"), std::string::npos) << seen.body;
    const auto without = post("/preview", R"({"preset":"p0.6","account":"main","symbol":"ETHUSDT","side":"up","entry":"100"})");
    EXPECT_EQ(code_of(without), "INVALID_BODY");
    EXPECT_EQ(code_of(post("/preview", R"({"account":"main","symbol":"ETHUSDT","side":"long","entry":"100"})")), "INVALID_BODY");
    const auto written = post("/preview", R"({"document":{"name":"X","risk_per_trade_pct":1,"sl_pips":20,"tp_mode":"DISABLED"},"account":"main","symbol":"ETHUSDT","side":"short","entry":"100","equity":"10000"})");
    EXPECT_NE(written.body.find(R"("price":"100.2")"), std::string::npos) << written.body;
    EXPECT_EQ(names("?which=mine"), "Mine;") << "nothing is recorded";
}

// B-14, B-15: 0.5, 1 and 2 at their stops, and 0.1 % of both sides of each.
TEST_F(PresetRoutes, B15PreviewLayersWithTheLossOfAllOfThem) {
    const std::string layered = R"({"name":"L","position_size_mode":"FIXED","fixed_lot":"1","sl_pips":50,"tp_mode":"DISABLED","layering_enabled":true,)"
                                R"("layer_distance_pips":20,"max_layers_per_symbol":3,"layer_martingale_mode":"MULTIPLY","layer_martingale_factor":2,)"
                                R"("layer_max_total_risk_pct":5})";
    const auto ask = [&](const std::string& equity) {
        return post("/preview", R"({"document":)" + layered + R"(,"account":"main","symbol":"ETHUSDT","side":"long","entry":"100","equity":")" + equity + "\"}");
    };
    const auto seen = ask("10000");
    ASSERT_EQ(seen.status, 200U) << seen.body;
    EXPECT_NE(seen.body.find(R"("layers":[{"layer":1,"price":"99.8","quantity":"2","stop":"99.3","loss":"1"},{"layer":2,"price":"99.6","quantity":"4","stop":"99.1","loss":"2"}])"),
              std::string::npos)
        << seen.body;
    EXPECT_NE(seen.body.find(R"("layers_end":{"code":"LAYER_COUNT")"), std::string::npos) << seen.body;
    EXPECT_NE(seen.body.find(R"("loss_at_stop":"3.5","fees_at_stop":"1.3925","worst_loss":"4.8925")"), std::string::npos) << seen.body;
    EXPECT_NE(ask("30").body.find(R"("layers_end":{"code":"LAYER_RISK_CAP")"), std::string::npos) << "1.5 of 30 carry one layer";
}

// B-16: assigned, and traded without what the account cannot do.
TEST_F(PresetRoutes, B16SaysWhatAnAccountDoesWithout) {
    const auto assigned = assign("main", R"({"preset":"Grid Trading"})");
    ASSERT_EQ(assigned.status, 200U) << assigned.body;
    EXPECT_NE(assigned.body.find(R"("left_out":[{"code":"HEDGE_UNSUPPORTED")"), std::string::npos) << assigned.body;
    EXPECT_NE(assign("main", R"({"preset":"p0.2"})").body.find(R"("left_out":[])"), std::string::npos);
}

TEST_F(PresetRoutes, CheckAPresetOrADocument) {
    EXPECT_NE(post("/p0.5/validate").body.find(R"("valid":true)"), std::string::npos);
    const auto wrong = post("/p0.5/validate", R"({"name":"Y","sl_pips":0})");
    EXPECT_NE(wrong.body.find(R"("valid":false)"), std::string::npos);
    EXPECT_NE(wrong.body.find("/sl_pips"), std::string::npos);
}

TEST_F(PresetRoutes, AnswerTheSameRequestOnceByItsKey) {
    const std::vector<HttpHeader> key{{"Idempotency-Key", "k1"}};
    const auto first = run_.post("/api/v1/presets", mine, key);
    EXPECT_EQ(run_.post("/api/v1/presets", mine, key).body, first.body);
    EXPECT_EQ(names("?which=mine"), "Mine;");
}

}  // namespace trellis::adapters::testing
