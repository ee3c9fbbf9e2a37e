// Bodies that nobody sends by accident: a documented answer each, and nothing happens.
#include <gtest/gtest.h>

#include <set>

#include "adapters/admin/problem.hpp"
#include "tests/adapters/admin/support.hpp"

namespace trellis::adapters::testing {

namespace {

struct Hostile {
    std::string what;
    std::string body;
    unsigned status;
    std::string code;
};

std::vector<Hostile> hostile_bodies() {
    const auto nested = [](std::size_t levels) {
        std::string body = R"({"account":)";
        for (std::size_t i = 1; i < levels; ++i) body += R"({"a":)";
        return body + "1" + std::string(levels, '}');
    };
    return {
        {"not JSON", "hello", 400, "JSON_INVALID"},
        {"half of it", R"({"account":)", 400, "JSON_INVALID"},
        {"two values", "{}{}", 400, "JSON_INVALID"},
        {"single quotes", "{'account':'main'}", 400, "JSON_INVALID"},
        {"no UTF-8", std::string("{\"account\":\"\xff\"}"), 400, "JSON_INVALID"},
        {"a zero byte", std::string("{\0}", 3), 400, "JSON_INVALID"},
        {"not a number", R"({"account":NaN})", 400, "JSON_INVALID"},
        {"infinity", R"({"account":Infinity})", 400, "JSON_INVALID"},
        {"a number beyond all", R"({"account":1e400})", 400, "INVALID_BODY"},
        {"a key twice", R"({"account":"main","account":"other"})", 400, "JSON_DUPLICATE_KEY"},
        {"20 levels", nested(20), 400, "JSON_TOO_DEEP"},
        {"100,000 levels", std::string(30'000, '['), 400, ""},
        {"a list", "[]", 400, "INVALID_BODY"},
        {"a text", "\"main\"", 400, "INVALID_BODY"},
        {"null", "null", 400, "INVALID_BODY"},
        {"an unknown field", R"({"acount":"main"})", 400, "INVALID_BODY"},
        {"a number for a text", R"({"account":7})", 400, "INVALID_BODY"},
        {"an empty text", R"({"account":""})", 400, "INVALID_BODY"},
        {"65 KiB", R"({"account":")" + std::string(65U << 10U, 'a') + "\"}", 413, "BODY_TOO_LARGE"},
        {"4 MiB", std::string(4U << 20U, ' '), 413, "BODY_TOO_LARGE"},
    };
}

}  // namespace

TEST(HostileBody, IsAnsweredAndDoesNothing) {
    ServedRun run;
    for (const std::string path : {"/trading/pause", "/trading/panic", "/groups/g1.2/close", "/groups/g1.2/cancel-entries",
                                   "/signals", "/signals/preview", "/config/rollback", "/backup"}) {
        for (const auto& hostile : hostile_bodies()) {
            const auto response = run.post("/api/v1" + path, hostile.body);
            EXPECT_EQ(response.status, hostile.status) << path << " with " << hostile.what << ": " << response.body.substr(0, 300);
            const auto code = code_of(response);
            EXPECT_EQ(code, hostile.code.empty() ? code : hostile.code) << path << " with " << hostile.what;
            EXPECT_LT(response.body.size(), 4'096U);
        }
    }
    EXPECT_TRUE(run.control().told_.empty());
}

TEST(HostileBody, OfAConfigurationChangesNothing) {
    ServedRun run;
    for (const auto& hostile : hostile_bodies()) {
        const auto response = run.ask("PUT", "/api/v1/config", hostile.body, {{"If-Match", "*"}});
        EXPECT_GE(response.status, 400U) << hostile.what;
        EXPECT_LT(response.status, 500U) << hostile.what;
        EXPECT_EQ(run.post("/api/v1/config/validate", hostile.body).status, 200U) << hostile.what;
    }
    EXPECT_EQ(code_of(run.ask("PUT", "/api/v1/config", std::string((4U << 20U) + 1, ' '), {{"If-Match", "*"}})), "BODY_TOO_LARGE");
    EXPECT_TRUE(run.control().told_.empty());
}

TEST(Problem, HasAStatusForEveryCodeOnce) {
    std::set<std::string_view> seen;
    for (const auto& code : admin::problem_codes()) {
        EXPECT_TRUE(seen.insert(code.code).second) << code.code;
        EXPECT_GE(code.status, 400U);
        EXPECT_LT(code.status, 600U);
        EXPECT_FALSE(code.meaning.empty());
        EXPECT_EQ(admin::status_of(code.code), code.status);
    }
    EXPECT_EQ(admin::status_of("NOT_A_CODE"), 500U);
}

}  // namespace trellis::adapters::testing
