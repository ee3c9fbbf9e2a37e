// The number every price, quantity, amount and ratio is made of: a 128-bit integer that counts 1e-16. Sums and differences are
// exact or an error; whatever must round is a named function of rounding.hpp.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/check.hpp"
#include "engine/base/number_text.hpp"
#include "engine/base/result.hpp"
#include "engine/base/wide.hpp"

namespace trellis {

/// A fixed-point number with 16 decimals; Tag keeps prices, quantities and money apart.
template <class Tag>
class Decimal {
public:
    static constexpr int places = decimal_places;
    static constexpr Int128 scale = 10'000'000'000'000'000;
    static constexpr int text_size_max = 48;

    constexpr Decimal() = default;

    /// The number that counts `raw` times 1e-16.
    static constexpr Decimal from_raw(Int128 raw) {
        Decimal out;
        out.raw_ = raw;
        return out;
    }
    static constexpr Decimal from_integer(std::int64_t value) { return from_raw(scale * value); }

    /// Plain or scientific decimal text, exactly; NOT_A_NUMBER, TOO_PRECISE or OUT_OF_RANGE.
    static Result<Decimal> parse(std::string_view text) {
        const RawNumber number = parse_raw(text);
        if (number.fault != NumberFault::none) [[unlikely]]
            return number_error(number.fault, text);
        return from_raw(number.raw);
    }

    /// Plain text without trailing zeros: "0", "-0.5", "64231.37".
    std::string text() const {
        char buffer[text_size_max];
        return std::string(buffer, write(buffer));
    }
    /// Writes text() to a buffer of at least 48 bytes and returns its end; allocates nothing.
    char* write(char* out) const { return write_raw(raw_, out); }

    constexpr Int128 raw() const { return raw_; }
    constexpr bool is_zero() const { return raw_ == 0; }
    constexpr bool is_positive() const { return raw_ > 0; }
    constexpr bool is_negative() const { return raw_ < 0; }
    constexpr Decimal abs() const { return is_negative() ? -*this : *this; }

    constexpr Decimal& operator+=(Decimal other) {
        Int128 sum = 0;
        const bool is_overflow = __builtin_add_overflow(raw_, other.raw_, &sum);
        TRELLIS_CHECK(!is_overflow, "a sum of decimals must fit 128 bits");
        raw_ = sum;
        return *this;
    }
    constexpr Decimal& operator-=(Decimal other) {
        Int128 difference = 0;
        const bool is_overflow = __builtin_sub_overflow(raw_, other.raw_, &difference);
        TRELLIS_CHECK(!is_overflow, "a difference of decimals must fit 128 bits");
        raw_ = difference;
        return *this;
    }
    friend constexpr Decimal operator+(Decimal a, Decimal b) { return a += b; }
    friend constexpr Decimal operator-(Decimal a, Decimal b) { return a -= b; }
    constexpr Decimal operator-() const { return Decimal{} - *this; }

    constexpr bool operator==(const Decimal&) const = default;
    constexpr std::strong_ordering operator<=>(const Decimal&) const = default;

private:
    Int128 raw_ = 0;
};

using Price = Decimal<struct PriceTag>;
using Quantity = Decimal<struct QuantityTag>;
using Money = Decimal<struct MoneyTag>;
using Ratio = Decimal<struct RatioTag>;

/// The same number under another name; the one way to change a tag.
template <class To, class From>
constexpr To as(From from) {
    return To::from_raw(from.raw());
}

/// A number written in the source, as decimal<Price>("64231.37"); text that is no such number breaks an invariant.
template <class D>
D decimal(const char* text) {
    return D::parse(text).value();
}

}  // namespace trellis
