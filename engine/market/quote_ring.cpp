#include "engine/market/quote_ring.hpp"

#include <algorithm>

namespace trellis {

namespace {

QuoteExtremes extremes_of(const Quote& quote) { return {quote.bid, quote.bid, quote.ask, quote.ask}; }

void widen(QuoteExtremes& extremes, const QuoteExtremes& by) {
    extremes.bid_low = std::min(extremes.bid_low, by.bid_low);
    extremes.bid_high = std::max(extremes.bid_high, by.bid_high);
    extremes.ask_low = std::min(extremes.ask_low, by.ask_low);
    extremes.ask_high = std::max(extremes.ask_high, by.ask_high);
}

}  // namespace

std::uint64_t QuoteRing::push(Quote quote) {
    if (slots_.empty()) {
        slots_.resize(capacity);
        blocks_.resize(capacity / block);
    }
    quote.number = ++last_;
    slots_[last_ % capacity] = quote;
    QuoteExtremes& summary = blocks_[last_ / block % blocks_.size()];
    if (last_ % block == 0 || last_ == 1) {
        summary = extremes_of(quote);
    } else {
        widen(summary, extremes_of(quote));
    }
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
    QuoteExtremes extremes = extremes_of(*first);
    std::uint64_t next = number + 2;
    for (; next <= last_ && next % block != 0; ++next) widen(extremes, extremes_of(slots_[next % capacity]));
    for (; next <= last_; next += block) widen(extremes, blocks_[next / block % blocks_.size()]);
    return extremes;
}

}  // namespace trellis
