// Which numbers of an enum class mean something, and what each is called, as the compiler knows it: nobody keeps a second list
// that can go stale. Enumerators count from 0 without gaps, which is checked.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace trellis {

/// An enum class may have this many enumerators.
inline constexpr std::size_t enumerators_max = 32;

namespace detail {

/// The compiler's own word for V: "trellis::OrderRole::entry", or "(trellis::OrderRole)14" where there is none.
template <auto V>
constexpr std::string_view spelled() {
    const std::string_view function = __PRETTY_FUNCTION__;
    const auto start = function.find("V = ") + 4;
    return function.substr(start, function.find_first_of(";]", start) - start);
}

/// Its last part, or nothing.
template <auto V>
constexpr std::string_view enumerator() {
    constexpr std::string_view word = spelled<V>();
    return word.front() == '(' ? std::string_view{} : word.substr(word.rfind(':') + 1);
}

template <class E, std::size_t... Number>
constexpr auto list_enumerators(std::index_sequence<Number...>) {
    return std::array<std::string_view, sizeof...(Number)>{enumerator<static_cast<E>(Number)>()...};
}

template <class E>
constexpr std::size_t count_enumerators(const std::array<std::string_view, enumerators_max + 1>& names) {
    std::size_t count = 0;
    while (count < names.size() && !names[count].empty()) ++count;
    for (std::size_t number = count; number < names.size(); ++number) {
        if (!names[number].empty()) return enumerators_max + 1;
    }
    return count;
}

template <class E>
inline constexpr auto enumerator_names = list_enumerators<E>(std::make_index_sequence<enumerators_max + 1>{});

}  // namespace detail

/// How many enumerators E has; they are 0, 1, 2...
template <class E>
    requires std::is_enum_v<E>
inline constexpr std::size_t enumerator_count = [] {
    constexpr auto count = detail::count_enumerators<E>(detail::enumerator_names<E>);
    static_assert(count > 0 && count <= enumerators_max, "enumerators must count from 0 without gaps, up to enumerators_max of them");
    return count;
}();

/// As it is written in the code; empty for a number without a name.
template <class E>
    requires std::is_enum_v<E>
constexpr std::string_view enumerator_name(E value) {
    const auto number = static_cast<std::size_t>(value);
    return number < enumerator_count<E> ? detail::enumerator_names<E>[number] : std::string_view{};
}

}  // namespace trellis
