// Bots out of a seed (B-31), and what somebody does with them while a run goes on.
#pragma once

#include "tests/simulator/generator.hpp"

namespace trellis::tests {

/// Bots with filters, hours, caps, ladders and presets of their own; the presets are drawn before.
void draw_bots(Dice& dice, adapters::Scenario& scenario);

/// The same configuration with one bot started, paused, stopped, stopped with everything that it opened, or revised.
Config changed_bots(Dice& dice, Config config);

}  // namespace trellis::tests
