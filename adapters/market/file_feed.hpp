// Recorded markets as feeds: the rows of a file in its own rhythm, as many times faster as asked for, once or again and again.
//
//   file   t0 ... t1            due = start + (t - t0) / speed, never before the row ahead of it
//   again       t0 ... t1       a second of the file's time later; prices as in the file
//
// A server that starts again finds the market where it would have been: what was due before `from` is over, its last price stands.
#pragma once

#include <memory>
#include <string>

#include "adapters/market/feed.hpp"

namespace trellis::adapters {

struct FileFeedOptions {
    std::string path;
    InstrumentId instrument;
    Ratio speed = Ratio::from_integer(1);  ///< positive
    bool is_repeated = false;
    Timestamp start{};                     ///< when the first row happens
    Timestamp from{};                      ///< from when on somebody listens
};

/// Reads the whole file once before it answers, so that a fault in it is found now and not in an hour. Errors are the reader's
/// (CANNOT_READ, MISSING_COLUMN, BAD_ROW ...), naming file and line; NO_QUOTES, when there is none in it.
Result<std::unique_ptr<MarketFeed>> open_quotes_feed(const FileFeedOptions& options);
/// The frames of one symbol, as the venue writes it; prints as well. Errors also NOT_JSON, MISSING_FIELD.
Result<std::unique_ptr<MarketFeed>> open_frames_feed(const FileFeedOptions& options, const std::string& symbol);

/// When recorded rows happen: their own rhythm from `start` on, exactly in nanoseconds.
class Pace {
public:
    Pace(Timestamp start, Ratio speed) : speed_(speed), start_(start), last_(start) {}
    Timestamp operator()(Timestamp recorded);
    /// The file begins again; when.
    Timestamp repeat();

private:
    Duration scaled(Duration recorded) const;

    Ratio speed_;
    Timestamp start_;  // of this lap
    Timestamp last_;
    std::optional<Timestamp> first_;  // the file's own time
};

}  // namespace trellis::adapters
