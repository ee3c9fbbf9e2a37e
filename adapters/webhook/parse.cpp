#include "adapters/webhook/parse.hpp"

#include <algorithm>

#include "adapters/json/document.hpp"
#include "adapters/webhook/field_reader.hpp"
#include "adapters/webhook/fields.hpp"
#include "adapters/webhook/mask.hpp"
#include "adapters/webhook/placeholders.hpp"
#include "adapters/webhook/plain_reader.hpp"

namespace trellis::adapters {

namespace {

bool is_known(std::string_view object, std::string_view name) {
    return std::ranges::any_of(known_fields, [&](const Field& field) { return field.object == object && field.name == name; });
}

bool is_object_of_fields(std::string_view name) { return std::ranges::find(field_objects, name) != field_objects.end(); }

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
    reader.string({"", "secret"}, text_max::secret, Presence::optional);
    reader.string({"", "source"}, text_max::source, Presence::optional);
    out.timestamp = reader.time({"", "timestamp"});
    const std::string signal_id = reader.string({"", "signal_id"}, text_max::key, Presence::optional);
    out.idempotency_key = reader.string({"", "idempotency_key"}, text_max::key, Presence::optional);
    if (out.idempotency_key.empty()) out.idempotency_key = signal_id;
    out.preset = reader.string({"", "preset"}, text_max::preset, Presence::optional);
}

void read_chart(FieldReader& reader, const ReceivedAs& as, Signal& out) {
    out.exchange = reader.string({"tv", "exchange"}, text_max::exchange, Presence::optional);
    out.symbol = reader.string({"tv", "symbol"}, text_max::symbol, Presence::required);
    out.timeframe = reader.timeframe({"tv", "timeframe"}, as.timeframe.empty() ? Presence::required : Presence::optional);
    if (!as.timeframe.empty()) out.timeframe = as.timeframe;
    out.action = reader.word<SignalAction>({"tv", "action"}, action_words, Presence::required).value_or(SignalAction::buy);
    out.position = reader.word<MarketPosition>({"tv", "market_position"}, position_words, Presence::optional);
    out.position_size = reader.number<Quantity>({"tv", "market_position_size"}, position_size_range);
    out.previous_position = reader.word<MarketPosition>({"tv", "prev_market_position"}, position_words, Presence::optional);
    out.previous_position_size = reader.number<Quantity>({"tv", "prev_market_position_size"}, position_size_range);
    out.entry_price = reader.number<Price>({"tv", "entry_price"}, price_range);
    reader.number<Price>({"tv", "close_price"}, price_range);
    out.order_size = reader.number<Quantity>({"tv", "order_size"}, size_range);
}

void read_intent(FieldReader& reader, Signal& out) {
    out.trade_id = reader.string({"strategy_info", "trade_id"}, text_max::trade_id, Presence::optional);
    out.alert_name = reader.string({"strategy_info", "alert_name"}, text_max::alert_name, Presence::optional);
    out.alert_message = reader.string({"strategy_info", "alert_message"}, text_max::alert_message, Presence::optional);
    out.type = reader.word<SignalType>({"execution_intent", "type"}, type_words, Presence::optional).value_or(SignalType::signal);
    out.intent_side = reader.word<SignalAction>({"execution_intent", "side"}, action_words, Presence::optional);
    out.size_type = reader.word<SizeType>({"execution_intent", "position_size_type"}, size_type_words, Presence::optional).value_or(SizeType::quote);
    reader.word<bool>({"execution_intent", "precision_mode"}, precision_mode_words, Presence::optional);
}

/// Stop and target are information unless an account asks for them (W-5).
void read_risk(FieldReader& reader, Signal& out) {
    out.stop_loss = reader.number<Price>({"risk", "stop_loss"}, price_range);
    out.take_profit = reader.number<Price>({"risk", "take_profit"}, price_range);
    out.structure_stop = reader.number<Price>({"risk", "structure_sl"}, price_range);
    out.max_slippage_percent = reader.number<Ratio>({"risk", "max_slippage_percent"}, slippage_range);
}

MalformedSignal malformed(const ReceivedAs& as, std::vector<FieldError> errors, std::string body) {
    if (body.size() > webhook_bytes_max) body.resize(webhook_bytes_max);
    return {as.account, as.number, as.at, std::move(errors), std::move(body)};
}

/// The reader's words may quote the text, so they are taken from the masked text.
std::vector<FieldError> faults_of_text(const std::string& masked, const json::Limits& limits) {
    const auto again = json::Document::parse(masked, limits);
    std::string hint = again ? "this is not valid JSON" : again.error().code + ": " + again.error().detail;
    const bool is_object_meant = masked.find_first_not_of(" \t\r\n") == masked.find('{');
    if (!is_object_meant || masked.find('{') == std::string::npos) hint += "; send a JSON object: key=value and plain text are not read";
    std::vector<FieldError> out{{"", "", "RFC 8259", std::move(hint)}};
    const auto placeholder = find_placeholder(masked);
    if (placeholder) out.push_back({"", "", "W-3", placeholder_hint(*placeholder, ListOf::known)});
    return out;
}

MalformedSignal not_json(std::string_view body, const json::Limits& limits, const ReceivedAs& as) {
    std::string masked = mask_secrets_of_text(body);
    auto errors = faults_of_text(masked, limits);
    return malformed(as, std::move(errors), std::move(masked));
}

Secret secret_of(const json::Document& document) {
    const auto* value = document.root().find("secret");
    return value != nullptr && value->is_string() ? Secret(value->string()) : Secret();
}

/// The byte order mark that some senders put in front, or nothing.
std::string_view byte_order_mark(std::string_view body) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    return body.starts_with(mark) ? body.substr(0, mark.size()) : std::string_view{};
}

}  // namespace

ParsedSignal parse_with_care(std::string_view body, const ReceivedAs& as) {
    const json::Limits limits{.bytes_max = webhook_bytes_max, .depth_max = webhook_depth_max};
    const std::string_view mark = byte_order_mark(body);
    const std::string_view text = body.substr(mark.size());
    const auto document = json::Document::parse(text, limits);
    if (!document) return {.signal = not_json(text, limits, as)};
    std::string masked = std::string(mark) + mask_secrets(*document);
    if (!document->root().is_object()) return {.signal = malformed(as, {{"", "", "1.2", "expected a JSON object"}}, std::move(masked))};
    ParsedSignal out{.signal = {}, .unknown_fields = count_unknown(document->root()), .has_fields = true, .secret = secret_of(*document)};
    FieldReader reader(*document);
    Signal signal;
    signal.account = as.account;
    signal.number = as.number;
    signal.received_at = as.at;
    read_envelope(reader, signal);
    read_chart(reader, as, signal);
    read_intent(reader, signal);
    read_risk(reader, signal);
    if (reader.has_errors()) {
        out.signal = malformed(as, reader.take_errors(), std::move(masked));
        return out;
    }
    signal.body = std::move(masked);
    out.signal = std::move(signal);
    return out;
}

ParsedSignal parse_webhook(std::string_view body, const ReceivedAs& as) {
    if (auto plain = parse_plain(body, as)) return *std::move(plain);
    return parse_with_care(body, as);
}

ReceivedSignal parse_signal(std::string_view body, AccountId account, SignalNumber number, Timestamp received_at) {
    return parse_webhook(body, {account, number, received_at}).signal;
}

}  // namespace trellis::adapters
