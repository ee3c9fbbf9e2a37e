#include "engine/market/quote_ring.hpp"

#include <algorithm>

namespace trellis {

std::uint64_t QuoteRing::push(Quote quote) {
    if (slots_.empty()) slots_.resize(capacity);
    quote.number = ++last_;
    slots_[last_ % capacity] = quote;
    return last_;
}

const Quote* QuoteRing::at(std::uint64_t number) const {
    if (number == 0 || number > last_) return nullptr;
    if (number + capacity <= last_) return nullptr;
    return &slots_[number % capacity];
}

std::optional<QuoteExtremes> QuoteRing::extremes_since(std::uint64_t number) const {
    const Quote* first = at(number + 1);
    if (first == nullptr) return std::nullopt;
    QuoteExtremes extremes{first->bid, first->bid, first->ask, first->ask};
    for (std::uint64_t next = number + 2; next <= last_; ++next) {
        const Quote& quote = slots_[next % capacity];
        extremes.bid_low = std::min(extremes.bid_low, quote.bid);
        extremes.bid_high = std::max(extremes.bid_high, quote.bid);
        extremes.ask_low = std::min(extremes.ask_low, quote.ask);
        extremes.ask_high = std::max(extremes.ask_high, quote.ask);
    }
    return extremes;
}

}  // namespace trellis
