#include "adapters/webhook/parse.hpp"

#include <algorithm>
#include <array>

#include "adapters/json/document.hpp"
#include "adapters/webhook/field_reader.hpp"
#include "adapters/webhook/mask.hpp"

namespace trellis::adapters {

namespace {

constexpr std::array<Word<SignalAction>, 4> actions{
    {{"buy", SignalAction::buy}, {"sell", SignalAction::sell}, {"long", SignalAction::go_long}, {"short", SignalAction::go_short}}};
constexpr std::array<Word<MarketPosition>, 3> positions{
    {{"long", MarketPosition::long_position}, {"short", MarketPosition::short_position}, {"flat", MarketPosition::flat}}};
constexpr std::array<Word<SignalType>, 4> types{
    {{"signal", SignalType::signal}, {"exit", SignalType::exit}, {"reduce", SignalType::reduce}, {"reverse", SignalType::reverse}}};
constexpr std::array<Word<SizeType>, 3> size_types{{{"contracts", SizeType::contracts}, {"base", SizeType::base}, {"quote", SizeType::quote}}};
constexpr std::array<Word<bool>, 1> precision_modes{{{"auto", true}}};

constexpr std::array<Field, 27> known_fields{{
    {"", "secret"}, {"", "source"}, {"", "timestamp"}, {"", "signal_id"}, {"", "idempotency_key"}, {"", "preset"},
    {"tv", "exchange"}, {"tv", "symbol"}, {"tv", "timeframe"}, {"tv", "action"}, {"tv", "market_position"}, {"tv", "market_position_size"},
    {"tv", "prev_market_position"}, {"tv", "prev_market_position_size"}, {"tv", "entry_price"}, {"tv", "close_price"}, {"tv", "order_size"},
    {"strategy_info", "trade_id"}, {"strategy_info", "alert_name"}, {"strategy_info", "alert_message"},
    {"execution_intent", "type"}, {"execution_intent", "side"}, {"execution_intent", "position_size_type"}, {"execution_intent", "precision_mode"},
    {"risk", "stop_loss"}, {"risk", "take_profit"}, {"risk", "structure_sl"},
}};

bool is_known(std::string_view object, std::string_view name) {
    if (object == "risk" && name == "max_slippage_percent") return true;
    return std::ranges::any_of(known_fields, [&](const Field& field) { return field.object == object && field.name == name; });
}

bool is_object_of_fields(std::string_view name) {
    return std::ranges::any_of(known_fields, [&](const Field& field) { return !field.object.empty() && field.object == name; });
}

std::uint32_t count_unknown(const json::Value& root) {
    std::uint32_t count = 0;
    for (const auto& member : root.members()) {
        if (!is_object_of_fields(member.name)) {
            if (!is_known("", member.name)) ++count;
            continue;
        }
        for (const auto& inner : member.value.members()) {
            if (!is_known(member.name, inner.name)) ++count;
        }
    }
    return count;
}

void read_envelope(FieldReader& reader, Signal& out) {
    reader.string({"", "secret"}, 256, Presence::optional);
    reader.string({"", "source"}, 32, Presence::optional);
    out.timestamp = reader.time({"", "timestamp"});
    const std::string signal_id = reader.string({"", "signal_id"}, 128, Presence::optional);
    out.idempotency_key = reader.string({"", "idempotency_key"}, 128, Presence::optional);
    if (out.idempotency_key.empty()) out.idempotency_key = signal_id;
    out.preset = reader.string({"", "preset"}, 128, Presence::optional);
}

void read_chart(FieldReader& reader, Signal& out) {
    out.exchange = reader.string({"tv", "exchange"}, 32, Presence::optional);
    out.symbol = reader.string({"tv", "symbol"}, 50, Presence::required);
    out.timeframe = reader.timeframe({"tv", "timeframe"});
    out.action = reader.word<SignalAction>({"tv", "action"}, actions, Presence::required).value_or(SignalAction::buy);
    out.position = reader.word<MarketPosition>({"tv", "market_position"}, positions, Presence::optional);
    out.position_size = reader.number<Quantity>({"tv", "market_position_size"}, position_size_range);
    out.previous_position = reader.word<MarketPosition>({"tv", "prev_market_position"}, positions, Presence::optional);
    out.previous_position_size = reader.number<Quantity>({"tv", "prev_market_position_size"}, position_size_range);
    out.entry_price = reader.number<Price>({"tv", "entry_price"}, price_range);
    reader.number<Price>({"tv", "close_price"}, price_range);
    out.order_size = reader.number<Quantity>({"tv", "order_size"}, size_range);
}

void read_intent(FieldReader& reader, Signal& out) {
    out.trade_id = reader.string({"strategy_info", "trade_id"}, 128, Presence::optional);
    out.alert_name = reader.string({"strategy_info", "alert_name"}, 256, Presence::optional);
    out.alert_message = reader.string({"strategy_info", "alert_message"}, 1024, Presence::optional);
    out.type = reader.word<SignalType>({"execution_intent", "type"}, types, Presence::optional).value_or(SignalType::signal);
    out.intent_side = reader.word<SignalAction>({"execution_intent", "side"}, actions, Presence::optional);
    out.size_type = reader.word<SizeType>({"execution_intent", "position_size_type"}, size_types, Presence::optional).value_or(SizeType::quote);
    reader.word<bool>({"execution_intent", "precision_mode"}, precision_modes, Presence::optional);
}

/// Stop and target are information unless an account asks for them (W-5); their form is checked all the same.
void read_risk(FieldReader& reader, Signal& out) {
    reader.number<Price>({"risk", "stop_loss"}, price_range);
    reader.number<Price>({"risk", "take_profit"}, price_range);
    reader.number<Price>({"risk", "structure_sl"}, price_range);
    out.max_slippage_percent = reader.number<Ratio>({"risk", "max_slippage_percent"}, slippage_range);
}

MalformedSignal malformed(const ReceivedAs& as, std::vector<FieldError> errors, std::string body) {
    if (body.size() > webhook_bytes_max) body.resize(webhook_bytes_max);
    return {as.account, as.number, as.at, std::move(errors), std::move(body)};
}

/// The reader's words may quote the text, so they are taken from the masked text.
MalformedSignal not_json(std::string_view body, const json::Limits& limits, const ReceivedAs& as) {
    std::string masked = mask_secrets_of_text(body);
    const auto again = json::Document::parse(masked, limits);
    std::string hint = again ? "this is not valid JSON" : again.error().code + ": " + again.error().detail;
    return malformed(as, {{"", "", "RFC 8259", std::move(hint)}}, std::move(masked));
}

/// The byte order mark that some senders put in front, or nothing.
std::string_view byte_order_mark(std::string_view body) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    return body.starts_with(mark) ? body.substr(0, mark.size()) : std::string_view{};
}

}  // namespace

ParsedSignal parse_webhook(std::string_view body, const ReceivedAs& as) {
    const json::Limits limits{.bytes_max = webhook_bytes_max, .depth_max = webhook_depth_max};
    const std::string_view mark = byte_order_mark(body);
    const std::string_view text = body.substr(mark.size());
    const auto document = json::Document::parse(text, limits);
    if (!document) return {not_json(text, limits, as), 0};
    std::string masked = std::string(mark) + mask_secrets(*document);
    if (!document->root().is_object())
        return {malformed(as, {{"", "", "1.2", "expected a JSON object"}}, std::move(masked)), 0};
    FieldReader reader(*document);
    Signal signal;
    signal.account = as.account;
    signal.number = as.number;
    signal.received_at = as.at;
    read_envelope(reader, signal);
    read_chart(reader, signal);
    read_intent(reader, signal);
    read_risk(reader, signal);
    const std::uint32_t unknown_fields = count_unknown(document->root());
    if (reader.has_errors()) return {malformed(as, reader.take_errors(), std::move(masked)), unknown_fields};
    signal.body = std::move(masked);
    return {std::move(signal), unknown_fields};
}

ReceivedSignal parse_signal(std::string_view body, AccountId account, SignalNumber number, Timestamp received_at) {
    return parse_webhook(body, {account, number, received_at}).signal;
}

}  // namespace trellis::adapters
