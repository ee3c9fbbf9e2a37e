// A preset that many hold: what a position keeps of it for good (B-25, B-28), its desk's copy and the events that carry it are one
// immutable value. To the disk, to comparisons and to whoever reads it, it is a Preset.
#pragma once

#include <memory>
#include <type_traits>

#include "engine/preset/preset.hpp"

namespace trellis {

class SharedPreset {
public:
    /// All fields at their defaults.
    SharedPreset();
    /// Equal presets that come soon after each other share one allocation.
    SharedPreset(const Preset& value);

    // A move would leave one without a preset: there is none, whoever moves it copies the pointer.
    SharedPreset(const SharedPreset&) = default;
    SharedPreset& operator=(const SharedPreset&) = default;
    ~SharedPreset() = default;

    const Preset& operator*() const { return *value_; }
    const Preset* operator->() const { return value_.get(); }
    operator const Preset&() const { return *value_; }
    bool operator==(const SharedPreset& other) const { return value_ == other.value_ || *value_ == *other.value_; }
    bool shares_with(const SharedPreset& other) const { return value_ == other.value_; }

    static void fields(auto& self, auto&& each) {
        if constexpr (std::is_const_v<std::remove_reference_t<decltype(self)>>) {
            Preset::fields(*self.value_, each);
        } else {
            Preset copy = *self.value_;
            Preset::fields(copy, each);
            self = SharedPreset(copy);
        }
    }

private:
    std::shared_ptr<const Preset> value_;
};

}  // namespace trellis
