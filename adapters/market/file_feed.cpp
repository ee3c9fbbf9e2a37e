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

/// What is due from an instant on; of what was due before only the last quote, at that instant.
class Resumed final : public MarketFeed {
public:
    Resumed(std::unique_ptr<MarketFeed> feed, Timestamp from) : feed_(std::move(feed)), from_(from) {}

    Result<std::optional<FeedRow>> next() override {
        if (ahead_) return std::exchange(ahead_, std::nullopt);
        std::optional<FeedRow> missed;
        while (true) {
            auto row = feed_->next();
            if (!row) return row.error();
            const bool is_over = row->has_value() && (*row)->due < from_;
            if (is_over && std::holds_alternative<Quote>((*row)->body)) missed = *row;
            if (is_over) continue;
            if (!missed) return row;
            ahead_ = *row;
            missed->due = from_;
            std::get<Quote>(missed->body).at = from_;
            return missed;
        }
    }

private:
    std::unique_ptr<MarketFeed> feed_;
    Timestamp from_;
    std::optional<FeedRow> ahead_;
};

/// Reads it to its end. How long one lap takes, the pause before the next included.
template <class Rows>
Result<Duration> lap_of(const FileFeedOptions& options, const std::string& symbol) {
    auto rows = Rows::open(options, symbol);
    if (!rows) return rows.error();
    bool has_quotes = false;
    Pace pace(Timestamp{}, options.speed);
    while (true) {
        const auto row = rows->next();
        if (!row) return row.error();
        if (!row->has_value()) break;
        has_quotes |= std::holds_alternative<Quote>((*row)->body);
        if (!std::holds_alternative<Ignored>((*row)->body)) pace((*row)->at);
    }
    if (has_quotes) return pace.repeat() - Timestamp{};
    return Error{"NO_QUOTES", options.path + " has no quote" + (symbol.empty() ? "" : " of " + symbol)};
}

template <class Rows>
Result<std::unique_ptr<MarketFeed>> open_feed(FileFeedOptions options, const std::string& symbol) {
    if (!options.speed.is_positive()) {
        return Error{"OUT_OF_RANGE", "speed " + options.speed.text() + " of " + options.path + " is not positive"};
    }
    const auto lap = lap_of<Rows>(options, symbol);
    if (!lap) return lap.error();
    auto rows = Rows::open(options, symbol);
    if (!rows) return rows.error();
    if (options.is_repeated && options.from > options.start) options.start += (options.from - options.start) / *lap * *lap;
    auto feed = std::make_unique<FileFeed<Rows>>(options, symbol, std::move(*rows));
    return std::unique_ptr<MarketFeed>(std::make_unique<Resumed>(std::move(feed), options.from));
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

Timestamp Pace::repeat() {
    start_ = last_ + std::max(scaled(between_laps), Duration(1));
    first_.reset();
    return start_;
}

Duration Pace::scaled(Duration recorded) const {
    return Duration(static_cast<std::int64_t>(multiply_divide(recorded.count(), Ratio::scale, speed_.raw(), Rounding::floor)));
}

}  // namespace trellis::adapters
