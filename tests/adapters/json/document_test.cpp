// The document reader: what it keeps, what it refuses and where it says the fault is.
#include "adapters/json/document.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <utility>

namespace trellis::adapters::json {
namespace {

Document read(std::string_view text) {
    auto document = Document::parse(text);
    if (!document.ok()) ADD_FAILURE() << document.error().code << ": " << document.error().detail << " in " << text;
    return std::move(document).value();
}

Error refused(std::string_view text, const Limits& limits = {}) {
    auto document = Document::parse(text, limits);
    if (document.ok()) {
        ADD_FAILURE() << "accepted: " << text;
        return {};
    }
    return document.error();
}

TEST(Document, KeepsNumbersAsTheyWereWritten) {
    for (const std::string text : {"0", "-0", "0.10", "1e-3", "1E+400", "123456789012345678901234567890.1234567890123456"}) {
        const auto document = read(text);
        EXPECT_TRUE(document.root().is_number());
        EXPECT_EQ(document.root().number(), text);
    }
}

TEST(Document, ReadsEveryKind) {
    const auto document = read(R"( {"n":null,"t":true,"f":false,"i":1,"s":"x","a":[1,[],{}],"o":{}} )");
    const auto& root = document.root();
    ASSERT_TRUE(root.is_object());
    EXPECT_EQ(root.size(), 7U);
    EXPECT_TRUE(root.find("n")->is_null());
    EXPECT_TRUE(root.find("t")->boolean());
    EXPECT_FALSE(root.find("f")->boolean());
    EXPECT_EQ(root.find("i")->number(), "1");
    EXPECT_EQ(root.find("s")->string(), "x");
    ASSERT_EQ(root.find("a")->elements().size(), 3U);
    EXPECT_TRUE(root.find("a")->elements()[1].is_array());
    EXPECT_TRUE(root.find("a")->elements()[2].is_object());
    EXPECT_EQ(root.find("o")->size(), 0U);
    EXPECT_EQ(root.find("missing"), nullptr);
}

TEST(Document, KeepsTheOrderOfMembers) {
    const auto document = read(R"({"b":1,"a":2,"c":3})");
    std::string order;
    for (const auto& [name, value] : document.root().members()) order += name;
    EXPECT_EQ(order, "bac");
}

TEST(Document, ResolvesEscapesInStringsAndNames) {
    const auto document = read(R"({"a\tb":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00 plain","p":"é"})");
    ASSERT_NE(document.root().find("a\tb"), nullptr);
    EXPECT_EQ(document.root().find("a\tb")->string(), "\"\\/\b\f\n\r\t\u00e9\U0001F600 plain");
    EXPECT_EQ(document.root().find("p")->string(), "é");
}

TEST(Document, KeepsStringsWithTrailingBackslashes) {
    const auto document = read(R"(["\\","\\\\","a\\","\"","\\\""])");
    const auto values = document.root().elements();
    ASSERT_EQ(values.size(), 5U);
    EXPECT_EQ(values[0].string(), "\\");
    EXPECT_EQ(values[1].string(), "\\\\");
    EXPECT_EQ(values[2].string(), "a\\");
    EXPECT_EQ(values[3].string(), "\"");
    EXPECT_EQ(values[4].string(), "\\\"");
}

TEST(Document, GivesTheRawSliceAndPlaceOfEveryValue) {
    const std::string text = "{\n  \"body\" : { \"price\" : 1.50 , \"tags\":[ 1 , 2 ] } ,\n  \"last\": \"x\"\n}\n";
    const auto document = read(text);
    const auto& body = *document.root().find("body");
    EXPECT_EQ(body.raw(), "{ \"price\" : 1.50 , \"tags\":[ 1 , 2 ] }");
    EXPECT_EQ(body.offset(), text.find("{ \"price"));
    EXPECT_EQ(body.find("price")->raw(), "1.50");
    EXPECT_EQ(body.find("tags")->raw(), "[ 1 , 2 ]");
    EXPECT_EQ(document.root().find("last")->raw(), "\"x\"");
    EXPECT_EQ(document.root().raw(), text.substr(0, text.size() - 1));
    EXPECT_EQ(document.position(*document.root().find("last")), (Position{.line = 3, .column = 11}));
}

TEST(Document, OutlivesTheTextItWasReadFrom) {
    std::string text = R"({"a":"escaped \n","b":[12.5]})";
    auto document = read(text);
    text.assign(text.size(), '#');
    const Document moved = std::move(document);
    EXPECT_EQ(moved.root().find("a")->string(), "escaped \n");
    EXPECT_EQ(moved.root().find("b")->elements()[0].number(), "12.5");
}

TEST(Document, NamesValuesByJsonPointer) {
    const auto document = read(R"({"a/b":[{"c~d":1},[2, 3]],"":{"x":null}})");
    const auto& root = document.root();
    EXPECT_EQ(document.pointer(root), "");
    const auto& list = *root.find("a/b");
    EXPECT_EQ(document.pointer(list), "/a~1b");
    EXPECT_EQ(document.pointer(*list.elements()[0].find("c~d")), "/a~1b/0/c~0d");
    EXPECT_EQ(document.pointer(list.elements()[1].elements()[1]), "/a~1b/1/1");
    EXPECT_EQ(document.pointer(*root.find("")->find("x")), "//x");
}

TEST(Document, RefusesWhatIsNoJson) {
    const char* const broken[] = {
        "", " ", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1]]", "[1}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
        "{\"a\" 1}", "{a:1}", "{1:2}", "{\"a\":1 \"b\":2}", "{\"a\":1", "{,}", "1 2", "1,2", "1],[2", "nul", "nulll", "True", "tru", "truee",
        "true false", "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x1", "NaN", "Infinity", "1_000", "--1", "1.2.3", "\"abc", "\"a\"\"b\"",
        "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800x\"", "\"\\udc00\"", "'a'", "[1]//c", "/**/1", "{\"a\":1}{}", "{\"a\":[1}]",
        "[\"a\":1]", "{\"a\",1}", "[1\"a\"]", "[\"a\"1]", "\xEF\xBB\xBF{}", "{\"a\":1}x", "[[1]", "[{\"a\":1]"};
    for (const char* text : broken) EXPECT_EQ(refused(text).code, "JSON_INVALID") << text;
}

TEST(Document, RefusesControlCharactersAndBrokenUtf8WhereTheyStand) {
    EXPECT_EQ(refused("{\"a\":\n \"x\ty\"}").detail, "line 2, column 4 (byte 9): a control character in a string must be escaped");
    EXPECT_EQ(refused("[\"\xC3\xA9\",\n\"\xC3\"]").detail, "line 2, column 2 (byte 8): this byte is no UTF-8");
    EXPECT_EQ(refused("[\"\xED\xA0\x80\"]").detail, "line 1, column 3 (byte 2): this byte is no UTF-8");
    EXPECT_EQ(refused("[1, \"abc").detail, "line 1, column 5 (byte 4): this string does not end");
    EXPECT_EQ(refused(std::string_view("[1\0]", 4)).code, "JSON_INVALID");
}

TEST(Document, SaysWhereTheFaultIs) {
    EXPECT_EQ(refused("{\n \"a\": 01\n}").detail, "line 2, column 7 (byte 8): '01' is no value");
    EXPECT_EQ(refused("{\"a\":1} true").detail, "line 1, column 9 (byte 8): something follows the value");
    EXPECT_EQ(refused("").detail, "line 1, column 1 (byte 0): there is no value");
    EXPECT_EQ(refused("{\"a\":[1,2").detail, "line 1, column 10 (byte 9): the text ends too early");
    EXPECT_EQ(refused("[1,\n 2 3]").detail,
              "line 2, column 4 (byte 7): a comma, a colon, a name or a closing bracket is missing or misplaced here");
}

TEST(Document, RefusesANameThatStandsTwice) {
    const auto error = refused("{\"x\":{\"a\":1,\n\"b\":2,\"\\u0061\":3}}");
    EXPECT_EQ(error.code, "JSON_DUPLICATE_KEY");
    EXPECT_EQ(error.detail, "line 2, column 7 (byte 19): the name \"a\" stands twice in one object");
    EXPECT_EQ(read(R"({"a":{"a":1},"b":{"a":2}})").root().size(), 2U);
}

TEST(Document, BoundsDepthAndSize) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + "1" + std::string(depth, ']'); };
    EXPECT_EQ(read(nested(32)).root().size(), 1U);
    EXPECT_EQ(refused(nested(33)).code, "JSON_TOO_DEEP");
    EXPECT_EQ(refused(std::string(100000, '[')).code.substr(0, 5), "JSON_");
    EXPECT_EQ(refused("[1]", {.bytes_max = 2}).code, "JSON_TOO_LARGE");
}

TEST(Document, AsksOnlyForTheKindThatIsThere) {
    const auto document = read("[1]");
    EXPECT_THROW(static_cast<void>(document.root().number()), InvariantBroken);
    EXPECT_THROW(static_cast<void>(document.root().string()), InvariantBroken);
    EXPECT_THROW(static_cast<void>(document.root().elements()[0].boolean()), InvariantBroken);
}

RC_GTEST_PROP(Document, NeverTakesACutTextForAWholeOne, ()) {
    const std::string text = R"({"a":[1.5,"x\n",{"b":null}],"c":"d","e":[[],{}]})";
    const auto cut = *rc::gen::inRange<std::size_t>(0, text.size());
    RC_ASSERT(!Document::parse(std::string_view(text).substr(0, cut)).ok());
}

RC_GTEST_PROP(Document, AnswersAnyBytesWithATreeOrAnError, (const std::string& bytes)) {
    const auto document = Document::parse(bytes);
    if (!document.ok()) RC_ASSERT(document.error().code.starts_with("JSON_"));
}

}  // namespace
}  // namespace trellis::adapters::json
