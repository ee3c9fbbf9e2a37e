// Requests and answers over a real socket: what is carried, in which order, and when the connection stays.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <optional>
#include <thread>
#include <vector>

#include "tests/adapters/net/support.hpp"

namespace trellis::tests {
namespace {

TEST(HttpServer, CarriesMethodPathQueryHeadersBodyAndPeer) {
    Box<HttpRequest> seen;
    auto options = patient_options();
    options.handler = [&seen](HttpRequest request, const HttpReply& reply) {
        seen.put(std::move(request));
        reply.send({.status = 202, .content_type = "application/json", .headers = {{"X-Seen", "yes"}}, .body = "{}"});
    };
    const TestServer test(std::move(options));
    const auto answer = ask(test.port(), post("/hook/abc?x=1&y=%20", "{\"a\":1}", "X-Secret: hunter2\r\n"));
    EXPECT_EQ(answer.status, 202U);
    EXPECT_TRUE(answer.says("X-Seen: yes\r\n"));
    EXPECT_TRUE(answer.says("Content-Type: application/json\r\n"));
    EXPECT_TRUE(answer.says("\r\nDate: "));
    EXPECT_EQ(answer.body, "{}");
    const auto request = seen.take();
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.path, "/hook/abc");
    EXPECT_EQ(request.query, "x=1&y=%20");
    EXPECT_EQ(request.header("x-SECRET"), "hunter2");
    EXPECT_EQ(request.header("absent"), "");
    EXPECT_EQ(request.body, "{\"a\":1}");
    EXPECT_EQ(request.peer, "127.0.0.1");
    EXPECT_NE(request.received_at, std::chrono::steady_clock::time_point{});
}

TEST(HttpServer, AnswersManyRequestsOnOneConnection) {
    const TestServer test(patient_options());
    RawClient client(test.port());
    for (const std::string body : {"one", "", "three"}) {
        client.send(post("/", body));
        const auto answer = client.read_answer();
        EXPECT_TRUE(answer.says("Connection: keep-alive\r\n"));
        EXPECT_EQ(answer.body, "POST /\n" + body);
    }
    EXPECT_EQ(test.server->counters().accepted, 1U);
    EXPECT_EQ(test.server->counters().requests, 3U);
}

TEST(HttpServer, ClosesAfterOneAnswerWhenKeepAliveIsOff) {
    auto options = patient_options();
    options.limits.keep_alive = false;
    const TestServer test(std::move(options));
    RawClient client(test.port());
    client.send(post("/", "a") + post("/", "b"));
    const auto text = client.read_to_end();
    EXPECT_NE(text.find("Connection: close\r\n"), std::string::npos);
    EXPECT_TRUE(text.ends_with("POST /\na"));
}

TEST(HttpServer, ClosesWhenTheSenderAsksForIt) {
    const TestServer test(patient_options());
    RawClient client(test.port());
    client.send(post("/", "a", "Connection: close\r\n"));
    EXPECT_TRUE(client.read_to_end().ends_with("POST /\na"));
}

TEST(HttpServer, KeepsAnHttp10ConnectionOnlyWhenAsked) {
    const TestServer test(patient_options());
    RawClient once(test.port());
    once.send("GET / HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(once.read_to_end().ends_with("GET /\n"));
    RawClient twice(test.port());
    twice.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(twice.read_answer().body, "GET /a\n");
    twice.send("GET /b HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(twice.read_to_end().ends_with("GET /b\n"));
}

TEST(HttpServer, AnswersPipelinedRequestsInTheirOrder) {
    const TestServer test(patient_options());
    RawClient client(test.port());
    std::string all;
    for (int i = 0; i < 500; ++i) all += post("/" + std::to_string(i), std::string(static_cast<std::size_t>(i), 'x'));
    std::thread sender([&client, &all] { client.send(all); });
    for (int i = 0; i < 500; ++i) {
        ASSERT_EQ(client.read_answer().body, "POST /" + std::to_string(i) + "\n" + std::string(static_cast<std::size_t>(i), 'x'));
    }
    sender.join();
}

TEST(HttpServer, HoldsBackPipelinedRequestsUntilTheEarlierIsAnswered) {
    Box<std::pair<std::string, HttpReply>> waiting;
    auto options = patient_options();
    options.handler = [&waiting](const HttpRequest& request, HttpReply reply) { waiting.put({request.path, std::move(reply)}); };
    const TestServer test(std::move(options));
    RawClient client(test.port());
    client.send(post("/a", "") + post("/b", ""));
    auto first = waiting.take();
    EXPECT_EQ(test.server->counters().requests, 1U);
    first.second.send({.body = first.first});
    EXPECT_EQ(client.read_answer().body, "/a");
    auto second = waiting.take();
    second.second.send({.body = second.first});
    EXPECT_EQ(client.read_answer().body, "/b");
}

TEST(HttpServer, ReadsChunkedBodiesHoweverTheyAreCut) {
    const TestServer test(patient_options());
    const std::string head = "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::vector<std::pair<std::string, std::string>> bodies = {
        {"5\r\nhello\r\n6;note=\"x\"\r\n world\r\n0\r\n\r\n", "hello world"}, {"0\r\n\r\n", ""}, {"1\r\nx\r\n0\r\nTrailer: y\r\n\r\n", "x"}};
    for (const auto& [chunks, text] : bodies) {
        EXPECT_EQ(ask(test.port(), head + chunks).body, "POST /\n" + text);
        RawClient client(test.port());
        for (const char byte : head + chunks) client.send(std::string_view(&byte, 1));
        EXPECT_EQ(client.read_answer().body, "POST /\n" + text);
    }
}

TEST(HttpServer, SaysContinueBeforeABodyThatWaitsForIt) {
    const TestServer test(patient_options());
    RawClient client(test.port());
    client.send("POST / HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    EXPECT_EQ(client.read_answer().body, "POST /\nabc");
}

TEST(HttpServer, SendsNoBodyForHead) {
    const TestServer test(patient_options());
    RawClient client(test.port());
    client.send("HEAD /x HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
    const auto text = client.read_to_end();
    EXPECT_NE(text.find("Content-Length: 8\r\n"), std::string::npos);
    EXPECT_TRUE(text.ends_with("\r\n\r\n"));
}

TEST(HttpServer, TakesAnAnswerFromAnotherThread) {
    Box<HttpReply> waiting;
    auto options = patient_options();
    options.handler = [&waiting](const HttpRequest&, HttpReply reply) { waiting.put(std::move(reply)); };
    const TestServer test(std::move(options));
    std::thread answerer([&waiting] {
        for (int i = 0; i < 20; ++i) waiting.take().send({.body = std::to_string(i)});
    });
    RawClient client(test.port());
    for (int i = 0; i < 20; ++i) {
        client.send(post("/", ""));
        EXPECT_EQ(client.read_answer().body, std::to_string(i));
    }
    answerer.join();
}

TEST(HttpServer, OnlyTheFirstOfTwoAnswersCounts) {
    auto options = patient_options();
    options.handler = [](const HttpRequest&, const HttpReply& reply) {
        reply.send({.body = "first"});
        reply.send({.status = 500, .body = "second"});
    };
    const TestServer test(std::move(options));
    RawClient client(test.port());
    client.send(post("/", "", "Connection: close\r\n"));
    const auto text = client.read_to_end();
    EXPECT_TRUE(text.ends_with("\r\n\r\nfirst"));
}

TEST(HttpServer, ForgetsAnAnswerWhoseConnectionIsGone) {
    Box<HttpReply> waiting;
    auto options = patient_options();
    options.handler = [&waiting](const HttpRequest&, HttpReply reply) { waiting.put(std::move(reply)); };
    std::optional<HttpReply> late;
    {
        const TestServer test(std::move(options));
        RawClient client(test.port());
        client.send(post("/", ""));
        const auto gone = waiting.take();
        client.close();
        gone.send({.body = "nobody reads this"});
        EXPECT_EQ(ask(test.port(), "GARBAGE\r\n\r\n").status, 400U);
        RawClient last(test.port());
        last.send(post("/", ""));
        late = waiting.take();
    }
    late->send({.body = "the server is gone"});
    const auto stream = late->stream({});
    EXPECT_FALSE(stream->write("text"));
}

TEST(HttpServer, AnswersFiveHundredForADroppedReply) {
    auto options = patient_options();
    options.handler = [](const HttpRequest&, const HttpReply&) {};
    options.refuse = [](unsigned status, std::string_view reason) {
        return HttpResponse{.status = status, .content_type = "application/problem+json", .body = std::string(reason)};
    };
    const TestServer test(std::move(options));
    const auto answer = ask(test.port(), post("/", ""));
    EXPECT_EQ(answer.status, 500U);
    EXPECT_TRUE(answer.says("application/problem+json"));
    EXPECT_EQ(answer.body, "The request was not answered.");
}

TEST(HttpServer, AnswersFiveHundredWhenTheHandlerThrows) {
    Box<std::string> told;
    auto options = patient_options();
    options.handler = [](const HttpRequest&, const HttpReply&) { throw std::runtime_error("broken"); };
    options.on_exception = [&told](std::string_view what) { told.put(std::string(what)); };
    const TestServer test(std::move(options));
    EXPECT_EQ(ask(test.port(), post("/", "")).status, 500U);
    EXPECT_EQ(told.take(), "broken");
}

TEST(HttpServer, SendsAnAnswerWholeThatNoSocketBufferHolds) {
    auto options = patient_options();
    options.handler = [](const HttpRequest&, const HttpReply& reply) { reply.send({.body = std::string(8U << 20U, 'z')}); };
    const TestServer test(std::move(options));
    RawClient client(test.port());
    client.send(post("/", ""));
    EXPECT_EQ(client.read_answer().body.size(), std::size_t{8U << 20U});
}

TEST(HttpServer, LetsNoHeaderValueEndItsLine) {
    auto options = patient_options();
    options.handler = [](const HttpRequest&, const HttpReply& reply) {
        reply.send({.headers = {{"Location", "/a\r\nSet-Cookie: stolen"}}, .body = ""});
    };
    const TestServer test(std::move(options));
    EXPECT_TRUE(ask(test.port(), post("/", "")).says("Location: /a  Set-Cookie: stolen\r\n"));
}

TEST(HttpServer, SaysWhyItCannotListen) {
    const TestServer test(patient_options());
    IoThread thread({});
    auto options = patient_options();
    options.port = test.port();
    const auto taken = HttpServer::start(thread, options);
    ASSERT_FALSE(taken.ok());
    EXPECT_EQ(taken.error().code, "CANNOT_LISTEN");
    EXPECT_EQ(taken.error().detail, "test: 127.0.0.1:" + std::to_string(test.port()) +
                                        ": Address already in use; is it running already? Otherwise choose another port");
    options.address = "localhost";
    const auto unknown = HttpServer::start(thread, options);
    ASSERT_FALSE(unknown.ok());
    EXPECT_NE(unknown.error().detail.find("this is not an address"), std::string::npos);
    options.inherited_fd = 0;
    const auto inherited = HttpServer::start(thread, options);
    ASSERT_FALSE(inherited.ok());
    EXPECT_EQ(inherited.error().detail, "test: descriptor 0: it is not a listening socket");
}

TEST(HttpServer, ServesASocketThatListensAlready) {
    const int listening = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ASSERT_GE(listening, 0);
    if (::listen(listening, 16) != 0) GTEST_SKIP() << "no IPv6 here";
    auto options = patient_options();
    options.inherited_fd = listening;
    options.handler = [](const HttpRequest& request, const HttpReply& reply) { reply.send({.body = request.peer}); };
    const TestServer test(std::move(options));
    EXPECT_NE(test.port(), 0);
    EXPECT_EQ(ask(test.port(), post("/", "")).body, "127.0.0.1");
}

}  // namespace
}  // namespace trellis::tests
