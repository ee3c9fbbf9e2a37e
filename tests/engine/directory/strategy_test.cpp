// Strategies in the directory (D-12): made, changed and deleted by their owner, and what desks choose from then.
#include <gtest/gtest.h>

#include "tests/engine/directory/support.hpp"

namespace trellis {
namespace {

using tests::Office;
using tests::somebody_else;

constexpr StrategyId first{operator_owner, 1};
constexpr auto* btc = "binance:spot:BTC-USDT";

/// A strategy that its number of pyramids names.
GridStrategy marked(std::uint16_t mark) {
    GridStrategy strategy;
    strategy.levels = default_levels();
    strategy.max_pyramids = mark;
    return strategy;
}

StrategyTerms terms(const std::string& name, std::uint16_t mark = 2) { return {name, {}, {}, {}, {}, marked(mark)}; }
StrategyTerms for_instrument(StrategyTerms made) { return made.instrument = btc, made; }
StrategyTerms for_timeframe(StrategyTerms made, std::uint32_t seconds) { return made.timeframe_seconds = seconds, made; }
StrategyTerms for_account(StrategyTerms made, const char* name) { return made.account = name, made; }

struct Strategies : testing::Test {
    Strategies() {
        office.config.grid_strategy = marked(1);
        office.config.strategies = {{{}, {}, btc, {}, {}, marked(9)}};
    }

    std::string create(const StrategyTerms& wanted, OwnerId by = operator_owner) { return office.refusal(CreateStrategy{wanted}, by); }
    /// The mark of what account `one` trades BTC by on 15 minutes; zero is nothing.
    std::uint16_t chosen(std::uint32_t timeframe = 900) const {
        const Config seen = with_directory(office.config, office.directory);
        const auto* found = select_strategy(seen, seen.accounts.at(0), office.instruments.at(InstrumentId{0}), timeframe);
        return found == nullptr ? 0 : found->max_pyramids;
    }
    const CatalogueStrategy& at(StrategyId id) const { return office.directory.strategies.at(id); }

    Office office;
};

TEST_F(Strategies, D12ThoseMadeAtRunTimeWinATieAgainstTheDocumentsAndTheFirstOfThemWins) {
    EXPECT_EQ(chosen(), 9);
    ASSERT_EQ(create(terms("everything", 2)), "");
    EXPECT_EQ(chosen(), 9) << "less specific than the document's";
    ASSERT_EQ(create(for_instrument(terms("as specific", 3))), "");
    EXPECT_EQ(chosen(), 3);
    ASSERT_EQ(create(for_instrument(terms("later", 4))), "");
    EXPECT_EQ(chosen(), 3);
    ASSERT_EQ(create(for_timeframe(for_instrument(terms("exact", 5)), 900)), "");
    EXPECT_EQ(chosen(), 5);
    EXPECT_EQ(chosen(3'600), 3);
    ASSERT_EQ(office.refusal(DeleteStrategy{{operator_owner, 2}}), "");
    EXPECT_EQ(chosen(3'600), 4) << "the next one governs at once";
}

TEST_F(Strategies, D12WhatIsDeletedFallsBackToTheDocumentAndItsIdIsNeverGivenAgain) {
    ASSERT_EQ(create(for_instrument(terms("mine", 3))), "");
    EXPECT_EQ(text(first), "s1.1");
    ASSERT_EQ(office.refusal(DeleteStrategy{first}), "");
    EXPECT_EQ(chosen(), 9);
    EXPECT_TRUE(at(first).is_deleted);
    EXPECT_EQ(office.refusal(DeleteStrategy{first}), "NOT_FOUND");
    ASSERT_EQ(create(for_instrument(terms("mine", 4))), "") << "its name is free again";
    EXPECT_EQ(at({operator_owner, 2}).terms.name, "mine");
}

TEST_F(Strategies, D12ADisabledOneSaysThatNoGridTradesThere) {
    StrategyTerms off = for_instrument(terms("off"));
    off.strategy.change([](GridStrategy& grid) { grid.enabled = false; });
    ASSERT_EQ(create(off), "");
    EXPECT_EQ(chosen(), 0);
}

TEST_F(Strategies, Z9GovernTheirOwnersAccountsAlone) {
    ASSERT_EQ(create(for_instrument(terms("theirs", 3)), somebody_else), "");
    EXPECT_EQ(chosen(), 9);
    const StrategyId theirs{somebody_else, 1};
    EXPECT_EQ(office.refusal(ReviseStrategy{theirs, terms("theirs", 4)}), "NOT_FOUND");
    EXPECT_EQ(office.refusal(DeleteStrategy{theirs}), "NOT_FOUND");
    EXPECT_EQ(office.refusal(CloneStrategy{terms("theirs"), theirs, ""}), "NOT_FOUND");
    EXPECT_EQ(create(for_account(terms("for one"), "one"), somebody_else), "UNKNOWN_ACCOUNT");
    office.config.accounts.at(0).owner = somebody_else;
    EXPECT_EQ(chosen(), 3);
    EXPECT_EQ(create(for_account(terms("for one"), "one"), somebody_else), "");
    EXPECT_EQ(create(for_account(terms("for one"), "one")), "UNKNOWN_ACCOUNT");
}

TEST_F(Strategies, AreChangedAsTheyWereSeen) {
    ASSERT_EQ(create(for_instrument(terms("mine", 3))), "");
    office.expected_revision = 1;
    ASSERT_EQ(office.refusal(ReviseStrategy{first, for_instrument(terms("mine", 4))}), "");
    EXPECT_EQ(chosen(), 4);
    EXPECT_EQ(at(first).revision, 2U);
    EXPECT_EQ(office.refusal(ReviseStrategy{first, for_instrument(terms("mine", 5))}), "VERSION_STALE");
    office.expected_revision.reset();
    const auto again = office.tell(ReviseStrategy{first, for_instrument(terms("mine", 4))});
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(again->empty()) << "it is so already";
}

TEST_F(Strategies, HaveANameOncePerOwnerAndALadder) {
    ASSERT_EQ(create(terms("mine")), "");
    EXPECT_EQ(create(terms("mine")), "NAME_TAKEN");
    EXPECT_EQ(create(terms("mine"), somebody_else), "");
    ASSERT_EQ(create(terms("other")), "");
    EXPECT_EQ(office.refusal(ReviseStrategy{first, terms("other")}), "NAME_TAKEN");
    EXPECT_EQ(office.refusal(ReviseStrategy{first, terms("mine", 7)}), "") << "its own name it keeps";
    EXPECT_EQ(create(terms("")), "INVALID_STRATEGY");
    EXPECT_EQ(create(terms(std::string(256, 'n'))), "INVALID_STRATEGY");
    EXPECT_EQ(create({"without", {}, {}, {}, {}, GridStrategy{}}), "INVALID_STRATEGY");
}

TEST_F(Strategies, AreClonedUnderANameThatIsFree) {
    ASSERT_EQ(create(terms("mine", 3)), "");
    ASSERT_EQ(office.refusal(CloneStrategy{for_timeframe(at(first).terms, 900), first, ""}), "");
    ASSERT_EQ(office.refusal(CloneStrategy{at(first).terms, first, ""}), "");
    ASSERT_EQ(office.refusal(CloneStrategy{terms("/grid_strategy", 8), std::nullopt, "of the document"}), "");
    EXPECT_EQ(at({operator_owner, 2}).terms.name, "mine (Copy)");
    EXPECT_EQ(at({operator_owner, 2}).cloned_from, first);
    EXPECT_EQ(at({operator_owner, 3}).terms.name, "mine (Copy 2)");
    EXPECT_EQ(at({operator_owner, 4}).terms, terms("of the document", 8));
    EXPECT_EQ(office.refusal(CloneStrategy{at(first).terms, first, "mine"}), "NAME_TAKEN");
}

TEST_F(Strategies, ReplayingTheirEventsGivesTheSameState) {
    ASSERT_EQ(create(for_instrument(terms("mine", 3))), "");
    ASSERT_EQ(office.refusal(CloneStrategy{at(first).terms, first, ""}), "");
    ASSERT_EQ(office.refusal(ReviseStrategy{first, terms("mine", 4)}), "");
    ASSERT_EQ(office.refusal(DeleteStrategy{{operator_owner, 2}}), "");
    Directory replayed;
    for (const auto& event : office.history) replayed.apply(event);
    EXPECT_EQ(replayed, office.directory);
}

TEST_F(Strategies, AreLimitedInNumber) {
    office.directory.strategy_counters[operator_owner] = strategies_per_owner_max;
    EXPECT_EQ(create(terms("one more")), "TOO_MANY_STRATEGIES");
}

}  // namespace
}  // namespace trellis
