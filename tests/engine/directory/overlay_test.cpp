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

// What stands in front of a preset of the document and goes away again gives it back.
TEST(Overlay, ChangesGiveBackWhatTheyHid) {
    Office office;
    Preset said = preset("B");
    said.stop.pips = 77;
    office.config.presets.emplace("B", said);
    const Config without = seen(office);
    const PresetId id = office.create(preset("B"));
    const Directory before = office.directory;
    const Config hidden = seen(office);
    EXPECT_NE(hidden.presets.at("B")->stop.pips, 77);
    const auto deleted = office.tell(DeletePreset{id, false});
    ASSERT_TRUE(deleted.ok());
    EXPECT_EQ(with_changes(hidden, office.config, before, office.directory, *deleted), without);
}

TEST(Overlay, SaysWhomAnEventConcerns) {
    AccountConfig account;
    account.id = one;
    account.owner = somebody_else;
    const auto about = [&](const DirectoryEvent& event) { return concerns(event, account); };
    const PresetId his{somebody_else, 1};
    const PresetId of_the_system{system_owner, 1};
    const PresetId another{operator_owner, 1};
    EXPECT_TRUE(about(PresetDeleted{his, {}, {}}));
    EXPECT_TRUE(about(PresetDeleted{of_the_system, {}, {}})) << "a template is everybody's";
    EXPECT_FALSE(about(PresetDeleted{another, {}, {}}));
    PresetRevised revised;
    revised.made = {his, 2};
    EXPECT_TRUE(about(revised));
    PresetAssigned assigned;
    assigned.connection = {somebody_else, AccountId{2}};
    EXPECT_FALSE(about(assigned)) << "another account of his";
    assigned.connection.account = one;
    EXPECT_TRUE(about(assigned));
    BotSwitched bot;
    bot.bot = {somebody_else, 1};
    EXPECT_TRUE(about(bot));
    ConnectionChanged changed;
    changed.account = one;
    EXPECT_TRUE(about(changed));
    EXPECT_FALSE(about(UserDeleted{}));
}

}  // namespace
}  // namespace trellis::tests
