// A secret compares right and lets itself be shown by nobody.
#include "adapters/secrets/secret.hpp"

#include <gtest/gtest.h>

#include <concepts>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>

namespace trellis::adapters {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};

std::string hex(const Fingerprint& bytes) {
    std::string out;
    for (const unsigned char byte : bytes) {
        out += "0123456789abcdef"[byte >> 4U];
        out += "0123456789abcdef"[byte & 0xFU];
    }
    return out;
}

TEST(Secret, CannotBeCopiedPrintedOrComparedByAccident) {
    static_assert(!std::is_copy_constructible_v<Secret>);
    static_assert(!std::is_copy_assignable_v<Secret>);
    static_assert(!Printable<Secret>);
    static_assert(Printable<std::string>);
    static_assert(!std::equality_comparable<Secret>);
    static_assert(!std::is_convertible_v<std::string_view, Secret>);
    static_assert(!std::is_convertible_v<Secret, std::string>);
    EXPECT_TRUE(Secret().is_empty());
}

TEST(Secret, MatchesItsOwnTextOnly) {
    const Secret secret("correct horse");
    EXPECT_TRUE(secret.matches("correct horse"));
    for (const std::string wrong : {"", "correct hors", "correct horse ", "Correct horse", "xorrect horse"})
        EXPECT_FALSE(secret.matches(wrong)) << wrong;
    EXPECT_FALSE(secret.matches(std::string("correct horse\0", 14)));
}

TEST(Secret, MatchesNothingWhenItIsEmpty) {
    EXPECT_FALSE(Secret().matches(""));
    EXPECT_FALSE(Secret("").matches(""));
}

TEST(Secret, LeavesNothingBehindWhenItMoves) {
    Secret first("one");
    Secret second(std::move(first));
    EXPECT_TRUE(first.is_empty());  // NOLINT(bugprone-use-after-move): that is what is tested
    EXPECT_EQ(second.reveal(), "one");
    Secret third("two");
    third = std::move(second);
    EXPECT_EQ(third.reveal(), "one");
}

TEST(Secret, WipesBytes) {
    std::string text = "very secret indeed, and longer than a short string";
    const char* bytes = text.data();
    const std::size_t size = text.size();
    wipe(text);
    EXPECT_TRUE(text.empty());
    for (std::size_t i = 0; i < size; ++i) EXPECT_EQ(bytes[i], '\0');
}

TEST(Secret, FingerprintsAndSignsAsPublished) {
    EXPECT_EQ(hex(fingerprint("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    // RFC 4231, test case 2.
    EXPECT_EQ(hex(signature(Secret("Jefe"), "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_TRUE(is_same(fingerprint("abc"), fingerprint("abc")));
    EXPECT_FALSE(is_same(fingerprint("abc"), fingerprint("abd")));
}

}  // namespace
}  // namespace trellis::adapters
