// Lists in pages: filters, limits, cursors, and lists of events.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/event/codec.hpp"
#include "engine/event/names.hpp"
#include "tests/adapters/history/support.hpp"

namespace trellis::adapters::testing {
namespace {

class Lists : public ::testing::Test {
protected:
    Lists() : trading_(21, 64U << 10U) {
        trading_.trade(6000);
        history_ = open_history(trading_.disk(), options_of(trading_));
        follow(*history_, trading_.sequence());
        events_ = events_in(trading_.disk(), "/journal");
        chronicle_ = chronicle_of(events_);
    }

    /// The sequences of a list of events against those of `wanted`, newest first.
    template <class Wanted>
    void expect_events(const EventFilter& filter, Wanted wanted) {
        std::vector<std::uint64_t> expected;
        for (const auto& row : events_) {
            if (wanted(row)) expected.push_back(row.sequence);
        }
        std::ranges::reverse(expected);
        ASSERT_FALSE(expected.empty());
        std::vector<std::uint64_t> found;
        for (const auto& row : all_pages(100, [&](const PageRequest& page) { return history_->events(filter, page); })) {
            found.push_back(row.sequence);
        }
        EXPECT_EQ(found, expected);
    }

    JournaledTrading trading_;
    std::unique_ptr<History> history_;
    std::vector<EventRow> events_;
    Chronicle chronicle_;
};

TEST_F(Lists, PagesAreTheSameWhateverTheirLimit) {
    for (const std::uint32_t limit : {1U, 2U, 13U, 500U}) {
        const auto rows = all_pages(limit, [&](const PageRequest& page) { return history_->signals({}, page); });
        EXPECT_EQ(rows.size(), chronicle_.signals().size()) << limit;
    }
}

TEST_F(Lists, APageStaysWhereItIsWhileNewRowsCome) {
    const auto first = history_->signals({}, {.limit = 5, .cursor = {}}).value();
    const auto before = history_->signals({}, {.limit = 5, .cursor = first.next}).value();
    trading_.trade(500);
    follow(*history_, trading_.sequence());
    const auto after = history_->signals({}, {.limit = 5, .cursor = first.next}).value();
    ASSERT_EQ(before.rows.size(), 5U);
    EXPECT_EQ(after.rows.front().signal, before.rows.front().signal);
    EXPECT_EQ(after.rows.back().signal, before.rows.back().signal);
}

TEST_F(Lists, RefuseALimitAndACursorThatAreNone) {
    EXPECT_EQ(history_->signals({}, {.limit = 0, .cursor = {}}).error().code, "BAD_LIMIT");
    EXPECT_EQ(history_->groups({}, {.limit = 501, .cursor = {}}).error().code, "BAD_LIMIT");
    EXPECT_EQ(history_->orders({}, {.limit = 1, .cursor = "-1"}).error().code, "BAD_CURSOR");
    EXPECT_EQ(history_->fills({}, {.limit = 1, .cursor = "1x"}).error().code, "BAD_CURSOR");
    EXPECT_EQ(history_->events({}, {.limit = 1, .cursor = "99999999999999999999999"}).error().code, "BAD_CURSOR");
}

TEST_F(Lists, SignalsAreFilteredByAccountAndOutcome) {
    const SignalFilter filter{.account = AccountId{2}, .outcome = SignalOutcome::rejected};
    const auto rows = all_pages(4, [&](const PageRequest& page) { return history_->signals(filter, page); });
    const auto expected = std::ranges::count_if(chronicle_.signals(), [](const auto& entry) {
        return entry.second.account == AccountId{2} && entry.second.outcome == SignalOutcome::rejected;
    });
    ASSERT_GT(expected, 0);
    EXPECT_EQ(std::ssize(rows), expected);
    for (const auto& row : rows) EXPECT_EQ(row.outcome, SignalOutcome::rejected);
}

TEST_F(Lists, GroupsAreFilteredByWhatTheyAreAndWhetherTheyAreOpen) {
    const auto count = [&](const GroupFilter& filter) {
        return std::ssize(all_pages(6, [&](const PageRequest& page) { return history_->groups(filter, page); }));
    };
    const auto expected = [&](auto wanted) {
        return std::ranges::count_if(chronicle_.opening_order(), [&](GroupId id) { return wanted(chronicle_.find(id)->group); });
    };
    const auto open = expected([](const Group& group) { return !group.has_ended(); });
    const auto ended = expected([](const Group& group) { return group.has_ended(); });
    ASSERT_GT(open, 0);
    ASSERT_GT(ended, 0);
    EXPECT_EQ(count({.shown = GroupsShown::open}), open);
    EXPECT_EQ(count({.shown = GroupsShown::ended}), ended);
    EXPECT_EQ(count({.instrument = InstrumentId{1}}), expected([](const Group& group) { return group.identity.instrument.value == 1; }));
    EXPECT_EQ(count({.side = PositionSide::long_side}), expected([](const Group& group) { return group.side() == PositionSide::long_side; }));
    EXPECT_EQ(count({.account = AccountId{1}, .shown = GroupsShown::ended}),
              expected([](const Group& group) { return group.id.account.value == 1 && group.has_ended(); }));
}

TEST_F(Lists, EventsAreFilteredByEachOfTheirProperties) {
    const auto& middle = events_[events_.size() / 2];
    const GroupId group = chronicle_.opening_order().front();
    expect_events({}, [](const EventRow&) { return true; });
    expect_events({.type = "OrderFilled"}, [](const EventRow& row) { return name_of(row.event) == "OrderFilled"; });
    expect_events({.category = EventCategory::desk}, [](const EventRow& row) { return category_of(row.event) == EventCategory::desk; });
    expect_events({.category = EventCategory::operational}, [](const EventRow& row) { return is_operational(row.event); });
    expect_events({.first = 100, .last = 1200}, [](const EventRow& row) { return row.sequence >= 100 && row.sequence <= 1200; });
    expect_events({.from = middle.at}, [&](const EventRow& row) { return row.at >= middle.at; });
    expect_events({.to = middle.at}, [&](const EventRow& row) { return row.at < middle.at; });
    expect_events({.from = events_[500].at, .to = middle.at, .type = "OrderPlaced"}, [&](const EventRow& row) {
        return row.at >= events_[500].at && row.at < middle.at && name_of(row.event) == "OrderPlaced";
    });
    expect_events({.type = "OrderPlaced", .group = group}, [&](const EventRow& row) {
        const auto* placed = std::get_if<OrderPlaced>(&row.event);
        return placed != nullptr && placed->group == group;
    });
    expect_events({.text = "\"leg_tp\""}, [](const EventRow& row) {
        const auto* placed = std::get_if<OrderPlaced>(&row.event);
        return placed != nullptr && placed->role == OrderRole::leg_tp;
    });
}

TEST_F(Lists, AnEventIsItselfWithItsCommitAndCause) {
    for (std::size_t i = 0; i < events_.size(); i += 97) {
        const auto found = history_->event(events_[i].sequence).value();
        ASSERT_TRUE(found.has_value());
        EXPECT_EQ(found->commit, events_[i].commit);
        EXPECT_EQ(found->at, events_[i].at);
        EXPECT_EQ(found->cause, events_[i].cause);
        EXPECT_TRUE(found->event == events_[i].event);
    }
    EXPECT_FALSE(history_->event(0).value().has_value());
    EXPECT_FALSE(history_->event(events_.size() + 1).value().has_value());
}

TEST_F(Lists, TheStoryOfAGroupAndOfASignalIsComplete) {
    const GroupId group = chronicle_.opening_order().front();
    std::vector<std::uint64_t> expected;
    for (const auto& row : events_) {
        const auto own = std::visit([&]<class E>(const E& event) {
            if constexpr (requires { GroupId{event.group}; }) return event.group == group;
            if constexpr (requires { event.groups.size(); }) return std::ranges::find(event.groups, group) != event.groups.end();
            return false;
        }, row.event);
        if (own) expected.push_back(row.sequence);
    }
    EXPECT_EQ(history_->events_of(group).value(), expected);
    const auto of_signal = history_->events_of(SignalNumber{1}).value();
    ASSERT_FALSE(of_signal.empty());
    EXPECT_EQ(of_signal.front(), chronicle_.signals().at(SignalNumber{1}).sequence);
}

TEST_F(Lists, VersionsOfTheConfigurationOutliveTheirSegments) {
    const auto apply = [&](std::uint64_t number, const std::string& text) {
        std::vector<std::byte> payload;
        encode(ConfigApplied{number, events_.back().at, "admin", text}, payload);
        const Frame frame{1, events_.back().at, {}, payload};
        ASSERT_FALSE(trading_.writer().append(std::span(&frame, 1)).error);
        trading_.writer().sync().value();
    };
    apply(1, "{}");
    apply(2, "{\"version\":1}");
    follow(*history_, trading_.sequence());
    trading_.trade(1000);
    trading_.writer().drop_before(trading_.sequence() - 100, 0).value();
    const auto versions = all_pages(1, [&](const PageRequest& page) { return history_->configs(page); });
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_EQ(versions[0].applied.number, 2U);
    EXPECT_EQ(versions[0].applied.text, "{\"version\":1}");
    EXPECT_EQ(versions[1].sequence, events_.back().sequence + 1);
    EXPECT_EQ(history_->config(1).value(), versions[1]);
    EXPECT_FALSE(history_->config(3).value().has_value());
}

TEST_F(Lists, WhatIsNotThereIsNoError) {
    EXPECT_FALSE(history_->signal(SignalNumber{999'999}).value().has_value());
    EXPECT_FALSE(history_->group(GroupId{AccountId{1}, 999'999}).value().has_value());
    EXPECT_FALSE(history_->find_order("g1.1/entry/0/999").value().has_value());
    EXPECT_FALSE(history_->find_order("nonsense").value().has_value());
    EXPECT_TRUE(history_->events_of(GroupId{AccountId{9}, 1}).value().empty());
    EXPECT_TRUE(history_->orders({.group = GroupId{AccountId{9}, 1}}, {}).value().rows.empty());
    EXPECT_EQ(history_->account(AccountId{77}).value(), AccountRow{});
}

}  // namespace
}  // namespace trellis::adapters::testing
