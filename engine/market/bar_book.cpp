#include "engine/market/bar_book.hpp"

#include <algorithm>

namespace trellis {

void BarBook::want(std::span<const BarWish> wishes) {
    for (const auto& wish : wishes) {
        if (wish.seconds == 0 || wish.period == 0) continue;
        const auto found = series_.try_emplace(wish.seconds, Series{BarBuilder(std::chrono::seconds(wish.seconds)), {}}).first;
        found->second.windows.try_emplace(wish.period, BarWindow(wish.period));
    }
    next_close_.reset();
}

const std::vector<std::uint32_t>& BarBook::on_quote(const Quote& quote) {
    closed_.clear();
    const bool may_close = !next_close_.has_value() || quote.at >= *next_close_;
    if (may_close) next_close_.reset();
    for (auto& [seconds, series] : series_) {
        if (may_close) {
            while (const auto bar = series.builder.close_one(quote.at)) {
                for (auto& [period, window] : series.windows) window.add(*bar);
                if (closed_.empty() || closed_.back() != seconds) closed_.push_back(seconds);
            }
        }
        series.builder.take(quote, quote.at);
        if (may_close) next_close_ = std::min(next_close_.value_or(*series.builder.ends()), *series.builder.ends());
    }
    return closed_;
}

std::optional<BarReading> BarBook::reading(BarWish wish) const {
    const auto found = series_.find(wish.seconds);
    if (found == series_.end()) return std::nullopt;
    const auto window = found->second.windows.find(wish.period);
    return window == found->second.windows.end() ? std::nullopt : window->second.reading();
}

}  // namespace trellis
