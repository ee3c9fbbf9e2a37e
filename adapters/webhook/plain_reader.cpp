#include "adapters/webhook/plain_reader.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <memory>
#include <string>

#include "adapters/webhook/fields.hpp"
#include "adapters/webhook/mask.hpp"
#include "engine/base/noise_guard.hpp"

namespace trellis::adapters {

namespace ondemand = simdjson::ondemand;

namespace {

/// Places in known_fields.
enum Slot : std::size_t {
    secret,
    source,
    timestamp,
    signal_id,
    idempotency_key,
    preset,
    exchange,
    symbol,
    timeframe,
    action,
    market_position,
    market_position_size,
    prev_market_position,
    prev_market_position_size,
    entry_price,
    close_price,
    order_size,
    trade_id,
    alert_name,
    alert_message,
    type,
    side,
    position_size_type,
    precision_mode,
    stop_loss,
    take_profit,
    structure_sl,
    max_slippage_percent,
    slot_count,
};
static_assert(slot_count == known_fields.size());
static_assert(known_fields[exchange].name == "exchange" && known_fields[trade_id].name == "trade_id" &&
              known_fields[type].name == "type");
static_assert(known_fields[max_slippage_percent].name == "max_slippage_percent");

/// Which slots one object has.
struct Section {
    std::size_t begin;
    std::size_t end;
};
constexpr Section envelope{secret, exchange};
constexpr std::array<Section, field_objects.size()> sections{
    {{exchange, trade_id}, {trade_id, type}, {type, stop_loss}, {stop_loss, slot_count}}};

/// What simdjson needs to read over the end.
constexpr std::size_t padding = simdjson::SIMDJSON_PADDING;

/// Where texts are copied to, with room behind them. It is the thread's, so that a body costs no allocation.
char* scratch() {
    static thread_local const auto bytes = std::make_unique<char[]>(webhook_bytes_max + padding);
    return bytes.get();
}

/// A text in there; wiped when it has been read, because a secret is part of it.
class Copy {
  public:
    explicit Copy(std::string_view text) : begin_(scratch()), size_(text.size()) {
        std::memcpy(begin_, text.data(), size_);
        std::memset(begin_ + size_, 0, padding);
    }
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;
    ~Copy() { wipe(begin_, size_); }

    const char* begin() const { return begin_; }
    std::size_t size() const { return size_; }

  private:
    char* begin_;
    std::size_t size_;
};

std::string_view trim_end(std::string_view token) {
    while (!token.empty() && (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' || token.back() == '\t'))
        token.remove_suffix(1);
    return token;
}

/// Finds the token of each field; false when there is anything but known fields, once each.
class Walk {
  public:
    explicit Walk(std::array<std::string_view, slot_count>& tokens) : tokens_(tokens) {}

    bool run(ondemand::document& document) {
        ondemand::object root;
        if (document.get_object().get(root)) return false;
        if (!walk(root, envelope)) return false;
        return document.current_location().error() == simdjson::OUT_OF_BOUNDS;
    }

  private:
    bool walk(ondemand::object& object, Section section) {
        std::size_t hint = section.begin;
        for (auto item : object) {
            ondemand::field field;
            if (std::move(item).get(field)) return false;
            const char* name = field.key().raw();
            const std::size_t slot = find(name, section, hint);
            if (slot == slot_count) {
                if (section.begin != envelope.begin || !walk_section(name, field.value())) return false;
                continue;
            }
            const auto token = trim_end(field.value().raw_json_token());
            const bool is_scalar = !token.empty() && token[0] != '{' && token[0] != '[';
            if (!is_scalar || !tokens_[slot].empty()) return false;
            tokens_[slot] = token;
            hint = slot + 1;
        }
        return true;
    }

    bool walk_section(const char* name, ondemand::value& value) {
        for (std::size_t i = 0; i < field_objects.size(); ++i) {
            if (!is_named(name, field_objects[i])) continue;
            ondemand::object object;
            if ((seen_ & 1U << i) != 0 || value.get_object().get(object)) return false;
            seen_ |= 1U << i;
            return walk(object, sections[i]);
        }
        return false;
    }

    /// Fields mostly come in the order of the table, so the search begins behind the last one.
    static std::size_t find(const char* name, Section section, std::size_t hint) {
        for (std::size_t slot = hint; slot < section.end; ++slot) {
            if (is_named(name, known_fields[slot].name)) return slot;
        }
        for (std::size_t slot = section.begin; slot < hint; ++slot) {
            if (is_named(name, known_fields[slot].name)) return slot;
        }
        return slot_count;
    }

    /// `at` stands behind a quote; a name is shorter than the padding behind the text.
    static bool is_named(const char* at, std::string_view name) {
        return std::memcmp(at, name.data(), name.size()) == 0 && at[name.size()] == '"';
    }

    std::array<std::string_view, slot_count>& tokens_;
    unsigned seen_ = 0;
};

/// Types the tokens; what the careful reader would refuse, or read in another way, makes the body unusual.
class Filling {
  public:
    explicit Filling(const std::array<std::string_view, slot_count>& tokens) : tokens_(tokens) {}

    bool is_usual() const { return is_usual_; }

    std::string_view text(Slot slot, std::size_t size_max) {
        const auto token = tokens_[slot];
        if (is_missing(token)) return {};
        const auto content = content_of(token);
        if (content.size() > size_max) is_usual_ = false;
        return content;
    }

    std::string_view required(Slot slot, std::size_t size_max) {
        const auto content = text(slot, size_max);
        if (content.empty()) is_usual_ = false;
        return content;
    }

    std::optional<Timestamp> time(Slot slot) {
        const auto token = tokens_[slot];
        if (is_missing(token)) return std::nullopt;
        const auto at = parse_timestamp(token[0] == '"' ? content_of(token) : number_of(token));
        if (at) return *at;
        is_usual_ = false;
        return std::nullopt;
    }

    std::string_view minutes_or_interval(Slot slot) {
        const auto token = tokens_[slot];
        if (is_missing(token) || token[0] == '"') return text(slot, text_max::timeframe);
        constexpr std::size_t digits_max = 9;
        const bool is_whole = std::ranges::all_of(token, [](char c) { return c >= '0' && c <= '9'; });
        if (!is_whole || token[0] == '0' || token.size() > digits_max) is_usual_ = false;
        return token;
    }

    template <class E, std::size_t n>
    std::optional<E> word(Slot slot, const std::array<Word<E>, n>& words) {
        const auto token = tokens_[slot];
        if (is_missing(token)) return std::nullopt;
        const auto content = content_of(token);
        for (const auto& word : words) {
            if (is_equal_without_case(content, word.text)) return word.value;
        }
        is_usual_ = false;
        return std::nullopt;
    }

    template <class D>
    std::optional<D> number(Slot slot, const NumberRange& range) {
        const auto token = tokens_[slot];
        if (is_missing(token)) return std::nullopt;
        const auto text = token[0] == '"' ? content_of(token) : number_of(token);
        if (token[0] == '"' && is_missing_number(text)) return std::nullopt;
        const auto number = read_number(text);
        if (number.fault == NumberFault::none && range.contains(Ratio::from_raw(number.raw))) return D::from_raw(number.raw);
        is_usual_ = false;
        return std::nullopt;
    }

  private:
    static bool is_missing(std::string_view token) { return token.empty() || token == "null" || token == "\"\""; }

    std::string_view content_of(std::string_view token) {
        const bool is_string = token.size() >= 2 && token.front() == '"' && token.back() == '"';
        if (is_string) return token.substr(1, token.size() - 2);
        is_usual_ = false;
        return {};
    }

    /// Digits, perhaps with a point among them; everything else that JSON allows is unusual.
    std::string_view number_of(std::string_view token) {
        std::size_t points = 0;
        for (const char c : token) {
            if (c == '.') ++points;
            if ((c < '0' || c > '9') && c != '.') is_usual_ = false;
        }
        const bool is_closed = token.front() != '.' && token.back() != '.' && points <= 1;
        const bool is_led_by_zero = token.size() > 1 && token[0] == '0' && token[1] != '.';
        if (!is_closed || is_led_by_zero) is_usual_ = false;
        return token;
    }

    /// Up to 12 characters have at most 12 digits: the noise guard leaves them alone, and reading them exactly is faster.
    static RawNumber read_number(std::string_view text) {
        return text.size() <= webhook_digits_max ? parse_raw(text) : parse_raw_rounded(text, webhook_digits_max);
    }

    /// `word` is of lower-case letters, and only letters become those by that bit.
    static bool is_equal_without_case(std::string_view content, std::string_view word) {
        if (content.size() != word.size()) return false;
        for (std::size_t i = 0; i < word.size(); ++i) {
            if ((content[i] | 0x20) != word[i]) return false;
        }
        return true;
    }

    const std::array<std::string_view, slot_count>& tokens_;
    bool is_usual_ = true;
};

void fill_chart(Filling& fields, const ReceivedAs& as, Signal& out) {
    out.exchange = fields.text(exchange, text_max::exchange);
    out.symbol = fields.required(symbol, text_max::symbol);
    const auto interval = fields.minutes_or_interval(timeframe);
    out.timeframe = as.timeframe.empty() ? interval : as.timeframe;
    out.position = fields.word(market_position, position_words);
    out.position_size = fields.number<Quantity>(market_position_size, position_size_range);
    out.previous_position = fields.word(prev_market_position, position_words);
    out.previous_position_size = fields.number<Quantity>(prev_market_position_size, position_size_range);
    out.entry_price = fields.number<Price>(entry_price, price_range);
    fields.number<Price>(close_price, price_range);
    out.order_size = fields.number<Quantity>(order_size, size_range);
}

void fill_rest(Filling& fields, Signal& out) {
    fields.text(source, text_max::source);
    out.timestamp = fields.time(timestamp);
    const auto key = fields.text(idempotency_key, text_max::key);
    const auto id = fields.text(signal_id, text_max::key);
    out.idempotency_key = key.empty() ? id : key;
    out.preset = fields.text(preset, text_max::preset);
    out.trade_id = fields.text(trade_id, text_max::trade_id);
    out.alert_name = fields.text(alert_name, text_max::alert_name);
    out.alert_message = fields.text(alert_message, text_max::alert_message);
    out.type = fields.word(type, type_words).value_or(SignalType::signal);
    out.intent_side = fields.word(side, action_words);
    out.size_type = fields.word(position_size_type, size_type_words).value_or(SizeType::quote);
    fields.word(precision_mode, precision_mode_words);
    out.stop_loss = fields.number<Price>(stop_loss, price_range);
    out.take_profit = fields.number<Price>(take_profit, price_range);
    out.structure_stop = fields.number<Price>(structure_sl, price_range);
    out.max_slippage_percent = fields.number<Ratio>(max_slippage_percent, slippage_range);
}

/// The body with the secret's token replaced, as mask_secrets does it.
std::string masked_body(std::string_view body, std::size_t offset, std::size_t size) {
    if (size == 0) return std::string(body);
    std::string out;
    out.reserve(body.size() - size + masked_text.size());
    return out.append(body.substr(0, offset)).append(masked_text).append(body.substr(offset + size));
}

}  // namespace

std::optional<ParsedSignal> parse_plain(std::string_view body, const ReceivedAs& as) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    const std::string_view text = body.substr(body.starts_with(mark) ? mark.size() : 0);
    const bool is_plain =
        text.size() <= webhook_bytes_max && text.find('\\') == std::string_view::npos && text.find("{{") == std::string_view::npos;
    if (!is_plain) return std::nullopt;
    static thread_local ondemand::parser parser;
    const Copy copy(text);
    ondemand::document document;
    if (parser.iterate(copy.begin(), copy.size(), copy.size() + padding).get(document)) return std::nullopt;
    std::array<std::string_view, slot_count> tokens;
    if (!Walk(tokens).run(document)) return std::nullopt;

    Filling fields(tokens);
    std::optional<ParsedSignal> out(std::in_place);
    Signal& signal = std::get<Signal>(out->signal);
    signal.account = as.account;
    signal.number = as.number;
    signal.received_at = as.at;
    const auto action_word = fields.word(action, action_words);
    signal.action = action_word.value_or(SignalAction::buy);
    fill_chart(fields, as, signal);
    fill_rest(fields, signal);
    const auto offered = fields.text(secret, text_max::secret);
    const bool has_timeframe = !signal.timeframe.empty();
    if (!fields.is_usual() || !action_word || !has_timeframe) return std::nullopt;
    const auto offset =
        tokens[secret].empty() ? 0 : body.size() - text.size() + static_cast<std::size_t>(tokens[secret].data() - copy.begin());
    signal.body = masked_body(body, offset, tokens[secret].size());
    out->has_fields = true;
    if (!offered.empty()) out->secret = Secret(offered);
    return out;
}

}  // namespace trellis::adapters
