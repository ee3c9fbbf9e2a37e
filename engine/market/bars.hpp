// Bars of a market as trailing stops read them, and the true range they have on average (B-12): Wilder's smoothing, seeded by
// the mean of the first n; the first bar's high - low counts.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "engine/base/decimal.hpp"
#include "engine/base/time.hpp"
#include "engine/market/quote.hpp"

namespace trellis {

struct Bar {
    Price high;
    Price low;
    Price close;
    bool operator==(const Bar&) const = default;
    static void fields(auto& self, auto&& each) { each(self.high, self.low, self.close); }
};

/// ATR over n bars, half-even to 16 decimals at each bar.
class AverageTrueRange {
public:
    /// n must not be 0. `close` before the first bar: where one is known, it counts for the first true range.
    explicit AverageTrueRange(std::uint16_t period, std::optional<Price> close = std::nullopt) : period_(period), close_(close) {}

    void add(const Bar& bar);
    /// Empty until n bars are closed.
    std::optional<Price> value() const { return count_ < period_ ? std::nullopt : std::optional(average_); }

private:
    std::uint16_t period_;
    std::uint32_t count_ = 0;
    Price sum_;      ///< of the first n true ranges
    Price average_;
    std::optional<Price> close_;
};

/// What B-12 and B-13 need of a market: the extremes of the last n closed bars and their ATR.
struct BarReading {
    Price highest;
    Price lowest;
    Price average_true_range;
    bool operator==(const BarReading&) const = default;
};

/// The last n closed bars.
class BarWindow {
public:
    explicit BarWindow(std::uint16_t period, std::optional<Price> close = std::nullopt) : period_(period), range_(period, close) {}

    void add(const Bar& bar);
    /// Empty until n bars are closed.
    std::optional<BarReading> reading() const;

private:
    std::uint16_t period_;
    std::deque<Bar> bars_;
    AverageTrueRange range_;
};

/// Bars of the middle of bid and ask, aligned to the epoch. A bar closes when time reaches its end; the quote at the boundary belongs to
/// the new one; a bar without a quote repeats the last close; there is none before the first quote.
class BarBuilder {
public:
    explicit BarBuilder(Duration length) : length_(length) {}

    /// The next bar that is closed at `now`, oldest first; call until it is empty, then give the quote of that instant.
    std::optional<Bar> close_one(Timestamp now);
    /// close_one has been called until it gave nothing.
    void take(const Quote& quote, Timestamp now);
    /// When the bar under way closes; empty before the first quote.
    std::optional<Timestamp> ends() const;

private:
    Timestamp start_of(Timestamp at) const;

    Duration length_;
    std::optional<Timestamp> begins_;  ///< of the bar under way
    std::optional<Bar> bar_;           ///< what it has; empty: no quote yet
    Price close_;                      ///< of the bar before it
};

}  // namespace trellis
