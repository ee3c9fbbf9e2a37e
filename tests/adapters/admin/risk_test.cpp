// The risk engine over the API: flags, the plan with everything for and against each group, and what an operator may do (K-12, 15.7).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/adapters/admin/support.hpp"

namespace trellis::adapters::testing {
namespace {

using ::testing::HasSubstr;
using Told = std::vector<std::string>;

class RiskApi : public ::testing::Test {
  protected:
    HttpResponse remove(const std::string& target) { return run_.ask("DELETE", "/api/v1" + target); }
    const Told& told() { return run_.control().told_; }

    ServedRun run_{"queue.json", 1};  ///< g1.1 is open and blocked
};

TEST_F(RiskApi, K12ShowsFlagsAndTimersOfEveryOpenGroup) {
    const auto body = run_.get("/api/v1/risk?account=main").body;
    EXPECT_THAT(body, HasSubstr(R"("account":"main","enabled":true,"offset":null,"groups":[{"id":"g1.1")"));
    EXPECT_THAT(body, HasSubstr(R"("blocked":true,"skip_once":false,"eligible":false)"));
    EXPECT_THAT(run_.get("/api/v1/risk").body, HasSubstr(R"("account":"other")"));
    EXPECT_EQ(code_of(run_.get("/api/v1/risk?account=nobody")), "UNKNOWN_ACCOUNT");
}

TEST_F(RiskApi, Section157PlanSaysWhatStandsAgainstEachGroup) {
    const auto body = run_.get("/api/v1/risk/plan?account=main&force=true").body;
    EXPECT_THAT(body, HasSubstr(R"("loser":null,"required":null,"winners":[])"));
    EXPECT_THAT(body, HasSubstr("BLOCKED"));
    EXPECT_EQ(code_of(run_.get("/api/v1/risk/plan?force=maybe")), "INVALID_PARAMETER");
}

// K-4: a plan is shown while marks are stale, and says that they are.
TEST_F(RiskApi, K4PlanNamesStalePrices) {
    EXPECT_EQ(run_.get("/api/v1/risk/plan?account=main&force=true").body.find("STALE_PRICE"), std::string::npos);
    run_.control().now_.now += std::chrono::seconds(6);
    const auto body = run_.get("/api/v1/risk/plan?account=main&force=true").body;
    EXPECT_THAT(body, HasSubstr(R"("loser":null)"));
    EXPECT_THAT(body, HasSubstr("STALE_PRICE"));
    run_.control().quotes_.clear();
    EXPECT_THAT(run_.get("/api/v1/risk/plan?account=main&force=true").body, HasSubstr("NO_PRICE"));
}

TEST_F(RiskApi, K12BlocksOnceAndUnblocksOnce) {
    const auto twice = run_.post("/api/v1/risk/groups/g1.1/block");
    EXPECT_EQ(code_of(twice), "ALREADY_BLOCKED");
    EXPECT_EQ(twice.status, 409U);
    EXPECT_TRUE(told().empty());
    EXPECT_EQ(remove("/risk/groups/main:BTCUSDT:900:long/block").status, 200U);
    EXPECT_EQ(run_.post("/api/v1/risk/groups/g1.1/skip-once").status, 200U);
    EXPECT_EQ(told(), (Told{"unblock g1.1 of 1", "skip g1.1 of 1"}));
    EXPECT_EQ(remove("/risk/groups/g1.1/block?dry_run=true").body,
              R"({"dry_run":true,"group":"g1.1","would":["let it take part in passes again"]})");
    EXPECT_EQ(code_of(run_.post("/api/v1/risk/groups/g7.7/block")), "NOT_FOUND");
    EXPECT_EQ(code_of(run_.post("/api/v1/risk/groups/g1.1/skip-once", R"({"force":true})")), "INVALID_BODY");
}

TEST_F(RiskApi, K12RunsAPassOfOneAccountOrAll) {
    EXPECT_EQ(run_.post("/api/v1/risk/run").body, R"({"accounts":[{"id":"main","event":77},{"id":"other","event":77}]})");
    EXPECT_EQ(run_.post("/api/v1/risk/run", R"({"account":"main","force":true})").status, 200U);
    EXPECT_EQ(told(), (Told{"pass of 1", "pass of 2", "forced pass of 1"}));
    EXPECT_EQ(code_of(run_.post("/api/v1/risk/run", R"({"forced":true})")), "INVALID_BODY");
}

TEST_F(RiskApi, ListsOffsetsAndPasses) {
    EXPECT_THAT(run_.get("/api/v1/risk/actions").body, HasSubstr(R"({"items":[])"));
    EXPECT_EQ(run_.get("/api/v1/risk/actions?kind=passes&account=main").status, 200U);
    EXPECT_EQ(code_of(run_.get("/api/v1/risk/actions?kind=x")), "INVALID_PARAMETER");
}

}  // namespace
}  // namespace trellis::adapters::testing
