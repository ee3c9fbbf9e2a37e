// Live state is replayed state, and a replay of the same items asks the same of venue, line and timers as the run did.
#include <gtest/gtest.h>

#include "engine/world/replay.hpp"
#include "tests/support/trading.hpp"

namespace trellis::tests {
namespace {

/// A run, with everything that went in and came out.
struct Recorded {
    explicit Recorded(std::uint64_t seed, int steps)
        : trading(seed, [this](const Commit& commit) { take(commit); }, options(),
                  [this](const NumberedItem& item) { items.push_back(item); }) {
        for (int count = 0; count < steps; ++count) trading.step();
    }

    static TradingOptions options() { return {}; }

    void take(const Commit& commit) {
        first_sequence[commit.ticket] = next_sequence;
        Cause cause{};
        if (const auto* outside = std::get_if<Cause>(&commit.cause)) {
            cause = *outside;
        } else {
            cause = {CauseKind::event, first_sequence.at(std::get<Ticket>(commit.cause))};
        }
        commits.push_back({next_sequence, commit.at, cause, commit.events});
        requests.push_back(commit.requests);
        next_sequence += commit.events.size();
    }

    std::vector<NumberedItem> items;
    std::vector<ReplayedCommit> commits;
    std::vector<std::vector<VenueRequest>> requests;
    std::map<Ticket, std::uint64_t> first_sequence;
    std::uint64_t next_sequence = 1;
    Trading trading;
};

/// What a replay says to the outside.
class Listener final : public CommitPort, public LinePort {
public:
    void commit(Commit commit) override { commits.push_back(std::move(commit)); }
    void fact(AccountId account, DeskFact fact) override { facts.push_back({account, std::move(fact)}); }
    void evaluate(GroupAddress address) override { evaluations.push_back(address); }
    void due(TimerOwner owner, std::optional<Due> due) override { timers[owner] = due; }

    std::vector<Commit> commits;
    std::vector<FactItem> facts;
    std::vector<GroupAddress> evaluations;
    std::map<TimerOwner, std::optional<Due>> timers;
};

class Replay : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Replay, OfTheEventsAloneGivesTheLivingState) {
    const Recorded run(GetParam(), 1'500);
    World world = World::empty(run.trading.config());
    for (const auto& commit : run.commits) {
        for (const auto& event : commit.events) world.apply(event);
    }
    EXPECT_FALSE(run.commits.empty());
    EXPECT_EQ(world, run.trading.world());
}

TEST_P(Replay, OfTheItemsAsksTheSameOfTheOutside) {
    const Recorded run(GetParam(), 1'500);
    const InstrumentTable instruments = trading_instruments();
    Listener heard;
    ReplayEngine replay(run.trading.config(), instruments, run.commits, heard, heard);
    for (const auto& item : run.items) replay.handle(item);
    EXPECT_TRUE(replay.is_exhausted());
    EXPECT_EQ(replay.world(), run.trading.world());

    ASSERT_EQ(heard.commits.size(), run.commits.size());
    for (std::size_t place = 0; place < heard.commits.size(); ++place) {
        ASSERT_EQ(heard.commits[place].events, run.commits[place].events) << "commit " << place;
        ASSERT_EQ(heard.commits[place].requests, run.requests[place]) << "commit " << place;
    }
    // What came back over the line in the run is what the replay put there, one by one.
    std::size_t evaluations = 0;
    std::size_t facts_of_commits = 0;
    for (const auto& item : run.items) {
        if (const auto* evaluate = std::get_if<EvaluateItem>(&item.item)) {
            ASSERT_LT(evaluations, heard.evaluations.size());
            EXPECT_EQ(evaluate->address, heard.evaluations[evaluations++]);
        }
        // Answers of groups that are gone, and repeated ones, come from no commit: a replay has none of them.
        if (const auto* fact = std::get_if<FactItem>(&item.item); fact != nullptr && facts_of_commits < heard.facts.size()) {
            if (fact->fact == heard.facts[facts_of_commits].fact) ++facts_of_commits;
        }
    }
    EXPECT_EQ(evaluations, heard.evaluations.size());
    EXPECT_EQ(facts_of_commits, heard.facts.size());
    for (const auto& [id, group] : run.trading.world().groups) {
        EXPECT_EQ(heard.timers.at(GroupAddress{group.identity.instrument, id}), next_due(group));
    }
}

TEST_P(Replay, GoesOnWhereItsCommitsEnd) {
    const Recorded run(GetParam(), 300);
    const InstrumentTable instruments = trading_instruments();
    const auto half = std::span(run.commits).first(run.commits.size() / 2);
    Listener heard;
    ReplayEngine replay(run.trading.config(), instruments, half, heard, heard);
    for (const auto& item : run.items) {
        if (replay.is_exhausted()) break;
        replay.handle(item);
    }
    ASSERT_TRUE(replay.is_exhausted());
    World world = World::empty(run.trading.config());
    for (const auto& commit : half) {
        for (const auto& event : commit.events) world.apply(event);
    }
    EXPECT_EQ(replay.world(), world);
    // What the cut left open is exactly what was not answered: told again, the world is at rest.
    EXPECT_NO_THROW(check_invariants(world));
}

INSTANTIATE_TEST_SUITE_P(Seeds, Replay, testing::Values(1, 2, 3, 4, 5));

}  // namespace
}  // namespace trellis::tests
