// Who gets in, and what every answer carries.
#include "adapters/admin/guard.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/admin/router.hpp"
#include "tests/adapters/admin/support.hpp"

namespace trellis::adapters::testing {

namespace {

class Guard : public ::testing::Test {
  protected:
    HttpResponse with(const std::string& name, const std::string& value) {
        return run_.ask("GET", "/api/v1/status", "", {{name, value}});
    }
    ServedRun run_;
};

}  // namespace

TEST_F(Guard, AsksForTheTokenEverywhereButAtTheProbes) {
    for (const auto& route : run_.api().router().routes()) {
        const std::string path = (route.is_root ? "" : "/api/v1") + std::string(route.pattern);
        const auto response = run_.ask(route.method, path, "", {{"Authorization", "Bearer wrong"}});
        EXPECT_EQ(response.status == 401, route.role != admin::Role::open) << path;
        if (response.status != 401) continue;
        EXPECT_EQ(code_of(response), "UNAUTHORIZED");
        EXPECT_EQ(header_of(response, "WWW-Authenticate"), "Bearer realm=\"trellis\"");
    }
    EXPECT_EQ(run_.ask("GET", "/api/v1/nowhere", "", {{"Authorization", "Bearer wrong"}}).status, 401U);
    EXPECT_EQ(run_.ask("OPTIONS", "/api/v1/status", "", {{"Authorization", "Bearer wrong"}}).status, 401U);
}

// A list is as new as what was durable when it was asked for; who is shown no list is not kept waiting for that.
TEST_F(Guard, WaitsForListsOnlyWhereTheyAreShown) {
    const std::vector<std::string> waiting{"/groups", "/presets/{id}/usage", "/presets/resolve", "/presets/preview", "/presets/{id}/apply", "/bots"};
    const std::vector<std::string> answered_at_once{"/presets", "/presets/{id}", "/presets/{id}/clone", "/connections/{account}/preset", "/livez"};
    std::size_t met = 0;
    for (const auto& route : run_.api().router().routes()) {
        const auto is_one_of = [&](const auto& patterns) { return std::ranges::find(patterns, route.pattern) != patterns.end(); };
        const bool waits = is_one_of(waiting);
        if (!waits && !is_one_of(answered_at_once)) continue;
        EXPECT_EQ(route.asks_lists(), waits) << route.pattern;
        ++met;
    }
    EXPECT_EQ(met, 15U) << "/presets has two methods, /presets/{id} three, /bots two";
}

TEST_F(Guard, TakesTheTokenInOneFormOnly) {
    const std::string token(admin_token);
    for (const auto& right : std::vector<std::string>{"Bearer " + token, "bearer " + token, "BEARER " + token}) {
        EXPECT_EQ(with("Authorization", right).status, 200U) << right;
    }
    for (const auto& wrong : std::vector<std::string>{token, "Bearer" + token, "Basic " + token, "Bearer ", "Bearer " + token + " ",
                                                      "Bearer  " + token, "Bearer " + token.substr(1), std::string("\0", 1)}) {
        EXPECT_EQ(with("Authorization", wrong).status, 401U) << wrong;
    }
}

TEST_F(Guard, KnowsItselfByNumberAndByListedNames) {
    for (const std::string own : {"127.0.0.1", "127.0.0.1:7780", "localhost:7780", "LOCALHOST", "[::1]:7780", "[::1]",
                                  "10.1.2.3:80", "trellis.internal:7780", "Trellis.Internal"}) {
        EXPECT_EQ(with("Host", own).status, 200U) << own;
    }
    for (const std::string other :
         {"evil.example", "evil.example:7780", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1:x", "1.2.3",
          "trellis.internal.evil", "[::1", "::1", "localhost:", "localhost:999999", " "}) {
        EXPECT_EQ(code_of(with("Host", other)), "HOST_REFUSED") << other;
    }
}

TEST_F(Guard, RefusesARequestWithoutAHost) {
    HttpRequest request;
    request.method = "GET";
    request.path = "/livez";
    const auto answer = std::make_shared<Answer>();
    run_.send(request, HttpReply(answer));
    EXPECT_EQ(answer->responses.front().status, 403U);
}

TEST_F(Guard, AnswersOptionsWithoutAllowingOtherOrigins) {
    const auto response = run_.ask("OPTIONS", "/api/v1/config", "", {{"Origin", "https://evil.example"}});
    EXPECT_EQ(response.status, 204U);
    EXPECT_EQ(header_of(response, "Allow"), "GET, HEAD, PUT, OPTIONS");
    EXPECT_EQ(header_of(response, "Access-Control-Allow-Origin"), "");
    EXPECT_EQ(header_of(run_.get("/api/v1/status"), "Access-Control-Allow-Origin"), "");
}

TEST_F(Guard, GivesEveryAnswerAnIdAndKeepsItOutOfCaches) {
    const auto given = run_.ask("GET", "/livez", "", {{"X-Request-Id", "mine-1"}});
    EXPECT_EQ(header_of(given, "X-Request-Id"), "mine-1");
    EXPECT_EQ(header_of(given, "Cache-Control"), "no-store");
    EXPECT_EQ(header_of(given, "X-Content-Type-Options"), "nosniff");
    const auto first = header_of(run_.get("/livez"), "X-Request-Id");
    EXPECT_FALSE(first.empty());
    EXPECT_NE(header_of(run_.get("/livez"), "X-Request-Id"), first);
    EXPECT_NE(header_of(with("X-Request-Id", "with a space"), "X-Request-Id"), "with a space");
}

TEST_F(Guard, AnswersAWrongPathAndAWrongMethod) {
    const auto unknown = run_.get("/api/v1/statsu");
    EXPECT_EQ(unknown.status, 404U);
    EXPECT_EQ(code_of(unknown), "NOT_FOUND");
    EXPECT_NE(unknown.body.find("/status"), std::string::npos);
    const auto method = run_.ask("DELETE", "/api/v1/status");
    EXPECT_EQ(code_of(method), "METHOD_NOT_ALLOWED");
    EXPECT_EQ(header_of(method, "Allow"), "GET, HEAD, OPTIONS");
}

TEST_F(Guard, RefusesAParameterThatARouteDoesNotKnow) {
    const auto response = run_.get("/api/v1/groups?acount=main");
    EXPECT_EQ(code_of(response), "UNKNOWN_PARAMETER");
    EXPECT_NE(response.body.find("did you mean \\\"account\\\""), std::string::npos) << response.body;
    EXPECT_EQ(code_of(run_.get("/api/v1/status?dry_run=true")), "UNKNOWN_PARAMETER");
    EXPECT_EQ(code_of(run_.post("/api/v1/trading/pause?dry_run=yes")), "INVALID_PARAMETER");
}

TEST_F(Guard, ReadsWhileItCannotBeTold) {
    run_.control().now_.phase = ServerPhase::recovering;
    EXPECT_EQ(run_.get("/api/v1/status").status, 200U);
    EXPECT_EQ(code_of(run_.post("/api/v1/trading/pause")), "NOT_READY");
    EXPECT_EQ(run_.get("/livez").status, 200U);
    const auto ready = run_.get("/readyz");
    EXPECT_EQ(ready.status, 503U);
    EXPECT_NE(ready.body.find("the server is recovering"), std::string::npos);
    run_.control().now_.phase = ServerPhase::degraded;
    EXPECT_EQ(run_.get("/readyz").status, 200U);
    EXPECT_EQ(run_.post("/api/v1/trading/pause").status, 200U);
}

}  // namespace trellis::adapters::testing
