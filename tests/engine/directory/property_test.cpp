// Whatever the directory is told: its events rebuild it, names stay unique, versions and templates stay as they are.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "engine/event/fields.hpp"
#include "tests/engine/directory/support.hpp"

namespace trellis::tests {
namespace {

PresetId any_id() {
    return {OwnerId{*rc::gen::element(0U, 1U, 1U, 1U, 7U)}, *rc::gen::inRange<std::uint32_t>(1, 8)};
}

Preset any_preset() {
    Preset made = preset(*rc::gen::element<std::string>("A", "B", "C", "Swing Trader", "A (Copy)", ""));
    made.stop.pips = *rc::gen::inRange(0, 4);
    made.enabled = *rc::gen::arbitrary<bool>();
    made.clonable = *rc::gen::element(true, true, false);
    made.visibility = *rc::gen::element(PresetVisibility::private_one, PresetVisibility::marketplace);
    return made;
}

DirectoryCommand any_command() {
    const auto some = [] { return *rc::gen::arbitrary<bool>() ? std::optional(any_id()) : std::nullopt; };
    switch (*rc::gen::inRange(0, 10)) {
        case 0:
        case 1:
        case 2: return CreatePreset{any_preset()};
        case 3: return RevisePreset{any_id(), any_preset()};
        case 4: return ClonePreset{any_id(), *rc::gen::element<std::string>("", "", "C")};
        case 5: return PublishPreset{any_id(), *rc::gen::arbitrary<bool>()};
        case 6: return SwitchPreset{any_id(), *rc::gen::arbitrary<bool>()};
        case 7: return DeletePreset{any_id(), *rc::gen::arbitrary<bool>()};
        case 8: return AssignPreset{AccountId{*rc::gen::element<std::uint16_t>(1, 2, 3)}, some()};
        default: return ChooseDefaultPreset{some()};
    }
}

RC_GTEST_PROP(DirectoryProperty, ReplayingItsEventsGivesTheSameStateAndTemplatesNeverChange, ()) {
    const auto templates = catalogue_templates();
    Office office;
    const int count = *rc::gen::inRange(0, 60);
    for (int told = 0; told < count; ++told) {
        const Directory before = office.directory;
        const auto decided = office.tell(any_command(), *rc::gen::element(operator_owner, somebody_else));
        if (!decided.ok() || decided->empty()) RC_ASSERT(office.directory == before);
    }
    Directory replayed;
    for (const auto& event : office.history) replayed.apply(event);
    RC_ASSERT(replayed == office.directory);
    RC_ASSERT(catalogue_templates() == templates);
    std::set<std::pair<OwnerId, std::string>> names;
    for (const auto& [id, known] : office.directory.presets) {
        if (!known.is_deleted) RC_ASSERT(names.emplace(id.owner, std::string(known.name())).second);
    }
}

/// Not the zones, which no command here names.
RC_GTEST_PROP(DirectoryProperty, LayingOnlyWhatChangedIsLayingAll, ()) {
    Office office;
    office.config.presets.emplace("B", preset("B"));
    office.config.preset_settings.user_default = "B";
    Config laid = with_directory(office.config, office.directory);
    const int count = *rc::gen::inRange(0, 60);
    for (int told = 0; told < count; ++told) {
        const Directory before = office.directory;
        const auto decided = office.tell(any_command(), *rc::gen::element(operator_owner, operator_owner, somebody_else));
        if (!decided.ok()) continue;
        laid = with_changes(laid, office.config, before, office.directory, *decided);
        RC_ASSERT(laid == with_directory(office.config, office.directory));
    }
}

RC_GTEST_PROP(DirectoryProperty, AVersionOnceMadeStaysAsItIs, ()) {
    Office office;
    std::map<PresetVersionId, PresetVersion> made;
    const int count = *rc::gen::inRange(0, 40);
    for (int told = 0; told < count; ++told) {
        [[maybe_unused]] const auto decided = office.tell(any_command());
        for (const auto& [id, known] : office.directory.presets) {
            for (std::uint32_t version = 1; version <= known.version(); ++version) {
                const auto [at, is_new] = made.try_emplace({id, version}, known.versions[version - 1]);
                RC_ASSERT(at->second == known.versions[version - 1]);
            }
        }
    }
    for (const auto& [id, version] : made) RC_ASSERT(office.directory.find(id.preset) != nullptr);
}

RC_GTEST_PROP(DirectoryProperty, StandsOnDiskAsItIs, ()) {
    Office office;
    const int count = *rc::gen::inRange(0, 30);
    for (int told = 0; told < count; ++told) {
        [[maybe_unused]] const auto decided = office.tell(any_command());
    }
    std::vector<std::byte> bytes;
    encode_fields(office.directory, bytes);
    const auto read = decode_fields<Directory>(bytes);
    RC_ASSERT(read.ok());
    RC_ASSERT(*read == office.directory);
}

BotTerms any_terms() {
    BotTerms terms;
    terms.name = *rc::gen::element<std::string>("A", "B");
    terms.account = AccountId{1};
    terms.strategy = *rc::gen::element(BotStrategy::account, BotStrategy::none, BotStrategy::chosen, BotStrategy::chosen);
    if (terms.strategy == BotStrategy::chosen) terms.ladder = StrategyId{operator_owner, *rc::gen::inRange<std::uint32_t>(1, 5)};
    return terms;
}

DirectoryCommand any_command_of_bots() {
    StrategyTerms strategy;
    strategy.name = *rc::gen::element<std::string>("deep", "flat", "calm");
    strategy.strategy.change([](GridStrategy& grid) { grid.levels = default_levels(); });
    const BotId bot{operator_owner, *rc::gen::inRange<std::uint32_t>(1, 5)};
    const auto state = static_cast<BotState>(*rc::gen::inRange(0, 4));
    switch (*rc::gen::inRange(0, 5)) {
        case 0: return CreateStrategy{strategy};
        case 1: return DeleteStrategy{StrategyId{operator_owner, *rc::gen::inRange<std::uint32_t>(1, 5)}};
        case 2: return CreateBot{any_terms(), {}, *rc::gen::arbitrary<bool>()};
        case 3: return ReviseBot{bot, any_terms()};
        default: return SwitchBot{bot, state, *rc::gen::arbitrary<bool>()};
    }
}

RC_GTEST_PROP(DirectoryProperty, B31TheStrategyThatABotNamesIsAlwaysThere, ()) {
    Office office;
    const int count = *rc::gen::inRange(0, 60);
    for (int told = 0; told < count; ++told) {
        [[maybe_unused]] const auto decided = office.tell(any_command_of_bots());
        const Config seen = with_directory(office.config, office.directory);
        for (const auto& bot : seen.bots) {
            RC_ASSERT((chosen_rule(seen, bot) != nullptr) == (bot.terms.strategy == BotStrategy::chosen));
            RC_ASSERT(!bot.flattens || bot.state == BotState::stopped);
        }
    }
    Directory replayed;
    for (const auto& event : office.history) replayed.apply(event);
    RC_ASSERT(replayed == office.directory);
    std::vector<std::byte> bytes;
    encode_fields(office.directory, bytes);
    const auto read = decode_fields<Directory>(bytes);
    RC_ASSERT(read.ok());
    RC_ASSERT(*read == office.directory);
}

}  // namespace
}  // namespace trellis::tests
