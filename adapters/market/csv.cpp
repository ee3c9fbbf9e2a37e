#include "adapters/market/csv.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <limits>
#include <string_view>
#include <utility>

namespace trellis::adapters {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Calls each(index, text, offset) for every comma-separated field of a line.
template <class Each>
void for_each_field(std::string_view line, Each each) {
    std::size_t index = 0;
    std::size_t start = 0;
    while (true) {
        const auto comma = line.find(',', start);
        const auto end = comma == std::string_view::npos ? line.size() : comma;
        each(index, line.substr(start, end - start), start);
        if (comma == std::string_view::npos) return;
        start = comma + 1;
        ++index;
    }
}

}  // namespace

Result<QuoteCsv> QuoteCsv::open(const std::string& path) {
    auto lines = TextLines::open(path);
    if (!lines) return lines.error();
    QuoteCsv csv(std::move(*lines));
    if (const auto header = csv.read_header(); !header) return header.error();
    return csv;
}

Result<QuoteCsv> QuoteCsv::read(std::unique_ptr<std::istream> stream, std::string name) {
    QuoteCsv csv(TextLines(std::move(stream), std::move(name)));
    if (const auto header = csv.read_header(); !header) return header.error();
    return csv;
}

Result<void> QuoteCsv::read_header() {
    if (!lines_.next()) return lines_.error("MISSING_COLUMN", 1, "no header");
    std::string_view header = lines_.line();
    if (header.starts_with(byte_order_mark)) header.remove_prefix(byte_order_mark.size());
    std::optional<std::size_t> milliseconds;
    for_each_field(header, [&](std::size_t index, std::string_view name, std::size_t) {
        const auto claim = [&](Column column) {
            if (!places_[column]) places_[column] = index;
        };
        if (name == "timestamp_ns" || name == "local_ns") claim(time);
        if (name == "ts_ms" && !milliseconds) milliseconds = index;
        if (name == "bid") claim(bid);
        if (name == "ask") claim(ask);
        if (name == "bid_size" || name == "bid_qty") claim(bid_size);
        if (name == "ask_size" || name == "ask_qty") claim(ask_size);
    });
    is_milliseconds_ = !places_[time] && milliseconds;
    if (is_milliseconds_) places_[time] = milliseconds;
    if (!places_[time]) return lines_.error("MISSING_COLUMN", 1, "no column timestamp_ns, local_ns or ts_ms");
    if (!places_[bid]) return lines_.error("MISSING_COLUMN", 1, "no column bid");
    if (!places_[ask]) return lines_.error("MISSING_COLUMN", 1, "no column ask");
    return {};
}

Result<std::optional<Quote>> QuoteCsv::next() {
    while (lines_.next()) {
        if (const auto row = split_row(); !row) return row.error();
        const auto quote = read_row();
        if (!quote) return quote.error();
        if (quote->bid <= quote->ask) return std::optional(*quote);
        ++crossed_;
    }
    if (lines_.is_broken()) return lines_.error("CANNOT_READ", 1, "reading failed behind this line");
    return std::optional<Quote>{};
}

Result<void> QuoteCsv::split_row() {
    fields_.fill({});
    for_each_field(lines_.line(), [&](std::size_t index, std::string_view text, std::size_t offset) {
        for (std::size_t ours = 0; ours < column_count; ++ours) {
            if (places_[ours] == index) fields_[ours] = {text, offset + 1};
        }
    });
    for (std::size_t ours = 0; ours < column_count; ++ours) {
        const bool is_short = places_[ours] && fields_[ours].column == 0;
        if (is_short) return lines_.error("BAD_ROW", lines_.line().size() + 1, "the row has fewer fields than the header");
    }
    return {};
}

Result<Quote> QuoteCsv::read_row() const {
    const auto at = read_time(fields_[time]);
    if (!at) return at.error();
    Quote quote;
    quote.at = *at;
    for (const auto& [column, price] : {std::pair{bid, &quote.bid}, std::pair{ask, &quote.ask}}) {
        const auto value = read_decimal<Price>(fields_[column]);
        if (!value) return value.error();
        if (!value->is_positive()) return lines_.error("OUT_OF_RANGE", fields_[column].column, "a price is positive");
        *price = *value;
    }
    for (const auto& [column, size] : {std::pair{bid_size, &quote.bid_size}, std::pair{ask_size, &quote.ask_size}}) {
        if (fields_[column].text.empty()) continue;  // no such column, or nothing said in this row
        const auto value = read_decimal<Quantity>(fields_[column]);
        if (!value) return value.error();
        if (value->is_negative()) return lines_.error("OUT_OF_RANGE", fields_[column].column, "a size is not negative");
        *size = *value;
    }
    return quote;
}

Result<Timestamp> QuoteCsv::read_time(const Field& field) const {
    std::int64_t value = 0;
    const auto* end = field.text.data() + field.text.size();
    const auto parsed = std::from_chars(field.text.data(), end, value);
    const bool is_whole = parsed.ec == std::errc{} && parsed.ptr == end;
    if (!is_whole) return lines_.error("BAD_TIME", field.column, "'" + std::string(field.text) + "' is no whole number in range");
    if (!is_milliseconds_) return Timestamp(Duration(value));
    constexpr std::int64_t milliseconds_max = std::numeric_limits<std::int64_t>::max() / 1'000'000;
    const bool is_in_range = value <= milliseconds_max && value >= -milliseconds_max;
    if (!is_in_range) return lines_.error("BAD_TIME", field.column, std::string(field.text) + " ms is out of range");
    return Timestamp(std::chrono::milliseconds(value));
}

template <class D>
Result<D> QuoteCsv::read_decimal(const Field& field) const {
    auto value = D::parse(field.text);
    if (!value) return lines_.error(value.error().code, field.column, value.error().detail);
    return value;
}

}  // namespace trellis::adapters
