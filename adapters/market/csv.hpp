// Quotes from a CSV file, row by row (`quotes_from`): columns found by their header, decimals taken from their text.
//
//   time  timestamp_ns, local_ns (nanoseconds) or ts_ms      sizes  bid_size | bid_qty, ask_size | ask_qty (optional)
//   price bid, ask                                           others are ignored
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "adapters/market/text_lines.hpp"
#include "engine/base/result.hpp"
#include "engine/market/quote.hpp"

namespace trellis::adapters {

class QuoteCsv {
public:
    /// Reads the header. Errors CANNOT_READ, MISSING_COLUMN.
    static Result<QuoteCsv> open(const std::string& path);
    static Result<QuoteCsv> read(std::unique_ptr<std::istream> stream, std::string name);

    /// The next quote with the file's own time and number 0, or nothing at the end. A row with bid above ask is no market: it is
    /// skipped and counted. Errors name file, line and column: BAD_ROW, BAD_TIME, NOT_A_NUMBER, TOO_PRECISE, OUT_OF_RANGE.
    Result<std::optional<Quote>> next();
    /// Rows skipped so far because bid was above ask.
    std::uint64_t crossed() const { return crossed_; }

private:
    enum Column : std::uint8_t { time, bid, ask, bid_size, ask_size, column_count };
    struct Field {
        std::string_view text;
        std::size_t column = 0;  // of its first character, from 1
    };

    explicit QuoteCsv(TextLines lines) : lines_(std::move(lines)) {}
    Result<void> read_header();
    Result<void> split_row();
    Result<Quote> read_row() const;
    Result<Timestamp> read_time(const Field& field) const;
    template <class D>
    Result<D> read_decimal(const Field& field) const;

    TextLines lines_;
    std::array<std::optional<std::size_t>, column_count> places_;  // of our columns among the file's
    std::array<Field, column_count> fields_;
    bool is_milliseconds_ = false;
    std::uint64_t crossed_ = 0;
};

}  // namespace trellis::adapters
