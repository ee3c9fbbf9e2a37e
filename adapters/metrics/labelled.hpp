// One instrument for each value of a label. The values are known when the process starts: an enumerator, one of a list of codes, or one
// of a list of names, each list with a bound and with `other` for what is not in it. Free text never becomes a series.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/metrics/instruments.hpp"
#include "engine/base/decimal.hpp"
#include "engine/event/enumerators.hpp"

namespace trellis::adapters {

inline constexpr std::string_view other_label = "other";

/// By enumerator; its label is the enumerator as the code spells it.
template <class E, class Instrument>
class ByEnum {
public:
    Instrument& operator[](E value) { return cells_[static_cast<std::size_t>(value)]; }
    const Instrument& operator[](E value) const { return cells_[static_cast<std::size_t>(value)]; }

private:
    std::array<Instrument, enumerator_count<E>> cells_{};
};

/// By a code from a fixed, sorted table; all that are not in it count together.
class ByCode {
public:
    explicit ByCode(std::span<const std::string_view> sorted_codes) : codes_(sorted_codes), cells_(sorted_codes.size() + 1) {}

    Counter& operator[](std::string_view code) {
        const auto found = std::ranges::lower_bound(codes_, code);
        const bool is_known = found != codes_.end() && *found == code;
        return cells_[is_known ? static_cast<std::size_t>(found - codes_.begin()) : codes_.size()];
    }

    std::size_t size() const { return cells_.size(); }
    std::string_view label(std::size_t index) const { return index < codes_.size() ? codes_[index] : other_label; }
    const Counter& at(std::size_t index) const { return cells_[index]; }

private:
    std::span<const std::string_view> codes_;
    std::deque<Counter> cells_;
};

/// How many names one label takes from the configuration.
inline constexpr std::size_t label_names_max = 100;

/// By place in a list of names that is fixed at the start; what lies behind the bound counts as `other`.
class ByPlace {
public:
    ByPlace(const std::vector<std::string>& names, Writers writers) {
        names_.assign(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), label_names_max)));
        for (std::size_t i = 0; i <= names_.size(); ++i) cells_.emplace_back(writers);
    }

    /// With Writers::one: one writer for each place, not for all.
    Counter& operator[](std::size_t place) { return cells_[std::min(place, names_.size())]; }

    std::size_t size() const { return cells_.size(); }
    std::string_view label(std::size_t index) const { return index < names_.size() ? std::string_view(names_[index]) : other_label; }
    const Counter& at(std::size_t index) const { return cells_[index]; }

private:
    std::vector<std::string> names_;
    std::deque<Counter> cells_;
};

/// Sums of money by place, for graphs: counted in millionths, what is below that is dropped. Less than nothing counts as nothing.
class MoneyByPlace {
public:
    explicit MoneyByPlace(const std::vector<std::string>& names) : millionths_(names, Writers::many) {}

    void add(std::size_t place, Money more) {
        constexpr Int128 millionth = Money::scale / 1'000'000;
        if (more.is_positive()) millionths_[place].add(static_cast<std::uint64_t>(more.raw() / millionth));
    }
    std::size_t size() const { return millionths_.size(); }
    std::string_view label(std::size_t index) const { return millionths_.label(index); }
    double value(std::size_t index) const { return static_cast<double>(millionths_.at(index).value()) / 1e6; }

private:
    ByPlace millionths_;
};

}  // namespace trellis::adapters
