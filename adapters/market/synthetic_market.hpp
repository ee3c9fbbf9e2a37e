// An invented market: a price path that is a pure function of seed and time, so a server that starts again goes on in the same market
// without replaying anything. Integers only.
//
//   mid(t) = price x (1 + swing x (noise(t) + jump(t)))     noise: six octaves of value noise, periods of 1 s to 68 min
//                                                           jump:  a shift that holds for some stretches of 20 s
//   quotes every `interval`, none in gaps of 1 to 4 s
#pragma once

#include <cstdint>
#include <optional>

#include "adapters/market/feed.hpp"
#include "engine/base/wide.hpp"

namespace trellis::adapters {

struct SyntheticTerms {
    std::uint64_t seed = 1;
    Price price;           ///< around which it moves; positive
    Ratio swing_percent;   ///< how far the mid price gets at most; above 0, below 100
    Price tick;
    Duration interval{};   ///< between two quotes; positive
};

class SyntheticMarket {
public:
    explicit SyntheticMarket(const SyntheticTerms& terms);

    /// The quote at that instant: bid and ask on the tick grid, one to three ticks apart, sizes unlimited. Nothing within a gap.
    std::optional<Quote> quote(Timestamp at) const;
    /// The first instant at or after it at which a quote is due, gap or not.
    Timestamp round_up(Timestamp at) const;
    const SyntheticTerms& terms() const { return terms_; }

private:
    Price mid(Timestamp at) const;
    bool is_gap(Timestamp at) const;

    SyntheticTerms terms_;
    Int128 swing_;  // the largest distance from the base price, in its raw units
};

class SyntheticFeed final : public MarketFeed {
public:
    SyntheticFeed(InstrumentId instrument, const SyntheticTerms& terms, Timestamp start);
    Result<std::optional<FeedRow>> next() override;

private:
    InstrumentId instrument_;
    SyntheticMarket market_;
    Timestamp next_at_;
};

}  // namespace trellis::adapters
