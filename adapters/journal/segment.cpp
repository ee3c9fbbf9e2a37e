// Segment headers and names, to bytes and back.
#include "adapters/journal/segment.hpp"

#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "adapters/journal/little_endian.hpp"

namespace trellis::adapters {
namespace {

constexpr std::string_view magic = "TRLJ";
constexpr std::string_view suffix = ".trl";
constexpr std::size_t name_digits = 8;

constexpr std::size_t version_at = 4;
constexpr std::size_t number_at = 8;
constexpr std::size_t journal_at = 16;
constexpr std::size_t first_sequence_at = 32;
constexpr std::size_t checksum_at = 56;

std::uint64_t checksum_of(std::span<const std::byte> header) { return XXH3_64bits(header.data(), checksum_at); }

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

}  // namespace

std::string text_of(const JournalId& id) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto byte : id.bytes) {
        text += digits[std::to_integer<std::size_t>(byte) >> 4U];
        text += digits[std::to_integer<std::size_t>(byte) & 15U];
    }
    return text;
}

std::optional<JournalId> journal_id_from(std::string_view text) {
    JournalId id;
    if (text.size() != 2 * id.bytes.size()) return std::nullopt;
    for (std::size_t i = 0; i < id.bytes.size(); ++i) {
        const int high = hex_value(text[2 * i]);
        const int low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        id.bytes[i] = static_cast<std::byte>(high * 16 + low);
    }
    return id;
}

SegmentHeaderParse parse_segment_header(std::span<const std::byte> bytes) {
    const auto head = bytes.first(std::min(bytes.size(), segment_header_bytes));
    if (std::ranges::all_of(head, [](std::byte b) { return b == std::byte{0}; })) return BlankHeader{};
    if (head.size() < segment_header_bytes) return BrokenHeader{};
    if (std::memcmp(head.data(), magic.data(), magic.size()) != 0) return BrokenHeader{};
    if (load<std::uint64_t>(head, checksum_at) != checksum_of(head)) return BrokenHeader{};
    const auto version = load<std::uint32_t>(head, version_at);
    if (version != segment_version) return NewerHeader{version};
    SegmentHeader header;
    header.number = load<std::uint64_t>(head, number_at);
    header.first_sequence = load<std::uint64_t>(head, first_sequence_at);
    std::memcpy(header.journal.bytes.data(), head.data() + journal_at, header.journal.bytes.size());
    return header;
}

std::array<std::byte, segment_header_bytes> encode_segment_header(const SegmentHeader& header) {
    std::array<std::byte, segment_header_bytes> bytes{};
    const std::span<std::byte> out(bytes);
    std::memcpy(out.data(), magic.data(), magic.size());
    store(out, version_at, segment_version);
    store(out, number_at, header.number);
    std::memcpy(out.data() + journal_at, header.journal.bytes.data(), header.journal.bytes.size());
    store(out, first_sequence_at, header.first_sequence);
    store(out, checksum_at, checksum_of(out));
    return bytes;
}

std::string segment_name(std::uint64_t number) {
    std::string digits = std::to_string(number);
    if (digits.size() < name_digits) digits.insert(0, name_digits - digits.size(), '0');
    return digits.append(suffix);
}

std::optional<std::uint64_t> segment_number_of(std::string_view name) {
    if (!name.ends_with(suffix)) return std::nullopt;
    const auto digits = name.substr(0, name.size() - suffix.size());
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    if (number == 0 || segment_name(number) != name) return std::nullopt;
    return number;
}

}  // namespace trellis::adapters
