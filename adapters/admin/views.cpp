#include "adapters/admin/views.hpp"

#include "adapters/json/event_json.hpp"
#include "engine/base/rounding.hpp"
#include "engine/event/enumerators.hpp"
#include "engine/group/aggregate.hpp"

namespace trellis::adapters::admin {

namespace {

/// A configuration up to that long is shown with its event.
constexpr std::size_t listed_text_max = 16U << 10U;

std::optional<Price> average_of(Money cost, Quantity quantity) {
    return quantity.is_positive() ? std::optional(average(cost, quantity)) : std::nullopt;
}

/// K-4: what closing at the mark would bring, fees included.
Money unrealised(const Group& group, const Instrument& instrument, Price mark) {
    const Money value = notional(mark, group.open_quantity);
    const Money gross = group.side() == PositionSide::long_side ? value - group.open_cost : group.open_cost - value;
    return gross - group.open_entry_fees - fee_of(value, instrument.taker_fee);
}

void write_result(json::Writer& out, const Scene& scene, const Group& group) {
    std::optional<Price> at;
    std::optional<Money> result;
    std::optional<Ratio> percent;
    const auto quote = scene.quote(group.identity.instrument);
    if (quote && !group.has_ended()) at = mark(*quote, group.side());
    if (at && group.open_quantity.is_positive()) {
        result = unrealised(group, *scene.instrument(group.identity.instrument), *at);
        const Money invested = group.open_cost + group.open_entry_fees;
        if (invested.is_positive()) percent = percent_of(*result, invested);
    }
    optional_text(out, "mark", at);
    optional_text(out, "unrealised_pnl", result);
    optional_text(out, "unrealised_percent", percent);
    out.name("realised_pnl").string(group.realised.text()).name("fees").string(group.fees.text());
}

/// Where the whole position is sold, as far as one price says it (T-4).
void write_target(json::Writer& out, const Scene& scene, const Group& group) {
    const auto* instrument = scene.instrument(group.identity.instrument);
    const bool is_watched = instrument != nullptr && !group.has_ended();
    optional_text(out, "target_price", is_watched ? aggregate_target(group, *instrument) : std::nullopt);
}

struct LegCount {
    std::uint64_t filled = 0;
    std::uint64_t total = 0;
};

LegCount count_legs(const Group& group) {
    LegCount count;
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            if (leg.plan.skipped) continue;
            ++count.total;
            if (leg.lot.filled.is_positive()) ++count.filled;
        }
    }
    return count;
}

void write_identity(json::Writer& out, const Scene& scene, AccountId account, const Identity& identity) {
    out.name("account").string(scene.account_name(account));
    out.name("instrument").string(scene.instrument_name(identity.instrument));
    out.name("symbol").string(scene.symbol(identity.instrument));
    out.name("timeframe").integer(identity.timeframe_seconds);
}

void write_order_figures(json::Writer& out, const Order& order, const OrderRow& row) {
    out.name("role").string(text(order.role));
    optional_number(out, "pyramid", order.pyramid);
    optional_number(out, "leg", order.leg);
    out.name("side").string(text(order.side)).name("type").string(text(order.type));
    out.name("time_in_force").string(enumerator_name(order.time_in_force));
    optional_text(out, "price", order.type == OrderType::market ? std::nullopt : std::optional(order.price));
    out.name("qty").string(order.quantity.text()).name("filled_qty").string(order.filled.text());
    optional_text(out, "avg_price", average_of(row.filled_cost, order.filled));
    out.name("state").string(text(shown_state(order))).name("is_working").boolean(order.is_live());
    out.name("event").integer(row.placed_by).name("why").string("/api/v1/why/" + row.name);
}

std::string_view leg_state(const Group& group, const Leg& leg) {
    if (leg.plan.skipped) return "SKIPPED";
    if (leg.hold == LegHold::band || leg.hold == LegHold::order_limit) return "DEFERRED";  // D-11
    if (leg.lot.open.is_positive()) return "OPEN";
    if (leg.lot.filled.is_positive()) return "CLOSED";
    const Order* entry = group.find(leg.entry);
    if (entry != nullptr) return text(shown_state(*entry));
    return leg.hold == LegHold::none ? "DROPPED" : "PLANNED";
}

void write_order_of_leg(json::Writer& out, std::string_view name, const GroupRow& row, OrderNumber number) {
    out.name(name);
    const Order* order = row.group.find(number);
    order != nullptr ? write_own_order(out, row, *order) : static_cast<void>(out.null());
}

void write_leg(json::Writer& out, const GroupRow& row, const Leg& leg) {
    out.begin_object().name("index").integer(leg.plan.index.value).name("state").string(leg_state(row.group, leg));
    out.name("price").string(leg.plan.price.text()).name("qty").string(leg.plan.quantity.text());
    out.name("take_profit_percent").string(leg.plan.take_profit.text());
    out.name("filled_qty").string(leg.lot.filled.text());
    optional_text(out, "avg_price", average_of(leg.lot.filled_cost, leg.lot.filled));
    out.name("open_qty").string(leg.lot.open.text());
    write_order_of_leg(out, "entry", row, leg.entry);
    write_order_of_leg(out, "target", row, leg.target);
    out.end_object();
}

/// A configuration of megabytes has a route of its own.
std::optional<Event> named_config(const Event& event) {
    const auto* config = std::get_if<ConfigApplied>(&event);
    if (config == nullptr || config->text.size() <= listed_text_max) return std::nullopt;
    ConfigApplied named = *config;
    named.text =
        "(" + std::to_string(config->text.size()) + " bytes: /api/v1/config/history/" + std::to_string(config->number) + ")";
    return named;
}

}  // namespace

HttpResponse json_response(json::Writer& out) {
    HttpResponse response;
    response.body = out.take();
    return response;
}

std::string etag_of(std::uint64_t version) { return "\"" + std::to_string(version) + "\""; }

HttpResponse tagged_response(json::Writer& out, std::optional<std::uint64_t> revision, unsigned status) {
    HttpResponse response = json_response(out);
    response.status = status;
    if (revision) response.headers = {{"ETag", etag_of(*revision)}};
    return response;
}

void optional_time(json::Writer& out, std::string_view name, const std::optional<Timestamp>& at) {
    out.name(name);
    at ? out.string(rfc3339(*at)) : out.null();
}

void text_or_null(json::Writer& out, std::string_view name, std::string_view value) {
    out.name(name);
    value.empty() ? out.null() : out.string(value);
}

void write_signal(json::Writer& out, const Scene& scene, const SignalRow& row, const std::optional<Timestamp>& at) {
    out.begin_object().name("id").string(text(row.signal)).name("account").string(scene.account_name(row.account));
    optional_time(out, "at", row.admitted ? std::optional(row.admitted->at) : at);
    // Until its groups have answered, a signal that was handed over is accepted.
    out.name("outcome").string(text(row.outcome.value_or(SignalOutcome::accepted))).name("is_pending").boolean(!row.outcome);
    text_or_null(out, "code", row.code);
    text_or_null(out, "detail", row.detail);
    out.name("symbol");
    row.admitted ? out.string(scene.symbol(row.admitted->instruction.identity.instrument)) : out.null();
    out.name("intent");
    row.admitted ? out.string(enumerator_name(row.admitted->instruction.intent)) : out.null();
    out.name("groups").begin_array();
    if (row.admitted) {
        for (const GroupId group : row.admitted->groups) out.string(text(group));
    }
    out.end_array();
    text_or_null(out, "bot", row.admitted && row.admitted->bot ? text(row.admitted->bot->bot) : "");
    out.name("event").integer(row.sequence).name("why").string("/api/v1/why/" + text(row.signal)).end_object();
}

void write_group_fields(json::Writer& out, const Scene& scene, const GroupRow& row) {
    const Group& group = row.group;
    const auto legs = count_legs(group);
    out.name("id").string(text(group.id));
    write_identity(out, scene, group.id.account, group.identity);
    out.name("side").string(text(group.side())).name("state").string(text(state_of(group)));
    out.name("has_ended").boolean(group.has_ended()).name("is_quarantined").boolean(group.quarantine.has_value());
    const bool has_reason = group.closing && group.lifecycle != Lifecycle::failed;
    text_or_null(out, "close_reason", has_reason ? text(group.closing->reason) : std::string_view());
    out.name("opened_at").string(rfc3339(group.opened_at));
    optional_time(out, "first_fill_at", group.first_fill_at);
    out.name("entries_total").integer(group.pyramids.size()).name("entries_max");
    group.copied ? out.null() : out.integer(group.strategy->max_pyramids);  // a copy follows as often as it is led
    out.name("legs_filled").integer(legs.filled).name("legs_total").integer(legs.total);
    out.name("live_orders").integer(group.live_orders);
    out.name("open_qty").string(shown_open_quantity(group).text());
    optional_text(out, "avg_entry", shown_average(group));
    optional_text(out, "stop_price", group.stop_in_force());
    write_result(out, scene, group);
    write_target(out, scene, group);
    out.name("peak_capital").string(group.peak_capital.text()).name("dust").string(group.dust.text());
    out.name("event").integer(row.sequence).name("why").string("/api/v1/why/" + text(group.id));
}

void write_pyramids(json::Writer& out, const GroupRow& row) {
    out.begin_array();
    for (const auto& pyramid : row.group.pyramids) {
        out.begin_object().name("index").integer(pyramid.index.value).name("signal").string(text(pyramid.signal));
        out.name("base_price").string(pyramid.base_price.text()).name("capital").string(pyramid.capital.text());
        out.name("legs").begin_array();
        for (const auto& leg : pyramid.legs) write_leg(out, row, leg);
        out.end_array().end_object();
    }
    out.end_array();
}

void write_order(json::Writer& out, const Scene& scene, const ListedOrder& order) {
    out.begin_object().name("id").string(order.row.name).name("client_order_id").string(text(order.id));
    out.name("group").string(text(order.group));
    write_identity(out, scene, order.group.account, order.identity);
    out.name("position").string(text(order.identity.side));
    write_order_figures(out, order.order, order.row);
    out.end_object();
}

void write_own_order(json::Writer& out, const GroupRow& group, const Order& order) {
    const std::size_t place = order.number.value - 1U;
    out.begin_object().name("id").string(group.orders[place].name);
    out.name("client_order_id").string(text(ClientOrderId{group.group.placed_in[place], {group.group.id, order.number}}));
    write_order_figures(out, order, group.orders[place]);
    out.end_object();
}

void write_fill(json::Writer& out, const Scene& scene, const FillRow& row) {
    const OrderFilled& fill = row.fill;
    out.begin_object().name("event").integer(row.sequence).name("at").string(rfc3339(fill.at));
    out.name("group").string(text(fill.group)).name("order").string(row.order_name);
    write_identity(out, scene, fill.group.account, row.identity);
    out.name("position").string(text(row.identity.side));
    out.name("role").string(text(row.role)).name("side").string(text(row.side));
    out.name("trade").string(std::to_string(fill.trade.value));
    out.name("price").string(fill.price.text()).name("qty").string(fill.quantity.text());
    out.name("fee").string(fill.fee.text()).name("fee_asset").string(enumerator_name(fill.fee_asset));
    out.name("is_maker").boolean(fill.maker).end_object();
}

void write_plan(json::Writer& out, const PyramidPlan& plan) {
    out.begin_object().name("pyramid").integer(plan.pyramid.value).name("base_price").string(plan.base_price.text());
    out.name("capital").string(plan.capital.text()).name("legs").begin_array();
    for (const auto& leg : plan.legs) {
        out.begin_object().name("index").integer(leg.index.value).name("price").string(leg.price.text());
        out.name("qty").string(leg.quantity.text()).name("notional").string(notional(leg.price, leg.quantity).text());
        out.name("take_profit_percent").string(leg.take_profit.text()).name("is_skipped").boolean(leg.skipped).end_object();
    }
    out.end_array().end_object();
}

void write_instruction(json::Writer& out, const Scene& scene, const Instruction& instruction) {
    const Identity& identity = instruction.identity;
    out.begin_object().name("intent").string(enumerator_name(instruction.intent)).name("is_inferred").boolean(instruction.inferred);
    out.name("instrument")
        .string(scene.instrument_name(identity.instrument))
        .name("symbol")
        .string(scene.symbol(identity.instrument));
    out.name("timeframe").integer(identity.timeframe_seconds).name("side").string(text(identity.side));
    out.name("stamp").string(rfc3339(instruction.stamp));
    optional_text(out, "entry_price", instruction.entry_price);
    optional_text(out, "order_size", instruction.order_size);
    out.name("size_type").string(enumerator_name(instruction.size_type));
    optional_text(out, "max_slippage_percent", instruction.max_slippage_percent);
    optional_text(out, "stop_loss", instruction.stop_loss);
    optional_text(out, "take_profit", instruction.take_profit);
    out.end_object();
}

std::string event_json(const EventRow& row) {
    FrameHeader frame;
    frame.at = row.at;
    frame.cause = row.cause;
    const auto named = named_config(row.event);
    return named ? event_line(frame, row.sequence, *named) : event_line(frame, row.sequence, row.event);
}

std::string event_data(const EventRow& row) {
    json::Writer out;
    const auto named = named_config(row.event);
    named ? write_event_data(out, *named) : write_event_data(out, row.event);
    return out.take();
}

std::vector<HttpHeader> link_headers(const Call& call, std::string_view next) {
    if (next.empty()) return {};
    std::string target = call.request.path + "?";
    for (const auto& [name, value] : call.query.all()) {
        if (name != "cursor") target += percent_encoded(name) + "=" + percent_encoded(value) + "&";
    }
    return {{"Link", "<" + target + "cursor=" + percent_encoded(next) + ">; rel=\"next\""}};
}

}  // namespace trellis::adapters::admin
