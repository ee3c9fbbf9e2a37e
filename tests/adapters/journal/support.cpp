// Commits, journals and what they hold, for the tests beside.
#include "tests/adapters/journal/support.hpp"

#include <algorithm>
#include <utility>

namespace trellis::adapters::testing {

Commit make_commit(std::uint64_t n, std::size_t payload_bytes_max) {
    Commit commit;
    commit.event_count = static_cast<std::uint32_t>(1 + n % 3);
    commit.at = Timestamp(Duration(static_cast<std::int64_t>(1'767'571'200'000'000'000 + n * 1'000)));
    commit.cause = n % 4 == 0 ? Cause{CauseKind::signal, n + 1} : Cause{CauseKind::event, 1};
    if (n == 0) commit.cause = {CauseKind::operational, 0};
    commit.payload.resize(3 + (n * 7) % std::max<std::size_t>(payload_bytes_max - 2, 1));
    for (std::size_t i = 0; i < commit.payload.size(); ++i) commit.payload[i] = static_cast<std::byte>(n * 31 + i);
    return commit;
}

std::vector<Commit> make_commits(std::size_t count, std::size_t payload_bytes_max) {
    std::vector<Commit> commits;
    for (std::size_t n = 0; n < count; ++n) commits.push_back(make_commit(n, payload_bytes_max));
    return commits;
}

std::uint64_t events_in(const std::vector<Commit>& commits) {
    std::uint64_t events = 0;
    for (const auto& commit : commits) events += commit.event_count;
    return events;
}

JournalId test_id(std::uint8_t seed) {
    JournalId id;
    for (std::size_t i = 0; i < id.bytes.size(); ++i) id.bytes[i] = static_cast<std::byte>(seed + i);
    return id;
}

Result<ReadBack> read_back(Disk& disk, const std::string& path, const ReadOptions& options) {
    auto reader = Reader::open(disk, path, options);
    if (!reader) return reader.error();
    ReadBack back;
    for (;;) {
        const auto frame = reader->next();
        if (!frame) return frame.error();
        if (!*frame) break;
        const auto& [header, payload] = **frame;
        back.commits.push_back({header.event_count, header.at, header.cause, Bytes(payload.begin(), payload.end())});
    }
    back.end = reader->end();
    return back;
}

Result<OpenJournal> open_journal(Disk& disk, std::uint64_t segment_bytes, const std::string& path, const JournalId& id) {
    auto directory = JournalDirectory::open(disk, path, id);
    if (!directory) return directory.error();
    auto back = read_back(disk, path);
    if (!back) return back.error();
    auto writer = Writer::open(**directory, back->end, {.segment_bytes = segment_bytes});
    if (!writer) return writer.error();
    return OpenJournal{std::move(*directory), std::move(*writer), back->end, std::move(back->commits)};
}

Result<void> append_all(Writer& writer, const std::vector<Commit>& commits) {
    for (const auto& commit : commits) {
        const auto frame = commit.frame();
        if (const auto appended = writer.append({&frame, 1}); appended.error) return *appended.error;
    }
    return {};
}

std::unique_ptr<FaultyDisk> journal_of(const std::vector<Commit>& commits, std::uint64_t segment_bytes, bool is_closed) {
    auto disk = std::make_unique<FaultyDisk>();
    auto journal = open_journal(*disk, segment_bytes);
    journal->writer->prepare_next().value();
    for (std::size_t i = 0; i < commits.size(); ++i) {
        append_all(*journal->writer, {commits[i]}).value();
        if (i % 3 == 2) journal->writer->sync().value();
        journal->writer->prepare_next().value();
    }
    journal->writer->sync().value();
    if (is_closed) journal->writer->close().value();
    journal.value() = OpenJournal{};
    disk->kill_process();
    return disk;
}

std::string segment_path(std::uint64_t number) { return join_path(journal_path, segment_name(number)); }

bool is_prefix(const std::vector<Commit>& part, const std::vector<Commit>& whole) {
    return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

}  // namespace trellis::adapters::testing
