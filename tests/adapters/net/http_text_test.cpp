// HTTP as text: heads, chunks, targets and dates, without a socket.
#include <gtest/gtest.h>

#include <tuple>
#include <vector>

#include "adapters/net/http_text.hpp"

namespace trellis::tests {
namespace {

using adapters::BodyFraming;
using adapters::HttpResponse;

std::string head_of(const HttpResponse& response, const adapters::HeadStyle& style) {
    std::string out;
    adapters::append_head(out, response, style);
    return out;
}

TEST(HttpText, WritesTheHeadOfAnAnswer) {
    const HttpResponse response{.status = 422, .content_type = "a/b", .headers = {{"ETag", "\"7\""}, {"Empty", ""}}, .body = "four"};
    EXPECT_EQ(head_of(response, {.keep_alive = true, .date = "today"}),
              "HTTP/1.1 422 Unprocessable Content\r\nDate: today\r\nContent-Type: a/b\r\nETag: \"7\"\r\nContent-Length: 4\r\n"
              "Connection: keep-alive\r\n\r\n");
    EXPECT_EQ(head_of(response, {.framing = BodyFraming::until_close}),
              "HTTP/1.1 422 Unprocessable Content\r\nContent-Type: a/b\r\nETag: \"7\"\r\nConnection: close\r\n\r\n");
}

TEST(HttpText, AnnouncesNoBodyWhereNoneMayBe) {
    for (const unsigned status : {204U, 304U}) {
        EXPECT_FALSE(adapters::may_have_body(status));
        EXPECT_EQ(head_of({.status = status}, {}).find("Content-Length"), std::string::npos);
        EXPECT_EQ(head_of({.status = status}, {.framing = BodyFraming::chunked}).find("Transfer-Encoding"), std::string::npos);
    }
}

TEST(HttpText, NamesEveryStatusItMayMeet) {
    EXPECT_EQ(adapters::reason_phrase(503), "Service Unavailable");
    EXPECT_EQ(adapters::reason_phrase(299), "Unknown");
}

TEST(HttpText, FramesAChunk) {
    std::string out = "before";
    adapters::append_chunk(out, std::string(31, 'x'));
    EXPECT_EQ(out, "before1f\r\n" + std::string(31, 'x') + "\r\n");
}

TEST(HttpText, SplitsATargetIntoPathAndQuery) {
    const std::vector<std::tuple<std::string, std::string, std::string>> right = {
        {"/", "/", ""}, {"/a/b", "/a/b", ""}, {"/a?b=c?d", "/a", "b=c?d"}, {"/?", "/", ""}, {"*", "*", ""},
        {"http://host", "/", ""}, {"http://host:80/a?b", "/a", "b"}, {"https://host?q", "/", "q"}};
    for (const auto& [target, path, query] : right) {
        const auto parts = adapters::split_target(target);
        ASSERT_TRUE(parts.has_value()) << target;
        EXPECT_EQ(parts->path, path) << target;
        EXPECT_EQ(parts->query, query) << target;
    }
    for (const auto* wrong : {"", "a", "host:80", "http:///a", "ftp://host/a", "?a", "**"}) {
        EXPECT_FALSE(adapters::split_target(wrong).has_value()) << wrong;
    }
}

TEST(HttpText, WritesDatesAsHttpWantsThem) {
    EXPECT_EQ(adapters::http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(adapters::http_date(784'111'777), "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace trellis::tests
