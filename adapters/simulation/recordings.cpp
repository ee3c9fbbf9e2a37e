#include "adapters/simulation/recordings.hpp"

#include "adapters/market/binance_frames.hpp"
#include "adapters/market/csv.hpp"
#include "engine/base/overloaded.hpp"

namespace trellis::adapters {

namespace {

/// Shifts a file's own times so that its first row happens at `start`; a clock that went back in the file stands still here.
class Shift {
public:
    explicit Shift(Timestamp start) : start_(start), last_(start) {}
    Timestamp operator()(Timestamp at) {
        if (!first_.has_value()) first_ = at;
        last_ = std::max(last_, start_ + (at - *first_));
        return last_;
    }

private:
    Timestamp start_;
    Timestamp last_;
    std::optional<Timestamp> first_;
};

class CsvRecording final : public Recording {
public:
    CsvRecording(QuoteCsv file, InstrumentId instrument, Timestamp start)
        : file_(std::move(file)), instrument_(instrument), shift_(start) {}

    Result<std::optional<TimelineEntry>> next() override {
        auto row = file_.next();
        if (!row.ok()) return row.error();
        if (!row->has_value()) return std::optional<TimelineEntry>();
        const Quote& quote = **row;
        return std::optional(TimelineEntry{
            shift_(quote.at), QuoteEntry{instrument_, quote.bid, quote.ask, quote.bid_size, quote.ask_size}});
    }

private:
    QuoteCsv file_;
    InstrumentId instrument_;
    Shift shift_;
};

class FrameRecording final : public Recording {
public:
    FrameRecording(RecordedFrames file, InstrumentId instrument, Timestamp start)
        : file_(std::move(file)), instrument_(instrument), shift_(start) {}

    Result<std::optional<TimelineEntry>> next() override {
        while (true) {
            auto row = file_.next();
            if (!row.ok()) return row.error();
            if (!row->has_value()) return std::optional<TimelineEntry>();
            TimelineEntry entry{shift_((*row)->at), QuoteEntry{}};
            if (take((*row)->frame, entry.body)) return std::optional(std::move(entry));
        }
    }

private:
    /// False: the frame says nothing about price.
    bool take(const MarketFrame& frame, TimelineBody& body) const {
        return std::visit(Overloaded{
                              [&](const Quote& quote) {
                                  body = QuoteEntry{instrument_, quote.bid, quote.ask, quote.bid_size, quote.ask_size};
                                  return true;
                              },
                              [&](const Print& print) {
                                  body = PrintEntry{instrument_, print.price, print.quantity};
                                  return true;
                              },
                              [](const Ignored&) { return false; },
                          },
                          frame.body);
    }

    RecordedFrames file_;
    InstrumentId instrument_;
    Shift shift_;
};

}  // namespace

Result<std::unique_ptr<Recording>> open_recording(const TimelineEntry& entry) {
    if (const auto* quotes = std::get_if<QuotesFromEntry>(&entry.body)) {
        auto file = QuoteCsv::open(quotes->file);
        if (!file.ok()) return file.error();
        return std::unique_ptr<Recording>(
            std::make_unique<CsvRecording>(std::move(file).value(), quotes->instrument, entry.at));
    }
    const auto& frames = std::get<FramesFromEntry>(entry.body);
    auto file = RecordedFrames::open(frames.file);
    if (!file.ok()) return file.error();
    return std::unique_ptr<Recording>(
        std::make_unique<FrameRecording>(std::move(file).value(), frames.instrument, entry.at));
}

}  // namespace trellis::adapters
