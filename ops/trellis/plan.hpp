// `trellis plan`: the ladder that a signal would place, its targets, the capital it needs and what it can lose, from a configuration
// file alone.
#pragma once

#include <iosfwd>
#include <string>

namespace trellis::program {

struct PlanOptions {
    std::string symbol;              ///< BTCUSDT, or canonical: binance:spot:BTC-USDT
    std::string price;
    std::string timeframe = "15";    ///< minutes or a TradingView interval
    std::string side = "long";       ///< long, short
    std::string size;                ///< in quote; empty: 1000
    std::string config;              ///< empty: trellis.json
    std::string account;             ///< empty: the first one that is enabled and trades the symbol
    std::string equity;              ///< in quote; empty: the account's balance
    std::string preset;              ///< of the document or a template; empty: the grid strategy
    std::string stop;                ///< the signal's
    std::string structure;           ///< the signal's
    bool json = false;
};

/// Returns 0; 3 when no account trades the symbol; 4 when the configuration or an option is invalid or the entry would be refused.
int plan(const PlanOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
