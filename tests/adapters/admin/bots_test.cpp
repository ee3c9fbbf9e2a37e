// Bots by way of the API (B-31): the strategy that one names as its ladder, and a stop that closes what it opened.
#include <gtest/gtest.h>

#include "tests/adapters/admin/people_support.hpp"

namespace trellis::adapters::testing {

namespace {

class BotRoutes : public ::testing::Test {
  protected:
    HttpResponse get(const std::string& path) { return run_.get("/api/v1" + path); }
    HttpResponse post(const std::string& path, const std::string& body = "") { return run_.post("/api/v1" + path, body); }
    HttpResponse put(const std::string& path, const std::string& body) { return run_.ask("PUT", "/api/v1" + path, body, {{"If-Match", "*"}}); }
    HttpResponse remove(const std::string& path) { return run_.ask("DELETE", "/api/v1" + path); }
    /// Of ether on minutes, which says nothing of the bots' places.
    void make_strategy() { ASSERT_EQ(post("/strategies", R"({"name":"Deep","instrument":"binance:spot:ETH-USDT","timeframe":60,"max_pyramids":2})").status, 201U); }
    HttpResponse make_bot(const std::string& strategy) { return post("/bots", R"({"name":"scalper","account":"main","strategy":")" + strategy + "\"}"); }
    ServedRun run_;
};

bool has(const HttpResponse& response, std::string_view part) { return response.body.find(part) != std::string::npos; }

}  // namespace

TEST_F(BotRoutes, B31NameAStrategyAsALadder) {
    make_strategy();
    const auto made = make_bot("s1.1");
    ASSERT_EQ(made.status, 201U) << made.body;
    EXPECT_TRUE(has(made, R"("strategy":"s1.1")")) << made.body;
    EXPECT_TRUE(has(get("/bots/scalper"), R"("strategy":"s1.1")"));
    const auto kept = remove("/strategies/Deep");
    EXPECT_EQ(kept.status, 409U);
    EXPECT_EQ(code_of(kept), "IN_USE");
    EXPECT_TRUE(has(kept, "bot b1.1")) << kept.body;
    const auto changed = put("/bots/b1.1", R"({"name":"scalper","account":"main","strategy":"none"})");
    EXPECT_TRUE(has(changed, R"("strategy":"none")")) << changed.body;
    EXPECT_EQ(remove("/strategies/Deep").status, 200U);
}

TEST_F(BotRoutes, B31RefuseAStrategyThatIsNoneOfOnes) {
    const auto unknown = make_bot("s1.9");
    EXPECT_EQ(unknown.status, 400U);
    EXPECT_EQ(code_of(unknown), "UNKNOWN_STRATEGY");
    EXPECT_TRUE(has(unknown, "s1.9")) << unknown.body;
    const auto odd = make_bot("sometimes");
    EXPECT_TRUE(has(odd, R"("code":"INVALID_VALUE","pointer":"/strategy")")) << odd.body;
    EXPECT_TRUE(has(odd, "expected account, base, none, or the id of one of your strategies, s1.3")) << odd.body;
    EXPECT_EQ(code_of(get("/bots/scalper")), "NOT_FOUND");
}

TEST_F(BotRoutes, Z9OfABotNameNobodyElsesStrategy) {
    const OwnerId bob = add_user(run_, "bob", UserRole::operating);
    give_account(run_, "other", bob);
    make_strategy();
    const auto refused = run_.post("/api/v1/bots", R"({"name":"his","account":"other","strategy":"s1.1"})", bearing(token_of(run_, "bob")));
    EXPECT_EQ(code_of(refused), "UNKNOWN_STRATEGY") << refused.body;
}

TEST_F(BotRoutes, B31ShowTheLadderThatABotBrings) {
    make_strategy();
    ASSERT_EQ(make_bot("s1.1").status, 201U);
    ASSERT_EQ(post("/strategies", R"({"name":"Usual","max_pyramids":4})").status, 201U);
    const auto found = get("/config/effective?account=main&symbol=ETHUSDT&timeframe=900");
    EXPECT_TRUE(has(found, R"("strategy":{"id":"s1.1","name":"Deep","kind":"directory","enabled":true})")) << found.body;
    EXPECT_TRUE(has(found, R"("max_pyramids":{"value":2,"origin":"strategy s1.1"})")) << found.body;
    EXPECT_TRUE(has(found, R"({"id":"s1.2","name":"Usual","kind":"directory","reason":"BOT"})")) << found.body;
    EXPECT_TRUE(has(found, R"({"id":"d0","name":"/grid_strategy","kind":"document","reason":"BOT"})")) << found.body;
}

TEST_F(BotRoutes, B31AStopThatFlattensIsOneDecisionThatItsDeskCarriesOut) {
    ASSERT_EQ(make_bot("account").status, 201U);
    ASSERT_EQ(post("/bots/scalper/start").status, 200U);
    const auto tried = post("/bots/scalper/stop?dry_run=true", R"({"flatten":true})");
    EXPECT_TRUE(has(tried, "bot b1.1 is stopped, and what it opened closes")) << tried.body;
    run_.control().obeyed_ = Error{"BUSY", "the desk does not answer"};
    EXPECT_EQ(code_of(post("/bots/scalper/stop", R"({"flatten":true})")), "BUSY");
    EXPECT_TRUE(run_.control().directory()->bots.at({operator_owner, 1}).flattens) << "the next start hears of it";
    run_.control().obeyed_ = Obeyed{77};
    EXPECT_TRUE(has(post("/bots/scalper/stop", R"({"flatten":true})"), R"("event":77)")) << "it may be repeated";
}

}  // namespace trellis::adapters::testing
