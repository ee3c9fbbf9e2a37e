// Integers beyond 64 bits, and the one function that multiplies and divides them exactly through 256 bits. Every product and
// quotient of decimals goes through here, so that rounding happens once and only where it is named.
#pragma once

#include <compare>
#include <cstdint>
#include <span>

namespace trellis {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;

/// What happens to a value between two representable ones. half_up takes the half away from zero, as ROUND_HALF_UP does.
enum class Rounding : std::uint8_t { toward_zero, floor, ceil, half_even, half_up };

inline constexpr Int128 int128_max = static_cast<Int128>(~UInt128{0} >> 1);
inline constexpr Int128 int128_min = -int128_max - 1;

/// |value|, also of the smallest integer.
constexpr UInt128 magnitude_of(Int128 value) noexcept {
    return value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
}

/// a * b; a product beyond 128 bits breaks an invariant.
Int128 multiply(Int128 a, Int128 b);

/// a / b, rounded once; b must not be zero.
Int128 divide(Int128 a, Int128 b, Rounding rounding);

/// a * b / c, rounded once on the exact value. c must not be zero, the result must fit.
Int128 multiply_divide(Int128 a, Int128 b, Int128 c, Rounding rounding);

/// (a * b) / (c * d), rounded once on the exact value. Neither c nor d may be zero, the result must fit.
Int128 multiply_divide(Int128 a, Int128 b, Int128 c, Int128 d, Rounding rounding);

/// Two factors, neither below zero.
struct Product {
    Int128 a;
    Int128 b;
};
/// (sum of the products) / (c * d), rounded once on the exact value. c and d must be positive, the result must fit.
Int128 sum_divide(std::span<const Product> products, Int128 c, Int128 d, Rounding rounding);

/// a * b <=> c * d, exactly.
std::strong_ordering compare_products(Int128 a, Int128 b, Int128 c, Int128 d);

struct Quotient64 {
    std::uint64_t quotient;
    std::uint64_t remainder;
};

/// (high * 2^64 + low) / divisor in one machine instruction; high must be less than divisor.
inline Quotient64 divide_two_limbs(std::uint64_t high, std::uint64_t low, std::uint64_t divisor) noexcept {
#if defined(__x86_64__)
    std::uint64_t quotient = 0;
    std::uint64_t remainder = 0;
    __asm__("divq %[divisor]" : "=a"(quotient), "=d"(remainder) : "a"(low), "d"(high), [divisor] "r"(divisor) : "cc");
    return {quotient, remainder};
#else
    const UInt128 dividend = (UInt128{high} << 64) | low;
    return {static_cast<std::uint64_t>(dividend / divisor), static_cast<std::uint64_t>(dividend % divisor)};
#endif
}

}  // namespace trellis
