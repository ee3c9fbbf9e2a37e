// Deterministic simulation: random scenarios with faults and crashes through the production actors, held against direct execution,
// the venue's truth, and the same run without a crash. TRELLIS_SEEDS says how many seeds, TRELLIS_SEED where they begin.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/simulator/generator.hpp"
#include "tests/simulator/held_rules.hpp"
#include "tests/support/actor_engine.hpp"
#include "tests/support/simulated_run.hpp"

namespace trellis::tests {
namespace {

using adapters::FaultyDisk;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::uint64_t first_seed() { return from_environment("TRELLIS_SEED", 1); }
std::uint64_t seed_count(std::uint64_t otherwise) { return from_environment("TRELLIS_SEEDS", otherwise); }

/// More than any run of these sizes needs.
constexpr std::uint64_t events_max = 50'000;

std::string last_lines(const std::string& text, int count) {
    std::size_t from = text.size();
    while (count-- > 0 && from != std::string::npos && from > 0) from = text.rfind('\n', from - 1);
    return from == std::string::npos ? text : text.substr(from);
}

/// Runs, crashes at `stop_after`, loses part of what was not synced, and goes on.
Ran run_with_crash(const adapters::Scenario& scenario, FaultyDisk& disk, std::uint64_t stop_after, Dice& dice) {
    const Ran stopped = run(scenario, disk, {actors_with(std::nullopt), stop_after, false});
    if (!stopped.is_stopped) return stopped;
    const std::size_t unsynced = disk.unsynced_operations();
    disk.crash_keeping(dice.roll(unsynced + 1));
    return run(scenario, disk, {actors_with(std::nullopt), 0, true});
}

/// One seed: actors and direct execution alike, nothing that must not be, and the same report after a crash.
void hold(std::uint64_t seed, Size size, Rules rules, Met& met) {
    const auto scenario = random_scenario(seed, seed % 4 == 0 ? Faults::none : Faults::some, size, rules);
    FaultyDisk direct_disk;
    const Ran direct = run(scenario, direct_disk, {adapters::make_direct_engine, events_max});
    ASSERT_FALSE(direct.is_stopped) << "seed " << seed << " never comes to rest\n" << last_lines(event_lines(direct_disk), 40);
    ASSERT_EQ(direct.error, "") << "seed " << seed;
    ASSERT_EQ(text(direct.violations), "") << "seed " << seed;

    if (rules == Rules::presets) {
        ASSERT_EQ(broken_rule(scenario, direct_disk, met), "") << "seed " << seed;
    }

    FaultyDisk actor_disk;
    const Ran by_actors = run(scenario, actor_disk, {actors_with(seed)});
    ASSERT_TRUE(by_actors.report == direct.report) << "seed " << seed << "\n" << first_difference(by_actors.report, direct.report);
    ASSERT_TRUE(journal_bytes(actor_disk) == journal_bytes(direct_disk))
        << "seed " << seed << "\n" << first_difference(event_lines(actor_disk), event_lines(direct_disk));

    Dice dice(seed);
    const std::uint64_t stop = direct.events == 0 ? 1 : 1 + dice.roll(direct.events);
    FaultyDisk crashed_disk;
    const Ran crashed = run_with_crash(scenario, crashed_disk, stop, dice);
    ASSERT_EQ(crashed.error, "") << "seed " << seed << ", stopped after " << stop;
    ASSERT_TRUE(crashed.report == direct.report) << "seed " << seed << ", stopped after " << stop << "\n"
                                                 << first_difference(crashed.report, direct.report) << "\n"
                                                 << first_difference(event_lines(crashed_disk), event_lines(direct_disk));
}

/// So many show each of the rules that held_rules asks.
constexpr std::uint64_t seeds_that_meet_all = 200;

void hold_seeds(Size size, Rules rules) {
    const std::uint64_t first = first_seed();
    const std::uint64_t count = seed_count(2000);
    Met met;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        hold(seed, size, rules, met);
        if (testing::Test::HasFatalFailure()) return;
    }
    if (rules == Rules::grids || count < seeds_that_meet_all) return;
    EXPECT_GT(met.entries_of_bots, 0U);
    EXPECT_GT(met.flattened, 0U);
    EXPECT_GT(met.applied, 0U);
    EXPECT_GT(met.tightened, 0U);
}

TEST(Simulator, HoldsItsBooksAgainstTheVenueUnderFaultsAndCrashes) { hold_seeds(Size::small, Rules::grids); }

TEST(Simulator, HoldsTheBooksOfTenAccountsOnFiftySymbols) { hold_seeds(Size::wide, Rules::grids); }

TEST(Simulator, HoldsPresetsAloneAndBesideGridsUnderFaultsAndCrashes) { hold_seeds(Size::small, Rules::presets); }

TEST(Simulator, HoldsThePresetsOfTenAccountsOnFiftySymbols) { hold_seeds(Size::wide, Rules::presets); }

}  // namespace
}  // namespace trellis::tests
