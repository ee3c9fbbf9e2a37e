// Exact 256-bit multiplication and division on 64-bit limbs, least significant first. Divisors of one limb take the hardware
// divide; wider ones take schoolbook division (Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D).
#include "engine/base/wide.hpp"

#include <array>
#include <bit>
#include <compare>
#include <cstddef>

#include "engine/base/check.hpp"

namespace trellis {
namespace {

constexpr std::size_t limbs = 4;
using UInt256 = std::array<std::uint64_t, limbs>;

struct Division {
    UInt256 quotient;
    UInt256 remainder;
};

constexpr std::uint64_t low_of(UInt128 value) noexcept { return static_cast<std::uint64_t>(value); }
constexpr std::uint64_t high_of(UInt128 value) noexcept { return static_cast<std::uint64_t>(value >> 64); }
constexpr UInt128 join(std::uint64_t high, std::uint64_t low) noexcept { return (UInt128{high} << 64) | low; }
constexpr bool is_one_limb(UInt128 value) noexcept { return high_of(value) == 0; }

UInt256 product_of(UInt128 a, UInt128 b) noexcept {
    const UInt128 low = UInt128{low_of(a)} * low_of(b);
    const UInt128 cross_a = UInt128{high_of(a)} * low_of(b);
    const UInt128 cross_b = UInt128{low_of(a)} * high_of(b);
    const UInt128 high = UInt128{high_of(a)} * high_of(b);
    // None of these sums can overflow: each adds two limbs to a product of two limbs.
    const UInt128 middle = cross_a + high_of(low);
    const UInt128 carried = cross_b + low_of(middle);
    const UInt128 top = high + high_of(middle) + high_of(carried);
    return {low_of(low), low_of(carried), low_of(top), high_of(top)};
}

std::strong_ordering compare(const UInt256& a, const UInt256& b) noexcept {
    for (std::size_t i = limbs; i-- > 0;) {
        if (a[i] != b[i]) return a[i] <=> b[i];
    }
    return std::strong_ordering::equal;
}

std::size_t used_limbs(const UInt256& value) noexcept {
    std::size_t used = limbs;
    while (used > 0 && value[used - 1] == 0) --used;
    return used;
}

/// One more limb than its source, shifted left by less than a limb.
std::array<std::uint64_t, limbs + 1> shifted_left(const UInt256& value, int shift) noexcept {
    std::array<std::uint64_t, limbs + 1> out{};
    for (std::size_t i = 0; i < limbs; ++i) {
        const UInt128 wide = UInt128{value[i]} << shift;
        out[i] |= low_of(wide);
        out[i + 1] = high_of(wide);
    }
    return out;
}

/// The next limb of the quotient, at most two too large, from the first two limbs of the rest and the first of the divisor.
std::uint64_t estimate(const std::uint64_t* rest, const std::uint64_t* divisor, std::size_t count) noexcept {
    const std::uint64_t first = divisor[count - 1];
    if (rest[count] == 0 && rest[count - 1] < first) return 0;
    if (rest[count] >= first) return ~std::uint64_t{0};
    auto [guess, over] = divide_two_limbs(rest[count], rest[count - 1], first);
    // Knuth's test with the second limb leaves an error of at most one.
    while (UInt128{guess} * divisor[count - 2] > join(over, rest[count - 2])) {
        --guess;
        over += first;
        if (over < first) break;
    }
    return guess;
}

/// rest -= guess * divisor; true if that went below zero.
bool subtract_multiple(std::uint64_t* rest, const std::uint64_t* divisor, std::size_t count, std::uint64_t guess) noexcept {
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const UInt128 taken = UInt128{guess} * divisor[i] + borrow;
        borrow = high_of(taken) + (rest[i] < low_of(taken) ? 1U : 0U);
        rest[i] -= low_of(taken);
    }
    const bool is_below_zero = rest[count] < borrow;
    rest[count] -= borrow;
    return is_below_zero;
}

/// rest += divisor; true if that brought a rest below zero back above it.
bool add_back(std::uint64_t* rest, const std::uint64_t* divisor, std::size_t count) noexcept {
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const UInt128 sum = UInt128{rest[i]} + divisor[i] + carry;
        rest[i] = low_of(sum);
        carry = high_of(sum);
    }
    rest[count] += carry;
    return rest[count] < carry;
}

UInt256 sum_of(const UInt256& a, const UInt256& b) {
    UInt256 out{};
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < limbs; ++i) {
        const UInt128 step = UInt128{a[i]} + b[i] + carry;
        out[i] = low_of(step);
        carry = high_of(step);
    }
    TRELLIS_CHECK(carry == 0, "a sum of products must fit 256 bits");
    return out;
}

/// a - b for a >= b.
UInt256 difference_of(const UInt256& a, const UInt256& b) noexcept {
    UInt256 out{};
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < limbs; ++i) {
        const UInt128 step = UInt128{a[i]} - b[i] - borrow;
        out[i] = low_of(step);
        borrow = high_of(step) == 0 ? 0U : 1U;
    }
    return out;
}

/// Algorithm D; the divisor has at least two limbs.
Division divide_wide(const UInt256& dividend, const UInt256& divisor) noexcept {
    const std::size_t count = used_limbs(divisor);
    const int shift = std::countl_zero(divisor[count - 1]);
    auto rest = shifted_left(dividend, shift);
    const auto scaled = shifted_left(divisor, shift);
    Division out{};
    for (std::size_t j = limbs - count + 1; j-- > 0;) {
        std::uint64_t guess = estimate(&rest[j], scaled.data(), count);
        if (guess == 0) continue;
        bool is_below_zero = subtract_multiple(&rest[j], scaled.data(), count, guess);
        while (is_below_zero) {
            is_below_zero = !add_back(&rest[j], scaled.data(), count);
            --guess;
        }
        out.quotient[j] = guess;
    }
    for (std::size_t i = 0; i < count; ++i) out.remainder[i] = low_of(join(rest[i + 1], rest[i]) >> shift);
    return out;
}

bool goes_away_from_zero(Rounding rounding, bool is_negative, bool is_odd, std::strong_ordering against_half) {
    switch (rounding) {
        case Rounding::toward_zero:
            return false;
        case Rounding::floor:
            return is_negative;
        case Rounding::ceil:
            return !is_negative;
        case Rounding::half_even:
            return std::is_gt(against_half) || (std::is_eq(against_half) && is_odd);
        case Rounding::half_up:
            return std::is_gteq(against_half);
    }
    TRELLIS_CHECK(false, "a rounding must be one of the five");
    return false;
}

Int128 with_sign(UInt128 magnitude, bool is_negative) {
    constexpr UInt128 largest = static_cast<UInt128>(int128_max);
    TRELLIS_CHECK(magnitude <= largest + (is_negative ? 1U : 0U), "a product or quotient must fit 128 bits");
    return static_cast<Int128>(is_negative ? UInt128{0} - magnitude : magnitude);
}

struct Shape {
    Rounding rounding;
    bool is_negative;
};

/// Rounds away from zero where the rest, compared with half the divisor, demands it.
Int128 rounded(UInt128 quotient, std::strong_ordering against_half, Shape shape) {
    if (goes_away_from_zero(shape.rounding, shape.is_negative, (low_of(quotient) & 1U) != 0, against_half)) {
        TRELLIS_CHECK(quotient != ~UInt128{0}, "a quotient must fit 128 bits");
        ++quotient;
    }
    return with_sign(quotient, shape.is_negative);
}

// The rest is compared with what is left to the divisor: doubling it could overflow.
Int128 finish(UInt128 quotient, UInt128 rest, UInt128 divisor, Shape shape) {
    if (rest == 0) return with_sign(quotient, shape.is_negative);
    return rounded(quotient, rest <=> divisor - rest, shape);
}

Int128 finish_wide(const Division& division, const UInt256& divisor, Shape shape) {
    TRELLIS_CHECK((division.quotient[2] | division.quotient[3]) == 0, "a quotient must fit 128 bits");
    const UInt256& rest = division.remainder;
    const UInt128 quotient = join(division.quotient[1], division.quotient[0]);
    if (used_limbs(rest) == 0) return with_sign(quotient, shape.is_negative);
    return rounded(quotient, compare(rest, difference_of(divisor, rest)), shape);
}

/// The usual case: a divisor of one limb and a quotient of two, in two hardware divides.
Int128 divide_by_limb(const UInt256& dividend, std::uint64_t divisor, Shape shape) {
    TRELLIS_CHECK(dividend[3] == 0 && dividend[2] < divisor, "a quotient must fit 128 bits");
    const auto high = divide_two_limbs(dividend[2], dividend[1], divisor);
    const auto low = divide_two_limbs(high.remainder, dividend[0], divisor);
    return finish(join(high.quotient, low.quotient), low.remainder, divisor, shape);
}

/// A divisor of two limbs or more. Where everything fits 128 bits the compiler's own division is the quickest.
Int128 divide_by_many(const UInt256& dividend, const UInt256& divisor, Shape shape) {
    if ((dividend[2] | dividend[3] | divisor[2] | divisor[3]) != 0)
        return finish_wide(divide_wide(dividend, divisor), divisor, shape);
    const UInt128 whole = join(dividend[1], dividend[0]);
    const UInt128 by = join(divisor[1], divisor[0]);
    const UInt128 quotient = whole / by;
    return finish(quotient, whole - quotient * by, by, shape);
}

Int128 divide_by_128_bits(const UInt256& dividend, UInt128 divisor, Shape shape) {
    if (is_one_limb(divisor)) return divide_by_limb(dividend, low_of(divisor), shape);
    return divide_by_many(dividend, {low_of(divisor), high_of(divisor), 0, 0}, shape);
}

struct ShortDivision {
    UInt256 quotient;
    std::uint64_t remainder;
};

ShortDivision divide_all_limbs(const UInt256& dividend, std::uint64_t divisor) noexcept {
    ShortDivision out{};
    for (std::size_t i = limbs; i-- > 0;) {
        if (out.remainder == 0 && dividend[i] < divisor) {  // leading zeros, mostly: no need to ask the divider
            out.remainder = dividend[i];
            continue;
        }
        const auto step = divide_two_limbs(out.remainder, dividend[i], divisor);
        out.quotient[i] = step.quotient;
        out.remainder = step.remainder;
    }
    return out;
}

}  // namespace

Int128 multiply(Int128 a, Int128 b) {
    const UInt256 product = product_of(magnitude_of(a), magnitude_of(b));
    TRELLIS_CHECK((product[2] | product[3]) == 0, "a product must fit 128 bits");
    return with_sign(join(product[1], product[0]), (a < 0) != (b < 0));
}

Int128 divide(Int128 a, Int128 b, Rounding rounding) {
    TRELLIS_CHECK(b != 0, "a divisor must not be zero");
    const UInt128 dividend = magnitude_of(a);
    return divide_by_128_bits({low_of(dividend), high_of(dividend), 0, 0}, magnitude_of(b), {rounding, (a < 0) != (b < 0)});
}

Int128 multiply_divide(Int128 a, Int128 b, Int128 c, Rounding rounding) {
    TRELLIS_CHECK(c != 0, "a divisor must not be zero");
    const Shape shape{rounding, ((a < 0) != (b < 0)) != (c < 0)};
    return divide_by_128_bits(product_of(magnitude_of(a), magnitude_of(b)), magnitude_of(c), shape);
}

Int128 multiply_divide(Int128 a, Int128 b, Int128 c, Int128 d, Rounding rounding) {
    TRELLIS_CHECK(c != 0, "a divisor must not be zero");
    TRELLIS_CHECK(d != 0, "a divisor must not be zero");
    const Shape shape{rounding, ((a < 0) != (b < 0)) != ((c < 0) != (d < 0))};
    const UInt256 product = product_of(magnitude_of(a), magnitude_of(b));
    const UInt128 first = magnitude_of(c);
    const UInt128 second = magnitude_of(d);
    if (is_one_limb(first) && is_one_limb(second)) {
        // n = q1 c + r1 and q1 = q2 d + r2, so n = q2 (c d) + (r2 c + r1): exact, with one-limb divisors only.
        const auto outer = divide_all_limbs(product, low_of(first));
        const auto inner = divide_all_limbs(outer.quotient, low_of(second));
        TRELLIS_CHECK((inner.quotient[2] | inner.quotient[3]) == 0, "a quotient must fit 128 bits");
        return finish(join(inner.quotient[1], inner.quotient[0]), inner.remainder * first + outer.remainder, first * second, shape);
    }
    const UInt256 divisor = product_of(first, second);
    if (used_limbs(divisor) == 1) return divide_by_limb(product, divisor[0], shape);
    return divide_by_many(product, divisor, shape);
}

Int128 sum_divide(std::span<const Product> products, Int128 c, Int128 d, Rounding rounding) {
    TRELLIS_CHECK(c > 0 && d > 0, "a sum is divided by what is positive");
    UInt256 sum{};
    for (const auto& product : products) {
        TRELLIS_CHECK(product.a >= 0 && product.b >= 0, "the factors of a sum are not negative");
        sum = sum_of(sum, product_of(magnitude_of(product.a), magnitude_of(product.b)));
    }
    const UInt256 divisor = product_of(magnitude_of(c), magnitude_of(d));
    const Shape shape{rounding, false};
    if (used_limbs(divisor) == 1) return divide_by_limb(sum, divisor[0], shape);
    return divide_by_many(sum, divisor, shape);
}

std::strong_ordering compare_products(Int128 a, Int128 b, Int128 c, Int128 d) {
    const bool is_left_negative = (a < 0) != (b < 0) && a != 0 && b != 0;
    const bool is_right_negative = (c < 0) != (d < 0) && c != 0 && d != 0;
    if (is_left_negative != is_right_negative) {
        return is_left_negative ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    const UInt256 left = product_of(magnitude_of(a), magnitude_of(b));
    const UInt256 right = product_of(magnitude_of(c), magnitude_of(d));
    return is_left_negative ? compare(right, left) : compare(left, right);
}

}  // namespace trellis
