#include "adapters/simulation/report.hpp"

#include "engine/base/rounding.hpp"
#include "engine/pool/queue.hpp"

namespace trellis::adapters {

namespace {

using JsonWriter = json::Writer;

template <class Value>
void optional_text(JsonWriter& out, std::string_view name, const std::optional<Value>& value) {
    out.name(name);
    if (value.has_value()) {
        out.string(value->text());
    } else {
        out.null();
    }
}

template <class Number>
void optional_number(JsonWriter& out, std::string_view name, const std::optional<Number>& number) {
    out.name(name);
    if (number.has_value()) {
        out.integer(number->value);
    } else {
        out.null();
    }
}

void code_or_null(JsonWriter& out, std::string_view name, std::string_view code) {
    out.name(name);
    if (code.empty()) {
        out.null();
    } else {
        out.string(code);
    }
}

void write_signal(JsonWriter& out, const SignalRow& row, const Config& config) {
    out.begin_object();
    out.name("seq").integer(row.signal.value);
    out.name("id").string(text(row.signal));
    out.name("account").string(account_of(config, row.account).name);
    // The outcome is the one of the first handling: a signal that is handed over was accepted.
    out.name("outcome").string(text(row.outcome.value_or(SignalOutcome::accepted)));
    code_or_null(out, "code", row.code);
    out.end_object();
}

void write_order(JsonWriter& out, const Order& order, const OrderRow& row) {
    out.begin_object();
    out.name("id").string(row.name);
    out.name("role").string(text(order.role));
    optional_number(out, "pyramid", order.pyramid);
    optional_number(out, "leg", order.leg);
    out.name("side").string(text(order.side));
    out.name("type").string(text(order.type));
    optional_text(out, "price", order.type == OrderType::market ? std::nullopt : std::optional(order.price));
    out.name("qty").string(order.quantity.text());
    out.name("filled_qty").string(order.filled.text());
    optional_text(out, "avg_price", order.filled.is_positive()
                                        ? std::optional(average(row.filled_cost, order.filled))
                                        : std::nullopt);
    out.name("state").string(text(shown_state(order)));
    out.end_object();
}

void write_group(JsonWriter& out, const GroupRow& row, const Scenario& scenario) {
    const Group& group = row.group;
    out.begin_object();
    out.name("id").string(text(group.id));
    out.name("account").string(account_of(scenario.config, group.id.account).name);
    out.name("symbol").string(scenario.instruments.at(group.identity.instrument).symbol);
    out.name("timeframe").integer(group.identity.timeframe_seconds);
    out.name("side").string(text(group.side()));
    out.name("state").string(text(state_of(group)));
    const bool has_reason = group.closing.has_value() && group.lifecycle != Lifecycle::failed;
    code_or_null(out, "close_reason", has_reason ? text(group.closing->reason) : std::string_view());
    out.name("entries_total").integer(group.pyramids.size());
    out.name("open_qty").string(shown_open_quantity(group).text());
    optional_text(out, "avg_entry", shown_average(group));
    optional_text(out, "stop_price", group.stop_in_force());
    out.name("realised_pnl").string(group.realised.text());
    out.name("fees").string(group.fees.text());
    out.name("peak_capital").string(group.peak_capital.text());
    out.name("orders").begin_array();
    for (std::size_t index = 0; index < group.orders.size(); ++index) {
        write_order(out, group.orders[index], row.orders[index]);
    }
    out.end_array();
    out.end_object();
}

/// Prices and groups as they are at the end, for whoever ranks by them.
Board board_at_end(const RunResult& result, const PaperExchange& venue) {
    Board board;
    for (const auto& instrument : venue.instruments().all()) {
        if (const auto& quote = venue.quote(instrument.id)) board.set_quote(instrument.id, *quote);
    }
    for (const auto& [id, group] : result.world.groups) board.note(group, true);
    return board;
}

/// promotable or not, ranked with the prices at the end.
void write_queue(JsonWriter& out, const Scenario& scenario, const AccountConfig& account, const RunResult& result,
                 const Board& board) {
    const DeskContext context{result.ended_at, result.config, account, scenario.instruments, board};
    for (const auto& row : queue_rows(result.world.desks.at(account.id), context)) {
        const Identity& identity = row.entry->identity();
        out.begin_object();
        out.name("rank").integer(row.rank);
        out.name("id").string(text(row.entry->signal));
        out.name("account").string(account.name);
        out.name("symbol").string(scenario.instruments.at(identity.instrument).symbol);
        out.name("timeframe").integer(identity.timeframe_seconds);
        out.name("side").string(text(identity.side));
        out.name("replacement_count").integer(row.entry->replacement_count);
        out.name("loss_percent").string(row.figures.loss_percent.text());
        out.name("wait_reason").string(row.wait.code);
        out.end_object();
    }
}

void write_account(JsonWriter& out, const AccountConfig& account, const Chronicle& chronicle, const PaperExchange& venue) {
    out.begin_object();
    out.name("id").string(account.name);
    out.name("trading_state").string(text(chronicle.trading_state(account.id)));
    out.name("balances").begin_object();
    for (const auto& [asset, balance] : venue.balances(account.id)) {
        if (balance.free.is_zero() && balance.locked.is_zero()) continue;
        out.name(asset).begin_object();
        out.name("free").string(balance.free.text());
        out.name("locked").string(balance.locked.text());
        out.end_object();
    }
    out.end_object();
    out.name("equity").string(venue.equity(account.id).text());
    out.end_object();
}

std::string group_name(GroupId id, const Chronicle& chronicle, const Scenario& scenario) {
    const Identity& identity = chronicle.find(id)->group.identity;
    return scenario.instruments.at(identity.instrument).symbol + "/" + std::to_string(identity.timeframe_seconds) + "/" +
           std::string(text(identity.side));
}

void write_risk_action(JsonWriter& out, const RiskActionRow& action, const Chronicle& chronicle, const Scenario& scenario) {
    out.begin_object();
    out.name("id").string(text(action.plan.offset));
    out.name("loser").string(group_name(action.plan.loser.group, chronicle, scenario));
    out.name("required").string(action.plan.required.text());
    out.name("winners").begin_array();
    for (const auto& winner : action.winners) {
        out.begin_object();
        out.name("group").string(group_name(winner.group, chronicle, scenario));
        out.name("qty").string(winner.quantity.text());
        out.name("profit").string(winner.profit.text());
        out.end_object();
    }
    out.end_array();
    out.name("realised").string(action.realised().text());
    out.end_object();
}

}  // namespace

std::string report_json(const Scenario& scenario, const RunResult& result, const Chronicle& chronicle,
                        const PaperExchange& venue, json::Layout layout) {
    JsonWriter out(layout);
    out.begin_object();
    out.name("version").integer(1);
    out.name("events").integer(result.events);
    out.name("journal_sha256").string(result.journal_sha256);
    out.name("state_sha256").string(result.state_sha256);
    out.name("ended_at").string(rfc3339(result.ended_at));
    out.name("signals").begin_array();
    for (const auto& [number, row] : chronicle.signals()) write_signal(out, row, scenario.config);
    out.end_array();
    out.name("groups").begin_array();
    for (const GroupId id : chronicle.opening_order()) write_group(out, *chronicle.find(id), scenario);
    out.end_array();
    out.name("queue").begin_array();
    const Board board = board_at_end(result, venue);
    for (const auto& account : scenario.config.accounts) write_queue(out, scenario, account, result, board);
    out.end_array();
    out.name("risk_actions").begin_array();
    for (const auto& action : chronicle.risk_actions()) write_risk_action(out, action, chronicle, scenario);
    out.end_array();
    out.name("accounts").begin_array();
    for (const auto& account : scenario.config.accounts) write_account(out, account, chronicle, venue);
    out.end_array();
    out.name("violations").begin_array();
    for (const auto& violation : result.violations) {
        out.begin_object();
        out.name("rule").string(violation.rule);
        out.name("detail").string(violation.detail);
        out.end_object();
    }
    out.end_array();
    out.end_object();
    return out.take();
}

}  // namespace trellis::adapters
