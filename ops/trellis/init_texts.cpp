#include "ops/trellis/init_texts.hpp"

namespace trellis::program {

namespace {

constexpr std::string_view config = R"({
  "$schema": "config.schema.json",
  "version": 1,
  "app": { "mode": "paper", "data_dir": "data" },
  "accounts": [
    { "id": "main", "venue": "binance", "market": "spot", "currency": "USDT", "balances": { "USDT": "10000" } }
  ],
  "execution_pool": { "max_open_groups": 10 },
  "grid_strategy": {
    "levels": [
      { "gap": "0",    "weight": "20", "tp": "1" },
      { "gap": "-0.5", "weight": "20", "tp": "0.5" },
      { "gap": "-1",   "weight": "20", "tp": "2" },
      { "gap": "-1.5", "weight": "20", "tp": "1.5" },
      { "gap": "-2",   "weight": "20", "tp": "1" }
    ],
    "max_pyramids": 5,
    "tp_mode": "per_leg"
  },
  "security": {
    "webhook": { "address": "127.0.0.1", "port": 7781 },
    "admin": { "address": "127.0.0.1", "port": 7780 },
    "routes": [
      { "name": "main", "account": "main",
        "token": { "file": "secrets/hook-token" },
        "secrets": [ { "file": "secrets/webhook-secret" } ] }
    ]
  },
  "runtime": {
    "paper": {
      "instruments": [
        { "id": "binance:spot:BTC-USDT", "tick_size": "0.01", "step_size": "0.00001", "min_qty": "0.00001", "min_notional": "5" },
        { "id": "binance:spot:ETH-USDT", "tick_size": "0.01", "step_size": "0.0001", "min_qty": "0.0001", "min_notional": "5" }
      ],
      "market": [
        { "instrument": "binance:spot:BTC-USDT", "synthetic": { "seed": 1, "price": "64000", "swing_percent": "2", "interval_ms": 100 } },
        { "instrument": "binance:spot:ETH-USDT", "synthetic": { "seed": 2, "price": "3200", "swing_percent": "3", "interval_ms": 100 } }
      ]
    }
  }
}
)";

constexpr std::string_view readme = R"md(# A Trellis set-up, on paper

Nothing here trades real money: `app.mode` is `paper`, and the market is made up. Paths in `trellis.json` are relative to it.

| file | what |
| --- | --- |
| `trellis.json` | the configuration; every key that is not there has its default |
| `config.schema.json` | its schema, for an editor: keys, values, defaults, rules |
| `alert.json` | the message of a TradingView strategy alert, without the secret |
| `secrets/webhook-secret` | proves that a signal is yours; stands in the body of every alert |
| `secrets/hook-token` | the end of the webhook's path, `/hook/TOKEN` |
| `secrets/alert.json` | `alert.json` with the secret in it, ready to paste |
| `secrets/signal.json` | a signal to send by hand |
| `data/` | journal and state, once the server has run |

Everything below `secrets/` is yours alone (0700 and 0600) and belongs in no repository.

## What is in `trellis.json`

* `accounts`: one spot account, `main`, on binance with 10000 USDT.
* `execution_pool`: at most 10 positions at the same time.
* `grid_strategy.levels`: the ladder. `gap` is how far below the signal's price a leg waits, `weight` its part of the capital, `tp` the
  profit at which it is sold, all in percent; weights sum to 100. `max_pyramids` is how often a position may be entered again.
* `security.webhook` is where signals arrive, `security.admin` where you steer and watch. For TradingView the first one must be
  reachable from outside on port 443: put a proxy that ends TLS in front, or give it `"tls": {"certificate": "...", "key": {"file": "..."}}`.
* `security.routes`: who may send signals for an account. Two entries in `secrets` while you change from one to the other. With
  `"allow": ["tradingview"]` only TradingView's addresses may send.
* `runtime.paper`: what the paper exchange trades, and where its prices come from: `synthetic`, or a file (`"quotes": "file.csv"`).

## From here

```
trellis check trellis.json
trellis plan --config trellis.json --symbol BTCUSDT --price 64000 --size 500
trellis serve --config trellis.json
```

and in another shell, in this directory:

```
curl --data @secrets/signal.json "http://127.0.0.1:7781/hook/$(cat secrets/hook-token)"
```

## TradingView

Make an alert on a strategy. Paste `secrets/alert.json` as its message, and `https://YOUR-HOST/hook/TOKEN` as its webhook, TOKEN being what is
in `secrets/hook-token`. `order_size` is how much each entry may spend, in USDT.
)md";

std::string body(std::string_view secret, std::string_view fields) {
    return "{\n  \"secret\": \"" + std::string(secret) + "\",\n" + std::string(fields);
}

constexpr std::string_view alert_fields = R"(  "source": "tradingview",
  "timestamp": "{{timenow}}",
  "tv": {
    "exchange": "{{exchange}}",
    "symbol": "{{ticker}}",
    "timeframe": "{{interval}}",
    "action": "{{strategy.order.action}}",
    "market_position": "{{strategy.market_position}}",
    "market_position_size": "{{strategy.market_position_size}}",
    "prev_market_position": "{{strategy.prev_market_position}}",
    "prev_market_position_size": "{{strategy.prev_market_position_size}}",
    "entry_price": "{{strategy.order.price}}",
    "close_price": "{{close}}",
    "order_size": "500"
  },
  "strategy_info": { "trade_id": "{{strategy.order.id}}", "alert_message": "{{strategy.order.comment}}" },
  "execution_intent": { "type": "signal", "position_size_type": "quote" }
}
)";

constexpr std::string_view signal_fields = R"(  "tv": {
    "exchange": "BINANCE",
    "symbol": "BTCUSDT",
    "timeframe": "15",
    "action": "buy",
    "entry_price": "64000",
    "order_size": "500"
  },
  "execution_intent": { "type": "signal", "position_size_type": "quote" }
}
)";

}  // namespace

std::string_view initial_config() { return config; }
std::string_view initial_readme() { return readme; }
std::string initial_alert(std::string_view secret) { return body(secret, alert_fields); }
std::string initial_signal(std::string_view secret) { return body(secret, signal_fields); }

}  // namespace trellis::program
