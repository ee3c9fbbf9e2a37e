// Recorded files as feeds: their rhythm, speed and repetition to the nanosecond, and their faults found at the start.
#include "adapters/market/file_feed.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include "adapters/market/paper_feeds.hpp"
#include "tests/support/paths.hpp"

namespace trellis::adapters {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Timestamp start = parse_rfc3339("2026-03-02T09:00:00Z").value();

/// A file of this test that is gone with it.
class File {
public:
    explicit File(const std::string& text)
        : path_(testing::TempDir() + "trellis_feed_" + testing::UnitTest::GetInstance()->current_test_info()->name()) {
        std::ofstream(path_) << text;
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() { std::filesystem::remove(path_); }
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

FileFeedOptions options(const File& file, const char* speed = "1", bool is_repeated = false) {
    return {file.path(), InstrumentId{2}, decimal<Ratio>(speed), is_repeated, start, start};
}

/// "+1500000 100/101" for a quote, "+0 print 2@100" for a print; times from the start in nanoseconds.
std::vector<std::string> lines(MarketFeed& feed, std::size_t most = 20) {
    std::vector<std::string> all;
    while (all.size() < most) {
        const auto row = feed.next().value();
        if (!row) break;
        std::string line = "+" + std::to_string((row->due - start).count()) + " ";
        if (const auto* quote = std::get_if<Quote>(&row->body)) {
            EXPECT_EQ(quote->at, row->due);
            line += quote->bid.text() + "/" + quote->ask.text();
        } else {
            const auto& print = std::get<Print>(row->body);
            line += "print " + print.quantity.text() + "@" + print.price.text();
        }
        EXPECT_EQ(row->instrument, InstrumentId{2});
        all.push_back(line);
    }
    return all;
}

using Lines = std::vector<std::string>;

const char* const three_quotes = "ts_ms,bid,ask\n1000,10,11\n1003,12,13\n1010,14,15\n";

TEST(QuotesFeed, KeepsTheFilesRhythmFromTheStart) {
    const File file(three_quotes);
    const auto feed = open_quotes_feed(options(file)).value();
    EXPECT_EQ(lines(*feed), (Lines{"+0 10/11", "+3000000 12/13", "+10000000 14/15"}));
}

TEST(QuotesFeed, IsAsManyTimesFasterAsAskedForExactly) {
    const File file(three_quotes);
    EXPECT_EQ(lines(*open_quotes_feed(options(file, "7")).value()), (Lines{"+0 10/11", "+428571 12/13", "+1428571 14/15"}));
    EXPECT_EQ(lines(*open_quotes_feed(options(file, "0.5")).value()), (Lines{"+0 10/11", "+6000000 12/13", "+20000000 14/15"}));
}

TEST(QuotesFeed, BeginsAgainASecondLaterWithTheFilesPrices) {
    const File file(three_quotes);
    const auto feed = open_quotes_feed(options(file, "2", true)).value();
    EXPECT_EQ(lines(*feed, 5), (Lines{"+0 10/11", "+1500000 12/13", "+5000000 14/15", "+505000000 10/11", "+506500000 12/13"}));
}

/// The three quotes for somebody who listens so much later.
Lines heard_from(const File& file, Duration later, bool is_repeated = false, std::size_t most = 20) {
    auto resumed = options(file, "1", is_repeated);
    resumed.from = start + later;
    return lines(*open_quotes_feed(resumed).value(), most);
}

TEST(QuotesFeed, GoesOnWhereItWouldHaveBeenWithThePriceThatStands) {
    using std::chrono::milliseconds;
    const File file(three_quotes);
    EXPECT_EQ(heard_from(file, milliseconds(2)), (Lines{"+2000000 10/11", "+3000000 12/13", "+10000000 14/15"}));
    EXPECT_EQ(heard_from(file, milliseconds(3)), (Lines{"+3000000 10/11", "+3000000 12/13", "+10000000 14/15"}));
    EXPECT_EQ(heard_from(file, milliseconds(4)), (Lines{"+4000000 12/13", "+10000000 14/15"}));
    EXPECT_EQ(heard_from(file, std::chrono::hours(24)), Lines{"+86400000000000 14/15"}) << "over: its last quote stands";
}

TEST(QuotesFeed, GoesOnInTheLapInWhichItWouldHaveBeen) {
    using std::chrono::milliseconds;
    const File file(three_quotes);  // a lap takes 1010 ms
    EXPECT_EQ(heard_from(file, milliseconds(2 * 1010 + 4), true, 3), (Lines{"+2024000000 12/13", "+2030000000 14/15", "+3030000000 10/11"}));
    const auto years = std::chrono::hours(24 * 365 * 30);
    EXPECT_EQ(heard_from(file, years / milliseconds(1010) * milliseconds(1010), true, 1).size(), 1U) << "at once, not lap by lap";
}

TEST(QuotesFeed, StandsStillWhereTheFilesClockWentBack) {
    const File file("ts_ms,bid,ask\n1000,10,11\n1005,12,13\n1002,14,15\n1006,16,17\n");
    EXPECT_EQ(lines(*open_quotes_feed(options(file)).value()),
              (Lines{"+0 10/11", "+5000000 12/13", "+5000000 14/15", "+6000000 16/17"}));
}

TEST(QuotesFeed, FindsAFaultAnywhereInTheFileAtTheStart) {
    const File file("ts_ms,bid,ask\n1000,10,11\n1001,x,11\n");
    const auto feed = open_quotes_feed(options(file));
    ASSERT_FALSE(feed.ok());
    EXPECT_EQ(feed.error().code, "NOT_A_NUMBER");
    EXPECT_NE(feed.error().detail.find(file.path() + ":3:6"), std::string::npos) << feed.error().detail;
}

TEST(QuotesFeed, RefusesAFileWithoutQuotesAndOneThatIsNotThere) {
    const File file("ts_ms,bid,ask\n");
    EXPECT_EQ(open_quotes_feed(options(file)).error().code, "NO_QUOTES");
    auto absent = options(file);
    absent.path += ".absent";
    EXPECT_EQ(open_quotes_feed(absent).error().code, "CANNOT_READ");
}

TEST(QuotesFeed, RefusesASpeedThatIsNotPositive) {
    const File file(three_quotes);
    EXPECT_EQ(open_quotes_feed(options(file, "0")).error().code, "OUT_OF_RANGE");
}

TEST(QuotesFeed, EndsInAnErrorWhenTheFileIsGoneAtTheNextLap) {
    const File file(three_quotes);
    const auto feed = open_quotes_feed(options(file, "1", true)).value();
    lines(*feed, 3);
    std::filesystem::remove(file.path());
    EXPECT_EQ(feed->next().error().code, "CANNOT_READ");
}

TEST(QuotesFeed, EndsWhenTheFileHasBecomeEmpty) {
    const File file(three_quotes);
    const auto feed = open_quotes_feed(options(file, "1", true)).value();
    lines(*feed, 3);
    std::ofstream(file.path()) << "ts_ms,bid,ask\n";
    EXPECT_FALSE(feed->next().value().has_value());
}

const char* const four_frames =
    R"({"local_ns":1000,"frame":{"stream":"btcusdt@bookTicker","data":{"s":"BTCUSDT","b":"10","B":"1","a":"11","A":"2"}}}
{"local_ns":1500,"frame":{"stream":"ethusdt@bookTicker","data":{"s":"ETHUSDT","b":"5","B":"1","a":"6","A":"2"}}}
{"local_ns":2500,"frame":{"stream":"btcusdt@trade","data":{"s":"BTCUSDT","p":"10.5","q":"3","X":"MARKET"}}}
{"local_ns":4000,"frame":{"stream":"btcusdt@bookTicker","data":{"s":"BTCUSDT","b":"12","B":"1","a":"13","A":"2"}}}
)";

TEST(FramesFeed, TakesTheQuotesAndPrintsOfItsSymbol) {
    const File file(four_frames);
    EXPECT_EQ(lines(*open_frames_feed(options(file), "BTCUSDT").value()), (Lines{"+0 10/11", "+1500 print 3@10.5", "+3000 12/13"}));
    EXPECT_EQ(lines(*open_frames_feed(options(file), "ETHUSDT").value()), (Lines{"+0 5/6"}));
}

TEST(FramesFeed, RefusesAFileThatHasNoQuoteOfItsSymbol) {
    const File file(four_frames);
    const auto feed = open_frames_feed(options(file), "SOLUSDT");
    ASSERT_FALSE(feed.ok());
    EXPECT_EQ(feed.error().code, "NO_QUOTES");
    EXPECT_NE(feed.error().detail.find("SOLUSDT"), std::string::npos);
}

TEST(FramesFeed, ReplaysARecordedMinuteTenTimesFaster) {
    const auto path = tests::shared_data() / "binance_spot_btcusdt_20240809_raw_ws_60s.jsonl";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no recorded data beside the checkout";
    const auto feed = open_frames_feed({path.string(), InstrumentId{0}, decimal<Ratio>("10"), false, start}, "BTCUSDT").value();
    Timestamp last = start;
    std::size_t quotes = 0;
    while (const auto row = feed->next().value()) {
        ASSERT_GE(row->due, last);
        last = row->due;
        quotes += std::holds_alternative<Quote>(row->body) ? 1U : 0U;
    }
    EXPECT_GT(quotes, 100U);
    EXPECT_GT(last - start, milliseconds(5'000));
    EXPECT_LT(last - start, milliseconds(7'000));
}

InstrumentTable table() {
    Instrument row = parse_instrument_name("binance:spot:BTC-USDT").value();
    row.tick = decimal<Price>("0.01");
    InstrumentTable instruments;
    instruments.add(row).value();
    return instruments;
}

PaperFeedSettings settings(PaperFeedSettings::Kind kind) {
    PaperFeedSettings one;
    one.instrument = "binance:spot:BTC-USDT";
    one.kind = kind;
    one.price = decimal<Price>("64000");
    return one;
}

std::string error_of(const PaperFeedSettings& one) {
    const auto feeds = open_paper_feeds({one}, table(), testing::TempDir(), {start, start});
    return feeds.ok() ? "none" : feeds.error().code;
}

TEST(PaperFeeds, OpensEachMarketOfTheDocument) {
    const File file(four_frames);
    auto frames = settings(PaperFeedSettings::Kind::frames);
    frames.file = std::filesystem::path(file.path()).filename();
    const auto synthetic = settings(PaperFeedSettings::Kind::synthetic);
    const auto feeds = open_paper_feeds({synthetic, frames}, table(), testing::TempDir(), {start, start});
    ASSERT_TRUE(feeds.ok()) << feeds.error().detail;
    ASSERT_EQ(feeds->size(), 2U);
    EXPECT_GE((*feeds)[0]->next().value()->due, start);
    EXPECT_EQ((*feeds)[1]->next().value()->due, start);
}

TEST(PaperFeeds, NamesWhatIsWrongWithAMarket) {
    auto unknown = settings(PaperFeedSettings::Kind::synthetic);
    unknown.instrument = "binance:spot:SOL-USDT";
    EXPECT_EQ(error_of(unknown), "UNKNOWN_INSTRUMENT");
    auto worthless = settings(PaperFeedSettings::Kind::synthetic);
    worthless.price = Price{};
    EXPECT_EQ(error_of(worthless), "OUT_OF_RANGE");
    auto wild = settings(PaperFeedSettings::Kind::synthetic);
    wild.swing_percent = decimal<Ratio>("100");
    EXPECT_EQ(error_of(wild), "OUT_OF_RANGE");
    auto restless = settings(PaperFeedSettings::Kind::synthetic);
    restless.interval_ms = 0;
    EXPECT_EQ(error_of(restless), "OUT_OF_RANGE");
    auto absent = settings(PaperFeedSettings::Kind::quotes);
    absent.file = "trellis_no_such_file.csv";
    EXPECT_EQ(error_of(absent), "CANNOT_READ");
}

}  // namespace
}  // namespace trellis::adapters
