// What a preset did to a position, in words.
#pragma once

#include <string>

#include "engine/group/events.hpp"
#include "engine/pool/week_events.hpp"
#include "engine/preset/use.hpp"

namespace trellis::adapters {

/// ", by preset swing of level connection"; nothing without one.
std::string preset_words(const Boxed<PresetUse>& use);
/// "the stop", or whose it is.
std::string stop_words(const StopMoved& event);
/// Which rule of the preset moved the stop.
std::string stop_mover(CloseReason reason);
/// The rule behind it: the signal's (W-5), an operator's (T-13), or the preset's.
std::string stop_rule(const StopMoved& event);
std::string words_of(const PositionGoverned& event);
std::string words_of(const TrailNoted& event);
std::string words_of(const PresetApplied& event);
/// "layer 2", or "the first position".
std::string position_words(std::optional<LegIndex> layer);
/// Of the account of that name.
std::string week_words(const WeekBegan& event, const std::string& account);
std::string week_words(const WeeklyTargetReached& event, const std::string& account);

}  // namespace trellis::adapters
