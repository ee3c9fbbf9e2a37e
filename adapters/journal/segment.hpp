// A segment file: its name and its header.
//
//   name   = 8*DIGIT ".trl"                        the number of the segment, from 00000001 on
//   header = "TRLJ" version number journal-id first-sequence reserved checksum        64 bytes, little endian
//   version        u32  1. Its place and those of magic and checksum are the same in every version.
//   number         u64  the same as in the name
//   journal-id     16 bytes, the same in every segment of a journal
//   first-sequence u64  of the first event behind the header
//   reserved       16 bytes of 0
//   checksum       u64  XXH3-64 of the 56 bytes before it
//
// A segment that was prepared and not used yet is all zeros.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace trellis::adapters {

inline constexpr std::size_t segment_header_bytes = 64;
inline constexpr std::uint32_t segment_version = 1;

/// 128 random bits, drawn when the journal is made: tells its segments from those of any other.
struct JournalId {
    std::array<std::byte, 16> bytes{};

    bool operator==(const JournalId&) const = default;
};

/// 32 hexadecimal digits.
std::string text_of(const JournalId& id);
std::optional<JournalId> journal_id_from(std::string_view text);

struct SegmentHeader {
    std::uint64_t number = 0;
    JournalId journal;
    std::uint64_t first_sequence = 0;

    bool operator==(const SegmentHeader&) const = default;
};

/// Nothing was written here yet.
struct BlankHeader {};
/// Something was, and it is no header.
struct BrokenHeader {};
/// Written by a newer program.
struct NewerHeader {
    std::uint32_t version = 0;
};
using SegmentHeaderParse = std::variant<SegmentHeader, BlankHeader, BrokenHeader, NewerHeader>;

/// `bytes` may be shorter than a header: that is blank or broken.
SegmentHeaderParse parse_segment_header(std::span<const std::byte> bytes);
std::array<std::byte, segment_header_bytes> encode_segment_header(const SegmentHeader& header);

/// "00000001.trl" for 1, and back; no number for any other name.
std::string segment_name(std::uint64_t number);
std::optional<std::uint64_t> segment_number_of(std::string_view name);

}  // namespace trellis::adapters
