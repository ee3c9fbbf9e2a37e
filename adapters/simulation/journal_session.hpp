// The journal of one simulated run: a data directory of its own, what an earlier start left in it, and the way in for commits.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/journal/directory.hpp"
#include "adapters/journal/group_commit.hpp"
#include "adapters/journal/writer.hpp"
#include "engine/ports.hpp"
#include "engine/world/replay.hpp"

namespace trellis::adapters {

struct SessionOptions {
    std::string directory;            ///< DATA_DIR; the journal is in DATA_DIR/journal
    std::string input;                ///< SHA-256 of what is run; a directory serves one input only
    bool may_resume = false;
    bool is_durable = true;           ///< false for a temporary directory: nothing is synced
    std::uint64_t segment_bytes = 16U << 20U;
    Timestamp start{};                ///< of the run, by its own clock
    JournalId journal_id;             ///< of a new journal: drawn by the program, told apart from others by it
};

/// Errors: JOURNAL_IN_USE (used before, without resume), OTHER_INPUT (used by another scenario), and the journal's own.
class JournalSession final : public JournalObserver {
public:
    /// `disk` outlives it.
    static Result<std::unique_ptr<JournalSession>> open(Disk& disk, const SessionOptions& options);

    /// The commits an earlier start left, in order; empty in a fresh directory.
    const std::vector<ReplayedCommit>& history() const { return history_; }
    /// True when the run had reached its end.
    bool is_finished() const { return is_finished_; }
    Incarnation incarnation() const { return incarnation_; }

    /// Writes that a start of the process begins here; once, before the first append.
    Result<void> begin();
    /// Takes a commit; `released` is called when it may leave: at once, or behind the sync that covers it.
    void append(const Commit& commit, std::function<void()> released);
    /// Everything appended so far is durable when it returns.
    Result<void> flush();
    /// The group as everything appended so far made it, read from the journal again; nothing when it has none.
    Result<std::optional<Group>> read_group(GroupId group);
    /// Writes that the run reached its end, and closes.
    Result<void> finish(Timestamp at);

    /// For whoever makes snapshots behind the journal; valid as long as the session.
    JournalDirectory& directory() { return *directory_; }
    std::uint64_t durable_sequence() const { return commits_->durable_sequence(); }
    /// Called behind each append, when what it could let go has left.
    void set_after_append(std::function<void()> after) { after_append_ = std::move(after); }

    /// Why the journal stopped, if it did.
    const std::optional<Error>& failure() const { return failure_; }
    void on_journal_state(JournalState state, const Error& reason) override;

private:
    explicit JournalSession(SessionOptions options) : options_(std::move(options)) {}
    Result<void> load(Disk& disk);
    void append_operational(const Event& event, Timestamp at);

    SessionOptions options_;
    Disk* disk_ = nullptr;
    std::unique_ptr<DiskLock> lock_;
    std::unique_ptr<JournalDirectory> directory_;
    std::unique_ptr<Writer> writer_;
    std::unique_ptr<GroupCommit> commits_;
    std::vector<ReplayedCommit> history_;
    Incarnation incarnation_;
    Timestamp last_at_{};
    std::uint64_t operational_ = 0;
    bool is_finished_ = false;
    std::function<void()> after_append_ = [] {};
    std::optional<Error> failure_;
};

/// All commits of a journal, decoded. Errors name the sequence.
Result<std::vector<ReplayedCommit>> read_commits(Disk& disk, const std::string& journal, JournalEnd& end);

}  // namespace trellis::adapters
