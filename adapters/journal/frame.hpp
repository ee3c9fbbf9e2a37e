// One frame on disk: one commit, all of its events or none. Everything is little endian, nothing is aligned.
//
//   segment = segment-header *frame end
//   frame   = length checksum body
//   length   u32  bytes of body, never 0
//   checksum u64  XXH3-64 of body, seeded with the number of the segment
//   body    = first-sequence event-count time cause-kind cause-id synced events
//   first-sequence u64  of the first event; without events, of the next one
//   event-count    u32  0: a mark, it only carries `synced`
//   time           i64  nanoseconds since 1970
//   cause-kind     u8   CauseKind
//   cause-id       u64
//   synced         u64  the last sequence known durable when the frame was written; always < first-sequence
//   events         length - 37 bytes, opaque here
//   end     = u32 0 (prepared zeros), or the end of the file
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/event/commit.hpp"

namespace trellis::adapters {

inline constexpr std::size_t frame_prefix_bytes = 12;       ///< length and checksum
inline constexpr std::size_t frame_body_header_bytes = 37;  ///< the body without its events
inline constexpr std::size_t frame_overhead_bytes = frame_prefix_bytes + frame_body_header_bytes;
inline constexpr std::size_t frame_payload_bytes_max = 64U << 20U;

/// A commit to be written: its sequence and its synced mark are the writer's to give.
struct Frame {
    std::uint32_t event_count = 0;
    Timestamp at{};
    Cause cause{};
    std::span<const std::byte> payload;
};

/// Why bytes are no frame, in the order in which it is found out.
enum class FrameFault : std::uint8_t { cut_short, bad_length, bad_checksum, bad_field };

/// "checksum does not match" and the like, to be put into a sentence.
std::string_view text_of(FrameFault fault);

struct ParsedFrame {
    FrameView view;
    std::size_t size = 0;  ///< bytes on disk
};
struct EndOfFrames {};
/// `bytes` starts at a frame, at the zeros behind the last one, or at neither.
using FrameParse = std::variant<ParsedFrame, EndOfFrames, FrameFault>;

FrameParse parse_frame(std::span<const std::byte> bytes, std::uint64_t segment_number);

/// Appends the frame to `out`.
void encode_frame(std::vector<std::byte>& out, const FrameHeader& header, std::span<const std::byte> payload,
                  std::uint64_t segment_number);

/// Looks at every offset for a valid frame that is not older than `first_sequence`: what is left behind a place that cannot be
/// read. Returns the highest synced mark found, or nothing when no frame is there.
std::optional<std::uint64_t> highest_mark_behind(std::span<const std::byte> bytes, std::uint64_t segment_number,
                                                 std::uint64_t first_sequence);

}  // namespace trellis::adapters
