// The file: opened, checked, followed up, and begun again when it cannot be trusted. What is asked of it is in queries.cpp.
#include "adapters/history/history.hpp"

#include <array>
#include <utility>

#include "adapters/archive/store_check.hpp"
#include "adapters/history/batch.hpp"
#include "adapters/history/read.hpp"
#include "adapters/journal/posix_disk.hpp"
#include "adapters/journal/segment_list.hpp"

namespace trellis::adapters {
namespace {

bool is_damage(const Error& error) { return error.code == "SNAPSHOT_DAMAGED" || error.code == "STORE_DAMAGED"; }

/// Of a file that has to be begun again.
bool is_useless(const Error& error) { return is_damage(error) || error.code == "HISTORY_NOT_USABLE"; }

Error not_usable(const std::string& path, const std::string& why) { return Error{"HISTORY_NOT_USABLE", path + " " + why}; }

}  // namespace

/// Nobody reads while it lives. In this order: who waits behind readers keeps further ones back.
struct History::Alone {
    explicit Alone(const History& history) : turn(history.turnstile_), file(history.file_mutex_) {}
    std::unique_lock<std::mutex> turn;
    std::unique_lock<std::shared_mutex> file;
};

History::History(Disk& disk, const HistoryOptions& options, std::string journal_id)
    : disk_(disk),
      options_(options),
      journal_id_(std::move(journal_id)),
      path_(join_path(options.archive, history_file_name)),
      reader_(disk, options.journal) {}

History::~History() = default;

Result<std::unique_ptr<History>> History::open(Disk& disk, const HistoryOptions& options) {
    const auto identity = read_identity(disk, options.journal);
    if (!identity) return identity.error();
    std::unique_ptr<History> history(new History(disk, options, text_of(identity->id)));
    PosixDisk files;  // LMDB's files are real ones, whatever the journal lies on
    if (auto made = files.create_directory(options.archive); !made) return made.error();
    if (auto opened = history->open_file(); !opened) {
        if (!is_useless(opened.error())) return opened.error();
        if (auto begun = history->begin_again(opened.error()); !begun) return begun.error();
    }
    history->options_.journal_end = UINT64_MAX;  // from here on it grows
    return history;
}

Result<void> History::open_file() {
    if (auto checked = check_store(path_); !checked && checked.error().code != "NOT_FOUND") return checked;
    auto store = Store::open(path_, Store::Mode::write, options_.map_bytes_min);
    if (!store) return store.error();
    store_ = std::move(*store);
    const auto info = examine();
    if (!info) return info.error();
    publish(*info);
    return {};
}

Result<HistoryInfo> History::examine() const {
    const auto transaction = store_->begin_read();
    if (!transaction) return transaction.error();
    const auto formatted = history::get<history::FormattedInfo>(*transaction, history::Key(history::Kind::info));
    if (!formatted) return formatted.error();
    HistoryInfo fresh;
    fresh.journal = journal_id_;
    if (!*formatted) return fresh;
    const auto& info = (*formatted)->info;
    if ((*formatted)->format != history::format) return not_usable(path_, "has format " + std::to_string((*formatted)->format));
    if (info.journal != journal_id_) return not_usable(path_, "is of journal " + info.journal + ", this one is " + journal_id_);
    if (info.sequence > options_.journal_end) {
        return not_usable(path_, "holds events up to e" + std::to_string(info.sequence) + ", the journal ends with e" +
                                     std::to_string(options_.journal_end));
    }
    return info;
}

Result<void> History::begin_again(const Error& why) {
    trust_.store(Trust::none);
    const Alone alone(*this);
    store_.reset();
    follower_.reset();
    PosixDisk files;
    if (auto removed = files.remove(path_); !removed && removed.error().code != "NOT_FOUND") return removed;
    trust_.store(Trust::good);
    {
        const std::scoped_lock guard(waiting_mutex_);
        discarded_.push_back(why);
    }
    return open_file();
}

/// Only if a second look finds damage the file is given up.
Result<void> History::open_again() {
    const auto look = [this]() -> Result<void> {
        const Alone alone(*this);
        store_.reset();
        follower_.reset();
        trust_.store(Trust::good);
        auto opened = open_file();
        if (!opened) store_.reset();
        return opened;
    };
    auto opened = look();
    if (opened || !is_useless(opened.error())) return opened;
    return begin_again(opened.error());
}

std::vector<Error> History::discarded() const {
    const std::scoped_lock guard(waiting_mutex_);
    return discarded_;
}

void History::publish(const HistoryInfo& info) {
    info_ = info;
    {
        const std::scoped_lock guard(waiting_mutex_);
        sequence_.store(info.sequence, std::memory_order_release);
    }
    advanced_.notify_all();
}

bool History::await(std::uint64_t sequence, std::chrono::milliseconds timeout) const {
    std::unique_lock guard(waiting_mutex_);
    return advanced_.wait_for(guard, timeout, [&] { return this->sequence() >= sequence; });
}

Result<void> History::copy_to(const std::string& path) const {
    const std::shared_lock together(file_mutex_);
    if (store_ == nullptr || trust_.load() != Trust::good) return Error{"HISTORY_DAMAGED", path_ + " is being built again"};
    return store_->copy_to(path);
}

// ---- following ----

Result<std::uint64_t> History::advance(std::uint64_t durable) {
    if (auto restored = restore_trust({"HISTORY_DAMAGED", path_ + " is damaged"}); !restored) return restored.error();
    auto applied = try_batch(durable);
    if (applied) return applied;
    follower_.reset();
    distrust(applied.error());
    if (trust_.load() == Trust::good) return applied;
    if (auto restored = restore_trust(applied.error()); !restored) return restored.error();
    return try_batch(durable);
}

Result<void> History::restore_trust(const Error& why) {
    switch (trust_.load()) {
        case Trust::none: return begin_again(why);
        case Trust::look_again: return open_again();
        case Trust::good: break;
    }
    return store_ == nullptr ? open_again() : Result<void>{};
}

Result<std::uint64_t> History::try_batch(std::uint64_t durable) {
    for (;;) {
        auto applied = write_batch(durable);
        const bool is_again = !applied && applied.error().code == "REPLAY_AGAIN";
        if (applied || (!is_again && applied.error().code != "STORE_FULL")) return applied;
        follower_.reset();
        if (is_again) continue;
        const Alone alone(*this);
        if (auto grown = store_->grow(); !grown) return grown.error();
    }
}

/// Where the next batch begins. What was dropped before it was taken up cannot be made good: begin again with what is kept.
Result<void> History::position() {
    if (follower_ || info_.sequence == UINT64_MAX) return {};
    auto follower = Follower::open(disk_, options_.journal, info_.sequence + 1);
    if (!follower && follower.error().code == "JOURNAL_STARTS_LATER") {
        if (info_.sequence > 0) return not_usable(path_, "ends with e" + std::to_string(info_.sequence) + ": " + follower.error().detail);
        const auto segments = list_segments(disk_, options_.journal);
        if (!segments) return segments.error();
        info_.begins_at = segments->used.front().header.first_sequence;
        follower = Follower::open(disk_, options_.journal, info_.begins_at);
    }
    if (!follower) return follower.error();
    follower_.emplace(std::move(*follower));
    return {};
}

Result<std::uint64_t> History::write_batch(std::uint64_t durable) {
    if (info_.sequence >= durable) return std::uint64_t{0};
    if (auto found = position(); !found) return found.error();
    auto transaction = store_->begin();
    if (!transaction) return transaction.error();
    history::Batch batch(*transaction, info_, careful_);
    while (batch.events() < options_.batch_events) {
        const auto frame = follower_->next(durable);
        if (!frame) return frame.error();
        if (!*frame) break;
        const auto taken = batch.take(**frame);
        if (taken.ok()) continue;
        const bool goes_on = batch.broken().has_value() && careful_.insert(*batch.broken()).second;
        return goes_on ? Error{"REPLAY_AGAIN", taken.error().detail} : taken.error();
    }
    if (batch.events() == 0) return std::uint64_t{0};
    const auto info = batch.write_back();
    if (!info) return info.error();
    {
        const Alone alone(*this);
        if (auto committed = transaction->commit(); !committed) return committed.error();
    }
    publish(*info);
    return batch.events();
}

// ---- reading ----

Result<History::Read> History::begin_read() const {
    std::unique_lock turn(turnstile_);
    std::shared_lock shared(file_mutex_);
    turn.unlock();
    if (store_ == nullptr) return Error{"HISTORY_DAMAGED", path_ + " could not be opened"};
    auto transaction = store_->begin_read();
    if (!transaction) return noted(transaction.error());
    return Read{std::move(shared), std::move(*transaction)};
}

Error History::noted(Error error) const {
    distrust(error);
    if (!is_damage(error)) return error;
    return Error{"HISTORY_DAMAGED", path_ + ": " + error.detail};
}

void History::distrust(const Error& error) const {
    if (error.code == "SNAPSHOT_DAMAGED" || error.code == "HISTORY_NOT_USABLE") trust_.store(Trust::none);
    auto good = Trust::good;
    if (error.code == "STORE_DAMAGED") trust_.compare_exchange_strong(good, Trust::look_again);
}

}  // namespace trellis::adapters
