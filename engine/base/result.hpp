// A value or the reason why there is none: how operating errors travel. Programmer's errors are TRELLIS_CHECK instead.
#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "engine/base/check.hpp"

namespace trellis {

/// `code` is a stable word of the spec (TOO_PRECISE), `detail` a sentence that names the thing and the value.
struct Error {
    std::string code;
    std::string detail;

    bool operator==(const Error&) const = default;
};

namespace detail {

[[noreturn]] void fail_value_of_error(const Error& error);
[[noreturn]] void fail_error_of_value();

}  // namespace detail

/// Either a T or an Error. Reading the side that is not there is a broken invariant.
template <class T>
class [[nodiscard]] Result {
    static_assert(!std::is_reference_v<T>, "a result owns its value");
    static_assert(!std::same_as<std::remove_cv_t<T>, Error>, "an error is the other side");

public:
    using value_type = T;

    /// Whatever converts to T, so that `return "text";` and `return derived_pointer;` read as they do for a plain T.
    template <class U = T>
        requires std::convertible_to<U&&, T> &&
                 (!std::same_as<std::remove_cvref_t<U>, Result>) && (!std::same_as<std::remove_cvref_t<U>, Error>)
    // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): the constraint leaves copies and moves to their constructors
    Result(U&& value) : side_(std::in_place_index<0>, std::forward<U>(value)) {}
    Result(Error error) : side_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const noexcept { return side_.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    T& value() & { return need_value(), *std::get_if<0>(&side_); }
    const T& value() const& { return need_value(), *std::get_if<0>(&side_); }
    T&& value() && { return need_value(), std::move(*std::get_if<0>(&side_)); }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return std::addressof(value()); }
    const T* operator->() const { return std::addressof(value()); }

    const Error& error() const& { return need_error(), *std::get_if<1>(&side_); }
    Error&& error() && { return need_error(), std::move(*std::get_if<1>(&side_)); }

    bool operator==(const Result&) const = default;

private:
    void need_value() const {
        if (!ok()) [[unlikely]]
            detail::fail_value_of_error(*std::get_if<1>(&side_));
    }
    void need_error() const {
        if (ok()) [[unlikely]]
            detail::fail_error_of_value();
    }

    std::variant<T, Error> side_;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
public:
    using value_type = void;

    Result() = default;
    Result(Error error) : side_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const noexcept { return side_.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    void value() const {
        if (!ok()) [[unlikely]]
            detail::fail_value_of_error(*std::get_if<1>(&side_));
    }
    void operator*() const { value(); }

    const Error& error() const& { return need_error(), *std::get_if<1>(&side_); }
    Error&& error() && { return need_error(), std::move(*std::get_if<1>(&side_)); }

    bool operator==(const Result&) const = default;

private:
    void need_error() const {
        if (ok()) [[unlikely]]
            detail::fail_error_of_value();
    }

    std::variant<std::monostate, Error> side_;
};

}  // namespace trellis
