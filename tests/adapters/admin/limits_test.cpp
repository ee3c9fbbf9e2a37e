// Limits over the API: each with what is used of it, and the codes of refusals by them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/adapters/admin/support.hpp"

namespace trellis::adapters::testing {
namespace {

using ::testing::HasSubstr;

class LimitsApi : public ::testing::Test {
  protected:
    std::string limits() { return run_.get("/api/v1/limits?account=main").body; }

    ServedRun run_{"queue.json", 1};  ///< g1.1 is open, the one slot is taken, entries wait
};

// K-15 to K-19: what is used, of how much, in which unit.
TEST_F(LimitsApi, ShowWhatIsUsedOfEach) {
    const auto body = limits();
    EXPECT_THAT(body, HasSubstr(R"({"limit":"POOL_FULL","used":"1","max":"1","unit":"groups","reached":true,"detail":null})"));
    EXPECT_THAT(body, HasSubstr(R"("limit":"QUEUE_FULL","used":"2","max":"100","unit":"entries","reached":false)"));
    EXPECT_THAT(body, HasSubstr(R"("limit":"MAX_POSITIONS_PER_SYMBOL","used":"1","max":null,"unit":"groups","reached":false,"detail":"BTCUSDT")"));
    EXPECT_THAT(body, HasSubstr(R"("limit":"LOSS_LIMIT","used":"0")"));
    EXPECT_THAT(body, HasSubstr(R"("limit":"DRAWDOWN","used":"0")"));
    EXPECT_THAT(body, HasSubstr(R"("halts":[])"));
    EXPECT_THAT(run_.get("/api/v1/limits").body, HasSubstr(R"("account":"other")"));
    EXPECT_EQ(code_of(run_.get("/api/v1/limits?account=nobody")), "UNKNOWN_ACCOUNT");
    EXPECT_EQ(code_of(run_.get("/api/v1/limits?symbol=BTCUSDT")), "UNKNOWN_PARAMETER");
}

// K-20: a venue that is not heard is a reason like the others.
TEST_F(LimitsApi, NameTheReasonsWhyEntriesWait) {
    run_.control().now_.accounts[0].is_connected = false;
    EXPECT_THAT(limits(), HasSubstr(R"("halts":[{"reason":"CONNECTION_SILENT","detail":"the venue's stream is not heard","until":null}])"));
}

TEST_F(LimitsApi, AreResetForOneAccountOrAll) {
    EXPECT_EQ(run_.post("/api/v1/limits/reset?dry_run=true", R"({"account":"main"})").body,
              R"({"dry_run":true,"would":["let results of main count from nothing"]})");
    EXPECT_EQ(run_.post("/api/v1/limits/reset").body, R"({"accounts":[{"id":"main","event":77},{"id":"other","event":77}]})");
    EXPECT_EQ(code_of(run_.post("/api/v1/limits/reset", R"({"flatten":true})")), "INVALID_BODY");
}

// V-3 (d): an operator has the venue asked, without touching anything else.
TEST(PrecisionApi, V3AnOperatorHasTheVenueAskedForOneAccountOrAll) {
    ServedRun run;
    EXPECT_EQ(run.post("/api/v1/precision/refresh?dry_run=true", R"({"account":"main"})").body,
              R"({"dry_run":true,"would":["ask the venue of main for the rules of its instruments"]})");
    EXPECT_THAT(run.control().told_, ::testing::IsEmpty());
    EXPECT_EQ(run.post("/api/v1/precision/refresh").body, R"({"accounts":[{"id":"main","event":77},{"id":"other","event":77}]})");
    EXPECT_THAT(run.control().told_, ::testing::ElementsAre("rules of 1", "rules of 2"));
    EXPECT_EQ(code_of(run.post("/api/v1/precision/refresh", R"({"account":"nobody"})")), "UNKNOWN_ACCOUNT");
    EXPECT_EQ(code_of(run.post("/api/v1/precision/refresh", R"({"symbol":"BTCUSDT"})")), "INVALID_BODY");
}

}  // namespace
}  // namespace trellis::adapters::testing
