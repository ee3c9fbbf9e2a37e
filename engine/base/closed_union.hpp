// What a closed union needs to be a class of its own instead of a naked std::variant: with fifty alternatives and more, the copying,
// moving and destroying that std::variant writes anew into every file that touches one is most of what such a file costs to compile.
// A class declares them and one file defines them.
#pragma once

#include <type_traits>
#include <variant>

namespace trellis {

namespace detail {

template <class E, class U>
inline constexpr bool is_alternative = false;
template <class E, class... A>
inline constexpr bool is_alternative<E, std::variant<A...>> = (std::is_same_v<E, A> || ...);

}  // namespace detail

/// E is an alternative of U, a std::variant or a class with one as `Alternatives`.
template <class E, class U>
concept AlternativeOf = detail::is_alternative<E, U> || detail::is_alternative<E, typename U::Alternatives>;

}  // namespace trellis
