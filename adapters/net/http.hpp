// What an HTTP request and its answer are to everyone who serves or asks: plain values. How they travel is http_server.cpp's and
// http_client.cpp's business; nothing here shows a socket.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace trellis::adapters {

struct HttpHeader {
    std::string name;
    std::string value;
    bool operator==(const HttpHeader&) const = default;
};

/// The value of the first header of that name (any case); empty when there is none.
std::string_view find_header(const std::vector<HttpHeader>& headers, std::string_view name);

struct HttpRequest {
    std::string method;  ///< "GET", as sent
    std::string path;    ///< before the "?", as sent
    std::string query;   ///< behind it, as sent
    std::vector<HttpHeader> headers;
    std::string body;
    std::string peer;    ///< address at the other end of the socket, without port
    std::chrono::steady_clock::time_point received_at{};  ///< when its last byte was read

    std::string_view header(std::string_view name) const { return find_header(headers, name); }
};

struct HttpResponse {
    unsigned status = 200;
    std::string content_type = "application/json";
    std::vector<HttpHeader> headers{};
    std::string body{};
};

/// A response without an end (Server-Sent Events). From any thread.
class HttpStream {
public:
    HttpStream() = default;
    HttpStream(const HttpStream&) = delete;
    HttpStream& operator=(const HttpStream&) = delete;
    virtual ~HttpStream() = default;
    /// Queues text; false when the other side is gone or too much waits for it already (then nothing was queued).
    virtual bool write(std::string text) = 0;
    virtual bool is_open() const = 0;
    virtual void close() = 0;
};

/// The one answer to one request, from any thread, whenever it is ready. Dropped without an answer it becomes a 500.
class HttpReply {
public:
    class Target {
    public:
        Target() = default;
        Target(const Target&) = delete;
        Target& operator=(const Target&) = delete;
        virtual ~Target() = default;
        virtual void send(HttpResponse response) = 0;
        virtual std::shared_ptr<HttpStream> stream(HttpResponse head) = 0;
    };
    explicit HttpReply(std::shared_ptr<Target> target) : target_(std::move(target)) {}

    void send(HttpResponse response) const { target_->send(std::move(response)); }
    /// Sends the head now; the body follows by way of the stream.
    std::shared_ptr<HttpStream> stream(HttpResponse head) const { return target_->stream(std::move(head)); }

private:
    std::shared_ptr<Target> target_;
};

/// Called on an io thread; must not block.
using HttpHandler = std::function<void(HttpRequest request, HttpReply reply)>;

}  // namespace trellis::adapters
