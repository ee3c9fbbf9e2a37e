// The weekly target of a preset (B-19, R-58): what an account's closing fills earned since the week began, against a part of the equity
// it began with.
#pragma once

#include <optional>

#include "engine/base/result.hpp"
#include "engine/pool/commands.hpp"

namespace trellis {

/// Weeks that begin now: of presets that the account is assigned, or has used. One whose equity is not known yet begins again with it.
DeskEvents begin_weeks(const Desk& desk, const DeskContext& context);

/// The same for the preset of an entry, which may be its first.
DeskEvents begin_week_of(const Desk& desk, const Preset& preset, const DeskContext& context);

/// What `booked` makes of the targets, reached at ">=".
DeskEvents weekly_targets_reached(const Desk& desk, const RealisedBooked& booked, const DeskContext& context);

/// What the marks make of them, where weekly_include_unrealised counts what is open too; looked at each second.
DeskEvents weekly_targets_at_mark(const Desk& desk, const DeskContext& context);

/// WEEKLY_TARGET, with auto_stop_on_weekly_target until the week ends.
std::optional<Error> stopped_by_week(const Desk& desk, const Preset& preset, Timestamp now);

/// When begin_weeks is wanted next; empty: the account counts no weeks.
std::optional<Timestamp> next_week(const Desk& desk, const Config& config, Timestamp now);

// ---- applying ----

void begin_week(Desk& desk, const WeekBegan& event);
void reach_weekly_target(Desk& desk, const WeeklyTargetReached& event);
/// What closing fills earned, or late fees took, at that time.
void count_in_weeks(Desk& desk, Money amount, Timestamp at);

}  // namespace trellis
