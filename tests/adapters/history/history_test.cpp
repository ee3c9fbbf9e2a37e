// The rows of a history against those of a chronicle, which keeps everything in memory.
#include "adapters/history/history.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>

#include "tests/adapters/history/support.hpp"

namespace trellis::adapters::testing {
namespace {

void expect_same_signals(const History& history, const Chronicle& chronicle) {
    for (const auto& [number, row] : chronicle.signals()) {
        const auto found = history.signal(number).value();
        ASSERT_TRUE(found.has_value()) << text(number);
        EXPECT_TRUE(*found == row) << text(number);
    }
    const auto listed = all_pages(3, [&](const PageRequest& page) { return history.signals({}, page); });
    ASSERT_EQ(listed.size(), chronicle.signals().size());
    for (std::size_t i = 1; i < listed.size(); ++i) EXPECT_GT(listed[i - 1].signal, listed[i].signal);
}

void expect_same_groups(const History& history, const Chronicle& chronicle) {
    const auto listed = all_pages(2, [&](const PageRequest& page) { return history.groups({}, page); });
    ASSERT_EQ(listed.size(), chronicle.opening_order().size());
    for (std::size_t i = 0; i < listed.size(); ++i) {
        const GroupId id = chronicle.opening_order()[listed.size() - 1 - i];
        const auto& row = *chronicle.find(id);
        EXPECT_EQ(listed[i].group.id, id);
        EXPECT_TRUE(listed[i] == row) << text(id);
        EXPECT_TRUE(history.group(id).value() == row) << text(id);
        EXPECT_EQ(history.newest(id.account, row.group.identity).value(), chronicle.newest(id.account, row.group.identity));
    }
}

void expect_same_orders(const History& history, const Chronicle& chronicle) {
    std::set<OrderKey> all;
    std::set<OrderKey> working;
    for (const auto id : chronicle.opening_order()) {
        const auto& row = *chronicle.find(id);
        for (const auto& order : row.group.orders) {
            const OrderKey key{id, order.number};
            all.insert(key);
            if (order.is_live()) working.insert(key);
            const auto& name = row.orders[order.number.value - 1].name;
            EXPECT_EQ(history.find_order(name).value(), key) << name;
            const auto wire = text(ClientOrderId{row.group.placed_in[order.number.value - 1], key});
            EXPECT_EQ(history.find_order(wire).value(), key) << wire;
        }
    }
    const auto keys_of = [&](const OrderFilter& filter) {
        const auto rows = all_pages(7, [&](const PageRequest& page) { return history.orders(filter, page); });
        EXPECT_TRUE(std::ranges::is_sorted(rows, std::ranges::greater{}, [](const ListedOrder& one) { return one.row.placed_by; }));
        std::set<OrderKey> keys;
        for (const auto& row : rows) EXPECT_TRUE(keys.insert({row.group, row.order.number}).second);
        return keys;
    };
    EXPECT_EQ(keys_of({}), all);
    EXPECT_EQ(keys_of({.account = {}, .group = {}, .is_working = true}), working);
    for (const auto id : chronicle.opening_order()) {
        std::set<OrderKey> own;
        std::ranges::copy_if(all, std::inserter(own, own.end()), [&](const OrderKey& key) { return key.group == id; });
        EXPECT_EQ(keys_of({.account = {}, .group = id, .is_working = false}), own);
    }
}

void expect_same_accounts(const History& history, const Chronicle& chronicle, std::size_t accounts) {
    for (std::size_t account = 1; account <= accounts; ++account) {
        const auto number = static_cast<std::uint16_t>(account);
        AccountRow expected;
        for (const auto id : chronicle.opening_order()) {
            const auto& group = chronicle.find(id)->group;
            if (id.account.value != number) continue;
            ++expected.groups_opened;
            if (!group.has_ended()) continue;
            ++expected.groups_ended;
            expected.realised += group.realised;
            expected.fees += group.fees;
        }
        const AccountRow row = history.account(AccountId{number}).value();
        EXPECT_EQ(row.shown_state(), chronicle.trading_state(AccountId{number}));
        expected.trading_state = row.trading_state;
        expected.standing = chronicle.standing(AccountId{number});
        EXPECT_EQ(row, expected);
    }
}

void expect_same(const History& history, const Chronicle& chronicle, std::size_t accounts) {
    expect_same_signals(history, chronicle);
    expect_same_groups(history, chronicle);
    expect_same_orders(history, chronicle);
    expect_same_accounts(history, chronicle, accounts);
}

void expect_same_fills(const History& history, const std::vector<EventRow>& events) {
    std::vector<EventRow> filled;
    std::ranges::copy_if(events, std::back_inserter(filled),
                         [](const EventRow& row) { return std::holds_alternative<OrderFilled>(row.event); });
    const auto listed = all_pages(5, [&](const PageRequest& page) { return history.fills({}, page); });
    ASSERT_EQ(listed.size(), filled.size());
    for (std::size_t i = 0; i < listed.size(); ++i) {
        const auto& expected = filled[filled.size() - 1 - i];
        EXPECT_EQ(listed[i].sequence, expected.sequence);
        EXPECT_TRUE(Event(listed[i].fill) == expected.event);
    }
}

TEST(History, HoldsEachRowOfEveryScenarioAsTheChronicleDoes) {
    for (const auto& name : scenario_names()) {
        SCOPED_TRACE(name);
        FinishedRun run(scenario_named(name));
        const auto history = open_history(run.disk(), run.options());
        follow(*history, run.last_sequence());
        const auto events = events_in(run.disk(), run.options().journal);
        expect_same(*history, chronicle_of(events), run.scenario().config.accounts.size());
        expect_same_fills(*history, events);
        // The run's own chronicle knows no start of a process; what a report shows of a group is the same.
        for (const auto id : run.chronicle().opening_order()) {
            EXPECT_EQ(history->group(id).value()->group.realised, run.chronicle().find(id)->group.realised);
        }
    }
}

TEST(History, IsTheSameInBatchesOfAnySizeAndThroughRestarts) {
    for (const std::uint64_t batch : {1U, 3U, 50U, 100'000U}) {
        SCOPED_TRACE(batch);
        JournaledTrading trading(11);
        auto options = options_of(trading);
        options.batch_events = batch;
        auto history = open_history(trading.disk(), options);
        for (int start = 0; start < 3; ++start) {
            trading.trade(700);
            follow(*history, trading.sequence());
            trading.restart();
            history.reset();
            history = open_history(trading.disk(), options);
        }
        follow(*history, trading.sequence());
        EXPECT_TRUE(history->discarded().empty());
        const auto events = events_in(trading.disk(), "/journal");
        expect_same(*history, chronicle_of(events), trading.config().accounts.size());
        expect_same_fills(*history, events);
        EXPECT_EQ(history->starts().value().size(), 4U);
        EXPECT_EQ(history->info().value().skipped, 0U);
        EXPECT_EQ(history->info().value().newest_signal, chronicle_of(events).signals().rbegin()->first);
    }
}

TEST(History, GrowsItsFileWhenItIsFull) {
    JournaledTrading trading(12);
    auto options = options_of(trading);
    options.map_bytes_min = 128U << 10U;
    const auto history = open_history(trading.disk(), options);
    trading.trade(4000);
    follow(*history, trading.sequence());
    expect_same(*history, chronicle_of(events_in(trading.disk(), "/journal")), trading.config().accounts.size());
    EXPECT_GT(file_bytes(options.archive + "/history.mdb").size(), 128U << 10U);
}

// As a recovery does: the commit is left out, all of it, and the row says so.
TEST(History, QuarantinesAGroupThatCannotTakeItsCommit) {
    JournaledTrading trading(7);
    trading.trade(600);
    const auto& [id, group] = *trading.world().groups.begin();
    const std::uint32_t noted = group.replacements_noted;
    trading.slip_in({ReplacementNoted{id, noted + 5}, OrderAccepted{id, OrderNumber{9'999}}});
    trading.slip_in({ReplacementNoted{id, noted + 1}});
    const auto history = open_history(trading.disk(), options_of(trading));
    follow(*history, trading.sequence());
    const auto row = history->group(id).value();
    ASSERT_TRUE(row.has_value() && row->group.quarantine.has_value());
    EXPECT_EQ(row->group.replacements_noted, noted + 1);
    const auto recovered = trading.recover();
    ASSERT_TRUE(recovered.ok());
    EXPECT_EQ(row->group.quarantine->reason, recovered->world.groups.at(id).quarantine->reason);
}

TEST(History, NeverTakesUpWhatIsNotDurable) {
    JournaledTrading trading(13);
    const auto history = open_history(trading.disk(), options_of(trading));
    trading.trade(300);
    const auto middle = trading.sequence() / 2;
    while (history->advance(middle).value() > 0) continue;
    EXPECT_LE(history->sequence(), middle);
    EXPECT_GT(history->sequence(), 0U);
    EXPECT_FALSE(history->event(history->sequence() + 1).value().has_value());
}

TEST(History, AwaitsAnEvent) {
    JournaledTrading trading(14);
    const auto history = open_history(trading.disk(), options_of(trading));
    trading.trade(100);
    EXPECT_FALSE(history->await(1, std::chrono::milliseconds(0)));
    std::thread writer([&] { follow(*history, trading.sequence()); });
    EXPECT_TRUE(history->await(trading.sequence(), std::chrono::minutes(5)));
    writer.join();
    EXPECT_TRUE(history->await(1, std::chrono::milliseconds(0)));
}

}  // namespace
}  // namespace trellis::adapters::testing
