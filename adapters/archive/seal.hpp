// A checksum before each record: LMDB trusts its pages, so what is in them is checked here.
//
//   record = checksum:u64 body        XXH3-64 of the body, seeded with XXH3-64 of the key: a record in another's place is found too
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/archive/lmdb.hpp"

namespace trellis::adapters {

inline constexpr std::size_t seal_bytes = 8;

/// What stands behind a good checksum.
struct Sealed {
    std::uint64_t checksum = 0;
    ByteView body;
};
/// Error SNAPSHOT_DAMAGED naming the key.
Result<Sealed> open_seal(ByteView key, ByteView value);
/// Fills in the checksum: `buffer` holds room for it and the body behind. Returns it.
std::uint64_t seal(ByteView key, std::vector<std::byte>& buffer);

/// SNAPSHOT_DAMAGED: "record 6700010000002a: ...".
Error damaged_record(ByteView key, const std::string& what);

}  // namespace trellis::adapters
