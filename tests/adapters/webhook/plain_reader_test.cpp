// The fast reader and the careful one say the same of every body, and the fast one takes what TradingView sends.
#include "adapters/webhook/plain_reader.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "adapters/webhook/fields.hpp"

namespace trellis::adapters {
namespace {

constexpr ReceivedAs as{AccountId{2}, SignalNumber{7}, Timestamp{std::chrono::seconds(1'767'571'208)}};
constexpr ReceivedAs overridden{AccountId{2}, SignalNumber{7}, Timestamp{std::chrono::seconds(1'767'571'208)}, "60"};

/// True when the fast reader took it.
bool agrees(const std::string& body, const ReceivedAs& how) {
    const auto careful = parse_with_care(body, how);
    const auto plain = parse_plain(body, how);
    if (!plain) return false;
    EXPECT_TRUE(plain->signal == careful.signal) << body;
    EXPECT_EQ(plain->secret.reveal(), careful.secret.reveal()) << body;
    EXPECT_EQ(plain->unknown_fields, careful.unknown_fields) << body;
    EXPECT_EQ(plain->has_fields, careful.has_fields) << body;
    return true;
}

const std::string full =
    R"({"secret": "s3cr3t", "source": "tradingview", "timestamp": "2026-01-05T00:00:01Z", "signal_id": "a", "idempotency_key": "k", "preset": "swing",
    "tv": {"exchange": "BINANCE", "symbol": "BTCUSDT", "timeframe": "1D", "action": "SHORT", "market_position": "Short", "market_position_size": "1.5",
           "prev_market_position": "flat", "prev_market_position_size": 0, "entry_price": 64231.37, "close_price": 64000, "order_size": 0.29999999999999998},
    "strategy_info": {"trade_id": "Short Entry", "alert_name": "n", "alert_message": "m"},
    "execution_intent": {"type": "REVERSE", "side": "sell", "position_size_type": "base", "precision_mode": "auto"},
    "risk": {"stop_loss": 65000, "take_profit": "60000", "structure_sl": 66000, "max_slippage_percent": 0.5}})";

TEST(PlainReader, TakesTheWholeTable) {
    EXPECT_TRUE(agrees(full, as));
    EXPECT_TRUE(agrees(full, overridden));
    EXPECT_TRUE(agrees("\xEF\xBB\xBF \r\n" + full + "\n\n", as));
}

TEST(PlainReader, TakesWhatPlatformsWriteForNothing) {
    for (const std::string nothing : {"null", "\"\"", "\"NaN\"", "\"na\"", "\"null\""})
        EXPECT_TRUE(agrees(R"({"secret": null, "tv": {"symbol": "A", "timeframe": 15, "action": "buy", "entry_price": )" + nothing +
                               "}, \"risk\": {}}",
                           as))
            << nothing;
    EXPECT_TRUE(agrees(R"({"tv": {"symbol": "A", "action": "buy"}})", overridden));
}

TEST(PlainReader, LeavesTheUnusualToTheCarefulOne) {
    for (const std::string body : {R"({"tv": {"symbol": "A", "timeframe": 15, "action": "buy"}, "more": 1})",
                                   R"({"tv": {"symbol": "A\u0042", "timeframe": 15, "action": "buy"}})",
                                   R"({"tv": {"symbol": "{{ticker}}", "timeframe": 15, "action": "buy"}})",
                                   R"({"tv": {"symbol": "A", "timeframe": 15, "action": "buy"}} x)",
                                   R"({"tv": {"symbol": "A", "timeframe": 15, "action": "buy"}}{})",
                                   R"({"tv": {"symbol": "A", "symbol": "B", "timeframe": 15, "action": "buy"}})",
                                   R"({"tv": {"symbol": "A", "timeframe": 15, "action": "buy"}, "tv": {}})",
                                   R"({"tv": {"symbol": "A", "timeframe": 015, "action": "buy"}})",
                                   R"({"tv": {"symbol": "A", "timeframe": 15, "action": "buy"}, "risk": null})",
                                   R"({"tv": {"symbol": "A", "timeframe": 15, "action": "hold"}})",
                                   R"({"tv": {"symbol": "A", "timeframe": 15}})",
                                   R"({"tv": {"timeframe": 15, "action": "buy"}})",
                                   R"({"tv": {"symbol": "A", "action": "buy"}})",
                                   "{}",
                                   "",
                                   "{",
                                   "[]",
                                   R"({"tv": {"symbol": "A", "timeframe": 15, "action": "buy", "entry_price": 01.5}})",
                                   R"({"tv": {"symbol": "A", "timeframe": 15, "action": "buy", "entry_price": 1e3}})",
                                   R"({"tv": {"symbol": "A", "timeframe": 15, "action": "buy", "entry_price": .5}})",
                                   R"({"tv": {"symbol": "A", "timeframe": 15, "action": "buy", "entry_price": 5.}})",
                                   R"({"tv": {"symbol": "A"B"C", "timeframe": 15, "action": "buy"}})",
                                   R"({"tv": {"symbol": "A" "B", "timeframe": 15, "action": "buy"}})"})
        EXPECT_FALSE(agrees(body, as)) << body;
}

TEST(PlainReader, KeepsItsHandsOffABodyThatIsTooLong) {
    const std::string end = R"("tv": {"symbol": "A", "timeframe": 15, "action": "buy"}})";
    EXPECT_TRUE(agrees("{" + std::string(webhook_bytes_max - end.size() - 1, ' ') + end, as));
    EXPECT_FALSE(agrees("{" + std::string(webhook_bytes_max - end.size(), ' ') + end, as));
}

using Values = std::vector<std::string>;

/// What a field of that name may hold.
Values right_values(std::string_view name) {
    const Values numbers{"64231.37", "\"64231.37\"", "0.30000000000000004", "\"0.29999999999999998\"", "1", "50", "null", "\"\"",
                         "\"NaN\"",  "\"na\"",       "123456789.12345678"};
    if (name == "action" || name == "side") return {"\"buy\"", "\"SELL\"", "\"Long\"", "\"short\""};
    if (name.ends_with("market_position")) return {"\"long\"", "\"Short\"", "\"flat\"", "\"\"", "null"};
    if (name == "timeframe") return {"15", "\"15\"", "\"1D\"", "1"};
    if (name == "timestamp") return {"\"2026-01-05T00:00:01Z\"", "1767571201", "1767571201.25", "\"1767571201000\"", "null"};
    if (name == "type") return {"\"signal\"", "\"EXIT\"", "\"reverse\"", "null"};
    if (name == "position_size_type") return {"\"base\"", "\"Quote\"", "\"contracts\"", "\"\""};
    if (name == "precision_mode") return {"\"auto\"", "null"};
    if (name == "max_slippage_percent") return {"0", "0.5", "\"50\"", "null"};
    const bool is_number = name.ends_with("_size") || name.ends_with("_price") || name.ends_with("_loss") ||
                           name.ends_with("_profit") || name.ends_with("_sl");
    return is_number ? numbers : Values{"\"BTCUSDT\"",          "\"binance\"", "\"a long name, but short enough\"",
                                        "\"\xC3\xA4\xC3\xB6\"", "\"\"",        "null"};
}

/// Nearly always right for its field.
rc::Gen<std::string> any_value(std::string_view name) {
    const Values other{"null",
                       "\"\"",
                       "\"NaN\"",
                       "true",
                       "-1",
                       "-0",
                       "0",
                       "\"0\"",
                       "1e3",
                       "1E-30",
                       "00",
                       "1.",
                       ".5",
                       "+5",
                       "\"+5\"",
                       "\".5\"",
                       "\"1e2\"",
                       "\" 5\"",
                       "\"buy\"",
                       "[]",
                       "{}",
                       "[1]",
                       "{\"a\": 1}",
                       "\"a\\nb\"",
                       "\"{{close}}\"",
                       "\"{{\"",
                       "nul",
                       "\"a\"b\"",
                       "\"\x01\"",
                       "\"\xFF\"",
                       "50.1",
                       "10000000000",
                       "10000000000.1",
                       "\"" + std::string(300, 'y') + "\"",
                       "99999999999999999999999999999999999999999",
                       "12345678901234567890"};
    return rc::gen::weightedOneOf<std::string>({{40, rc::gen::elementOf(right_values(name))}, {1, rc::gen::elementOf(other)}});
}

rc::Gen<std::string> any_blank() { return rc::gen::weightedElement<std::string>({{8, ""}, {4, " "}, {1, "\n"}, {1, "\t\r"}}); }

std::string members(std::string_view object) {
    std::string out;
    for (const auto& field : known_fields) {
        const bool is_required = field.name == "symbol" || field.name == "timeframe" || field.name == "action";
        if (field.object != object || *rc::gen::inRange(0, is_required ? 20 : 3) == 0) continue;
        out += (out.empty() ? "" : ",") + *any_blank() + "\"" + std::string(field.name) + "\"" + *any_blank() + ":" + *any_blank() +
               *any_value(field.name) + *any_blank();
    }
    return out;
}

std::string any_body() {
    std::string out = *any_blank() + "{" + members("");
    for (const std::string_view object : field_objects) {
        if (object != "tv" && *rc::gen::inRange(0, 2) == 0) continue;
        out += (out.ends_with('{') ? "" : ",") + *any_blank() + "\"" + std::string(object) + "\":" + *any_blank();
        out += "{" + members(object) + "}";
        out += *any_blank();
    }
    return out + "}" + *any_blank();
}

RC_GTEST_PROP(PlainReader, SaysWhatTheCarefulOneSays, ()) {
    const std::string body = any_body();
    const bool is_taken = agrees(body, as);
    agrees(body, overridden);
    RC_ASSERT(!testing::Test::HasFailure());
    RC_TAG(is_taken ? "taken" : "left");
}

RC_GTEST_PROP(PlainReader, SaysTheSameWhereverABodyIsDamaged, ()) {
    std::string body = full;
    const int edits = *rc::gen::inRange(1, 4);
    for (int i = 0; i < edits; ++i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, body.size());
        const auto put =
            *rc::gen::element<std::string>("", "\"", "{", "}", ",", ":", " ", "0", "x", "\\", "[", "]", ".", "-", "\n", "\xC3");
        body.replace(at, *rc::gen::inRange<std::size_t>(0, 2), put);
    }
    agrees(body, as);
    RC_ASSERT(!testing::Test::HasFailure());
}

}  // namespace
}  // namespace trellis::adapters
