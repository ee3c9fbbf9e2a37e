// What each command of the directory makes happen, and what it refuses (B-22 to B-26).

#include <gtest/gtest.h>

#include "tests/engine/directory/support.hpp"

namespace trellis::tests {
namespace {

constexpr AccountId one{1};
constexpr AccountId two{2};

TEST(Directory, B22SeedsTheSixTemplatesForEverybody) {
    const Directory empty;
    std::vector<std::string> names;
    for (const auto* known : empty.visible_to(somebody_else)) names.push_back(text(known->id) + " " + std::string(known->name()));
    EXPECT_EQ(names, (std::vector<std::string>{"p0.1 Conservative Scalper", "p0.2 Swing Trader", "p0.3 Aggressive Day Trader",
                                               "p0.4 Safe Long-Term", "p0.5 Grid Trading", "p0.6 Breakout Trader"}));
}

TEST(Directory, NumbersPresetsOfEachOwnerFromOne) {
    Office office;
    EXPECT_EQ(text(office.create(preset("A"))), "p1.1");
    EXPECT_EQ(text(office.create(preset("B"))), "p1.2");
    EXPECT_EQ(text(office.create(preset("A"), somebody_else)), "p7.1");
}

TEST(Directory, TakesANameOncePerOwnerAndNeverATemplates) {
    Office office;
    const PresetId first = office.create(preset("Mine"));
    EXPECT_EQ(office.refusal(CreatePreset{preset("Mine")}), "NAME_TAKEN");
    EXPECT_EQ(office.refusal(CreatePreset{preset("Swing Trader")}), "NAME_TAKEN");
    const PresetId second = office.create(preset("Other"));
    EXPECT_EQ(office.refusal(RevisePreset{second, preset("Mine")}), "NAME_TAKEN");
    EXPECT_EQ(office.refusal(DeletePreset{first}), "");
    EXPECT_EQ(office.refusal(CreatePreset{preset("Mine")}), "") << "the name of a deleted one is free";
}

TEST(Directory, StoresOnlyWhatIsValid) {
    Office office;
    Preset wrong = preset("Wrong");
    wrong.stop.pips.reset();
    const auto told = office.tell(CreatePreset{wrong});
    ASSERT_FALSE(told.ok());
    EXPECT_EQ(told.error().code, "INVALID_PRESET");
    EXPECT_NE(told.error().detail.find("sl_pips"), std::string::npos) << told.error().detail;
}

TEST(Directory, B25MakesAVersionOfEachChangeAndKeepsThoseBefore) {
    Office office;
    const PresetId id = office.create(preset("Mine"));
    Preset wider = preset("Mine");
    wider.stop.pips = 40;
    ASSERT_EQ(office.refusal(RevisePreset{id, wider}), "");
    ASSERT_EQ(office.at(id).version(), 2U);
    EXPECT_EQ(office.at(id).versions[0].content->stop.pips, 20);
    EXPECT_EQ(office.at(id).current()->stop.pips, 40);
    EXPECT_TRUE(office.tell(RevisePreset{id, wider})->empty()) << "the same again changes nothing";
}

TEST(Directory, RefusesAVersionTooMany) {
    Office office;
    const PresetId id = office.create(preset("Mine"));
    Preset next = preset("Mine");
    for (std::uint32_t version = 2; version <= versions_per_preset_max; ++version) {
        next.description = std::to_string(version);
        ASSERT_EQ(office.refusal(RevisePreset{id, next}), "");
    }
    next.description = "one more";
    EXPECT_EQ(office.refusal(RevisePreset{id, next}), "TOO_MANY_VERSIONS");
}

TEST(Directory, RefusesWhatWasChangedMeanwhile) {
    Office office;
    const PresetId id = office.create(preset("Mine"));
    office.expected_revision = 1;
    EXPECT_EQ(office.refusal(SwitchPreset{id, false}), "");
    EXPECT_EQ(office.refusal(SwitchPreset{id, true}), "VERSION_STALE");
}

TEST(Directory, ClonesUnderANameThatIsFree) {
    Office office;
    const PresetId swing = template_id("Swing Trader");
    std::vector<std::string> names;
    for (int copies = 0; copies < 3; ++copies) {
        const auto told = office.tell(ClonePreset{swing, ""});
        ASSERT_TRUE(told.ok());
        const auto& created = std::get<PresetCreated>(told->front());
        names.push_back(created.content->name);
        EXPECT_EQ(created.cloned_from, (PresetVersionId{swing, 1}));
        EXPECT_FALSE(created.content->is_template);
        EXPECT_EQ(created.content->visibility, PresetVisibility::private_one);
    }
    EXPECT_EQ(names, (std::vector<std::string>{"Swing Trader (Copy)", "Swing Trader (Copy 2)", "Swing Trader (Copy 3)"}));
    EXPECT_EQ(office.refusal(ClonePreset{swing, "Gold"}), "");
    EXPECT_EQ(office.refusal(ClonePreset{swing, "Gold"}), "NAME_TAKEN");
}

TEST(Directory, CutsALongNameForItsCopyBetweenCharacters) {
    Office office;
    std::string name(254, 'x');
    name = name.substr(0, 247) + "\xC3\xA9" + "yyyyyy";
    const PresetId id = office.create(preset(name));
    const auto told = office.tell(ClonePreset{id, ""});
    ASSERT_TRUE(told.ok());
    EXPECT_EQ(std::get<PresetCreated>(told->front()).content->name, std::string(247, 'x') + " (Copy)");
}

TEST(Directory, ClonesOnlyWhatMayBeCloned) {
    Office office;
    Preset closed = preset("Mine");
    closed.clonable = false;
    EXPECT_EQ(office.refusal(ClonePreset{office.create(closed), ""}), "NOT_CLONABLE");
    EXPECT_EQ(office.refusal(ClonePreset{{operator_owner, 99}, ""}), "NOT_FOUND");
}

TEST(Directory, B23ShowsOthersOnlyWhatIsPublished) {
    Office office;
    const PresetId id = office.create(preset("Mine"));
    EXPECT_EQ(office.refusal(ClonePreset{id, ""}, somebody_else), "NOT_FOUND") << "that it exists does not leak";
    EXPECT_EQ(office.refusal(DeletePreset{id}, somebody_else), "NOT_FOUND");
    ASSERT_EQ(office.refusal(PublishPreset{id, true}), "");
    EXPECT_EQ(office.refusal(DeletePreset{id}, somebody_else), "NOT_OWNER");
    ASSERT_EQ(office.refusal(ClonePreset{id, ""}, somebody_else), "");
    ASSERT_EQ(office.refusal(PublishPreset{id, false}), "");
    EXPECT_EQ(office.refusal(ClonePreset{id, ""}, somebody_else), "NOT_FOUND");
    EXPECT_EQ(office.at({somebody_else, 1}).current()->name, "Mine (Copy)") << "clones are unaffected";
}

TEST(Directory, B23RefusesToPublishWhatIsInvalid) {
    Office office;
    Preset old = preset("Of older rules");
    old.stop.pips.reset();
    office.directory.apply(PresetCreated{{operator_owner, 1}, old, std::nullopt, operator_owner, {}});
    EXPECT_EQ(office.refusal(PublishPreset{{operator_owner, 1}, true}), "INVALID_PRESET");
}

TEST(Directory, B24DeletesWhatIsInUseOnlyByForceAndUnassignsIt) {
    Office office;
    const PresetId id = office.create(preset("Mine"));
    ASSERT_EQ(office.refusal(AssignPreset{one, id}), "");
    ASSERT_EQ(office.refusal(ChooseDefaultPreset{id}), "");
    const auto told = office.tell(DeletePreset{id});
    ASSERT_FALSE(told.ok());
    EXPECT_EQ(told.error().code, "IN_USE");
    EXPECT_EQ(told.error().detail, "preset p1.1 is used by account one, the default; unassign it, or force (B-24)");
    ASSERT_EQ(office.refusal(DeletePreset{id, true}), "");
    EXPECT_TRUE(usage_of(office.directory, id).is_empty());
    EXPECT_TRUE(office.at(id).is_deleted);
    EXPECT_EQ(office.at(id).version(), 1U) << "what it said stays";
    EXPECT_EQ(office.refusal(AssignPreset{one, id}), "NOT_FOUND");
    EXPECT_EQ(office.refusal(SwitchPreset{id, false}), "NOT_FOUND");
}

TEST(Directory, AssignsOnceAndSaysNothingOfTheSameAgain) {
    Office office;
    const PresetId swing = template_id("Swing Trader");
    EXPECT_EQ(office.tell(AssignPreset{one, swing})->size(), 1U);
    EXPECT_TRUE(office.tell(AssignPreset{one, swing})->empty());
    EXPECT_EQ(office.tell(AssignPreset{one, std::nullopt})->size(), 1U);
    EXPECT_EQ(office.refusal(AssignPreset{AccountId{9}, swing}), "UNKNOWN_ACCOUNT");
}

TEST(Directory, B26RefusesWhatTheAccountCannotTrade) {
    Office office;
    Preset gold = preset("Gold");
    gold.symbol = "XAUUSD";
    EXPECT_EQ(office.refusal(AssignPreset{one, office.create(gold)}), "INCOMPATIBLE");
    Preset tiny = preset("Tiny");
    tiny.size.mode = SizeMode::fixed;
    tiny.size.fixed_lot = decimal<Quantity>("0.0005");
    const PresetId id = office.create(tiny);
    EXPECT_EQ(office.refusal(AssignPreset{two, id}), "INCOMPATIBLE") << "its minimum is 0.001";
    EXPECT_EQ(office.refusal(AssignPreset{one, id}), "");
    Preset hedged = preset("Hedged");
    hedged.hedge.enabled = true;
    EXPECT_TRUE(misfits(hedged, office.config.accounts[0], office.instruments).empty());
    ASSERT_EQ(reservations(hedged, office.config.accounts[0]).size(), 1U) << "it is traded there, without the hedge";
    EXPECT_EQ(reservations(hedged, office.config.accounts[0])[0].code, "HEDGE_UNSUPPORTED");
    office.config.accounts[0].position_mode = PositionMode::hedge;
    office.config.accounts[0].market = Market::linear;
    EXPECT_TRUE(reservations(hedged, office.config.accounts[0]).empty());
}

TEST(Directory, Z10SaysWhoseDoingItWas) {
    Office office;
    const PresetId id = office.create(preset("Mine"), somebody_else);
    EXPECT_EQ(std::get<PresetCreated>(office.history.back()).by, somebody_else);
    EXPECT_EQ(office.at(id).changed_at, office.now);
}

}  // namespace
}  // namespace trellis::tests
