// People by way of the API (Z-3, Z-4, Z-9, Z-10): logging in, what a token is good for, how guessing is slowed down, and that no secret
// comes out again.
#include <gtest/gtest.h>

#include "adapters/admin/login_throttle.hpp"
#include "adapters/admin/sessions.hpp"
#include "tests/adapters/admin/people_support.hpp"

namespace trellis::adapters::testing {
namespace {

const Timestamp start = parse_rfc3339("2026-01-05T12:00:00Z").value();

class People : public ::testing::Test {
  protected:
    People() { run_.set_now(start); }
    HttpResponse as(const std::string& token, std::string_view method, const std::string& path, const std::string& body = "") {
        auto headers = bearing(token);
        headers.push_back({"If-Match", "*"});
        return run_.ask(method, "/api/v1" + path, body, headers);
    }
    HttpResponse as_operator(std::string_view method, const std::string& path, const std::string& body = "") {
        return as(std::string(admin_token), method, path, body);
    }
    HttpResponse wrong(const std::string& name) { return log_in(run_, name, "not the password"); }
    void pass(Duration time) { run_.set_now(now_ += time); }

    ServedRun run_;
    Timestamp now_ = start;
};

const std::string new_user = R"({"name":"ann","display":"Ann","role":"operator","password":"correct horse battery"})";

TEST_F(People, Z3LogInDoAndLogOut) {
    const auto made = as_operator("POST", "/users", new_user);
    ASSERT_EQ(made.status, 201U) << made.body;
    EXPECT_EQ(made.body.find("argon2"), std::string::npos);
    EXPECT_EQ(made.body.find("horse"), std::string::npos);
    const auto logged_in = log_in(run_, "ann", "correct horse battery");
    ASSERT_EQ(logged_in.status, 200U) << logged_in.body;
    const auto document = parsed(logged_in);
    const std::string token(document.root().find("token")->string());
    EXPECT_EQ(token.size(), 64U);
    EXPECT_EQ(document.root().find("expires_at")->string(), "2026-01-06T00:00:00Z");
    EXPECT_EQ(as(token, "GET", "/status").status, 200U);
    EXPECT_EQ(as(token, "GET", "/config").status, 403U);
    EXPECT_EQ(as(token, "DELETE", "/session").status, 200U);
    EXPECT_EQ(as(token, "GET", "/status").status, 401U);
}

TEST_F(People, Z3ASessionEndsByItselfAndWithItsUser) {
    add_user(run_, "ann", UserRole::viewer);
    add_user(run_, "root", UserRole::admin);
    const auto idle = token_of(run_, "ann");
    pass(std::chrono::minutes(29));
    EXPECT_EQ(as(idle, "GET", "/users/me").status, 200U);
    pass(std::chrono::minutes(30));
    EXPECT_EQ(as(idle, "GET", "/users/me").status, 401U);
    const auto old = token_of(run_, "ann");
    for (int i = 0; i < 24 * 2; ++i) {
        EXPECT_EQ(as(old, "GET", "/users/me").status, i < 12 * 3 ? 200U : 401U) << i;
        pass(std::chrono::minutes(20));
    }
    const auto disabled = token_of(run_, "ann");
    EXPECT_EQ(as_operator("PUT", "/users/ann", R"({"enabled":false})").status, 200U);
    EXPECT_EQ(as(disabled, "GET", "/users/me").status, 401U);
    EXPECT_EQ(code_of(log_in(run_, "ann", password_of("ann"))), "WRONG_LOGIN") << "as if there were no such user";
    EXPECT_EQ(as_operator("PUT", "/users/ann", R"({"enabled":true})").status, 200U);
    EXPECT_EQ(as(disabled, "GET", "/users/me").status, 401U) << "what has ended stays so";
}

TEST_F(People, Z3TellsNobodyWhetherTheNameOrThePasswordWasWrong) {
    add_user(run_, "ann", UserRole::viewer);
    EXPECT_EQ(wrong("ann").status, 401U);
    EXPECT_EQ(wrong("ann").body, wrong("bob").body);
}

TEST_F(People, Z3TenWrongPasswordsLockOutEvenTheRightOne) {
    add_user(run_, "ann", UserRole::viewer);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(code_of(wrong("ann")), "WRONG_LOGIN") << i;
    for (int i = 0; i < 5; ++i) {
        const auto refused = wrong("ann");
        EXPECT_EQ(refused.status, 429U);
        EXPECT_EQ(header_of(refused, "Retry-After"), std::to_string(1 << i));
        pass(std::chrono::seconds(1 << i));
        EXPECT_EQ(code_of(wrong("ann")), "WRONG_LOGIN") << i;
    }
    const auto locked = log_in(run_, "ann", password_of("ann"));
    EXPECT_EQ(code_of(locked), "TOO_MANY_ATTEMPTS");
    EXPECT_EQ(header_of(locked, "Retry-After"), "32");
    pass(std::chrono::seconds(32));
    EXPECT_EQ(log_in(run_, "ann", password_of("ann")).status, 200U);
}

TEST_F(People, Z3AnAddressThatGuessesIsSlowedDownWhateverTheName) {
    add_user(run_, "ann", UserRole::viewer);
    for (const char* name : {"a", "b", "c", "d", "e"}) EXPECT_EQ(code_of(wrong(name)), "WRONG_LOGIN");
    EXPECT_EQ(log_in(run_, "ann", password_of("ann")).status, 429U);
}

TEST(LoginThrottle, Z3DoublesFromOneSecondToAQuarterOfAnHour) {
    admin::LoginThrottle throttle;
    Timestamp now = start;
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(throttle.begin("ann", "a" + std::to_string(i), now).has_value());
    for (int i = 0; i < 12; ++i) {
        const auto wait = throttle.begin("ann", "b", now);
        ASSERT_TRUE(wait.has_value());
        EXPECT_EQ(*wait, std::min<Duration>(std::chrono::seconds(1LL << i), std::chrono::minutes(15)));
        now += *wait;
        EXPECT_FALSE(throttle.begin("ann", "c" + std::to_string(i), now).has_value());
    }
    now += std::chrono::hours(24);
    EXPECT_FALSE(throttle.begin("ann", "d", now).has_value());
    EXPECT_FALSE(throttle.begin("ann", "d", now).has_value()) << "nothing is held against him for ever";
}

TEST(LoginThrottle, Z3ARightPasswordClearsTheNameAndNotTheAddress) {
    admin::LoginThrottle throttle;
    for (int i = 0; i < 4; ++i) EXPECT_FALSE(throttle.begin("victim", "x", start).has_value());
    EXPECT_FALSE(throttle.begin("own", "x", start).has_value());
    throttle.forgive("own", "x");
    EXPECT_FALSE(throttle.begin("victim", "x", start).has_value()) << "the fifth";
    EXPECT_TRUE(throttle.begin("another", "x", start).has_value());
}

TEST_F(People, Z3APasswordIsLongAndNotTheName) {
    EXPECT_EQ(code_of(as_operator("POST", "/users", R"({"name":"ann","role":"viewer","password":"short"})")), "INVALID_PASSWORD");
    EXPECT_EQ(code_of(as_operator("POST", "/users", R"({"name":"annannannann","role":"viewer","password":"AnnAnnAnnAnn"})")), "INVALID_PASSWORD");
    const auto unreadable = as_operator("POST", "/users", R"({"name":"ann","role":"viewer","password":123456789012})");
    EXPECT_EQ(code_of(unreadable), "INVALID_BODY");
    EXPECT_EQ(unreadable.body.find("123456789012"), std::string::npos);
    const auto misspelled = as_operator("POST", "/users", R"({"name":"ann","role":"viewer","pasword":"correct horse battery"})");
    EXPECT_EQ(code_of(misspelled), "INVALID_BODY");
    EXPECT_EQ(misspelled.body.find("horse"), std::string::npos);
    EXPECT_EQ(code_of(as_operator("POST", "/users", R"({"name":"ann","role":"Viewer","password":"correct horse battery"})")), "INVALID_BODY");
}

TEST_F(People, Z4OnesOwnPasswordChangesWithTheOldOne) {
    add_user(run_, "ann", UserRole::viewer);
    const auto token = token_of(run_, "ann");
    const std::string wanted = R"({"password":"another long one","old_password":")";
    EXPECT_EQ(code_of(as(token, "PUT", "/users/me/password", wanted + R"(not the old one"})")), "WRONG_PASSWORD");
    EXPECT_EQ(code_of(as(token, "PUT", "/users/me/password", R"({"password":"another long one"})")), "INVALID_BODY");
    EXPECT_EQ(as(token, "PUT", "/users/me/password", wanted + password_of("ann") + R"("})").status, 200U);
    EXPECT_EQ(as(token, "GET", "/users/me").status, 401U) << "every session of his has ended";
    EXPECT_EQ(log_in(run_, "ann", "another long one").status, 200U);
    EXPECT_EQ(as_operator("PUT", "/users/ann/password", R"({"password":"one more long one"})").status, 200U);
    EXPECT_EQ(log_in(run_, "ann", "one more long one").status, 200U);
}

TEST_F(People, Z4ATokenDoesWhatItIsForAndNoMore) {
    add_user(run_, "ann", UserRole::operating);
    const auto session = token_of(run_, "ann");
    const auto made = as(session, "POST", "/tokens", R"({"name":"reader","scopes":["read"],"expires_at":"2026-01-05T13:00:00Z"})");
    ASSERT_EQ(made.status, 201U) << made.body;
    const std::string token(parsed(made).root().find("secret")->string());
    EXPECT_EQ(as(token, "GET", "/status").status, 200U);
    EXPECT_EQ(code_of(as(token, "POST", "/trading/pause")), "SCOPE_MISSING");
    EXPECT_EQ(code_of(as(token, "POST", "/tokens", R"({"name":"x","scopes":["read"]})")), "SCOPE_MISSING");
    EXPECT_EQ(code_of(as(token, "PUT", "/users/me", R"({"display":"x"})")), "SCOPE_MISSING");
    EXPECT_EQ(as(session, "GET", "/tokens").body.find(token), std::string::npos) << "it was told once";
    EXPECT_EQ(code_of(as(session, "POST", "/tokens", R"({"name":"wide","scopes":["admin"]})")), "FORBIDDEN");
    pass(std::chrono::hours(1));
    EXPECT_EQ(as(token, "GET", "/status").status, 401U);
}

TEST_F(People, Z3ARevokedTokenIsWorthNothing) {
    add_user(run_, "ann", UserRole::viewer);
    const auto session = token_of(run_, "ann");
    const auto made = parsed(as(session, "POST", "/tokens", R"({"name":"reader","scopes":["read"]})"));
    const std::string token(made.root().find("secret")->string());
    EXPECT_EQ(as(session, "DELETE", "/tokens/t1").status, 200U);
    EXPECT_EQ(as(token, "GET", "/status").status, 401U);
}

TEST_F(People, Z3WithoutUsersOnlyThisMachineIsAnswered) {
    const auto from = [&](const std::string& peer, const std::string& path) {
        HttpRequest request;
        request.method = "GET";
        request.path = path;
        request.peer = peer;
        request.headers = {{"Host", "192.0.2.1:7780"}, {"Authorization", "Bearer " + std::string(admin_token)}};
        const auto answer = std::make_shared<Answer>();
        run_.send(std::move(request), HttpReply(answer));
        return answer->responses.at(0).status;
    };
    EXPECT_EQ(from("192.0.2.7", "/api/v1/status"), 403U);
    EXPECT_EQ(from("192.0.2.7", "/livez"), 200U);
    EXPECT_EQ(from("::1", "/api/v1/status"), 200U);
    EXPECT_EQ(from("::ffff:127.0.0.1", "/api/v1/status"), 200U);
    add_user(run_, "root", UserRole::admin);
    EXPECT_EQ(from("192.0.2.7", "/api/v1/status"), 200U);
}

TEST_F(People, Z4ADryRunMakesNobody) {
    const auto dry = as_operator("POST", "/users?dry_run=true", new_user);
    EXPECT_EQ(dry.status, 200U);
    EXPECT_NE(dry.body.find("user ann (u2) is made, as operator"), std::string::npos) << dry.body;
    EXPECT_FALSE(run_.control().directory()->people.has_anybody());
    EXPECT_EQ(log_in(run_, "ann", "correct horse battery").status, 401U);
}

TEST_F(People, Z9AnIdempotencyKeyIsOnesOwnAndKeepsNoSecret) {
    add_user(run_, "ann", UserRole::operating);
    add_user(run_, "bob", UserRole::operating);
    const auto with_key = [&](const std::string& token, const std::string& path, const std::string& body) {
        auto headers = bearing(token);
        headers.push_back({"Idempotency-Key", "k"});
        return run_.ask("POST", "/api/v1" + path, body, headers);
    };
    const auto ann = token_of(run_, "ann");
    const auto bob = token_of(run_, "bob");
    const auto first = with_key(ann, "/tokens", R"({"name":"one","scopes":["read"]})");
    EXPECT_EQ(first.status, 201U);
    EXPECT_EQ(with_key(ann, "/tokens", R"({"name":"one","scopes":["read"]})").status, 409U) << "a secret is not told again";
    EXPECT_EQ(with_key(ann, "/presets/p0.2/clone", "").status, 201U);
    EXPECT_EQ(with_key(bob, "/presets/p0.3/clone", "").status, 201U) << "the same key of another";
}

TEST_F(People, Z10TheAuditTrailSaysWhoDidWhat) {
    const auto page = as_operator("GET", "/audit");
    ASSERT_EQ(page.status, 200U) << page.body;
    const auto document = parsed(page);
    const auto& row = document.root().find("items")->elements().front();
    EXPECT_EQ(row.find("type")->string(), "ConfigApplied");
    EXPECT_EQ(row.find("actor")->string(), "start");
    EXPECT_EQ(row.find("after")->string(), "version 1");
    EXPECT_EQ(as_operator("POST", "/groups/g1.2/close").status, 200U);
    ASSERT_EQ(run_.control().noted_.size(), 1U);
    EXPECT_EQ(run_.control().noted_.front(), "operator POST /api/v1/groups/g1.2/close");
    EXPECT_EQ(as_operator("POST", "/groups/g1.2/close?dry_run=true").status, 200U);
    EXPECT_EQ(run_.control().noted_.size(), 1U);
}

TEST(Sessions, AreBounded) {
    admin::Sessions sessions;
    const auto first = sessions.open(OwnerId{2}, start);
    for (std::size_t i = 0; i < admin::sessions_max; ++i) (void)sessions.open(OwnerId{3}, start + std::chrono::seconds(1));
    EXPECT_FALSE(sessions.use(fingerprint(first.token), start).has_value()) << "the one that was used least lately";
}

}  // namespace
}  // namespace trellis::adapters::testing
