// Instruments and numbers of section 24, as its examples have them.
#pragma once

#include "engine/market/instrument.hpp"

namespace trellis::tests {

inline Instrument instrument(const char* name, const char* tick, const char* step) {
    Instrument made = parse_instrument_name(name).value();
    made.tick = decimal<Price>(tick);
    made.step = decimal<Quantity>(step);
    return made;
}

inline Instrument euro() { return instrument("bybit:linear:EUR-USD-USD", "0.00001", "1"); }
inline Instrument yen() { return instrument("bybit:linear:USD-JPY-JPY", "0.001", "1"); }
inline Instrument gold() { return instrument("bybit:linear:XAU-USD-USD", "0.01", "0.01"); }
inline Instrument bitcoin() { return instrument("binance:spot:BTC-USDT", "0.01", "0.00001"); }

inline Price price(const char* text) { return decimal<Price>(text); }
inline Ratio ratio(const char* text) { return decimal<Ratio>(text); }

}  // namespace trellis::tests
