// The risk timer of a group (15.2): when it starts and when it is cleared. It never asks how long it has run: the instant at which it
// started is state, how long to wait is the present configuration's (K-2, R-50).
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// The start condition of 15.2 in the configured mode, over entries and orders alone.
bool meets_timer_condition(const Group& group, const RiskSettings& settings);

/// Starts or clears the timer by what now holds (K-1, K-2, P-8).
GroupEvents settle_risk_timer(const Group& group, const GroupContext& context);

/// P-3: counts, and sets a running timer back where that is asked for.
GroupEvents note_replacement(const Group& group, const NoteReplacement& command, const GroupContext& context);

}  // namespace trellis
