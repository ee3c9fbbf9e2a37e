#include "engine/directory/events.hpp"

#include <type_traits>
#include <utility>

namespace trellis {

template <AlternativeOf<DirectoryEventAlternatives> E>
DirectoryEvent::DirectoryEvent(E event) noexcept : Alternatives(std::in_place_type<E>, std::move(event)) {
    static_assert(std::is_nothrow_move_constructible_v<E>);
}

// Every file that makes one calls the constructor that stands here. One that is forgotten does not link.
template DirectoryEvent::DirectoryEvent(PresetCreated) noexcept;
template DirectoryEvent::DirectoryEvent(PresetRevised) noexcept;
template DirectoryEvent::DirectoryEvent(PresetVisibilityChanged) noexcept;
template DirectoryEvent::DirectoryEvent(PresetSwitched) noexcept;
template DirectoryEvent::DirectoryEvent(PresetDeleted) noexcept;
template DirectoryEvent::DirectoryEvent(PresetAssigned) noexcept;
template DirectoryEvent::DirectoryEvent(DefaultPresetChosen) noexcept;
template DirectoryEvent::DirectoryEvent(ConnectionOpened) noexcept;
template DirectoryEvent::DirectoryEvent(ConnectionChanged) noexcept;
template DirectoryEvent::DirectoryEvent(ConnectionRemoved) noexcept;
template DirectoryEvent::DirectoryEvent(CredentialSealed) noexcept;
template DirectoryEvent::DirectoryEvent(ConnectionWebhookSet) noexcept;
template DirectoryEvent::DirectoryEvent(SubscriptionCreated) noexcept;
template DirectoryEvent::DirectoryEvent(SubscriptionRevised) noexcept;
template DirectoryEvent::DirectoryEvent(SubscriptionSwitched) noexcept;
template DirectoryEvent::DirectoryEvent(SubscriptionPresetAssigned) noexcept;
template DirectoryEvent::DirectoryEvent(AccountShared) noexcept;
template DirectoryEvent::DirectoryEvent(UserCreated) noexcept;
template DirectoryEvent::DirectoryEvent(UserChanged) noexcept;
template DirectoryEvent::DirectoryEvent(PasswordChanged) noexcept;
template DirectoryEvent::DirectoryEvent(UserDeleted) noexcept;
template DirectoryEvent::DirectoryEvent(TokenCreated) noexcept;
template DirectoryEvent::DirectoryEvent(TokenRevoked) noexcept;
template DirectoryEvent::DirectoryEvent(ActionTaken) noexcept;
template DirectoryEvent::DirectoryEvent(StrategyCreated) noexcept;
template DirectoryEvent::DirectoryEvent(StrategyRevised) noexcept;
template DirectoryEvent::DirectoryEvent(StrategyDeleted) noexcept;
template DirectoryEvent::DirectoryEvent(BotCreated) noexcept;
template DirectoryEvent::DirectoryEvent(BotRevised) noexcept;
template DirectoryEvent::DirectoryEvent(BotSwitched) noexcept;
template DirectoryEvent::DirectoryEvent(BotPresetAssigned) noexcept;

DirectoryEvent::DirectoryEvent(const DirectoryEvent&) = default;
DirectoryEvent::DirectoryEvent(DirectoryEvent&&) noexcept = default;
DirectoryEvent& DirectoryEvent::operator=(const DirectoryEvent&) = default;
DirectoryEvent& DirectoryEvent::operator=(DirectoryEvent&&) noexcept = default;
DirectoryEvent::~DirectoryEvent() = default;

bool DirectoryEvent::operator==(const DirectoryEvent& other) const {
    return static_cast<const Alternatives&>(*this) == static_cast<const Alternatives&>(other);
}

}  // namespace trellis
