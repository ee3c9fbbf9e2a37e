// Events with content, the same ones every time: each number, text and time in them is another, so that two fields that changed
// places are seen. Golden files are made of them, so what a sample holds may not change.
#pragma once

#include <cstdint>
#include <string>

#include "engine/event/fields.hpp"
#include "engine/event/names.hpp"

namespace trellis::tests {

class Sampler {
public:
    template <class T>
    T value() {
        if constexpr (HasFields<T>) {
            return structure<T>();
        } else if constexpr (detail::is_decimal<T>) {
            return T::parse(next() % 2 == 0 ? "-" + digits() : digits()).value();
        } else if constexpr (detail::is_id<T>) {
            return T{value<decltype(T::value)>()};
        } else if constexpr (std::same_as<T, bool>) {
            return next() % 2 == 0;
        } else if constexpr (std::integral<T>) {
            return static_cast<T>(sizeof(T) == 8 ? next() * 10'000'000'000 + 7 : next());
        } else if constexpr (std::is_enum_v<T>) {
            return static_cast<T>(next() % enumerator_count<T>);
        } else if constexpr (detail::is_time<T>) {
            return T{Duration{1'767'571'200'000'000'000 + static_cast<std::int64_t>(next()) * 1'500'000'000}};
        } else if constexpr (std::same_as<T, std::string>) {
            return "text " + std::to_string(next()) + " \"é\"\n";
        } else if constexpr (detail::is_a<T, std::optional> || detail::is_a<T, Boxed>) {
            return value<typename T::value_type>();
        } else {
            return items<T>();
        }
    }

private:
    template <class T>
    T structure() {
        T out{};
        T::fields(out, [&]<class... Field>(Field&... field) { ((field = value<Field>()), ...); });
        return out;
    }

    template <class T>
    T items() {
        T out;
        for (int count = 0; count < 2; ++count) {
            if constexpr (detail::is_a<T, std::map>) {
                auto key = value<typename T::key_type>();
                out.emplace(std::move(key), value<typename T::mapped_type>());
            } else {
                out.insert(out.end(), value<typename T::value_type>());
            }
        }
        return out;
    }

    std::uint64_t next() { return ++count_; }
    std::string digits() {
        const auto whole = std::to_string(next());
        return whole + ".00" + std::to_string(next());
    }

    std::uint64_t count_ = 0;
};

/// One event of type E; always the same.
template <class E>
E sample() {
    return Sampler().value<E>();
}

}  // namespace trellis::tests
