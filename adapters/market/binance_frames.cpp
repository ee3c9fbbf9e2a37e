#include "adapters/market/binance_frames.hpp"

#include <simdjson.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace trellis::adapters {

namespace {

namespace ondemand = simdjson::ondemand;

Error not_json(simdjson::error_code code) { return {"NOT_JSON", simdjson::error_message(code)}; }

// The fields of a frame that count; empty = not there. All that is read of `data` whatever the event.
struct Fields {
    std::string_view symbol;
    std::string_view bid, bid_size, ask, ask_size;
    std::string_view price, quantity;
    std::string_view order_type;
};

std::string_view* wanted(Fields& fields, std::string_view key) {
    if (key.size() != 1) return nullptr;
    switch (key[0]) {
        case 's': return &fields.symbol;
        case 'b': return &fields.bid;
        case 'B': return &fields.bid_size;
        case 'a': return &fields.ask;
        case 'A': return &fields.ask_size;
        case 'p': return &fields.price;
        case 'q': return &fields.quantity;
        case 'X': return &fields.order_type;
        default: return nullptr;
    }
}

// Keys in any order. A wanted key that is no string (depth's `b` is an array) is left out: it is missed later, if it matters.
simdjson::error_code read_fields(ondemand::object data, Fields& fields) {
    for (auto field : data) {
        std::string_view key;
        if (const auto error = field.unescaped_key().get(key)) return error;
        std::string_view* place = wanted(fields, key);
        if (place == nullptr) continue;
        ondemand::json_type type{};
        if (const auto error = field.value().type().get(type)) return error;
        if (type != ondemand::json_type::string) continue;
        if (const auto error = field.value().get_string().get(*place)) return error;
    }
    return simdjson::SUCCESS;
}

template <class D>
Result<D> read_decimal(std::string_view text, std::string_view key) {
    if (text.empty()) return Error{"MISSING_FIELD", "no text under '" + std::string(key) + "'"};
    return D::parse(text);
}

Result<MarketFrame> quote_of(const Fields& fields) {
    const auto bid = read_decimal<Price>(fields.bid, "b");
    if (!bid) return bid.error();
    const auto ask = read_decimal<Price>(fields.ask, "a");
    if (!ask) return ask.error();
    const auto bid_size = read_decimal<Quantity>(fields.bid_size, "B");
    if (!bid_size) return bid_size.error();
    const auto ask_size = read_decimal<Quantity>(fields.ask_size, "A");
    if (!ask_size) return ask_size.error();
    const bool is_two_sided = bid->is_positive() && ask->is_positive();
    if (!is_two_sided) return MarketFrame{fields.symbol, Ignored{}};
    return MarketFrame{fields.symbol, Quote{*bid, *ask, *bid_size, *ask_size, {}, 0}};
}

Result<MarketFrame> print_of(const Fields& fields) {
    const auto price = read_decimal<Price>(fields.price, "p");
    if (!price) return price.error();
    const auto quantity = read_decimal<Quantity>(fields.quantity, "q");
    if (!quantity) return quantity.error();
    // USD-M also prints insurance fund and ADL trades, which met no order of the book.
    const bool is_of_book = fields.order_type.empty() || fields.order_type == "MARKET";
    const bool is_trade = price->is_positive() && quantity->is_positive();
    if (!is_of_book || !is_trade) return MarketFrame{fields.symbol, Ignored{}};
    return MarketFrame{fields.symbol, Print{*price, *quantity}};
}

// The frame itself; `stream` stands before `data` or behind it.
Result<MarketFrame> frame_of(ondemand::object frame) {
    std::string_view stream;
    ondemand::object data;
    const auto missing = frame.find_field_unordered("stream").get_string().get(stream);
    if (missing == simdjson::NO_SUCH_FIELD) return MarketFrame{};  // the answer to a subscription
    if (missing) return not_json(missing);
    if (const auto error = frame.find_field_unordered("data").get_object().get(data)) return not_json(error);
    const auto kind = stream.substr(std::min(stream.find('@'), stream.size()));
    const bool is_quote = kind == "@bookTicker";
    const bool is_print = kind == "@trade" || kind == "@aggTrade";
    if (!is_quote && !is_print) return MarketFrame{};
    Fields fields;
    if (const auto error = read_fields(data, fields)) return not_json(error);
    return is_quote ? quote_of(fields) : print_of(fields);
}

}  // namespace

struct BinanceFrameReader::Parser {
    ondemand::parser parser;
    std::vector<char> buffer;  // the frame and the slack that simdjson reads beyond it

    simdjson::simdjson_result<ondemand::document> iterate(std::string_view bytes) {
        const auto needed = bytes.size() + simdjson::SIMDJSON_PADDING;
        if (buffer.size() < needed) buffer.resize(needed);
        std::copy(bytes.begin(), bytes.end(), buffer.begin());
        return parser.iterate(buffer.data(), bytes.size(), buffer.size());
    }
};

BinanceFrameReader::BinanceFrameReader() : parser_(std::make_unique<Parser>()) {}
BinanceFrameReader::~BinanceFrameReader() = default;
BinanceFrameReader::BinanceFrameReader(BinanceFrameReader&&) noexcept = default;
BinanceFrameReader& BinanceFrameReader::operator=(BinanceFrameReader&&) noexcept = default;

Result<MarketFrame> BinanceFrameReader::read_frame(std::string_view bytes) {
    ondemand::document document;
    if (const auto error = parser_->iterate(bytes).get(document)) return not_json(error);
    ondemand::object frame;
    if (const auto error = document.get_object().get(frame)) return not_json(error);
    return frame_of(frame);
}

Result<RecordedFrame> BinanceFrameReader::read_recorded(std::string_view line) {
    ondemand::document document;
    if (const auto error = parser_->iterate(line).get(document)) return not_json(error);
    std::int64_t at = 0;
    if (const auto error = document.find_field_unordered("local_ns").get_int64().get(at)) return not_json(error);
    ondemand::object frame;
    if (const auto error = document.find_field_unordered("frame").get_object().get(frame)) return not_json(error);
    auto read = frame_of(frame);
    if (!read) return read.error();
    return RecordedFrame{Timestamp(Duration(at)), std::move(*read)};
}

Result<RecordedFrames> RecordedFrames::open(const std::string& path) {
    auto lines = TextLines::open(path);
    if (!lines) return lines.error();
    return RecordedFrames(std::move(*lines));
}

RecordedFrames RecordedFrames::read(std::unique_ptr<std::istream> stream, std::string name) {
    return RecordedFrames(TextLines(std::move(stream), std::move(name)));
}

Result<std::optional<RecordedFrame>> RecordedFrames::next() {
    while (lines_.next()) {
        auto read = reader_.read_recorded(lines_.line());
        if (!read) return lines_.error(read.error().code, 1, read.error().detail);
        if (std::holds_alternative<Ignored>(read->frame.body)) continue;
        const auto* quote = std::get_if<Quote>(&read->frame.body);
        const bool is_crossed = quote != nullptr && quote->bid > quote->ask;
        if (!is_crossed) return std::optional(std::move(*read));
        ++crossed_;
    }
    if (lines_.is_broken()) return lines_.error("CANNOT_READ", 1, "reading failed behind this line");
    return std::optional<RecordedFrame>{};
}

}  // namespace trellis::adapters
