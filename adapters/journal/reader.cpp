// Reading with suspicion. A place that is no frame is judged by what lies behind it: a later segment, or a later frame that calls
// it durable, makes it damage; otherwise it is the torn tail.
#include "adapters/journal/reader.hpp"

#include <algorithm>
#include <utility>

#include "adapters/journal/little_endian.hpp"

namespace trellis::adapters {
namespace {

bool is_not_zero(std::byte byte) { return byte != std::byte{0}; }

/// Bytes up to and with the last that is not zero.
std::size_t used_bytes(std::span<const std::byte> bytes) {
    std::size_t end = bytes.size();
    while (end >= 8 && load<std::uint64_t>(bytes, end - 8) == 0) end -= 8;
    while (end > 0 && !is_not_zero(bytes[end - 1])) --end;
    return end;
}

std::string events_from_to(std::uint64_t first, std::uint64_t last) {
    if (first == last) return "event " + std::to_string(first);
    return "events " + std::to_string(first) + " to " + std::to_string(last);
}

}  // namespace

Reader::Reader(Disk& disk, std::string directory, SegmentList segments)
    : disk_(&disk), directory_(std::move(directory)), segments_(std::move(segments)) {}

Result<Reader> Reader::open(Disk& disk, const std::string& directory, const ReadOptions& options) {
    auto segments = list_segments(disk, directory);
    if (!segments) return segments.error();
    Reader reader(disk, directory, std::move(*segments));
    // Kept for next(), so that whoever reads finds all damage in one place.
    if (auto started = reader.start(options); !started) reader.failure_ = started.error();
    return reader;
}

Result<void> Reader::start(const ReadOptions& options) {
    options_ = options;
    const auto& used = segments_.used;
    if (used.empty()) {
        if (segments_.identity.oldest == 1) return {};
        return damaged(segments_.identity.oldest, 0, "the header of the oldest segment cannot be read");
    }
    if (!used.front().is_readable) return damaged(used.front().header.number, 0, "the segment's header cannot be read");
    const auto first = used.front().header.first_sequence;
    if (segments_.identity.oldest == 1 && first != 1) {
        return damaged(1, 0, "the first segment starts with event " + std::to_string(first));
    }
    if (options.from_sequence != 0 && first > options.from_sequence) {
        return Error{"JOURNAL_STARTS_LATER", "the journal in " + directory_ + " starts with event " + std::to_string(first) +
                                                 ", event " + std::to_string(options.from_sequence) + " is not kept any more"};
    }
    // Never start behind a header that cannot be read: it has to be reported.
    for (std::size_t i = 1; i < used.size() && used[i].is_readable; ++i) {
        if (options.from_sequence != 0 && used[i].header.first_sequence <= options.from_sequence) current_ = i;
    }
    expected_ = used[current_].header.first_sequence;
    return load_segment();
}

Result<void> Reader::load_segment() {
    auto bytes = read_file(*disk_, join_path(directory_, segment_name(number())));
    if (!bytes) return bytes.error();
    bytes_ = std::move(*bytes);
    offset_ = segment_header_bytes;
    return {};
}

Result<std::optional<FrameView>> Reader::next() {
    if (failure_) return *failure_;
    if (is_done_) return std::optional<FrameView>{};
    auto frame = advance();
    if (!frame) failure_ = frame.error();
    return frame;
}

Result<std::optional<FrameView>> Reader::advance() {
    for (;;) {
        std::optional<FrameFault> fault;
        if (!segments_.used.empty()) {
            const auto parsed = parse_frame(std::span<const std::byte>(bytes_).subspan(offset_), number());
            if (const auto* frame = std::get_if<ParsedFrame>(&parsed)) {
                const auto is_wanted = accept(*frame);
                if (!is_wanted) return is_wanted.error();
                if (*is_wanted) return std::optional<FrameView>(frame->view);
                continue;
            }
            if (const auto* found = std::get_if<FrameFault>(&parsed)) fault = *found;
        }
        const auto step = leave_segment(fault);
        if (!step) return step.error();
        if (*step == Step::done) return std::optional<FrameView>{};
    }
}

Result<bool> Reader::accept(const ParsedFrame& frame) {
    const auto& header = frame.view.header;
    if (header.first_sequence != expected_) {
        return damaged(number(), offset_,
                       "a frame with event " + std::to_string(header.first_sequence) + " stands where event " +
                           std::to_string(expected_) + " belongs");
    }
    offset_ += frame.size;
    expected_ += header.event_count;
    end_.synced = std::max(end_.synced, header.synced);
    if (header.event_count == 0) return false;
    if (expected_ <= options_.from_sequence) return false;
    ++end_.frames;
    return true;
}

Result<Reader::Step> Reader::leave_segment(std::optional<FrameFault> fault) {
    if (current_ + 1 >= segments_.used.size()) return finish(fault);
    const auto& next = segments_.used[current_ + 1];
    const bool is_complete = next.is_readable && next.header.first_sequence == expected_;
    if (!is_complete) {
        const auto changed = has_changed();
        if (!changed) return changed.error();
        if (*changed) return Step::go_on;
        if (fault) return damaged(number(), offset_, std::string(text_of(*fault)));
        if (!next.is_readable) return damaged(next.header.number, 0, "the segment's header cannot be read");
        if (next.header.first_sequence < expected_) {
            return damaged(next.header.number, 0,
                           "the segment starts with event " + std::to_string(next.header.first_sequence) + ", which is known");
        }
        return damaged(number(), offset_,
                       events_from_to(expected_, next.header.first_sequence - 1) + " are missing: the segment ends here");
    }
    end_.stray_bytes += used_bytes(std::span<const std::byte>(bytes_).subspan(offset_));
    ++current_;
    if (auto loaded = load_segment(); !loaded) return loaded.error();
    return Step::go_on;
}

Result<Reader::Step> Reader::finish(std::optional<FrameFault> fault) {
    if (!segments_.used.empty()) {
        const auto rest = std::span<const std::byte>(bytes_).subspan(offset_);
        const auto tail = rest.first(used_bytes(rest));
        const auto mark = highest_mark_behind(rest, number(), expected_);
        if (mark && *mark >= expected_) {
            const auto changed = has_changed();
            if (!changed) return changed.error();
            if (*changed) return Step::go_on;
            return damaged(number(), offset_,
                           std::string(fault ? text_of(*fault) : "there is no frame") +
                               ", but a later frame says that everything up to event " + std::to_string(*mark) + " was durable");
        }
        end_.trimmed_bytes = tail.size();
        end_.segment = number();
        end_.offset = offset_;
    }
    end_.next_sequence = expected_;
    if (auto judged = judge_unused(); !judged) return judged.error();
    if (options_.known_durable >= expected_) {
        return damaged(end_.segment, end_.offset,
                       "the journal ends before event " + std::to_string(options_.known_durable) +
                           ", which is known to be durable");
    }
    describe_end();
    is_done_ = true;
    return Step::done;
}

Result<void> Reader::judge_unused() {
    for (const auto unused : segments_.unused) {
        const auto bytes = read_file(*disk_, join_path(directory_, segment_name(unused)));
        if (!bytes) return bytes.error();
        const std::span<const std::byte> all(*bytes);
        const auto head = all.first(std::min(all.size(), segment_header_bytes));
        const auto behind = all.subspan(head.size());
        const auto tail = behind.first(used_bytes(behind));
        const bool is_header_torn = used_bytes(head) > 0;
        // A header is durable before the first frame behind it is written: with anything behind it, it was not torn.
        const bool is_damage = (is_header_torn && !tail.empty()) || highest_mark_behind(behind, unused, expected_).has_value();
        if (is_damage) return damaged(unused, 0, "the segment's header cannot be read");
        end_.stray_bytes += static_cast<std::uint64_t>(std::ranges::count_if(all, is_not_zero));
    }
    return {};
}

void Reader::describe_end() {
    if (segments_.used.empty()) return;
    std::size_t at = segment_header_bytes;
    const std::span<const std::byte> bytes(bytes_);
    while (at < offset_) {
        const auto first = load<std::uint64_t>(bytes, at + frame_prefix_bytes);
        if (first > end_.synced) break;
        at += frame_prefix_bytes + load<std::uint32_t>(bytes, at);
    }
    end_.unsynced_from = at;
}

Result<bool> Reader::has_changed() {
    auto now = read_file(*disk_, join_path(directory_, segment_name(number())));
    if (!now) return now.error();
    if (*now == bytes_) return false;
    // Beside a writer the bytes read first can be older than those read last. A file that shrank is judged as it was.
    if (now->size() < offset_) return false;
    bytes_ = std::move(*now);
    return true;
}

Error Reader::damaged(std::uint64_t segment, std::uint64_t offset, std::string what) {
    damage_ = JournalDamage{join_path(directory_, segment_name(segment)), offset, expected_, std::move(what)};
    return Error{"JOURNAL_DAMAGED", damage_->file + " is damaged at offset " + std::to_string(offset) + ", event " +
                                        std::to_string(expected_) + ": " + damage_->what};
}

Result<JournalEnd> read_to_end(Disk& disk, const std::string& directory, const ReadOptions& options) {
    auto reader = Reader::open(disk, directory, options);
    if (!reader) return reader.error();
    for (;;) {
        const auto frame = reader->next();
        if (!frame) return frame.error();
        if (!*frame) return reader->end();
    }
}

}  // namespace trellis::adapters
