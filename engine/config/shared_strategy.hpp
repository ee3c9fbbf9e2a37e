// A grid strategy that many hold: a group's snapshot (D-12), its desk's copy of it and the events that carry it are one immutable
// value. To the disk, to comparisons and to whoever reads it, it is a GridStrategy.
#pragma once

#include <memory>
#include <type_traits>

#include "engine/config/config.hpp"

namespace trellis {

class SharedStrategy {
public:
    /// All keys at their defaults, without levels.
    SharedStrategy();
    /// Equal strategies that come soon after each other share one allocation.
    SharedStrategy(const GridStrategy& value);

    // A move would leave one without a strategy: there is none, whoever moves it copies the pointer.
    SharedStrategy(const SharedStrategy&) = default;
    SharedStrategy& operator=(const SharedStrategy&) = default;
    ~SharedStrategy() = default;

    const GridStrategy& operator*() const { return *value_; }
    const GridStrategy* operator->() const { return value_.get(); }
    operator const GridStrategy&() const { return *value_; }
    bool operator==(const SharedStrategy& other) const { return value_ == other.value_ || *value_ == *other.value_; }
    /// Puts a changed copy into its place: whoever shares the value keeps it as it is.
    void change(auto&& how) {
        GridStrategy copy = *value_;
        how(copy);
        *this = SharedStrategy(copy);
    }
    bool shares_with(const SharedStrategy& other) const { return value_ == other.value_; }

    static void fields(auto& self, auto&& each) {
        if constexpr (std::is_const_v<std::remove_reference_t<decltype(self)>>) {
            GridStrategy::fields(*self.value_, each);
        } else {
            self.change([&](GridStrategy& copy) { GridStrategy::fields(copy, each); });
        }
    }

private:
    std::shared_ptr<const GridStrategy> value_;
};

}  // namespace trellis
