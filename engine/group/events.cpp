#include "engine/group/events.hpp"

#include <type_traits>
#include <utility>

namespace trellis {

template <AlternativeOf<GroupEventAlternatives> E>
[[gnu::noinline]] GroupEvent::GroupEvent(E event) noexcept : Alternatives(std::in_place_type<E>, std::move(event)) {
    static_assert(std::is_nothrow_move_constructible_v<E>);
}

namespace {

template <class... E>
void make_each(std::type_identity<std::variant<E...>>, void* from) {
    (static_cast<void>(GroupEvent(std::move(*static_cast<E*>(from)))), ...);
}

/// Never called: it is why every constructor stands in this file.
[[gnu::used]] void make_any(void* from) { make_each(std::type_identity<GroupEvent::Alternatives>{}, from); }

}  // namespace

GroupEvent::GroupEvent(const GroupEvent&) = default;
GroupEvent::GroupEvent(GroupEvent&&) noexcept = default;
GroupEvent& GroupEvent::operator=(const GroupEvent&) = default;
GroupEvent& GroupEvent::operator=(GroupEvent&&) noexcept = default;
GroupEvent::~GroupEvent() = default;

bool GroupEvent::operator==(const GroupEvent& other) const {
    return static_cast<const Alternatives&>(*this) == static_cast<const Alternatives&>(other);
}

}  // namespace trellis
