#include "bench/recovery/journal_maker.hpp"

#include <filesystem>
#include <vector>

#include "adapters/archive/archive.hpp"
#include "adapters/journal/posix_disk.hpp"
#include "adapters/journal/writer.hpp"
#include "engine/event/codec.hpp"
#include "tests/support/trading.hpp"

namespace trellis::bench {
namespace {

/// Four accounts with up to 250 groups each: more than most will ever have open.
constexpr tests::TradingOptions busy{.accounts = 4, .instruments = 40, .max_open_groups = 250, .mischief_percent = 2};

/// Commits waiting to be appended together: a write for each would only make the bench slow.
class Appender {
public:
    Appender(adapters::Writer& writer, MadeJournal& made, const std::function<void(std::span<const std::byte>)>& on_event)
        : writer_(writer), made_(made), on_event_(on_event) {}

    void take(const Commit& commit) {
        const auto begin = payloads_.size();
        for (const auto& event : commit.events) {
            const auto at = payloads_.size();
            encode(event, payloads_);
            on_event_(std::span(payloads_).subspan(at));
        }
        const auto* cause = std::get_if<Cause>(&commit.cause);
        const auto count = static_cast<std::uint32_t>(commit.events.size());
        waiting_.push_back({count, commit.at, cause == nullptr ? Cause{CauseKind::event, made_.events} : *cause, {}});
        extents_.push_back({begin, payloads_.size() - begin});
        made_.events += count;
        made_.bytes += payloads_.size() - begin;
        ++made_.commits;
        constexpr std::size_t batch_bytes = 1U << 20U;
        if (payloads_.size() > batch_bytes) flush();
    }
    void flush() {
        for (std::size_t i = 0; i < waiting_.size(); ++i) {
            waiting_[i].payload = std::span(payloads_).subspan(extents_[i].at, extents_[i].size);
        }
        if (const auto appended = writer_.append(waiting_); appended.error) throw std::runtime_error(appended.error->detail);
        waiting_.clear();
        extents_.clear();
        payloads_.clear();
    }

private:
    struct Extent {
        std::size_t at = 0;
        std::size_t size = 0;
    };
    adapters::Writer& writer_;
    MadeJournal& made_;
    const std::function<void(std::span<const std::byte>)>& on_event_;
    std::vector<adapters::Frame> waiting_;
    std::vector<Extent> extents_;
    std::vector<std::byte> payloads_;
};

}  // namespace

MadeJournal make_journal(const std::string& directory, std::uint64_t events, std::uint64_t tail_events,
                         const std::function<void(std::span<const std::byte>)>& on_event) {
    adapters::PosixDisk disk;
    auto owned = std::move(adapters::JournalDirectory::open(disk, directory + "/journal", adapters::JournalId{})).value();
    auto writer = std::move(adapters::Writer::open(*owned, adapters::JournalEnd{})).value();
    MadeJournal made;
    made.config = tests::trading_config(busy);
    Appender appender(*writer, made, on_event);
    tests::Trading trading(1, [&](const Commit& commit) { appender.take(commit); }, busy);
    trading.begin(Incarnation{owned->begin_incarnation().value()});
    while (made.events < events - tail_events) trading.step();
    appender.flush();
    writer->sync().value();
    const auto archive = std::move(adapters::Archive::open(*owned, directory + "/state.mdb", World::empty(made.config))).value();
    made.cut = archive->advance(writer->synced_sequence()).value().to;
    while (made.events < events) trading.step();
    appender.flush();
    writer->close().value();
    made.groups = trading.world().groups.size();
    return made;
}

}  // namespace trellis::bench
