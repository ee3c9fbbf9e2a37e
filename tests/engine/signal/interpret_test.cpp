// From a signal's fields to an instruction: R-30 up to the intent, in its order.
#include <gtest/gtest.h>

#include <functional>

#include "engine/signal/instruction.hpp"
#include "tests/engine/signal/signals.hpp"

namespace trellis {
namespace {

using tests::buy_signal;
using tests::start;
using Change = std::function<void(Signal&)>;

Result<Instruction> read(const Change& change, Market market = Market::linear, bool infer_intent = true) {
    static const InstrumentTable table = tests::market();
    Signal signal = buy_signal();
    change(signal);
    return interpret(signal, tests::account(market), table, infer_intent);
}

std::string code(const Change& change, Market market = Market::linear) {
    const auto result = read(change, market);
    return result.ok() ? "" : result.error().code;
}

void nothing(Signal&) {}

TEST(Interpretation, I4TheIdentityIsInstrumentSecondsAndSide) {
    EXPECT_EQ(read(nothing)->identity, (Identity{tests::btc_linear, 900, PositionSide::long_side}));
    for (const auto* day : {"D", "1D", "1440"}) {
        const auto result = read([&](Signal& signal) { signal.timeframe = day; });
        EXPECT_EQ(result->identity, (Identity{tests::btc_linear, 86'400, PositionSide::long_side})) << day;
    }
}

TEST(Interpretation, R30ReportsTheFirstFaultOfItsList) {
    Signal signal = buy_signal();
    signal.exchange = "KRAKEN";
    signal.symbol = "NOSUCH";
    signal.timeframe = "1H";
    signal.intent_side = SignalAction::sell;
    signal.entry_price.reset();
    const InstrumentTable table = tests::market();
    const auto next = [&](const Change& mend) {
        const auto result = interpret(signal, tests::account(Market::linear), table, true);
        mend(signal);
        return result.ok() ? "" : result.error().code;
    };
    EXPECT_EQ(next([](Signal& s) { s.exchange = ""; }), "UNKNOWN_VENUE");
    EXPECT_EQ(next([](Signal& s) { s.symbol = "BTCUSDT"; }), "UNKNOWN_INSTRUMENT");
    EXPECT_EQ(next([](Signal& s) { s.timeframe = "60"; }), "UNSUPPORTED_TIMEFRAME");
    EXPECT_EQ(next([](Signal& s) { s.intent_side = SignalAction::go_long; }), "SIDE_CONFLICT");
    EXPECT_EQ(next([](Signal& s) { s.entry_price = tests::price("1"); }), "SCHEMA");
    EXPECT_EQ(next(nothing), "");
}

TEST(Interpretation, I2TheVenueIsTheAccountsOrUnknown) {
    const auto with = [](const char* exchange) {
        return code([&](Signal& signal) { signal.exchange = exchange; });
    };
    EXPECT_EQ(with(""), "");
    EXPECT_EQ(with("BINANCE"), "");
    EXPECT_EQ(with("binance"), "");
    EXPECT_EQ(with("BYBIT"), "UNKNOWN_INSTRUMENT");
    EXPECT_EQ(with("COINBASE"), "UNKNOWN_VENUE");
}

TEST(Interpretation, R30ASymbolIsFoundUnderEachOfItsNames) {
    for (const auto* name : {"BTCUSDT", "btcusdt", "BTC/USDT", "BtcUsdt.p", "BTCUSDT.P", "BTC-USDT-USDT"}) {
        const auto result = read([&](Signal& signal) { signal.symbol = name; });
        ASSERT_TRUE(result.ok()) << name;
        EXPECT_EQ(result->identity.instrument, tests::btc_linear) << name;
    }
}

TEST(Interpretation, I3TheAccountsMarketDecidesBetweenSpotAndPerpetual) {
    EXPECT_EQ(read(nothing, Market::spot)->identity.instrument, tests::btc_spot);
    EXPECT_EQ(read(nothing, Market::linear)->identity.instrument, tests::btc_linear);
    EXPECT_EQ(code([](Signal& signal) { signal.symbol = "BTCUSDT.P"; }, Market::spot), "UNKNOWN_INSTRUMENT");
}

TEST(Interpretation, I1NothingIsGuessedFromASuffix) {  // 32.9
    for (const auto* name : {"BTC", "BTCUSD", "XBTCUSDT", "BTCUSDT.PP", "BTC_USDT", ""}) {
        EXPECT_EQ(code([&](Signal& signal) { signal.symbol = name; }), "UNKNOWN_INSTRUMENT") << name;
    }
}

TEST(Interpretation, R30TheStatedSideMustAgreeWithTheAction) {
    const auto with = [](SignalAction action, SignalAction side) {
        return code([&](Signal& signal) { signal.action = action, signal.intent_side = side; });
    };
    EXPECT_EQ(with(SignalAction::buy, SignalAction::go_long), "");
    EXPECT_EQ(with(SignalAction::go_short, SignalAction::sell), "");
    EXPECT_EQ(with(SignalAction::sell, SignalAction::go_long), "SIDE_CONFLICT");
    EXPECT_EQ(with(SignalAction::go_long, SignalAction::go_short), "SIDE_CONFLICT");
}

TEST(Interpretation, R30EntryAndReverseNeedAPriceAndExitDoesNot) {
    const auto without_price = [](SignalType type) {
        return code([&](Signal& signal) { signal.type = type, signal.entry_price.reset(); });
    };
    EXPECT_EQ(without_price(SignalType::signal), "SCHEMA");
    EXPECT_EQ(without_price(SignalType::reverse), "SCHEMA");
    EXPECT_EQ(without_price(SignalType::exit), "");
    EXPECT_EQ(without_price(SignalType::reduce), "");
}

TEST(Interpretation, R30AReduceNeedsAnOrderSizeOrBothPositionSizes) {
    const auto reduce = [](const char* order, const char* current, const char* previous) {
        return code([&](Signal& signal) {
            signal.type = SignalType::reduce;
            signal.order_size = *order == '\0' ? std::nullopt : std::optional(tests::quantity(order));
            if (*current != '\0') signal.position_size = tests::quantity(current);
            if (*previous != '\0') signal.previous_position_size = tests::quantity(previous);
        });
    };
    EXPECT_EQ(reduce("10", "", ""), "");
    EXPECT_EQ(reduce("", "3", "4"), "");
    EXPECT_EQ(reduce("", "3", ""), "SCHEMA");
    EXPECT_EQ(reduce("", "", "4"), "SCHEMA");
    EXPECT_EQ(reduce("", "", ""), "SCHEMA");
}

TEST(Interpretation, I5TellsWhetherTheIntentWasInferred) {
    const auto closing = [](Signal& signal) {
        signal.action = SignalAction::sell;
        signal.previous_position = MarketPosition::long_position;
        signal.position = MarketPosition::flat;
    };
    EXPECT_EQ(read(closing)->intent, Intent::exit);
    EXPECT_TRUE(read(closing)->inferred);
    EXPECT_EQ(read(closing, Market::linear, false)->intent, Intent::entry);
    EXPECT_FALSE(read(closing, Market::linear, false)->inferred);
}

TEST(Interpretation, N3TheStampIsTheTimeOfThePayload) {
    const auto result = read([](Signal& signal) { signal.timestamp = start - std::chrono::minutes(10); });
    EXPECT_EQ(result->stamp, start - std::chrono::minutes(10));
    EXPECT_EQ(result->candle, candle_index(start, 900) - 1);
}

TEST(Interpretation, W10AStampFromTheFutureIsTheTimeOfReceipt) {
    const auto stamped = [](Duration ahead) { return read([&](Signal& s) { s.timestamp = start + ahead; })->stamp; };
    EXPECT_EQ(stamped(std::chrono::seconds(5)), start + std::chrono::seconds(5));
    EXPECT_EQ(stamped(std::chrono::seconds(5) + std::chrono::nanoseconds(1)), start);
    EXPECT_EQ(stamped(std::chrono::hours(1)), start);
    EXPECT_EQ(read([](Signal& signal) { signal.timestamp.reset(); })->stamp, start);
}

TEST(Interpretation, W6KeepsTheBoundOfThePayload) {  // 32.7
    EXPECT_EQ(read([](Signal& s) { s.max_slippage_percent = tests::ratio("0.2"); })->max_slippage_percent, tests::ratio("0.2"));
    EXPECT_EQ(read(nothing)->max_slippage_percent, std::nullopt);
}

// W-5: the sample of the scope of work fills stop_loss with the average entry price: by default it is information.
TEST(Interpretation, W5TakesStopAndTargetOnlyWhereTheAccountUsesThem) {
    Signal signal = buy_signal();
    signal.stop_loss = tests::price("90");
    signal.take_profit = tests::price("110");
    const InstrumentTable table = tests::market();
    AccountConfig account = tests::account(Market::linear);
    const auto taken = [&] {
        const auto result = interpret(signal, account, table, true);
        return std::pair(result->stop_loss, result->take_profit);
    };
    EXPECT_EQ(taken(), std::pair(std::optional<Price>{}, std::optional<Price>{}));
    account.use_signal_sl = true;
    EXPECT_EQ(taken(), std::pair(signal.stop_loss, std::optional<Price>{}));
    account.use_signal_tp = true;
    EXPECT_EQ(taken(), std::pair(signal.stop_loss, signal.take_profit));
}

TEST(Interpretation, W8EachPartOfTheTupleMakesAnotherKey) {
    const std::string key = read(nothing)->duplicate_key;
    const std::vector<Change> parts{
        [](Signal& s) { s.symbol = "ETHUSDT"; },
        [](Signal& s) { s.timeframe = "60"; },
        [](Signal& s) { s.type = SignalType::exit; },
        [](Signal& s) { s.action = SignalAction::sell; },
        [](Signal& s) { s.trade_id = "Long Entry"; },
        [](Signal& s) { *s.timestamp += std::chrono::nanoseconds(1); },
        [](Signal& s) { s.alert_message = "again"; },
        [](Signal& s) { s.order_size = tests::quantity("1001"); },
        [](Signal& s) { s.order_size.reset(); },
        [](Signal& s) { s.entry_price = tests::price("64231.38"); },
    };
    for (std::size_t part = 0; part < parts.size(); ++part) EXPECT_NE(read(parts[part])->duplicate_key, key) << part;
    EXPECT_NE(read(nothing, Market::spot)->duplicate_key, key);
}

TEST(Interpretation, W8WhatIsNotInTheTupleMakesNoOtherKey) {
    const std::string key = read(nothing)->duplicate_key;
    const std::vector<Change> others{
        [](Signal& s) { s.number = SignalNumber{7}; },
        [](Signal& s) { s.received_at += std::chrono::seconds(20); },
        [](Signal& s) { s.symbol = "btc/usdt"; },
        [](Signal& s) { s.exchange = "Binance"; },
        [](Signal& s) { s.timeframe = "900S"; },
        [](Signal& s) { s.action = SignalAction::go_long; },
        [](Signal& s) { s.alert_name = "other"; },
        [](Signal& s) { s.order_size = tests::quantity("1000.0"); },
    };
    for (std::size_t part = 0; part < others.size(); ++part) EXPECT_EQ(read(others[part])->duplicate_key, key) << part;
}

TEST(Interpretation, W8AnExplicitKeyStandsForItself) {
    const auto keyed = [](const char* key, const char* symbol) {
        return read([&](Signal& s) { s.idempotency_key = key, s.symbol = symbol; })->duplicate_key;
    };
    EXPECT_EQ(keyed("one", "BTCUSDT"), keyed("one", "ETHUSDT"));
    EXPECT_NE(keyed("one", "BTCUSDT"), keyed("two", "BTCUSDT"));
}

}  // namespace
}  // namespace trellis
