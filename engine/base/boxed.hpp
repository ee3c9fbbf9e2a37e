// What most of very many values do not have: an optional and a list that take the room of one pointer until they hold something.
// Both are values, and are written to disk as std::optional and std::vector are.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/base/check.hpp"

namespace trellis {

/// As std::optional<T>.
template <class T>
class Boxed {
public:
    using value_type = T;

    Boxed() = default;
    Boxed(T value) : held_(std::make_unique<T>(std::move(value))) {}
    Boxed(const Boxed& other) : held_(other ? std::make_unique<T>(*other) : nullptr) {}
    Boxed(Boxed&&) noexcept = default;
    Boxed& operator=(const Boxed& other) { return *this = Boxed(other); }
    Boxed& operator=(Boxed&&) noexcept = default;
    ~Boxed() = default;

    bool has_value() const { return held_ != nullptr; }
    explicit operator bool() const { return has_value(); }
    T& operator*() { return *held_; }
    const T& operator*() const { return *held_; }
    T* operator->() { return held_.get(); }
    const T* operator->() const { return held_.get(); }
    const T& value() const {
        TRELLIS_CHECK(has_value(), "an empty box holds no value");
        return *held_;
    }
    void reset() { held_.reset(); }
    bool operator==(const Boxed& other) const {
        return has_value() == other.has_value() && (!has_value() || *held_ == *other.held_);
    }

private:
    std::unique_ptr<T> held_;
};

/// As std::vector<T>, as far as it is needed.
template <class T>
class BoxedVector {
public:
    using value_type = T;

    std::size_t size() const { return items().size(); }
    auto begin() const { return items().begin(); }
    auto end() const { return items().end(); }
    void push_back(T value) {
        if (!held_) held_ = std::vector<T>{};
        held_->push_back(std::move(value));
    }
    void clear() { held_.reset(); }
    bool operator==(const BoxedVector& other) const { return held_ == other.held_; }

private:
    std::span<const T> items() const { return held_ ? std::span<const T>(*held_) : std::span<const T>(); }

    Boxed<std::vector<T>> held_;  // never an empty vector: equal lists are held alike
};

}  // namespace trellis
