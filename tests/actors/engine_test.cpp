// Actors against direct execution: whatever the schedule, the same commits, requests, notices to the line and final state.
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "engine/base/check.hpp"
#include "tests/actors/rig.hpp"

namespace trellis::tests {
namespace {

constexpr std::uint64_t schedules = 300;
constexpr InstrumentId btc{0};
constexpr InstrumentId eth{1};

GroupId group(std::uint32_t counter) { return {AccountId{1}, counter}; }
Fill fill(std::uint32_t counter, std::uint32_t order, const char* quantity = "0") {
    return {group(counter), OrderNumber{order}, decimal<Quantity>(quantity)};
}
Item quote(InstrumentId instrument, const char* bid, const char* ask) {
    Quote quote;
    quote.bid = decimal<Price>(bid);
    quote.ask = decimal<Price>(ask);
    return QuoteItem{instrument, quote};
}
Item entry(const Setting& setting, std::uint64_t number, const std::string& symbol, const std::string& timeframe) {
    Signal signal = setting.signal(number, symbol, SignalType::signal);
    signal.timeframe = timeframe;
    return SignalItem{signal};
}
Item exit(const Setting& setting, std::uint64_t number, const std::string& symbol) {
    return SignalItem{setting.signal(number, symbol, SignalType::exit)};
}
Item stop(bool cancel_entries, bool flatten) { return TradingItem{AccountId{1}, {TradingState::halted, cancel_entries, flatten}}; }

/// Runs the script directly and under many schedules, and returns the direct run to say what must be in it.
Outcome agreed(const Setting& setting, const Script& script) {
    Outcome expected = run(setting, script, direct());
    const Outcome in_order = run(setting, script, actors_with({}));
    EXPECT_EQ(difference(expected, in_order), "") << "first come, first served";
    for (std::uint64_t seed = 0; seed < schedules; ++seed) {
        const Outcome actual = run(setting, script, actors_with({actors::Threading::simulated, seed}));
        const std::string parted = difference(expected, actual);
        EXPECT_EQ(parted, "") << "schedule seed " << seed;
        if (!parted.empty()) break;
    }
    return expected;
}

std::size_t count_tasks(const Outcome& run) {
    return static_cast<std::size_t>(std::ranges::count_if(run.notices, [](const Notice& notice) {
        const auto* fact = std::get_if<SeenFact>(&notice);
        return fact != nullptr && std::holds_alternative<GroupTaskDone>(fact->fact);
    }));
}

bool has_evaluation(const Outcome& run) {
    return std::ranges::any_of(run.notices, [](const Notice& n) { return std::holds_alternative<GroupAddress>(n); });
}

/// Four groups of one account on two symbols, each with its first leg filled.
Script open_four(const Setting& setting) {
    return {quote(btc, "60000", "60000.01"),
            quote(eth, "3000", "3000.01"),
            entry(setting, 1, "BTCUSDT", "60"),
            entry(setting, 2, "ETHUSDT", "60"),
            entry(setting, 3, "BTCUSDT", "240"),
            entry(setting, 4, "ETHUSDT", "240"),
            fill(1, 1),
            fill(2, 1),
            fill(3, 1),
            fill(4, 1)};
}

TEST(ActorEngine, RunsAGroupFromSignalToTargetsAsDirectExecutionDoes) {
    const Setting setting = Setting::plain();
    const Outcome done =
        agreed(setting, {quote(btc, "60000", "60000.01"), entry(setting, 1, "BTCUSDT", "60"), fill(1, 1, "0.001"), fill(1, 1),
                         fill(1, 2), fill(1, 6), entry(setting, 2, "BTCUSDT", "60"), fill(1, 3), exit(setting, 3, "BTCUSDT")});
    EXPECT_TRUE(done.world.groups.empty()) << "the exit closed the group and its slot was released";
    EXPECT_TRUE(done.world.desks.at(AccountId{1}).groups.empty());
    EXPECT_GT(done.commits.size(), 20U);
}

TEST(ActorEngine, EvaluatesCrossedLevelsAsDirectExecutionDoes) {
    Setting setting = Setting::plain();
    setting.config.grid_strategy.take_profit_mode = TakeProfitMode::aggregate;
    setting.config.grid_strategy.take_profit_aggregate_percent = decimal<Ratio>("1");
    const Outcome done = agreed(setting, {quote(btc, "60000", "60000.01"), entry(setting, 1, "BTCUSDT", "60"), fill(1, 1),
                                          quote(btc, "60300", "60300.01"), fill(1, 2), quote(btc, "61500", "61500.01")});
    EXPECT_TRUE(has_evaluation(done));
    EXPECT_TRUE(done.world.groups.empty()) << "the aggregate target closed the group";
}

TEST(ActorEngine, TellsGroupsOnSeveralSymbolsInOneOrderWhenTradingStops) {
    const Setting setting = Setting::plain();
    Script script = open_four(setting);
    script.emplace_back(stop(true, true));
    const Outcome done = agreed(setting, script);
    EXPECT_TRUE(done.world.groups.empty());
    EXPECT_GE(count_tasks(done), 4U);
}

TEST(ActorEngine, CancelsEntriesOnSeveralSymbolsInOneOrder) {
    const Setting setting = Setting::plain();
    Script script = open_four(setting);
    script.emplace_back(stop(true, false));
    const Outcome done = agreed(setting, script);
    EXPECT_EQ(done.world.groups.size(), 4U);
    EXPECT_GE(count_tasks(done), 4U);
}

TEST(ActorEngine, ClosesEveryTimeframeOfAnInstrument) {
    Setting setting = Setting::plain();
    setting.config.exit_scope = ExitScope::instrument;
    Script script = open_four(setting);
    script.emplace_back(exit(setting, 5, "BTCUSDT"));
    const Outcome done = agreed(setting, script);
    EXPECT_EQ(done.world.groups.size(), 2U) << "the groups on the other instrument stay";
}

TEST(ActorEngine, AnswersForGroupsThatAreGone) {
    const Setting setting = Setting::plain();
    const ClientOrderId stray{Incarnation{1}, {group(7), OrderNumber{1}}};
    OrderFill late{};
    late.trade = TradeId{99};
    late.price = decimal<Price>("60000");
    late.quantity = decimal<Quantity>("0.001");
    late.cumulative = late.quantity;
    const Outcome done = agreed(setting, {ReportItem{{stray, btc, late}}, ReportItem{{stray, btc, OrderAcknowledged{}}},
                                          EvaluateItem{{btc, group(7)}}, TimerItem{GroupAddress{btc, group(7)}, TimerKind::order_timeout},
                                          OperatorItem{group(7), CloseGroup{CloseReason::manual, {}, {}}}});
    EXPECT_EQ(done.commits.size(), 1U) << "the stray fill is noted by the desk, the rest concerns nobody";
}

TEST(ActorEngine, PassesAnOperatorsCommandToTheGroup) {
    const Setting setting = Setting::plain();
    Script script = open_four(setting);
    script.emplace_back(OperatorItem{group(2), CloseGroup{CloseReason::manual, {}, {}}});
    script.emplace_back(OperatorItem{group(3), CancelEntries{}});
    const Outcome done = agreed(setting, script);
    EXPECT_EQ(done.world.groups.size(), 3U);
}

TEST(ActorEngine, CarriesOnFromAnyWorld) {
    const Setting setting = Setting::plain();
    const World middle = run(setting, open_four(setting), direct()).world;
    ASSERT_EQ(middle.groups.size(), 4U);
    const Script rest{quote(btc, "60000", "60000.01"), EvaluateItem{{btc, group(1)}}, exit(setting, 5, "BTCUSDT")};
    const Outcome expected = run_from(setting, middle, rest, direct());
    EXPECT_GT(expected.notices.size(), 4U) << "arming tells each group's timer";
    for (std::uint64_t seed = 0; seed < schedules; ++seed) {
        const Outcome actual = run_from(setting, middle, rest, actors_with({actors::Threading::simulated, seed}));
        ASSERT_EQ(difference(expected, actual), "") << "schedule seed " << seed;
    }
}

/// Ports that count, and one that breaks when told.
class Sink final : public CommitPort, public LinePort {
public:
    void commit(Commit) override {
        ++commits;
        if (commits == fails_at) throw std::runtime_error("the disk is full");
    }
    void fact(AccountId, DeskFact) override {}
    void evaluate(GroupAddress) override {}
    void due(TimerOwner, std::optional<Due>) override {}
    std::uint64_t commits = 0;
    std::uint64_t fails_at = 0;
};

NumberedItem numbered(std::uint64_t number, Item item) {
    return {number, Timestamp(std::chrono::seconds(1'700'000'000)), std::move(item)};
}

TEST(ActorEngine, ReportsABrokenInvariantOfAGroup) {
    const Setting setting = Setting::plain();
    World world = run(setting, open_four(setting), direct()).world;
    world.groups.at(group(1)).open_quantity += decimal<Quantity>("1");
    Sink sink;
    const auto engine = actors_with({})(setting, world, sink, sink);
    const NumberedItem close = numbered(1, OperatorItem{group(1), CancelEntries{}});
    EXPECT_THROW(engine->handle(close), InvariantBroken);
    EXPECT_EQ(sink.commits, 0U);
    EXPECT_THROW(engine->handle(close), InvariantBroken) << "a broken ring stays broken";
    EXPECT_THROW(engine->stop(), InvariantBroken);
}

TEST(ActorEngine, StopsEverythingWhenTheJournalFails) {
    const Setting setting = Setting::plain();
    Sink sink;
    sink.fails_at = 1;
    const auto engine = actors_with({})(setting, World::empty(setting.config), sink, sink);
    EXPECT_THROW(engine->handle(numbered(1, entry(setting, 1, "BTCUSDT", "60"))), std::runtime_error);
    EXPECT_EQ(sink.commits, 1U) << "nothing that the lost commit caused was committed";
}

TEST(ActorEngine, RefusesItemsThatNameNobody) {
    const Setting setting = Setting::plain();
    Sink sink;
    const auto engine = actors_with({})(setting, World::empty(setting.config), sink, sink);
    EXPECT_THROW(engine->handle(numbered(1, quote(InstrumentId{2}, "1", "2"))), InvariantBroken);
    EXPECT_THROW(engine->handle(numbered(2, TradingItem{AccountId{3}, {}})), InvariantBroken);
    EXPECT_THROW(engine->handle(numbered(3, TradingItem{AccountId{0}, {}})), InvariantBroken);
    EXPECT_EQ(engine->stop(), World::empty(setting.config)) << "nothing was told, nothing broke";
    EXPECT_THROW(engine->handle(numbered(4, stop(false, false))), InvariantBroken) << "it has stopped";
}

TEST(ActorEngine, MayBeDestroyedWithoutBeingStopped) {
    const Setting setting = Setting::plain();
    const World world = run(setting, open_four(setting), direct()).world;
    Sink sink;
    for (const auto threading : {actors::Threading::simulated, actors::Threading::one_worker}) {
        const auto engine = actors_with({threading, std::nullopt})(setting, world, sink, sink);
        engine->handle(numbered(1, stop(true, true)));
    }
    EXPECT_GE(sink.commits, 5U);
}

TEST(ActorEngine, HandsOverAgainAfterARecovery) {
    const Setting setting = Setting::plain();
    const World middle = run(setting, open_four(setting), direct()).world;
    const HandOverCommand command{{btc, group(1)}, CloseGroup{CloseReason::manual, {}, {}}};
    std::vector<World> ends;
    for (const auto& make : {direct(), actors_with({}), actors_with({actors::Threading::one_worker, std::nullopt})}) {
        Sink sink;
        const auto engine = make(setting, middle, sink, sink);
        engine->hand_over(command, 7, Timestamp(std::chrono::seconds(1'700'000'100)));
        ends.push_back(engine->stop());
    }
    EXPECT_NE(ends[0], middle);
    EXPECT_EQ(ends[0], ends[1]);
    // With a worker the hand-over may be cut off by the stop: all of it happened, or nothing.
    EXPECT_TRUE(ends[2] == ends[0] || ends[2] == middle);
}

TEST(ActorEngine, HandlesOnAWorkerWhatWasSubmittedBeforeTheStop) {
    const Setting setting = Setting::plain();
    Sink sink;
    const auto engine =
        actors_with({actors::Threading::one_worker, std::nullopt})(setting, World::empty(setting.config), sink, sink);
    engine->handle(numbered(1, entry(setting, 1, "BTCUSDT", "60")));
    engine->handle(numbered(2, entry(setting, 2, "ETHUSDT", "60")));
    const World world = engine->stop();
    EXPECT_EQ(world.desks.at(AccountId{1}).groups.size(), 2U);
    EXPECT_GE(sink.commits, 2U);
}

}  // namespace
}  // namespace trellis::tests
