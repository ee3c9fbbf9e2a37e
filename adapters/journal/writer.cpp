// Writing: frames of one append go out in one call, at one offset that only moves when the call succeeded.
#include "adapters/journal/writer.hpp"

#include <algorithm>
#include <utility>

#include "adapters/journal/segment_list.hpp"
#include "engine/base/check.hpp"

namespace trellis::adapters {
namespace {

/// A failed sync leaves it unknown what is on the disk, whatever its reason: it must not be mistaken for a full disk.
Error sync_error(const Error& error) { return Error{"DISK_IO", error.detail}; }

Result<void> write_zeros(File& file, std::uint64_t from, std::uint64_t to) {
    if (from >= to) return {};
    return file.write(from, std::vector<std::byte>(to - from));
}

}  // namespace

Writer::Writer(JournalDirectory& directory, const WriterOptions& options) : directory_(directory), options_(options) {}

Result<std::unique_ptr<Writer>> Writer::open(JournalDirectory& directory, const JournalEnd& end, const WriterOptions& options) {
    auto writer = std::unique_ptr<Writer>(new Writer(directory, options));
    if (auto resumed = writer->resume(end); !resumed) return resumed.error();
    return writer;
}

Result<void> Writer::resume(const JournalEnd& end) {
    next_sequence_ = end.next_sequence;
    pending_sequence_ = end.next_sequence;
    if (auto removed = directory_.remove_leftovers(); !removed) return removed.error();
    if (auto taken = take_unused(end); !taken) return taken.error();
    if (end.segment == 0) return {};
    auto file = directory_.disk().open(join_path(directory_.path(), segment_name(end.segment)), OpenMode::write);
    if (!file) return file.error();
    file_ = std::move(*file);
    number_ = end.segment;
    offset_ = end.offset;
    used_ = offset_;
    const auto size = file_->size();
    if (!size) return size.error();
    file_bytes_ = *size;
    if (auto cleaned = clean_tail(end); !cleaned) return cleaned.error();
    synced_ = end.next_sequence - 1;
    return {};
}

Result<void> Writer::clean_tail(const JournalEnd& end) {
    if (end.trimmed_bytes == 0 && end.unsynced_from == end.offset) return {};
    // What follows the end must be zeros: an old frame left there could fit behind a new one.
    if (auto wiped = write_zeros(*file_, end.offset, end.offset + end.trimmed_bytes); !wiped) return wiped.error();
    // Frames that were read but never called durable may be in the page cache only, even behind a sync that failed: written
    // again, they are the next sync's business.
    std::vector<std::byte> frames(end.offset - end.unsynced_from);
    const auto got = file_->read(end.unsynced_from, frames);
    if (!got) return got.error();
    if (auto written = file_->write(end.unsynced_from, frames); !written) return written.error();
    if (auto synced = file_->sync(); !synced) return sync_error(synced.error());
    return {};
}

Result<void> Writer::take_unused(const JournalEnd& end) {
    const auto number = end.segment + 1;
    if (directory_.identity().newest < number) return {};
    auto file = directory_.disk().open(join_path(directory_.path(), segment_name(number)), OpenMode::write);
    if (!file) return file.error();
    if (end.stray_bytes > 0) {
        if (auto emptied = (*file)->truncate(0); !emptied) return emptied.error();
        if (auto synced = (*file)->sync(); !synced) return sync_error(synced.error());
    }
    next_ = JournalDirectory::NewSegment{number, std::move(*file)};
    has_next_ = true;
    return {};
}

bool Writer::fits(std::size_t frame_bytes) const {
    if (file_ == nullptr) return false;
    const auto used = offset_ + pending_.size();
    // A commit larger than a segment gets one of its own, which grows.
    return used + frame_bytes <= options_.segment_bytes || used == segment_header_bytes;
}

void Writer::encode(const Frame& frame) {
    TRELLIS_CHECK(frame.event_count > 0, "a commit has events");
    const FrameHeader header{pending_sequence_, frame.event_count, frame.at, frame.cause, synced_};
    encode_frame(pending_, header, frame.payload, number_);
    pending_sequence_ += frame.event_count;
    last_at_ = frame.at;
}

Appended Writer::append(std::span<const Frame> frames) {
    if (broken_) return {0, *broken_};
    if (auto repaired = repair(); !repaired) return {0, give_up(repaired.error())};
    std::size_t written = 0;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const auto frame_bytes = frame_overhead_bytes + frames[i].payload.size();
        if (!fits(frame_bytes)) {
            if (auto out = write_pending(); !out) return stop_at(written, out.error());
            written = i;
            if (auto rolled = roll(); !rolled) return stop_at(written, rolled.error());
        }
        encode(frames[i]);
    }
    if (auto out = write_pending(); !out) return stop_at(written, out.error());
    return {frames.size(), std::nullopt};
}

Appended Writer::stop_at(std::size_t written, Error error) {
    pending_.clear();
    pending_sequence_ = next_sequence_;
    return {written, give_up(std::move(error))};
}

Error Writer::give_up(Error error) {
    if (error.code != "DISK_FULL") broken_ = error;
    return error;
}

Result<void> Writer::write_pending() {
    if (pending_.empty()) return {};
    if (auto written = file_->write(offset_, pending_); !written) {
        repair_end_ = offset_ + pending_.size();
        return written;
    }
    offset_ += pending_.size();
    used_.store(offset_, std::memory_order_relaxed);
    file_bytes_ = std::max(file_bytes_, offset_);
    next_sequence_ = pending_sequence_;
    pending_.clear();
    return {};
}

Result<void> Writer::repair() {
    if (repair_end_ == 0) return {};
    if (auto wiped = write_zeros(*file_, offset_, std::min(repair_end_, file_bytes_)); !wiped) return wiped.error();
    if (auto cut = file_->truncate(std::max(file_bytes_, offset_)); !cut) return cut.error();
    repair_end_ = 0;
    return {};
}

Result<void> Writer::roll() {
    if (file_ != nullptr) {
        if (auto synced = sync(); !synced) return synced.error();
    }
    const std::scoped_lock guard(ahead_);
    if (!next_) {
        auto made = directory_.create_segment(0);
        if (!made) return made.error();
        next_ = std::move(*made);
    }
    return begin_segment(*next_);
}

Result<void> Writer::begin_segment(JournalDirectory::NewSegment& next) {
    TRELLIS_CHECK(next.number == number_ + 1, "segments are used in order");
    const auto size = next.file->size();
    if (!size) return size.error();
    const auto header = encode_segment_header({next.number, directory_.identity().id, next_sequence_});
    if (auto written = next.file->write(0, header); !written) return written.error();
    // Durable before any frame: so a bad header with frames behind it is damage and never a crash.
    if (auto synced = next.file->sync(); !synced) return sync_error(synced.error());
    file_ = std::move(next.file);
    number_ = next.number;
    offset_ = segment_header_bytes;
    used_ = offset_;
    has_next_ = false;
    file_bytes_ = std::max<std::uint64_t>(*size, segment_header_bytes);
    next_.reset();
    return {};
}

SyncPoint Writer::sync_point() const { return {file_, next_sequence_ - 1}; }

void Writer::mark_synced(std::uint64_t sequence) { synced_ = std::max(synced_, sequence); }

Result<void> Writer::sync() {
    if (broken_) return *broken_;
    const auto point = sync_point();
    if (point.file == nullptr || point.sequence == synced_) return {};
    if (auto synced = point.file->sync(); !synced) {
        broken_ = sync_error(synced.error());
        return *broken_;
    }
    mark_synced(point.sequence);
    return {};
}

Result<void> Writer::prepare_next() {
    const std::scoped_lock guard(ahead_);
    if (next_) return {};
    auto made = directory_.create_segment(options_.segment_bytes);
    if (!made) return made.error();
    next_ = std::move(*made);
    has_next_ = true;
    return {};
}

Result<void> Writer::drop_before(std::uint64_t sequence, std::uint64_t keep_segments) {
    const auto identity = directory_.identity();
    auto needed = identity.oldest;  // the first segment with an event from `sequence` on
    while (needed < identity.newest) {
        const auto next = read_segment_header(directory_.disk(), directory_.path(), needed + 1);
        if (!next) return next.error();
        const auto* header = std::get_if<SegmentHeader>(&*next);
        if (header == nullptr || header->first_sequence > sequence) break;
        ++needed;
    }
    if (needed < identity.oldest + keep_segments) return {};
    return directory_.drop_segments_before(needed - keep_segments);
}

Result<void> Writer::close() {
    if (auto synced = sync(); !synced) return synced.error();
    if (file_ == nullptr || next_sequence_ == 1) return {};
    if (auto repaired = repair(); !repaired) return repaired.error();
    const FrameHeader mark{next_sequence_, 0, last_at_, Cause{}, synced_};
    encode_frame(pending_, mark, {}, number_);
    if (auto written = write_pending(); !written) return stop_at(0, written.error()).error.value();
    if (auto synced = file_->sync(); !synced) return sync_error(synced.error());
    return {};
}

}  // namespace trellis::adapters
