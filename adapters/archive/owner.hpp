// Whose event it is: the aggregate that decided it and that it changes.
#pragma once

#include <string>
#include <variant>

#include "engine/event/event.hpp"
#include "engine/world/world.hpp"

namespace trellis::adapters {

/// Nobody's: operational.
using Owner = std::variant<std::monostate, AccountId, GroupId, RiskId, DirectoryId>;
Owner owner_of(const Event& event);

/// "the desk of account 1", "group g1.4", "the risk engine of account 1", "the directory", "nobody"
std::string text(const Owner& owner);
bool is_in(const World& world, const Owner& owner);
/// What CommitHashed holds; 0 for an owner that the world does not have. `buffer` is working space.
std::uint64_t hash_of(const World& world, const Owner& owner, std::vector<std::byte>& buffer);

}  // namespace trellis::adapters
