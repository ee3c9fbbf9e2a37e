// What happened to the people of the directory, in words.
#pragma once

#include <concepts>
#include <string>

#include "engine/directory/people_events.hpp"

namespace trellis::adapters {

std::string words_of(const UserCreated& event);
std::string words_of(const UserChanged& event);
std::string words_of(const PasswordChanged& event);
std::string words_of(const UserDeleted& event);
std::string words_of(const TokenCreated& event);
std::string words_of(const TokenRevoked& event);
std::string words_of(const ActionTaken& event);

template <class E>
concept AboutPeople = std::same_as<E, UserCreated> || std::same_as<E, UserChanged> || std::same_as<E, PasswordChanged> ||
                      std::same_as<E, UserDeleted> || std::same_as<E, TokenCreated> || std::same_as<E, TokenRevoked> ||
                      std::same_as<E, ActionTaken>;

/// "read, trade"
std::string words_of(const Scopes& scopes);

}  // namespace trellis::adapters
