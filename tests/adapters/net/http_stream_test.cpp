// Answers without an end, and how a server ends while connections are open.
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <thread>

#include "adapters/net/http_client.hpp"
#include "tests/adapters/net/support.hpp"

namespace trellis::tests {
namespace {

using adapters::HttpStream;
using std::chrono::milliseconds;
using Stream = std::shared_ptr<HttpStream>;

constexpr std::chrono::minutes patience{5};
constexpr std::string_view events = "text/event-stream";

/// Hands the stream of each request to the test.
HttpServerOptions streaming(Box<Stream>& streams) {
    auto options = patient_options();
    options.handler = [&streams](const HttpRequest&, const HttpReply& reply) {
        streams.put(reply.stream({.content_type = std::string(events)}));
    };
    return options;
}

TEST(HttpStream, SendsEachTextAsItIsWrittenUntilItsEnd) {
    Box<Stream> streams;
    const TestServer test(streaming(streams));
    RawClient client(test.port());
    client.send("GET /stream HTTP/1.1\r\nHost: t\r\n\r\n");
    const auto stream = streams.take();
    const auto head = client.read_until("\r\n\r\n");
    EXPECT_NE(head.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
    EXPECT_NE(head.find("Content-Type: text/event-stream\r\n"), std::string::npos);
    EXPECT_TRUE(stream->write("id: 1\n\n"));
    EXPECT_EQ(client.read_until("\n\n\r\n"), "7\r\nid: 1\n\n\r\n");
    EXPECT_TRUE(stream->write(""));
    EXPECT_TRUE(stream->write("id: 2\n\n"));
    EXPECT_EQ(client.read_until("\n\n\r\n"), "7\r\nid: 2\n\n\r\n");
    EXPECT_TRUE(stream->is_open());
    EXPECT_TRUE(stream->write("last"));
    stream->close();
    EXPECT_FALSE(stream->is_open());
    EXPECT_FALSE(stream->write("more"));
    EXPECT_TRUE(client.read_to_end().ends_with("last\r\n0\r\n\r\n"));
}

TEST(HttpStream, SendsNoChunksToAnHttp10Reader) {
    Box<Stream> streams;
    const TestServer test(streaming(streams));
    RawClient client(test.port());
    client.send("GET /stream HTTP/1.0\r\n\r\n");
    auto stream = streams.take();
    EXPECT_TRUE(stream->write("text"));
    stream.reset();
    EXPECT_TRUE(client.read_to_end().ends_with("Connection: close\r\n\r\ntext"));
}

TEST(HttpStream, LearnsThatItsReaderHasGone) {
    Box<Stream> streams;
    const TestServer test(streaming(streams));
    RawClient client(test.port());
    client.send("GET /stream HTTP/1.1\r\nHost: t\r\n\r\n");
    const auto stream = streams.take();
    EXPECT_TRUE(stream->write("text"));
    client.read_until("text");
    client.close();
    while (stream->is_open()) std::this_thread::yield();
    EXPECT_FALSE(stream->write("nobody reads this"));
}

TEST(HttpStream, RefusesWhatASlowReaderLeavesWaitingAndCutsIt) {
    Box<Stream> streams;
    auto options = streaming(streams);
    options.limits.stream_bytes_max = 100'000;
    const TestServer test(std::move(options));
    RawClient slow(test.port());
    slow.send("GET /stream HTTP/1.1\r\nHost: t\r\n\r\n");
    const auto stream = streams.take();
    const std::string text(10'000, 's');
    std::size_t written = 0;
    // The system's buffers take some megabytes; behind them the queue fills. A refusal while it was only behind is tried again.
    for (int refusals = 0; refusals < 3;) {
        if (stream->write(text)) {
            written += text.size();
        } else {
            ++refusals;
        }
        ASSERT_LT(written, std::size_t{1} << 30U);
        ASSERT_TRUE(stream->is_open());
    }
    stream->close();
    const auto text_read = slow.read_to_end();
    EXPECT_FALSE(text_read.ends_with("0\r\n\r\n"));
    EXPECT_EQ(ask(test.port(), "X\r\n\r\n").status, 400U);
}

TEST(HttpStream, EndsByTimeWhenAReaderTakesNothing) {
    Box<Stream> streams;
    auto options = streaming(streams);
    options.limits.idle_timeout = milliseconds{30};
    const TestServer test(std::move(options));
    RawClient slow(test.port());
    slow.send("GET /stream HTTP/1.1\r\nHost: t\r\n\r\n");
    const auto stream = streams.take();
    const std::string text(10'000, 's');
    while (stream->is_open()) {
        if (!stream->write(text)) std::this_thread::yield();
    }
    EXPECT_EQ(test.server->counters().timed_out, 1U);
}

TEST(HttpStream, StaysOpenWhileNothingHappens) {
    Box<Stream> streams;
    auto options = streaming(streams);
    options.limits.idle_timeout = milliseconds{10};
    options.limits.header_timeout = milliseconds{10};
    const TestServer test(std::move(options));
    RawClient client(test.port());
    client.send("GET /stream HTTP/1.1\r\nHost: t\r\n\r\n");
    const auto stream = streams.take();
    RawClient silent(test.port());
    EXPECT_EQ(silent.read_to_end(), "");  // by its timeout, which is as long
    EXPECT_TRUE(stream->write("still here"));
    EXPECT_NE(client.read_until("still here").find("still here"), std::string::npos);
}

TEST(HttpServerStop, WaitsForTheAnswersThatAreUnderWay) {
    Box<HttpReply> waiting;
    auto options = patient_options();
    options.limits.linger_timeout = milliseconds{20};
    options.handler = [&waiting](const HttpRequest&, HttpReply reply) { waiting.put(std::move(reply)); };
    const TestServer test(std::move(options));
    RawClient idle(test.port());
    idle.send(post("/", ""));
    waiting.take().send({});
    EXPECT_EQ(idle.read_answer().status, 200U);
    RawClient client(test.port());
    client.send(post("/", ""));
    const auto reply = waiting.take();
    RawClient half(test.port());
    half.send("POST /half HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\n\r\nab");
    std::thread stopping([&test] { test.server->stop(patience); });
    EXPECT_EQ(idle.read_to_end(), "");  // it has begun
    idle.close();
    half.send("cd");
    const auto of_half = waiting.take();
    of_half.send({.body = "half"});
    EXPECT_EQ(half.read_answer().body, "half");
    reply.send({.body = "whole"});
    const auto answer = client.read_answer();
    EXPECT_EQ(answer.body, "whole");
    EXPECT_TRUE(answer.says("Connection: close\r\n"));
    client.close();
    half.close();
    stopping.join();
    EXPECT_EQ(test.server->counters().connections_open, 0U);
    const auto refused = adapters::http_call({.port = test.port()});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "NOT_RUNNING");
}

TEST(HttpServerStop, ClosesIdleConnectionsAndEndsStreamsInOrder) {
    Box<Stream> streams;
    auto options = patient_options();
    options.handler = [&streams](const HttpRequest& request, const HttpReply& reply) {
        if (request.path != "/stream") return echo(request, reply);
        streams.put(reply.stream({.content_type = std::string(events)}));
    };
    const TestServer test(std::move(options));
    RawClient idle(test.port());
    idle.send(post("/", ""));
    EXPECT_EQ(idle.read_answer().status, 200U);
    RawClient reader(test.port());
    reader.send("GET /stream HTTP/1.1\r\nHost: t\r\n\r\n");
    const auto stream = streams.take();
    EXPECT_TRUE(stream->write("text"));
    std::thread stopping([&test] { test.server->stop(patience); });
    EXPECT_EQ(idle.read_to_end(), "");
    idle.close();
    EXPECT_TRUE(reader.read_to_end().ends_with("text\r\n0\r\n\r\n"));
    reader.close();
    stopping.join();
    EXPECT_FALSE(stream->write("more"));
}

TEST(HttpServerStop, AnswersThoseWhoWaitedToBeAccepted) {
    std::promise<void> is_asked;
    std::promise<void> may_go_on;
    auto options = patient_options();
    options.handler = [&](const HttpRequest& request, const HttpReply& reply) {
        if (request.path == "/blocking") {  // what no handler may do: so that the next ones stay in the backlog
            is_asked.set_value();
            may_go_on.get_future().wait();
        }
        echo(request, reply);
    };
    TestServer test(std::move(options));
    RawClient blocking(test.port());
    blocking.send(post("/blocking", ""));
    is_asked.get_future().wait();
    RawClient first(test.port());
    RawClient second(test.port());
    first.send(post("/1", ""));
    second.send(post("/2", ""));
    test.thread.post([&test] { test.server->stop_accepting(); });
    may_go_on.set_value();
    EXPECT_EQ(first.read_answer().body, "POST /1\n");
    EXPECT_EQ(second.read_answer().body, "POST /2\n");
}

TEST(HttpServerStop, CutsWhatIsLeftWhenTheTimeIsOver) {
    Box<HttpReply> waiting;
    auto options = patient_options();
    options.handler = [&waiting](const HttpRequest&, HttpReply reply) { waiting.put(std::move(reply)); };
    const TestServer test(std::move(options));
    RawClient client(test.port());
    client.send(post("/", ""));
    const auto reply = waiting.take();
    test.server->stop(milliseconds{0});
    EXPECT_EQ(client.read_to_end(), "");
    reply.send({.body = "too late"});
    test.server->stop(milliseconds{0});
}

TEST(HttpServerStop, WorksAfterItsThreadHasEnded) {
    Box<HttpReply> waiting;
    auto options = patient_options();
    options.handler = [&waiting](const HttpRequest&, HttpReply reply) { waiting.put(std::move(reply)); };
    TestServer test(std::move(options));
    RawClient client(test.port());
    client.send(post("/", ""));
    const auto reply = waiting.take();
    test.thread.stop();
    EXPECT_FALSE(test.thread.post([] {}));
    reply.send({.body = "too late"});
    test.server.reset();
    EXPECT_EQ(client.read_to_end(), "");
}

TEST(IoThread, RunsWhatWasPostedInOrderAlsoWhenItSpins) {
    for (const bool spin : {false, true}) {
        IoThread thread({.name = "io-test-with-a-long-name", .spin = spin});
        Box<int> seen;
        for (int i = 0; i < 100; ++i) EXPECT_TRUE(thread.post([&seen, i] { seen.put(i); }));
        for (int i = 0; i < 100; ++i) EXPECT_EQ(seen.take(), i);
        EXPECT_FALSE(thread.is_current());
    }
}

}  // namespace
}  // namespace trellis::tests
