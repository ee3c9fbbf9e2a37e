// Presets out of a seed: every mode of section 23 that positions know, in ranges that a walk of some percent reaches.
#pragma once

#include <string>

#include "tests/simulator/generator.hpp"

namespace trellis::tests {

/// A valid one.
Preset random_preset(Dice& dice, std::string name);
/// One of those that draw_presets makes.
const char* random_preset_name(Dice& dice);
PresetSchedule random_schedule(Dice& dice);

/// Some presets, who trades by them, and what they share with the grid; sometimes no grid at all.
void draw_presets(Dice& dice, adapters::Scenario& scenario);

/// What a signal says to a preset, as members of its body behind the others: its own levels, maybe a preset. Maybe nothing.
std::string random_wish(Dice& dice, Price price);

}  // namespace trellis::tests
