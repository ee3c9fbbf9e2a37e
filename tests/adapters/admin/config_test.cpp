// The configuration by way of the API: versions, merge patches, what is refused.
#include <gtest/gtest.h>

#include "adapters/json/merge_patch.hpp"
#include "tests/adapters/admin/support.hpp"

namespace trellis::adapters::testing {

namespace {

class ConfigRoutes : public ::testing::Test {
  protected:
    HttpResponse put(const std::string& document, const std::string& tag) {
        return run_.ask("PUT", "/api/v1/config", document, match(tag));
    }
    HttpResponse patch(const std::string& category, const std::string& body, const std::string& tag) {
        return run_.ask("PATCH", "/api/v1/config/" + category, body, match(tag));
    }
    static std::vector<HttpHeader> match(const std::string& tag) {
        return tag.empty() ? std::vector<HttpHeader>{} : std::vector<HttpHeader>{{"If-Match", tag}};
    }
    std::uint64_t version() { return run_.control().config_->version; }
    std::uint32_t slots() { return run_.control().config_->document.config.max_open_groups; }
    /// The document with as many slots.
    std::string with_slots(const std::string& slots) {
        std::string document = first_document_;
        return document.replace(document.find("\"max_open_groups\": 3"), 20, "\"max_open_groups\": " + slots);
    }
    ServedRun run_;
    const std::string first_document_ = run_.config_text();
};

}  // namespace

TEST_F(ConfigRoutes, GiveTheDocumentAsItWasGivenWithItsVersion) {
    const auto response = run_.get("/api/v1/config");
    EXPECT_EQ(response.body, run_.config_text());
    EXPECT_EQ(header_of(response, "ETag"), "\"1\"");
    EXPECT_EQ(put(response.body, header_of(response, "ETag")).status, 200U);
}

TEST_F(ConfigRoutes, ChangeOnlyTheVersionThatWasSeen) {
    EXPECT_EQ(code_of(put(with_slots("4"), "")), "IF_MATCH_MISSING");
    EXPECT_EQ(code_of(put(with_slots("4"), "\"2\"")), "VERSION_STALE");
    EXPECT_EQ(code_of(put(with_slots("4"), "yesterday")), "INVALID_HEADER");
    EXPECT_EQ(version(), 1U);
    const auto response = put(with_slots("4"), "\"1\"");
    EXPECT_EQ(
        response.body,
        R"({"version":2,"changes":[{"pointer":"/execution_pool/max_open_groups","before":3,"after":4,"takes_effect":"at_once"}],)"
        R"("needs_restart":false})");
    EXPECT_EQ(header_of(response, "ETag"), "\"2\"");
    EXPECT_EQ(slots(), 4U);
    EXPECT_EQ(code_of(put(with_slots("4"), "\"1\"")), "VERSION_STALE");
    EXPECT_EQ(put(run_.config_text(), "*").status, 200U);
    EXPECT_EQ(run_.ask("POST", "/api/v1/config/apply", run_.config_text(), {{"If-Match", "\"3\""}}).status, 200U);
}

TEST_F(ConfigRoutes, ChangeNothingWhenAnythingIsWrong) {  // 32.12
    const auto wrong = put(with_slots("0"), "\"1\"");
    EXPECT_EQ(code_of(wrong), "INVALID_CONFIG");
    EXPECT_NE(wrong.body.find("/execution_pool/max_open_groups"), std::string::npos);
    EXPECT_EQ(code_of(put("{", "\"1\"")), "JSON_INVALID");
    EXPECT_EQ(code_of(put(R"({"app":{},"app":{}})", "\"1\"")), "JSON_DUPLICATE_KEY");
    EXPECT_EQ(code_of(put(std::string(40, '[') + std::string(40, ']'), "\"1\"")), "JSON_TOO_DEEP");
    EXPECT_EQ(code_of(put("[]", "\"1\"")), "INVALID_CONFIG");
    std::string restart = run_.config_text();
    restart.replace(restart.find("\"5000\""), 6, "\"6000\"");
    EXPECT_EQ(code_of(put(restart, "\"1\"")), "NEEDS_RESTART");
    EXPECT_EQ(version(), 1U);
}

TEST_F(ConfigRoutes, PatchOneCategory) {
    EXPECT_EQ(patch("execution_pool", R"({"max_open_groups":7})", "\"1\"").status, 200U);
    EXPECT_EQ(slots(), 7U);
    EXPECT_EQ(patch("limits", R"({"max_signal_age_sec":30})", "\"2\"").status, 200U);
    EXPECT_EQ(run_.control().config_->document.config.limits.max_signal_age_seconds, 30U);
    EXPECT_EQ(slots(), 7U);
    EXPECT_EQ(patch("execution_pool", R"({"max_open_groups":null})", "*").status, 200U);
    EXPECT_EQ(slots(), 10U);
    EXPECT_EQ(code_of(patch("execution_pool", R"({"max_open_groups":7})", "")), "IF_MATCH_MISSING");
    EXPECT_EQ(code_of(patch("execution_pol", "{}", "*")), "NOT_FOUND");
    EXPECT_EQ(code_of(patch("execution_pool", "null", "*")), "INVALID_BODY");
    EXPECT_EQ(code_of(patch("execution_pool", R"({"max_open_grups":7})", "*")), "INVALID_CONFIG");
}

TEST_F(ConfigRoutes, SayWhatADocumentWouldChange) {
    for (const auto& response : {run_.post("/api/v1/config/validate", with_slots("5")),
                                 run_.ask("PUT", "/api/v1/config?dry_run=true", with_slots("5"), match("\"1\""))}) {
        const auto document = parsed(response);
        EXPECT_TRUE(document.root().find("valid")->boolean());
        EXPECT_EQ(document.root().find("changes")->size(), 1U);
        EXPECT_FALSE(document.root().find("needs_restart")->boolean());
    }
    const auto wrong = parsed(run_.post("/api/v1/config/validate", R"({"queue": {"nope": 1}, "app": {"mode": "live"}})"));
    EXPECT_FALSE(wrong.root().find("valid")->boolean());
    EXPECT_EQ(wrong.root().find("errors")->size(), 2U);
    EXPECT_EQ(run_.post("/api/v1/config/validate", "nonsense").status, 200U);
    EXPECT_EQ(version(), 1U);
}

TEST_F(ConfigRoutes, GoBackToAnEarlierVersion) {
    EXPECT_EQ(put(with_slots("4"), "\"1\"").status, 200U);
    run_.journal_config(2, run_.config_text());
    run_.follow_journal();
    EXPECT_EQ(run_.get("/api/v1/config/history").body.find(R"({"items":[{"version":2,)"), 0U);
    EXPECT_EQ(code_of(run_.post("/api/v1/config/rollback", R"({"version":9})")), "NOT_FOUND");
    for (const std::string body : {"{}", R"({"version":"1"})", R"({"version":-1})", R"({"version":1,"more":2})"}) {
        EXPECT_EQ(code_of(run_.post("/api/v1/config/rollback", body)), "INVALID_BODY") << body;
    }
    EXPECT_EQ(code_of(run_.post("/api/v1/config/rollback", R"({"version":1})", match("\"1\""))), "VERSION_STALE");
    EXPECT_EQ(run_.post("/api/v1/config/rollback?dry_run=true", R"({"version":1})").status, 200U);
    EXPECT_EQ(slots(), 4U);
    EXPECT_EQ(run_.post("/api/v1/config/rollback", R"({"version":1})", match("\"2\"")).status, 200U);
    EXPECT_EQ(slots(), 3U);
    EXPECT_EQ(version(), 3U);
}

TEST_F(ConfigRoutes, ShowEveryKeyWithWhereItComesFrom) {
    const auto plain = run_.get("/api/v1/config/effective").body;
    EXPECT_NE(plain.find(R"("/execution_pool/max_open_groups":3)"), std::string::npos);
    const auto explained = run_.get("/api/v1/config/effective?explain=true").body;
    EXPECT_NE(explained.find(R"("/execution_pool/max_open_groups":{"value":3,"source":"document","takes_effect":"at_once"})"),
              std::string::npos);
    EXPECT_NE(explained.find(R"("/limits/max_signal_age_sec":{"value":60,"source":"default")"), std::string::npos);
}

TEST(MergePatch, DoesWhatTheExamplesOfItsStandardDo) {
    const std::vector<std::array<std::string, 3>> table{
        // RFC 7396, appendix A
        {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
        {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
        {R"({"a":"b"})", R"({"a":null})", "{}"},
        {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
        {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
        {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
        {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
        {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
        {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
        {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
        {R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
        {R"([1,2])", R"({"a":"b","c":null})", R"({"a":"b"})"},
        {"{}", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
        {R"({"a":1.50})", R"({"b":1e-3})", R"({"a":1.50,"b":1e-3})"},
    };
    for (const auto& [target, patch, expected] : table) {
        const auto before = json::Document::parse(target).value();
        const auto change = json::Document::parse(patch).value();
        EXPECT_EQ(json::merge_patch(&before.root(), change.root()), expected) << target << " with " << patch;
    }
}

}  // namespace trellis::adapters::testing
