// The journal as the engine uses it: pending commits in, completions out.
#include "bench/journal/trellis_peer.hpp"

#include <condition_variable>
#include <mutex>
#include <stdexcept>

#include "adapters/journal/journal_thread.hpp"
#include "adapters/journal/posix_disk.hpp"

namespace trellis::bench {
namespace {

template <class T>
T expect(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().detail);
    return std::move(*result);
}

class Alarm final : public adapters::JournalObserver {
public:
    void on_journal_state(adapters::JournalState, const Error& reason) override { throw std::runtime_error(reason.detail); }
};

class Trellis final : public TrellisPeer {
public:
    Trellis(const std::string& directory, Route route)
        : directory_(expect(adapters::JournalDirectory::open(disk_, directory, adapters::JournalId{}))),
          writer_(expect(adapters::Writer::open(*directory_, expect(adapters::read_to_end(disk_, directory))))),
          route_(route) {
        prepare();
        adapters::GroupCommitOptions options;
        if (route == Route::thread_write) options.durability = adapters::Durability::write;
        if (route == Route::inline_fsync) {
            inline_ = std::make_unique<adapters::GroupCommit>(*writer_, alarm_, options);
        } else {
            thread_ = std::make_unique<adapters::JournalThread>(*writer_, alarm_, options);
        }
    }

    void prepare() override {
        if (auto prepared = writer_->prepare_next(); !prepared) throw std::runtime_error(prepared.error().detail);
    }

    void store(std::span<const std::byte> record, std::size_t count) override {
        released_ = 0;
        for (std::size_t i = 0; i < count; ++i) push(record, count);
        if (inline_ != nullptr) inline_->drain_once();
        if (route_ == Route::thread_fsync) {
            std::unique_lock guard(mutex_);
            is_released_.wait(guard, [&] { return released_ == count; });
        }
        if (released_ != count) throw std::runtime_error("a commit was not let go");
    }

private:
    void push(std::span<const std::byte> record, std::size_t count) {
        adapters::PendingCommit commit;
        commit.ticket = Ticket{++ticket_};
        commit.cause = Cause{CauseKind::signal, ticket_};
        commit.event_count = 1;
        // The frame's own bytes are part of the record, so that all peers store as many.
        const auto payload = record.subspan(adapters::frame_overhead_bytes);
        commit.payload.assign(payload.begin(), payload.end());
        commit.needs_sync = true;
        commit.on_durable = [this, count](std::uint64_t) { let_go(count); };
        const bool is_taken = inline_ != nullptr ? inline_->push(std::move(commit)) : thread_->push(std::move(commit));
        if (!is_taken) throw std::runtime_error("the journal takes nothing");
    }

    void let_go(std::size_t count) {
        if (route_ != Route::thread_fsync) {
            ++released_;
            return;
        }
        const std::scoped_lock guard(mutex_);
        if (++released_ == count) is_released_.notify_one();
    }

    adapters::PosixDisk disk_;
    std::unique_ptr<adapters::JournalDirectory> directory_;
    std::unique_ptr<adapters::Writer> writer_;
    Route route_;
    Alarm alarm_;
    std::uint64_t ticket_ = 0;
    std::mutex mutex_;
    std::condition_variable is_released_;
    std::size_t released_ = 0;
    std::unique_ptr<adapters::GroupCommit> inline_;
    std::unique_ptr<adapters::JournalThread> thread_;
};

}  // namespace

std::unique_ptr<TrellisPeer> trellis_peer(const std::string& directory, Route route) {
    return std::make_unique<Trellis>(directory, route);
}

}  // namespace trellis::bench
