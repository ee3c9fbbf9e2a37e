// Following: reads ahead in pieces, and takes what is no frame (yet) for the end.
#include "adapters/journal/follower.hpp"

#include <algorithm>
#include <utility>

#include "adapters/journal/little_endian.hpp"
#include "adapters/journal/segment_list.hpp"

namespace trellis::adapters {
namespace {

constexpr std::size_t piece_bytes = 256U << 10U;

}  // namespace

Follower::Follower(Disk& disk, std::string directory, std::uint64_t from_sequence)
    : disk_(&disk), directory_(std::move(directory)), from_sequence_(from_sequence) {}

Result<Follower> Follower::open(Disk& disk, const std::string& directory, std::uint64_t from_sequence) {
    Follower follower(disk, directory, std::max<std::uint64_t>(from_sequence, 1));
    if (auto found = follower.find_start(); !found) return found.error();
    return follower;
}

Result<void> Follower::find_start() {
    const auto list = list_segments(*disk_, directory_);
    if (!list) return list.error();
    journal_ = list->identity.id;
    std::uint64_t start = 0;
    for (const auto& segment : list->used) {
        if (segment.is_readable && segment.header.first_sequence <= from_sequence_) start = segment.header.number;
    }
    if (start == 0 && !list->used.empty()) {
        return Error{"JOURNAL_STARTS_LATER",
                     "event " + std::to_string(from_sequence_) + " is not kept any more in " + directory_};
    }
    number_ = start == 0 ? list->identity.oldest - 1 : start - 1;
    const auto entered = enter(number_ + 1);
    if (!entered) return entered.error();
    return {};
}

Result<bool> Follower::enter(std::uint64_t number) {
    auto file = disk_->open(join_path(directory_, segment_name(number)), OpenMode::read);
    if (!file && file.error().code == "NOT_FOUND") return false;
    if (!file) return file.error();
    std::array<std::byte, segment_header_bytes> bytes{};
    const auto got = (*file)->read(0, bytes);
    if (!got) return got.error();
    const auto parsed = parse_segment_header(std::span<const std::byte>(bytes).first(*got));
    const auto* header = std::get_if<SegmentHeader>(&parsed);
    if (header == nullptr || header->journal != journal_ || header->number != number) return false;
    // A next segment begins where this one ended; otherwise the end of this one has not been read yet.
    if (file_ != nullptr && header->first_sequence != expected_) return false;
    file_ = std::move(*file);
    number_ = number;
    expected_ = header->first_sequence;
    offset_ = segment_header_bytes;
    buffer_.clear();
    used_ = 0;
    return true;
}

FrameParse Follower::parse() const {
    const auto parsed = parse_frame(std::span<const std::byte>(buffer_).subspan(used_), number_);
    if (const auto* frame = std::get_if<ParsedFrame>(&parsed)) {
        if (frame->view.header.first_sequence != expected_) return FrameFault::bad_field;
    }
    return parsed;
}

Result<void> Follower::refill(std::size_t wanted) {
    std::vector<std::byte> bytes(wanted);
    const auto got = file_->read(offset_, bytes);
    if (!got) return got.error();
    bytes.resize(*got);
    buffer_ = std::move(bytes);
    used_ = 0;
    return {};
}

std::size_t Follower::bytes_missing() const {
    const auto rest = std::span<const std::byte>(buffer_).subspan(used_);
    if (rest.size() < sizeof(std::uint32_t)) return 0;
    const std::size_t length = load<std::uint32_t>(rest, 0);
    if (length > frame_body_header_bytes + frame_payload_bytes_max) return 0;
    const auto needed = frame_prefix_bytes + length;
    return needed > rest.size() ? needed : 0;
}

Result<bool> Follower::look_again(bool is_fresh) {
    if (!is_fresh) {
        if (auto read = refill(piece_bytes); !read) return read.error();
        return true;
    }
    const auto needed = bytes_missing();
    const auto had = buffer_.size();
    if (needed > 0) {
        if (auto read = refill(needed); !read) return read.error();
        if (buffer_.size() > had) return true;
    }
    return enter(number_ + 1);
}

Result<std::optional<FrameView>> Follower::next(std::uint64_t limit) {
    if (file_ == nullptr) {
        const auto entered = enter(number_ + 1);
        if (!entered) return entered.error();
        if (!*entered) return std::optional<FrameView>{};
    }
    bool is_fresh = false;
    while (expected_ <= limit) {
        const auto parsed = parse();
        if (const auto* frame = std::get_if<ParsedFrame>(&parsed)) {
            const auto& header = frame->view.header;
            if (header.first_sequence + header.event_count - 1 > limit) break;
            used_ += frame->size;
            offset_ += frame->size;
            expected_ += header.event_count;
            is_fresh = false;
            if (header.event_count > 0 && expected_ > from_sequence_) return std::optional<FrameView>(frame->view);
            continue;
        }
        const auto segment = number_;
        const auto is_more = look_again(is_fresh);
        if (!is_more) return is_more.error();
        if (!*is_more) break;
        is_fresh = number_ == segment;
    }
    return std::optional<FrameView>{};
}

}  // namespace trellis::adapters
