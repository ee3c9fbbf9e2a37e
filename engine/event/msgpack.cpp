// Byte by byte, both ways; the grammar stands in the header.
#include "engine/event/msgpack.hpp"

#include <cstring>

#include "engine/base/check.hpp"

namespace trellis {

void MsgpackWriter::flush() {
    out_.insert(out_.end(), chunk_.data(), chunk_.data() + used_);
    used_ = 0;
}

void MsgpackWriter::put(std::uint8_t code, std::uint64_t value, unsigned bytes) {
    need_room(head_max);
    chunk_[used_++] = std::byte{code};
    for (unsigned shift = bytes * 8; shift != 0;) {
        shift -= 8;
        chunk_[used_++] = static_cast<std::byte>(value >> shift);
    }
}

void MsgpackWriter::integer(std::uint64_t value) {
    if (value < 0x80) return put(static_cast<std::uint8_t>(value));
    if (value <= UINT8_MAX) return put(0xcc, value, 1);
    if (value <= UINT16_MAX) return put(0xcd, value, 2);
    if (value <= UINT32_MAX) return put(0xce, value, 4);
    put(0xcf, value, 8);
}

void MsgpackWriter::negative(std::int64_t value) {
    TRELLIS_CHECK(value < 0, "only a number below zero is written as one");
    const auto bits = static_cast<std::uint64_t>(value);
    if (value >= -32) return put(static_cast<std::uint8_t>(bits));
    if (value >= INT8_MIN) return put(0xd0, bits, 1);
    if (value >= INT16_MIN) return put(0xd1, bits, 2);
    if (value >= INT32_MIN) return put(0xd2, bits, 4);
    put(0xd3, bits, 8);
}

void MsgpackWriter::text(std::string_view value) {
    TRELLIS_CHECK(value.size() <= UINT32_MAX, "a text on disk must be shorter than 4 GiB");
    if (value.size() < 32) {
        put(static_cast<std::uint8_t>(0xa0 | value.size()));
    } else if (value.size() <= UINT8_MAX) {
        put(0xd9, value.size(), 1);
    } else if (value.size() <= UINT16_MAX) {
        put(0xda, value.size(), 2);
    } else {
        put(0xdb, value.size(), 4);
    }
    need_room(value.size());
    if (value.size() > chunk_.size()) {
        const auto bytes = std::as_bytes(std::span(value));
        out_.insert(out_.end(), bytes.begin(), bytes.end());
        return;
    }
    std::memcpy(chunk_.data() + used_, value.data(), value.size());
    used_ += value.size();
}

void MsgpackWriter::head(std::size_t size, std::uint8_t small, std::uint8_t large) {
    TRELLIS_CHECK(size <= UINT32_MAX, "an array or a map on disk must have fewer than 2^32 items");
    if (size < 16) return put(static_cast<std::uint8_t>(small | size));
    if (size <= UINT16_MAX) return put(large, size, 2);
    put(static_cast<std::uint8_t>(large + 1), size, 4);
}

std::string_view text(DecodeFault fault) {
    switch (fault) {
        case DecodeFault::none: return "nothing is wrong";
        case DecodeFault::cut_short: return "the bytes end too early";
        case DecodeFault::wrong_kind: return "another kind of value was expected";
        case DecodeFault::out_of_range: return "the number does not fit its field";
        case DecodeFault::not_a_decimal: return "the text is no decimal";
        case DecodeFault::unknown_enumerator: return "the number has no meaning in its field";
        case DecodeFault::too_many_fields: return "there are more fields than this program knows";
        case DecodeFault::wrong_size: return "the number of elements is wrong";
        case DecodeFault::keys_out_of_order: return "the keys of a map do not ascend";
        case DecodeFault::unknown_event: return "no event has this tag";
        case DecodeFault::newer_version: return "a newer program wrote it";
        case DecodeFault::trailing_bytes: return "something follows the last value";
    }
    fail_check("a fault of decoding must have words", __FILE__, __LINE__);
}

/// The code of the next item, or 0xc1, which MessagePack never uses.
std::uint8_t MsgpackReader::begin_item() {
    constexpr std::uint8_t never_used = 0xc1;
    if (!is_ok()) return never_used;
    item_ = at_;
    if (at_ == in_.size()) {
        fail(DecodeFault::cut_short);
        return never_used;
    }
    return static_cast<std::uint8_t>(in_[at_++]);
}

std::uint64_t MsgpackReader::number(unsigned bytes) {
    if (left() < bytes) {
        fail(DecodeFault::cut_short);
        return 0;
    }
    std::uint64_t value = 0;
    for (unsigned read = 0; read < bytes; ++read) value = value << 8U | static_cast<std::uint64_t>(in_[at_++]);
    return value;
}

bool MsgpackReader::take_nil() {
    if (!is_ok() || left() == 0 || in_[at_] != std::byte{0xc0}) return false;
    item_ = at_++;
    return true;
}

bool MsgpackReader::boolean() {
    const auto code = begin_item();
    if (code != 0xc2 && code != 0xc3) fail(DecodeFault::wrong_kind);
    return code == 0xc3;
}

Int128 MsgpackReader::integer(Int128 min, Int128 max) {
    const auto code = begin_item();
    Int128 value = 0;
    if (code < 0x80) {
        value = code;
    } else if (code >= 0xe0) {
        value = static_cast<std::int8_t>(code);
    } else if (code >= 0xcc && code <= 0xcf) {
        value = number(1U << (code - 0xcc));
    } else if (code >= 0xd0 && code <= 0xd3) {
        const unsigned bytes = 1U << (code - 0xd0);
        const unsigned unused = 64 - 8 * bytes;
        value = static_cast<std::int64_t>(number(bytes) << unused) >> unused;
    } else {
        fail(DecodeFault::wrong_kind);
    }
    if (value < min || value > max) fail(DecodeFault::out_of_range);
    return is_ok() ? value : min;
}

std::string_view MsgpackReader::text() {
    const auto code = begin_item();
    std::uint64_t size = 0;
    if (code >= 0xa0 && code < 0xc0) {
        size = code & 0x1fU;
    } else if (code >= 0xd9 && code <= 0xdb) {
        size = number(1U << (code - 0xd9));
    } else {
        fail(DecodeFault::wrong_kind);
    }
    if (size > left()) fail(DecodeFault::cut_short);
    if (!is_ok()) return {};
    const auto bytes = in_.subspan(at_, static_cast<std::size_t>(size));
    at_ += bytes.size();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::size_t MsgpackReader::items(std::uint8_t small, std::uint8_t large, std::size_t bytes_per_item) {
    const auto code = begin_item();
    std::uint64_t size = 0;
    if ((code & 0xf0U) == small) {
        size = code & 0x0fU;
    } else if (code == large || code == large + 1) {
        size = number(code == large ? 2 : 4);
    } else {
        fail(DecodeFault::wrong_kind);
    }
    if (size > left() / bytes_per_item) fail(DecodeFault::cut_short);
    return is_ok() ? static_cast<std::size_t>(size) : 0;
}

}  // namespace trellis
