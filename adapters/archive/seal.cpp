#include "adapters/archive/seal.hpp"

#include <xxhash.h>

#include <string_view>

#include "adapters/journal/little_endian.hpp"

namespace trellis::adapters {
namespace {

std::uint64_t checksum_of(ByteView key, ByteView body) {
    return XXH3_64bits_withSeed(body.data(), body.size(), XXH3_64bits(key.data(), key.size()));
}

}  // namespace

Error damaged_record(ByteView key, const std::string& what) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string name;
    for (const auto byte : key) {
        name += digits[static_cast<std::size_t>(byte) >> 4U];
        name += digits[static_cast<std::size_t>(byte) & 0xFU];
    }
    return Error{"SNAPSHOT_DAMAGED", "record " + name + ": " + what};
}

Result<Sealed> open_seal(ByteView key, ByteView value) {
    if (value.size() < seal_bytes) return damaged_record(key, "it is too short");
    const Sealed sealed{load<std::uint64_t>(value, 0), value.subspan(seal_bytes)};
    if (checksum_of(key, sealed.body) != sealed.checksum) return damaged_record(key, "its checksum does not match");
    return sealed;
}

std::uint64_t seal(ByteView key, std::vector<std::byte>& buffer) {
    const auto checksum = checksum_of(key, ByteView(buffer).subspan(seal_bytes));
    store(std::span(buffer), 0, checksum);
    return checksum;
}

}  // namespace trellis::adapters
