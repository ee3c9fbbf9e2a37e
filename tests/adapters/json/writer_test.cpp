// What the writer writes, the reader reads; and it writes nothing that is no JSON.
#include "adapters/json/writer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "adapters/json/document.hpp"
#include "engine/base/check.hpp"
#include "tests/support/arbitrary.hpp"

namespace trellis::adapters::json {
namespace {

void write_sample(Writer& writer) {
    writer.begin_object();
    writer.name("b").string("x\"y");
    writer.name("a").begin_array().integer(-1).number("1.50").null().boolean(true).begin_object().end_object().end_array();
    writer.name("e").begin_array().end_array();
    writer.end_object();
}

TEST(JsonWriter, KeepsOrderAndNumbersOnOneLine) {
    Writer writer;
    write_sample(writer);
    EXPECT_EQ(writer.take(), R"({"b":"x\"y","a":[-1,1.50,null,true,{}],"e":[]})");
}

TEST(JsonWriter, IndentsForPeople) {
    Writer writer(Layout::indented);
    write_sample(writer);
    EXPECT_EQ(writer.take(),
              "{\n  \"b\": \"x\\\"y\",\n  \"a\": [\n    -1,\n    1.50,\n    null,\n    true,\n    {}\n  ],\n  \"e\": []\n}");
}

TEST(JsonWriter, WritesIntegersOfAllSizes) {
    Writer writer;
    writer.begin_array().integer(std::uint64_t{18446744073709551615U}).integer(std::int64_t{-9223372036854775807}).integer(std::uint8_t{7});
    EXPECT_EQ(writer.end_array().take(), "[18446744073709551615,-9223372036854775807,7]");
}

TEST(JsonWriter, BeginsAnewAfterTake) {
    Writer writer;
    EXPECT_EQ(writer.null().take(), "null");
    EXPECT_EQ(writer.boolean(false).take(), "false");
}

RC_GTEST_PROP(JsonWriter, GivesAnyTextBackThroughTheReader, ()) {
    const auto text = tests::arbitrary_text();
    Writer writer;
    writer.begin_object().name(text).string(text).end_object();
    const auto document = Document::parse(writer.take());
    RC_ASSERT(document.ok());
    RC_ASSERT(document->root().find(text) != nullptr);
    RC_ASSERT(document->root().find(text)->string() == text);
}

TEST(JsonWriter, EscapesControlCharacters) {
    EXPECT_EQ(Writer().string(std::string_view("\b\f\n\r\t\0\x1f\x0a/\x7f", 10)).take(), "\"\\b\\f\\n\\r\\t\\u0000\\u001f\\n/\x7f\"");
}

TEST(JsonWriter, WritesBytesThatAreNoUtf8AsReplacements) {
    EXPECT_EQ(Writer().string("a\xC3(\xE2\x82\xAC\xF4\x90\x80\x80\xED\xA0\x80\xC0\xAF\xE2\x82").take(),
              "\"a\\ufffd(\xE2\x82\xAC\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\"");
}

RC_GTEST_PROP(JsonWriter, MakesAnyBytesAText, (const std::string& bytes)) {
    RC_ASSERT(Document::parse(Writer().string(bytes).take()).ok());
}

TEST(JsonWriter, RefusesToWriteWhatIsNoJson) {
    EXPECT_THROW(Writer().take(), InvariantBroken);
    EXPECT_THROW(Writer().begin_array().take(), InvariantBroken);
    EXPECT_THROW(Writer().begin_array().end_object(), InvariantBroken);
    EXPECT_THROW(Writer().end_array(), InvariantBroken);
    EXPECT_THROW(Writer().begin_object().null(), InvariantBroken);
    EXPECT_THROW(Writer().begin_object().name("a").end_object(), InvariantBroken);
    EXPECT_THROW(Writer().begin_object().name("a").name("b"), InvariantBroken);
    EXPECT_THROW(Writer().begin_array().name("a"), InvariantBroken);
    EXPECT_THROW(Writer().null().null(), InvariantBroken);
}

}  // namespace
}  // namespace trellis::adapters::json
