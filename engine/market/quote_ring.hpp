// The last 1,024 quotes of an instrument, numbered, so that nothing falls between waking a group and arming it again (property 5).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/market/quote.hpp"

namespace trellis {

class QuoteRing {
public:
    static constexpr std::uint64_t capacity = 1024;

    /// Takes the next quote and gives it its number, from 1.
    std::uint64_t push(Quote quote);
    /// Number 0: there was none yet.
    const Quote* newest() const { return last_ == 0 ? nullptr : &slots_[last_ % capacity]; }
    /// A quote that is still in the ring.
    const Quote* at(std::uint64_t number) const;
    /// Over the quotes behind `number`, up to the newest; empty when some of them fell out of the ring, or there are none.
    std::optional<QuoteExtremes> extremes_since(std::uint64_t number) const;

private:
    static constexpr std::uint64_t block = 32;  // a divisor of capacity

    std::vector<Quote> slots_;  // made with the first quote
    // Of the last capacity / block blocks, so that a look back takes some 60 steps and not a thousand. The oldest quotes may have lost
    // theirs to the newest: a look back begins with single quotes.
    std::vector<QuoteExtremes> blocks_;
    std::uint64_t last_ = 0;
};

}  // namespace trellis
