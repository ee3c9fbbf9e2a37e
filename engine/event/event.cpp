#include "engine/event/event.hpp"

#include <type_traits>
#include <utility>

namespace trellis {

template <AlternativeOf<EventAlternatives> E>
[[gnu::noinline]] Event::Event(E event) noexcept : Alternatives(std::in_place_type<E>, std::move(event)) {
    static_assert(std::is_nothrow_move_constructible_v<E>);
}

namespace {

template <class... E>
void make_each(std::type_identity<std::variant<E...>>, void* from) {
    (static_cast<void>(Event(std::move(*static_cast<E*>(from)))), ...);
}

/// Never called: it is why every constructor stands in this file.
[[gnu::used]] void make_any(void* from) { make_each(std::type_identity<Event::Alternatives>{}, from); }

}  // namespace

Event::Event(const Event&) = default;
Event::Event(Event&&) noexcept = default;
Event& Event::operator=(const Event&) = default;
Event& Event::operator=(Event&&) noexcept = default;
Event::~Event() = default;

bool Event::operator==(const Event& other) const {
    return static_cast<const Alternatives&>(*this) == static_cast<const Alternatives&>(other);
}

}  // namespace trellis
