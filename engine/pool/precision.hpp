// Entries on an instrument whose rules the venue has not given (section 12): they wait for them, tries spaced out, or are rejected. What
// closes never asks (V-2): it goes by the rules known last. And when a desk asks for rules anew (V-3).
#pragma once

#include <optional>

#include "engine/base/result.hpp"
#include "engine/pool/commands.hpp"

namespace trellis {

/// The newest try to fetch the rules at or before `now`: at once, then 0.5, 1, 2 and 4 s apart, then each 10 s (V-1).
Timestamp newest_try(Timestamp since, Timestamp now);

/// PRECISION when the rules are missing now, unless the last known ones are taken (`fallback`).
std::optional<Error> check_rules(InstrumentId instrument, const DeskContext& context);

/// PRECISION while an entry that waits since then is held: no try has found the rules (`hold`).
std::optional<Error> held_for_rules(InstrumentId instrument, Timestamp since, const DeskContext& context);

/// PRECISION_TIMEOUT once it was held for precision_hold_max_sec.
std::optional<Error> rules_timed_out(InstrumentId instrument, Timestamp since, const DeskContext& context);

/// V-3: what the venue says anew because of the command: by age, for an entry that waited for it, announced, or on request. Only rules
/// that are not as they were known.
DeskEvents renew_rules(const Desk& desk, const DeskCommand& command, const DeskContext& context);

/// V-3: when the rules have aged next; refresh_seconds count from the origin of timers, as sweeps do.
Timestamp next_refresh(const Config& config, Timestamp now);

}  // namespace trellis
