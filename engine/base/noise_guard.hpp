// The float-noise guard N-2: charting platforms print binary floating point, 0.29999999999999998 for 0.3, and flooring that to a
// step would lose a step. A number of more than 12 significant digits is first rounded half-even to 12.
#pragma once

#include <string_view>

#include "engine/base/decimal.hpp"

namespace trellis {

inline constexpr int webhook_digits_max = 12;

/// A number of a webhook: N-2 first, then the rules of Decimal::parse.
template <class D>
Result<D> parse_webhook_number(std::string_view text) {
    const RawNumber number = parse_raw_rounded(text, webhook_digits_max);
    if (number.fault != NumberFault::none) [[unlikely]]
        return number_error(number.fault, text);
    return D::from_raw(number.raw);
}

/// The value rounded half-even to 12 significant digits.
template <class Tag>
Decimal<Tag> twelve_significant(Decimal<Tag> value) {
    return Decimal<Tag>::from_raw(round_to_digits(value.raw(), webhook_digits_max));
}

/// The texts by which a platform says that it has no number: NaN, na, null and nothing (N-2).
constexpr bool is_missing_number(std::string_view text) {
    return text.empty() || text == "NaN" || text == "na" || text == "null";
}

}  // namespace trellis
