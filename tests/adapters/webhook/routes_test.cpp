// Which routes a document makes, where paths lead, and each thing that may be wrong with them.
#include "adapters/webhook/routes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/adapters/webhook/intake_fixture.hpp"

namespace trellis::adapters {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> faults_of(std::vector<RouteSettings> routes, std::vector<std::string> proxies = {}) {
    std::vector<std::string> out;
    for (const auto& error : build(std::move(routes), std::move(proxies)).errors)
        out.push_back(error.code + " " + error.field.pointer);
    return out;
}

TEST(Routes, W2FindsARouteByItsToken) {
    const auto routes = build({route("one", "main", "token-1"), route("two", "other", "token-2")});
    ASSERT_TRUE(routes.ok());
    EXPECT_EQ(routes->by_token("token-2")->name, "two");
    EXPECT_EQ(routes->by_token("token-2")->account, AccountId{3});
    for (const std::string wrong : {"", "token-", "token-22", "TOKEN-1"}) EXPECT_EQ(routes->by_token(wrong), nullptr) << wrong;
}

TEST(Routes, W2TheAliasLeadsToTheRouteWithoutATokenOrElseToTheFirst) {
    const auto routes = build({route("first", "main", "token-1"), route("second", "main", "token-2"),
                               route("with", "other", "token-3"), route("without", "other")});
    ASSERT_TRUE(routes.ok());
    EXPECT_EQ(routes->by_account("main")->name, "first");
    EXPECT_EQ(routes->by_account("other")->name, "without");
    EXPECT_EQ(routes->by_account("nobody"), nullptr);
}

TEST(Routes, W7ARouteNeedsASecretOrAKey) {  // 32.14
    auto bare = route("bare", "main", "token-1");
    bare.secrets.clear();
    EXPECT_THAT(faults_of({bare}), ElementsAre("MISSING_KEY /security/routes/0"));
    bare.hmac_keys = {secret_file("k")};
    EXPECT_TRUE(build({bare}).ok());
}

TEST(Routes, NamesEveryFaultAtOnce) {
    auto wrong = route("x", "nobody", "absent");
    wrong.secrets = {secret_file("a"), secret_file("absent")};
    wrong.hmac_keys = {secret_file("absent")};
    wrong.allow = {"tradingview", "10.0.0.0/33"};
    wrong.timeframe = "soon";
    EXPECT_THAT(faults_of({route("x", "main"), wrong}, {"proxy"}),
                ElementsAre("INVALID_VALUE /security/trusted_proxies/0", "INVALID_VALUE /security/routes/1/timeframe",
                            "DUPLICATE_ID /security/routes/1/name", "INVALID_VALUE /security/routes/1/allow/1",
                            "SECRET_MISSING /security/routes/1/secrets/1", "SECRET_MISSING /security/routes/1/hmac_keys/0",
                            "UNKNOWN_ACCOUNT /security/routes/1/account", "SECRET_MISSING /security/routes/1/token"));
}

TEST(Routes, RefusesWhatNothingTellsApart) {
    EXPECT_THAT(faults_of({route("one", "main", "token-1"), route("two", "other", "token-1")}),
                ElementsAre("DUPLICATE_ID /security/routes/1/token"));
    EXPECT_THAT(faults_of({route("one", "main"), route("two", "main", "token-1"), route("three", "main")}),
                ElementsAre("DUPLICATE_ID /security/routes/2/token"));
}

TEST(Routes, RefusesTokensThatNoPathCanCarryAndSecretsThatNoBodyCan) {
    EXPECT_THAT(faults_of({route("one", "main", "token/1")}), ElementsAre("INVALID_VALUE /security/routes/0/token"));
    auto huge = route("one", "main");
    huge.secrets = {secret_file(std::string(257, 'x'))};
    EXPECT_THAT(faults_of({huge}), ElementsAre("INVALID_VALUE /security/routes/0/secrets/0"));
}

TEST(Routes, TellsNoSecret) {
    const auto routes = build({route("one", "main", "token?"), route("two", "main", "token?")});
    for (const auto& error : routes.errors) EXPECT_THAT(text(error), testing::Not(HasSubstr("text of")));
    EXPECT_FALSE(routes.ok());
}

}  // namespace
}  // namespace trellis::adapters
