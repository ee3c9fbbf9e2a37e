// Everything the journal tells, as rows that lists are answered from: one LMDB file behind the running journal. Memory stays bounded
// however long the history is; nothing decides by it, and it can always be built again from the journal that is kept.
//
//   archive thread ─ advance() ─► history.mdb ◄─ queries ─ any thread
//                    (one transaction a batch, synced)     (a short shared lock each)
//
// The events themselves are read from the journal's segments (EventReader); those that are not kept any more answer EVENT_NOT_KEPT.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/archive/lmdb.hpp"
#include "adapters/history/event_reader.hpp"
#include "adapters/history/paper_books.hpp"
#include "adapters/history/rows.hpp"
#include "adapters/journal/follower.hpp"

namespace trellis::adapters {

/// The file of a history in DATA_DIR/state.mdb.
inline constexpr const char* history_file_name = "history.mdb";

struct HistoryOptions {
    std::string journal;                          ///< DATA_DIR/journal
    std::string archive;                          ///< DATA_DIR/state.mdb; made if it is absent
    std::uint64_t journal_end = UINT64_MAX;       ///< the journal's last event, as recovery found it
    std::uint64_t batch_events = 4'096;           ///< events of one transaction, about
    std::uint64_t map_bytes_min = 64ULL << 20U;   ///< of the file's map; it grows
};

/// How far it is, and where it had to begin.
struct HistoryInfo {
    std::string journal;             ///< id of the journal it follows
    std::uint64_t sequence = 0;      ///< the last event in it
    Timestamp at{};                  ///< of that event
    Incarnation incarnation;
    std::uint64_t begins_at = 1;     ///< the first event in it; behind 1: older ones were not kept when it was built
    std::uint64_t skipped = 0;       ///< events about rows whose beginning is not kept
    SignalNumber newest_signal;      ///< the highest number seen
    bool operator==(const HistoryInfo&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.journal, self.sequence, self.at, self.incarnation, self.begins_at, self.skipped, self.newest_signal);
    }
};

/// Errors of queries: BAD_CURSOR, BAD_LIMIT, HISTORY_DAMAGED (it is built again soon), EVENT_NOT_KEPT, disk errors. Something that is
/// not there is no error: an empty optional.
class History {
public:
    /// `disk` is where the journal lies, and outlives it. A file that is damaged, of another journal, ahead of the journal's end or of
    /// another format is discarded and built again: `discarded()` says why. Errors: those of the journal's directory and of the disk.
    static Result<std::unique_ptr<History>> open(Disk& disk, const HistoryOptions& options);
    History(const History&) = delete;
    History& operator=(const History&) = delete;
    ~History();

    // ---- the archive thread ----

    /// Takes up events up to `durable`, one batch of them; how many. Durable when it returns. Damage found here or by a query: the file
    /// is discarded and begun again. Errors: those of the journal, the codec and the disk; may be called again.
    Result<std::uint64_t> advance(std::uint64_t durable);
    /// Why files were given up, oldest first.
    std::vector<Error> discarded() const;

    // ---- any thread ----

    std::uint64_t sequence() const { return sequence_.load(std::memory_order_acquire); }
    /// Waits until it has that event; false: not within the time.
    bool await(std::uint64_t sequence, std::chrono::milliseconds timeout) const;
    Result<HistoryInfo> info() const;

    Result<std::optional<SignalRow>> signal(SignalNumber number) const;
    Result<PageOf<SignalRow>> signals(const SignalFilter& filter, const PageRequest& page) const;

    Result<std::optional<GroupRow>> group(GroupId id) const;
    /// The newest group of an identity, ended or not.
    Result<std::optional<GroupId>> newest(AccountId account, const Identity& identity) const;
    Result<PageOf<GroupRow>> groups(const GroupFilter& filter, const PageRequest& page) const;

    /// By name (g1.4/entry/0/2) or client order id.
    Result<std::optional<OrderKey>> find_order(std::string_view id) const;
    Result<std::optional<ListedOrder>> order(OrderKey key) const;
    Result<PageOf<ListedOrder>> orders(const OrderFilter& filter, const PageRequest& page) const;
    Result<PageOf<FillRow>> fills(const FillFilter& filter, const PageRequest& page) const;

    /// Nothing: there is no such event yet. Error EVENT_NOT_KEPT.
    Result<std::optional<EventRow>> event(std::uint64_t sequence) const;
    /// Ends, without an error, where the journal that is kept begins.
    Result<PageOf<EventRow>> events(const EventFilter& filter, const PageRequest& page) const;
    /// Sequences, ascending. Events of a group are those it applies and those of the desk that name it.
    Result<std::vector<std::uint64_t>> events_of(GroupId group) const;
    Result<std::vector<std::uint64_t>> events_of(SignalNumber signal) const;

    Result<AccountRow> account(AccountId account) const;
    /// The desk without what it remembers of old signals: trading state, slots, the queue. Questions of the engine are asked of it.
    Result<Desk> desk(AccountId account) const;
    /// Entries that left the queue, newest first.
    Result<PageOf<QueueHistoryRow>> queue_history(const AccountFilter& accounts, const PageRequest& page) const;
    Result<Risk> risk(AccountId account) const;
    /// Offsets, newest first.
    Result<PageOf<RiskActionRow>> risk_actions(const AccountFilter& accounts, const PageRequest& page) const;
    /// Passes that acted on nobody (any more), newest first.
    Result<PageOf<RiskPassRow>> risk_passes(const AccountFilter& accounts, const PageRequest& page) const;
    /// Versions of the configuration (C-2), by their number.
    Result<std::optional<ConfigRow>> config(std::uint64_t number) const;
    Result<PageOf<ConfigRow>> configs(const PageRequest& page) const;
    /// Of an event of the directory (Z-10): the facts (adapters/history/facts.hpp) that it took the place of, as JSON. Nothing: it is the
    /// first about them that the history knows.
    Result<std::optional<std::string>> replaced_by(std::uint64_t sequence) const;
    /// Starts of the process: the event and its number.
    Result<std::map<std::uint64_t, Incarnation>> starts() const;
    /// What the paper venue had after the last event; net quantities of the groups that are open.
    Result<PaperBooks> paper_books() const;

    /// All of it to a new file, for a backup; no batch is committed meanwhile. Errors: HISTORY_DAMAGED, disk errors.
    Result<void> copy_to(const std::string& path) const;

    const EventReader& reader() const { return reader_; }

private:
    /// What is to be done with the file before it is used again.
    enum class Trust : std::uint8_t {
        good,
        look_again,  ///< LMDB gave up: after a disk that was full, or for damage
        none,        ///< a record is damaged
    };
    struct Alone;
    struct Read;
    History(Disk& disk, const HistoryOptions& options, std::string journal_id);

    Result<void> begin_again(const Error& why);
    Result<void> open_again();
    Result<void> restore_trust(const Error& why);
    Result<void> open_file();
    Result<HistoryInfo> examine() const;
    Result<std::uint64_t> try_batch(std::uint64_t durable);
    Result<std::uint64_t> write_batch(std::uint64_t durable);
    Result<void> position();
    void publish(const HistoryInfo& info);
    Result<Read> begin_read() const;
    Error noted(Error error) const;
    void distrust(const Error& error) const;
    Result<PageOf<ListedOrder>> orders_of(GroupId group, const OrderFilter& filter, const PageRequest& page) const;
    template <class T>
    Result<T> query(const std::function<Result<T>(const Store::Transaction&)>& ask) const;

    Disk& disk_;
    HistoryOptions options_;
    std::string journal_id_;
    std::string path_;
    EventReader reader_;

    mutable std::shared_mutex file_mutex_;  // shared: a reading transaction is open; alone: the file is committed to or replaced
    mutable std::mutex turnstile_;          // held by who waits for file_mutex_: many readers do not keep the writer out
    std::unique_ptr<Store> store_;
    mutable std::atomic<Trust> trust_{Trust::good};

    // The archive thread's own.
    HistoryInfo info_;
    std::set<GroupId> careful_;  // groups that could not take an event
    std::optional<Follower> follower_;

    std::atomic<std::uint64_t> sequence_{0};
    mutable std::mutex waiting_mutex_;  // guards discarded_ too
    mutable std::condition_variable advanced_;
    std::vector<Error> discarded_;
};

}  // namespace trellis::adapters
