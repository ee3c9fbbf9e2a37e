// The file JOURNAL: its text, its checksum, its incarnations.
#include <gtest/gtest.h>
#include <xxhash.h>

#include "tests/adapters/journal/support.hpp"

namespace trellis::adapters {
namespace {

using testing::journal_path;
using testing::test_id;

const JournalIdentity an_identity{.id = test_id(), .incarnation = 12, .oldest = 3, .newest = 9};

/// As any version of the program seals the file.
std::string with_checksum(const std::string& text) {
    constexpr std::string_view digits = "0123456789abcdef";
    const std::uint64_t checksum = XXH3_64bits(text.data(), text.size());
    std::string sealed = text + "checksum ";
    for (unsigned shift = 64; shift > 0; shift -= 4) sealed += digits[(checksum >> (shift - 4)) & 15U];
    return sealed + "\n";
}

TEST(JournalIdentity, ReadsWhatWasWritten) {
    const auto parsed = parse_identity(text_of(an_identity), "JOURNAL");
    ASSERT_TRUE(parsed.ok()) << parsed.error().detail;
    EXPECT_EQ(*parsed, an_identity);
}

TEST(JournalIdentity, EveryFlippedBitAndEveryTruncationIsNoticed) {
    const auto text = text_of(an_identity);
    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
        auto flipped = text;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        const auto parsed = parse_identity(flipped, "/x/JOURNAL");
        ASSERT_FALSE(parsed.ok()) << "bit " << bit;
        EXPECT_EQ(parsed.error().code, "JOURNAL_DAMAGED");
        EXPECT_NE(parsed.error().detail.find("/x/JOURNAL is damaged"), std::string::npos);
    }
    for (std::size_t size = 0; size < text.size(); ++size) {
        EXPECT_FALSE(parse_identity(text.substr(0, size), "JOURNAL").ok()) << size;
    }
}

TEST(JournalDirectory, CountsIncarnationsDurably) {
    FaultyDisk disk;
    for (std::uint32_t start = 1; start <= 5; ++start) {
        auto directory = JournalDirectory::open(disk, journal_path, test_id());
        ASSERT_TRUE(directory.ok()) << directory.error().detail;
        EXPECT_EQ((*directory)->begin_incarnation().value(), start);
        disk.crash_keeping(0);
    }
    EXPECT_EQ(read_identity(disk, journal_path)->incarnation, 5U);
}

TEST(JournalDirectory, KeepsTheIdItWasMadeWith) {
    FaultyDisk disk;
    { ASSERT_TRUE(JournalDirectory::open(disk, journal_path, test_id(1)).ok()); }
    const auto again = JournalDirectory::open(disk, journal_path, test_id(2));
    ASSERT_TRUE(again.ok());
    EXPECT_EQ((*again)->identity().id, test_id(1));
}

TEST(JournalDirectory, SegmentsWithoutTheirJournalFileAreRefused) {
    const auto disk = testing::journal_of(testing::make_commits(3), 300);
    disk->erase(journal_path + "/JOURNAL");
    const auto directory = JournalDirectory::open(*disk, journal_path, test_id());
    ASSERT_FALSE(directory.ok());
    EXPECT_EQ(directory.error().code, "JOURNAL_DAMAGED");
    EXPECT_EQ(directory.error().detail, "/journal/00000001.trl is a segment, but /journal/JOURNAL is missing");
}

TEST(JournalDirectory, ANewerVersionIsNamed) {
    const auto text = with_checksum("trellis journal 2\nnobody knows\n");
    const auto parsed = parse_identity(text, "/x/JOURNAL");
    ASSERT_FALSE(parsed.ok());
    EXPECT_EQ(parsed.error().code, "JOURNAL_VERSION");
    EXPECT_EQ(parsed.error().detail, "/x/JOURNAL has version 2, this program reads 1");
}

}  // namespace
}  // namespace trellis::adapters
