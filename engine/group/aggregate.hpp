// The aggregate take-profit, market on touch, gross (T-4, T-8).
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// The target over all open lots, rounded to a tick away from entry; empty in other modes or with nothing open.
std::optional<Price> aggregate_target(const Group& group, const Instrument& instrument);

/// True when the book has reached the target.
bool is_reached(const Group& group, Price target, const GroupContext& context);

}  // namespace trellis
