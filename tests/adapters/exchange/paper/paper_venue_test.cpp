// The paper venue's thread: what comes out, in which order and when, and that it ends in good order.
#include "adapters/exchange/paper/paper_venue.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "adapters/market/merged_feed.hpp"
#include "adapters/market/synthetic_market.hpp"
#include "tests/adapters/exchange/paper/venue.hpp"

namespace trellis::adapters {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::Lines;
using testing::Venue;

const Timestamp start{seconds(1'700'000'000)};

/// A clock that goes only when told to.
struct Time {
    std::atomic<std::int64_t> passed{0};
    EngineClock clock{{[this] { return start + Duration(passed.load()); }, [this] { return Duration(passed.load()); }}};
};

/// Rows as a test wrote them; then nothing, or an error.
class ScriptedFeed final : public MarketFeed {
public:
    explicit ScriptedFeed(std::deque<FeedRow> rows, std::optional<Error> end = {}) : rows_(std::move(rows)), end_(std::move(end)) {}
    Result<std::optional<FeedRow>> next() override {
        if (!rows_.empty()) {
            const FeedRow row = rows_.front();
            rows_.pop_front();
            return std::optional(row);
        }
        if (end_) return *end_;
        return std::optional<FeedRow>();
    }

private:
    std::deque<FeedRow> rows_;
    std::optional<Error> end_;
};

FeedRow quote(Duration after, const char* bid, const char* ask) {
    return {start + after, Venue::btc, Quote{decimal<Price>(bid), decimal<Price>(ask), {}, {}, start + after, 0}};
}
FeedRow print(Duration after, const char* price, const char* quantity) {
    return {start + after, Venue::btc, Print{decimal<Price>(price), decimal<Quantity>(quantity)}};
}

/// Writes down what it is told; a test waits until enough is there.
class Listener final : public VenueSink {
public:
    void quote(InstrumentId, const Quote& quote) override { add("quote " + quote.bid.text() + "/" + quote.ask.text()); }
    void report(OrderReport report) override {
        if (throws_) throw std::runtime_error("the engine is gone");
        add(testing::line(report));
    }
    bool has_room() override {
        ++asked_;
        return has_room_;
    }
    void failed(const Error& error) { add("failed " + error.code); }

    Lines wait_for(std::size_t count) {
        std::unique_lock guard(mutex_);
        changed_.wait(guard, [&] { return lines_.size() >= count; });
        return lines_;
    }
    Lines lines() {
        const std::scoped_lock guard(mutex_);
        return lines_;
    }

    std::atomic<bool> has_room_{true};
    std::atomic<bool> throws_{false};
    std::atomic<std::uint64_t> asked_{0};

private:
    void add(std::string line) {
        const std::scoped_lock guard(mutex_);
        lines_.push_back(std::move(line));
        changed_.notify_all();
    }
    std::mutex mutex_;
    std::condition_variable changed_;
    Lines lines_;
};

/// A running venue with a scripted market.
struct Live {
    explicit Live(std::deque<FeedRow> rows, std::uint32_t latency_ms = 0, std::optional<Error> end = {})
        : venue(PaperExchange(Venue::table(), Venue::accounts(latency_ms)),
                std::make_unique<ScriptedFeed>(std::move(rows), std::move(end)), time.clock, sink,
                [this](const Error& error) { sink.failed(error); }) {
        venue.start();
    }
    void pass(Duration by) {
        time.passed += by.count();
        venue.send({});
    }
    void buy(std::uint32_t number, const char* quantity, const char* price) {
        venue.send({script.terms(number, OrderSide::buy, quantity, price)});
    }
    Lines wait_for(std::size_t count) { return sink.wait_for(count); }

    Venue script;  // only its words for orders
    Time time;
    Listener sink;
    PaperVenue venue;
};

TEST(PaperVenue, AnswersRequestsBeforeTheFirstQuote) {
    Live live({});
    live.buy(1, "1", "100");
    live.venue.send({QueryOrder{live.script.id(1), Venue::btc}, QueryOrder{live.script.id(2), Venue::btc}});
    EXPECT_EQ(live.wait_for(3), (Lines{"1 ack", "1 found WORKING 0/1@100", "2 not found"}));
    EXPECT_FALSE(live.venue.quote(Venue::btc).has_value());
}

TEST(PaperVenue, TellsAQuoteBeforeTheFillsItMadeAndPrintsOnlyByTheirFills) {
    Live live({quote(seconds(1), "99", "100"), print(seconds(2), "98", "0.5"), quote(seconds(3), "96", "97")});
    live.buy(1, "1", "100");
    live.buy(2, "1", "99");
    live.wait_for(2);
    live.pass(seconds(1));
    EXPECT_EQ(live.wait_for(4), (Lines{"1 ack", "2 ack", "quote 99/100", "1 fill 1@100 maker 0.1"}));
    live.pass(seconds(2));
    const auto lines = live.wait_for(7);
    EXPECT_EQ(Lines(lines.begin() + 4, lines.end()), (Lines{"2 fill 0.5@99 maker 0.0495", "quote 96/97", "2 fill 0.5@99 maker 0.0495"}));
    EXPECT_EQ(live.venue.counts(), (PaperVenueCounts{2, 5, 2, 1}));
}

TEST(PaperVenue, PlaysNoRowBeforeItsTime) {
    Live live({quote(seconds(1), "99", "100")});
    live.pass(milliseconds(999));
    live.buy(1, "1", "100");
    EXPECT_EQ(live.wait_for(1), (Lines{"1 ack"}));
    live.pass(milliseconds(1));
    EXPECT_EQ(live.wait_for(3).at(1), "quote 99/100");
}

TEST(PaperVenue, HoldsReportsBackForTheirLatency) {
    Live live({quote(seconds(0), "99", "100")}, 50);
    live.wait_for(1);
    live.buy(1, "1", "100");
    live.venue.send({CancelOrder{live.script.id(2), Venue::btc}});
    live.pass(milliseconds(49));
    while (live.venue.counts().requests < 2) std::this_thread::yield();
    EXPECT_EQ(live.sink.lines(), (Lines{"quote 99/100"}));
    live.pass(milliseconds(50));
    EXPECT_EQ(live.wait_for(4), (Lines{"quote 99/100", "1 ack", "1 fill 1@100 taker 0.2", "2 refused ORDER_NOT_FOUND"}));
}

TEST(PaperVenue, LetsTheMarketWaitWhileTheEngineIsBehindButNotRequests) {
    Live live({quote(seconds(1), "99", "100"), quote(seconds(2), "98", "99")});
    live.sink.has_room_ = false;
    live.pass(seconds(5));
    live.buy(1, "1", "100");
    EXPECT_EQ(live.wait_for(1), (Lines{"1 ack"}));
    while (live.sink.asked_ < 20) std::this_thread::yield();
    EXPECT_EQ(live.venue.counts().quotes, 0U);
    live.sink.has_room_ = true;
    EXPECT_EQ(live.wait_for(4), (Lines{"1 ack", "quote 99/100", "1 fill 1@100 maker 0.1", "quote 98/99"}));
}

TEST(PaperVenue, AnswersWhatWasSentBeforeItEnds) {
    Live live({});
    for (std::uint32_t number = 1; number <= 1000; ++number) live.venue.send({QueryOrder{live.script.id(number), Venue::btc}});
    live.venue.stop();
    EXPECT_EQ(live.sink.lines().size(), 1000U);
    live.buy(1, "1", "100");  // too late, and no harm
    live.venue.stop();
    EXPECT_EQ(live.venue.counts().requests, 1000U);
}

TEST(PaperVenue, EndsWithAWordWhenItsMarketBreaks) {
    Live live({quote(seconds(0), "99", "100")}, 0, Error{"CANNOT_READ", "the disk is gone"});
    EXPECT_EQ(live.wait_for(2), (Lines{"quote 99/100", "failed CANNOT_READ"}));
    live.buy(1, "1", "100");
    live.venue.stop();
    EXPECT_EQ(live.venue.counts().requests, 0U);
}

TEST(PaperVenue, EndsWithAWordWhenSomethingThrows) {
    Live foreign({});
    foreign.script.account = AccountId{9};
    foreign.buy(1, "1", "100");
    EXPECT_EQ(foreign.wait_for(1), (Lines{"failed VENUE_FAILED"}));
    Live deaf({});
    deaf.sink.throws_ = true;
    deaf.buy(1, "1", "100");
    EXPECT_EQ(deaf.wait_for(1), (Lines{"failed VENUE_FAILED"}));
}

TEST(PaperVenue, ShowsItsBooksToAnyThread) {
    Live live({quote(seconds(1), "99", "100")});
    live.buy(1, "2", "100");
    live.wait_for(1);
    EXPECT_EQ(live.venue.balances(Venue::main).at("USDT"), (Balance{decimal<Money>("800"), decimal<Money>("200")}));
    live.pass(seconds(1));
    live.wait_for(3);
    EXPECT_EQ(live.venue.quote(Venue::btc)->bid, decimal<Price>("99"));
    EXPECT_EQ(live.venue.equity(Venue::main), decimal<Money>("997.8"));  // 2 worth 99 each, 0.2 paid
    EXPECT_TRUE(live.venue.positions(Venue::one_way).empty());
    std::size_t orders = 0;
    live.venue.examine([&](const PaperExchange& exchange) { orders = exchange.orders().size(); });
    EXPECT_EQ(orders, 1U);
}

TEST(PaperVenue, ServesManySendersWhileTheMarketRunsAndOthersLook) {
    Time time;
    Listener sink;
    const SyntheticTerms terms{7, decimal<Price>("100"), decimal<Ratio>("2"), decimal<Price>("0.01"), milliseconds(1)};
    PaperVenue venue(PaperExchange(Venue::table(), Venue::accounts(0)),
                     std::make_unique<SyntheticFeed>(Venue::btc, terms, start + seconds(10)), time.clock, sink, {});
    venue.start();
    constexpr std::uint32_t each = 200;
    std::vector<std::thread> senders;
    for (std::uint32_t sender = 0; sender < 3; ++sender) {
        senders.emplace_back([&venue, &time, sender] {
            Venue script;
            for (std::uint32_t i = 1; i <= each; ++i) {
                venue.send({script.terms(sender * each + i, OrderSide::buy, "0.06", "98")});
                time.passed += Duration(milliseconds(20)).count();
            }
        });
    }
    for (int i = 0; i < 100; ++i) {
        const Money equity = venue.equity(Venue::main);
        EXPECT_TRUE(equity.is_positive());
        EXPECT_LE(venue.balances(Venue::main).at("USDT").locked, decimal<Money>("1000"));
    }
    for (auto& sender : senders) sender.join();
    time.passed += Duration(seconds(20)).count();
    while (venue.counts().quotes < 1000) std::this_thread::yield();
    venue.stop();
    const auto counts = venue.counts();
    EXPECT_EQ(counts.requests, 3U * each);
    EXPECT_EQ(sink.lines().size(), counts.reports + counts.quotes);
}

TEST(MergedFeed, PutsTheRowsOfItsFeedsInOrder) {
    std::vector<std::unique_ptr<MarketFeed>> feeds;
    feeds.push_back(std::make_unique<ScriptedFeed>(std::deque{quote(seconds(2), "1", "2"), quote(seconds(4), "2", "3")}));
    feeds.push_back(std::make_unique<ScriptedFeed>(std::deque<FeedRow>{}));
    feeds.push_back(std::make_unique<ScriptedFeed>(std::deque{quote(seconds(1), "3", "4"), quote(seconds(2), "4", "5")}));
    MergedFeed merged(std::move(feeds));
    std::vector<std::string> bids;
    while (const auto row = merged.next().value()) bids.push_back(std::get<Quote>(row->body).bid.text());
    EXPECT_EQ(bids, (std::vector<std::string>{"3", "1", "4", "2"}));
}

TEST(MergedFeed, EndsInTheErrorOfAnyOfItsFeeds) {
    std::vector<std::unique_ptr<MarketFeed>> feeds;
    feeds.push_back(std::make_unique<ScriptedFeed>(std::deque{quote(seconds(2), "1", "2")}));
    feeds.push_back(std::make_unique<ScriptedFeed>(std::deque<FeedRow>{}, Error{"CANNOT_READ", "gone"}));
    EXPECT_EQ(MergedFeed(std::move(feeds)).next().error().code, "CANNOT_READ");
}

}  // namespace
}  // namespace trellis::adapters
