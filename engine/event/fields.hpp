// How any value made of fields is written and read: events, what they contain, and the state of aggregates. A type takes part by
//   static void fields(auto& self, auto&& each) { each(self.first, self.second); }
//
//   struct           array of its fields; missing trailing fields keep their default, so new ones go to the end
//   Decimal          text ("64231.37")          Id         its number
//   bool             boolean                    Timestamp, Duration   nanoseconds
//   integer          integer                    enum class  unsigned, only numbers that have an enumerator
//   std::string      text                       std::optional (also OptionalTimestamp, Boxed)   nil, or the value
//   vector, array    array                      map, set    map or array, keys ascending
//
// What nests is the types, not the bytes: reading is as deep as the type and no deeper.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/base/boxed.hpp"
#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/optional_timestamp.hpp"
#include "engine/base/result.hpp"
#include "engine/base/shared_map.hpp"
#include "engine/base/time.hpp"
#include "engine/event/enumerators.hpp"
#include "engine/event/msgpack.hpp"

namespace trellis {

template <class T>
concept HasFields = requires(T& value) { T::fields(value, [](auto&...) {}); };

/// How many fields a T has.
template <HasFields T>
std::size_t field_count(const T& value) {
    std::size_t count = 0;
    T::fields(value, [&](const auto&... field) { count = sizeof...(field); });
    return count;
}

namespace detail {

template <class T, template <class...> class Template>
inline constexpr bool is_a = false;
template <template <class...> class Template, class... Arguments>
inline constexpr bool is_a<Template<Arguments...>, Template> = true;

template <class T>
inline constexpr bool is_optional = is_a<T, std::optional> || is_a<T, Boxed> || std::same_as<T, OptionalTimestamp>;

template <class T>
inline constexpr bool is_list = is_a<T, std::vector> || is_a<T, BoxedVector>;

/// Pairs, keys ascending.
template <class T>
inline constexpr bool is_map = is_a<T, std::map> || is_a<T, SharedMap>;

template <class T>
inline constexpr bool is_array = false;
template <class T, std::size_t size>
inline constexpr bool is_array<std::array<T, size>> = true;

template <class T>
inline constexpr bool is_id = false;
template <class Tag, class Number>
inline constexpr bool is_id<Id<Tag, Number>> = true;

template <class T>
inline constexpr bool is_decimal = is_a<T, Decimal>;
template <class T>
inline constexpr bool is_time = std::same_as<T, Timestamp> || std::same_as<T, Duration>;
template <class T>
inline constexpr bool is_unknown = false;

template <std::integral T>
void write_integer(MsgpackWriter& writer, T value) {
    if constexpr (std::signed_integral<T>) {
        if (value < 0) return writer.negative(value);
    }
    writer.integer(static_cast<std::uint64_t>(value));
}

constexpr std::int64_t nanoseconds(Duration value) { return value.count(); }
constexpr std::int64_t nanoseconds(Timestamp value) { return value.time_since_epoch().count(); }

template <class T>
void write_value(MsgpackWriter& writer, const T& value);

template <class T>
void write_items(MsgpackWriter& writer, const T& value) {
    for (const auto& item : value) {
        if constexpr (is_map<T>) {
            write_value(writer, item.first);
            write_value(writer, item.second);
        } else {
            write_value(writer, item);
        }
    }
}

template <class T>
void write_value(MsgpackWriter& writer, const T& value) {
    if constexpr (HasFields<T>) {
        T::fields(value, [&](const auto&... field) {
            writer.array(sizeof...(field));
            (write_value(writer, field), ...);
        });
    } else if constexpr (is_decimal<T>) {
        char buffer[T::text_size_max];
        writer.text({buffer, value.write(buffer)});
    } else if constexpr (is_id<T>) {
        write_integer(writer, value.value);
    } else if constexpr (std::same_as<T, bool>) {
        writer.boolean(value);
    } else if constexpr (std::integral<T>) {
        write_integer(writer, value);
    } else if constexpr (std::is_enum_v<T>) {
        TRELLIS_CHECK(static_cast<std::size_t>(value) < enumerator_count<T>, "an enum on disk must hold one of its enumerators");
        writer.integer(static_cast<std::uint64_t>(value));
    } else if constexpr (is_time<T>) {
        write_integer(writer, nanoseconds(value));
    } else if constexpr (std::same_as<T, std::string>) {
        writer.text(value);
    } else if constexpr (is_optional<T>) {
        value ? write_value(writer, *value) : writer.nil();
    } else if constexpr (is_map<T>) {
        writer.map(value.size());
        write_items(writer, value);
    } else if constexpr (is_list<T> || is_a<T, std::set> || is_array<T>) {
        writer.array(value.size());
        write_items(writer, value);
    } else {
        static_assert(is_unknown<T>, "this type has no form on disk: give it fields()");
    }
}

template <std::integral T>
T read_integer(MsgpackReader& reader) {
    return static_cast<T>(reader.integer(std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
}

template <class T>
T read_value(MsgpackReader& reader);

template <HasFields T>
T read_struct(MsgpackReader& reader) {
    T value{};
    const auto present = reader.array();
    T::fields(value, [&](auto&... field) {
        if (present > sizeof...(field)) reader.fail(DecodeFault::too_many_fields);
        std::size_t index = 0;
        const auto read = [&]<class Field>(Field& one) {
            if (index++ < present) one = read_value<Field>(reader);
        };
        (read(field), ...);
    });
    return value;
}

template <class T>
T read_decimal(MsgpackReader& reader) {
    const auto number = T::parse(reader.text());
    if (number.ok()) return number.value();
    reader.fail(DecodeFault::not_a_decimal);
    return T{};
}

template <class T>
T read_enum(MsgpackReader& reader) {
    const auto number = reader.integer(0, UINT32_MAX);
    if (number < enumerator_count<T>) return static_cast<T>(number);
    reader.fail(DecodeFault::unknown_enumerator);
    return T{};
}

inline OptionalTimestamp read_optional_timestamp(MsgpackReader& reader) {
    constexpr std::int64_t none = nanoseconds(OptionalTimestamp::none);
    if (reader.take_nil()) return {};
    const auto value = static_cast<std::int64_t>(reader.integer(none + 1, INT64_MAX));
    return reader.is_ok() ? Timestamp{Duration{value}} : OptionalTimestamp{};
}

template <class T>
T read_list(MsgpackReader& reader) {
    T values;
    const auto size = reader.array();
    for (std::size_t read = 0; read < size && reader.is_ok(); ++read) values.push_back(read_value<typename T::value_type>(reader));
    return values;
}

template <class T>
T read_array(MsgpackReader& reader) {
    T values{};
    if (reader.array() != values.size()) reader.fail(DecodeFault::wrong_size);
    for (auto& value : values) value = read_value<typename T::value_type>(reader);
    return values;
}

/// Keys ascend, as they were written: a map has one form only.
template <class T>
T read_ordered(MsgpackReader& reader) {
    T values;
    const auto size = is_map<T> ? reader.map() : reader.array();
    for (std::size_t read = 0; read < size && reader.is_ok(); ++read) {
        auto key = read_value<typename T::key_type>(reader);
        if (values.lower_bound(key) != values.end()) reader.fail(DecodeFault::keys_out_of_order);
        if constexpr (is_a<T, SharedMap>) {
            values.emplace(std::move(key), read_value<typename T::mapped_type>(reader));
        } else if constexpr (is_a<T, std::map>) {
            values.emplace_hint(values.end(), std::move(key), read_value<typename T::mapped_type>(reader));
        } else {
            values.emplace_hint(values.end(), std::move(key));
        }
    }
    return values;
}

template <class T>
T read_value(MsgpackReader& reader) {
    if constexpr (HasFields<T>) {
        return read_struct<T>(reader);
    } else if constexpr (is_decimal<T>) {
        return read_decimal<T>(reader);
    } else if constexpr (is_id<T>) {
        return T{read_integer<decltype(T::value)>(reader)};
    } else if constexpr (std::same_as<T, bool>) {
        return reader.boolean();
    } else if constexpr (std::integral<T>) {
        return read_integer<T>(reader);
    } else if constexpr (std::is_enum_v<T>) {
        return read_enum<T>(reader);
    } else if constexpr (is_time<T>) {
        return T{Duration{read_integer<std::int64_t>(reader)}};
    } else if constexpr (std::same_as<T, OptionalTimestamp>) {
        return read_optional_timestamp(reader);
    } else if constexpr (std::same_as<T, std::string>) {
        return std::string(reader.text());
    } else if constexpr (is_a<T, std::optional> || is_a<T, Boxed>) {
        return reader.take_nil() ? T{} : T{read_value<typename T::value_type>(reader)};
    } else if constexpr (is_list<T>) {
        return read_list<T>(reader);
    } else if constexpr (is_array<T>) {
        return read_array<T>(reader);
    } else if constexpr (is_map<T> || is_a<T, std::set>) {
        return read_ordered<T>(reader);
    } else {
        static_assert(is_unknown<T>, "this type has no form on disk: give it fields()");
    }
}

}  // namespace detail

/// Appends the value; of an aggregate's state: what snapshots hold and what state hashes are made of.
template <class T>
void encode_fields(const T& value, std::vector<std::byte>& out) {
    MsgpackWriter writer(out);
    detail::write_value(writer, value);
}

/// The value that `in` holds and nothing else; MALFORMED_STATE names the byte.
template <class T>
Result<T> decode_fields(std::span<const std::byte> in) {
    MsgpackReader reader(in);
    T value = detail::read_value<T>(reader);
    const auto end = reader.offset();
    if (reader.is_ok() && reader.left() > 0) reader.fail(DecodeFault::trailing_bytes);
    if (reader.is_ok()) return value;
    const auto offset = reader.fault() == DecodeFault::trailing_bytes ? end : reader.offset();
    return Error{"MALFORMED_STATE", "byte " + std::to_string(offset) + ": " + std::string(text(reader.fault()))};
}

}  // namespace trellis
