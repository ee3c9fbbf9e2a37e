// What the tests of the base hold against the engine: Boost's integers of any size, and rounding written a second time on them.
#pragma once

#include <rapidcheck.h>

#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <ostream>

#include "engine/base/decimal.hpp"

namespace trellis {

/// GoogleTest finds this by the argument's namespace and prints numbers instead of bytes.
template <class Tag>
void PrintTo(Decimal<Tag> value, std::ostream* out) {
    *out << value.text();
}

}  // namespace trellis

namespace trellis::tests {

using boost::multiprecision::cpp_int;

inline constexpr std::array<Rounding, 5> every_rounding{Rounding::toward_zero, Rounding::floor, Rounding::ceil, Rounding::half_even,
                                                        Rounding::half_up};

inline cpp_int to_wide(Int128 value) {
    const UInt128 magnitude = magnitude_of(value);
    cpp_int out = static_cast<std::uint64_t>(magnitude >> 64);
    out <<= 64;
    out += static_cast<std::uint64_t>(magnitude);
    return value < 0 ? cpp_int(-out) : out;
}

template <class Tag>
cpp_int to_wide(Decimal<Tag> value) {
    return to_wide(value.raw());
}

inline bool fits_128_bits(const cpp_int& value) { return value >= to_wide(int128_min) && value <= to_wide(int128_max); }

/// numerator / denominator, rounded by the definition: from the floor and the distance to it.
inline cpp_int divide_wide(cpp_int numerator, cpp_int denominator, Rounding rounding) {
    if (denominator < 0) {
        numerator = -numerator;
        denominator = -denominator;
    }
    cpp_int floor = numerator / denominator;
    if (floor * denominator > numerator) --floor;
    const cpp_int twice_above_floor = 2 * (numerator - floor * denominator);
    if (twice_above_floor == 0) return floor;
    cpp_int ceil = floor + 1;
    const bool is_negative = numerator < 0;
    switch (rounding) {
        case Rounding::toward_zero: return is_negative ? ceil : floor;
        case Rounding::floor: return floor;
        case Rounding::ceil: return ceil;
        case Rounding::half_even:
            if (twice_above_floor == denominator) return floor % 2 == 0 ? floor : ceil;
            return twice_above_floor < denominator ? floor : ceil;
        case Rounding::half_up:
            if (twice_above_floor == denominator) return is_negative ? floor : ceil;
            return twice_above_floor < denominator ? floor : ceil;
    }
    throw std::logic_error("unknown rounding");
}

/// An integer of 0 to 127 bits whose limbs are often all ones or all zeros: where carries and estimates go wrong.
struct Operand {
    Int128 value = 0;
};

inline std::ostream& operator<<(std::ostream& out, const Operand& operand) { return out << to_wide(operand.value); }

/// The shape of an operand from four random words.
inline Operand operand_of(std::uint64_t low, std::uint64_t high, std::uint64_t shape) {
    constexpr std::uint64_t ones = ~std::uint64_t{0};
    const auto limb = [](std::uint64_t random, std::uint64_t kind) {
        if (kind % 4 == 0) return ones;
        if (kind % 4 == 1) return std::uint64_t{0};
        return random;
    };
    UInt128 bits = (UInt128{limb(high, shape >> 8)} << 64) | limb(low, shape >> 16);
    bits ^= (shape >> 24) % 4;
    bits &= static_cast<UInt128>(int128_max) >> ((shape >> 32) % 128);
    const auto value = static_cast<Int128>(bits);
    return {(shape & 1U) != 0 ? -value : value};
}

inline rc::Gen<Operand> any_operand() {
    const auto word = rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>());
    return rc::gen::apply(operand_of, word, word, word);
}

/// A number whose raw count is below 2^bits: small enough that the rule under test cannot overflow.
template <class D>
D below_bits(Operand operand, int bits) {
    const auto magnitude = magnitude_of(operand.value) >> (127 - bits);
    return D::from_raw(operand.value < 0 ? -static_cast<Int128>(magnitude) : static_cast<Int128>(magnitude));
}

}  // namespace trellis::tests
