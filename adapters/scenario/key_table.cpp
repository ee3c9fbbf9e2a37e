#include "adapters/scenario/key_table.hpp"

#include <vector>

#include "adapters/config/bots.hpp"
#include "adapters/config/key_table.hpp"
#include "adapters/config/subscriptions.hpp"

namespace trellis::adapters {

namespace {

using keys::above;
using keys::at_least;
using keys::between;
using keys::boolean;
using keys::choice;
using keys::decimal;
using keys::integer;
using keys::other;
using keys::required;

/// Upper ends keep price times quantity inside 128 bits.
constexpr Range price{"0", "10000000000", true};
constexpr Range quantity{"0", "1000000000000", true};
constexpr Range size = between("0", "1000000000000");

constexpr Key scenario_keys[] = {
    integer("version", between("1", "1"), required, "R-1"),
    other(KeyType::text, "start", required, "R-2").means("RFC 3339."),
    integer("seed", between("0", "9007199254740991"), "1", "R-1"),
    other(KeyType::list, "instruments", required, "R-4"),
    other(KeyType::list, "accounts", required, "R-4").means("The connection keys of a configuration, and `balances`."),
    other(KeyType::object, "config", "{}", "R-70").means("A configuration document."),
    other(KeyType::list, "presets", "[]", "B-20").means("Preset documents, beside the six that come with the program."),
    other(KeyType::list, "subscriptions", "[]", "B-30").means("Who copies whom, from the start on."),
    other(KeyType::list, "bots", "[]", "B-31").means("Who takes which signals of a connection."),
    other(KeyType::list, "timeline", required, "R-2"),
};

constexpr Key entry_keys[] = {
    other(KeyType::text, "at", required, "R-2").means("+1500ms after start, or RFC 3339; never decreasing."),
    other(KeyType::object, "quote", "null", "PV-1"),
    other(KeyType::object, "trade", "null", "PV-4").means("A print."),
    other(KeyType::object, "signal", "null", "1.2"),
    other(KeyType::object, "fill", "null", "R-12"),
    other(KeyType::object, "admin", "null", "R-60"),
    other(KeyType::object, "fault", "null", "R-61"),
    other(KeyType::object, "rules", "null", "V-3").means("The venue changes the rules of an instrument."),
    other(KeyType::object, "quotes_from", "null", "R-2"),
    other(KeyType::object, "frames_from", "null", "R-2"),
};

constexpr Key quote_keys[] = {
    other(KeyType::text, "instrument", required, "PV-1"),
    decimal("bid", price, required, "PV-1"),
    decimal("ask", price, required, "PV-1"),
    decimal("bid_size", size, "null", "PV-1").also("bid_qty").means("Absent: unlimited."),
    decimal("ask_size", size, "null", "PV-1").also("ask_qty").means("Absent: unlimited."),
};

constexpr Key print_keys[] = {
    other(KeyType::text, "instrument", required, "PV-4"),
    decimal("price", price, required, "PV-4"),
    decimal("qty", quantity, required, "PV-4"),
};

constexpr Key signal_keys[] = {
    other(KeyType::text, "account", required, "R-5"),
    other(KeyType::any, "body", required, "1.2").means("A webhook body; it is judged when it arrives, not here."),
};

constexpr Key fill_keys[] = {
    other(KeyType::text, "account", required, "R-12"),
    other(KeyType::text, "symbol", required, "R-12"),
    integer("pyramid", between("0", "99"), "null", "R-12"),
    integer("leg", between("0", "19"), "null", "R-12"),
    choice("role", "entry|leg_tp|aggregate_tp|tp1|tp2|tp3|stop|exit|reduce|risk_winner|risk_loser|layer|hedge|hedge_close", "null", "R-12"),
    integer("timeframe", between("1", "4000000000"), "null", "R-12").means("Of the group, in seconds."),
    choice("side", "long|short", "null", "R-12").means("Of the group."),
    decimal("qty", quantity, required, "R-12"),
};

constexpr Key admin_keys[] = {
    choice("method", "POST|GET|PUT|PATCH|DELETE", "\"POST\"", "R-60"),
    other(KeyType::text, "path", required, "R-60").means("As /api/v1/groups/main:BTCUSDT:900:long/close."),
    other(KeyType::object, "body", "{}", "R-60"),
};

constexpr Key fault_keys[] = {
    other(KeyType::text, "account", "null", "R-61").means("Required except for clock_step."),
    Key{"kind", KeyType::choice, required, "R-61", {},
        "reject|timeout_before_accept|timeout_after_accept|server_error|rate_limit|disconnect|drop_fill|duplicate_fill|reorder_fills|"
        "metadata_missing|clock_step|manual_trade|cancel_by_venue|late_fee|unknown_order"},
    integer("orders", between("1", "1000000"), "1", "R-61").means("New-order requests of the account from here on."),
    other(KeyType::text, "code", "null", "R-61").means("Of `reject`; REJECTED if absent."),
    other(KeyType::text, "for", "null", "R-61").means("Of `disconnect`, `metadata_missing` and `late_fee`: a duration as 30s."),
    other(KeyType::text, "by", "null", "R-61").means("Of `clock_step`: a duration as 5s or -5s."),
    other(KeyType::text, "retry_after", "null", "R-61").means("Of `rate_limit`: a duration as 3s."),
    choice("side", "buy|sell", "null", "R-61").means("Of `manual_trade` and `unknown_order`."),
    decimal("qty", quantity, "null", "R-61").means("Of `manual_trade` and `unknown_order`."),
    decimal("price", price, "null", "O-8").means("Of `unknown_order`: its limit."),
    other(KeyType::text, "client_id", "null", "O-8").means("Of `unknown_order`: the client order id that the venue shows."),
    other(KeyType::text, "instrument", "null", "R-61")
        .means("Of `metadata_missing`, `manual_trade` and `unknown_order`; absent: the account's only one."),
    other(KeyType::text, "symbol", "null", "R-61")
        .means("Of `metadata_missing`, `manual_trade` and `unknown_order`, instead of `instrument`."),
};

constexpr Key rules_keys[] = {
    other(KeyType::text, "instrument", required, "V-3"),
    decimal("tick_size", above("0"), "null", "V-3").means("Absent, as every rule here: it stays as it is."),
    decimal("step_size", above("0"), "null", "V-3"),
    decimal("min_qty", at_least("0"), "null", "V-3"),
    decimal("max_qty", above("0"), "null", "V-3"),
    decimal("max_market_qty", above("0"), "null", "V-3"),
    decimal("min_notional", at_least("0"), "null", "V-3"),
    integer("max_orders", at_least("1"), "null", "V-3"),
    decimal("price_band_percent", above("0"), "null", "V-3"),
    decimal("maker_fee", between("-1", "1"), "null", "V-3"),
    decimal("taker_fee", between("-1", "1"), "null", "V-3"),
    boolean("announced", "false", "V-3").means("The venue says that they changed, so that they are asked for at once."),
};

constexpr Key file_keys[] = {
    other(KeyType::text, "instrument", required, "R-2"),
    other(KeyType::text, "file", required, "R-2").means("Relative to the scenario's folder."),
};

constexpr Section scenario{"", "R-1", scenario_keys, "The whole document.", true};
constexpr Section entry{"timeline[]", "R-2", entry_keys, "`at` and exactly one of the kinds."};
constexpr Section quote{"timeline[].quote", "PV-1", quote_keys};
constexpr Section print{"timeline[].trade", "PV-4", print_keys};
constexpr Section signal{"timeline[].signal", "R-5", signal_keys};
constexpr Section fill{"timeline[].fill", "R-12", fill_keys};
constexpr Section admin{"timeline[].admin", "R-60", admin_keys};
constexpr Section fault{"timeline[].fault", "R-61", fault_keys};
constexpr Section rules{"timeline[].rules", "V-3", rules_keys};
constexpr Section file{"timeline[].quotes_from", "R-2", file_keys, "Also of `frames_from`."};

}  // namespace

const Section& scenario_section() { return scenario; }
const Section& entry_section() { return entry; }
const Section& quote_section() { return quote; }
const Section& print_section() { return print; }
const Section& signal_section() { return signal; }
const Section& fill_section() { return fill; }
const Section& admin_section() { return admin; }
const Section& fault_section() { return fault; }
const Section& rules_section() { return rules; }
const Section& file_section() { return file; }

std::span<const Section> scenario_sections() {
    static const std::vector<Section> sections{scenario, instrument_section(), subscription_section(), bot_section(), entry, quote, print, signal, fill, admin, fault, rules, file};
    return sections;
}

}  // namespace trellis::adapters
