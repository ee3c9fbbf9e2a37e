// A server on a loopback port that the system chose, and a client that sends exactly the bytes it is told to.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/net/http_server.hpp"

namespace trellis::tests {

using adapters::HttpReply;
using adapters::HttpRequest;
using adapters::HttpResponse;
using adapters::HttpServer;
using adapters::HttpServerOptions;
using adapters::IoThread;

/// Answers with what it was asked: "POST /path?query\nbody".
void echo(const HttpRequest& request, const HttpReply& reply);

/// Limits no test runs into by chance.
HttpServerOptions patient_options();

struct TestServer {
    explicit TestServer(HttpServerOptions options);
    IoThread thread{{.name = "net-test"}};
    std::unique_ptr<HttpServer> server;
    std::uint16_t port() const { return server->port(); }
};

/// What came back, taken apart as far as tests look.
struct Answer {
    unsigned status = 0;  ///< 0: the connection ended without one
    std::string head;
    std::string body;
    bool says(std::string_view text) const { return head.find(text) != std::string::npos; }
};

/// A socket. Each wait ends after ten seconds with a failure, so that a broken server does not hang the tests.
class RawClient {
public:
    RawClient();
    explicit RawClient(std::uint16_t port) : RawClient() { connect(port); }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;
    ~RawClient();

    void connect(std::uint16_t port) const;
    /// False when the other side has closed.
    bool send(std::string_view bytes);
    void finish_sending();
    /// One answer with a Content-Length, no more; those behind it stay for the next call.
    Answer read_answer();
    /// Everything until the other side closes.
    std::string read_to_end();
    /// Until these bytes have come; everything read since the last call.
    std::string read_until(std::string_view bytes);
    void close();
    int descriptor() const { return socket_; }

private:
    bool receive();
    int socket_ = -1;
    std::string input_;
};

std::string post(std::string_view path, std::string_view body, std::string_view more_headers = {});

/// Sends it on a connection of its own.
Answer ask(std::uint16_t port, std::string_view bytes);

/// A box that one thread fills and another empties, waiting for it.
template <class T>
class Box {
public:
    void put(T value) {
        const std::scoped_lock guard(mutex_);  // also for the notice: whoever takes the last value may destroy the box
        values_.push_back(std::move(value));
        filled_.notify_one();
    }
    T take() {
        std::unique_lock guard(mutex_);
        filled_.wait(guard, [this] { return !values_.empty(); });
        T value = std::move(values_.front());
        values_.pop_front();
        return value;
    }

private:
    std::mutex mutex_;
    std::condition_variable filled_;
    std::deque<T> values_;
};

struct Certificate {
    std::string certificate_pem;
    std::string key_pem;
};
/// Self-signed, for "localhost" and 127.0.0.1.
Certificate make_certificate(const std::string& common_name);

}  // namespace trellis::tests
