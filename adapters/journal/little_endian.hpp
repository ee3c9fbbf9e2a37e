// Integers as the journal stores them, whatever the machine's own order.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <span>

namespace trellis::adapters {

static_assert(std::endian::native == std::endian::little, "the journal is little endian; a big endian machine needs byte swaps here");

template <std::unsigned_integral Number>
Number load(std::span<const std::byte> bytes, std::size_t offset) {
    Number value{};
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

template <std::unsigned_integral Number>
void store(std::span<std::byte> bytes, std::size_t offset, Number value) {
    std::memcpy(bytes.data() + offset, &value, sizeof value);
}

}  // namespace trellis::adapters
