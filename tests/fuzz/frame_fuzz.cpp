// The journal's reader over arbitrary bytes in the place of a segment: it never crashes, gives only frames whose checksum holds, in
// sequence, and a journal that it calls torn can be opened and continued.
#include <xxhash.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include "adapters/journal/reader.hpp"
#include "adapters/journal/testing/faulty_disk.hpp"
#include "adapters/journal/writer.hpp"

namespace trellis::adapters {
namespace {

const std::string directory = "/j";

void require(bool holds) {
    if (!holds) std::abort();
}

/// A journal of one segment that holds a good header and `bytes`; without a good header nothing behind it would be read.
void put_segment(FaultyDisk& disk, const std::uint8_t* data, std::size_t size) {
    require(disk.create_directory(directory).ok());
    const JournalIdentity identity{.id = {}, .incarnation = 1, .oldest = 1, .newest = 1};
    const auto text = text_of(identity);
    const auto text_bytes = std::as_bytes(std::span(text));
    disk.set_content(join_path(directory, "JOURNAL"), {text_bytes.begin(), text_bytes.end()});
    const auto header = encode_segment_header({.number = 1, .journal = {}, .first_sequence = 1});
    std::vector<std::byte> segment(header.begin(), header.end());
    const auto bytes = std::as_bytes(std::span(data, size));
    segment.insert(segment.end(), bytes.begin(), bytes.end());
    disk.set_content(join_path(directory, segment_name(1)), std::move(segment));
}

/// A fuzzer cannot guess checksums: with the first byte odd they are put right along the chain of lengths.
std::vector<std::uint8_t> with_checksums(const std::uint8_t* data, std::size_t size) {
    std::vector<std::uint8_t> bytes(data, data + size);
    for (std::size_t at = 0; at + frame_overhead_bytes <= bytes.size();) {
        std::uint32_t length = 0;
        std::memcpy(&length, bytes.data() + at, sizeof length);
        if (length == 0 || length > bytes.size() - at - frame_prefix_bytes) break;
        const std::uint64_t checksum = XXH3_64bits_withSeed(bytes.data() + at + frame_prefix_bytes, length, 1);
        std::memcpy(bytes.data() + at + sizeof length, &checksum, sizeof checksum);
        at += frame_prefix_bytes + length;
    }
    return bytes;
}

void check_journal(const std::uint8_t* data, std::size_t size) {
    FaultyDisk disk;
    put_segment(disk, data, size);
    auto reader = Reader::open(disk, directory);
    require(reader.ok());
    std::uint64_t expected = 1;
    for (;;) {
        const auto frame = reader->next();
        if (!frame) {
            require(frame.error().code == "JOURNAL_DAMAGED");
            return;
        }
        if (!*frame) break;
        const auto& view = **frame;
        const auto* body = view.payload.data() - frame_body_header_bytes;
        std::uint64_t checksum = 0;
        std::memcpy(&checksum, body - sizeof checksum, sizeof checksum);
        require(checksum == XXH3_64bits_withSeed(body, frame_body_header_bytes + view.payload.size(), 1));
        require(view.header.first_sequence == expected && view.header.event_count > 0);
        require(view.header.synced < expected);
        expected += view.header.event_count;
    }
    const auto end = reader->end();
    require(end.next_sequence == expected);
    auto opened = JournalDirectory::open(disk, directory, {});
    require(opened.ok());
    auto writer = Writer::open(**opened, end);
    require(writer.ok());
    const std::byte payload{1};
    const Frame frame{.event_count = 1, .at = {}, .cause = {}, .payload = {&payload, 1}};
    require(!(*writer)->append({&frame, 1}).error);
    const auto again = read_to_end(disk, directory);
    require(again.ok() && again->next_sequence == expected + 1 && again->trimmed_bytes == 0);
}

}  // namespace

void check_input(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return;
    if ((data[0] & 1U) != 0) {
        const auto bytes = with_checksums(data + 1, size - 1);
        check_journal(bytes.data(), bytes.size());
    } else {
        check_journal(data + 1, size - 1);
    }
}

}  // namespace trellis::adapters

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    trellis::adapters::check_input(data, size);
    return 0;
}
