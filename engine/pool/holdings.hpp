// What the venue says it holds, against what the lots of the account's groups say.
#pragma once

#include "engine/pool/commands.hpp"

namespace trellis {

/// When the venue holds less than the lots together, every group of that holding is told its share of the shortage. More is the
/// user's own.
DeskEvents compare_holdings(const Desk& desk, const VenueHoldings& told, const DeskContext& context);

}  // namespace trellis
