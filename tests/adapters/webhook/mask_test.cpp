// No secret survives masking, and nothing else changes.
#include "adapters/webhook/mask.hpp"

#include <gtest/gtest.h>

#include <string>

namespace trellis::adapters {
namespace {

std::string masked(const std::string& text) {
    const auto document = json::Document::parse(text);
    EXPECT_TRUE(document.ok()) << text;
    return mask_secrets(*document);
}

TEST(Mask, ReplacesTheSecretAndKeepsEveryOtherByte) {
    EXPECT_EQ(masked(R"({ "secret" :  "abc\"d" ,"tv":{"x": 1.50e2}}  )"), R"({ "secret" :  "***" ,"tv":{"x": 1.50e2}}  )");
    EXPECT_EQ(masked(R"({"a": "secret", "b": 1})"), R"({"a": "secret", "b": 1})");
}

TEST(Mask, FindsSecretsOfEveryTypeDepthAndSpelling) {
    EXPECT_EQ(masked(R"({"secret": 12345})"), R"({"secret": "***"})");
    EXPECT_EQ(masked(R"({"secret": {"secret": "x", "y": [1]}})"), R"({"secret": "***"})");
    EXPECT_EQ(masked(R"({"tv": [{"secret": "x"}], "secret": "y"})"), R"({"tv": [{"secret": "***"}], "secret": "***"})");
    EXPECT_EQ(masked(R"({"secr\u0065t": "x"})"), R"({"secr\u0065t": "***"})");
}

TEST(Mask, TakesSecretsOutOfTextThatIsNoJson) {
    EXPECT_EQ(mask_secrets_of_text(R"({"secret": "abc", "tv": {)"), R"({"secret": "***", "tv": {)");
    EXPECT_EQ(mask_secrets_of_text(R"({"secret": "never ends)"), R"({"secret": "***")");
    EXPECT_EQ(mask_secrets_of_text(R"({'Secret' : 'a\'b'; x})"), R"({'Secret' : "***"; x})");
    EXPECT_EQ(mask_secrets_of_text("secret=abc&x=1"), "secret=\"***\"&x=1");
    EXPECT_EQ(mask_secrets_of_text("{secret: abc}"), "{secret: \"***\"}");
    EXPECT_EQ(mask_secrets_of_text(R"({"secret":"a","secret":"b"})"), R"({"secret":"***","secret":"***"})");
    EXPECT_EQ(mask_secrets_of_text("no secret here"), "no secret here");
    EXPECT_EQ(mask_secrets_of_text("secret"), "secret");
    EXPECT_EQ(mask_secrets_of_text("secret:"), "secret:\"***\"");
}

}  // namespace
}  // namespace trellis::adapters
