// Entries that only a preset governs: which one, how much, and its caps. Worked numbers of 24.1.
#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/pool/preset_entry.hpp"
#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

struct Purse final : WalletPort {
    std::optional<Wallet> wallet(AccountId) const override { return Wallet{{{"USDT", {spendable, {}}}}, equity, true}; }
    std::optional<Money> free(AccountId, std::string_view) const override { return spendable; }
    bool is_connected(AccountId) const override { return true; }
    std::optional<Money> equity = money("10000");
    Money spendable = money("100000");
};

/// 24.1: half a percent of equity, 20 pips.
Preset careful() {
    Preset preset;
    preset.name = "careful";
    preset.size.risk_per_trade_percent = ratio("0.5");
    preset.stop.pips = 20;
    preset.targets.targets[0].rr = ratio("1");
    return preset;
}

struct PresetEntry : testing::Test {
    PresetEntry() {
        rig.config.grid_strategy.enabled = false;
        rig.config.presets.emplace("careful", careful());
        rig.account().preset = "careful";
        rig.wallets = &purse;
    }
    void change(const std::function<void(Preset&)>& how) {
        Preset preset = careful();
        how(preset);
        rig.config.presets.insert_or_assign("careful", preset);
    }
    /// "careful" is that version of the catalogue.
    void name_version(PresetVersionId version) {
        SharedMap<std::string, PresetVersionId> shelf;
        shelf.emplace("careful", version);
        rig.config.preset_versions.insert_or_assign(operator_owner, shelf);
    }
    SignalAdmitted admitted(const Signal& signal = buy_signal()) {
        rig.pass(std::chrono::seconds(1));
        const auto events = rig.send(signal);
        const auto found = only<SignalAdmitted>(events);
        if (found.size() != 1) throw std::runtime_error("not admitted: " + code(events));
        return found.front();
    }

    /// Another signal each time (W-8); what was refused does not use its bar up.
    std::string sent(const Signal& signal) {
        rig.pass(std::chrono::seconds(1));
        return code(rig.send(signal));
    }

    DeskRig rig;
    Purse purse;
};

TEST_F(PresetEntry, R52GovernsWhereNoGridStrategyDoes) {
    const auto event = admitted();
    ASSERT_TRUE(event.preset.has_value());
    EXPECT_EQ(event.preset->preset->name, "careful");
    EXPECT_EQ(event.preset->level, PresetLevel::connection);
    ASSERT_EQ(event.plan->legs.size(), 1U);
    EXPECT_EQ(event.plan->legs[0].price, price("64231.37"));
    EXPECT_EQ((*event.strategy)->take_profit_aggregate_percent, std::nullopt);
    rig.account().preset.clear();
    EXPECT_EQ(sent(on(buy_signal(), "ETHUSDT", "15")), "NO_CONFIG");
}

TEST_F(PresetEntry, B0aThePipIsFrozenAtTheOpening) {
    change([](Preset& preset) { preset.size.max_positions = 2; });
    EXPECT_EQ(admitted().preset->pip, price("6.423137"));
    rig.account().pip = {CryptoPip::tick, {}};
    EXPECT_EQ(admitted(on(buy_signal(), "ETHUSDT", "15")).preset->pip, price("0.01"));
}

TEST_F(PresetEntry, B2RisksThePartOfEquityThatThePresetSays) {
    const auto event = admitted();
    EXPECT_EQ(event.preset->stop, price("64102.9"));
    EXPECT_EQ(event.plan->legs[0].quantity, quantity("0.1947"));
    EXPECT_EQ(event.preset->wanted, std::nullopt);
}

TEST_F(PresetEntry, B2LeavesTheFeesOutWhereThatIsAsked) {
    rig.config.grid_strategy.sizing.include_fees = false;
    EXPECT_EQ(admitted().plan->legs[0].quantity, quantity("0.38919")) << "50 / 128.47";
}

TEST_F(PresetEntry, R59CapsTheSizeByBuyingPower) {
    purse.spendable = money("10000");
    const auto event = admitted();
    EXPECT_EQ(event.plan->legs[0].quantity, quantity("0.15553"));
    EXPECT_EQ(event.preset->wanted, quantity("0.1947"));
}

TEST_F(PresetEntry, B1AFixedSizeIsInLots) {
    change([](Preset& preset) {
        preset.size.mode = SizeMode::fixed;
        preset.size.fixed_lot = quantity("0.01");
    });
    purse.equity.reset();
    EXPECT_EQ(admitted().plan->legs[0].quantity, quantity("0.01"));
}

TEST_F(PresetEntry, B3NeverInventsAnEquityAStopOrAMinimum) {
    purse.equity.reset();
    EXPECT_EQ(sent(buy_signal()), "NO_EQUITY");
    purse.equity = money("1");
    EXPECT_EQ(sent(buy_signal()), "BELOW_MINIMUM");
    purse.equity = money("10000");
    change([](Preset& preset) { preset.stop = {StopMode::structure, std::nullopt, std::nullopt}; });
    EXPECT_EQ(sent(buy_signal()), "NO_STOP");
    Signal signal = buy_signal();
    signal.structure_stop = price("64000");
    EXPECT_EQ(admitted(signal).preset->stop, price("64000"));
}

// B-28: a group under another preset that was called so does not count; one under another version of this one does.
TEST_F(PresetEntry, B28CapsGoByTheIdOfThePreset) {
    const PresetId own{operator_owner, 1};
    name_version({own, 1});
    const GroupId first = rig.open(buy_signal());
    EXPECT_EQ(rig.desk.groups.at(first).preset->version, (PresetVersionId{own, 1}));
    name_version({own, 2});
    EXPECT_EQ(sent(on(buy_signal(), "ETHUSDT", "15")), "PRESET_MAX_POSITIONS");
    name_version({{operator_owner, 2}, 1});
    EXPECT_EQ(sent(on(buy_signal(), "ETHUSDT", "15")), "");
}

TEST_F(PresetEntry, R59CountsGroupsOfThePreset) {
    const GroupId first = rig.open(buy_signal());
    EXPECT_EQ(sent(on(buy_signal(), "ETHUSDT", "15")), "PRESET_MAX_POSITIONS");
    change([](Preset& preset) { preset.size.max_positions = 2; });
    EXPECT_EQ(sent(on(buy_signal(), "BTCUSDT", "60")), "PRESET_MAX_POSITIONS");
    EXPECT_EQ(sent(on(buy_signal(), "ETHUSDT", "60")), "");
    rig.end(first);
    EXPECT_EQ(sent(on(buy_signal(), "BTCUSDT", "60")), "");
}

TEST_F(PresetEntry, B28TheGroupKeepsThePresetItOpenedWith) {
    const GroupId id = rig.open(buy_signal());
    change([](Preset& preset) { preset.stop.pips = 80; });
    EXPECT_EQ(*rig.desk.groups.at(id).preset->preset->stop.pips, 20);
    rig.next_bar();
    Signal more = buy_signal();
    more.entry_price = price("64200");
    // sized anew against the stop that was planned: 50 / (97.1 + 0.001 x 128302.9)
    EXPECT_EQ(admitted(more).plan->legs[0].quantity, quantity("0.22182"));
}

TEST_F(PresetEntry, B20TheSignalsPresetGoesFirstWhereItMay) {
    Preset other = careful();
    other.name = "other";
    rig.config.presets.emplace("other", other);
    Signal signal = buy_signal();
    signal.preset = "other";
    EXPECT_EQ(sent(signal), "SCHEMA");
    rig.config.preset_settings.allow_signal_preset = true;
    EXPECT_EQ(admitted(signal).preset->level, PresetLevel::signal);
    Signal unknown = on(buy_signal(), "ETHUSDT", "15");
    unknown.preset = "none";
    EXPECT_EQ(sent(unknown), "SCHEMA");
}

TEST_F(PresetEntry, B20ADisabledPresetIsPassedOver) {
    change([](Preset& preset) { preset.enabled = false; });
    EXPECT_EQ(sent(buy_signal()), "NO_CONFIG");
    Preset other = careful();
    other.name = "other";
    rig.config.presets.emplace("other", other);
    rig.config.preset_settings.user_default = "other";
    rig.config.preset_settings.strict = true;
    EXPECT_EQ(sent(buy_signal()), "NO_CONFIG");
    rig.config.preset_settings.strict = false;
    EXPECT_EQ(admitted().preset->level, PresetLevel::user_default);
}

TEST_F(PresetEntry, B20TheSystemDefaultIsTheLastLevel) {
    rig.account().preset.clear();
    EXPECT_EQ(sent(buy_signal()), "NO_CONFIG") << "there is no preset of its name here";
    rig.config.preset_settings.system_default = "careful";
    EXPECT_EQ(admitted().preset->level, PresetLevel::system_default);
    rig.config.preset_settings.system_default.clear();
    EXPECT_EQ(sent(on(buy_signal(), "ETHUSDT", "15")), "NO_CONFIG");
}

TEST_F(PresetEntry, B20ResolvesAsWhoeverLooksAtAllLevels) {
    change([](Preset& preset) { preset.symbol = "ETHUSDT"; });
    Preset other = careful();
    other.name = "other";
    rig.config.presets.emplace("other", other);
    Preset off = careful();
    off.name = "off";
    off.enabled = false;
    rig.config.presets.emplace("off", off);
    const std::vector<std::string> names{"", "careful", "other", "off", "unknown"};
    for (std::size_t drawn = 0; drawn < 5 * 5 * 5 * 5 * 2; ++drawn) {
        rig.account().preset = names[drawn / 5 % 5];
        rig.config.preset_settings.user_default = names[drawn / 25 % 5];
        rig.config.preset_settings.system_default = names[drawn / 125 % 5];
        const std::string& wished = names[drawn % 5];
        const bool has_grid = drawn / 625 == 1;
        const PresetSubject subject{"BTCUSDT", 900};
        const auto found = resolve_preset(rig.config, rig.account(), {{wished, nullptr}, has_grid}, subject);
        const auto all = resolve(preset_candidates(rig.config, rig.account(), {wished, nullptr}, has_grid), subject);
        EXPECT_EQ(found.level, all.level) << drawn;
        EXPECT_EQ(found.preset, all.preset) << drawn;
        EXPECT_EQ(found.skipped, all.skipped) << drawn;
    }
}

}  // namespace
}  // namespace trellis::tests
