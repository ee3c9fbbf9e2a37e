// Walks the fields that the codec walks, with names beside them.
#include "adapters/json/event_json.hpp"

#include "adapters/json/field_names.hpp"
#include "engine/event/fields.hpp"
#include "engine/event/names.hpp"

namespace trellis::adapters {

namespace {

template <class T>
void write_value(json::Writer& writer, const T& value);

template <class T>
void write_struct(json::Writer& writer, const T& value) {
    writer.begin_object();
    T::fields(value, [&](const auto&... field) {
        static_assert(sizeof...(field) == field_names<T>.size(), "every field needs its name in field_names.hpp");
        std::size_t index = 0;
        ((write_value(writer.name(field_names<T>[index++]), field)), ...);
    });
    writer.end_object();
}

template <class T>
void write_integer(json::Writer& writer, T value) {
    if constexpr (sizeof(T) < sizeof(std::int64_t)) {
        writer.integer(value);
    } else {
        writer.string(std::to_string(value));
    }
}

template <class T>
void write_enum(json::Writer& writer, T value) {
    if constexpr (std::same_as<T, PositionSide>) {
        writer.string(text(value));
    } else {
        writer.string(enumerator_name(value));
    }
}

template <class T>
void write_map(json::Writer& writer, const T& values) {
    writer.begin_object();
    for (const auto& [key, value] : values) {
        if constexpr (std::convertible_to<decltype(key), std::string_view>) {
            write_value(writer.name(key), value);
        } else {
            write_value(writer.name(std::to_string(key)), value);
        }
    }
    writer.end_object();
}

template <class T>
void write_array(json::Writer& writer, const T& values) {
    writer.begin_array();
    for (const auto& value : values) write_value(writer, value);
    writer.end_array();
}

template <class T>
void write_value(json::Writer& writer, const T& value) {
    if constexpr (std::same_as<T, GroupId> || std::same_as<T, SignalNumber> || std::same_as<T, OffsetNumber> ||
                  std::same_as<T, PresetId> || std::same_as<T, SubscriptionId> || std::same_as<T, StrategyId> || std::same_as<T, BotId>) {
        writer.string(text(value));
    } else if constexpr (std::same_as<T, Hidden>) {
        writer.string("***");
    } else if constexpr (HasFields<T>) {
        write_struct(writer, value);
    } else if constexpr (detail::is_decimal<T>) {
        writer.string(value.text());
    } else if constexpr (detail::is_id<T>) {
        write_integer(writer, value.value);
    } else if constexpr (std::same_as<T, bool>) {
        writer.boolean(value);
    } else if constexpr (std::integral<T>) {
        write_integer(writer, value);
    } else if constexpr (std::is_enum_v<T>) {
        write_enum(writer, value);
    } else if constexpr (std::same_as<T, Timestamp>) {
        writer.string(rfc3339(value));
    } else if constexpr (std::same_as<T, std::string>) {
        writer.string(value);
    } else if constexpr (detail::is_optional<T>) {
        value ? write_value(writer, *value) : static_cast<void>(writer.null());
    } else if constexpr (detail::is_a<T, std::map>) {
        write_map(writer, value);
    } else if constexpr (detail::is_a<T, std::vector>) {
        write_array(writer, value);
    } else {
        static_assert(detail::is_unknown<T>, "this type has no form in JSON yet");
    }
}

}  // namespace

void write_event_data(json::Writer& writer, const Event& event) {
    std::visit([&](const auto& one) { write_struct(writer, one); }, event);
}

void write_cause(json::Writer& writer, const Cause& cause) {
    writer.begin_object();
    if (cause.kind == CauseKind::event) {
        writer.name("event").integer(cause.id);
    } else {
        writer.name("kind").string(enumerator_name(cause.kind)).name("id").integer(cause.id);
    }
    writer.end_object();
}

std::string event_line(const FrameHeader& frame, std::uint64_t sequence, const Event& event) {
    json::Writer writer;
    writer.begin_object().name("seq").integer(sequence).name("at").string(rfc3339(frame.at));
    write_cause(writer.name("cause"), frame.cause);
    writer.name("type").string(name_of(event));
    write_event_data(writer.name("data"), event);
    return writer.end_object().take();
}

}  // namespace trellis::adapters
