// The rows of what only a running server asks: its paper market, its listeners, and who may send signals.
#include <array>

#include "adapters/config/key_table.hpp"

namespace trellis::adapters {

namespace {

using keys::above;
using keys::at_least;
using keys::between;
using keys::boolean;
using keys::decimal;
using keys::integer;
using keys::other;
using keys::required;

/// Upper ends keep price times quantity inside 128 bits.
constexpr Range price{"0", "10000000000", true};
constexpr Range speed{"0", "1000000", true};
constexpr Range swing{"0", "50", true};

constexpr Key paper_keys[] = {
    other(KeyType::list, "instruments", "[]", "R-4").means("What the paper exchange trades; their order counts."),
    other(KeyType::list, "market", "[]", "PV-1").means("Where quotes come from: one feed for each instrument."),
};

constexpr Key instrument_keys[] = {
    other(KeyType::text, "id", required, "I-1").means("venue:market:BASE-QUOTE, linear with -SETTLE."),
    decimal("tick_size", above("0"), required, "R-4"),
    decimal("step_size", above("0"), required, "R-4"),
    decimal("min_qty", at_least("0"), "\"0\"", "R-4"),
    decimal("max_qty", above("0"), "null", "R-4"),
    decimal("min_notional", at_least("0"), "\"0\"", "R-4"),
    decimal("maker_fee", between("-1", "1"), "\"0.001\"", "R-4").means("A rate: 0.001 is 0.1 percent."),
    decimal("taker_fee", between("-1", "1"), "\"0.001\"", "R-4"),
    other(KeyType::text, "fee_asset", "\"quote\"", "R-13").means("base: in the asset received. A name as BNB: in that asset at its bid (F-7), else in quote. On spot."),
    integer("max_orders", at_least("1"), "null", "D-11").means("Working orders the venue allows one group."),
    decimal("price_band_percent", above("0"), "null", "D-11").means("Farthest from the mark that an order may be."),
    decimal("contract_size", above("0"), "\"1\"", "S-2").means("Base in one contract, of linear instruments: step_size and the limits of quantity count contracts, everything else counts base."),
    decimal("max_market_qty", above("0"), "null", "V-4").means("Of market orders, where the venue has a limit of its own for them."),
    boolean("min_notional_on_market", "true", "V-4").means("min_notional is asked of market orders too."),
    decimal("lot_size", above("0"), "null", "B-1").means("Base in one lot of a preset's `fixed_lot`: 100000 of a currency pair, 100 of gold. Null: a contract."),
    decimal("pip", above("0"), "null", "B-0a").means("Price of one pip. Null: 0.0001 of a currency pair (0.01 against JPY, HUF, THB), 0.1 of gold, 0.01 of silver, 1 of an index, of coins as `crypto_pip` says."),
};

constexpr Key feed_keys[] = {
    other(KeyType::text, "instrument", required, "PV-1").means("Canonical, as `binance:spot:BTC-USDT`."),
    other(KeyType::object, "synthetic", "null", "PV-1").means("A made-up market: either this, `quotes` or `frames`."),
    other(KeyType::text, "quotes", "null", "PV-1").means("A CSV file of quotes, relative to the document."),
    other(KeyType::text, "frames", "null", "PV-1").means("A file of recorded frames, relative to the document."),
    decimal("speed", speed, "\"1\"", "PV-1").means("Of a file: how many times faster than recorded."),
    boolean("repeat", "true", "PV-1").means("Of a file: from the start again at its end."),
};

constexpr Key synthetic_keys[] = {
    integer("seed", between("0", "9007199254740991"), "1", "R-1").means("The same seed makes the same prices."),
    decimal("price", price, required, "PV-1").means("Around which it moves."),
    decimal("swing_percent", swing, "\"2\"", "PV-1").means("How far, about."),
    integer("interval_ms", between("1", "3600000"), "100", "PV-1").means("Between two quotes."),
};

constexpr Key security_keys[] = {
    other(KeyType::object, "webhook", "{}", "19").means("Where signals arrive."),
    other(KeyType::object, "admin", "{}", "19").means("Where the program is steered and watched."),
    other(KeyType::texts, "trusted_proxies", "[]", "W-7").means("Addresses or ranges (`10.0.0.0/8`) whose `X-Forwarded-For` is believed."),
    other(KeyType::list, "routes", "[]", "W-7").means("Who may send signals, and for which account."),
};

constexpr std::array<Key, 4> listener_keys(std::string_view port) {
    return {other(KeyType::text, "address", "\"127.0.0.1\"", "19").means("An IP address of this machine; 0.0.0.0 or :: for all."),
            integer("port", between("0", "65535"), port, "19").means("0: one that the system chooses."),
            integer("connections_max", between("1", "65535"), "1024", "19").means("Open at the same time."),
            other(KeyType::object, "tls", "null", "19").means("Null: plain HTTP.")};
}
constexpr auto webhook_keys = listener_keys("7781");
constexpr auto admin_keys = listener_keys("7780");

constexpr Key tls_keys[] = {
    other(KeyType::text, "certificate", required, "19").means("A file: PEM, the whole chain."),
    other(KeyType::secret, "key", required, "19").means("PEM."),
};

constexpr Key route_keys[] = {
    other(KeyType::text, "name", required, "W-7").means("Letters, digits, `_`, `-`, `.`; unique."),
    other(KeyType::text, "account", required, "W-7").means("The id of the account that its signals are for."),
    other(KeyType::secret, "token", "null", "W-7").means("Of the path `/hook/{token}`. Null: only `/api/v1/webhooks/{account}/tradingview`."),
    other(KeyType::secrets, "secrets", "[]", "W-7").means("That the body may carry; two while one replaces the other."),
    other(KeyType::secrets, "hmac_keys", "[]", "W-7").means("That may sign a request; two while one replaces the other. A route needs a secret or one of these."),
    other(KeyType::texts, "allow", "[]", "W-7").means("Addresses, ranges, or `tradingview` for its four. Empty: any."),
    other(KeyType::text, "timeframe", "null", "1.2").means("In place of `tv.timeframe`: `15`, `60`, `D`."),
};

constexpr Section paper{"runtime.paper", "R-70", paper_keys, "", false, Effect::restart};
constexpr Section instrument{"instruments[]", "R-4", instrument_keys};
constexpr Section paper_instrument{"runtime.paper.instruments[]", "R-4", instrument_keys, "As in a scenario.", false, Effect::restart};
constexpr Section feed{"runtime.paper.market[]", "PV-1", feed_keys, "", false, Effect::restart};
constexpr Section synthetic{"runtime.paper.market[].synthetic", "PV-1", synthetic_keys, "", false, Effect::restart};
constexpr Section security{"security", "R-70", security_keys,
                           R"(A secret stands in no document, only where it is: `{"file": "secrets/token"}` (relative to the document),
`{"credential": "token"}` (systemd) or `{"sealed": "id"}`.)"};
constexpr Section webhook{"security.webhook", "R-70", webhook_keys, "", false, Effect::restart};
constexpr Section admin{"security.admin", "R-70", admin_keys, "", false, Effect::restart};
constexpr Section webhook_tls{"security.webhook.tls", "R-70", tls_keys};
constexpr Section admin_tls{"security.admin.tls", "R-70", tls_keys};
constexpr Section route{"security.routes[]", "R-70", route_keys};

}  // namespace

const Section& paper_section() { return paper; }
const Section& instrument_section() { return instrument; }
const Section& paper_instrument_section() { return paper_instrument; }
const Section& feed_section() { return feed; }
const Section& synthetic_section() { return synthetic; }
const Section& security_section() { return security; }
const Section& webhook_section() { return webhook; }
const Section& admin_listener_section() { return admin; }
const Section& webhook_tls_section() { return webhook_tls; }
const Section& admin_tls_section() { return admin_tls; }
const Section& route_section() { return route; }

}  // namespace trellis::adapters
