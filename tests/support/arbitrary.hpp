// RapidCheck values of any type that the codec knows: events, state and what they are made of. Extremes are as likely as the rest.
#pragma once

#include <rapidcheck.h>

#include <limits>
#include <string>
#include <vector>

#include "engine/event/fields.hpp"
#include "engine/event/names.hpp"

namespace trellis::tests {

template <class T>
T arbitrary_value();

/// Small numbers, any numbers and both ends.
template <std::integral T>
T arbitrary_integer() {
    const auto any = *rc::gen::arbitrary<T>();
    switch (*rc::gen::inRange(0, 8)) {
        case 0: return std::numeric_limits<T>::max();
        case 1: return std::numeric_limits<T>::min();
        case 2: return static_cast<T>(any % 40);
        default: return any;
    }
}

inline Int128 arbitrary_raw() {
    const auto high = arbitrary_integer<std::int64_t>();
    const auto low = arbitrary_integer<std::uint64_t>();
    switch (*rc::gen::inRange(0, 3)) {
        case 0: return static_cast<Int128>(static_cast<UInt128>(high) << 64U | low);
        case 1: return high;
        default: return static_cast<Int128>(high % 1'000'000) * 100'000'000'000'000;
    }
}

/// Valid UTF-8: quotes, escapes, control characters, everything up to four bytes.
inline std::string arbitrary_text() {
    static const std::vector<std::string> pieces = {"a", "BTCUSDT", "\"", "\\", "/", "\n", "\t", "\x01", "\x7f", "é", "€", "\U0001F600",
                                                    "\xE2\x80\xA8", "{\"x\":1}", std::string(1, '\0'), std::string(40, 'x'), std::string(700, 'y')};
    std::string out;
    for (auto count = *rc::gen::inRange(0, 5); count > 0; --count) out += *rc::gen::elementOf(pieces);
    return out;
}

template <class T>
T arbitrary_struct() {
    T value{};
    T::fields(value, []<class... Field>(Field&... field) { ((field = arbitrary_value<Field>()), ...); });
    return value;
}

template <class T>
T arbitrary_items() {
    T values{};
    for (auto count = *rc::gen::inRange(0, 4); count > 0; --count) {
        if constexpr (detail::is_a<T, std::map>) {
            values.emplace(arbitrary_value<typename T::key_type>(), arbitrary_value<typename T::mapped_type>());
        } else {
            values.insert(values.end(), arbitrary_value<typename T::value_type>());
        }
    }
    return values;
}

template <class T>
T arbitrary_value() {
    if constexpr (HasFields<T>) {
        return arbitrary_struct<T>();
    } else if constexpr (detail::is_decimal<T>) {
        return T::from_raw(arbitrary_raw());
    } else if constexpr (detail::is_id<T>) {
        return T{arbitrary_integer<decltype(T::value)>()};
    } else if constexpr (std::same_as<T, bool>) {
        return *rc::gen::arbitrary<bool>();
    } else if constexpr (std::integral<T>) {
        return arbitrary_integer<T>();
    } else if constexpr (std::is_enum_v<T>) {
        return static_cast<T>(*rc::gen::inRange<std::size_t>(0, enumerator_count<T>));
    } else if constexpr (detail::is_time<T>) {
        return T{Duration{arbitrary_integer<std::int64_t>()}};
    } else if constexpr (std::same_as<T, std::string>) {
        return arbitrary_text();
    } else if constexpr (detail::is_a<T, std::optional> || detail::is_a<T, Boxed>) {
        return *rc::gen::arbitrary<bool>() ? T{arbitrary_value<typename T::value_type>()} : T{};
    } else if constexpr (detail::is_array<T>) {
        T values{};
        for (auto& value : values) value = arbitrary_value<typename T::value_type>();
        return values;
    } else {
        return arbitrary_items<T>();
    }
}

/// Any event with any content.
inline Event arbitrary_event() {
    std::vector<Event (*)()> makers;
    for_each_event_type([&]<class E>(std::type_identity<E>) { makers.push_back([] { return Event{arbitrary_value<E>()}; }); });
    return (*rc::gen::elementOf(makers))();
}

}  // namespace trellis::tests
