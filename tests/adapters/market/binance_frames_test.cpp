// Binance's frames as they come, from the stream or from a recorder, whole and broken.
#include "adapters/market/binance_frames.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "tests/support/paths.hpp"

namespace trellis::adapters {
namespace {

const std::string spot_quote =
    R"({"stream":"btcusdt@bookTicker","data":{"u":50093239212,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000","A":"1.54698000"}})";
const std::string usdm_quote =
    R"({"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":5123107837600,"s":"BTCUSDT","b":"61800.20","B":"2.507","a":"61800.30","A":"3.330","T":1723161256300,"E":1723161256301}})";
const std::string spot_trade =
    R"({"stream":"btcusdt@trade","data":{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":3735683259,"p":"61837.63000000","q":"0.02000000","T":1723161255342,"m":true,"M":true}})";
const std::string depth =
    R"({"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","s":"BTCUSDT","b":[["61737.63","0.0"]],"a":[]}})";

std::string usdm_trade(const std::string& type) {
    return R"({"stream":"btcusdt@trade","data":{"e":"trade","s":"BTCUSDT","p":"61800.30","q":"0.5","X":")" + type + R"(","m":false}})";
}

Quote quote(const char* bid, const char* bid_size, const char* ask, const char* ask_size) {
    return {decimal<Price>(bid), decimal<Price>(ask), decimal<Quantity>(bid_size), decimal<Quantity>(ask_size), {}, 0};
}

std::string error_of(const std::string& bytes) {
    BinanceFrameReader reader;
    const auto frame = reader.read_frame(bytes);
    return frame ? "none" : frame.error().code;
}

TEST(BinanceFrames, ReadsABookTickerAsQuoteOnBothMarkets) {
    BinanceFrameReader reader;
    const auto spot = reader.read_frame(spot_quote).value();
    EXPECT_EQ(spot.symbol, "BTCUSDT");
    EXPECT_EQ(std::get<Quote>(spot.body), quote("61837.63", "3.78826", "61837.64", "1.54698"));
    EXPECT_EQ(std::get<Quote>(reader.read_frame(usdm_quote).value().body), quote("61800.2", "2.507", "61800.3", "3.33"));
}

TEST(BinanceFrames, ReadsTradesAndAggregateTradesAsPrints) {
    BinanceFrameReader reader;
    const Print expected{decimal<Price>("61837.63"), decimal<Quantity>("0.02")};
    EXPECT_EQ(std::get<Print>(reader.read_frame(spot_trade).value().body), expected);
    std::string aggregate = spot_trade;
    aggregate.replace(aggregate.find("@trade"), 6, "@aggTrade");
    EXPECT_EQ(std::get<Print>(reader.read_frame(aggregate).value().body), expected);
    EXPECT_TRUE(std::holds_alternative<Print>(reader.read_frame(usdm_trade("MARKET")).value().body));
}

TEST(BinanceFrames, IgnoresWhatIsNoMarketPrice) {
    BinanceFrameReader reader;
    for (const auto& frame : {depth, usdm_trade("INSURANCE_FUND"), std::string(R"({"result":null,"id":1})"),
                              std::string(R"({"stream":"btcusdt@kline_1m","data":{}})"), std::string(R"({"stream":"x","data":{}})"),
                              std::string(R"({"stream":"a@bookTicker","data":{"s":"A","b":"0.0","B":"0.0","a":"5","A":"1"}})")}) {
        EXPECT_TRUE(std::holds_alternative<Ignored>(reader.read_frame(frame).value().body)) << frame;
    }
}

TEST(BinanceFrames, TakesFieldsInAnyOrder) {
    BinanceFrameReader reader;
    const std::string turned = R"({"data":{"A":"4","a":"3","B":"2","b":"1","s":"XY"},"stream":"xy@bookTicker"})";
    EXPECT_EQ(std::get<Quote>(reader.read_frame(turned).value().body), quote("1", "2", "3", "4"));
}

TEST(BinanceFrames, NamesWhatIsWrong) {
    EXPECT_EQ(error_of(""), "NOT_JSON");
    EXPECT_EQ(error_of("hello"), "NOT_JSON");
    EXPECT_EQ(error_of("[1]"), "NOT_JSON");
    EXPECT_EQ(error_of(R"({"stream":7,"data":{}})"), "NOT_JSON");
    EXPECT_EQ(error_of(R"({"stream":"a@trade"})"), "NOT_JSON");
    EXPECT_EQ(error_of(R"({"stream":"a@trade","data":{"p":"1"}})"), "MISSING_FIELD");
    EXPECT_EQ(error_of(R"({"stream":"a@trade","data":{"p":1,"q":"1"}})"), "MISSING_FIELD");
    EXPECT_EQ(error_of(R"({"stream":"a@trade","data":{"p":"1x","q":"1"}})"), "NOT_A_NUMBER");
    EXPECT_EQ(error_of(R"({"stream":"a@trade","data":{"p":"0.00000000000000001","q":"1"}})"), "TOO_PRECISE");
    EXPECT_EQ(error_of(R"({"stream":"a@bookTicker","data":{"b":"1","B":"1","a":"2"}})"), "MISSING_FIELD");
}

TEST(BinanceFrames, AFrameCutAnywhereIsAnErrorOrTheWholeQuote) {
    for (std::size_t length = 0; length < spot_quote.size(); ++length) {
        BinanceFrameReader reader;
        const auto frame = reader.read_frame(std::string_view(spot_quote).substr(0, length));
        if (!frame) continue;
        EXPECT_EQ(std::get<Quote>(frame->body), quote("61837.63", "3.78826", "61837.64", "1.54698")) << length;
    }
}

TEST(RecordedFrames, ReadsTheRecordersWrapperAndSkipsTheRest) {
    const auto wrapped = [](const std::string& frame) { return R"({"local_ns":1723161254087891268,"frame":)" + frame + "}\n"; };
    auto frames = RecordedFrames::read(
        std::make_unique<std::istringstream>(wrapped(depth) + wrapped(spot_quote) + wrapped(spot_trade)), "f.jsonl");
    const auto first = frames.next().value();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->at, Timestamp(Duration(1723161254087891268)));
    EXPECT_TRUE(std::holds_alternative<Quote>(first->frame.body));
    EXPECT_TRUE(std::holds_alternative<Print>(frames.next().value()->frame.body));
    EXPECT_FALSE(frames.next().value());
}

TEST(RecordedFrames, SkipsAndCountsCrossedQuotes) {
    auto frames = RecordedFrames::read(
        std::make_unique<std::istringstream>(
            R"({"local_ns":1,"frame":{"stream":"a@bookTicker","data":{"b":"3","B":"1","a":"2","A":"1"}}})"), "f.jsonl");
    EXPECT_FALSE(frames.next().value());
    EXPECT_EQ(frames.crossed(), 1U);
}

TEST(RecordedFrames, NamesFileAndLineOfWhatItCannotRead) {
    auto frames = RecordedFrames::read(std::make_unique<std::istringstream>("\n{\"frame\":{}}\n"), "f.jsonl");
    const auto frame = frames.next();
    ASSERT_FALSE(frame.ok());
    EXPECT_EQ(frame.error().code, "NOT_JSON");
    EXPECT_EQ(frame.error().detail.substr(0, 13), "f.jsonl:2:1: ");
}

struct Counts {
    std::uint64_t quotes = 0;
    std::uint64_t prints = 0;
    bool operator==(const Counts&) const = default;
};

Counts count(const std::filesystem::path& path) {
    auto frames = RecordedFrames::open(path.string()).value();
    Counts counts;
    Timestamp last{};
    while (const auto next = frames.next().value()) {
        EXPECT_LE(last, next->at);
        EXPECT_EQ(next->frame.symbol, "BTCUSDT");
        last = next->at;
        ++(std::holds_alternative<Quote>(next->frame.body) ? counts.quotes : counts.prints);
    }
    return counts;
}

TEST(RecordedFrames, ReadsTheRecordedSpotStream) {
    const auto path = tests::shared_data() / "binance_spot_btcusdt_20240809_raw_ws_60s.jsonl";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no recorded data: " << path.filename() << " is absent";
    EXPECT_EQ(count(path), (Counts{5'360, 1'381}));
}

TEST(RecordedFrames, ReadsTheRecordedUsdmStream) {
    const auto path = tests::shared_data() / "binance_usdm_btcusdt_20240809_raw_ws_20s.jsonl";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no recorded data: " << path.filename() << " is absent";
    EXPECT_EQ(count(path), (Counts{3'547, 615}));
}

}  // namespace
}  // namespace trellis::adapters
