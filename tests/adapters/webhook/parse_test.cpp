// The table of 1.2, field by field: what is read, what is absent, what is refused and how the complaint reads.
#include "adapters/webhook/parse.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace trellis::adapters {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr Timestamp now{std::chrono::seconds(1'767'225'600)};

ReceivedSignal parse(const std::string& body) { return parse_signal(body, AccountId{2}, SignalNumber{7}, now); }

std::string with_chart(const std::string& chart, const std::string& more = {}) {
    return R"({"tv": {"symbol": "BTCUSDT", "timeframe": 15, "action": "buy")" + chart + "}" + more + "}";
}

Signal signal_of(const std::string& body) {
    const auto received = parse(body);
    if (const auto* wrong = std::get_if<MalformedSignal>(&received)) {
        for (const auto& error : wrong->errors) ADD_FAILURE() << body << "\n" << error.pointer << ": " << error.hint;
        return {};
    }
    return std::get<Signal>(received);
}

std::vector<FieldError> errors_of(const std::string& body) {
    const auto received = parse(body);
    const auto* wrong = std::get_if<MalformedSignal>(&received);
    if (wrong == nullptr) return {};
    return wrong->errors;
}

std::vector<std::string> pointers_of(const std::string& body) {
    std::vector<std::string> out;
    for (const auto& error : errors_of(body)) out.push_back(error.pointer);
    return out;
}

TEST(Webhook, ReadsTheWholeTableOfFields) {
    const auto signal = signal_of(R"({
        "secret": "s3cr3t", "source": "tradingview", "timestamp": "2026-01-05T00:00:01Z", "signal_id": "a", "idempotency_key": "k", "preset": "swing",
        "tv": {"exchange": "BINANCE", "symbol": "BTCUSDT", "timeframe": "1D", "action": "SHORT", "market_position": "Short", "market_position_size": "1.5",
               "prev_market_position": "flat", "prev_market_position_size": 0, "entry_price": 64231.37, "close_price": 64000, "order_size": 1000},
        "strategy_info": {"trade_id": "Short Entry", "alert_name": "n", "alert_message": "m"},
        "execution_intent": {"type": "REVERSE", "side": "sell", "position_size_type": "base", "precision_mode": "auto"},
        "risk": {"stop_loss": 65000, "take_profit": "60000", "structure_sl": 66000, "max_slippage_percent": 0.5}})");
    EXPECT_EQ(signal.account, AccountId{2});
    EXPECT_EQ(signal.number, SignalNumber{7});
    EXPECT_EQ(signal.received_at, now);
    EXPECT_EQ(rfc3339(signal.timestamp.value()), "2026-01-05T00:00:01Z");
    EXPECT_EQ(signal.idempotency_key, "k");
    EXPECT_EQ(signal.preset, "swing");
    EXPECT_EQ(signal.exchange, "BINANCE");
    EXPECT_EQ(signal.symbol, "BTCUSDT");
    EXPECT_EQ(signal.timeframe, "1D");
    EXPECT_EQ(signal.action, SignalAction::go_short);
    EXPECT_EQ(signal.position, MarketPosition::short_position);
    EXPECT_EQ(signal.position_size, decimal<Quantity>("1.5"));
    EXPECT_EQ(signal.previous_position, MarketPosition::flat);
    EXPECT_EQ(signal.previous_position_size, Quantity{});
    EXPECT_EQ(signal.entry_price, decimal<Price>("64231.37"));
    EXPECT_EQ(signal.order_size, decimal<Quantity>("1000"));
    EXPECT_EQ(signal.trade_id, "Short Entry");
    EXPECT_EQ(signal.alert_name, "n");
    EXPECT_EQ(signal.alert_message, "m");
    EXPECT_EQ(signal.type, SignalType::reverse);
    EXPECT_EQ(signal.intent_side, SignalAction::sell);
    EXPECT_EQ(signal.size_type, SizeType::base);
    EXPECT_EQ(signal.max_slippage_percent, decimal<Ratio>("0.5"));
    EXPECT_EQ(signal.stop_loss, decimal<Price>("65000"));
    EXPECT_EQ(signal.take_profit, decimal<Price>("60000"));
    EXPECT_THAT(signal.body, HasSubstr(R"("secret": "***")"));
    EXPECT_THAT(signal.body, Not(HasSubstr("s3cr3t")));
}

TEST(Webhook, TakesDefaultsForWhatIsAbsent) {  // 32.8
    const auto signal = signal_of(with_chart(""));
    EXPECT_EQ(signal.timestamp, std::nullopt);
    EXPECT_EQ(signal.timeframe, "15");
    EXPECT_EQ(signal.exchange, "");
    EXPECT_EQ(signal.type, SignalType::signal);
    EXPECT_EQ(signal.size_type, SizeType::quote);
    EXPECT_EQ(signal.position, std::nullopt);
    EXPECT_EQ(signal.entry_price, std::nullopt);
    EXPECT_EQ(signal.order_size, std::nullopt);
    EXPECT_EQ(signal.intent_side, std::nullopt);
    EXPECT_EQ(signal.max_slippage_percent, std::nullopt);
    EXPECT_EQ(signal.stop_loss, std::nullopt);
    EXPECT_EQ(signal.take_profit, std::nullopt);
}

TEST(Webhook, CountsWhatPlatformsWriteForNothingAsAbsent) {
    for (const std::string nothing : {"null", "\"\"", "\"NaN\"", "\"na\"", "\"null\""}) {
        const auto signal = signal_of(with_chart(R"(, "entry_price": )" + nothing + R"(, "order_size": )" + nothing, R"(, "risk": {"stop_loss": )" + nothing + "}"));
        EXPECT_EQ(signal.entry_price, std::nullopt) << nothing;
        EXPECT_EQ(signal.order_size, std::nullopt) << nothing;
    }
    const auto signal = signal_of(with_chart(R"(, "market_position": "", "exchange": null)", R"(, "execution_intent": null, "strategy_info": {"trade_id": null})"));
    EXPECT_EQ(signal.position, std::nullopt);
}

TEST(Webhook, RoundsFloatNoiseToTwelveDigits) {
    EXPECT_EQ(signal_of(with_chart(R"(, "order_size": 0.29999999999999998)")).order_size, decimal<Quantity>("0.3"));
    EXPECT_EQ(signal_of(with_chart(R"(, "order_size": "0.30000000000000004")")).order_size, decimal<Quantity>("0.3"));
    EXPECT_EQ(signal_of(with_chart(R"(, "entry_price": 6.423137e4)")).entry_price, decimal<Price>("64231.37"));
}

TEST(Webhook, TakesTimesAsTextSecondsAndMilliseconds) {
    for (const std::string time : {"\"2026-01-05T00:00:01Z\"", "\"2026-01-05T01:00:01+01:00\"", "1767571201", "\"1767571201\"", "1767571201000", "1767571201.0"}) {
        EXPECT_EQ(rfc3339(signal_of(with_chart("", R"(, "timestamp": )" + time)).timestamp.value()), "2026-01-05T00:00:01Z") << time;
    }
}

TEST(Webhook, TakesTimeframesAsNumberAndText) {
    const auto timeframe = [](const std::string& text) {
        return signal_of(R"({"tv": {"symbol": "A", "action": "sell", "timeframe": )" + text + "}}").timeframe;
    };
    EXPECT_EQ(timeframe("15"), "15");
    EXPECT_EQ(timeframe("15.0"), "15");
    EXPECT_EQ(timeframe("\"30S\""), "30S");
}

TEST(Webhook, ListsEveryMissingField) {
    EXPECT_THAT(pointers_of("{}"), ElementsAre("/tv/symbol", "/tv/timeframe", "/tv/action"));
    EXPECT_THAT(pointers_of(R"({"tv": {"symbol": "", "timeframe": null, "action": "buy"}})"), ElementsAre("/tv/symbol", "/tv/timeframe"));
    EXPECT_EQ(errors_of("{}")[0].hint, "this field is required");
}

struct BadField {
    std::string field;  ///< of `tv`, or behind it
    std::string pointer;
    bool is_of_chart = true;
};

TEST(Webhook, RefusesEachFieldOutsideOfItsRule) {
    const std::vector<BadField> table{
        {R"("action": "hold")", "/tv/action"},
        {R"("action": 1)", "/tv/action"},
        {R"("symbol": 5)", "/tv/symbol"},
        {R"("symbol": ")" + std::string(51, 'A') + "\"", "/tv/symbol"},
        {R"("timeframe": 1.5)", "/tv/timeframe"},
        {R"("timeframe": true)", "/tv/timeframe"},
        {R"("timeframe": "12345678901234567")", "/tv/timeframe"},
        {R"("exchange": ")" + std::string(33, 'A') + "\"", "/tv/exchange"},
        {R"("market_position": "up")", "/tv/market_position"},
        {R"("market_position_size": -1)", "/tv/market_position_size"},
        {R"("prev_market_position": 0)", "/tv/prev_market_position"},
        {R"("prev_market_position_size": "x")", "/tv/prev_market_position_size"},
        {R"("entry_price": 0)", "/tv/entry_price"},
        {R"("entry_price": -5)", "/tv/entry_price"},
        {R"("entry_price": "1,000")", "/tv/entry_price"},
        {R"("entry_price": 1e30)", "/tv/entry_price"},
        {R"("entry_price": 1e-20)", "/tv/entry_price"},
        {R"("entry_price": [1])", "/tv/entry_price"},
        {R"("close_price": 0)", "/tv/close_price"},
        {R"("order_size": 0)", "/tv/order_size"},
        {R"("order_size": 1e13)", "/tv/order_size"},
        {R"("secret": 5)", "/secret", false},
        {R"("secret": ")" + std::string(257, 's') + "\"", "/secret", false},
        {R"("source": ")" + std::string(33, 's') + "\"", "/source", false},
        {R"("timestamp": "yesterday")", "/timestamp", false},
        {R"("timestamp": true)", "/timestamp", false},
        {R"("signal_id": 5)", "/signal_id", false},
        {R"("idempotency_key": ")" + std::string(129, 's') + "\"", "/idempotency_key", false},
        {R"("preset": {})", "/preset", false},
        {R"("strategy_info": {"trade_id": ")" + std::string(129, 's') + "\"}", "/strategy_info/trade_id", false},
        {R"("strategy_info": {"alert_name": ")" + std::string(257, 's') + "\"}", "/strategy_info/alert_name", false},
        {R"("strategy_info": {"alert_message": ")" + std::string(1025, 's') + "\"}", "/strategy_info/alert_message", false},
        {R"("strategy_info": [])", "/strategy_info", false},
        {R"("execution_intent": {"type": "close"})", "/execution_intent/type", false},
        {R"("execution_intent": {"side": "up"})", "/execution_intent/side", false},
        {R"("execution_intent": {"position_size_type": "lots"})", "/execution_intent/position_size_type", false},
        {R"("execution_intent": {"precision_mode": "manual"})", "/execution_intent/precision_mode", false},
        {R"("risk": {"stop_loss": 0})", "/risk/stop_loss", false},
        {R"("risk": {"take_profit": -1})", "/risk/take_profit", false},
        {R"("risk": {"structure_sl": "x"})", "/risk/structure_sl", false},
        {R"("risk": {"max_slippage_percent": 50.1})", "/risk/max_slippage_percent", false},
        {R"("risk": {"max_slippage_percent": -0.1})", "/risk/max_slippage_percent", false},
    };
    for (const auto& row : table) {
        const std::string name = row.field.substr(0, row.field.find(':'));
        std::string chart;
        for (const std::string required : {R"("symbol": "A")", R"("timeframe": 15)", R"("action": "buy")"}) {
            if (required.starts_with(name)) continue;
            chart += required + ", ";
        }
        chart += row.is_of_chart ? row.field : R"("x": 1)";
        EXPECT_THAT(pointers_of("{\"tv\": {" + chart + "}" + (row.is_of_chart ? "" : ", " + row.field) + "}"), ElementsAre(row.pointer)) << row.field;
    }
}

TEST(Webhook, CountsCharactersNotBytes) {
    std::string umlauts;
    for (int i = 0; i < 50; ++i) umlauts += "\xC3\xA4";
    EXPECT_EQ(signal_of(R"({"tv": {"symbol": ")" + umlauts + R"(", "timeframe": 15, "action": "buy"}})").symbol, umlauts);
}

TEST(Webhook, RefusesAPlaceholderInAnyStringOnce) {
    EXPECT_THAT(pointers_of(with_chart(R"(, "entry_price": "{{close}}")")), ElementsAre("/tv/entry_price"));
    EXPECT_EQ(errors_of(with_chart(R"(, "entry_price": "{{close}}")"))[0].rule, "W-3");
    EXPECT_THAT(pointers_of(R"({"timestamp": "{{timenow}}", "tv": {"symbol": "{{ticker}}", "timeframe": "{{interval}}", "action": "{{strategy.order.action}}"},
        "strategy_info": {"alert_name": "x {{strategy.order.comment}} y"}, "mine": [{"deep": "{{plot_0}}"}], "tv2": "{{"})"),
                ElementsAre("/timestamp", "/tv/symbol", "/tv/timeframe", "/tv/action", "/strategy_info/alert_name", "/mine/0/deep"));
}

TEST(Webhook, TellsAllErrorsAtOnce) {
    EXPECT_THAT(pointers_of(R"({"timestamp": "x", "tv": {"symbol": 1, "timeframe": 15, "entry_price": 0}, "risk": 5})"),
                testing::UnorderedElementsAre("/timestamp", "/tv/symbol", "/tv/action", "/tv/entry_price", "/risk"));
}

TEST(Webhook, IgnoresAndCountsUnknownFields) {
    const auto parsed = parse_webhook(with_chart(R"(, "volume": 5)", R"(, "comment": "x", "extra": {"a": 1, "b": 2})"), {AccountId{1}, SignalNumber{1}, now});
    EXPECT_TRUE(std::holds_alternative<Signal>(parsed.signal));
    EXPECT_EQ(parsed.unknown_fields, 3U);
    EXPECT_EQ(parse_webhook(with_chart("", R"(, "risk": {"max_slippage_percent": 1})"), {}).unknown_fields, 0U);
}

TEST(Webhook, TakesAByteOrderMarkAndBlanksAround) {
    const std::string body = "\xEF\xBB\xBF  " + with_chart("") + "\r\n\n ";
    EXPECT_EQ(signal_of(body).body, body);
}

TEST(Webhook, RefusesWhatIsNoObject) {
    for (const std::string body : {"", "buy BTC", "[]", "\"x\"", "5", "null", "{\"tv\": {", "{} {}", "{\"tv\": NaN}", "\xFF\xFE{}"}) {
        const auto errors = errors_of(body);
        ASSERT_EQ(errors.size(), 1U) << body;
        EXPECT_EQ(errors[0].pointer, "") << body;
    }
    EXPECT_THAT(errors_of(R"({"tv": {}, "tv": {}})").at(0).hint, HasSubstr("JSON_DUPLICATE_KEY"));
    EXPECT_THAT(errors_of("{\"a\": " + std::string(40, '[') + std::string(40, ']') + "}").at(0).hint, HasSubstr("JSON_TOO_DEEP"));
    EXPECT_THAT(errors_of("{\"a\": \"" + std::string(webhook_bytes_max, 'a') + "\"}").at(0).hint, HasSubstr("JSON_TOO_LARGE"));
}

TEST(Webhook, ShowsTheSecretNowhere) {
    for (const std::string body : {R"({"secret": "s3cr3t", "tv": {)", R"({"secret": s3cr3t})", R"({"secret": "{{s3cr3t}}"})", R"({"secret": ["s3cr3t"]})",
                                   R"(["secret", {"secret": "s3cr3t"}])", R"({"secret": "s3cr3t", "secret": "s3cr3t"})", R"({"tv": {"symbol": {"secret": "s3cr3t"}}})"}) {
        const auto received = parse(body);
        const auto* wrong = std::get_if<MalformedSignal>(&received);
        ASSERT_NE(wrong, nullptr) << body;
        EXPECT_THAT(wrong->body, Not(HasSubstr("s3cr3t"))) << body;
        for (const auto& error : wrong->errors) EXPECT_THAT(error.value + error.hint, Not(HasSubstr("s3cr3t"))) << body;
    }
}

TEST(Webhook, KeepsAtMostFiftyErrorsAndABoundedBody) {
    std::string body = "{";
    for (int i = 0; i < 200; ++i) body += (i == 0 ? "\"k" : ", \"k") + std::to_string(i) + R"(": "{{x}}")";
    EXPECT_EQ(errors_of(body + "}").size(), webhook_errors_max);
    const auto received = parse(std::string(webhook_bytes_max * 2, 'x'));
    EXPECT_EQ(std::get<MalformedSignal>(received).body.size(), webhook_bytes_max);
}

}  // namespace
}  // namespace trellis::adapters
