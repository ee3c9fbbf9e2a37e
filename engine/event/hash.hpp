// A quick fingerprint of state, to compare what lives with what was replayed. It is no promise: neither stored for long nor shown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/event/fields.hpp"

namespace trellis {

/// 64 bits of the bytes, eight at a time.
std::uint64_t hash_of(std::span<const std::byte> bytes);

/// Of a value's encoded fields. `buffer` is working space that its owner keeps between calls.
template <class T>
std::uint64_t state_hash(const T& value, std::vector<std::byte>& buffer) {
    buffer.clear();
    encode_fields(value, buffer);
    return hash_of(buffer);
}

}  // namespace trellis
