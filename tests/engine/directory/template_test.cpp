// Versions that an admin makes of the templates (B-22): everybody who resolves one sees the newest, and nothing else of them changes.
#include <gtest/gtest.h>

#include "tests/engine/directory/support.hpp"

namespace trellis {
namespace {

using tests::Office;
using tests::somebody_else;
using tests::template_id;

const PresetId& swing() {
    static const PresetId id = template_id("Swing Trader");
    return id;
}

/// Of its first version, with another stop.
Preset with_stop(Pips pips) {
    Preset content = *catalogue_templates().at(swing()).current();
    content.stop.pips = pips;
    return content;
}

OwnerId user(Office& office, const char* name, UserRole role) {
    const auto told = office.tell(CreateUser{name, {"", role, true}, {"hash"}});
    return std::get<UserCreated>(told.value().front()).user;
}

TEST(Templates, B22AnAdminMakesAVersionThatEverybodySees) {
    Office office;
    const OwnerId ann = user(office, "ann", UserRole::admin);
    ASSERT_EQ(office.refusal(RevisePreset{swing(), with_stop(70)}), "");
    ASSERT_EQ(office.refusal(RevisePreset{swing(), with_stop(80)}, ann), "");
    for (const OwnerId reader : {operator_owner, ann, somebody_else}) {
        const auto* seen = office.directory.find_visible(swing(), reader);
        ASSERT_NE(seen, nullptr);
        EXPECT_EQ(seen->version(), 3U);
        EXPECT_EQ(office.directory.find_named("Swing Trader", reader), seen);
    }
    const auto& known = office.at(swing());
    EXPECT_EQ(known.versions.front().content, catalogue_templates().at(swing()).versions.front().content) << "B-25: the first stays as it was";
    const Config seen = with_directory(office.config, office.directory);
    EXPECT_EQ(find_preset(seen, somebody_else, "Swing Trader")->stop.pips, 80);
    EXPECT_EQ(office.directory.visible_to(somebody_else).size(), catalogue_templates().size()) << "it is there once";
}

TEST(Templates, B22StayTemplatesWhateverTheDocumentSays) {
    Office office;
    Preset content = with_stop(70);
    content.is_template = false;
    content.visibility = PresetVisibility::private_one;
    ASSERT_EQ(office.refusal(RevisePreset{swing(), content}), "");
    EXPECT_TRUE(office.at(swing()).current()->is_template);
    EXPECT_TRUE(office.at(swing()).is_published);
    content.name = "Mine";
    EXPECT_EQ(office.refusal(RevisePreset{swing(), content}), "INVALID_PRESET") << "it is known by its name";
    const auto again = office.tell(RevisePreset{swing(), with_stop(70)});
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(again->empty()) << "it is so already";
}

TEST(Templates, B22UsersMakeNoVersionAndNobodyDoesAnythingElse) {
    Office office;
    const OwnerId bob = user(office, "bob", UserRole::operating);
    const auto users = office.history.size();
    EXPECT_EQ(office.refusal(RevisePreset{swing(), with_stop(70)}, bob), "TEMPLATE_READ_ONLY");
    EXPECT_EQ(office.refusal(RevisePreset{swing(), with_stop(70)}, somebody_else), "TEMPLATE_READ_ONLY");
    EXPECT_EQ(office.refusal(PublishPreset{swing(), false}), "TEMPLATE_READ_ONLY");
    EXPECT_EQ(office.refusal(SwitchPreset{swing(), false}), "TEMPLATE_READ_ONLY");
    EXPECT_EQ(office.refusal(DeletePreset{swing(), true}), "TEMPLATE_READ_ONLY");
    EXPECT_EQ(office.history.size(), users);
    office.expected_revision = 1;
    ASSERT_EQ(office.refusal(RevisePreset{swing(), with_stop(70)}), "");
    EXPECT_EQ(office.refusal(RevisePreset{swing(), with_stop(80)}), "VERSION_STALE");
}

TEST(Templates, B22ReplayingGivesTheSameStateAndAClonesOriginIsItsVersion) {
    Office office;
    ASSERT_EQ(office.refusal(RevisePreset{swing(), with_stop(70)}), "");
    ASSERT_EQ(office.refusal(ClonePreset{swing(), "Mine"}, somebody_else), "");
    const auto& clone = office.directory.presets.at({somebody_else, 1});
    EXPECT_EQ(clone.cloned_from, (PresetVersionId{swing(), 2}));
    EXPECT_EQ(clone.current()->stop.pips, 70);
    EXPECT_FALSE(clone.current()->is_template);
    EXPECT_EQ(office.refusal(CreatePreset{tests::preset("Swing Trader")}, somebody_else), "NAME_TAKEN");
    Directory replayed;
    for (const auto& event : office.history) replayed.apply(event);
    EXPECT_EQ(replayed, office.directory);
}

}  // namespace
}  // namespace trellis
