// Frames to bytes and back. The parser is the first to see what a crash or a bad disk left, so each length is checked against the
// bytes that are there before it is used.
#include "adapters/journal/frame.hpp"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "adapters/journal/little_endian.hpp"
#include "engine/base/check.hpp"

namespace trellis::adapters {
namespace {

constexpr std::size_t checksum_at = 4;
// Offsets inside the body.
constexpr std::size_t first_sequence_at = 0;
constexpr std::size_t event_count_at = 8;
constexpr std::size_t time_at = 12;
constexpr std::size_t cause_kind_at = 20;
constexpr std::size_t cause_id_at = 21;
constexpr std::size_t synced_at = 29;

std::uint64_t checksum_of(std::span<const std::byte> body, std::uint64_t segment_number) {
    return XXH3_64bits_withSeed(body.data(), body.size(), segment_number);
}

FrameHeader header_from(std::span<const std::byte> body) {
    FrameHeader header;
    header.first_sequence = load<std::uint64_t>(body, first_sequence_at);
    header.event_count = load<std::uint32_t>(body, event_count_at);
    header.at = Timestamp(Duration(static_cast<std::int64_t>(load<std::uint64_t>(body, time_at))));
    header.cause.kind = static_cast<CauseKind>(load<std::uint8_t>(body, cause_kind_at));
    header.cause.id = load<std::uint64_t>(body, cause_id_at);
    header.synced = load<std::uint64_t>(body, synced_at);
    return header;
}

/// What no writer writes, whatever the checksum says.
bool is_possible(const FrameHeader& header, std::size_t payload_bytes) {
    if (static_cast<std::uint8_t>(header.cause.kind) > cause_kind_last) return false;
    if (header.first_sequence == 0 || header.synced >= header.first_sequence) return false;
    if (header.first_sequence + header.event_count < header.first_sequence) return false;
    if (header.cause.kind == CauseKind::event) {
        if (header.cause.id == 0 || header.cause.id >= header.first_sequence) return false;
    }
    return header.event_count <= payload_bytes && (header.event_count > 0 || payload_bytes == 0);
}

/// The first offset from `from` on at which a frame could start: its length is not zero.
std::size_t skip_zeros(std::span<const std::byte> bytes, std::size_t from) {
    std::size_t at = from;
    while (at + 8 <= bytes.size() && load<std::uint64_t>(bytes, at) == 0) at += 8;
    while (at < bytes.size() && bytes[at] == std::byte{0}) ++at;
    return at - from > 3 ? at - 3 : from;
}

}  // namespace

std::string_view text_of(FrameFault fault) {
    switch (fault) {
        case FrameFault::cut_short: return "the frame is cut short";
        case FrameFault::bad_length: return "the frame's length is impossible";
        case FrameFault::bad_checksum: return "the frame's checksum does not match";
        case FrameFault::bad_field: return "the frame's checksum matches but a field is impossible";
    }
    return "";
}

FrameParse parse_frame(std::span<const std::byte> bytes, std::uint64_t segment_number) {
    if (bytes.size() < sizeof(std::uint32_t)) {
        const bool is_zero = std::ranges::all_of(bytes, [](std::byte b) { return b == std::byte{0}; });
        return is_zero ? FrameParse(EndOfFrames{}) : FrameParse(FrameFault::cut_short);
    }
    const std::size_t length = load<std::uint32_t>(bytes, 0);
    if (length == 0) return EndOfFrames{};
    if (length < frame_body_header_bytes) return FrameFault::bad_length;
    if (length - frame_body_header_bytes > frame_payload_bytes_max) return FrameFault::bad_length;
    if (bytes.size() < frame_prefix_bytes || bytes.size() - frame_prefix_bytes < length) return FrameFault::cut_short;
    const auto body = bytes.subspan(frame_prefix_bytes, length);
    if (load<std::uint64_t>(bytes, checksum_at) != checksum_of(body, segment_number)) return FrameFault::bad_checksum;
    const auto header = header_from(body);
    const auto payload = body.subspan(frame_body_header_bytes);
    if (!is_possible(header, payload.size())) return FrameFault::bad_field;
    return ParsedFrame{{header, payload}, frame_prefix_bytes + length};
}

void encode_frame(std::vector<std::byte>& out, const FrameHeader& header, std::span<const std::byte> payload,
                  std::uint64_t segment_number) {
    TRELLIS_CHECK(is_possible(header, payload.size()), "a frame says only what its reader accepts");
    TRELLIS_CHECK(payload.size() <= frame_payload_bytes_max, "the events of a commit fit into a frame");
    std::array<std::byte, frame_overhead_bytes> head;
    const auto body = std::span(head).subspan(frame_prefix_bytes);
    store(body, first_sequence_at, header.first_sequence);
    store(body, event_count_at, header.event_count);
    store(body, time_at, static_cast<std::uint64_t>(header.at.time_since_epoch().count()));
    store(body, cause_kind_at, static_cast<std::uint8_t>(header.cause.kind));
    store(body, cause_id_at, header.cause.id);
    store(body, synced_at, header.synced);
    store(std::span<std::byte>(head), 0, static_cast<std::uint32_t>(frame_body_header_bytes + payload.size()));

    const std::size_t start = out.size();
    out.resize(start + frame_overhead_bytes + payload.size());
    const auto frame = std::span(out).subspan(start);
    std::memcpy(frame.data(), head.data(), head.size());
    if (!payload.empty()) std::memcpy(frame.data() + head.size(), payload.data(), payload.size());
    store(frame, checksum_at, checksum_of(frame.subspan(frame_prefix_bytes), segment_number));
}

std::optional<std::uint64_t> highest_mark_behind(std::span<const std::byte> bytes, std::uint64_t segment_number,
                                                 std::uint64_t first_sequence) {
    std::optional<std::uint64_t> highest;
    // No event takes less than a byte, so a frame in these bytes cannot be further ahead than there are bytes.
    const std::uint64_t last_sequence = first_sequence + bytes.size();
    for (std::size_t at = skip_zeros(bytes, 0); at + frame_overhead_bytes <= bytes.size();) {
        const auto rest = bytes.subspan(at);
        // The cheap question first: a checksum at every offset would take minutes on a full segment.
        const auto sequence = load<std::uint64_t>(rest, frame_prefix_bytes + first_sequence_at);
        if (sequence >= first_sequence && sequence <= last_sequence) {
            const auto parsed = parse_frame(rest, segment_number);
            if (const auto* frame = std::get_if<ParsedFrame>(&parsed)) {
                highest = std::max(highest.value_or(0), frame->view.header.synced);
                at = skip_zeros(bytes, at + frame->size);
                continue;
            }
        }
        at = skip_zeros(bytes, at + 1);
    }
    return highest;
}

}  // namespace trellis::adapters
