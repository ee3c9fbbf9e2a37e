// How many slots an account uses and has left (L-1, L-3, L-4).
#pragma once

#include "engine/pool/commands.hpp"

namespace trellis {

/// Groups, and with the two count keys each pyramid after the first and each entry order that works or is on its way (L-3).
std::size_t used_slots(const Desk& desk, const DeskContext& context);

/// POOL_FULL, or nothing.
std::optional<Error> pool_full(const Desk& desk, const DeskContext& context);

}  // namespace trellis
