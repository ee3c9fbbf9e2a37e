// The fingerprint tells states apart and depends on nothing but their fields.
#include "engine/event/hash.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "tests/support/arbitrary.hpp"

namespace trellis {
namespace {

TEST(Hash, TellsApartBytesThatDifferInOneBitOrInLength) {
    std::set<std::uint64_t> seen;
    std::size_t count = 0;
    for (std::size_t size = 0; size < 40; ++size) {
        std::vector<std::byte> bytes(size);
        seen.insert(hash_of(bytes));
        ++count;
        for (std::size_t bit = 0; bit < size * 8; ++bit, ++count) {
            auto flipped = bytes;
            flipped[bit / 8] ^= std::byte{1} << (bit % 8);
            seen.insert(hash_of(flipped));
        }
    }
    EXPECT_EQ(seen.size(), count);
}

TEST(Hash, ReadsBytesInTheSameOrderOnEveryMachine) {
    const auto bytes = std::as_bytes(std::span("exactly what the journal says", 29));
    EXPECT_EQ(hash_of(bytes), 15784747275537803618U);
}

RC_GTEST_PROP(Hash, IsThatOfTheEncodedFields, ()) {
    const auto value = tests::arbitrary_value<GroupOpened>();
    std::vector<std::byte> bytes;
    encode_fields(value, bytes);
    std::vector<std::byte> buffer(100);
    RC_ASSERT(state_hash(value, buffer) == hash_of(bytes));
}

}  // namespace
}  // namespace trellis
