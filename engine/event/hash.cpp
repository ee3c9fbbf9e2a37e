// Multiply and fold, word by word; every bit of the input reaches every bit of the result.
#include "engine/event/hash.hpp"

#include "engine/base/wide.hpp"

namespace trellis {

namespace {

constexpr std::uint64_t seed = 0x9E3779B97F4A7C15;
constexpr std::uint64_t factor = 0xD6E8FEB86659FD93;

/// Little endian whatever the machine; the last word is filled up with zeros.
std::uint64_t word_of(std::span<const std::byte> bytes) {
    std::uint64_t word = 0;
    for (std::size_t at = bytes.size(); at != 0;) word = word << 8U | static_cast<std::uint64_t>(bytes[--at]);
    return word;
}

/// Both halves of a 128-bit product.
std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
    const auto product = static_cast<UInt128>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

}  // namespace

std::uint64_t hash_of(std::span<const std::byte> bytes) {
    std::uint64_t state = fold(seed ^ bytes.size(), factor);
    for (; bytes.size() >= 8; bytes = bytes.subspan(8)) state = fold(state ^ word_of(bytes.first(8)), factor);
    state = fold(state ^ word_of(bytes), factor);
    return fold(state ^ (state >> 32U), seed);
}

}  // namespace trellis
