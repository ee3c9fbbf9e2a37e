// Connections over the admin API: opened, changed, keyed and removed; keys go in and never come out (Z-1), accounts of the document stay.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/admin/connection_changes.hpp"
#include "adapters/digest/sha256.hpp"
#include "adapters/json/document.hpp"
#include "tests/adapters/admin/support.hpp"

namespace trellis::adapters {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::ServedRun;

const std::string second = R"({"id":"second","venue":"binance","market":"spot","balances":{"USDT":"5000"}})";
constexpr AccountId first_connection{document_accounts_max + 1};

class Connections : public ::testing::Test {
  protected:
    HttpResponse put(const std::string& target, const std::string& body, const std::string& revision = "") {
        std::vector<HttpHeader> headers;
        if (!revision.empty()) headers.push_back({"If-Match", "\"" + revision + "\""});
        return run_.ask("PUT", target, body, headers);
    }
    const Connection& opened() { return run_.control().directory()->connections.at(first_connection); }

    ServedRun run_;
};

TEST_F(Connections, OpenedStandBesideTheAccountsOfTheDocument) {
    const auto answer = run_.post("/api/v1/connections", second);
    ASSERT_EQ(answer.status, 201U) << answer.body;
    const auto list = run_.get("/api/v1/connections").body;
    EXPECT_THAT(list, HasSubstr(R"("id":"main")"));
    EXPECT_THAT(list, HasSubstr(R"("id":"second","account":1001,"kind":"connection")"));
    EXPECT_EQ(run_.post("/api/v1/connections", second).status, 409U);
}

TEST_F(Connections, BadDocumentsNameFieldValueAndFix) {
    const auto answer = run_.post("/api/v1/connections", R"({"id":"x y","venue":"nowhere","market":"SPOT","leverage":0,"foo":1})");
    EXPECT_EQ(answer.status, 422U);
    for (const char* part : {"INVALID_CONNECTION", "/venue", "nowhere", "/leverage", "/market", "/foo"}) EXPECT_THAT(answer.body, HasSubstr(part));
    EXPECT_THAT(run_.post("/api/v1/connections", R"({"id":"a","venue":"okx","market":"spot"})").body, HasSubstr("no instrument of this venue"));
    EXPECT_THAT(run_.post("/api/v1/connections", R"({"id":"a","venue":"binance","market":"spot","preset":"Swing Trader"})").body, HasSubstr("assign it"));
    EXPECT_TRUE(run_.control().directory()->connections.empty()) << "nothing is half applied";
}

TEST_F(Connections, Z1KeysAreSealedAtOnceAndShownByTheirEndOnly) {
    ASSERT_EQ(run_.post("/api/v1/connections", second).status, 201U);
    const auto answer = put("/api/v1/connections/second/credential", R"({"api_key":"0123456789abcdefWXYZ","api_secret":"very-secret-text"})");
    ASSERT_EQ(answer.status, 200U) << answer.body;
    EXPECT_THAT(answer.body, HasSubstr("****WXYZ"));
    for (const auto& text : {answer.body, run_.get("/api/v1/connections/second").body, opened().credential->box}) {
        EXPECT_THAT(text, Not(HasSubstr("0123456789")));
        EXPECT_THAT(text, Not(HasSubstr("very-secret")));
    }
    const auto plain = run_.control().seal().unseal(opened().credential->box, admin::seal_context(first_connection));
    ASSERT_TRUE(plain.ok());
    EXPECT_THAT(std::string(plain->reveal()), HasSubstr("very-secret-text"));
    EXPECT_EQ(put("/api/v1/connections/second/credential", R"({"api_key":"only"})").status, 400U);
}

TEST_F(Connections, Z8TheTestSaysWhetherTheKeysOpen) {
    ASSERT_EQ(run_.post("/api/v1/connections", second).status, 201U);
    ASSERT_EQ(put("/api/v1/connections/second/credential", R"({"api_key":"0123456789abcdefWXYZ","api_secret":"s"})").status, 200U);
    EXPECT_THAT(run_.post("/api/v1/connections/second/test").body, HasSubstr(R"("name":"credential","ok":true)"));
    auto moved = std::make_shared<Directory>(*run_.control().directory());
    moved->connections.at(first_connection).credential->box = run_.control().seal().close("{}", "another connection");
    run_.control().directory_ = moved;
    const auto answer = run_.post("/api/v1/connections/second/test").body;
    EXPECT_THAT(answer, HasSubstr("SEAL_BROKEN"));
    EXPECT_THAT(answer, HasSubstr(R"("name":"withdraw","ok":true)"));
}

TEST_F(Connections, AWebhookIsToldOnceAndKeptAsItsFingerprints) {
    ASSERT_EQ(run_.post("/api/v1/connections", second).status, 201U);
    const auto answer = run_.post("/api/v1/connections/second/webhook");
    ASSERT_EQ(answer.status, 200U) << answer.body;
    const auto document = json::Document::parse(answer.body);
    const auto& webhook = *document->root().find("webhook");
    const std::string token(webhook.find("path")->string().substr(6));
    EXPECT_EQ(opened().webhook->token, sha256_hex(token));
    EXPECT_EQ(opened().webhook->secret, sha256_hex(webhook.find("secret")->string()));
    EXPECT_THAT(run_.get("/api/v1/connections/second").body, Not(HasSubstr(token)));
}

TEST_F(Connections, ChangesNeedTheRevisionThatWasRead) {
    ASSERT_EQ(run_.post("/api/v1/connections", second).status, 201U);
    const std::string off = R"({"id":"second","venue":"binance","market":"spot","enabled":false,"balances":{"USDT":"5000"}})";
    EXPECT_EQ(put("/api/v1/connections/second", off).status, 428U);
    EXPECT_EQ(put("/api/v1/connections/second", off, "9").status, 412U);
    EXPECT_EQ(put("/api/v1/connections/second", off, "1").status, 200U);
    EXPECT_FALSE(opened().settings.is_enabled);
    EXPECT_THAT(put("/api/v1/connections/second", second + " ", "2").body, HasSubstr("enabled"));
    EXPECT_THAT(put("/api/v1/connections/second", R"({"id":"second","venue":"binance","market":"spot","leverage":3})", "3").body, HasSubstr("NOT_CHANGEABLE"));
}

TEST_F(Connections, AccountsOfTheDocumentAreChangedThere) {
    EXPECT_THAT(put("/api/v1/connections/main", R"({"id":"main","venue":"binance","market":"spot"})", "1").body, HasSubstr("ACCOUNT_OF_DOCUMENT"));
    EXPECT_EQ(run_.ask("DELETE", "/api/v1/connections/main").status, 409U);
    EXPECT_EQ(run_.ask("DELETE", "/api/v1/connections/nobody").status, 404U);
}

TEST_F(Connections, ADryRunChangesNothing) {
    const auto answer = run_.post("/api/v1/connections?dry_run=true", second);
    EXPECT_THAT(answer.body, HasSubstr("account second is opened on binance"));
    EXPECT_TRUE(run_.control().directory()->connections.empty());
}

}  // namespace
}  // namespace trellis::adapters
