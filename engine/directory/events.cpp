#include "engine/directory/events.hpp"

#include <type_traits>
#include <utility>

namespace trellis {

template <AlternativeOf<DirectoryEventAlternatives> E>
[[gnu::noinline]] DirectoryEvent::DirectoryEvent(E event) noexcept : Alternatives(std::in_place_type<E>, std::move(event)) {
    static_assert(std::is_nothrow_move_constructible_v<E>);
}

namespace {

template <class... E>
void make_each(std::type_identity<std::variant<E...>>, void* from) {
    (static_cast<void>(DirectoryEvent(std::move(*static_cast<E*>(from)))), ...);
}

/// Never called: it is why every constructor stands in this file.
[[gnu::used]] void make_any(void* from) { make_each(std::type_identity<DirectoryEvent::Alternatives>{}, from); }

}  // namespace

DirectoryEvent::DirectoryEvent(const DirectoryEvent&) = default;
DirectoryEvent::DirectoryEvent(DirectoryEvent&&) noexcept = default;
DirectoryEvent& DirectoryEvent::operator=(const DirectoryEvent&) = default;
DirectoryEvent& DirectoryEvent::operator=(DirectoryEvent&&) noexcept = default;
DirectoryEvent::~DirectoryEvent() = default;

bool DirectoryEvent::operator==(const DirectoryEvent& other) const {
    return static_cast<const Alternatives&>(*this) == static_cast<const Alternatives&>(other);
}

}  // namespace trellis
