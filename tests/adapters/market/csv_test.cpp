// Quotes from CSV text: columns by name, decimals by text, errors by place.
#include "adapters/market/csv.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>
#include <vector>

#include "tests/support/paths.hpp"

namespace trellis::adapters {
namespace {

Result<QuoteCsv> csv(const std::string& text) { return QuoteCsv::read(std::make_unique<std::istringstream>(text), "q.csv"); }

std::vector<Quote> all(const std::string& text) {
    auto reader = csv(text).value();
    std::vector<Quote> quotes;
    while (auto quote = reader.next().value()) quotes.push_back(*quote);
    return quotes;
}

std::string error_of(const std::string& text) {
    auto reader = csv(text);
    if (!reader) return reader.error().code + " " + reader.error().detail;
    while (true) {
        auto quote = reader->next();
        if (!quote) return quote.error().code + " " + quote.error().detail;
        if (!*quote) return "none";
    }
}

Quote quote(std::int64_t at_ns, const char* bid, const char* ask) {
    return {decimal<Price>(bid), decimal<Price>(ask), {}, {}, Timestamp(Duration(at_ns)), 0};
}

TEST(QuoteCsv, FindsColumnsByTheirNameAndIgnoresOthers) {
    const auto quotes = all("update_id,ask,ask_qty,local_ns,bid,bid_qty\n7,100.5,2,1500,99.25,3.125\n");
    ASSERT_EQ(quotes.size(), 1U);
    Quote expected = quote(1500, "99.25", "100.5");
    expected.bid_size = decimal<Quantity>("3.125");
    expected.ask_size = decimal<Quantity>("2");
    EXPECT_EQ(quotes[0], expected);
}

TEST(QuoteCsv, ReadsEachNameOfATimeAndOfASize) {
    EXPECT_EQ(all("timestamp_ns,bid,ask\n5,1,2\n"), std::vector{quote(5, "1", "2")});
    EXPECT_EQ(all("ts_ms,bid,ask\n5,1,2\n"), std::vector{quote(5'000'000, "1", "2")});
    EXPECT_EQ(all("ts_ms,local_ns,bid,ask\n5,6,1,2\n"), std::vector{quote(6, "1", "2")});
    const auto sized = all("ts_ms,bid,bid_size,ask,ask_size\n5,1,3,2,\n");
    EXPECT_EQ(sized.at(0).bid_size, decimal<Quantity>("3"));
    EXPECT_EQ(sized.at(0).ask_size, std::nullopt);
}

TEST(QuoteCsv, KeepsEveryDigit) {
    const auto quotes = all("ts_ms,bid,ask\n0,0.0000000000000001,12345678901234567.1234567890123456\n");
    EXPECT_EQ(quotes.at(0).bid.text(), "0.0000000000000001");
    EXPECT_EQ(quotes.at(0).ask.text(), "12345678901234567.1234567890123456");
}

TEST(QuoteCsv, SkipsAndCountsRowsWithBidAboveAsk) {
    auto reader = csv("ts_ms,bid,ask\n1,3,2\n2,2,2\n3,9,1\n").value();
    EXPECT_EQ(reader.next().value(), quote(2'000'000, "2", "2"));
    EXPECT_EQ(reader.next().value(), std::nullopt);
    EXPECT_EQ(reader.crossed(), 2U);
}

TEST(QuoteCsv, TakesWindowsLinesAndEmptyOnesAndAByteOrderMark) {
    EXPECT_EQ(all("\xEF\xBB\xBFts_ms,bid,ask\r\n\r\n1,1,2\r\n\n"), std::vector{quote(1'000'000, "1", "2")});
    EXPECT_EQ(all("ts_ms,bid,ask\n1,1,2"), std::vector{quote(1'000'000, "1", "2")});
    EXPECT_TRUE(all("ts_ms,bid,ask\n").empty());
}

TEST(QuoteCsv, NamesWhatIsMissingInTheHeader) {
    EXPECT_EQ(error_of(""), "MISSING_COLUMN q.csv:0:1: no header");
    EXPECT_EQ(error_of("bid,ask\n"), "MISSING_COLUMN q.csv:1:1: no column timestamp_ns, local_ns or ts_ms");
    EXPECT_EQ(error_of("ts_ms,ask\n"), "MISSING_COLUMN q.csv:1:1: no column bid");
    EXPECT_EQ(error_of("ts_ms,bid\n"), "MISSING_COLUMN q.csv:1:1: no column ask");
}

TEST(QuoteCsv, NamesFileLineAndColumnOfABadRow) {
    const std::string head = "ts_ms,bid,ask,bid_qty\n1,1,2,3\n";
    EXPECT_EQ(error_of(head + "2,1,2,3,4\n"), "none");
    EXPECT_EQ(error_of(head + "2,1\n"), "BAD_ROW q.csv:3:4: the row has fewer fields than the header");
    EXPECT_EQ(error_of(head + "x,1,2,3\n"), "BAD_TIME q.csv:3:1: 'x' is no whole number in range");
    EXPECT_EQ(error_of(head + "1.5,1,2,3\n"), "BAD_TIME q.csv:3:1: '1.5' is no whole number in range");
    EXPECT_EQ(error_of(head + "9223372036855,1,2,3\n"), "BAD_TIME q.csv:3:1: 9223372036855 ms is out of range");
    EXPECT_EQ(error_of(head + "10,0,2,3\n"), "OUT_OF_RANGE q.csv:3:4: a price is positive");
    EXPECT_EQ(error_of(head + "10,1,2,-3\n"), "OUT_OF_RANGE q.csv:3:8: a size is not negative");
    EXPECT_EQ(error_of(head + "10,abc,2,3\n").substr(0, 24), "NOT_A_NUMBER q.csv:3:4: ");
    EXPECT_EQ(error_of(head + "10,1,2.00000000000000001,3\n").substr(0, 23), "TOO_PRECISE q.csv:3:6: ");
    EXPECT_EQ(error_of(head + "10,,2,3\n").substr(0, 24), "NOT_A_NUMBER q.csv:3:4: ");
}

TEST(QuoteCsv, AFileThatIsNotThereIsAnError) {
    const auto reader = QuoteCsv::open("no/such/file.csv");
    ASSERT_FALSE(reader.ok());
    EXPECT_EQ(reader.error().code, "CANNOT_READ");
}

TEST(QuoteCsv, ReadsTheRecordedQuotes) {
    const auto path = tests::shared_data() / "binance_spot_btcusdt_20240809_bbo.csv";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no recorded data: " << path.filename() << " is absent";
    auto reader = QuoteCsv::open(path.string()).value();
    std::uint64_t count = 0;
    Timestamp last{};
    while (const auto next = reader.next().value()) {
        ASSERT_LE(last, next->at);
        ASSERT_TRUE(next->bid_size && next->ask_size);
        last = next->at;
        ++count;
    }
    EXPECT_EQ(count, 28'040U);
    EXPECT_EQ(reader.crossed(), 0U);
}

TEST(QuoteCsv, CountsTheCrossedRowsOfARecordedFile) {
    const auto path = tests::shared_data() / "eurusd_fxcm_20140502_ticks_1200_1500utc.csv";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no recorded data: " << path.filename() << " is absent";
    auto reader = QuoteCsv::open(path.string()).value();
    std::uint64_t count = 0;
    while (reader.next().value()) ++count;
    EXPECT_EQ(reader.crossed(), 6'884U);
    EXPECT_EQ(count + reader.crossed(), 51'162U);
}

}  // namespace
}  // namespace trellis::adapters
