// What a crash between two commits leaves open (architecture, property 3): every hand-over that is not answered, and nothing at rest.
#include <gtest/gtest.h>

#include "engine/world/world.hpp"
#include "tests/support/trading.hpp"

namespace trellis::tests {
namespace {

/// A world whose owners take their steps one by one, and whose messages in between are lost.
class Interrupted {
public:
    DeskStep signal(SignalType type = SignalType::signal) {
        Signal sent;
        sent.account = account;
        sent.number = SignalNumber{++signals_};
        now += std::chrono::hours(1);
        sent.received_at = now;
        sent.symbol = instruments.at(InstrumentId{0}).symbol;
        sent.timeframe = "15";
        sent.action = type == SignalType::exit ? SignalAction::sell : SignalAction::go_long;
        sent.type = type;
        sent.entry_price = Price::from_integer(100);
        sent.order_size = Quantity::from_integer(1'000);
        return tell_desk(ReceiveSignal{sent});
    }

    DeskStep tell_desk(const DeskCommand& command) {
        return step(world.desks.at(account), command, {now, config, config.accounts[0], instruments, board});
    }

    GroupStep tell_group(const HandOverCommand& command) {
        Group& group = world.groups[command.address.group];
        return step(group, command.address.group, command.command, context(), Incarnation{1});
    }

    GroupContext context() const {
        const Quote quote{Price::from_integer(100), Price::from_integer(101), {}, {}, now, 1};
        return group_context(config, instruments.at(InstrumentId{0}), account, quote, now);
    }

    /// Gives the desk every fact that it still has to learn, as often as it takes.
    void tell_facts() {
        for (auto open = follow_up(world, config); !open.facts.empty(); open = follow_up(world, config)) {
            for (const auto& fact : open.facts) {
                for (const auto& released : tell_desk(fact.fact).released) world.groups.erase(released.group);
            }
        }
    }

    /// An open group whose signal is answered.
    GroupId opened() {
        signal();
        const auto command = follow_up(world, config).commands.at(0);
        tell_group(command);
        tell_facts();
        return command.address.group;
    }

    const AccountId account{1};
    Config config = trading_config();
    InstrumentTable instruments = trading_instruments();
    Board board;
    World world = World::empty(config);
    Timestamp now{std::chrono::hours(24 * 365 * 56)};

private:
    std::uint64_t signals_ = 0;
};

template <class Command>
bool holds_only(const std::vector<HandOverCommand>& commands) {
    return commands.size() == 1 && std::holds_alternative<Command>(commands[0].command);
}
template <class Fact>
bool holds_only(const std::vector<FactItem>& facts) {
    return facts.size() == 1 && std::holds_alternative<Fact>(facts[0].fact);
}

TEST(FollowUp, IsEmptyInAnEmptyWorld) { EXPECT_TRUE(follow_up(Interrupted().world, trading_config()).is_empty()); }

TEST(FollowUp, ListsAGroupThatWasAdmittedAndNotOpened) {
    Interrupted run;
    const DeskStep admitted = run.signal();
    const FollowUp open = follow_up(run.world, run.config);
    ASSERT_TRUE(holds_only<OpenGroup>(open.commands));
    EXPECT_EQ(open.commands[0].address, admitted.hand_overs[0].address);
    EXPECT_EQ(open.commands[0].command, admitted.hand_overs[0].command) << "what is repeated is what was lost";
    EXPECT_TRUE(open.facts.empty());
}

TEST(FollowUp, ListsTheAnswerOfAGroupThatOpened) {
    Interrupted run;
    run.signal();
    run.tell_group(follow_up(run.world, run.config).commands.at(0));
    const FollowUp open = follow_up(run.world, run.config);
    EXPECT_TRUE(open.commands.empty());
    EXPECT_TRUE(holds_only<GroupAnswered>(open.facts));
    run.tell_facts();
    EXPECT_TRUE(follow_up(run.world, run.config).is_empty());
}

TEST(FollowUp, ListsAPyramidThatWasNotAdded) {
    Interrupted run;
    run.opened();
    run.signal();
    const FollowUp open = follow_up(run.world, run.config);
    ASSERT_TRUE(holds_only<AddPyramid>(open.commands));
    run.tell_group(open.commands[0]);
    EXPECT_TRUE(holds_only<GroupAnswered>(follow_up(run.world, run.config).facts));
    run.tell_facts();
    EXPECT_TRUE(follow_up(run.world, run.config).is_empty());
}

TEST(FollowUp, ListsAnExitThatWasNotObeyedAndTheCloseThatWasNotTold) {
    Interrupted run;
    run.opened();
    run.signal(SignalType::exit);
    const FollowUp open = follow_up(run.world, run.config);
    ASSERT_TRUE(holds_only<CloseGroup>(open.commands));
    run.tell_group(open.commands[0]);
    const FollowUp told = follow_up(run.world, run.config);
    EXPECT_TRUE(told.commands.empty());
    EXPECT_EQ(told.facts.size(), 2U);  // the answer, and that it is closing
    run.tell_facts();
    EXPECT_TRUE(follow_up(run.world, run.config).is_empty());
}

// K-18
TEST(FollowUp, ListsWhatAStopStillHasToDo) {
    for (const bool flatten : {false, true}) {
        Interrupted run;
        run.opened();
        run.tell_desk(SetTradingState{TradingState::halted, true, flatten});
        const FollowUp open = follow_up(run.world, run.config);
        ASSERT_EQ(open.commands.size(), 1U);
        EXPECT_EQ(std::holds_alternative<CloseGroup>(open.commands[0].command), flatten);
        run.tell_group(open.commands[0]);
        EXPECT_TRUE(follow_up(run.world, run.config).commands.empty());
        run.tell_facts();
        EXPECT_TRUE(follow_up(run.world, run.config).is_empty());
    }
}

TEST(FollowUp, ListsAGroupThatEndedAndHoldsItsSlotStill) {
    Interrupted run;
    const GroupId id = run.opened();
    for (const auto& order : std::vector(run.world.groups.at(id).orders)) {
        run.tell_group({{InstrumentId{0}, id}, HandleReport{order.number, OrderRejected{"REJECTED"}}});
    }
    EXPECT_TRUE(holds_only<GroupEnded>(follow_up(run.world, run.config).facts));
    run.tell_facts();
    EXPECT_TRUE(follow_up(run.world, run.config).is_empty());
    EXPECT_TRUE(run.world.groups.empty());
    EXPECT_EQ(run.world.desks.at(run.account).find(id), nullptr);
}

// Property 3: a command that is repeated although it was obeyed changes nothing and is answered again.
TEST(FollowUp, MayRepeatWhatWasObeyed) {
    Interrupted run;
    run.signal();
    const auto command = follow_up(run.world, run.config).commands.at(0);
    run.tell_group(command);
    const World before = run.world;
    const GroupStep again = run.tell_group(command);
    EXPECT_TRUE(again.events.empty());
    EXPECT_TRUE(again.requests.empty());
    ASSERT_EQ(again.facts.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<GroupAnswered>(again.facts[0]));
    EXPECT_EQ(run.world, before);
}

// Property 3, the other direction: a fact told twice is one.
TEST(FollowUp, MayRepeatFacts) {
    Interrupted run;
    run.signal();
    run.tell_group(follow_up(run.world, run.config).commands.at(0));
    const auto fact = follow_up(run.world, run.config).facts.at(0).fact;
    EXPECT_FALSE(run.tell_desk(fact).events.empty());
    EXPECT_TRUE(run.tell_desk(fact).events.empty());
}

TEST(FollowUp, IsEmptyWheneverARunIsAtRest) {
    Trading trading(7, [](const Commit&) {});
    for (int count = 0; count < 1'000; ++count) {
        trading.step();
        ASSERT_TRUE(follow_up(trading.world(), trading_config()).is_empty()) << "after step " << count;
        check_invariants(trading.world());
    }
}

// B-31: the directory knows that it was stopped and that what it opened closes; a crash came before its desk heard of it.
TEST(FollowUp, B31ABotThatWasStoppedWithFlatteningIsFlattened) {
    Interrupted run;
    Bot bot;
    bot.id = BotId{operator_owner, 1};
    bot.terms.account = run.account;
    bot.state = BotState::running;
    run.config.bots = {bot};
    const GroupId group = run.opened();
    ASSERT_EQ(run.world.desks.at(run.account).bots.opened.at(group), bot.id);
    run.config.bots[0].state = BotState::stopped;
    EXPECT_TRUE(follow_up(run.world, run.config).is_empty()) << "it was stopped, and that is all";
    run.config.bots[0].flattens = true;
    ASSERT_TRUE(holds_only<BotStopped>(follow_up(run.world, run.config).facts));
    run.tell_facts();
    const FollowUp open = follow_up(run.world, run.config);
    EXPECT_TRUE(open.facts.empty()) << "its desk knows";
    ASSERT_EQ(open.commands.size(), 1U) << "and its group is told, as after any stop";
    run.tell_group(open.commands[0]);
    run.tell_facts();
    EXPECT_TRUE(follow_up(run.world, run.config).is_empty()) << "nothing is closed twice";
}

}  // namespace
}  // namespace trellis::tests
