// Senders that are too big, too slow, too many or not HTTP at all: each gets its documented answer, and nobody else notices.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <thread>
#include <vector>

#include "tests/adapters/net/support.hpp"

namespace trellis::tests {
namespace {

using std::chrono::milliseconds;

TEST(HttpLimits, RefuseALongBodyByItsAnnouncement) {
    auto options = patient_options();
    options.limits.body_bytes_max = 1000;
    const TestServer test(std::move(options));
    EXPECT_EQ(ask(test.port(), post("/", std::string(1000, 'x'))).status, 200U);
    RawClient client(test.port());
    client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1001\r\n\r\n");
    const auto answer = client.read_answer();
    EXPECT_EQ(answer.status, 413U);
    EXPECT_TRUE(answer.says("Connection: close\r\n"));
    EXPECT_EQ(answer.body, "The body has more than 1000 bytes.\n");
    EXPECT_EQ(ask(test.port(), "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999999999999999\r\n\r\n").status, 400U);
}

TEST(HttpLimits, LetASenderOfTooMuchReadItsAnswer) {
    const TestServer test(patient_options());
    RawClient client(test.port());
    client.send(post("/", std::string((64U << 10U) + 1, 'x')));
    EXPECT_EQ(client.read_answer().status, 413U);
}

TEST(HttpLimits, StopReadingFromASenderThatNeverEnds) {
    const TestServer test(patient_options());
    RawClient client(test.port());
    client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999999\r\n\r\n");
    const std::string piece(64U << 10U, 'x');
    std::size_t pieces = 0;
    while (client.send(piece) && pieces < 1000) ++pieces;
    EXPECT_LT(pieces, 1000U);
}

TEST(HttpLimits, RefuseALongChunkedBody) {
    auto options = patient_options();
    options.limits.body_bytes_max = 10;
    const TestServer test(std::move(options));
    const std::string head = "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(ask(test.port(), head + "6\r\nabcdef\r\n4\r\nabcd\r\n0\r\n\r\n").status, 200U);
    EXPECT_EQ(ask(test.port(), head + "6\r\nabcdef\r\n5\r\nabcde\r\n").status, 413U);
    EXPECT_EQ(ask(test.port(), head + "ffffffffffffffff\r\n").status, 413U);
    EXPECT_EQ(ask(test.port(), head + "1;" + std::string(20'000, 'e')).status, 400U);
}

TEST(HttpLimits, RefuseLongHeadersWholeOrInPieces) {
    const TestServer test(patient_options());
    EXPECT_EQ(ask(test.port(), "GET / HTTP/1.1\r\nHost: t\r\nX: " + std::string(8200, 'x') + "\r\n\r\n").status, 431U);
    EXPECT_EQ(ask(test.port(), "GET /" + std::string(20'000, 'x')).status, 431U);
    RawClient client(test.port());
    client.send("GET / HTTP/1.1\r\nHost: t\r\n");
    const std::string line = "X: " + std::string(995, 'x') + "\r\n";
    for (int i = 0; i < 20; ++i) client.send(line);
    EXPECT_EQ(client.read_answer().status, 431U);
}

TEST(HttpLimits, CutOffSlowHeaders) {
    auto options = patient_options();
    options.limits.header_timeout = milliseconds{30};
    const TestServer test(std::move(options));
    RawClient client(test.port());
    client.send("GET / HTTP/1.1\r\nHost:");
    const auto answer = client.read_answer();
    EXPECT_EQ(answer.status, 408U);
    EXPECT_TRUE(answer.says("Connection: close\r\n"));
    EXPECT_EQ(test.server->counters().timed_out, 1U);
}

TEST(HttpLimits, CutOffABodyThatComesByteByByte) {
    auto options = patient_options();
    options.limits.body_timeout = milliseconds{60};
    const TestServer test(std::move(options));
    RawClient client(test.port());
    client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 60000\r\n\r\n");
    // Each byte is progress; the limit is for the whole, so that this ends before the body does.
    std::thread dripping([&client] {
        for (int i = 0; i < 59'999 && client.send("x"); ++i) std::this_thread::yield();
    });
    EXPECT_EQ(client.read_answer().status, 408U);
    client.finish_sending();
    dripping.join();
}

TEST(HttpLimits, CloseAConnectionThatSaysNothing) {
    auto options = patient_options();
    options.limits.header_timeout = milliseconds{20};
    options.limits.idle_timeout = milliseconds{20};
    const TestServer test(std::move(options));
    RawClient silent(test.port());
    EXPECT_EQ(silent.read_to_end(), "");
    RawClient idle(test.port());
    idle.send(post("/", ""));
    EXPECT_EQ(idle.read_answer().status, 200U);
    EXPECT_EQ(idle.read_to_end(), "");
}

TEST(HttpLimits, AnswerForAHandlerThatTakesTooLong) {
    Box<HttpReply> waiting;
    auto options = patient_options();
    options.limits.reply_timeout = milliseconds{20};
    options.handler = [&waiting](const HttpRequest&, HttpReply reply) { waiting.put(std::move(reply)); };
    const TestServer test(std::move(options));
    RawClient client(test.port());
    client.send(post("/", ""));
    EXPECT_EQ(client.read_answer().status, 500U);
    waiting.take().send({.body = "too late"});
    client.send(post("/", ""));
    EXPECT_EQ(client.read_answer().status, 500U);
}

TEST(HttpLimits, TurnAwayConnectionsOverTheMaximum) {
    auto options = patient_options();
    options.limits.connections_max = 2;
    const TestServer test(std::move(options));
    RawClient first(test.port());
    first.send(post("/", "1"));
    EXPECT_EQ(first.read_answer().status, 200U);
    {
        RawClient second(test.port());
        second.send(post("/", "2"));
        EXPECT_EQ(second.read_answer().status, 200U);
        for (int i = 0; i < 50; ++i) {
            RawClient third(test.port());
            const auto text = third.read_to_end();
            EXPECT_TRUE(text.starts_with("HTTP/1.1 503 Service Unavailable\r\n")) << text;
            EXPECT_TRUE(text.ends_with("Too many connections.\n")) << text;
        }
        EXPECT_EQ(test.server->counters().connections_open, 2U);
        second.finish_sending();
        EXPECT_EQ(second.read_to_end(), "");
    }
    EXPECT_EQ(ask(test.port(), post("/", "3")).status, 200U);
    EXPECT_EQ(test.server->counters().refused, 50U);
}

TEST(HttpLimits, ServeTheirOwnThroughAFloodOfConnections) {
    auto options = patient_options();
    options.limits.connections_max = 8;
    const TestServer test(std::move(options));
    RawClient own(test.port());
    for (int i = 0; i < 10; ++i) {
        for (int j = 0; j < 200; ++j) {
            const RawClient other(test.port());
        }
        own.send(post("/", "x"));
        ASSERT_EQ(own.read_answer().status, 200U);
        EXPECT_LE(test.server->counters().connections_open, 8U);
    }
}

TEST(HttpLimits, AcceptAgainWhenThereAreDescriptorsAgain) {
    const TestServer test(patient_options());
    RawClient client;  // before the limit falls
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit none{.rlim_cur = static_cast<rlim_t>(client.descriptor()), .rlim_max = before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
    client.connect(test.port());
    while (test.server->counters().accept_failures == 0) std::this_thread::yield();
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    client.send(post("/", "x"));
    EXPECT_EQ(client.read_answer().status, 200U);
}

struct Malformed {
    std::string what;
    std::string bytes;
};

TEST(HttpLimits, AnswerFourHundredToWhatIsNotHttp) {
    const std::string host = "Host: t\r\n";
    const std::vector<Malformed> table = {
        {"empty lines only", "\r\n\r\n\r\n"},
        {"binary", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11)},
        {"a word", "HELLO\r\n\r\n"},
        {"no version", "GET /\r\n\r\n"},
        {"an unknown version", "GET / HTTP/2.0\r\n" + host + "\r\n"},
        {"a broken version", "GET / HTTP/1.\r\n" + host + "\r\n"},
        {"HTTP/2's opening", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
        {"two spaces", "GET  / HTTP/1.1\r\n" + host + "\r\n"},
        {"a tab", "GET\t/ HTTP/1.1\r\n" + host + "\r\n"},
        {"a method that is none", "G@T / HTTP/1.1\r\n" + host + "\r\n"},
        {"a relative target", "GET hook HTTP/1.1\r\n" + host + "\r\n"},
        {"an authority", "CONNECT example.com:443 HTTP/1.1\r\n" + host + "\r\n"},
        {"another scheme", "GET ftp://x/ HTTP/1.1\r\n" + host + "\r\n"},
        {"no host in the target", "GET http:///x HTTP/1.1\r\n" + host + "\r\n"},
        {"a control character in the target", "GET /\x01 HTTP/1.1\r\n" + host + "\r\n"},
        {"bare line feeds", "GET / HTTP/1.1\nHost: t\n\n"},
        {"no host", "GET / HTTP/1.1\r\n\r\n"},
        {"two hosts", "GET / HTTP/1.1\r\n" + host + host + "\r\n"},
        {"a header without colon", "GET / HTTP/1.1\r\n" + host + "Name\r\n\r\n"},
        {"a header without name", "GET / HTTP/1.1\r\n" + host + ": x\r\n\r\n"},
        {"a space before the colon", "GET / HTTP/1.1\r\n" + host + "X : x\r\n\r\n"},
        {"a zero byte in a value", "GET / HTTP/1.1\r\n" + host + "X: a" + std::string(1, '\0') + "b\r\n\r\n"},
        {"a lone carriage return", "GET / HTTP/1.1\r\n" + host + "X: a\rb\r\n\r\n"},
        {"a length that is none", "POST / HTTP/1.1\r\n" + host + "Content-Length: ten\r\n\r\n"},
        {"a negative length", "POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n"},
        {"a signed length", "POST / HTTP/1.1\r\n" + host + "Content-Length: +1\r\n\r\nx"},
        {"two lengths", "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx"},
        {"length and chunks", "POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"chunks and length", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"},
        {"an unknown encoding", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n"},
        {"chunks that are not last", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"},
        {"a chunk size that is none", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"},
        {"a chunk longer than it says", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n"},
        {"half a request line", "GET / HT"},
        {"half a header", "GET / HTTP/1.1\r\nHos"},
        {"half a body", "POST / HTTP/1.1\r\n" + host + "Content-Length: 10\r\n\r\nabc"},
        {"half a chunk", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"},
    };
    auto options = patient_options();
    options.handler = [](const HttpRequest& request, const HttpReply& reply) {
        ADD_FAILURE() << "a request came out: " << request.method << " " << request.path;
        reply.send({.status = 200});
    };
    const TestServer test(std::move(options));
    for (const auto& [what, bytes] : table) {
        for (const bool is_cut_small : {false, true}) {
            RawClient client(test.port());
            for (std::size_t at = 0; at < bytes.size(); at += is_cut_small ? 1 : bytes.size()) {
                client.send(std::string_view(bytes).substr(at, is_cut_small ? 1 : bytes.size()));
            }
            client.finish_sending();
            const auto answer = client.read_answer();
            EXPECT_EQ(answer.status, what == "empty lines only" ? 0U : 400U) << what << ": " << answer.head;
            EXPECT_EQ(client.read_to_end(), "") << what;
        }
    }
}

}  // namespace
}  // namespace trellis::tests
