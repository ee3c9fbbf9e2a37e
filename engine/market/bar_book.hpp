// The bars of one market that stops trail behind, kept from its first quote on for every timeframe and period that a preset in use
// may ask for: what a window holds must not depend on when somebody first looked.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "engine/market/bars.hpp"
#include "engine/market/watch.hpp"

namespace trellis {

class BarBook {
public:
    /// What was asked for before stays; a new window begins now. A wish for no seconds or no bars is none.
    void want(std::span<const BarWish> wishes);
    bool is_empty() const { return series_.empty(); }

    /// Closes what is over at the quote's time, then takes it. Returns the timeframes of which a bar was closed, ascending; valid until
    /// the next call.
    const std::vector<std::uint32_t>& on_quote(const Quote& quote);
    /// As of the newest quote: no bar closes behind anybody's back. Empty: nobody wanted it, or it is not warm.
    std::optional<BarReading> reading(BarWish wish) const;

private:
    struct Series {
        BarBuilder builder;
        std::map<std::uint16_t, BarWindow> windows;  // by period
    };

    std::map<std::uint32_t, Series> series_;  // by seconds
    std::vector<std::uint32_t> closed_;
    std::optional<Timestamp> next_close_;     // of the bar that ends first; empty: before the first quote
};

}  // namespace trellis
