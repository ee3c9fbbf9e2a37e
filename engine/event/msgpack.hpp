// The subset of MessagePack that the journal and the snapshots are written in. The reader believes no length and no kind: its
// first fault stays, every read behind it returns nothing, and it neither throws nor recurses, so hostile bytes cost what they weigh.
//
//   nil      c0                      false c2   true c3
//   integer  00-7f, cc cd ce cf (unsigned), e0-ff, d0 d1 d2 d3 (signed); written in the shortest form
//   text     a0-bf, d9 da db + UTF-8
//   array    90-9f, dc dd + elements
//   map      80-8f, de df + key, value, key, value...
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/wide.hpp"

namespace trellis {

/// Appends to a vector, by way of a buffer of its own: complete only after flush() or its destruction.
class MsgpackWriter {
public:
    explicit MsgpackWriter(std::vector<std::byte>& out) : out_(out) {}
    MsgpackWriter(const MsgpackWriter&) = delete;
    MsgpackWriter& operator=(const MsgpackWriter&) = delete;
    ~MsgpackWriter() { flush(); }

    void nil() { put(0xc0); }
    void boolean(bool value) { put(value ? 0xc3 : 0xc2); }
    void integer(std::uint64_t value);
    void negative(std::int64_t value);  ///< needs a value below zero
    void text(std::string_view value);
    void array(std::size_t size) { head(size, 0x90, 0xdc); }
    void map(std::size_t size) { head(size, 0x80, 0xde); }
    void flush();

private:
    static constexpr std::size_t head_max = 9;

    void head(std::size_t size, std::uint8_t small, std::uint8_t large);
    void put(std::uint8_t code) {
        need_room(1);
        chunk_[used_++] = std::byte{code};
    }
    /// The code and the lowest `bytes` bytes of `value`, highest first.
    void put(std::uint8_t code, std::uint64_t value, unsigned bytes);
    void need_room(std::size_t bytes) {
        if (chunk_.size() - used_ < bytes) [[unlikely]]
            flush();
    }

    std::vector<std::byte>& out_;
    std::size_t used_ = 0;
    std::array<std::byte, 512> chunk_;
};

/// Why bytes are not what their reader expects.
enum class DecodeFault : std::uint8_t {
    none,
    cut_short,
    wrong_kind,
    out_of_range,
    not_a_decimal,
    unknown_enumerator,
    too_many_fields,
    wrong_size,
    keys_out_of_order,
    unknown_event,
    newer_version,
    trailing_bytes,
};

/// "the bytes end too early" and the like, to be put into a sentence.
std::string_view text(DecodeFault fault);

class MsgpackReader {
public:
    explicit MsgpackReader(std::span<const std::byte> in) : in_(in) {}

    bool is_ok() const { return fault_ == DecodeFault::none; }
    DecodeFault fault() const { return fault_; }
    /// Of the next byte; after a fault, of the item that has it.
    std::size_t offset() const { return is_ok() ? at_ : item_; }
    std::size_t left() const { return in_.size() - at_; }

    /// Takes a nil, if that is what comes next.
    bool take_nil();
    bool boolean();
    Int128 integer(Int128 min, Int128 max);
    /// Lives as long as the bytes.
    std::string_view text();
    /// How many items follow; at least that many bytes are there.
    std::size_t array() { return items(0x90, 0xdc, 1); }
    /// How many pairs follow; at least twice that many bytes are there.
    std::size_t map() { return items(0x80, 0xde, 2); }

    /// For a reader that knows more: what it read last is wrong. The first fault stays.
    void fail(DecodeFault fault) {
        if (is_ok()) fault_ = fault;
    }

private:
    std::uint8_t begin_item();
    std::uint64_t number(unsigned bytes);
    std::size_t items(std::uint8_t small, std::uint8_t large, std::size_t bytes_per_item);

    std::span<const std::byte> in_;
    std::size_t at_ = 0;
    std::size_t item_ = 0;
    DecodeFault fault_ = DecodeFault::none;
};

}  // namespace trellis
