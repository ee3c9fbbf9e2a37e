// What every event is called: its type, its tag on disk, its name outside.
#pragma once

#include <string_view>
#include <type_traits>
#include <variant>

#include "engine/event/event.hpp"

namespace trellis {

/// "OrderFilled"; empty for a number that is no tag.
std::string_view name_of(EventTag tag);

EventTag tag_of(const Event& event);
inline std::string_view name_of(const Event& event) { return name_of(tag_of(event)); }
inline bool is_operational(const Event& event) { return is_operational(tag_of(event)); }

namespace detail {

template <class Visitor, class... Events>
void for_each_alternative(Visitor& visitor, std::type_identity<std::variant<Events...>>) {
    (visitor(std::type_identity<Events>{}), ...);
}

}  // namespace detail

/// Calls `visitor(std::type_identity<SignalAdmitted>{})` and so on, once for each event in the order of the union.
template <class Visitor>
void for_each_event_type(Visitor visitor) {
    detail::for_each_alternative(visitor, std::type_identity<Event::Alternatives>{});
}

}  // namespace trellis
