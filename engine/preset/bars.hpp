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
    /// n must not be 0.
    explicit AverageTrueRange(std::uint16_t period) : period_(period) {}

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

/// The last n closed bars' extremes and their ATR: what B-12 and B-13 need of a market.
class BarWindow {
public:
    explicit BarWindow(std::uint16_t period) : period_(period), range_(period) {}

    void add(const Bar& bar);
    bool is_ready() const { return range_.value().has_value(); }
    std::optional<Price> average_true_range() const { return range_.value(); }
    /// Of the last n bars; ready only.
    Price highest() const;
    Price lowest() const;

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

private:
    Timestamp start_of(Timestamp at) const;

    Duration length_;
    std::optional<Timestamp> begins_;  ///< of the bar under way
    std::optional<Bar> bar_;           ///< what it has; empty: no quote yet
    Price close_;                      ///< of the bar before it
};

}  // namespace trellis
