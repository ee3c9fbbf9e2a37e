// The six presets that come with the program (B-21).
#include "engine/preset/templates.hpp"

#include <gtest/gtest.h>

#include "engine/preset/validate.hpp"

namespace trellis::tests {
namespace {

TEST(Templates, B21AreSixThatMayBeStoredAsTheyAre) {
    ASSERT_EQ(preset_templates().size(), 6U);
    for (const auto& preset : preset_templates()) {
        EXPECT_TRUE(faults_of(preset).empty()) << preset.name;
        EXPECT_TRUE(preset.is_template && preset.clonable && preset.enabled) << preset.name;
        EXPECT_EQ(preset.schedule.days, 127) << preset.name;
    }
    EXPECT_EQ(preset_templates().front().name, "Conservative Scalper");
}

TEST(Templates, B21SwingTraderInItsOwnWords) {
    const Preset& swing = preset_templates().at(1);
    EXPECT_EQ(swing.stop.mode, StopMode::structure);
    EXPECT_EQ(swing.stop.pips, 50);
    EXPECT_EQ(swing.targets.targets[1].rr, decimal<Ratio>("3"));
    EXPECT_EQ(swing.trail.update_interval_seconds, 60);
    EXPECT_TRUE(swing.trail.break_even);
}

}  // namespace
}  // namespace trellis::tests
