// The client against the server, with and without TLS, and against servers that misbehave.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "adapters/net/http_client.hpp"
#include "tests/adapters/net/support.hpp"

namespace trellis::tests {
namespace {

using adapters::HttpCall;
using adapters::http_call;
using adapters::http_stream;
using std::chrono::milliseconds;

HttpServerOptions with_tls(const Certificate& certificate) {
    auto options = patient_options();
    options.limits.linger_timeout = milliseconds{200};
    options.tls = adapters::TlsMaterial{.certificate_pem = certificate.certificate_pem, .key_pem = certificate.key_pem};
    return options;
}

/// Sends these bytes to whoever connects, whatever was asked, and closes.
class Impostor {
public:
    explicit Impostor(std::string bytes) : bytes_(std::move(bytes)), listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        EXPECT_EQ(::bind(listening_, reinterpret_cast<const sockaddr*>(&address), length), 0);
        EXPECT_EQ(::listen(listening_, 1), 0);
        ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &length);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    Impostor(const Impostor&) = delete;
    Impostor& operator=(const Impostor&) = delete;
    ~Impostor() {
        thread_.join();
        ::close(listening_);
    }
    std::uint16_t port() const { return port_; }

private:
    void serve() const {
        const int client = ::accept(listening_, nullptr, nullptr);
        char request[4096];
        EXPECT_GT(::recv(client, request, sizeof request, 0), 0);
        EXPECT_EQ(::send(client, bytes_.data(), bytes_.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes_.size()));
        ::close(client);
    }
    std::string bytes_;
    int listening_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

std::string code_of(const Result<HttpResponse>& answer) { return answer ? "answered " + std::to_string(answer->status) : answer.error().code; }

TEST(HttpClient, CallsAndReadsTheAnswer) {
    Box<HttpRequest> seen;
    auto options = patient_options();
    options.handler = [&seen](HttpRequest request, const HttpReply& reply) {
        seen.put(std::move(request));
        reply.send({.status = 404, .content_type = "application/problem+json", .headers = {{"X-A", "b"}}, .body = "{}"});
    };
    const TestServer test(std::move(options));
    const auto answer = http_call({.port = test.port(), .method = "PUT", .target = "/x?y", .headers = {{"A", "1"}}, .body = "{\"a\":1}"});
    ASSERT_TRUE(answer.ok()) << answer.error().detail;
    EXPECT_EQ(answer->status, 404U);
    EXPECT_EQ(answer->content_type, "application/problem+json");
    EXPECT_EQ(adapters::find_header(answer->headers, "x-a"), "b");
    EXPECT_EQ(answer->body, "{}");
    const auto request = seen.take();
    EXPECT_EQ(request.method, "PUT");
    EXPECT_EQ(request.query, "y");
    EXPECT_EQ(request.header("a"), "1");
    EXPECT_EQ(request.header("content-type"), "application/json");
    EXPECT_EQ(request.body, "{\"a\":1}");
}

TEST(HttpClient, ReadsTheHeadOfAHeadRequest) {
    const TestServer test(patient_options());
    const auto answer = http_call({.port = test.port(), .method = "HEAD"});
    ASSERT_TRUE(answer.ok()) << answer.error().detail;
    EXPECT_EQ(answer->status, 200U);
    EXPECT_EQ(answer->body, "");
}

TEST(HttpClient, NamesWhatWentWrong) {
    std::uint16_t free_port = 0;
    {
        const TestServer gone(patient_options());
        free_port = gone.port();
    }
    EXPECT_EQ(code_of(http_call({.port = free_port})), "NOT_RUNNING");
    EXPECT_EQ(code_of(http_call({.port = free_port, .target = "/a b"})), "INVALID_REQUEST");
    EXPECT_EQ(code_of(http_call({.port = free_port, .headers = {{"A", "1\r\nB: 2"}}})), "INVALID_REQUEST");
    EXPECT_EQ(code_of(http_call({.address = "nowhere.invalid", .port = free_port})), "UNKNOWN_HOST");

    Box<HttpReply> waiting;
    auto options = patient_options();
    options.handler = [&waiting](const HttpRequest&, HttpReply reply) { waiting.put(std::move(reply)); };
    const TestServer silent(std::move(options));
    EXPECT_EQ(code_of(http_call({.port = silent.port(), .timeout = milliseconds{20}})), "TIMEOUT");
}

TEST(HttpClient, TakesNothingForAnAnswerThatIsNone) {
    const Impostor garbage("220 mail.example.com ESMTP\r\n\r\n");
    EXPECT_EQ(code_of(http_call({.port = garbage.port()})), "INVALID_ANSWER");
    const Impostor closing("");
    EXPECT_EQ(code_of(http_call({.port = closing.port()})), "CONNECTION_LOST");
    const Impostor halting("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_EQ(code_of(http_call({.port = halting.port()})), "CONNECTION_LOST");
    const Impostor endless("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789");
    EXPECT_EQ(code_of(http_call({.port = endless.port(), .answer_bytes_max = 9})), "ANSWER_TOO_LARGE");
    const Impostor unframed("HTTP/1.1 200 OK\r\n\r\nuntil the end");
    const auto answer = http_call({.port = unframed.port()});
    ASSERT_TRUE(answer.ok()) << answer.error().detail;
    EXPECT_EQ(answer->body, "until the end");
}

TEST(HttpClient, ReadsTheAnswerToARequestThatWasTooLong) {
    const TestServer test(patient_options());
    EXPECT_EQ(code_of(http_call({.port = test.port(), .method = "POST", .body = std::string(100'000, 'x')})), "answered 413");
}

TEST(HttpClient, StreamsUntilTheServerEndsIt) {
    auto options = patient_options();
    options.handler = [](const HttpRequest&, const HttpReply& reply) {
        const auto stream = reply.stream({.content_type = "text/event-stream"});
        for (int i = 0; i < 3; ++i) stream->write("data: " + std::to_string(i) + "\n\n");
    };
    const TestServer test(std::move(options));
    std::string text;
    const auto answer = http_stream({.port = test.port()}, [&text](std::string_view piece) { text += piece; }, [] { return false; });
    ASSERT_TRUE(answer.ok()) << answer.error().detail;
    EXPECT_EQ(answer->content_type, "text/event-stream");
    EXPECT_EQ(text, "data: 0\n\ndata: 1\n\ndata: 2\n\n");
}

TEST(HttpClient, StopsAStreamWhenAsked) {
    std::shared_ptr<adapters::HttpStream> stream;
    auto options = patient_options();
    options.handler = [&stream](const HttpRequest&, const HttpReply& reply) {
        stream = reply.stream({.content_type = "text/event-stream"});
        stream->write("first");
    };
    const TestServer test(std::move(options));
    std::atomic<bool> is_enough{false};
    const auto answer = http_stream({.port = test.port()}, [&is_enough](std::string_view) { is_enough = true; }, [&is_enough] { return is_enough.load(); });
    ASSERT_TRUE(answer.ok()) << answer.error().detail;
    EXPECT_EQ(answer->status, 200U);
    EXPECT_EQ(code_of(http_stream({.port = test.port(), .silence_timeout = milliseconds{20}}, [](std::string_view) {}, [] { return false; })),
              "TIMEOUT");
}

TEST(HttpClient, ReturnsTheBodyOfARefusedStream) {
    auto options = patient_options();
    options.handler = [](const HttpRequest&, const HttpReply& reply) { reply.send({.status = 401, .body = "who are you?"}); };
    const TestServer test(std::move(options));
    const auto answer = http_stream({.port = test.port()}, [](std::string_view) { ADD_FAILURE(); }, [] { return false; });
    ASSERT_TRUE(answer.ok()) << answer.error().detail;
    EXPECT_EQ(answer->body, "who are you?");
}

TEST(HttpTls, CarriesCallsAndStreams) {
    const auto certificate = make_certificate("one");
    auto options = with_tls(certificate);
    options.handler = [](const HttpRequest& request, const HttpReply& reply) {
        if (request.path != "/stream") return echo(request, reply);
        reply.stream({.content_type = "text/event-stream"})->write("over TLS");
    };
    const TestServer test(std::move(options));
    HttpCall call{.port = test.port(), .method = "POST", .target = "/a", .body = std::string(60'000, 'b'), .tls = true,
                  .ca_pem = certificate.certificate_pem};
    const auto answer = http_call(call);
    ASSERT_TRUE(answer.ok()) << answer.error().detail;
    EXPECT_EQ(answer->body, "POST /a\n" + call.body);
    call = {.port = test.port(), .target = "/stream", .tls = true, .ca_pem = certificate.certificate_pem, .server_name = "localhost"};
    std::string text;
    const auto streamed = http_stream(call, [&text](std::string_view piece) { text += piece; }, [] { return false; });
    ASSERT_TRUE(streamed.ok()) << streamed.error().detail;
    EXPECT_EQ(text, "over TLS");
}

TEST(HttpTls, CarriesTwoRequestsOnOneConnection) {
    const TestServer test(with_tls(make_certificate("one")));
    const RawClient client(test.port());
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    SSL* tls = SSL_new(context);
    SSL_set_fd(tls, client.descriptor());
    EXPECT_EQ(SSL_connect(tls), 1);
    for (const std::string body : {"one", "two"}) {
        const auto request = post("/", body);
        EXPECT_EQ(SSL_write(tls, request.data(), static_cast<int>(request.size())), static_cast<int>(request.size()));
        char answer[4096];
        const int length = SSL_read(tls, answer, sizeof answer);  // one record, because it was one write
        EXPECT_GT(length, 0);
        EXPECT_TRUE(std::string_view(answer, static_cast<std::size_t>(std::max(length, 0))).ends_with("POST /\n" + body));
    }
    EXPECT_EQ(test.server->counters().accepted, 1U);
    EXPECT_EQ(test.server->counters().requests, 2U);
    SSL_free(tls);
    SSL_CTX_free(context);
}

TEST(HttpTls, BelievesOnlyWhoItWasTold) {
    const auto certificate = make_certificate("one");
    const TestServer test(with_tls(certificate));
    HttpCall call{.port = test.port(), .tls = true};
    EXPECT_EQ(code_of(http_call(call)), "INVALID_TLS");
    call.ca_pem = make_certificate("another").certificate_pem;
    EXPECT_EQ(code_of(http_call(call)), "INVALID_TLS");
    call.ca_pem = certificate.certificate_pem;
    call.server_name = "example.com";
    EXPECT_EQ(code_of(http_call(call)), "INVALID_TLS");
    call.insecure = true;
    EXPECT_EQ(code_of(http_call(call)), "answered 200");
}

TEST(HttpTls, ReadsTheAnswerToARequestThatWasTooLong) {
    const TestServer test(with_tls(make_certificate("one")));
    const HttpCall call{.port = test.port(), .method = "POST", .body = std::string(200'000, 'x'), .tls = true, .insecure = true};
    EXPECT_EQ(code_of(http_call(call)), "answered 413");
}

TEST(HttpTls, ChangesItsCertificateWithoutARestart) {
    const auto first = make_certificate("first");
    const auto second = make_certificate("second");
    const TestServer test(with_tls(first));
    EXPECT_EQ(code_of(http_call({.port = test.port(), .tls = true, .ca_pem = first.certificate_pem})), "answered 200");
    const auto mixed = test.server->reload_tls({.certificate_pem = second.certificate_pem, .key_pem = first.key_pem});
    ASSERT_FALSE(mixed.ok());
    EXPECT_EQ(mixed.error().code, "INVALID_TLS");
    EXPECT_EQ(code_of(http_call({.port = test.port(), .tls = true, .ca_pem = first.certificate_pem})), "answered 200");
    ASSERT_TRUE(test.server->reload_tls({.certificate_pem = second.certificate_pem, .key_pem = second.key_pem}).ok());
    EXPECT_EQ(code_of(http_call({.port = test.port(), .tls = true, .ca_pem = first.certificate_pem})), "INVALID_TLS");
    EXPECT_EQ(code_of(http_call({.port = test.port(), .tls = true, .ca_pem = second.certificate_pem})), "answered 200");
}

TEST(HttpTls, RefusesToListenWithoutAUsableKey) {
    const auto certificate = make_certificate("one");
    IoThread thread({});
    auto options = with_tls(certificate);
    options.tls->key_pem = "-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n";
    const auto broken = HttpServer::start(thread, options);
    ASSERT_FALSE(broken.ok());
    EXPECT_EQ(broken.error().code, "INVALID_TLS");
    EXPECT_EQ(broken.error().detail.find("secret"), std::string::npos);
    options.tls->certificate_pem = "nothing";
    EXPECT_FALSE(HttpServer::start(thread, options).ok());
}

TEST(HttpTls, ClosesAConnectionThatSpeaksNoTls) {
    const TestServer test(with_tls(make_certificate("one")));
    RawClient plain(test.port());
    plain.send(post("/", ""));
    EXPECT_EQ(plain.read_to_end().find("HTTP/1.1"), std::string::npos);
    EXPECT_EQ(test.server->counters().requests, 0U);
}

}  // namespace
}  // namespace trellis::tests
