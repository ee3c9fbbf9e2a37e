// Binance's combined-stream frames, spot and USD-M alike: bookTicker as quote, trade and aggTrade as print, the rest ignored. The same
// code reads the live stream and recorded files; only the recorder's wrapper is a matter of the file.
//
//   {"stream":"btcusdt@bookTicker","data":{"s":"BTCUSDT","b":"61837.63","B":"3.78","a":"61837.64","A":"1.54", ...}}
//   {"stream":"btcusdt@trade","data":{"s":"BTCUSDT","p":"61837.63","q":"0.02", ...}}
//   {"local_ns":1723161254087891268,"frame":{the above}}
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/market/text_lines.hpp"
#include "engine/base/result.hpp"
#include "engine/market/quote.hpp"

namespace trellis::adapters {

/// A trade that the venue printed (PV-4).
struct Print {
    Price price;
    Quantity quantity;
    bool operator==(const Print&) const = default;
};
/// A frame that says nothing about price: depth, other streams, a side of the book that is empty.
struct Ignored {
    bool operator==(const Ignored&) const = default;
};

struct MarketFrame {
    std::string_view symbol;  ///< as the venue writes it; valid until the reader's next call
    std::variant<Ignored, Quote, Print> body;  ///< the quote without time and number
};
struct RecordedFrame {
    Timestamp at{};  ///< when the recorder received it
    MarketFrame frame;
};

/// Reads frames; allocates nothing once its buffer has grown to the largest frame. One per thread.
class BinanceFrameReader {
public:
    BinanceFrameReader();
    ~BinanceFrameReader();
    BinanceFrameReader(BinanceFrameReader&&) noexcept;
    BinanceFrameReader& operator=(BinanceFrameReader&&) noexcept;

    /// One frame as the stream sends it. Errors: NOT_JSON, MISSING_FIELD, those of Decimal.
    Result<MarketFrame> read_frame(std::string_view bytes);
    /// One line of a recorded file.
    Result<RecordedFrame> read_recorded(std::string_view line);

private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

/// The quotes and prints of a recorded file (`frames_from`), one by one.
class RecordedFrames {
public:
    static Result<RecordedFrames> open(const std::string& path);
    static RecordedFrames read(std::unique_ptr<std::istream> stream, std::string name);

    /// The next quote or print, or nothing at the end; a quote with bid above ask is skipped and counted. Errors name file and line.
    Result<std::optional<RecordedFrame>> next();
    std::uint64_t crossed() const { return crossed_; }

private:
    explicit RecordedFrames(TextLines lines) : lines_(std::move(lines)) {}

    TextLines lines_;
    BinanceFrameReader reader_;
    std::uint64_t crossed_ = 0;
};

}  // namespace trellis::adapters
