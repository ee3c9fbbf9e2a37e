// Makes a golden journal: `write_golden_journal tests/golden/journal_v2` writes every event, once with content and once without,
// and beside it the lines that it must be read as. Run once per version of the format; what is written is kept for good.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "adapters/journal/posix_disk.hpp"
#include "adapters/journal/writer.hpp"
#include "adapters/json/event_json.hpp"
#include "engine/event/codec.hpp"
#include "tests/support/sample.hpp"

namespace trellis::adapters {
namespace {

constexpr std::uint64_t segment_bytes = 2048;

/// Filled and empty, one commit a type; causes take turns.
class GoldenJournal {
public:
    GoldenJournal(Disk& disk, const std::string& path) {
        JournalId id;
        for (std::size_t at = 0; at < id.bytes.size(); ++at) id.bytes[at] = static_cast<std::byte>(at + 1);
        directory_ = JournalDirectory::open(disk, path, id).value();
        static_cast<void>(directory_->begin_incarnation().value());
        writer_ = Writer::open(*directory_, JournalEnd{}, {.segment_bytes = segment_bytes}).value();
        lines_.open(path + ".jsonl", std::ios::binary);
    }

    template <class E>
    void commit() {
        std::vector<std::byte> payload;
        encode(tests::sample<E>(), payload);
        encode(E{}, payload);
        const auto first = writer_->next_sequence();
        const Cause cause{static_cast<CauseKind>((first / 2 + 9) % enumerator_count<CauseKind>), first / 2};
        const Timestamp at{Duration{1'767'571'200'000'000'000 + static_cast<std::int64_t>(first) * 250'000'000}};
        const Frame frame{.event_count = 2, .at = at, .cause = cause, .payload = payload};
        const auto appended = writer_->append(std::span(&frame, 1));
        if (appended.error) throw std::runtime_error(appended.error->detail);
        writer_->sync().value();
        const FrameHeader header{.first_sequence = first, .event_count = 2, .at = at, .cause = cause, .synced = 0};
        lines_ << event_line(header, first, tests::sample<E>()) << '\n' << event_line(header, first + 1, E{}) << '\n';
    }

    void close() { writer_->close().value(); }

private:
    std::unique_ptr<JournalDirectory> directory_;
    std::unique_ptr<Writer> writer_;
    std::ofstream lines_;
};

}  // namespace
}  // namespace trellis::adapters

int main(int count, char** arguments) {
    if (count != 2 || std::filesystem::exists(arguments[1])) {
        std::cerr << "usage: write_golden_journal DIRECTORY, which may not exist\n";
        return 2;
    }
    trellis::adapters::PosixDisk disk;
    trellis::adapters::GoldenJournal journal(disk, arguments[1]);
    trellis::for_each_event_type([&]<class E>(std::type_identity<E>) { journal.commit<E>(); });
    journal.close();
    std::filesystem::remove(std::string(arguments[1]) + "/LOCK");
    return 0;
}
