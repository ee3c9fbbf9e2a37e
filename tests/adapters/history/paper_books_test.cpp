// The books folded from the journal's fills against those of the venue that made them.
#include "adapters/history/paper_books.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/adapters/history/support.hpp"
#include "tests/simulator/generator.hpp"

namespace trellis::adapters::testing {
namespace {

std::map<std::string, Money> totals_of(const PaperExchange& venue, AccountId account) {
    std::map<std::string, Money> totals;
    for (const auto& [asset, balance] : venue.balances(account)) {
        if (!balance.total().is_zero()) totals[asset] = balance.total();
    }
    return totals;
}

std::map<std::string, Money> totals_of(const AccountConfig& account, const PaperAccountBooks& books, const InstrumentTable& instruments) {
    std::map<std::string, Money> totals = account.balances;
    if (account.market == Market::spot) {
        for (const auto& [instrument, holding] : books.spot) {
            totals[instruments.at(instrument).base] += holding.base;
            totals[instruments.at(instrument).quote] += holding.quote;
        }
    } else {
        totals[account.currency] += (account.position_mode == PositionMode::hedge ? books.hedged : books.one_way).wallet;
    }
    for (const auto& [unit, paid] : books.fees) totals[unit] -= paid;
    std::erase_if(totals, [](const auto& entry) { return entry.second.is_zero(); });
    return totals;
}

std::vector<VenuePosition> positions_of(const AccountConfig& account, const PaperAccountBooks& books) {
    std::vector<VenuePosition> positions;
    if (account.market == Market::spot) return positions;
    const auto& margin = account.position_mode == PositionMode::hedge ? books.hedged : books.one_way;
    for (const auto& [key, position] : margin.positions) {
        positions.push_back({key.instrument, position.side, position.quantity, position.cost});
    }
    return positions;
}

void expect_the_venues_books(FinishedRun& run) {
    const auto history = open_history(run.disk(), run.options());
    follow(*history, run.last_sequence());
    auto books = history->paper_books().value();
    const auto& config = run.scenario().config;
    for (const auto& account : config.accounts) {
        const AccountId id = account.id;
        EXPECT_EQ(totals_of(account, books.accounts[id], run.scenario().instruments), totals_of(run.venue(), id)) << account.name;
        EXPECT_TRUE(positions_of(account, books.accounts[id]) == run.venue().positions(id)) << account.name;
    }
    for (const auto& [side, net] : books.net_quantities) EXPECT_EQ(net, run.venue().net_quantity(side)) << text(side.group);
    std::map<InstrumentId, TradeId> newest;
    for (const auto& [id, order] : run.venue().orders()) {
        for (const auto& trade : order.trades) newest[order.instrument] = std::max(newest[order.instrument], trade.id);
    }
    EXPECT_EQ(books.newest_trades, newest);
}

/// What the user trades past the engine is in no journal, nor are orders that it does not know; no server's paper market has either.
bool is_beyond_a_servers_market(const Scenario& scenario) {
    return std::ranges::any_of(scenario.timeline, [](const TimelineEntry& entry) {
        const auto* fault = std::get_if<FaultEntry>(&entry.body);
        return fault != nullptr && (fault->kind == FaultKind::manual_trade || fault->kind == FaultKind::unknown_order);
    });
}

TEST(PaperBooks, AreTheVenuesOwnAfterEachScenario) {
    for (const auto& name : scenario_names()) {
        SCOPED_TRACE(name);
        FinishedRun run(scenario_named(name));
        if (is_beyond_a_servers_market(run.scenario())) continue;
        expect_the_venues_books(run);
    }
}

Scenario without_what_no_journal_knows(Scenario scenario) {
    std::erase_if(scenario.timeline, [](const TimelineEntry& entry) {
        const auto* fault = std::get_if<FaultEntry>(&entry.body);
        return fault != nullptr && fault->kind == FaultKind::unknown_order;
    });
    return scenario;
}

TEST(PaperBooks, AreTheVenuesOwnAfterRandomRunsWithFaults) {
    std::size_t compared = 0;
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        SCOPED_TRACE(seed);
        FinishedRun run(without_what_no_journal_knows(tests::random_scenario(seed, seed % 3 == 0 ? tests::Faults::none : tests::Faults::some)));
        // What the venue did and has not told yet is in no journal.
        if (run.venue().next_due()) continue;
        ++compared;
        expect_the_venues_books(run);
        if (HasFailure()) return;
    }
    EXPECT_GT(compared, 100U);
}

TEST(PaperBooks, FoldTheSameInMemoryAsInTheFile) {
    FinishedRun run(tests::random_scenario(5, tests::Faults::some));
    const auto history = open_history(run.disk(), run.options());
    follow(*history, run.last_sequence());
    PaperBooks folded;
    for (const auto& row : events_in(run.disk(), run.options().journal)) {
        const auto* fill = std::get_if<OrderFilled>(&row.event);
        if (fill == nullptr) continue;
        const auto& group = run.chronicle().find(fill->group)->group;
        book(folded, {*fill, group.identity.instrument, position_side(group, group.order(fill->order)), group.order(fill->order).side});
    }
    const auto kept = history->paper_books().value();
    EXPECT_TRUE(folded.accounts == kept.accounts);
    EXPECT_EQ(folded.newest_trades, kept.newest_trades);
    for (const auto& [side, net] : kept.net_quantities) EXPECT_EQ(net, folded.net_quantities[side]);
}

}  // namespace
}  // namespace trellis::adapters::testing
