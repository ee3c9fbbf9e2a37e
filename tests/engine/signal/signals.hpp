// A small market and plain signals on it, for tests that change one thing at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/config/config.hpp"
#include "engine/market/instrument.hpp"
#include "engine/signal/signal.hpp"

namespace trellis::tests {

inline Timestamp at(std::string_view text) { return parse_rfc3339(text).value(); }
inline Price price(const char* text) { return decimal<Price>(text); }
inline Quantity quantity(const char* text) { return decimal<Quantity>(text); }
inline Money money(const char* text) { return decimal<Money>(text); }
inline Ratio ratio(const char* text) { return decimal<Ratio>(text); }

/// Filters of the worked ladder of 7.1: tick 0.01, step 0.00001, least notional 5.
inline Instrument instrument(std::string_view name) {
    Instrument row = parse_instrument_name(name).value();
    row.tick = price("0.01");
    row.step = quantity("0.00001");
    row.min_quantity = quantity("0.00001");
    row.min_notional = money("5");
    row.maker_fee = ratio("0.001");
    row.taker_fee = ratio("0.001");
    return row;
}

inline constexpr InstrumentId btc_spot{0};
inline constexpr InstrumentId eth_spot{1};
inline constexpr InstrumentId btc_linear{2};
inline constexpr InstrumentId eth_linear{3};

/// In the order of the ids above; everything is on binance.
inline InstrumentTable market() {
    InstrumentTable table;
    for (const auto* name : {"binance:spot:BTC-USDT", "binance:spot:ETH-USDT", "binance:linear:BTC-USDT-USDT",
                             "binance:linear:ETH-USDT-USDT"}) {
        table.add(instrument(name)).value();
    }
    return table;
}

inline AccountConfig account(Market market) {
    AccountConfig result;
    result.id = AccountId{1};
    result.name = "main";
    result.venue = "binance";
    result.market = market;
    return result;
}

/// Monday, a minute into the quarter of an hour.
inline const Timestamp start = at("2025-01-27T10:01:00Z");

/// Buy 1 000 USDT of BTC at 64 231.37 on 15 minutes, stamped at its receipt.
inline Signal buy_signal() {
    Signal signal;
    signal.account = AccountId{1};
    signal.number = SignalNumber{1};
    signal.received_at = start;
    signal.timestamp = start;
    signal.symbol = "BTCUSDT";
    signal.timeframe = "15";
    signal.action = SignalAction::buy;
    signal.entry_price = price("64231.37");
    signal.order_size = quantity("1000");
    signal.body = "{}";
    return signal;
}

}  // namespace trellis::tests
