#include "adapters/market/file_feed.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "adapters/market/csv.hpp"
#include "engine/base/overloaded.hpp"
#include "engine/base/wide.hpp"

namespace trellis::adapters {

namespace {

constexpr Duration between_laps = std::chrono::seconds(1);

// A row with the file's own time; `body` is nothing when the frame says nothing about the price of our instrument.
struct RecordedRow {
    Timestamp at{};
    std::variant<Ignored, Quote, Print> body;
};

class QuoteRows {
public:
    static Result<QuoteRows> open(const FileFeedOptions& options, const std::string&) {
        auto file = QuoteCsv::open(options.path);
        if (!file) return file.error();
        return QuoteRows(std::move(*file));
    }
    Result<std::optional<RecordedRow>> next() {
        auto quote = file_.next();
        if (!quote) return quote.error();
        if (!quote->has_value()) return std::optional<RecordedRow>();
        return std::optional(RecordedRow{(*quote)->at, **quote});
    }

private:
    explicit QuoteRows(QuoteCsv file) : file_(std::move(file)) {}
    QuoteCsv file_;
};

class FrameRows {
public:
    static Result<FrameRows> open(const FileFeedOptions& options, const std::string& symbol) {
        auto file = RecordedFrames::open(options.path);
        if (!file) return file.error();
        return FrameRows(std::move(*file), symbol);
    }
    Result<std::optional<RecordedRow>> next() {
        auto row = file_.next();
        if (!row) return row.error();
        if (!row->has_value()) return std::optional<RecordedRow>();
        const MarketFrame& frame = (*row)->frame;
        if (frame.symbol != symbol_) return std::optional(RecordedRow{(*row)->at, Ignored{}});
        return std::optional(RecordedRow{(*row)->at, frame.body});
    }

private:
    FrameRows(RecordedFrames file, std::string symbol) : file_(std::move(file)), symbol_(std::move(symbol)) {}
    RecordedFrames file_;
    std::string symbol_;
};

template <class Rows>
class FileFeed final : public MarketFeed {
public:
    FileFeed(FileFeedOptions options, std::string symbol, Rows rows)
        : options_(std::move(options)),
          symbol_(std::move(symbol)),
          rows_(std::move(rows)),
          pace_(options_.start, options_.speed) {}

    Result<std::optional<FeedRow>> next() override {
        bool is_new_lap = false;
        while (true) {
            auto row = rows_.next();
            if (!row) return row.error();
            if (row->has_value()) {
                if (auto taken = take(**row)) return taken;
                continue;
            }
            // A file that has become empty is not read for ever.
            if (!options_.is_repeated || is_new_lap) return std::optional<FeedRow>();
            auto again = Rows::open(options_, symbol_);
            if (!again) return again.error();
            rows_ = std::move(*again);
            pace_.repeat();
            is_new_lap = true;
        }
    }

private:
    std::optional<FeedRow> take(const RecordedRow& row) {
        return std::visit(Overloaded{
                              [](const Ignored&) { return std::optional<FeedRow>(); },
                              [&](Quote quote) {
                                  quote.at = pace_(row.at);
                                  return std::optional(FeedRow{quote.at, options_.instrument, quote});
                              },
                              [&](const Print& print) {
                                  return std::optional(FeedRow{pace_(row.at), options_.instrument, print});
                              },
                          },
                          row.body);
    }

    FileFeedOptions options_;
    std::string symbol_;
    Rows rows_;
    Pace pace_;
};

template <class Rows>
Result<void> check_whole(const FileFeedOptions& options, const std::string& symbol) {
    auto rows = Rows::open(options, symbol);
    if (!rows) return rows.error();
    bool has_quotes = false;
    while (true) {
        const auto row = rows->next();
        if (!row) return row.error();
        if (!row->has_value()) break;
        has_quotes |= std::holds_alternative<Quote>((*row)->body);
    }
    if (has_quotes) return {};
    return Error{"NO_QUOTES", options.path + " has no quote" + (symbol.empty() ? "" : " of " + symbol)};
}

template <class Rows>
Result<std::unique_ptr<MarketFeed>> open_feed(const FileFeedOptions& options, const std::string& symbol) {
    if (!options.speed.is_positive()) {
        return Error{"OUT_OF_RANGE", "speed " + options.speed.text() + " of " + options.path + " is not positive"};
    }
    if (const auto whole = check_whole<Rows>(options, symbol); !whole) return whole.error();
    auto rows = Rows::open(options, symbol);
    if (!rows) return rows.error();
    return std::unique_ptr<MarketFeed>(std::make_unique<FileFeed<Rows>>(options, symbol, std::move(*rows)));
}

}  // namespace

Result<std::unique_ptr<MarketFeed>> open_quotes_feed(const FileFeedOptions& options) {
    return open_feed<QuoteRows>(options, "");
}

Result<std::unique_ptr<MarketFeed>> open_frames_feed(const FileFeedOptions& options, const std::string& symbol) {
    return open_feed<FrameRows>(options, symbol);
}

Timestamp Pace::operator()(Timestamp recorded) {
    if (!first_) first_ = recorded;
    last_ = std::max(last_, start_ + scaled(recorded - *first_));
    return last_;
}

void Pace::repeat() {
    start_ = last_ + std::max(scaled(between_laps), Duration(1));
    first_.reset();
}

Duration Pace::scaled(Duration recorded) const {
    return Duration(static_cast<std::int64_t>(multiply_divide(recorded.count(), Ratio::scale, speed_.raw(), Rounding::floor)));
}

}  // namespace trellis::adapters
