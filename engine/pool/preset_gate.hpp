// When the bot and the preset of an entry let it in. Asked first of all its limits, at admission and again at promotion and behind a
// reversal; never of what closes.
#pragma once

#include <optional>

#include "engine/base/result.hpp"
#include "engine/pool/commands.hpp"

namespace trellis {

/// B-18: the hours of a preset, by the clock on its wall. Error OUT_OF_SCHEDULE. A layer is asked by it too.
std::optional<Error> out_of_schedule(const Preset& preset, const Config& config, Timestamp now);

/// Out of the hours, where `schedule.out_of_schedule` is queue: it waits for them, unless its bot lets it in at no time.
std::optional<Error> waits_for_hours(const Desk& desk, const Instruction& instruction, const DeskContext& context);

/// Those of its bot (B-31), then of its preset (B-18, B-19): OUT_OF_SCHEDULE, WEEKLY_TARGET. Empty: the entry may come, or by neither.
std::optional<Error> refuse_by_gates(const Desk& desk, const Instruction& instruction, const DeskContext& context);

/// The same of a preset that is known.
std::optional<Error> refuse_by_gate_of(const Desk& desk, const Preset& preset, const DeskContext& context);

}  // namespace trellis
