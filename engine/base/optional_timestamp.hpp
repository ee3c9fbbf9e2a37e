// An optional Timestamp in eight bytes where std::optional takes sixteen: every order of every group holds two of them.
#pragma once

#include <optional>

#include "engine/base/check.hpp"
#include "engine/base/time.hpp"

namespace trellis {

/// As std::optional<Timestamp>, written like it too. The first nanosecond of the scale stands for "none" and is no value.
class OptionalTimestamp {
public:
    using value_type = Timestamp;

    constexpr OptionalTimestamp() = default;
    constexpr OptionalTimestamp(Timestamp at) : at_(at) { TRELLIS_CHECK(has_value(), "the first nanosecond of the scale is no time"); }

    constexpr bool has_value() const { return at_ != none; }
    constexpr explicit operator bool() const { return has_value(); }
    constexpr const Timestamp& operator*() const { return at_; }
    constexpr operator std::optional<Timestamp>() const { return has_value() ? std::optional(at_) : std::nullopt; }
    constexpr Timestamp value_or(Timestamp other) const { return has_value() ? at_ : other; }
    constexpr void reset() { at_ = none; }
    constexpr bool operator==(const OptionalTimestamp&) const = default;

    static constexpr Timestamp none = Timestamp::min();

private:
    Timestamp at_ = none;
};

}  // namespace trellis
