#include "adapters/simulation/journal_session.hpp"

#include "adapters/journal/commit_record.hpp"
#include "adapters/journal/reader.hpp"
#include "engine/event/codec.hpp"
#include "engine/event/names.hpp"
#include "engine/world/group_fold.hpp"

namespace trellis::adapters {

namespace {

/// A decoded commit, or the error that names the sequence.
Result<ReplayedCommit> decode_commit(const FrameView& frame) {
    auto events = decode_all(frame.payload, frame.header.event_count);
    if (!events.ok()) {
        return Error{events.error().code,
                     "sequence " + std::to_string(frame.header.first_sequence) + ": " + events.error().detail};
    }
    return ReplayedCommit{frame.header.first_sequence, frame.header.at, frame.header.cause,
                          std::move(events).value()};
}

}  // namespace

Result<std::vector<ReplayedCommit>> read_commits(Disk& disk, const std::string& journal, JournalEnd& end) {
    auto reader = Reader::open(disk, journal);
    if (!reader.ok()) return reader.error();
    std::vector<ReplayedCommit> commits;
    while (true) {
        auto frame = reader->next();
        if (!frame.ok()) return frame.error();
        if (!frame->has_value()) break;
        if ((*frame)->header.event_count == 0) continue;
        auto commit = decode_commit(**frame);
        if (!commit.ok()) return commit.error();
        commits.push_back(std::move(commit).value());
    }
    end = reader->end();
    return commits;
}

Result<std::unique_ptr<JournalSession>> JournalSession::open(Disk& disk, const SessionOptions& options) {
    std::unique_ptr<JournalSession> session(new JournalSession(options));
    if (auto loaded = session->load(disk); !loaded.ok()) return loaded.error();
    return session;
}

Result<void> JournalSession::load(Disk& disk) {
    disk_ = &disk;
    if (auto made = disk.create_directory(options_.directory); !made.ok()) return made.error();
    auto lock = disk.lock(join_path(options_.directory, "LOCK"));
    if (!lock.ok()) return lock.error();
    lock_ = std::move(lock).value();
    const std::string path = join_path(options_.directory, "journal");
    auto directory = JournalDirectory::open(disk, path, options_.journal_id);
    if (!directory.ok()) return directory.error();
    directory_ = std::move(directory).value();
    JournalEnd end;
    auto commits = read_commits(disk, path, end);
    if (!commits.ok()) return commits.error();
    history_ = std::move(commits).value();
    for (const auto& commit : history_) {
        for (const auto& event : commit.events) {
            if (std::holds_alternative<RunFinished>(event)) is_finished_ = true;
            const auto* started = std::get_if<RunStarted>(&event);
            if (started != nullptr && started->input != options_.input) {
                return Error{"OTHER_INPUT", options_.directory + " belongs to another scenario (" + started->input +
                                                ", not " + options_.input + ")"};
            }
        }
    }
    if (!history_.empty() && !options_.may_resume) {
        return Error{"JOURNAL_IN_USE", options_.directory + " holds a run already: use --resume or another directory"};
    }
    auto writer = Writer::open(*directory_, end, {options_.segment_bytes});
    if (!writer.ok()) return writer.error();
    writer_ = std::move(writer).value();
    GroupCommitOptions how;
    how.durability = options_.is_durable ? Durability::fsync : Durability::write;
    commits_ = std::make_unique<GroupCommit>(*writer_, *this, how);
    return {};
}

Result<void> JournalSession::begin() {
    auto number = directory_->begin_incarnation();
    if (!number.ok()) return number.error();
    incarnation_ = Incarnation{*number};
    last_at_ = history_.empty() ? options_.start : history_.back().at;
    append_operational(RunStarted{incarnation_, options_.input, TRELLIS_VERSION}, last_at_);
    return flush();
}

void JournalSession::append_operational(const Event& event, Timestamp at) {
    PendingCommit pending = record_of(event, at, operational_++);
    pending.on_durable = [](std::uint64_t) {};
    commits_->push(std::move(pending));
}

void JournalSession::append(const Commit& commit, std::function<void()> released) {
    PendingCommit pending = record_of(commit);
    pending.on_durable = [released = std::move(released)](std::uint64_t) { released(); };
    last_at_ = commit.at;
    commits_->push(std::move(pending));
    if (options_.is_durable) commits_->drain_once();
    after_append_();
}

Result<void> JournalSession::flush() {
    commits_->flush();
    if (failure_.has_value()) return *failure_;
    return {};
}

Result<std::optional<Group>> JournalSession::read_group(GroupId group) {
    if (auto flushed = flush(); !flushed.ok()) return flushed.error();
    JournalEnd end;
    const auto commits = read_commits(*disk_, directory_->path(), end);
    if (!commits.ok()) return commits.error();
    GroupFold fold(group);
    for (const auto& commit : *commits) {
        for (const auto& event : commit.events) fold.take(event);
    }
    return fold.take_group();
}

Result<void> JournalSession::finish(Timestamp at) {
    if (!is_finished_) append_operational(RunFinished{at}, at);
    if (auto flushed = flush(); !flushed.ok()) return flushed.error();
    return writer_->close();
}

void JournalSession::on_journal_state(JournalState state, const Error& reason) {
    if (state == JournalState::running) {
        failure_.reset();
    } else {
        failure_ = reason;
    }
}

}  // namespace trellis::adapters
