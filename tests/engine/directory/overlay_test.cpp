// The configuration as desks see it behind the directory (B-20).

#include <gtest/gtest.h>

#include "tests/engine/directory/support.hpp"

namespace trellis::tests {
namespace {

constexpr AccountId one{1};

Config seen(const Office& office) { return with_directory(office.config, office.directory); }

TEST(Overlay, B20BringsOnesOwnPresetsBesideTheTemplates) {
    Office office;
    office.create(preset("Mine"));
    office.create(preset("Theirs"), somebody_else);
    const Config config = seen(office);
    EXPECT_TRUE(config.presets.contains("Mine"));
    EXPECT_TRUE(config.presets.contains("Swing Trader"));
    EXPECT_FALSE(config.presets.contains("Theirs"));
}

TEST(Overlay, TheDocumentSpeaksUntilSomebodyAssigns) {
    Office office;
    office.config.accounts[0].preset = "Swing Trader";
    office.config.preset_settings.user_default = "Swing Trader";
    EXPECT_EQ(seen(office), with_directory(seen(office), office.directory));
    EXPECT_EQ(seen(office).accounts[0].preset, "Swing Trader");
    const PresetId id = office.create(preset("Mine"));
    ASSERT_EQ(office.refusal(AssignPreset{one, id}), "");
    ASSERT_EQ(office.refusal(ChooseDefaultPreset{id}), "");
    EXPECT_EQ(seen(office).accounts[0].preset, "Mine");
    EXPECT_EQ(seen(office).preset_settings.user_default, "Mine");
    ASSERT_EQ(office.refusal(AssignPreset{one, std::nullopt}), "");
    EXPECT_EQ(seen(office).accounts[0].preset, "") << "none is none, whatever the document says";
}

TEST(Overlay, FollowsARenamedPreset) {
    Office office;
    const PresetId id = office.create(preset("Mine"));
    ASSERT_EQ(office.refusal(AssignPreset{one, id}), "");
    ASSERT_EQ(office.refusal(RevisePreset{id, preset("Renamed")}), "");
    EXPECT_EQ(seen(office).accounts[0].preset, "Renamed");
    EXPECT_FALSE(seen(office).presets.contains("Mine"));
}

TEST(Overlay, ShowsADisabledPresetAsDisabled) {
    Office office;
    const PresetId id = office.create(preset("Mine"));
    ASSERT_EQ(office.refusal(SwitchPreset{id, false}), "");
    EXPECT_FALSE(seen(office).presets.at("Mine")->enabled);
    EXPECT_EQ(office.at(id).version(), 1U) << "a switch is no version";
    EXPECT_EQ(office.at(id).revision, 2U);
}

}  // namespace
}  // namespace trellis::tests
