// A venue rebuilt from the journal stands where the one that died stood, as far as its reports had been delivered.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <vector>

#include "adapters/history/paper_books.hpp"
#include "adapters/simulation/runner.hpp"
#include "tests/adapters/exchange/paper/venue.hpp"
#include "tests/simulator/generator.hpp"
#include "tests/support/simulated_run.hpp"

namespace trellis::adapters {
namespace {

using testing::Venue;
using tests::Dice;

/// What the journal of a run says, folded.
struct Remembered {
    World world;
    PaperBooks books;
};

Remembered fold(FaultyDisk& disk, const Config& config) {
    Remembered all{World::empty(config), {}};
    JournalEnd end;
    const auto commits = read_commits(disk, std::string(tests::data_directory) + "/journal", end);
    EXPECT_TRUE(commits.ok()) << (commits.ok() ? "" : commits.error().detail);
    for (const auto& commit : *commits) {
        for (const auto& event : commit.events) {
            if (const auto* fill = std::get_if<OrderFilled>(&event)) {
                const Group& group = all.world.groups.at(fill->group);
                book(all.books, {*fill, group.identity.instrument, group.side(), group.order(fill->order).side});
            }
            all.world.apply(event);
        }
    }
    return all;
}

/// A run that ended, or was killed, and the venue as it then was.
struct Ended {
    Ended(const Scenario& scenario, std::uint64_t stop_after) {
        SessionOptions session_options;
        session_options.directory = tests::data_directory;
        session_options.input = "the scenario under test";
        session = JournalSession::open(disk, session_options).value();
        session->begin().value();
        RunnerOptions options;
        options.stop_after = stop_after;
        runner = std::make_unique<Runner>(scenario, *session, options);
        EXPECT_TRUE(runner->run().ok());
        session->flush().value();
        remembered = fold(disk, scenario.config);
    }

    FaultyDisk disk;
    std::unique_ptr<JournalSession> session;
    std::unique_ptr<Runner> runner;
    Remembered remembered;
};

/// Seeded runs cut off somewhere: half of them at rest behind a part of their timeline, half killed within an instant.
class Cut {
public:
    explicit Cut(std::uint64_t seed) : scenario_(tests::random_scenario(seed, tests::Faults::some)) {
        Dice dice(seed);
        auto& timeline = scenario_.timeline;
        // A fault that the venue still had in hand dies with it, and a late fee shows in fills of orders that rest already. What somebody
        // else has there is in no journal.
        std::erase_if(timeline, [](const TimelineEntry& entry) {
            const auto* fault = std::get_if<FaultEntry>(&entry.body);
            return fault != nullptr && (fault->kind == FaultKind::late_fee || fault->kind == FaultKind::unknown_order);
        });
        timeline.resize(static_cast<std::size_t>(dice.between(1, static_cast<std::int64_t>(timeline.size()))));
        ended_ = std::make_unique<Ended>(scenario_, dice.one_in(2) ? 1 + dice.roll(150) : 0);
        restored_ = std::make_unique<PaperExchange>(scenario_.instruments, scenario_.config.accounts);
        restored_->restore(world(), ended_->remembered.books);
    }

    const World& world() const { return ended_->remembered.world; }
    const PaperExchange& died() const { return ended_->runner->venue(); }
    const PaperExchange& restored() const { return *restored_; }
    const Scenario& scenario() const { return scenario_; }

private:
    Scenario scenario_;
    std::unique_ptr<Ended> ended_;
    std::unique_ptr<PaperExchange> restored_;
};

constexpr std::uint64_t seeds = 400;
const Timestamp late = parse_rfc3339("2026-03-09T09:00:00Z").value();

ClientOrderId client_id(const Group& group, const Order& order) {
    return {group.placed_in[order.number.value - 1], {group.id, order.number}};
}

/// What the venue answers when asked about an order.
ReportBody answer(PaperExchange venue, const Group& group, const Order& order) {
    venue.settle(late);
    venue.take_reports();
    venue.request(QueryOrder{client_id(group, order), group.identity.instrument}, late);
    venue.settle(late + std::chrono::hours(1));
    return venue.take_reports().back().body;
}

bool is_pending(const Order& order) {
    return order.state == OrderState::pending_cancel || order.state == OrderState::pending_replace;
}
bool is_unanswered(const Order& order) { return order.state == OrderState::sent || order.state == OrderState::unknown; }

/// The engine knew all that the venue knew about the order.
bool is_agreed(const Order& ours, const VenueOrder* theirs) {
    if (theirs == nullptr || theirs->state == OrderState::rejected) return ours.state == OrderState::rejected || is_unanswered(ours);
    return ours.state == theirs->state && ours.filled == theirs->filled && ours.price == theirs->price &&
           ours.quantity == theirs->quantity;
}

/// The same for all orders of an account.
bool is_agreed(const Cut& cut, AccountId account) {
    for (const auto& [id, group] : cut.world().groups) {
        if (id.account != account) continue;
        for (const auto& order : group.orders) {
            if (!is_agreed(order, cut.died().order(client_id(group, order)))) return false;
        }
    }
    return true;
}

std::map<std::string, Balance> held_balances(const PaperExchange& venue, AccountId account) {
    std::map<std::string, Balance> all;
    for (const auto& [asset, balance] : venue.balances(account)) {
        if (balance != Balance{}) all.emplace(asset, balance);
    }
    return all;
}

template <class T>
std::vector<T> sorted(std::vector<T> all) {
    std::ranges::sort(all);
    return all;
}

TEST(RestoredVenue, KnowsTheOrdersThatTheEngineWasToldOf) {
    std::size_t resting = 0;
    std::size_t ended = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const Cut cut(seed);
        for (const auto& [id, group] : cut.world().groups) {
            for (const auto& ours : group.orders) {
                const VenueOrder* before = cut.died().order(client_id(group, ours));
                if (before == nullptr || before->state == OrderState::rejected || !is_agreed(ours, before)) continue;
                const VenueOrder* after = cut.restored().order(client_id(group, ours));
                ASSERT_NE(after, nullptr) << "seed " << seed << " " << text(client_id(group, ours));
                VenueOrder expected = *before;  // but for what a journal does not tell
                expected.cost = {}, expected.fee_quote = {}, expected.fee_base = {}, expected.trades.clear();
                expected.placed_at = after->placed_at, expected.place = after->place, expected.age = after->age;
                expected.post_only = after->post_only;  // looked at when it was placed, never again
                if (is_terminal(ours.state)) expected.held_at = after->held_at;
                ASSERT_TRUE(*after == expected) << "seed " << seed << " " << text(client_id(group, ours));
                ASSERT_TRUE(answer(cut.restored(), group, ours) == answer(cut.died(), group, ours)) << "seed " << seed;
                ++(is_terminal(ours.state) ? ended : resting);
            }
        }
    }
    EXPECT_GT(resting, seeds);
    EXPECT_GT(ended, seeds);
}

TEST(RestoredVenue, HasTheBalancesAndPositionsThatWereToldOf) {
    std::size_t compared = 0;
    std::size_t with_positions = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const Cut cut(seed);
        for (const auto& account : cut.scenario().config.accounts) {
            if (!is_agreed(cut, account.id)) continue;
            ++compared;
            ASSERT_TRUE(held_balances(cut.restored(), account.id) == held_balances(cut.died(), account.id)) << "seed " << seed;
            ASSERT_TRUE(cut.restored().positions(account.id) == cut.died().positions(account.id)) << "seed " << seed;
            ASSERT_EQ(sorted(cut.restored().working(account.id)), sorted(cut.died().working(account.id))) << "seed " << seed;
            with_positions += cut.died().positions(account.id).empty() ? 0U : 1U;
        }
        for (const auto& [id, group] : cut.world().groups) {
            if (!is_agreed(cut, id.account)) continue;
            ASSERT_EQ(cut.restored().net_quantity(id), cut.died().net_quantity(id)) << "seed " << seed;
        }
    }
    EXPECT_GT(compared, seeds);
    EXPECT_GT(with_positions, seeds / 20);
}

/// What a venue says about a market that goes everywhere: each order's reports, and the trade ids. Which of two orders at one limit
/// goes first is left out: an amendment makes an order new in age, and the state of a group does not tell when that was.
struct Storm {
    std::vector<std::string> lines;
    std::vector<TradeId> trades;
    bool operator==(const Storm&) const = default;
};
Storm storm(PaperExchange venue) {
    venue.settle(late);
    venue.take_reports();
    for (const auto& instrument : venue.instruments().all()) {
        venue.on_quote(instrument.id, {decimal<Price>("10"), decimal<Price>("10") + instrument.tick, {}, {}, late, 0}, late);
        venue.on_quote(instrument.id, {decimal<Price>("90000"), decimal<Price>("90000") + instrument.tick, {}, {}, late, 0}, late);
    }
    venue.settle(late + std::chrono::hours(1));
    Storm all;
    for (const auto& report : venue.take_reports()) {
        all.lines.push_back(text(report.id) + " " + testing::line(report));
        if (const auto* fill = std::get_if<OrderFill>(&report.body)) all.trades.push_back(fill->trade);
    }
    std::ranges::sort(all.lines);
    std::ranges::sort(all.trades);
    return all;
}

TEST(RestoredVenue, GoesOnAsTheOneThatDiedWouldHave) {
    std::size_t fills = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const Cut cut(seed);
        const auto& accounts = cut.scenario().config.accounts;
        const bool all_agree = std::ranges::all_of(accounts, [&](const AccountConfig& one) { return is_agreed(cut, one.id); });
        if (!all_agree) continue;
        const auto expected = storm(cut.died());
        ASSERT_TRUE(storm(cut.restored()) == expected) << "seed " << seed;
        fills += expected.trades.size();
    }
    EXPECT_GT(fills, seeds);
}

TEST(RestoredVenue, NeverHadWhatWasNotAcknowledgedAndKeepsWhatWasNotConfirmed) {
    std::size_t unanswered = 0;
    std::size_t pending = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const Cut cut(seed);
        for (const auto& [id, group] : cut.world().groups) {
            for (const auto& order : group.orders) {
                const VenueOrder* after = cut.restored().order(client_id(group, order));
                if (is_unanswered(order)) {
                    ++unanswered;
                    ASSERT_EQ(after, nullptr) << "seed " << seed;
                    ASSERT_TRUE(std::holds_alternative<OrderNotFound>(answer(cut.restored(), group, order))) << "seed " << seed;
                }
                if (!is_pending(order) || order.time_in_force == TimeInForce::ioc || order.remaining().is_zero()) continue;
                ++pending;
                ASSERT_NE(after, nullptr) << "seed " << seed;
                ASSERT_EQ(after->filled, order.filled) << "seed " << seed;
                ASSERT_EQ(after->price, order.price) << "seed " << seed;
                ASSERT_FALSE(is_terminal(after->state)) << "seed " << seed;
            }
        }
    }
    EXPECT_GT(unanswered, seeds / 4);
    EXPECT_GT(pending, seeds / 25);
}

// ---- the cases one by one ----

/// A group of the main account with orders in given states.
struct Journal {
    Journal() {
        group.id = {Venue::main, 1};
        group.identity.instrument = Venue::btc;
        group.identity.side = PositionSide::long_side;
    }
    void order(OrderState state, const char* quantity, const char* filled = "0", OrderType type = OrderType::limit) {
        Order order;
        order.number = OrderNumber{static_cast<std::uint32_t>(group.orders.size() + 1)};
        order.role = OrderRole::entry;
        order.side = OrderSide::buy;
        order.type = type;
        order.time_in_force = type == OrderType::limit ? TimeInForce::gtc : TimeInForce::ioc;
        order.price = type == OrderType::limit ? decimal<Price>("100") : Price{};
        order.quantity = decimal<Quantity>(quantity);
        order.filled = decimal<Quantity>(filled);
        order.state = state;
        group.orders.push_back(order);
        group.placed_in.push_back(Incarnation{1});
    }
    void restore(Venue& venue) const {
        World world;
        world.groups.emplace(group.id, group);
        venue.exchange.restore(world, books);
    }

    Group group;
    PaperBooks books;
};

TEST(RestoredVenue, EndsWhatCannotRest) {
    Journal journal;
    journal.order(OrderState::partial, "3", "1", OrderType::market);
    journal.order(OrderState::working, "3", "0", OrderType::market);
    Venue venue;
    journal.restore(venue);
    venue.query(1);
    venue.query(2);
    EXPECT_EQ(venue.seen(), (testing::Lines{"1 found EXPIRED 1/3@0", "2 found EXPIRED 0/3@0"}));
    EXPECT_EQ(venue.balance("USDT"), "1000/0");
}

TEST(RestoredVenue, RestsAnUncertainOrderOnlyWithMoneyThatCertainOnesLeave) {
    Journal journal;
    journal.order(OrderState::pending_cancel, "6");  // 600
    journal.order(OrderState::working, "5");         // 500
    journal.order(OrderState::pending_cancel, "4");  // 400
    Venue venue;
    journal.restore(venue);
    venue.query(1);
    venue.query(2);
    venue.query(3);
    EXPECT_EQ(venue.seen(), (testing::Lines{"1 not found", "2 found WORKING 0/5@100", "3 found WORKING 0/4@100"}));
    EXPECT_EQ(venue.balance("USDT"), "100/900");
}

TEST(RestoredVenue, FillsTheOlderFirstAndNumbersItsTradesOn) {
    Journal journal;
    journal.order(OrderState::working, "1");
    journal.order(OrderState::partial, "3", "1");
    journal.books.newest_trades[Venue::btc] = TradeId{41};
    Venue venue;
    journal.restore(venue);
    venue.quote("99", "100", "5", "2");
    EXPECT_EQ(venue.seen(), (testing::Lines{"1 fill 1@100 maker 0.1", "2 fill 1@100 maker 0.1"}));
    EXPECT_EQ(venue.order(2).trades.front().id, TradeId{43});
}

TEST(RestoredVenue, IsNotMadeOutOfOneThatHasLived) {
    Venue venue;
    venue.buy(1, "1", "100");
    EXPECT_THROW(Journal().restore(venue), InvariantBroken);
}

}  // namespace
}  // namespace trellis::adapters
