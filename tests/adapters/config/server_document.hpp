// A whole document of a server on paper, and ways to change one place of it.
#pragma once

#include <gtest/gtest.h>

#include <string>

namespace trellis::adapters::tests {

inline const std::string server_document = R"({
  "accounts": [{"id": "main", "venue": "binance", "market": "spot", "balances": {"usdt": "10000"}}],
  "runtime": {"paper": {
    "instruments": [
      {"id": "BINANCE:spot:btc-usdt", "tick_size": "0.01", "step_size": "0.00001", "min_notional": "5"},
      {"id": "binance:spot:ETH-USDT", "tick_size": "0.01", "step_size": "0.0001"}],
    "market": [
      {"instrument": "binance:spot:BTC-USDT", "synthetic": {"seed": 7, "price": "64000", "swing_percent": 3, "interval_ms": 50}},
      {"instrument": "binance:spot:ETH-USDT", "quotes": "eth.csv", "speed": "60", "repeat": false}]}},
  "security": {
    "webhook": {"address": "0.0.0.0", "port": 8443, "connections_max": 9, "tls": {"certificate": "chain.pem", "key": {"credential": "tls-key"}}},
    "admin": {"port": 0},
    "trusted_proxies": ["10.0.0.0/8", "fd00::1"],
    "routes": [
      {"name": "tv", "account": "main", "token": {"file": "secrets/token"}, "secrets": [{"file": "secrets/a"}, {"sealed": "b"}],
       "allow": ["tradingview", "192.0.2.1"], "timeframe": "60"},
      {"name": "bot", "account": "main", "hmac_keys": [{"credential": "bot-key"}]}]}
})";

/// The document with `from`, which stands there once, replaced.
inline std::string with(const std::string& from, const std::string& to, std::string document = server_document) {
    const auto place = document.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    EXPECT_EQ(document.find(from, place + 1), std::string::npos) << from;
    return document.replace(place, from.size(), to);
}

}  // namespace trellis::adapters::tests
