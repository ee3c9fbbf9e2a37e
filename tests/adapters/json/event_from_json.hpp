// Reads back what event_json writes, to prove that nothing is lost; nobody else needs it.
#pragma once

#include <charconv>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "adapters/json/document.hpp"
#include "adapters/json/field_names.hpp"
#include "engine/event/fields.hpp"
#include "engine/event/names.hpp"

namespace trellis::tests {

using adapters::json::Value;

inline void demand(bool holds, std::string_view what) {
    if (!holds) throw std::runtime_error(std::string(what));
}

template <class Number>
Number number_from(std::string_view text) {
    Number number{};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    demand(fault == std::errc{} && end == text.data() + text.size(), text);
    return number;
}

template <class Key>
Key key_from(std::string_view text) {
    if constexpr (std::same_as<Key, std::string>) {
        return std::string(text);
    } else {
        return number_from<Key>(text);
    }
}

template <class Number>
Number integer_from(const Value& value) {
    return number_from<Number>(sizeof(Number) < 8 ? value.number() : value.string());
}

inline OffsetNumber offset_from(std::string_view text) {
    const auto dot = text.find('.');
    demand(text.starts_with('o') && dot != std::string_view::npos, text);
    return {{number_from<std::uint16_t>(text.substr(1, dot - 1))}, number_from<std::uint32_t>(text.substr(dot + 1))};
}

inline GroupId group_from(std::string_view text) {
    const auto dot = text.find('.');
    demand(text.starts_with('g') && dot != std::string_view::npos, text);
    return {{number_from<std::uint16_t>(text.substr(1, dot - 1))}, number_from<std::uint32_t>(text.substr(dot + 1))};
}

inline PresetId preset_from(std::string_view text) {
    const auto dot = text.find('.');
    demand(text.starts_with('p') && dot != std::string_view::npos, text);
    return {{number_from<std::uint32_t>(text.substr(1, dot - 1))}, number_from<std::uint32_t>(text.substr(dot + 1))};
}

inline BotId bot_from(std::string_view text) {
    const auto dot = text.find('.');
    demand(text.starts_with('b') && dot != std::string_view::npos, text);
    return {{number_from<std::uint32_t>(text.substr(1, dot - 1))}, number_from<std::uint32_t>(text.substr(dot + 1))};
}

inline SubscriptionId subscription_from(std::string_view text) {
    const auto dot = text.find('.');
    demand(text.starts_with('c') && dot != std::string_view::npos, text);
    return {{number_from<std::uint32_t>(text.substr(1, dot - 1))}, number_from<std::uint32_t>(text.substr(dot + 1))};
}

inline StrategyId strategy_from(std::string_view text) {
    const auto dot = text.find('.');
    demand(text.starts_with('s') && dot != std::string_view::npos, text);
    return {{number_from<std::uint32_t>(text.substr(1, dot - 1))}, number_from<std::uint32_t>(text.substr(dot + 1))};
}

template <class E>
E enum_from(std::string_view word) {
    for (std::size_t number = 0; number < enumerator_count<E>; ++number) {
        const auto value = static_cast<E>(number);
        if constexpr (std::same_as<E, PositionSide>) {
            if (text(value) == word) return value;
        } else {
            if (enumerator_name(value) == word) return value;
        }
    }
    throw std::runtime_error(std::string(word));
}

template <class T>
T value_from(const Value& value);

template <class T>
T struct_from(const Value& object) {
    T out{};
    T::fields(out, [&]<class... Field>(Field&... field) {
        demand(object.size() == sizeof...(field), "as many members as fields");
        std::size_t index = 0;
        ((field = value_from<Field>(*object.find(adapters::field_names<T>[index++]))), ...);
    });
    return out;
}

template <class T>
T items_from(const Value& items) {
    T out;
    if constexpr (detail::is_a<T, std::map>) {
        for (const auto& [name, value] : items.members())
            out.emplace(key_from<typename T::key_type>(name), value_from<typename T::mapped_type>(value));
    } else {
        for (const auto& value : items.elements()) out.push_back(value_from<typename T::value_type>(value));
    }
    return out;
}

template <class T>
T value_from(const Value& value) {
    if constexpr (std::same_as<T, GroupId>) {
        return group_from(value.string());
    } else if constexpr (std::same_as<T, OffsetNumber>) {
        return offset_from(value.string());
    } else if constexpr (std::same_as<T, PresetId>) {
        return preset_from(value.string());
    } else if constexpr (std::same_as<T, BotId>) {
        return bot_from(value.string());
    } else if constexpr (std::same_as<T, SubscriptionId>) {
        return subscription_from(value.string());
    } else if constexpr (std::same_as<T, StrategyId>) {
        return strategy_from(value.string());
    } else if constexpr (std::same_as<T, SignalNumber>) {
        demand(value.string().starts_with('s'), value.string());
        return {number_from<std::uint64_t>(value.string().substr(1))};
    } else if constexpr (std::same_as<T, Hidden>) {
        return {std::string(value.string())};
    } else if constexpr (HasFields<T>) {
        return struct_from<T>(value);
    } else if constexpr (detail::is_decimal<T>) {
        return T::parse(value.string()).value();
    } else if constexpr (detail::is_id<T>) {
        return T{integer_from<decltype(T::value)>(value)};
    } else if constexpr (std::same_as<T, bool>) {
        return value.boolean();
    } else if constexpr (std::integral<T>) {
        return integer_from<T>(value);
    } else if constexpr (std::is_enum_v<T>) {
        return enum_from<T>(value.string());
    } else if constexpr (std::same_as<T, Timestamp>) {
        return parse_rfc3339(value.string()).value();
    } else if constexpr (std::same_as<T, std::string>) {
        return T(value.string());
    } else if constexpr (detail::is_a<T, std::optional> || detail::is_a<T, Boxed>) {
        return value.is_null() ? T{} : T{value_from<typename T::value_type>(value)};
    } else {
        return items_from<T>(value);
    }
}

/// As it is shown: what is hidden is three stars.
inline Event as_shown(Event event) {
    std::visit(
        []<class E>(E& one) {
            if constexpr (requires { one.password.text; }) one.password.text = "***";
            if constexpr (requires { one.fingerprint.text; }) one.fingerprint.text = "***";
        },
        event);
    return event;
}

/// The event of a line's "type" and "data".
inline Event event_from(const Value& line) {
    std::optional<Event> event;
    const auto type = line.find("type")->string();
    for_each_event_type([&]<class E>(std::type_identity<E>) {
        if (name_of(E::tag) == type) event = struct_from<E>(*line.find("data"));
    });
    return event.value();
}

}  // namespace trellis::tests
