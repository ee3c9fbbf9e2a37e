// Open orders at the venue that bear our prefix and that no journal knows (O-8): found by a sweep, cancelled where that is configured,
// and told until they are gone.
#pragma once

#include "engine/pool/commands.hpp"

namespace trellis {

/// What one sweep finds. An order without our prefix is left alone, whatever the configuration says. Nothing when the venue did not say
/// what is open: the next sweep asks again.
DeskEvents sweep_orphans(const Desk& desk, const DeskContext& context);

/// What became of an orphan whose cancel was asked for; nothing when its end is known already.
DeskEvents end_orphan(const Desk& desk, const OrphanAnswered& answer, Timestamp now);

}  // namespace trellis
