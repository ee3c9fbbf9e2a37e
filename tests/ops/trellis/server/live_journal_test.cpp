// What leaves behind a commit, and when: requests, answers to signals and requests, barriers, with both durabilities.
#include "ops/trellis/server/live_journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/journal/posix_disk.hpp"
#include "ops/trellis/journal_id.hpp"
#include "ops/trellis/temporary_directory.hpp"
#include "tests/ops/trellis/server/waiting.hpp"

namespace trellis::program {
namespace {

using testing::ElementsAre;

constexpr AccountId account{1};
constexpr GroupId group{account, 1};

/// What reaches a venue, and how far the journal was when it did.
class Wire final : public VenuePort {
public:
    struct Sent {
        std::size_t requests = 0;
        std::uint64_t durable = 0;
    };
    void send(std::vector<VenueRequest> requests) override { sent.add({requests.size(), durable_now()}); }
    std::function<std::uint64_t()> durable_now = [] { return 0; };
    tests::Collected<Sent> sent;
};

class LiveJournalTest : public testing::TestWithParam<adapters::Durability> {
protected:
    LiveJournalTest() {
        auto directory = adapters::JournalDirectory::open(disk_, place_.path() + "/journal", draw_journal_id());
        EXPECT_TRUE(directory.ok());
        directory_ = std::move(directory).value();
        auto writer = adapters::Writer::open(*directory_, {}, {});
        EXPECT_TRUE(writer.ok());
        writer_ = std::move(writer).value();
        LiveJournalOptions options;
        options.commits.durability = GetParam();
        journal_ = std::make_unique<LiveJournal>(*writer_, wire_, stages_, trips_, options);
        wire_.durable_now = [this] { return journal_->durable_sequence(); };
    }

    Commit commit(CommitCause cause, std::vector<Event> events, std::size_t requests = 0) {
        Commit made{Ticket{++tickets_}, cause, Timestamp{}, group, std::move(events), {}};
        for (std::size_t i = 0; i < requests; ++i) made.requests.emplace_back(CancelOrder{});
        return made;
    }

    TemporaryDirectory place_;
    adapters::PosixDisk disk_;
    adapters::Metrics metrics_;
    Stages stages_{metrics_, true};
    RoundTrips trips_{stages_};
    Wire wire_;
    std::unique_ptr<adapters::JournalDirectory> directory_;
    std::unique_ptr<adapters::Writer> writer_;
    std::unique_ptr<LiveJournal> journal_;
    std::uint64_t tickets_ = 0;
};

TEST_P(LiveJournalTest, LetsRequestsGoWhenTheirCommitIsRecorded) {  // 32.33
    journal_->commit(commit(Cause{CauseKind::signal, 7}, {GroupWentFlat{group}, GroupWentFlat{group}}, 3));
    const auto sent = wire_.sent.wait_for(1);
    EXPECT_EQ(sent.front().requests, 3U);
    if (GetParam() == adapters::Durability::fsync) {
        EXPECT_EQ(sent.front().durable, 2U);
    }
}

TEST_P(LiveJournalTest, AnswersASignalWithItsFirstEvent) {  // 32.1
    tests::Collected<adapters::SignalAnswer> answers;
    const auto collect = [&](Result<adapters::SignalAnswer> answer) { answers.add(*answer); };
    journal_->await_signal(SignalNumber{1}, collect, stages_.now());
    journal_->await_signal(SignalNumber{2}, collect, stages_.now());
    EXPECT_EQ(journal_->signals_waiting(), 2U);
    SignalAdmitted admitted;
    admitted.signal = SignalNumber{1};
    SignalRefused refused;
    refused.signal = SignalNumber{2};
    refused.outcome = SignalOutcome::rejected;
    refused.code = "STALE";
    journal_->commit(commit(Cause{CauseKind::signal, 1}, {admitted}));
    journal_->commit(commit(Cause{CauseKind::signal, 2}, {refused}));
    const auto got = answers.wait_for(2);
    EXPECT_TRUE(got[0].is_admitted);
    EXPECT_EQ(got[0].event, 1U);
    EXPECT_EQ(got[1].refused->code, "STALE");
    EXPECT_EQ(got[1].event, 2U);
    EXPECT_EQ(journal_->signals_waiting(), 0U);
    EXPECT_EQ(metrics_.signals[SignalOutcome::accepted].value(), 1U);
    EXPECT_EQ(metrics_.signal_rejections["STALE"].value(), 1U);
}

// A group is loaded again as all that was committed before made it.
TEST_P(LiveJournalTest, LoadsABrokenGroupBehindItsOwnCommits) {
    const auto fault = std::make_exception_ptr(std::runtime_error("it broke"));
    EXPECT_THROW(journal_->reload(group, fault), std::runtime_error) << "nobody keeps groups here";
    std::uint64_t asked_for = 0;
    LiveJournalOptions options;
    options.commits.durability = GetParam();
    options.load_group = [&](GroupId, std::uint64_t sequence) {
        asked_for = sequence;
        return Result<std::optional<Group>>(std::optional(Group{}));
    };
    journal_.reset();
    journal_ = std::make_unique<LiveJournal>(*writer_, wire_, stages_, trips_, options);
    journal_->commit(commit(Cause{CauseKind::signal, 7}, {GroupWentFlat{group}, GroupWentFlat{group}}));
    journal_->commit(commit(Cause{CauseKind::signal, 8}, {GroupWentFlat{group}}));
    EXPECT_TRUE(journal_->reload(group, fault).has_value());
    EXPECT_EQ(asked_for, 3U);
}

TEST_P(LiveJournalTest, CountsOffsetsThatEnded) {
    OffsetCompleted completed;
    completed.account = account;
    completed.outcome = OffsetOutcome::uncovered;
    completed.realised = Money::from_integer(80);
    completed.residual = Money::from_integer(40);
    Commit made = commit(Cause{CauseKind::timer, 3}, {OffsetLegClosed{}, completed});
    made.owner = RiskId{account};
    journal_->commit(std::move(made));
    EXPECT_EQ(metrics_.risk_actions[OffsetOutcome::uncovered].value(), 1U);
    EXPECT_EQ(metrics_.risk_actions[OffsetOutcome::covered].value(), 0U);
    EXPECT_EQ(metrics_.offset_value.value(0), 80.0);
    EXPECT_EQ(metrics_.offset_residual.value(0), 40.0);
}

TEST_P(LiveJournalTest, O8SendsTheCancelOfAnOrphanAndCountsItOnce) {
    OrphanFound found;
    found.account = account;
    found.order = "TzzZ1Z9Z1";
    found.is_cancelled = true;
    found.times = 1;
    OrphanFound again = found;
    again.times = 2;
    OrphanEnded ended;
    ended.account = account;
    ended.end = OrphanEnd::filled;
    for (const auto& event : std::vector<Event>{found, again, ended, StrayFillNoted{}}) {
        Commit made = commit(Cause{CauseKind::orphan_sweep, 4}, {event}, std::holds_alternative<OrphanFound>(event) ? 1 : 0);
        made.owner = account;
        journal_->commit(std::move(made));
    }
    EXPECT_EQ(wire_.sent.wait_for(2).size(), 2U);
    EXPECT_EQ(metrics_.orphan_orders[adapters::OrphanStep::found].value(), 1U);
    EXPECT_EQ(metrics_.orphan_orders[adapters::OrphanStep::filled].value(), 1U);
    EXPECT_EQ(metrics_.orphan_orders[adapters::OrphanStep::gone].value(), 0U);
    EXPECT_EQ(metrics_.stray_fills.value(), 1U);
}

TEST_P(LiveJournalTest, B20CountsWhichLevelGovernsWhatOpens) {
    GroupOpened governed;
    governed.group = group;
    PresetUse use;
    use.level = PresetLevel::connection;
    governed.preset = use;
    GroupOpened by_grid;
    by_grid.group = group;
    for (const auto& event : std::vector<Event>{governed, by_grid, governed}) journal_->commit(commit(Cause{CauseKind::signal, 9}, {event}));
    journal_->record(std::vector<DirectoryEvent>{PresetAssigned{{}, PresetId{}, {}, {}}, PresetAssigned{}}, Timestamp{}, 12, [](std::uint64_t) {});
    EXPECT_EQ(metrics_.presets_resolved[PresetLevel::connection].value(), 2U);
    EXPECT_EQ(metrics_.presets_not_resolved[adapters::Ungoverned::by_grid].value(), 1U);
    EXPECT_EQ(metrics_.preset_applications[adapters::PresetApplication::position].value(), 2U);
    EXPECT_EQ(metrics_.preset_applications[adapters::PresetApplication::connection].value(), 1U);
}

TEST_P(LiveJournalTest, AnswersARequestBehindAllItLedTo) {
    tests::Collected<adapters::Obeyed> answers;
    journal_->await_request(10, [&](Result<adapters::Obeyed> obeyed) { answers.add(*obeyed); });
    journal_->commit(commit(Cause{CauseKind::signal, 9}, {GroupWentFlat{group}}));
    journal_->commit(commit(Cause{CauseKind::request, 10}, {GroupWentFlat{group}}));
    journal_->commit(commit(Ticket{2}, {GroupWentFlat{group}}));
    journal_->reached(10);
    const auto got = answers.wait_for(1);
    EXPECT_EQ(got.front().event, 2U);
    EXPECT_GE(journal_->appended_sequence(), 3U);
}

TEST_P(LiveJournalTest, AnswersARequestThatChangedNothing) {
    tests::Collected<adapters::Obeyed> answers;
    journal_->await_request(10, [&](Result<adapters::Obeyed> obeyed) { answers.add(*obeyed); });
    journal_->reached(10);
    EXPECT_FALSE(answers.wait_for(1).front().event.has_value());
}

TEST_P(LiveJournalTest, TellsWhoOnlyWantsToSeeTheBarrierPass) {
    tests::Collected<int> passed;
    journal_->await_passing(5, [&] { passed.add(5); });
    journal_->reached(4);
    EXPECT_EQ(passed.size(), 0U);
    journal_->reached(5);
    EXPECT_EQ(passed.wait_for(1).size(), 1U);
}

TEST_P(LiveJournalTest, RecordsWhatTheProcessDoes) {
    tests::Collected<std::uint64_t> recorded;
    journal_->record(RunStarted{Incarnation{1}, "serve", "test"}, Timestamp{}, [&](std::uint64_t at) { recorded.add(at); });
    journal_->record(ConfigApplied{1, Timestamp{}, "start", "{}"}, Timestamp{}, [&](std::uint64_t at) { recorded.add(at); });
    EXPECT_THAT(recorded.wait_for(2), ElementsAre(1U, 2U));
}

INSTANTIATE_TEST_SUITE_P(Both, LiveJournalTest, testing::Values(adapters::Durability::fsync, adapters::Durability::write),
                         [](const auto& tried) { return tried.param == adapters::Durability::fsync ? "fsync" : "write"; });

}  // namespace
}  // namespace trellis::program
