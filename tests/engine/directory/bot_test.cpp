// Bots in the directory (B-31): what they may be bound to, and what desks then decide by.
#include <gtest/gtest.h>

#include "tests/engine/directory/support.hpp"

namespace trellis {
namespace {

using tests::Office;
using tests::preset;
using tests::somebody_else;

constexpr BotId first{operator_owner, 1};

BotTerms terms(const std::string& name = "scalper") {
    BotTerms made;
    made.name = name;
    made.account = AccountId{1};
    return made;
}

struct Bots : testing::Test {
    std::string create(const BotTerms& wanted = terms(), OwnerId by = operator_owner) { return office.refusal(CreateBot{wanted, {}, false}, by); }
    std::string refused(const auto& change) {
        BotTerms wanted = terms();
        change(wanted);
        return create(wanted);
    }
    StrategyId ladder(const std::string& name, OwnerId by = operator_owner) {
        StrategyTerms made;
        made.name = name;
        made.strategy.change([](GridStrategy& strategy) { strategy.levels = default_levels(); });
        return std::get<StrategyCreated>(office.tell(CreateStrategy{made}, by)->front()).strategy;
    }
    std::vector<Bot> seen() const { return with_directory(office.config, office.directory).bots; }

    Office office;
};

TEST_F(Bots, B31ANewOneIsStoppedAndDesksKnowIt) {
    ASSERT_EQ(create(), "");
    ASSERT_EQ(seen().size(), 1U);
    EXPECT_EQ(seen().front().id, first);
    EXPECT_EQ(seen().front().terms, terms());
    EXPECT_EQ(seen().front().state, BotState::stopped);
    ASSERT_EQ(office.refusal(CreateBot{terms("other"), {}, true}), "");
    EXPECT_EQ(seen().back().state, BotState::running);
}

TEST_F(Bots, B31IsStartedPausedAndStopped) {
    ASSERT_EQ(create(), "");
    for (const BotState state : {BotState::running, BotState::paused, BotState::stopped}) {
        ASSERT_EQ(office.refusal(SwitchBot{first, state}), "");
        EXPECT_EQ(seen().front().state, state);
        EXPECT_TRUE(office.tell(SwitchBot{first, state})->empty()) << "nothing happens twice";
    }
}

TEST_F(Bots, B31PaperNeverReachesALiveConnection) {
    EXPECT_EQ(refused([](BotTerms& t) { t.is_paper = false; }), "PAPER_MISMATCH");
    office.config.accounts.at(0).is_paper = false;
    EXPECT_EQ(create(), "PAPER_MISMATCH");
    EXPECT_EQ(refused([](BotTerms& t) { t.is_paper = false; }), "");
    BotTerms moved = terms();
    moved.is_paper = false;
    moved.account = AccountId{2};
    EXPECT_EQ(office.refusal(ReviseBot{first, moved}), "PAPER_MISMATCH") << "the other one is on paper";
    office.config.accounts.at(0).is_paper = true;
    EXPECT_EQ(office.refusal(SwitchBot{first, BotState::running}), "PAPER_MISMATCH") << "its connection is another by now";
    EXPECT_EQ(office.refusal(SwitchBot{first, BotState::paused}), "");
}

TEST_F(Bots, B31WhatIsSaidOfOneIsChecked) {
    EXPECT_EQ(refused([](BotTerms& t) { t.name.clear(); }), "INVALID_BOT");
    EXPECT_EQ(refused([](BotTerms& t) { t.account = AccountId{9}; }), "UNKNOWN_ACCOUNT");
    EXPECT_EQ(refused([](BotTerms& t) { t.filter.takes_longs = t.filter.takes_shorts = false; }), "INVALID_BOT");
    EXPECT_EQ(refused([](BotTerms& t) { t.filter.symbols = {"BTCUSDT", "DOGEUSDT"}; }), "INCOMPATIBLE");
    EXPECT_EQ(refused([](BotTerms& t) { t.max_entries_per_day = 0; }), "INVALID_BOT");
    EXPECT_EQ(refused([](BotTerms& t) { t.max_loss_per_day = Money{}; }), "INVALID_BOT");
    EXPECT_EQ(refused([](BotTerms& t) { t.schedule.begins = MinuteOfDay{60}; }), "INVALID_BOT");
    EXPECT_EQ(refused([](BotTerms& t) { t.schedule.days = 0; }), "INVALID_BOT");
    EXPECT_TRUE(office.directory.bots.empty());
}

TEST_F(Bots, Z9ThereAreOnlyOnesOwn) {
    EXPECT_EQ(create(terms(), somebody_else), "UNKNOWN_ACCOUNT");
    ASSERT_EQ(create(), "");
    EXPECT_EQ(office.refusal(SwitchBot{first, BotState::running}, somebody_else), "NOT_FOUND");
    EXPECT_EQ(office.refusal(ReviseBot{first, terms("mine")}, somebody_else), "NOT_FOUND");
    const PresetId theirs = office.create(preset("theirs"), somebody_else);
    EXPECT_EQ(office.refusal(AssignBotPreset{first, theirs}), "NOT_FOUND");
}

TEST_F(Bots, B31MayNameAStrategyOfItsOwnersAsItsLadder) {
    const StrategyId own = ladder("deep");
    const auto chooses = [](StrategyId id) {
        return [id](BotTerms& t) {
            t.strategy = BotStrategy::chosen;
            t.ladder = id;
        };
    };
    EXPECT_EQ(refused([](BotTerms& t) { t.strategy = BotStrategy::chosen; }), "INVALID_BOT") << "which one?";
    EXPECT_EQ(refused([&](BotTerms& t) { t.ladder = own; }), "INVALID_BOT") << "it says to look up another";
    EXPECT_EQ(refused(chooses({operator_owner, 9})), "UNKNOWN_STRATEGY");
    EXPECT_EQ(refused(chooses(ladder("theirs", somebody_else))), "UNKNOWN_STRATEGY");
    BotTerms wanted = terms();
    chooses({operator_owner, 9})(wanted);
    const auto unknown = office.tell(CreateBot{wanted, {}, false});
    EXPECT_EQ(unknown.error().detail, "strategy: there is no strategy s1.9 of yours; name one that there is, or account, base or none (B-31)");
    ASSERT_EQ(refused(chooses(own)), "");
    EXPECT_EQ(seen().front().terms.ladder, own);
}

TEST(StrategyIds, AreReadAsTheyAreWritten) {
    const StrategyId id{OwnerId{7}, 31};
    EXPECT_EQ(parse_strategy_id(text(id)), id);
    for (const char* const wrong : {"", "s", "s1", "s1.", "s.1", "1.3", "p1.3", "s1.3 ", "s-1.3", "s1.3x", "s4294967296.1", "account"}) {
        EXPECT_EQ(parse_strategy_id(wrong), std::nullopt) << wrong;
    }
}

TEST_F(Bots, B31AStrategyThatIsALadderIsNotDeleted) {
    const StrategyId own = ladder("deep");
    BotTerms wanted = terms();
    wanted.strategy = BotStrategy::chosen;
    wanted.ladder = own;
    ASSERT_EQ(create(wanted), "");
    const auto kept = office.tell(DeleteStrategy{own});
    ASSERT_FALSE(kept.ok());
    EXPECT_EQ(kept.error().code, "IN_USE");
    EXPECT_EQ(kept.error().detail, "strategy s1.1 is the ladder of bot b1.1; give them another, or delete them (B-31)");
    ASSERT_EQ(office.refusal(SwitchBot{first, BotState::removed}), "");
    EXPECT_EQ(office.refusal(DeleteStrategy{own}), "");
    EXPECT_EQ(create(wanted), "UNKNOWN_STRATEGY");
}

TEST_F(Bots, B31AStrategyIsFreeWhenItsBotHasAnother) {
    const StrategyId own = ladder("deep");
    BotTerms wanted = terms();
    wanted.strategy = BotStrategy::chosen;
    wanted.ladder = own;
    ASSERT_EQ(create(wanted), "");
    ASSERT_EQ(office.refusal(ReviseBot{first, terms()}), "");
    EXPECT_EQ(office.refusal(DeleteStrategy{own}), "");
}

TEST_F(Bots, B31AStopThatFlattensIsOneDecision) {
    ASSERT_EQ(create(), "");
    EXPECT_EQ(office.refusal(SwitchBot{first, BotState::paused, true}), "INVALID_BOT") << "only a stop does";
    ASSERT_EQ(office.refusal(SwitchBot{first, BotState::running}), "");
    const auto stopped = office.tell(SwitchBot{first, BotState::stopped, true});
    ASSERT_EQ(stopped->size(), 1U);
    EXPECT_TRUE(std::get<BotSwitched>(stopped->front()).flattens);
    EXPECT_TRUE(seen().front().flattens);
    EXPECT_TRUE(office.tell(SwitchBot{first, BotState::stopped, true})->empty()) << "it is so";
    EXPECT_TRUE(office.tell(SwitchBot{first, BotState::stopped})->empty());
    EXPECT_TRUE(seen().front().flattens) << "a stop takes nothing back";
    ASSERT_EQ(office.refusal(SwitchBot{first, BotState::running}), "");
    EXPECT_FALSE(seen().front().flattens);
}

TEST_F(Bots, B31OneThatIsStoppedMayStillFlatten) {
    ASSERT_EQ(create(), "");
    ASSERT_EQ(office.refusal(SwitchBot{first, BotState::stopped, true}), "");
    EXPECT_TRUE(seen().front().flattens);
}

TEST_F(Bots, AreRevisedOnTopOfWhatOneSaw) {
    ASSERT_EQ(create(), "");
    ASSERT_EQ(create(terms("second")), "");
    EXPECT_EQ(create(), "NAME_TAKEN");
    EXPECT_EQ(office.refusal(ReviseBot{first, terms("second")}), "NAME_TAKEN");
    BotTerms wanted = terms("renamed");
    wanted.max_entries_per_day = 3;
    office.expected_revision = 7;
    EXPECT_EQ(office.refusal(ReviseBot{first, wanted}), "VERSION_STALE");
    office.expected_revision = 1;
    EXPECT_EQ(office.refusal(ReviseBot{first, wanted}), "");
    office.expected_revision.reset();
    EXPECT_EQ(seen().front().terms, wanted);
    EXPECT_TRUE(office.tell(ReviseBot{first, wanted})->empty());
}

TEST_F(Bots, B24APresetKnowsTheBotsThatTradeByIt) {
    const PresetId own = office.create(preset("careful"));
    ASSERT_EQ(office.refusal(CreateBot{terms(), own, false}), "");
    EXPECT_EQ(seen().front().preset, "careful");
    EXPECT_EQ(usage_of(office.directory, own).bots, std::vector{first});
    const auto kept = office.tell(DeletePreset{own, false});
    ASSERT_FALSE(kept.ok());
    EXPECT_EQ(kept.error().code, "IN_USE");
    EXPECT_NE(kept.error().detail.find("bot b1.1"), std::string::npos) << kept.error().detail;
    ASSERT_EQ(office.refusal(DeletePreset{own, true}), "");
    EXPECT_EQ(seen().front().preset, "");
}

TEST_F(Bots, B26APresetHasToFitTheConnection) {
    Preset other = preset("gold");
    other.symbol = "XAUUSD";
    const PresetId gold = office.create(other);
    ASSERT_EQ(create(), "");
    EXPECT_EQ(office.refusal(AssignBotPreset{first, gold}), "INCOMPATIBLE");
    EXPECT_EQ(office.refusal(CreateBot{terms("second"), gold, false}), "INCOMPATIBLE");
}

TEST_F(Bots, B31ARemovedOneIsNotThereAndItsNameIsFree) {
    ASSERT_EQ(create(), "");
    ASSERT_EQ(office.refusal(SwitchBot{first, BotState::removed}), "");
    EXPECT_TRUE(seen().empty());
    EXPECT_EQ(office.refusal(SwitchBot{first, BotState::running}), "NOT_FOUND");
    ASSERT_EQ(create(), "");
    EXPECT_EQ(seen().front().id, (BotId{operator_owner, 2})) << "no number is given again";
}

TEST_F(Bots, B31GoWithAConnectionThatIsRemoved) {
    ConnectionSettings settings;
    settings.name = "third";
    settings.venue = "binance";
    ASSERT_TRUE(office.tell(OpenConnection{settings}).ok());
    const AccountId third{document_accounts_max + 1};
    ASSERT_EQ(refused([&](BotTerms& t) { t.account = third; }), "");
    ASSERT_EQ(office.refusal(RemoveConnection{third}), "");
    EXPECT_TRUE(seen().empty());
    EXPECT_EQ(refused([&](BotTerms& t) { t.account = third; }), "UNKNOWN_ACCOUNT");
}

}  // namespace
}  // namespace trellis
