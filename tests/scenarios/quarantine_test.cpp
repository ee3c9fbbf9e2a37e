// A group that breaks in the middle of a run, while another trades on: where the venue has an order it says
// instead that far more than was ordered is filled. By direct calls and by actors under permuted schedules it is the same journal, and a crash anywhere changes nothing.
#include <gtest/gtest.h>

#include "actors/engine.hpp"
#include "adapters/json/document.hpp"
#include "tests/support/simulated_run.hpp"

namespace trellis::tests {
namespace {

using adapters::FaultyDisk;

constexpr OrderKey absurd_order{GroupId{AccountId{1}, 1}, OrderNumber{3}};

/// The engine behind such a venue.
class AbsurdVenue final : public Engine {
public:
    explicit AbsurdVenue(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}

    void arm() override { engine_->arm(); }
    void handle(const NumberedItem& item) override {
        NumberedItem told = item;
        auto* report = std::get_if<ReportItem>(&told.item);
        const bool is_told = report != nullptr && std::holds_alternative<OrderAcknowledged>(report->report.body);
        if (is_told && report->report.id.key == absurd_order) report->report.body = absurd_fill();
        engine_->handle(told);
    }
    void hand_over(const HandOverCommand& command, std::uint64_t item, Timestamp at) override { engine_->hand_over(command, item, at); }
    void reconfigure(const Config& config, Timestamp at) override { engine_->reconfigure(config, at); }
    void continue_pass(AccountId account, std::uint64_t item, Timestamp at) override { engine_->continue_pass(account, item, at); }
    World stop() override { return engine_->stop(); }

private:
    /// More than was ordered: it breaks the group in the middle of booking it.
    static OrderFill absurd_fill() {
        OrderFill fill;
        fill.trade = TradeId{1'000'000};
        fill.price = Price::from_integer(2'000);
        fill.quantity = Quantity::from_integer(1'000'000);
        return fill;
    }

    std::unique_ptr<Engine> engine_;
};

std::unique_ptr<Engine> direct(const Config& config, const InstrumentTable& instruments, World world,
                               std::map<InstrumentId, SymbolBook> books, CommitPort& journal, LinePort& line, const WalletPort* wallets) {
    return std::make_unique<AbsurdVenue>(
        adapters::make_direct_engine(config, instruments, std::move(world), std::move(books), journal, line, wallets));
}

adapters::EngineFactory actors_with(std::optional<std::uint64_t> schedule) {
    return [schedule](const Config& config, const InstrumentTable& instruments, World world,
                             std::map<InstrumentId, SymbolBook> books, CommitPort& journal, LinePort& line, const WalletPort* wallets) {
        auto engine = std::make_unique<actors::ActorEngine>(config, instruments, std::move(world), std::move(books), journal, line,
                                                            actors::Options{actors::Threading::simulated, schedule, nullptr, wallets});
        return std::make_unique<AbsurdVenue>(std::move(engine));
    };
}

class Quarantine : public testing::Test {
protected:
    adapters::Scenario scenario_ = scenario_file("tests/scenarios/quarantine.json");

    /// Lines of the journal that name it.
    std::vector<std::string> lines_with(FaultyDisk& disk, const std::string& word) const {
        std::vector<std::string> found;
        std::istringstream lines(event_lines(disk));
        for (std::string line; std::getline(lines, line);) {
            if (line.find(word) != std::string::npos) found.push_back(line);
        }
        return found;
    }
};

TEST_F(Quarantine, BreaksOneGroupAndTheOtherTradesOn) {
    FaultyDisk disk;
    const Ran ran = run(scenario_, disk, {direct});
    ASSERT_EQ(ran.error, "");
    EXPECT_EQ(text(ran.violations), "") << event_lines(disk);
    const auto broken = lines_with(disk, "\"GroupQuarantined\"");
    ASSERT_EQ(broken.size(), 1U) << "the same is said once";
    EXPECT_NE(broken.front().find("g1.1"), std::string::npos);
    EXPECT_NE(broken.front().find("engine/"), std::string::npos) << broken.front();
    const auto closed = lines_with(disk, "\"GroupClosed\"");
    ASSERT_EQ(closed.size(), 2U);
    EXPECT_NE(closed.front().find("g1.2"), std::string::npos) << "the other reached its targets meanwhile";
    EXPECT_NE(closed.back().find("g1.1"), std::string::npos) << "and it closed when it was released";
    EXPECT_EQ(lines_with(disk, "\"QuarantineReleased\"").size(), 1U);
}

TEST_F(Quarantine, SaysWhyItDoesNotObey) {
    FaultyDisk disk;
    ASSERT_EQ(run(scenario_, disk, {direct}).error, "");
    EXPECT_EQ(lines_with(disk, "\"reason\":\"GROUP_QUARANTINED\"").size(), 1U) << "the pyramid waits";
    EXPECT_EQ(lines_with(disk, "\"EntryPromoted\"").size(), 1U) << "until it is released";
    EXPECT_EQ(lines_with(disk, "\"code\":\"GROUP_QUARANTINED\"").size(), 4U)
        << "the exit, twice: its group and its desk; the operator's close and stop";
    EXPECT_EQ(lines_with(disk, "\"NOT_QUARANTINED\"").size(), 1U);
}

TEST_F(Quarantine, JournalsTheSameBytesUnderAnySchedule) {
    FaultyDisk direct_disk;
    const Ran by_calls = run(scenario_, direct_disk, {direct});
    const auto expected = journal_bytes(direct_disk);
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        FaultyDisk disk;
        const Ran ran = run(scenario_, disk, {actors_with(seed)});
        ASSERT_TRUE(ran.report == by_calls.report) << "schedule " << seed << "\n" << first_difference(ran.report, by_calls.report);
        ASSERT_TRUE(journal_bytes(disk) == expected) << "schedule " << seed;
    }
}

TEST_F(Quarantine, SurvivesACrashAfterEveryCommitWithEveryDurablePrefix) {
    FaultyDisk whole_disk;
    const Ran whole = run(scenario_, whole_disk, {direct});
    ASSERT_GT(whole.events, 0U);
    for (std::uint64_t stop = 1; stop <= whole.events; ++stop) {
        FaultyDisk stopped_disk;
        ASSERT_TRUE(run(scenario_, stopped_disk, {direct, stop}).is_stopped) << "after event " << stop;
        const std::size_t unsynced = stopped_disk.unsynced_operations();
        for (std::size_t kept = 0; kept <= unsynced; ++kept) {
            const auto disk = stopped_disk.copy();
            disk->crash_keeping(kept);
            const Ran resumed = run(scenario_, *disk, {actors_with(std::nullopt), 0, true});
            ASSERT_EQ(resumed.error, "") << "after event " << stop << ", " << kept << " of " << unsynced << " kept";
            ASSERT_TRUE(resumed.report == whole.report)
                << "after event " << stop << ", " << kept << " of " << unsynced << " operations kept\n"
                << first_difference(event_lines(*disk), event_lines(whole_disk));
        }
    }
}

}  // namespace
}  // namespace trellis::tests
