#include "engine/risk/events.hpp"

#include <type_traits>
#include <utility>

namespace trellis {

template <AlternativeOf<RiskEventAlternatives> E>
[[gnu::noinline]] RiskEvent::RiskEvent(E event) noexcept : Alternatives(std::in_place_type<E>, std::move(event)) {
    static_assert(std::is_nothrow_move_constructible_v<E>);
}

namespace {

template <class... E>
void make_each(std::type_identity<std::variant<E...>>, void* from) {
    (static_cast<void>(RiskEvent(std::move(*static_cast<E*>(from)))), ...);
}

/// Never called: it is why every constructor stands in this file.
[[gnu::used]] void make_any(void* from) { make_each(std::type_identity<RiskEvent::Alternatives>{}, from); }

}  // namespace

RiskEvent::RiskEvent(const RiskEvent&) = default;
RiskEvent::RiskEvent(RiskEvent&&) noexcept = default;
RiskEvent& RiskEvent::operator=(const RiskEvent&) = default;
RiskEvent& RiskEvent::operator=(RiskEvent&&) noexcept = default;
RiskEvent::~RiskEvent() = default;

bool RiskEvent::operator==(const RiskEvent& other) const {
    return static_cast<const Alternatives&>(*this) == static_cast<const Alternatives&>(other);
}

}  // namespace trellis
