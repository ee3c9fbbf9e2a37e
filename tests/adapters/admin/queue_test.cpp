// The queue over the API: ranks and wait reasons by the engine's own comparison on prices of now, and what an operator may do (Q-5, Q-11,
// Q-12, R-40).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/adapters/admin/support.hpp"

namespace trellis::adapters::testing {
namespace {

using Told = std::vector<std::string>;

class Queue : public ::testing::Test {
  protected:
    Queue() {
        run_.control().quotes_[InstrumentId{1}] = {decimal<Price>("9.80"), decimal<Price>("9.81"), {}, {}, run_.control().now_.now, 3};
    }

    /// A member of every row, as it stands.
    Told all(const std::string& path, std::string_view name) {
        const auto document = parsed(run_.get("/api/v1" + path));
        Told out;
        for (const auto& row : document.root().find("items")->elements()) {
            const auto* value = row.find(name);
            out.push_back(value == nullptr ? "?" : value->is_string() ? std::string(value->string()) : std::string(value->raw()));
        }
        return out;
    }
    HttpResponse remove(const std::string& target) { return run_.ask("DELETE", "/api/v1" + target); }
    const Told& told() { return run_.control().told_; }

    ServedRun run_{"queue.json", 1};
};

TEST_F(Queue, Q5ListsWhoIsPromotedFirstWithItsKeys) {
    EXPECT_EQ(all("/queue", "id"), (Told{"s3", "s5"}));
    EXPECT_EQ(all("/queue", "rank"), (Told{"1", "2"}));
    EXPECT_EQ(all("/queue", "loss_percent"), (Told{"6.571428571429", "1.9"}));
    EXPECT_EQ(all("/queue", "replacement_count"), (Told{"0", "1"}));
    EXPECT_EQ(all("/queue", "first_signal"), (Told{"s3", "s2"}));
    EXPECT_EQ(all("/queue", "wait_reason"), (Told{"POOL_FULL", "POOL_FULL"}));
    EXPECT_EQ(all("/queue", "keys").at(0),
              R"([{"rule":"same_pair_timeframe","key":"0"},{"rule":"deepest_loss_percent","key":"65"},{"rule":"highest_replacement","key":"0"},)"
              R"({"rule":"fifo","key":"2026-01-05T00:00:03Z"}])");
}

TEST_F(Queue, Q6RanksByThePricesOfNow) {
    run_.control().quotes_[InstrumentId{1}].ask = decimal<Price>("11");
    EXPECT_EQ(all("/queue", "id"), (Told{"s5", "s3"}));
    run_.control().quotes_.erase(InstrumentId{1});
    EXPECT_EQ(all("/queue", "price_missing"), (Told{"true", "true"}));
}

// Q-5, R-40: why it waits, among whom, and by which keys of which rules.
TEST_F(Queue, Q5WhySaysWhereAWaitingEntryStands) {
    const auto body = run_.get("/api/v1/why/s5").body;
    for (const std::string said :
         {"s5 is 2 of 2 in the queue of main and waits for POOL_FULL: ", "rank 1 now: s3, main:ETHUSDT:3600:long: its group is not open; loss 6.571428571429 % at 9.81, in steps of 0.1 %; 0 replacements; queued 2026-01-05T00:00:03Z",
          "rank 2 now: s5, main:ETHUSDT:900:long: its group is not open; loss 1.9 % at 9.81, in steps of 0.1 %; 1 replacements; queued 2026-01-05T00:00:02Z"}) {
        EXPECT_NE(body.find(said), std::string::npos) << said << "\n" << body;
    }
    EXPECT_EQ(run_.get("/api/v1/why/s4").body.find("in the queue of"), std::string::npos);  // it left
}

TEST_F(Queue, PagesByRank) {
    EXPECT_EQ(all("/queue?limit=1", "id"), Told{"s3"});
    EXPECT_EQ(all("/queue?limit=1&cursor=1", "id"), Told{"s5"});
    EXPECT_EQ(all("/queue?account=other", "id"), Told{});
    EXPECT_EQ(code_of(run_.get("/api/v1/queue?cursor=x")), "BAD_CURSOR");
    EXPECT_EQ(code_of(run_.get("/api/v1/queue?account=nobody")), "UNKNOWN_ACCOUNT");
}

TEST_F(Queue, Q12KeepsWhoLeft) {
    EXPECT_EQ(all("/queue/history", "id"), Told{"s4"});
    EXPECT_EQ(all("/queue/history", "outcome"), Told{"REMOVED"});
    EXPECT_EQ(all("/queue/history", "processed_at"), Told{"2026-01-05T00:17:00Z"});
    EXPECT_EQ(all("/queue/history?account=other", "id"), Told{});
}

TEST_F(Queue, Q11PromotesOnlyIntoAFreeSlot) {
    const auto refused = run_.post("/api/v1/queue/s3/promote");
    EXPECT_EQ(code_of(refused), "POOL_FULL");
    EXPECT_EQ(refused.status, 409U);
    EXPECT_EQ(code_of(run_.post("/api/v1/queue/s3/promote?dry_run=true")), "POOL_FULL");
    EXPECT_TRUE(told().empty());
}

TEST_F(Queue, Q11ForcesWhateverThePoolSays) {
    EXPECT_EQ(run_.post("/api/v1/queue/s3/force").status, 200U);
    EXPECT_EQ(run_.post("/api/v1/queue/main:ETHUSDT:900:long/force", R"({"ignore_exposure":true})").status, 200U);
    EXPECT_EQ(told(), (Told{"force s3 of 1", "force whatever the exposure by identity of 1"}));
    EXPECT_EQ(run_.post("/api/v1/queue/s3/force?dry_run=true").body,
              R"({"dry_run":true,"id":"s3","would":["execute it now whatever the pool says"]})");
}

TEST_F(Queue, Q11RemovesAnEntryByEachOfItsNames) {
    EXPECT_EQ(remove("/queue/s5").status, 200U);
    EXPECT_EQ(remove("/queue/s2").status, 200U);
    EXPECT_EQ(remove("/queue/main:ETHUSDT:3600:long").status, 200U);
    EXPECT_EQ(told(), (Told{"remove s5 of 1", "remove s2 of 1", "remove by identity of 1"}));
}

TEST_F(Queue, NamesAnEntryThatIsNotThere) {
    for (const std::string id : {"s99", "s1", "s4", "main:BTCUSDT:3600:long"}) {
        EXPECT_EQ(code_of(run_.post("/api/v1/queue/" + id + "/promote")), "NOT_FOUND") << id;
        EXPECT_EQ(code_of(remove("/queue/" + id)), "NOT_FOUND") << id;
    }
    EXPECT_EQ(code_of(run_.post("/api/v1/queue/x/force")), "INVALID_PARAMETER");
    EXPECT_EQ(code_of(run_.post("/api/v1/queue/s3/force", R"({"exposure":true})")), "INVALID_BODY");
    EXPECT_TRUE(told().empty());
}

TEST_F(Queue, SaysThatAnEntryLeftInTheSameMoment) {
    run_.control().obeyed_ = Obeyed{};
    EXPECT_EQ(code_of(run_.post("/api/v1/queue/s3/force")), "STATE_CHANGED");
}

}  // namespace
}  // namespace trellis::adapters::testing
