// What a bad disk or a bad hand can do to a finished journal: noticed, or trimmed behind the synced mark. Never a wrong state.
#include <gtest/gtest.h>

#include "tests/adapters/journal/support.hpp"

namespace trellis::adapters {
namespace {

using testing::append_all;
using testing::Bytes;
using testing::Commit;
using testing::is_prefix;
using testing::journal_of;
using testing::journal_path;
using testing::make_commits;
using testing::open_journal;
using testing::read_back;
using testing::segment_path;

constexpr std::uint64_t segment_bytes = 400;

/// Where each frame of a segment starts, and its end.
std::vector<std::size_t> frame_offsets(const Bytes& segment, std::uint64_t number) {
    std::vector<std::size_t> offsets{segment_header_bytes};
    for (;;) {
        const auto parsed = parse_frame(std::span(segment).subspan(offsets.back()), number);
        const auto* frame = std::get_if<ParsedFrame>(&parsed);
        if (frame == nullptr) return offsets;
        offsets.push_back(offsets.back() + frame->size);
    }
}

std::uint64_t last_used_segment(FaultyDisk& disk) { return read_to_end(disk, journal_path)->segment; }

/// A trimmed journal goes on: more commits, closed, read again.
void expect_continues(FaultyDisk& disk, const std::vector<Commit>& known) {
    auto journal = open_journal(disk, segment_bytes);
    ASSERT_TRUE(journal.ok()) << journal.error().detail;
    auto expected = known;
    for (std::uint64_t n = 100; n < 108; ++n) {
        expected.push_back(testing::make_commit(n));
        ASSERT_TRUE(append_all(*journal->writer, {expected.back()}).ok());
    }
    ASSERT_TRUE(journal->writer->close().ok());
    const auto back = read_back(disk);
    ASSERT_TRUE(back.ok()) << back.error().detail;
    EXPECT_EQ(back->commits, expected);
    EXPECT_EQ(back->end.trimmed_bytes, 0U);
}

TEST(JournalDamage, TruncatedAtEveryByteOfTheLastTwoFramesItIsTrimmedBehindTheMark) {
    const auto commits = make_commits(14);
    const auto disk = journal_of(commits, 4096, false);
    const auto number = last_used_segment(*disk);
    const auto content = disk->content(segment_path(number));
    const auto offsets = frame_offsets(content, number);
    ASSERT_GE(offsets.size(), 3U);
    const auto end = offsets.back();
    for (auto size = offsets[offsets.size() - 3]; size < end; ++size) {
        const auto cut = disk->copy();
        cut->set_content(segment_path(number), Bytes(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(size)));
        const auto back = read_back(*cut);
        ASSERT_TRUE(back.ok()) << back.error().detail;
        const auto lost = size < offsets[offsets.size() - 2] ? 2U : 1U;
        EXPECT_EQ(back->commits.size(), commits.size() - lost) << "size " << size;
        EXPECT_TRUE(is_prefix(back->commits, commits));
        EXPECT_GE(back->end.next_sequence, back->end.synced + 1);
        expect_continues(*cut, back->commits);
    }
}

TEST(JournalDamage, TruncatedAnywhereItIsNeverAnythingButAPrefix) {
    const auto commits = make_commits(14);
    const auto disk = journal_of(commits, segment_bytes);
    for (std::uint64_t number = 1; number <= last_used_segment(*disk); ++number) {
        const auto content = disk->content(segment_path(number));
        for (std::size_t size = 0; size < content.size(); ++size) {
            const auto cut = disk->copy();
            cut->set_content(segment_path(number), Bytes(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(size)));
            const auto back = read_back(*cut);
            if (!back) {
                EXPECT_EQ(back.error().code, "JOURNAL_DAMAGED") << back.error().detail;
            } else {
                EXPECT_TRUE(is_prefix(back->commits, commits));
                EXPECT_TRUE(number == last_used_segment(*disk) || back->commits == commits) << number << " " << size;
            }
        }
    }
}

/// Every bit of every segment. `is_closed` journals lose nothing: their last frame calls everything durable.
void flip_every_bit(bool is_closed) {
    const auto commits = make_commits(12);
    const auto disk = journal_of(commits, segment_bytes, is_closed);
    const auto synced = read_to_end(*disk, journal_path)->synced;
    std::size_t refused = 0;
    std::size_t trimmed = 0;
    for (const auto& path : disk->paths()) {
        if (!path.ends_with(".trl")) continue;
        const auto content = disk->content(path);
        for (std::uint64_t bit = 0; bit < content.size() * 8; ++bit) {
            disk->flip_bit(path, bit);
            const auto back = read_back(*disk);
            if (!back) {
                ++refused;
                EXPECT_EQ(back.error().code, "JOURNAL_DAMAGED") << back.error().detail;
                EXPECT_NE(back.error().detail.find(path), std::string::npos) << back.error().detail;
            } else if (back->commits != commits) {
                ++trimmed;
                EXPECT_TRUE(is_prefix(back->commits, commits)) << path << " bit " << bit;
                EXPECT_GT(back->end.next_sequence, synced) << path << " bit " << bit;
                EXPECT_GT(back->end.trimmed_bytes, 0U) << path << " bit " << bit;
            }
            disk->set_content(path, content);
        }
    }
    EXPECT_GT(refused, 1000U);
    EXPECT_EQ(trimmed > 0, !is_closed);
}

TEST(JournalDamage, OneBitFlippedAnywhereInAClosedJournalLosesNothing) { flip_every_bit(true); }

TEST(JournalDamage, OneBitFlippedAnywhereAfterACrashLosesNothingUpToTheMark) { flip_every_bit(false); }

TEST(JournalDamage, AFlippedBitIsNamedWithFileOffsetSequenceAndCause) {
    const auto disk = journal_of(make_commits(14), segment_bytes);
    const auto offsets = frame_offsets(disk->content(segment_path(2)), 2);
    const auto header = std::get<SegmentHeader>(parse_segment_header(disk->content(segment_path(2))));
    disk->flip_bit(segment_path(2), (offsets[0] + 20) * 8);
    auto reader = Reader::open(*disk, journal_path);
    ASSERT_TRUE(reader.ok());
    auto frame = reader->next();
    while (frame.ok() && frame->has_value()) frame = reader->next();
    ASSERT_FALSE(frame.ok());
    EXPECT_EQ(frame.error().detail, "/journal/00000002.trl is damaged at offset 64, event " +
                                        std::to_string(header.first_sequence) + ": the frame's checksum does not match");
    const JournalDamage expected{"/journal/00000002.trl", 64, header.first_sequence, "the frame's checksum does not match"};
    EXPECT_EQ(reader->damage(), std::optional(expected));
    EXPECT_EQ(reader->next().error(), frame.error());
}

TEST(JournalDamage, AFlippedBitInPaddingIsReportedAndHarmless) {
    const auto commits = make_commits(14);
    const auto disk = journal_of(commits, segment_bytes);
    const auto number = last_used_segment(*disk);
    ASSERT_TRUE(disk->exists(segment_path(number + 1)));
    disk->flip_bit(segment_path(number + 1), 300 * 8);
    auto back = read_back(*disk);
    ASSERT_TRUE(back.ok()) << back.error().detail;
    EXPECT_EQ(back->commits, commits);
    EXPECT_EQ(back->end.stray_bytes, 1U);
    expect_continues(*disk, commits);
    EXPECT_EQ(read_back(*disk)->end.stray_bytes, 0U);
}

TEST(JournalDamage, AMissingSegmentIsNamed) {
    const auto whole = journal_of(make_commits(14), segment_bytes);
    const auto newest = read_identity(*whole, journal_path)->newest;
    ASSERT_GE(newest, 3U);
    for (std::uint64_t number = 1; number <= newest; ++number) {
        const auto disk = whole->copy();
        disk->erase(segment_path(number));
        const auto back = read_back(*disk);
        ASSERT_FALSE(back.ok()) << number;
        EXPECT_EQ(back.error().code, "JOURNAL_MISSING_SEGMENT");
        EXPECT_EQ(back.error().detail, segment_path(number) + " is missing: the journal has segments 1 to " + std::to_string(newest));
    }
}

TEST(JournalDamage, AForeignSegmentIsNamed) {
    const auto disk = journal_of(make_commits(14), segment_bytes);
    FaultyDisk other;
    {
        auto journal = open_journal(other, segment_bytes, journal_path, testing::test_id(99));
        ASSERT_TRUE(append_all(*journal->writer, make_commits(14)).ok());
    }
    const auto mine = disk->content(segment_path(2));
    disk->set_content(segment_path(2), other.content(segment_path(2)));
    auto back = read_back(*disk);
    ASSERT_FALSE(back.ok());
    EXPECT_EQ(back.error().code, "JOURNAL_FOREIGN_SEGMENT");
    EXPECT_EQ(back.error().detail, segment_path(2) + " does not belong here: its journal is " + text_of(testing::test_id(99)) +
                                       ", this one is " + text_of(testing::test_id()));
    disk->set_content(segment_path(2), mine);
    const auto newest = read_identity(*disk, journal_path)->newest;
    disk->set_content(segment_path(newest + 1), other.content(segment_path(2)));
    back = read_back(*disk);
    ASSERT_FALSE(back.ok());
    EXPECT_EQ(back.error().code, "JOURNAL_FOREIGN_SEGMENT");
}

TEST(JournalDamage, SwappedAndDuplicatedSegmentsAreNamed) {
    const auto disk = journal_of(make_commits(14), segment_bytes);
    const auto first = disk->content(segment_path(1));
    const auto second = disk->content(segment_path(2));
    disk->set_content(segment_path(1), second);
    disk->set_content(segment_path(2), first);
    auto back = read_back(*disk);
    ASSERT_FALSE(back.ok());
    EXPECT_EQ(back.error().detail, segment_path(1) + " does not belong here: it says that it is segment 2");
    disk->set_content(segment_path(1), first);
    back = read_back(*disk);
    ASSERT_FALSE(back.ok());
    EXPECT_EQ(back.error().detail, segment_path(2) + " does not belong here: it says that it is segment 1");
}

TEST(JournalDamage, AnOlderCopyOfASegmentIsNoticed) {
    const auto commits = make_commits(14);
    const auto young = journal_of({commits.begin(), commits.begin() + 6}, segment_bytes, false);
    const auto disk = journal_of(commits, segment_bytes);
    const auto number = last_used_segment(*young);
    ASSERT_LT(number, last_used_segment(*disk));
    disk->set_content(segment_path(number), young->content(segment_path(number)));
    const auto back = read_back(*disk);
    ASSERT_FALSE(back.ok());
    EXPECT_NE(back.error().detail.find("missing: the segment ends here"), std::string::npos) << back.error().detail;
}

TEST(JournalDamage, AJournalThatEndsBeforeAKnownEventIsDamaged) {
    const auto commits = make_commits(5);
    const auto disk = journal_of(commits, segment_bytes);
    const auto last = testing::events_in(commits);
    EXPECT_TRUE(read_back(*disk, journal_path, {.known_durable = last}).ok());
    const auto back = read_back(*disk, journal_path, {.known_durable = last + 1});
    ASSERT_FALSE(back.ok());
    EXPECT_EQ(back.error().code, "JOURNAL_DAMAGED");
    EXPECT_NE(back.error().detail.find("ends before event " + std::to_string(last + 1)), std::string::npos);
}

TEST(JournalDamage, AHoleInTheUnsyncedTailIsTrimmedWithWhatFollows) {
    const auto disk = journal_of(make_commits(3), 4096, false);
    const auto before = read_back(*disk)->commits;
    {
        auto journal = open_journal(*disk, 4096);
        for (std::uint64_t n = 50; n < 54; ++n) ASSERT_TRUE(append_all(*journal->writer, {testing::make_commit(n)}).ok());
    }
    disk->crash_choosing([](std::size_t index) { return index != 1; });
    const auto back = read_back(*disk);
    ASSERT_TRUE(back.ok()) << back.error().detail;
    EXPECT_EQ(back->commits.size(), before.size() + 1);
    EXPECT_GT(back->end.trimmed_bytes, 0U);
    expect_continues(*disk, back->commits);
}

}  // namespace
}  // namespace trellis::adapters
