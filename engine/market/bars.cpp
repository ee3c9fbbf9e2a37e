#include "engine/market/bars.hpp"

#include <algorithm>

namespace trellis {

namespace {

Price true_range(const Bar& bar, const std::optional<Price>& close) {
    if (!close.has_value()) return bar.high - bar.low;
    return std::max(bar.high, *close) - std::min(bar.low, *close);
}

Price divided(Price sum, std::uint32_t by) { return Price::from_raw(divide(sum.raw(), by, Rounding::half_even)); }

Price middle_of(const Quote& quote) { return divided(quote.bid + quote.ask, 2); }

}  // namespace

void AverageTrueRange::add(const Bar& bar) {
    const Price range = true_range(bar, close_);
    close_ = bar.close;
    ++count_;
    if (count_ <= period_) {
        sum_ += range;
        if (count_ == period_) average_ = divided(sum_, period_);
        return;
    }
    average_ = divided(Price::from_raw(multiply(average_.raw(), period_ - 1)) + range, period_);
}

void BarWindow::add(const Bar& bar) {
    range_.add(bar);
    bars_.push_back(bar);
    if (bars_.size() > period_) bars_.pop_front();
}

std::optional<BarReading> BarWindow::reading() const {
    const auto range = range_.value();
    if (!range.has_value()) return std::nullopt;
    return BarReading{std::ranges::max_element(bars_, {}, &Bar::high)->high, std::ranges::min_element(bars_, {}, &Bar::low)->low, *range};
}

Timestamp BarBuilder::start_of(Timestamp at) const {
    const auto since = at.time_since_epoch();
    auto rest = since % length_;
    if (rest < Duration::zero()) rest += length_;
    return at - rest;
}

std::optional<Bar> BarBuilder::close_one(Timestamp now) {
    if (!begins_.has_value() || now < *begins_ + length_) return std::nullopt;
    const Bar closed = bar_.value_or(Bar{close_, close_, close_});
    close_ = closed.close;
    bar_.reset();
    *begins_ += length_;
    return closed;
}

std::optional<Timestamp> BarBuilder::ends() const {
    return begins_.has_value() ? std::optional(*begins_ + length_) : std::nullopt;
}

void BarBuilder::take(const Quote& quote, Timestamp now) {
    const Price middle = middle_of(quote);
    if (!begins_.has_value()) begins_ = start_of(now);
    if (!bar_.has_value()) bar_ = Bar{middle, middle, middle};
    bar_->high = std::max(bar_->high, middle);
    bar_->low = std::min(bar_->low, middle);
    bar_->close = middle;
}

}  // namespace trellis
