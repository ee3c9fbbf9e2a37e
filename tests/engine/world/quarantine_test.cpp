// A command that breaks its group: the group is what the journal has, quarantined, and still does what does not break it.
#include <gtest/gtest.h>

#include "engine/base/check.hpp"
#include "engine/world/group_fold.hpp"
#include "engine/world/quarantine.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

/// Two legs at 100 and 98, the first filled; the second works, and its numbers can be made to overflow.
GroupRun holding() {
    GroupRun run;
    run.quote("100", "100.01");
    run.open(ladder({{"100", "1"}, {"98", "3"}}));
    run.acknowledge_all();
    run.fill_whole(1);
    run.acknowledge_all();
    return run;
}

std::string names_of(const std::vector<Event>& events) {
    GroupEvents own;
    for (const auto& event : events) std::visit([&]<class E>(const E& one) {
        if constexpr (requires { GroupEvent{one}; }) own.emplace_back(one);
    }, event);
    return names(own);
}

/// A fill that no book can hold: it breaks the group in the middle of booking it.
HandleReport absurd_fill(GroupRun& run) {
    OrderFill fill = run.fill_of(2, "98", "3");
    fill.price = decimal<Price>("17000000000000000000000");
    return {OrderNumber{2}, fill};
}

struct Broken {
    explicit Broken(GroupRun& run, GroupCommand what) : command(std::move(what)), context(run.context()) {}
    GroupWork work(GroupRun& run) { return {run.group.id, command, context, Incarnation{1}, run.board}; }
    GroupCommand command;
    GroupContext context;
};

TEST(Quarantine, LeavesWhatBreaksAGroupOutOfItsBooks) {
    GroupRun run = holding();
    const Group journaled = run.group;
    Broken broken(run, absurd_fill(run));
    EXPECT_THROW(trellis::run(run.group, broken.work(run)), std::exception);
    EXPECT_NE(run.group, journaled) << "half changed: that is why it is loaded again";
    const GroupStep done = quarantine(run.group, journaled, broken.work(run), "an overflow");
    EXPECT_EQ(names_of(done.events), "GroupQuarantined OrderCancelRequested");
    EXPECT_EQ(run.group.open_quantity, journaled.open_quantity);
    EXPECT_EQ(run.group.quarantine->reason, "an overflow");
    EXPECT_EQ(done.requests.size(), 1U);
    EXPECT_EQ(done.levels, WatchLevels{});
    EXPECT_TRUE(run.board.find(run.group.id)->is_quarantined);
}

TEST(Quarantine, StillDoesWhatDoesNotBreakIt) {
    GroupRun run = holding();
    const Group journaled = run.group;
    Broken broken(run, HandleReport{OrderNumber{2}, run.fill_of(2, "98", "3")});
    const GroupStep done = quarantine(run.group, journaled, broken.work(run), "what followed from it broke");
    EXPECT_EQ(names_of(done.events), "GroupQuarantined OrderCancelRequested OrderFilled");
    EXPECT_EQ(run.group.open_quantity, decimal<Quantity>("4"));
    EXPECT_TRUE(done.starts_pass);
}

TEST(Quarantine, TellsWhoAskedThatItWillNot) {
    GroupRun run = holding();
    const Group journaled = run.group;
    Broken broken(run, AddPyramid{SignalNumber{7}, ladder({{"97", "1"}}, 1)});
    const GroupStep done = quarantine(run.group, journaled, broken.work(run), "an overflow");
    EXPECT_EQ(names_of(done.events), "GroupQuarantined OrderCancelRequested ReductionRefused");
    ASSERT_EQ(done.facts.size(), 1U);
    EXPECT_EQ(std::get<GroupAnswered>(done.facts.front()).code, "GROUP_QUARANTINED");
}

// A report that can never be booked comes again and again.
TEST(Quarantine, SaysTheSameOnce) {
    GroupRun run = holding();
    const Group journaled = run.group;
    Broken broken(run, absurd_fill(run));
    quarantine(run.group, journaled, broken.work(run), "an overflow");
    const Group quarantined = run.group;
    EXPECT_TRUE(quarantine(run.group, quarantined, broken.work(run), "an overflow").events.empty());
    EXPECT_EQ(run.group, quarantined);
    EXPECT_EQ(names_of(quarantine(run.group, quarantined, broken.work(run), "another").events), "GroupQuarantined");
}

TEST(Quarantine, SaysThatAReleaseBrokeItAgain) {
    GroupRun run = holding();
    run.quarantine("an overflow");
    const Group journaled = run.group;
    run.quote("100", "100.01");
    Broken broken(run, ReleaseQuarantine{});
    Group unfit = journaled;
    unfit.live_orders += 1;  // what a release would find: the count is wrong
    const GroupStep done = quarantine(run.group, unfit, broken.work(run), "an overflow");
    EXPECT_EQ(names_of(done.events), "GroupQuarantined OrderCancelRequested");
    EXPECT_TRUE(run.group.quarantine.has_value());
}

// G-3: its desk hears that the signal was refused and that the slot is free.
TEST(Quarantine, FailsAGroupThatBrokeBeforeItOpened) {
    GroupRun run;
    run.quote("100", "100.01");
    OpenGroup open;
    open.group = GroupId{AccountId{1}, 7};
    open.identity = {run.instrument.id, 60, PositionSide::long_side};
    open.signal = SignalNumber{3};
    open.plan = ladder({{"100", "1"}}, 4);  // pyramids are numbered without gaps
    Broken broken(run, open);
    const GroupWork work{open.group, broken.command, broken.context, Incarnation{1}, run.board};
    EXPECT_THROW(trellis::run(run.group, work), InvariantBroken);
    const GroupStep done = quarantine(run.group, std::nullopt, work, "a gap");
    EXPECT_EQ(names_of(done.events), "GroupOpened GroupQuarantined GroupFailed");
    EXPECT_EQ(state_of(run.group), GroupState::failed);
    ASSERT_EQ(done.facts.size(), 2U);
    EXPECT_EQ(std::get<GroupAnswered>(done.facts[0]), (GroupAnswered{open.group, SignalNumber{3}, "INTERNAL"}));
    EXPECT_EQ(std::get<GroupEnded>(done.facts[1]).group, open.group);
    EXPECT_TRUE(done.requests.empty());
}

TEST(Quarantine, StopsWhenAnOpenGroupHasNoJournal) {
    GroupRun run = holding();
    Broken broken(run, Evaluate{});
    EXPECT_THROW(quarantine(run.group, std::nullopt, broken.work(run), "an overflow"), InvariantBroken);
}

TEST(GroupFold, KnowsOneGroupOfAJournal) {
    const GroupId own{AccountId{1}, 1};
    const GroupId other{AccountId{1}, 2};
    GroupOpened opened;
    GroupFold fold(own);
    fold.take(RunStarted{Incarnation{3}, "", ""});
    for (const GroupId id : {own, other}) {
        opened.group = id;
        fold.take(opened);
    }
    fold.take(GroupQuarantined{other, "not this one", {}});
    const auto group = fold.take_group();
    ASSERT_TRUE(group.has_value());
    EXPECT_EQ(group->id, own);
    EXPECT_FALSE(group->quarantine.has_value());
    fold.take(opened);
    EXPECT_FALSE(fold.take_group().has_value()) << "taken, and the other does not begin it again";
}

}  // namespace
}  // namespace trellis::tests
