// Reads the text of a decimal number, plain or scientific, into its significant digits without allocating. Both the exact
// reading (Decimal::parse) and the float-noise guard (N-2) stand on it.
//
//   number   = [ "+" | "-" ] mantissa [ ( "e" | "E" ) [ "+" | "-" ] digits ]
//   mantissa = digits [ "." [ digits ] ] | "." digits
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/base/wide.hpp"

namespace trellis {

/// How many decimals every Decimal has.
inline constexpr int decimal_places = 16;

enum class NumberFault : std::uint8_t { none, not_a_number, too_precise, out_of_range };

/// A count of 1e-16, or why there is none.
struct RawNumber {
    Int128 raw = 0;
    NumberFault fault = NumberFault::none;
};

/// The exact value of the text.
RawNumber parse_raw(std::string_view text) noexcept;

/// The value of the text after rounding it half-even to `digits_max` significant digits (1 to 18).
RawNumber parse_raw_rounded(std::string_view text, int digits_max) noexcept;

/// raw rounded half-even to `digits_max` significant digits.
Int128 round_to_digits(Int128 raw, int digits_max);

/// The error of a fault, with the text (cut to a readable length) in its detail.
Error number_error(NumberFault fault, std::string_view text);

/// Writes raw as plain text without trailing zeros and returns the end; out has room for at least 48 characters.
char* write_raw(Int128 raw, char* out) noexcept;

}  // namespace trellis
