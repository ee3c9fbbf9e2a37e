// Decimal text to counts of 1e-16 and back. The common short number is read in one pass of 64-bit arithmetic; what does not fit
// there is scanned for its first and last significant digit, so that neither length nor exponent of the text matters.
#include "engine/base/number_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <optional>

namespace trellis {
namespace {

constexpr int digits_of_64_bits = 19;
constexpr int digits_of_128_bits = 39;
constexpr std::int64_t exponent_bound = 1'000'000'000'000'000'000 / 4;
constexpr std::uint64_t raw_scale = 10'000'000'000'000'000;

constexpr auto powers_of_ten = [] {
    std::array<UInt128, digits_of_128_bits> out{};
    UInt128 power = 1;
    for (auto& each : out) {
        each = power;
        power *= 10;
    }
    return out;
}();

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr unsigned digit_of(char c) noexcept { return static_cast<unsigned>(c - '0'); }

constexpr UInt128 power_of_ten(std::int64_t exponent) noexcept { return powers_of_ten[static_cast<std::size_t>(exponent)]; }

/// The significant digits of a number: those from `first` to `last`, a point between them not counted, times 10^exponent.
struct Digits {
    bool is_negative = false;
    const char* first = nullptr;
    const char* last = nullptr;
    std::int64_t count = 0;
    std::int64_t exponent = 0;
};

/// mantissa * 10^exponent.
struct Scaled {
    UInt128 mantissa = 0;
    std::int64_t exponent = 0;
};

/// Reads "[+-]digits" to the end; an exponent beyond any text's length is cut to the bound, which decides nothing anymore.
std::optional<std::int64_t> read_exponent(const char* at, const char* end) noexcept {
    const bool is_negative = at != end && *at == '-';
    if (at != end && (*at == '-' || *at == '+')) ++at;
    if (at == end) return std::nullopt;
    std::int64_t value = 0;
    for (; at != end; ++at) {
        if (!is_digit(*at)) return std::nullopt;
        value = std::min(value * 10 + digit_of(*at), exponent_bound);
    }
    return is_negative ? -value : value;
}

/// The grammar of the header; nullopt if the text is not a number. Zero has no significant digit.
std::optional<Digits> scan(std::string_view text) noexcept {
    const char* at = text.data();
    const char* const end = at + text.size();
    Digits out;
    if (at != end && (*at == '-' || *at == '+')) out.is_negative = *at++ == '-';
    std::int64_t digits = 0;          // all digits of the mantissa
    std::int64_t digits_at_last = 0;  // of them, those up to the last significant one
    std::int64_t digits_at_point = -1;
    for (; at != end; ++at) {
        if (*at == '.') {
            if (digits_at_point >= 0) return std::nullopt;
            digits_at_point = digits;
            continue;
        }
        if (!is_digit(*at)) break;
        ++digits;
        if (out.first != nullptr) ++out.count;
        if (*at == '0') continue;
        if (out.first == nullptr) {
            out.first = at;
            out.count = 1;
        }
        out.last = at;
        digits_at_last = digits;
    }
    if (digits == 0) return std::nullopt;
    out.count -= digits - digits_at_last;
    out.exponent = (digits_at_point < 0 ? digits : digits_at_point) - digits_at_last;
    if (at == end) return out;
    if (*at != 'e' && *at != 'E') return std::nullopt;
    const auto exponent = read_exponent(at + 1, end);
    if (!exponent) return std::nullopt;
    out.exponent += *exponent;
    return out;
}

/// The first `count` significant digits as a number: at most 19 of them fit 64 bits, at most 38 fit 128.
template <class Integer>
Integer read_digits(const Digits& digits, std::int64_t count) noexcept {
    Integer value = 0;
    for (const char* at = digits.first; count > 0; ++at) {
        if (*at == '.') continue;
        value = value * 10 + digit_of(*at);
        --count;
    }
    return value;
}

RawNumber with_sign(UInt128 magnitude, bool is_negative) noexcept {
    const UInt128 largest = static_cast<UInt128>(int128_max) + (is_negative ? 1U : 0U);
    if (magnitude > largest) return {0, NumberFault::out_of_range};
    return {static_cast<Int128>(is_negative ? UInt128{0} - magnitude : magnitude), NumberFault::none};
}

/// A mantissa without trailing zeros, or zero.
RawNumber to_raw(Scaled number, bool is_negative) noexcept {
    if (number.mantissa == 0) return {};
    const std::int64_t shift = number.exponent + decimal_places;
    if (shift < 0) return {0, NumberFault::too_precise};
    if (shift >= digits_of_128_bits) return {0, NumberFault::out_of_range};
    const UInt128 power = power_of_ten(shift);
    if (number.mantissa > ~UInt128{0} / power) return {0, NumberFault::out_of_range};
    return with_sign(number.mantissa * power, is_negative);
}

/// Keeps the first `digits_max` digits; the last digit is not zero, so a tie is exactly one more digit, a five.
Scaled round_digits(const Digits& digits, int digits_max) noexcept {
    if (digits.count <= digits_max) return {read_digits<std::uint64_t>(digits, digits.count), digits.exponent};
    const auto with_next = read_digits<std::uint64_t>(digits, digits_max + 1);
    const std::uint64_t next = with_next % 10;
    std::uint64_t mantissa = with_next / 10;
    const bool is_tie = next == 5 && digits.count == digits_max + 1;
    const bool is_up = is_tie ? mantissa % 2 != 0 : next >= 5;
    if (is_up) ++mantissa;
    std::int64_t exponent = digits.exponent + digits.count - digits_max;
    for (; mantissa % 10 == 0; mantissa /= 10) ++exponent;
    return {mantissa, exponent};
}

constexpr auto digit_pairs = [] {
    std::array<char, 200> out{};
    for (std::size_t i = 0; i < 100; ++i) {
        out[2 * i] = static_cast<char>('0' + i / 10);
        out[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return out;
}();

char* write_whole(std::uint64_t value, char* out) noexcept { return std::to_chars(out, out + digits_of_64_bits + 1, value).ptr; }

/// A whole part of more than 64 bits: the last 19 digits keep their leading zeros.
char* write_long_whole(UInt128 value, char* out) noexcept {
    constexpr std::uint64_t ten_to_19 = 10'000'000'000'000'000'000U;
    if (value >= ten_to_19) out = write_whole(static_cast<std::uint64_t>(value / ten_to_19), out);
    auto low = static_cast<std::uint64_t>(value % ten_to_19);
    char* const end = out + digits_of_64_bits;
    for (char* at = end; at != out; low /= 10) *--at = static_cast<char>('0' + low % 10);
    return end;
}

void write_eight_digits(std::uint32_t value, char* out) noexcept {
    const auto put = [out](std::size_t at, std::uint32_t pair) { std::memcpy(out + at, &digit_pairs[std::size_t{pair} * 2], 2); };
    put(0, value / 1'000'000);
    put(2, value / 10'000 % 100);
    put(4, value / 100 % 100);
    put(6, value % 100);
}

/// ".37" of a fraction in counts of 1e-16 that is not zero. Most have at most eight decimals.
char* write_fraction(std::uint64_t fraction, char* out) noexcept {
    constexpr std::uint64_t half = 100'000'000;
    *out++ = '.';
    write_eight_digits(static_cast<std::uint32_t>(fraction / half), out);
    char* last = out + 8;
    if (const auto low = static_cast<std::uint32_t>(fraction % half); low != 0) {
        write_eight_digits(low, out + 8);
        last = out + 16;
    }
    while (last[-1] == '0') --last;
    return last;
}

RawNumber parse_any(std::string_view text) noexcept {
    const auto digits = scan(text);
    if (!digits) return {0, NumberFault::not_a_number};
    if (digits->count == 0) return {};
    if (digits->exponent < -decimal_places) return {0, NumberFault::too_precise};
    if (digits->count >= digits_of_128_bits + 1) return {0, NumberFault::out_of_range};
    if (digits->count < digits_of_128_bits)
        return to_raw({read_digits<UInt128>(*digits, digits->count), digits->exponent}, digits->is_negative);
    // 39 digits: the last one may be beyond 2^128.
    const auto front = read_digits<UInt128>(*digits, digits_of_128_bits - 1);
    const unsigned last = digit_of(*digits->last);
    if (digits->exponent != -decimal_places || front > (~UInt128{0} - last) / 10) return {0, NumberFault::out_of_range};
    return with_sign(front * 10 + last, digits->is_negative);
}

}  // namespace

RawNumber parse_raw(std::string_view text) noexcept {
    const char* at = text.data();
    const char* const end = at + text.size();
    const bool is_negative = at != end && *at == '-';
    if (is_negative) ++at;
    std::uint64_t mantissa = 0;
    const char* const start = at;
    while (at != end && is_digit(*at)) mantissa = mantissa * 10 + digit_of(*at++);
    std::ptrdiff_t digits = at - start;
    std::ptrdiff_t decimals = 0;
    if (at != end && *at == '.') {
        const char* const point = ++at;
        while (at != end && is_digit(*at)) mantissa = mantissa * 10 + digit_of(*at++);
        decimals = at - point;
        digits += decimals;
    }
    // Anything unusual, a wrapped mantissa included, is read again by the general scan.
    if (at != end || digits == 0 || digits > digits_of_64_bits || decimals > decimal_places) return parse_any(text);
    const auto factor = static_cast<std::uint64_t>(power_of_ten(decimal_places - decimals));
    const auto raw = static_cast<Int128>(UInt128{mantissa} * factor);
    return {is_negative ? -raw : raw, NumberFault::none};
}

RawNumber parse_raw_rounded(std::string_view text, int digits_max) noexcept {
    const auto digits = scan(text);
    if (!digits) return {0, NumberFault::not_a_number};
    if (digits->count == 0) return {};
    return to_raw(round_digits(*digits, digits_max), digits->is_negative);
}

Int128 round_to_digits(Int128 raw, int digits_max) {
    const UInt128 magnitude = magnitude_of(raw);
    const auto digits = std::upper_bound(powers_of_ten.begin(), powers_of_ten.end(), magnitude) - powers_of_ten.begin();
    if (digits <= digits_max) return raw;
    const auto unit = static_cast<Int128>(power_of_ten(digits - digits_max));
    return multiply(divide(raw, unit, Rounding::half_even), unit);
}

Error number_error(NumberFault fault, std::string_view text) {
    constexpr std::size_t shown_max = 64;
    std::string shown = '"' + std::string(text.substr(0, shown_max)) + (text.size() > shown_max ? "...\"" : "\"");
    switch (fault) {
        case NumberFault::none:
            break;
        case NumberFault::not_a_number:
            return {"NOT_A_NUMBER", shown + " is not a decimal number"};
        case NumberFault::too_precise:
            return {"TOO_PRECISE", shown + " has more than 16 decimals"};
        case NumberFault::out_of_range:
            return {"OUT_OF_RANGE", shown + " is beyond 22 digits before the point"};
    }
    fail_check("a number's error must have a fault", __FILE__, __LINE__);
}

char* write_raw(Int128 raw, char* out) noexcept {
    const UInt128 magnitude = magnitude_of(raw);
    if (raw < 0) *out++ = '-';
    const auto high = static_cast<std::uint64_t>(magnitude >> 64);
    const auto split = divide_two_limbs(high % raw_scale, static_cast<std::uint64_t>(magnitude), raw_scale);
    const std::uint64_t above = high / raw_scale;
    out = above == 0 ? write_whole(split.quotient, out) : write_long_whole((UInt128{above} << 64) | split.quotient, out);
    return split.remainder == 0 ? out : write_fraction(split.remainder, out);
}

}  // namespace trellis
