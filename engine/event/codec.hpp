// Events to bytes and back. The bytes stand in journals for good: docs/journal.md and schemas/journal/events.json describe them.
//
//   event = array(3) tag version fields       fields as in engine/event/fields.hpp
#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <variant>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/event/event.hpp"
#include "engine/event/fields.hpp"

namespace trellis {

/// One of the types of Event.
template <class E>
concept EventType = requires {
    { E::tag } -> std::convertible_to<EventTag>;
    { E::version } -> std::convertible_to<std::uint8_t>;
} && HasFields<E>;

/// Appends one event.
template <EventType E>
void encode(const E& event, std::vector<std::byte>& out) {
    MsgpackWriter writer(out);
    writer.array(3);
    writer.integer(static_cast<std::uint16_t>(E::tag));
    writer.integer(E::version);
    detail::write_value(writer, event);
}
void encode(const Event& event, std::vector<std::byte>& out);
/// Appends a group's or a desk's event as the same bytes.
void encode(const GroupEvent& event, std::vector<std::byte>& out);
void encode(const DeskEvent& event, std::vector<std::byte>& out);

/// Takes one event from the front of `in`. Errors name tag, version and byte, and leave `in` alone: MALFORMED_EVENT,
/// UNKNOWN_EVENT (no such tag), NEWER_EVENT (a version this program does not know).
Result<Event> decode(std::span<const std::byte>& in);

/// The `count` events that `in` holds and nothing else; errors as above, with the event's place.
Result<std::vector<Event>> decode_all(std::span<const std::byte> in, std::size_t count);

}  // namespace trellis
