// What changes something: groups, trading, signals, backups; and the same request twice.
#include <gtest/gtest.h>

#include "adapters/admin/idempotency.hpp"
#include "tests/adapters/admin/support.hpp"

namespace trellis::adapters::testing {

namespace {

using ::testing::Test;
using Told = std::vector<std::string>;

class Commands : public Test {
  protected:
    const Told& told() { return run_.control().told_; }
    ServedRun run_;
};

const std::string close_path = "/api/v1/groups/g1.2/close";
const std::string signal_body =
    R"({"account":"main","tv":{"symbol":"ETHUSDT","timeframe":60,"action":"buy","entry_price":10.01,"order_size":5e2}})";

}  // namespace

TEST_F(Commands, ClosesAGroupWholeByIdOrByIdentity) {
    for (const std::string body : {"", "{}", R"({"fraction":1})", R"({"fraction":"1.0"})"}) {
        const auto response = run_.post(close_path, body);
        EXPECT_EQ(response.status, 200U) << body;
        EXPECT_EQ(response.body, R"({"group":"g1.2","event":77,"detail":null})");
    }
    EXPECT_EQ(run_.post("/api/v1/groups/main:ETHUSDT:900:long/close").status, 200U);
    EXPECT_EQ(told(),
              (Told{"close MANUAL g1.2", "close MANUAL g1.2", "close MANUAL g1.2", "close MANUAL g1.2", "close MANUAL g1.3"}));
}

TEST_F(Commands, X7ClosesAPartOfAGroup) {
    EXPECT_EQ(run_.post(close_path, R"({"fraction":"0.5"})").status, 200U);
    EXPECT_EQ(run_.post("/api/v1/groups/g1.2/reduce", R"({"fraction":0.25})").status, 200U);
    EXPECT_EQ(told(), (Told{"reduce 0.5 g1.2", "reduce 0.25 g1.2"}));
}

TEST_F(Commands, SaysWhyAGroupDidNotObey) {
    run_.control().disobeying_[AccountId{1}] = {"NO_PRICE", "there is no quote yet"};
    const auto response = run_.post(close_path, R"({"fraction":"0.5"})");
    EXPECT_EQ(response.status, 409U);
    EXPECT_EQ(code_of(response), "NO_PRICE");
}

TEST_F(Commands, RefusesAFractionThatIsNone) {
    for (const std::string fraction : {"0", "-1", "2", "\"x\"", "true", "[]", "1e400"}) {
        const auto response = run_.post(close_path, R"({"fraction":)" + fraction + "}");
        EXPECT_EQ(response.status, 400U) << fraction;
    }
    EXPECT_TRUE(told().empty());
}

TEST_F(Commands, T13MovesTheStopAndTakesItAway) {
    const std::string path = "/api/v1/groups/g1.2/stop";
    EXPECT_EQ(run_.ask("PATCH", path, R"({"price":"90.5"})").status, 200U);
    EXPECT_EQ(run_.ask("PATCH", path, R"({"price":null})").status, 200U);
    EXPECT_EQ(told(), (Told{"stop 90.5 g1.2", "stop none g1.2"}));
    EXPECT_EQ(run_.ask("PATCH", path + "?dry_run=true", R"({"price":90})").body,
              R"({"dry_run":true,"group":"g1.2","would":["set its stop to 90"]})");
    for (const std::string body : {"{}", R"({"price":0})", R"({"price":"x"})", R"({"price":1,"at":2})"}) {
        EXPECT_EQ(code_of(run_.ask("PATCH", path, body)), "INVALID_BODY") << body;
    }
    run_.control().obeyed_ = Error{"WOULD_TRIGGER", "the bid is there already"};
    EXPECT_EQ(run_.ask("PATCH", path, R"({"price":"200"})").status, 409U);
}

TEST_F(Commands, T8ChangesTargets) {
    const std::string path = "/api/v1/groups/g1.2/targets";
    EXPECT_EQ(run_.ask("PATCH", path, R"({"targets":[{"percent":"2"},{"pyramid":0,"leg":1,"percent":3}]})").status, 200U);
    EXPECT_EQ(told(), Told{"targets 2 3 g1.2"});
    for (const std::string body : {"{}", R"({"targets":[]})", R"({"targets":[{"percent":0}]})", R"({"targets":[{"leg":0}]})", R"({"targets":5})"}) {
        EXPECT_EQ(code_of(run_.ask("PATCH", path, body)), "INVALID_BODY") << body;
    }
}

TEST_F(Commands, TellsAnEndedGroupNothing) {
    const auto response = run_.post("/api/v1/groups/g1.1/close");
    EXPECT_EQ(response.body, R"({"group":"g1.1","event":null,"detail":"nothing was left to do"})");
    EXPECT_TRUE(told().empty());
}

TEST_F(Commands, CancelsEntriesForTheOperatorNotForAStop) {
    EXPECT_EQ(run_.post("/api/v1/groups/g1.2/cancel-entries").status, 200U);
    EXPECT_EQ(told(), Told{"cancel entries g1.2"});
    EXPECT_EQ(code_of(run_.post("/api/v1/groups/g1.2/cancel-entries", R"({"force":true})")), "INVALID_BODY");
}

TEST_F(Commands, ReleasesAQuarantinedGroup) {
    EXPECT_EQ(run_.post("/api/v1/groups/g1.2/quarantine/release").status, 200U);
    EXPECT_EQ(told(), Told{"release g1.2"});
    EXPECT_EQ(code_of(run_.post("/api/v1/groups/g1.2/quarantine/release", R"({"force":true})")), "INVALID_BODY");
    EXPECT_EQ(code_of(run_.post("/api/v1/groups/g9.9/quarantine/release")), "NOT_FOUND");
}

TEST_F(Commands, NamesAGroupThatIsNotThere) {
    for (const std::string id : {"g9.9", "main:BTCUSDT:86400:long", "main:BTCUSDT:3600:short"}) {
        EXPECT_EQ(code_of(run_.post("/api/v1/groups/" + id + "/close")), "NOT_FOUND") << id;
    }
    EXPECT_EQ(code_of(run_.post("/api/v1/groups/g9.9/close?dry_run=true")), "NOT_FOUND");
    EXPECT_EQ(code_of(run_.post("/api/v1/groups/nobody:BTCUSDT:900:long/close")), "UNKNOWN_ACCOUNT");
    EXPECT_EQ(code_of(run_.post("/api/v1/groups/main:XRPUSDT:900:long/close")), "UNKNOWN_INSTRUMENT");
    for (const std::string id :
         {"4", "g1", "g1.", "g70000.1", "g1.4294967296", "main:BTCUSDT:900", "main:BTCUSDT:0:long", "main:BTCUSDT:900:up"}) {
        EXPECT_EQ(code_of(run_.post("/api/v1/groups/" + id + "/close")), "INVALID_PARAMETER") << id;
    }
}

TEST_F(Commands, PassesOnWhatTheControlSays) {
    run_.control().obeyed_ = Error{"STOPPING", "the server is stopping"};
    const auto response = run_.post(close_path);
    EXPECT_EQ(response.status, 503U);
    EXPECT_EQ(code_of(response), "STOPPING");
    EXPECT_EQ(header_of(response, "Retry-After"), "1");
    run_.control().obeyed_ = Obeyed{};
    EXPECT_EQ(run_.post(close_path).body, R"({"group":"g1.2","event":null,"detail":"nothing was left to do"})");
}

TEST_F(Commands, SetsTradingForOneAccountOrAll) {
    EXPECT_EQ(run_.post("/api/v1/trading/pause").status, 200U);
    EXPECT_EQ(run_.post("/api/v1/trading/resume", R"({"account":"other"})").status, 200U);
    EXPECT_EQ(run_.post("/api/v1/trading/stop", R"({"account":"main","cancel_entries":true})").status, 200U);
    const auto panic = run_.post("/api/v1/trading/panic");
    EXPECT_EQ(
        panic.body,
        R"({"accounts":[{"id":"main","trading_state":"HALTED","event":77},{"id":"other","trading_state":"HALTED","event":77}]})");
    EXPECT_EQ(told(), (Told{"REDUCING main", "REDUCING other", "ACTIVE other", "HALTED main cancel_entries",
                            "HALTED main cancel_entries flatten", "HALTED other cancel_entries flatten"}));
}

TEST_F(Commands, TakesOnlyTheFieldsOfEachStep) {
    for (const std::string path : {"pause", "resume", "panic"}) {
        EXPECT_EQ(code_of(run_.post("/api/v1/trading/" + path, R"({"flatten":true})")), "INVALID_BODY") << path;
    }
    EXPECT_EQ(code_of(run_.post("/api/v1/trading/stop", R"({"flatten":"yes","cancel_entries":1})")), "INVALID_BODY");
    EXPECT_EQ(code_of(run_.post("/api/v1/trading/stop", R"({"account":"nobody"})")), "UNKNOWN_ACCOUNT");
    EXPECT_TRUE(told().empty());
}

TEST_F(Commands, SaysWhichAccountsDidNotObey) {
    run_.control().disobeying_[AccountId{2}] = {"JOURNAL_FULL", "the disk is full"};
    const auto partly = run_.post("/api/v1/trading/panic");
    EXPECT_EQ(code_of(partly), "PARTLY_DONE");
    EXPECT_NE(partly.body.find(R"("value":"other")"), std::string::npos) << partly.body;
    run_.control().disobeying_[AccountId{1}] = {"JOURNAL_FULL", "the disk is full"};
    EXPECT_EQ(code_of(run_.post("/api/v1/trading/panic")), "JOURNAL_FULL");
}

TEST_F(Commands, DoesNothingInADryRun) {
    for (const std::string path : {"/groups/g1.2/close", "/groups/g1.2/cancel-entries", "/trading/pause", "/trading/resume",
                                   "/trading/stop", "/trading/panic"}) {
        const auto response = run_.post("/api/v1" + path + "?dry_run=true");
        EXPECT_EQ(response.status, 200U) << path;
        EXPECT_TRUE(parsed(response).root().find("dry_run")->boolean()) << path;
    }
    EXPECT_EQ(run_.post("/api/v1/backup?dry_run=true", R"({"path":"/tmp/x"})").status, 200U);
    EXPECT_EQ(run_.post("/api/v1/signals?dry_run=true", signal_body).status, 200U);
    EXPECT_TRUE(told().empty());
}

TEST_F(Commands, SendsASignalAsTheWebhookWould) {
    SignalAnswer answer;
    answer.signal = SignalNumber{9};
    answer.event = 78;
    answer.is_admitted = true;
    run_.control().answer_ = answer;
    const auto response = run_.post("/api/v1/signals", signal_body);
    EXPECT_EQ(response.status, 202U);
    EXPECT_EQ(response.body, R"({"signal_id":"s9","status":"accepted"})");
    const std::string webhook = R"({"tv": {"symbol":"ETHUSDT"}})";
    EXPECT_EQ(run_.ask("POST", "/api/v1/signals", webhook, {{"X-Trellis-Account", "other"}}).status, 202U);
    EXPECT_EQ(told(),
              (Told{R"(signal 1 {"tv":{"symbol":"ETHUSDT","timeframe":60,"action":"buy","entry_price":10.01,"order_size":5e2}})",
                    "signal 2 " + webhook}));
}

TEST_F(Commands, RefusesASignalWithoutAnAccount) {
    EXPECT_EQ(code_of(run_.post("/api/v1/signals", R"({"tv":{}})")), "INVALID_BODY");
    EXPECT_EQ(code_of(run_.post("/api/v1/signals", R"({"account":5,"tv":{}})")), "INVALID_BODY");
    EXPECT_EQ(code_of(run_.post("/api/v1/signals", R"({"account":"nobody","tv":{}})")), "UNKNOWN_ACCOUNT");
    EXPECT_EQ(run_.post("/api/v1/signals", signal_body).status, 503U);  // nothing was recorded: BUSY
}

TEST_F(Commands, BacksUpToAnAbsolutePath) {
    EXPECT_EQ(code_of(run_.post("/api/v1/backup")), "INVALID_BODY");
    EXPECT_EQ(code_of(run_.post("/api/v1/backup", R"({"path":"here"})")), "INVALID_BODY");
    EXPECT_EQ(code_of(run_.post("/api/v1/backup", R"({"path":"/a\u0000b"})")), "INVALID_BODY");
    EXPECT_TRUE(told().empty());
}

TEST(Backup, AnswersWhenTheCopyIsWhole) {
    const auto answer = std::make_shared<Answer>();
    {
        ServedRun run;
        HttpRequest request{.method = "POST",
                            .path = "/api/v1/backup",
                            .query = {},
                            .headers = {},
                            .body = R"({"path":"/backups/one"})",
                            .peer = "127.0.0.1"};
        request.headers = {{"Host", "localhost"}, {"Authorization", "Bearer " + std::string(admin_token)}};
        run.send(request, HttpReply(answer));
    }  // the API waits for it
    ASSERT_EQ(answer->responses.size(), 1U);
    EXPECT_EQ(answer->responses.front().body, R"({"path":"/backups/one"})");
}

// ---- the same request twice ----

TEST_F(Commands, GivesTheSameAnswerToTheSameKeyAndActsOnce) {
    const std::vector<HttpHeader> key{{"Idempotency-Key", "k1"}};
    const auto first = run_.post(close_path, "{}", key);
    run_.control().obeyed_ = Obeyed{78};
    const auto again = run_.post(close_path, "{}", key);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(header_of(first, "Idempotency-Replayed"), "");
    EXPECT_EQ(header_of(again, "Idempotency-Replayed"), "true");
    EXPECT_EQ(told().size(), 1U);
    for (const std::string body : {R"({"fraction":1})", ""})
        EXPECT_EQ(code_of(run_.post(close_path, body, key)), "IDEMPOTENCY_MISMATCH");
    EXPECT_EQ(code_of(run_.post("/api/v1/trading/pause", "{}", key)), "IDEMPOTENCY_MISMATCH");
    EXPECT_EQ(code_of(run_.post(close_path + "?dry_run=true", "{}", key)), "IDEMPOTENCY_MISMATCH");
    EXPECT_EQ(told().size(), 1U);
}

TEST_F(Commands, RefusesAKeyWhoseFirstRequestHasNoAnswerYet) {
    run_.control().holds_ = true;
    HttpRequest request{.method = "POST", .path = close_path, .query = {}, .headers = {}, .body = {}, .peer = "127.0.0.1"};
    request.headers = {{"Host", "localhost"}, {"Authorization", "Bearer " + std::string(admin_token)}, {"Idempotency-Key", "k1"}};
    const auto first = std::make_shared<Answer>();
    run_.send(request, HttpReply(first));
    EXPECT_TRUE(first->responses.empty());
    EXPECT_EQ(code_of(run_.post(close_path, "", {{"Idempotency-Key", "k1"}})), "IDEMPOTENCY_IN_FLIGHT");
    run_.control().held_.front()(Obeyed{80});
    EXPECT_EQ(first->responses.size(), 1U);
    EXPECT_EQ(run_.post(close_path, "", {{"Idempotency-Key", "k1"}}).body, first->responses.front().body);
}

TEST_F(Commands, ForgetsAKeyWhenNothingWasDone) {
    run_.control().obeyed_ = Error{"BUSY", "later"};
    EXPECT_EQ(run_.post(close_path, "", {{"Idempotency-Key", "k1"}}).status, 503U);
    run_.control().obeyed_ = Obeyed{80};
    EXPECT_EQ(run_.post(close_path, "", {{"Idempotency-Key", "k1"}}).status, 200U);
}

TEST_F(Commands, ForgetsAKeyAfterADay) {
    const std::vector<HttpHeader> key{{"Idempotency-Key", "k1"}};
    const Timestamp start = run_.control().now_.now;
    EXPECT_EQ(run_.post(close_path, "", key).status, 200U);
    run_.set_now(start + std::chrono::hours(24) - Duration(1));
    EXPECT_EQ(run_.post(close_path, "", key).status, 200U);
    EXPECT_EQ(told().size(), 1U);
    run_.set_now(start + std::chrono::hours(24));
    EXPECT_EQ(run_.post(close_path, "", key).status, 200U);
    EXPECT_EQ(told().size(), 2U);
}

TEST_F(Commands, RefusesAKeyThatIsNone) {
    for (const auto& key : std::vector<std::string>{"a b", std::string(256, 'k'), "k\x7f"}) {
        EXPECT_EQ(code_of(run_.post(close_path, "", {{"Idempotency-Key", key}})), "INVALID_HEADER");
    }
    EXPECT_EQ(run_.ask("GET", "/api/v1/status", "", {{"Idempotency-Key", "a b"}}).status, 200U);
}

TEST(Idempotency, KeepsABoundedNumberOfAnswersAndEveryOpenRequest) {
    admin::IdempotencyTable table;
    using State = admin::IdempotencyTable::State;
    const Fingerprint same{};
    EXPECT_EQ(table.begin("open", same, {}).state, State::fresh);
    for (std::size_t i = 0; i < 2 * admin::answers_kept_max; ++i) {
        const auto key = std::to_string(i);
        ASSERT_EQ(table.begin(key, same, {}).state, State::fresh);
        table.finish(key, {200, "", {}, "x"});
    }
    EXPECT_EQ(table.begin("open", same, {}).state, State::in_flight);
    EXPECT_EQ(table.begin("0", same, {}).state, State::fresh);  // the oldest answers went
    EXPECT_EQ(table.begin(std::to_string(2 * admin::answers_kept_max - 1), same, {}).state, State::answered);
}

TEST(Idempotency, BoundsTheBytesOfItsAnswers) {
    admin::IdempotencyTable table;
    using State = admin::IdempotencyTable::State;
    for (const std::string key : {"a", "b", "c"}) {
        ASSERT_EQ(table.begin(key, {}, {}).state, State::fresh);
        table.finish(key, {200, "", {}, std::string(admin::answers_bytes_max / 2, 'x')});
    }
    EXPECT_EQ(table.begin("b", {}, {}).state, State::answered);
    EXPECT_EQ(table.begin("a", {}, {}).state, State::fresh);
}

TEST(Idempotency, TakesNoMoreWhenAllAreOpen) {
    admin::IdempotencyTable table;
    using State = admin::IdempotencyTable::State;
    for (std::size_t i = 0; i < admin::answers_kept_max; ++i) ASSERT_EQ(table.begin(std::to_string(i), {}, {}).state, State::fresh);
    EXPECT_EQ(table.begin("more", {}, {}).state, State::full);
    table.abandon("7");
    EXPECT_EQ(table.begin("more", {}, {}).state, State::fresh);
}

}  // namespace trellis::adapters::testing
