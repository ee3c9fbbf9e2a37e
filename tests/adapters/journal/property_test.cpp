// Random batches, random syncs, a crash that keeps any part of the unsynced: what is read is a prefix with all that was promised.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/adapters/journal/support.hpp"

namespace trellis::adapters {
namespace {

using testing::Bytes;
using testing::Commit;
using testing::open_journal;
using testing::read_back;

Commit arbitrary_commit(std::uint64_t first_sequence) {
    Commit commit;
    const auto bytes = *rc::gen::inRange<std::size_t>(1, 200);
    commit.payload = *rc::gen::container<Bytes>(bytes, rc::gen::map(rc::gen::arbitrary<std::uint8_t>(), [](std::uint8_t value) {
        return static_cast<std::byte>(value);
    }));
    commit.event_count = static_cast<std::uint32_t>(*rc::gen::inRange<std::size_t>(1, bytes + 1));
    commit.at = Timestamp(Duration(*rc::gen::arbitrary<std::int64_t>()));
    commit.cause = {CauseKind::quote, *rc::gen::arbitrary<std::uint64_t>()};
    if (first_sequence > 1 && *rc::gen::arbitrary<bool>()) {
        commit.cause = {CauseKind::event, *rc::gen::inRange<std::uint64_t>(1, first_sequence)};
    }
    return commit;
}

RC_GTEST_PROP(JournalProperty, ACrashAnywhereLeavesAPrefixWithAllThatWasPromised, ()) {
    const auto segment_bytes = *rc::gen::inRange<std::uint64_t>(100, 3000);
    FaultyDisk disk;
    std::vector<Commit> written;
    const auto lives = *rc::gen::inRange(1, 4);
    for (int life = 0; life < lives; ++life) {
        auto journal = open_journal(disk, segment_bytes);
        RC_ASSERT(journal.ok());
        RC_ASSERT(testing::is_prefix(journal->commits, written));
        written = journal->commits;
        auto& writer = *journal->writer;
        const auto batches = *rc::gen::inRange(0, 8);
        for (int batch = 0; batch < batches; ++batch) {
            std::vector<Frame> frames;
            const auto begin = written.size();
            const auto count = *rc::gen::inRange<std::size_t>(1, 6);
            for (std::size_t i = 0; i < count; ++i) written.push_back(arbitrary_commit(testing::events_in(written) + 1));
            for (auto i = begin; i < written.size(); ++i) frames.push_back(written[i].frame());
            RC_ASSERT(!writer.append(frames).error);
            if (*rc::gen::arbitrary<bool>()) RC_ASSERT(writer.sync().ok());
            if (*rc::gen::arbitrary<bool>()) RC_ASSERT(writer.prepare_next().ok());
        }
        const auto durable = writer.synced_sequence();
        const auto kept = *rc::gen::inRange<std::size_t>(0, disk.unsynced_operations() + 1);
        const auto torn = *rc::gen::inRange<std::size_t>(0, 300);
        disk.crash_keeping(kept, torn);
        const auto back = read_back(disk);
        RC_ASSERT(back.ok());
        RC_ASSERT(testing::is_prefix(back->commits, written));
        RC_ASSERT(testing::events_in(back->commits) >= durable);
    }
}

RC_GTEST_PROP(JournalProperty, RandomDamageIsNoticedOrLosesOnlyATail, ()) {
    std::vector<Commit> commits;
    const auto count = *rc::gen::inRange<std::size_t>(1, 20);
    for (std::size_t i = 0; i < count; ++i) commits.push_back(arbitrary_commit(testing::events_in(commits) + 1));
    const auto disk = testing::journal_of(commits, 600);
    const auto number = *rc::gen::inRange<std::uint64_t>(1, read_identity(*disk, testing::journal_path)->newest + 1);
    auto content = disk->content(testing::segment_path(number));
    const auto start = *rc::gen::inRange<std::size_t>(0, content.size());
    const auto bytes = *rc::gen::inRange<std::size_t>(1, 40);
    for (auto at = start; at < std::min(start + bytes, content.size()); ++at) {
        content[at] = static_cast<std::byte>(*rc::gen::arbitrary<std::uint8_t>());
    }
    disk->set_content(testing::segment_path(number), content);
    const auto back = read_back(*disk);
    if (back) {
        RC_ASSERT(testing::is_prefix(back->commits, commits));
    } else {
        RC_ASSERT(back.error().code.starts_with("JOURNAL_"));
    }
}

}  // namespace
}  // namespace trellis::adapters
