// Requests as senders make them, and what the intake decides: W-1, W-2, W-7 put together, before anything is recorded.
#include "adapters/webhook/intake.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "adapters/json/document.hpp"
#include "adapters/webhook/parse.hpp"
#include "tests/adapters/webhook/intake_fixture.hpp"

namespace trellis::adapters {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string good = signal_body("text of a");
const std::string alias = "/api/v1/webhooks/main/tradingview";

/// Routes of every kind: secret only, key only, both, restricted, of a disabled account, with a timeframe.
std::vector<RouteSettings> all_routes() {
    auto two = route("two secrets", "main", "token-two");
    two.secrets.push_back(secret_file("b"));
    auto keyed = route("keyed", "main", "token-keyed");
    keyed.secrets.clear();
    keyed.hmac_keys = {secret_file("k")};
    auto both = route("both", "main", "token-both");
    both.hmac_keys = {secret_file("k")};
    auto listed = route("listed", "main", "token-listed");
    listed.allow = {"tradingview"};
    auto hourly = route("hourly", "main", "token-hourly");
    hourly.timeframe = "60";
    return {route("plain", "main", "token-plain"),
            two,
            keyed,
            both,
            listed,
            hourly,
            route("off", "off", "token-off"),
            route("bare", "other")};
}

class Intake : public testing::Test {
  protected:
    IntakeDecision decide(const HttpRequest& request) { return decide_intake(*routes_, memory_, request, now); }

    IntakeAcceptance accepted(const HttpRequest& request) {
        auto decision = decide(request);
        if (const auto* refused = std::get_if<IntakeRefusal>(&decision)) {
            ADD_FAILURE() << request.path << ": " << refused->response.status << " " << refused->response.body;
            return {};
        }
        return std::get<IntakeAcceptance>(std::move(decision));
    }
    IntakeRefusal refused(const HttpRequest& request) {
        auto decision = decide(request);
        if (std::holds_alternative<IntakeAcceptance>(decision)) {
            ADD_FAILURE() << request.path << " was accepted";
            return {};
        }
        return std::get<IntakeRefusal>(std::move(decision));
    }
    /// 0: accepted.
    unsigned status(const HttpRequest& request) {
        const auto decision = decide(request);
        const auto* refused = std::get_if<IntakeRefusal>(&decision);
        return refused == nullptr ? 0 : refused->response.status;
    }

    Checked<Routes> routes_ = build(all_routes(), {"10.0.0.0/8"});
    IntakeMemory memory_;
};

TEST_F(Intake, W1TakesASignalWithItsRouteAndTime) {
    const auto got = accepted(post("/hook/token-plain", good));
    EXPECT_EQ(got.account, AccountId{1});
    EXPECT_EQ(got.route, "plain");
    EXPECT_THAT(got.warnings, IsEmpty());
    const auto& signal = std::get<Signal>(got.signal);
    EXPECT_EQ(signal.account, AccountId{1});
    EXPECT_EQ(signal.received_at, now);
    EXPECT_EQ(signal.symbol, "BTCUSDT");
    EXPECT_THAT(signal.body, Not(HasSubstr("text of a")));
}

TEST_F(Intake, W2BothPathsLeadInWithOrWithoutASlashAndQuery) {
    for (const std::string path :
         {"/hook/token-plain", "/hook/token-plain/", "/api/v1/webhooks/main/tradingview", "/api/v1/webhooks/main/tradingview/"}) {
        auto request = post(path, good);
        EXPECT_EQ(accepted(request).route, "plain") << path;
        request.query = "a=b&c";
        EXPECT_EQ(accepted(request).route, "plain") << path;
    }
    EXPECT_EQ(accepted(post("/api/v1/webhooks/other/tradingview", good)).route, "bare");
}

TEST_F(Intake, W2IgnoresTheContentType) {
    for (const std::string type :
         {"text/plain; charset=utf-8", "application/json", "application/x-www-form-urlencoded", "image/png"}) {
        auto request = post("/hook/token-plain", good);
        request.headers = {{"Content-Type", type}};
        EXPECT_TRUE(std::holds_alternative<Signal>(accepted(request).signal)) << type;
    }
}

TEST_F(Intake, W1TakesAByteOrderMark) {
    EXPECT_TRUE(std::holds_alternative<Signal>(accepted(post("/hook/token-plain", "\xEF\xBB\xBF" + good)).signal));
}

TEST_F(Intake, AnswersUnknownPathsAndMethods) {
    for (const std::string path :
         {"", "/", "/hook", "/hook/", "/hook//", "/hook/a/b", "/hooks/token-plain", "/api/v1/webhooks/main",
          "/api/v1/webhooks//tradingview", "/api/v1/webhooks/main/other", "/api/v1/webhooks/a/b/tradingview", "/metrics"}) {
        const auto got = refused(post(path, good));
        EXPECT_EQ(got.response.status, 404U) << path;
        EXPECT_EQ(got.outcome, WebhookOutcome::not_found);
    }
    for (const std::string method : {"GET", "HEAD", "PUT", "OPTIONS", "post"}) {
        auto request = post("/hook/token-plain", good);
        request.method = method;
        const auto got = refused(request);
        EXPECT_EQ(got.response.status, 405U) << method;
        EXPECT_EQ(header_of(got.response, "Allow"), "POST");
    }
}

TEST_F(Intake, W1BodiesMayHaveSixtyFourKibibytes) {
    const std::string most = good + std::string(webhook_bytes_max - good.size(), ' ');
    EXPECT_EQ(status(post("/hook/token-plain", most)), 0U);
    const auto got = refused(post("/hook/token-plain", most + " "));
    EXPECT_EQ(got.response.status, 413U);
    EXPECT_EQ(got.outcome, WebhookOutcome::too_large);
}

struct Attempt {
    std::string what;
    HttpRequest request;
    unsigned status;
};

TEST_F(Intake, W7EachCombinationOfFactors) {
    const std::string time = rfc3339(now);
    const std::string wrong = signal_body("wrong");
    const std::string none = signal_body("");
    const std::string key = "text of k";
    const std::vector<Attempt> table{
        {"secret", post("/hook/token-plain", good), 0},
        {"wrong secret", post("/hook/token-plain", wrong), 401},
        {"no secret", post("/hook/token-plain", none), 401},
        {"secret of no text", post("/hook/token-plain", R"({"secret": 5})"), 401},
        {"wrong token", post("/hook/token-plaid", good), 401},
        {"token in another case", post("/hook/TOKEN-PLAIN", good), 401},
        {"alias, secret", post(alias, good), 0},
        {"alias, wrong secret", post(alias, wrong), 401},
        {"alias of nobody", post("/api/v1/webhooks/nobody/tradingview", good), 401},
        {"first of two secrets", post("/hook/token-two", good), 0},
        {"second of two secrets", post("/hook/token-two", signal_body("text of b")), 0},
        {"a secret of another route", post("/hook/token-plain", signal_body("text of b")), 401},
        {"key", signed_post("/hook/token-keyed", none, key, time), 0},
        {"wrong key", signed_post("/hook/token-keyed", none, "wrong", time), 401},
        {"key, but a secret was sent", post("/hook/token-keyed", good), 401},
        {"both, by secret", post("/hook/token-both", good), 0},
        {"both, by key", signed_post("/hook/token-both", none + " ", key, time), 0},
        {"both, by key with a wrong secret", signed_post("/hook/token-both", wrong, key, time), 0},
        {"both, by secret with a wrong key", signed_post("/hook/token-both", good, "wrong", time), 0},
        {"both, neither right", signed_post("/hook/token-both", wrong, "wrong", time), 401},
        {"signature on a route without keys", signed_post("/hook/token-plain", good, key, time), 0},
        {"listed address", post("/hook/token-listed", good, "52.32.178.7"), 0},
        {"another address", post("/hook/token-listed", good, "52.32.178.8"), 403},
        {"another address and a wrong secret", post("/hook/token-listed", wrong, "52.32.178.8"), 401},
        {"disabled account", post("/hook/token-off", good), 403},
        {"disabled account, wrong secret", post("/hook/token-off", wrong), 401},
    };
    for (const auto& row : table) EXPECT_EQ(status(row.request), row.status) << row.what;
}

TEST_F(Intake, W7SaysTheSameWhateverFactorFailed) {
    const std::string expected = refused(post("/hook/token-plain", signal_body("wrong"))).response.body;
    EXPECT_THAT(expected, HasSubstr("UNAUTHORIZED"));
    for (const auto& request :
         {post("/hook/no-token", good), post("/api/v1/webhooks/nobody/tradingview", good),
          post("/hook/token-plain", signal_body("")), signed_post("/hook/token-keyed", good, "wrong", rfc3339(now)),
          post("/hook/token-off", signal_body("wrong")), post("/hook/token-keyed", "text")})
        EXPECT_EQ(refused(request).response.body, expected) << request.path;
}

TEST_F(Intake, W7AnswersToWrongSecretsComeLaterAndLater) {
    for (int i = 0; i < 25; ++i) {
        const auto got = refused(post("/hook/token-plain", signal_body("wrong")));
        EXPECT_EQ(got.outcome, WebhookOutcome::unauthorized);
        EXPECT_EQ(got.delay, std::min<Duration>(milliseconds(100) * i, failure_delay_max)) << i;
    }
    EXPECT_EQ(refused(post("/hook/token-plain", signal_body("wrong"), "1.1.1.1")).delay, Duration::zero());
    EXPECT_EQ(status(post("/hook/token-plain", good)), 0U) << "a right one is not held up";
}

TEST_F(Intake, W7CountsFailuresByTheTrueClientAndByNetworkForIPv6) {
    const auto delay = [&](const std::string& peer, const std::string& forwarded) {
        auto request = post("/hook/token-plain", signal_body("wrong"), peer);
        if (!forwarded.empty()) request.headers = {{"X-Forwarded-For", forwarded}};
        return refused(request).delay;
    };
    EXPECT_EQ(delay("10.0.0.1", "1.1.1.1"), Duration::zero());
    EXPECT_EQ(delay("10.0.0.2", "9.9.9.9, 1.1.1.1"), milliseconds(100));
    EXPECT_EQ(delay("1.1.1.1", "2.2.2.2"), milliseconds(200));
    EXPECT_EQ(delay("10.0.0.1", "2.2.2.2"), Duration::zero());
    EXPECT_EQ(delay("2001:db8:1:2::1", ""), Duration::zero());
    EXPECT_EQ(delay("2001:db8:1:2:ffff::9", ""), milliseconds(100));
    EXPECT_EQ(delay("2001:db8:1:3::1", ""), Duration::zero());
}

TEST_F(Intake, W7TheAddressBehindATrustedProxyCounts) {
    auto request = post("/hook/token-listed", good, "10.0.0.1");
    EXPECT_EQ(status(request), 403U);
    request.headers = {{"X-Forwarded-For", "52.32.178.7"}};
    EXPECT_EQ(status(request), 0U);
    request.headers = {{"X-Forwarded-For", "52.32.178.7, 8.8.8.8"}};
    EXPECT_EQ(status(request), 403U);
    request.peer = "8.8.8.8";
    request.headers = {{"X-Forwarded-For", "52.32.178.7"}};
    EXPECT_EQ(status(request), 403U);
}

TEST_F(Intake, W1ABodyThatIsNoJsonIsRecordedWhereThePathIsASecret) {
    const auto got = accepted(post("/hook/token-plain", "ENTER-LONG_BINANCE secret=text of a"));
    const auto& wrong = std::get<MalformedSignal>(got.signal);
    EXPECT_EQ(wrong.account, AccountId{1});
    EXPECT_EQ(wrong.received_at, now);
    ASSERT_EQ(wrong.errors.size(), 1U);
    EXPECT_THAT(wrong.errors[0].hint, HasSubstr("send a JSON object"));
    EXPECT_THAT(wrong.body, Not(HasSubstr("text of a")));
    EXPECT_EQ(status(post("/hook/token-plain", "")), 0U);
    EXPECT_EQ(status(post("/hook/token-plain", "[1]")), 0U);
}

TEST_F(Intake, W1ABodyThatIsNoJsonIsForgottenWhereNothingProvesItsSender) {
    for (const std::string& path : {alias, std::string("/api/v1/webhooks/nobody/tradingview")}) {
        const auto got = refused(post(path, "k=v;"));
        EXPECT_EQ(got.response.status, 400U);
        EXPECT_EQ(got.outcome, WebhookOutcome::schema);
        EXPECT_THAT(got.response.body, HasSubstr("send a JSON object"));
    }
    EXPECT_EQ(status(post("/hook/no-token", "k=v;")), 401U);
    EXPECT_EQ(status(post("/hook/token-keyed", "k=v;")), 401U) << "on a route of signatures only a signature proves";
    EXPECT_EQ(status(signed_post("/hook/token-both", "k=v;", "wrong", rfc3339(now))), 401U);
    EXPECT_EQ(status(post("/hook/token-off", "k=v;")), 403U);
    EXPECT_EQ(status(post("/hook/token-listed", "k=v;", "1.1.1.1")), 403U);
    EXPECT_EQ(status(signed_post("/hook/token-keyed", "k=v;", "text of k", rfc3339(now))), 0U);
}

TEST_F(Intake, W1ABodyWithErrorsIsRecordedWhenItsSecretIsRight) {
    const auto got = accepted(post("/hook/token-plain", R"({"secret": "text of a", "tv": {"symbol": 5}})"));
    EXPECT_EQ(std::get<MalformedSignal>(got.signal).errors.size(), 3U);
    EXPECT_EQ(status(post("/hook/token-plain", R"({"secret": "wrong", "tv": {"symbol": 5}})")), 401U);
    EXPECT_EQ(status(post("/hook/token-plain", R"({"secret": "text\u0020of\u0020a", "tv": {"symbol": 5}})")), 0U);
}

TEST_F(Intake, ARoutesTimeframeReplacesThatOfTheBody) {
    EXPECT_EQ(std::get<Signal>(accepted(post("/hook/token-hourly", good)).signal).timeframe, "60");
    const auto without = accepted(post("/hook/token-hourly", R"({"secret": "text of a", "tv": {"symbol": "A", "action": "buy"}})"));
    EXPECT_EQ(std::get<Signal>(without.signal).timeframe, "60");
    const auto careful = accepted(
        post("/hook/token-hourly", R"({"secret": "text of a", "x": 1, "tv": {"symbol": "A", "timeframe": 1, "action": "buy"}})"));
    EXPECT_EQ(std::get<Signal>(careful.signal).timeframe, "60");
    EXPECT_THAT(careful.warnings, IsEmpty());
    EXPECT_EQ(careful.unknown_fields, 1U);
}

TEST_F(Intake, WarnsOfTheFirstOneMinuteSignalOfARoute) {
    const std::string minute = R"({"secret": "text of a", "tv": {"symbol": "A", "timeframe": "1", "action": "buy"}})";
    const auto first = accepted(post("/hook/token-plain", minute));
    ASSERT_EQ(first.warnings.size(), 1U);
    EXPECT_THAT(first.warnings[0], HasSubstr("`timeframe`"));
    EXPECT_THAT(accepted(post("/hook/token-plain", minute)).warnings, IsEmpty());
    EXPECT_EQ(accepted(post("/hook/token-two", minute)).warnings.size(), 1U);
    EXPECT_THAT(accepted(post("/hook/token-plain", good)).warnings, IsEmpty());
}

TEST_F(Intake, RefusalsAreProblemsAndTellNoSecret) {
    for (const auto& request : {post("/hook/token-plain", signal_body("s3cr3t")), post(alias, "secret=s3cr3t"), post("/x", good),
                                post("/hook/token-off", good)}) {
        const auto got = refused(request);
        EXPECT_EQ(got.response.content_type, "application/problem+json");
        EXPECT_THAT(got.response.body, Not(HasSubstr("s3cr3t")));
        const auto problem = json::Document::parse(got.response.body);
        ASSERT_TRUE(problem.ok());
        EXPECT_EQ(problem->root().find("status")->number(), std::to_string(got.response.status));
        for (const std::string name : {"type", "title", "code", "detail"}) EXPECT_NE(problem->root().find(name), nullptr) << name;
    }
}

TEST_F(Intake, SurvivesAReloadOfTheRoutesWithItsMemory) {
    refused(post("/hook/token-plain", signal_body("wrong")));
    routes_ = build({route("plain", "main", "token-new")});
    EXPECT_EQ(refused(post("/hook/token-plain", good)).delay, milliseconds(100));
    EXPECT_EQ(status(post("/hook/token-new", good)), 0U);
}

TEST(IntakeSignal, NumbersEitherKind) {
    ReceivedSignal signal = Signal{};
    set_number(signal, SignalNumber{9});
    EXPECT_EQ(std::get<Signal>(signal).number, SignalNumber{9});
    signal = MalformedSignal{};
    set_number(signal, SignalNumber{9});
    EXPECT_EQ(std::get<MalformedSignal>(signal).number, SignalNumber{9});
}

TEST(IntakeSignal, KnowsAnExit) {
    Signal signal;
    for (const auto type : {SignalType::exit, SignalType::reduce}) {
        signal.type = type;
        EXPECT_TRUE(is_exit(signal));
    }
    for (const auto type : {SignalType::signal, SignalType::reverse}) {
        signal.type = type;
        EXPECT_FALSE(is_exit(signal));
    }
    signal.type = SignalType::signal;
    signal.position = MarketPosition::flat;
    EXPECT_TRUE(is_exit(signal));
    signal.position = MarketPosition::long_position;
    EXPECT_FALSE(is_exit(signal));
    EXPECT_FALSE(is_exit(MalformedSignal{}));
}

}  // namespace
}  // namespace trellis::adapters
