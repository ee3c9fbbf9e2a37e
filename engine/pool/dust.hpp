// The dust ledger of an account: what ended groups left unsold, by instrument, until a new group on it takes it along.
#pragma once

#include "engine/pool/commands.hpp"

namespace trellis {

/// What a commit of the desk does to its ledger: an ended group's dust is kept, a new group gets all of its instrument's when
/// `limits.sweep_dust` says so. `desk` is as the commit's other events left it.
DeskEvents book_dust(const Desk& desk, const DeskCommand& command, const DeskEvents& events, const DeskContext& context);

}  // namespace trellis
