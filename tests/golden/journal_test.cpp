// Journals of earlier versions read as they were written, by today's reader and codec.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <span>
#include <string>

#include "adapters/journal/posix_disk.hpp"
#include "adapters/journal/reader.hpp"
#include "adapters/json/document.hpp"
#include "adapters/json/event_json.hpp"
#include "engine/event/codec.hpp"
#include "engine/event/names.hpp"
#include "tests/support/paths.hpp"

namespace trellis::adapters {
namespace {

std::filesystem::path golden(std::string_view name) { return tests::project_root() / "tests" / "golden" / name; }

struct Commit {
    FrameHeader header;
    std::vector<std::byte> payload;
};

std::vector<Commit> read_commits(const std::filesystem::path& directory) {
    PosixDisk disk;
    auto reader = Reader::open(disk, directory.string()).value();
    std::vector<Commit> commits;
    while (const auto frame = reader.next().value()) {
        if (frame->header.event_count == 0) continue;
        commits.push_back({frame->header, {frame->payload.begin(), frame->payload.end()}});
    }
    EXPECT_EQ(reader.end().trimmed_bytes, 0U);
    return commits;
}

/// Version by version, from 1; the newest is written by today's codec.
const char* const journals[] = {"journal_v1", "journal_v2", "journal_v3"};
const char* const newest = "journal_v3";

/// True when everything that was written is read: a later version of an event adds fields at its end, and nothing else.
bool holds(const json::Value& now, const json::Value& then) {
    if (now.kind() != then.kind()) return false;
    if (then.is_object()) {
        return std::ranges::all_of(then.members(), [&](const json::Member& member) {
            const json::Value* found = now.find(member.name);
            return found != nullptr && holds(*found, member.value);
        });
    }
    if (then.is_array()) return std::ranges::equal(now.elements(), then.elements(), holds);
    return now.raw() == then.raw();
}

bool reads_as(const std::string& now, const std::string& then) {
    const auto today = json::Document::parse(now).value();
    const auto written = json::Document::parse(then).value();
    return holds(today.root(), written.root());
}

void expect_lines(const std::string& journal) {
    std::ifstream lines(golden(journal + ".jsonl"), std::ios::binary);
    std::string line;
    for (const auto& [header, payload] : read_commits(golden(journal))) {
        const auto events = decode_all(payload, header.event_count);
        ASSERT_TRUE(events.ok()) << events.error().detail;
        auto sequence = header.first_sequence;
        for (const auto& event : events.value()) {
            ASSERT_TRUE(std::getline(lines, line)) << "fewer lines than events";
            const std::string now = event_line(header, sequence++, event);
            EXPECT_TRUE(reads_as(now, line)) << "was " << line << "\nis " << now;
        }
    }
    EXPECT_FALSE(std::getline(lines, line)) << "more lines than events";
}

TEST(GoldenJournal, OfEachVersionReadsAsItWasWritten) {
    for (const char* journal : journals) {
        SCOPED_TRACE(journal);
        expect_lines(journal);
    }
}

TEST(GoldenJournal, HoldsTheBytesThatTodaysCodecWrites) {
    for (const auto& [header, payload] : read_commits(golden(newest))) {
        std::vector<std::byte> again;
        const auto events = decode_all(payload, header.event_count).value();
        for (const auto& event : events) encode(event, again);
        EXPECT_EQ(again, payload) << newest << ", event " << header.first_sequence;
    }
}

/// Of an encoded event: behind the array's head and the tag.
std::byte version_of(std::span<const std::byte> event) {
    const auto tag_head = std::to_integer<unsigned>(event[1]);
    const std::size_t tag_bytes = tag_head == 0xCD ? 3 : tag_head == 0xCC ? 2 : 1;
    return event[1 + tag_bytes];
}

TEST(GoldenJournal, OfEachVersionHoldsTheBytesOfEveryEventThatDidNotChange) {
    std::size_t unchanged = 0;
    for (const char* journal : journals) {
        for (const auto& [header, payload] : read_commits(golden(journal))) {
            std::span<const std::byte> rest(payload);
            while (!rest.empty()) {
                const auto from = rest;
                const auto event = decode(rest).value();
                const auto written = from.first(from.size() - rest.size());
                std::vector<std::byte> again;
                encode(event, again);
                if (version_of(again) != version_of(written)) continue;
                EXPECT_TRUE(std::ranges::equal(again, written)) << journal << ", event " << header.first_sequence << ": " << name_of(tag_of(event));
                ++unchanged;
            }
        }
    }
    EXPECT_GT(unchanged, 100U);
}

TEST(GoldenJournal, OfSomeVersionHoldsEveryEvent) {
    std::set<EventTag> seen;
    for (const char* journal : journals) {
        for (const auto& [header, payload] : read_commits(golden(journal))) {
            const auto events = decode_all(payload, header.event_count).value();
            for (const auto& event : events) seen.insert(tag_of(event));
        }
    }
    for_each_event_type([&]<class E>(std::type_identity<E>) {
        EXPECT_TRUE(seen.contains(E::tag)) << name_of(E::tag) << " is in no golden journal: write_golden_journal makes one";
    });
}

}  // namespace
}  // namespace trellis::adapters
