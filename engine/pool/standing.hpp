// An account's results against its limits: the realised loss of a day (K-17), the drawdown of equity (K-19), and everything else that
// makes entries wait (K-18, K-20). What closes, goes on.
#pragma once

#include <optional>

#include "engine/base/result.hpp"
#include "engine/pool/commands.hpp"

namespace trellis {

/// The first reason why no new exposure may be taken: PAUSED, LOSS_LIMIT, DRAWDOWN, FORCE_STOPPED, CONNECTION_SILENT.
std::optional<Error> entries_halted(const Desk& desk, const DeskContext& context);

/// K-17: books what a group realised; the day's sum may halt entries, and equity is looked at (K-19).
DeskEvents book_realised(const Desk& desk, const GroupRealised& fact, const DeskContext& context);

/// K-17: what `after`, the results with something new of that day in them, makes of the limit.
DeskEvents halt_on_loss(const Desk& desk, const Standing& after, std::int64_t day, const DeskContext& context);

/// At a boundary: weeks begin, a day's halt may be over, equity is sampled.
DeskEvents pass_boundary(const Desk& desk, const DeskContext& context);

/// What a resume ends besides the operator's own pause.
DeskEvents end_halts(const Desk& desk, HaltEnd end, Timestamp now);

/// POST limits/reset: the day's result and the peak count from nothing, and no halt is left.
DeskEvents reset_limits(const Desk& desk, Timestamp now);

/// When pass_boundary is wanted next.
std::optional<Timestamp> next_boundary(const Desk& desk, const Config& config, Timestamp now);

/// Realised today, by the account's calendar.
Money realised_today(const Standing& standing, const Config& config, Timestamp now);

}  // namespace trellis
