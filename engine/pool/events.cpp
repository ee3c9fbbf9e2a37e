#include "engine/pool/events.hpp"

#include <type_traits>
#include <utility>

namespace trellis {

template <AlternativeOf<DeskEventAlternatives> E>
[[gnu::noinline]] DeskEvent::DeskEvent(E event) noexcept : Alternatives(std::in_place_type<E>, std::move(event)) {
    static_assert(std::is_nothrow_move_constructible_v<E>);
}

namespace {

template <class... E>
void make_each(std::type_identity<std::variant<E...>>, void* from) {
    (static_cast<void>(DeskEvent(std::move(*static_cast<E*>(from)))), ...);
}

/// Never called: it is why every constructor stands in this file.
[[gnu::used]] void make_any(void* from) { make_each(std::type_identity<DeskEvent::Alternatives>{}, from); }

}  // namespace

DeskEvent::DeskEvent(const DeskEvent&) = default;
DeskEvent::DeskEvent(DeskEvent&&) noexcept = default;
DeskEvent& DeskEvent::operator=(const DeskEvent&) = default;
DeskEvent& DeskEvent::operator=(DeskEvent&&) noexcept = default;
DeskEvent::~DeskEvent() = default;

bool DeskEvent::operator==(const DeskEvent& other) const {
    return static_cast<const Alternatives&>(*this) == static_cast<const Alternatives&>(other);
}

}  // namespace trellis
