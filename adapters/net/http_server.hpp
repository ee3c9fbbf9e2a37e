// The server's side of HTTP: what listens, with which limits, and how it ends. How bytes travel is http_connection.cpp's business;
// everything about a request that a sender can get wrong without our help (size, time, form) is answered below the handler.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/net/http.hpp"
#include "adapters/net/io_thread.hpp"
#include "engine/base/result.hpp"

namespace trellis::adapters {

struct HttpLimits {
    std::size_t body_bytes_max = 64U << 10U;          ///< more: 413, without reading it all
    std::size_t header_bytes_max = 8U << 10U;         ///< request line and headers; more: 431
    std::chrono::milliseconds header_timeout{2'000};  ///< from accept or first byte to the last header; also the TLS handshake
    std::chrono::milliseconds body_timeout{3'000};    ///< from there to the last byte
    std::chrono::milliseconds idle_timeout{30'000};   ///< between two requests, and between two steps of a slow reader
    std::chrono::milliseconds reply_timeout{30'000};  ///< what the handler gets; then 500
    std::chrono::milliseconds linger_timeout{1'000};  ///< how long a finished connection waits for the other side to close it
    std::size_t connections_max = 1'024;              ///< more: 503 and closed at once (closed only, with TLS)
    bool keep_alive = true;
    std::size_t stream_bytes_max = 1U << 20U;         ///< what may wait in one stream
};

/// A PEM chain and its key. The key is wiped once it is in use; it is in no error.
struct TlsMaterial {
    std::string certificate_pem;
    std::string key_pem;
};

struct HttpServerOptions {
    std::string name{};                 ///< for errors: "webhook"
    std::string address = "127.0.0.1";  ///< IPv4 or IPv6; no host names
    std::uint16_t port = 0;             ///< 0: one that the system chooses
    std::optional<int> inherited_fd{};   ///< a socket that listens already (LISTEN_FDS); address and port then do not count
    HttpLimits limits{};
    std::optional<TlsMaterial> tls{};
    HttpHandler handler{};
    /// The answer when there is none of the handler: 400 malformed, 408, 413, 431, 500 no reply, 503 too many connections. Called on
    /// the io thread; without it the reason as plain text.
    std::function<HttpResponse(unsigned status, std::string_view reason)> refuse{};
    /// Told when the handler threw (which is answered by a 500).
    std::function<void(std::string_view what)> on_exception{};
};

/// Lives on one IoThread, which must outlive it.
class HttpServer {
public:
    struct Counters {
        std::uint64_t connections_open = 0;
        std::uint64_t accepted = 0;
        std::uint64_t refused = 0;    ///< answers of `refuse`, and connections over the maximum
        std::uint64_t timed_out = 0;  ///< connections that were too slow
        std::uint64_t requests = 0;   ///< handed to the handler
        std::uint64_t accept_failures = 0;  ///< no descriptor or memory left: tried again a little later
    };

    /// Errors: CANNOT_LISTEN, INVALID_TLS.
    static Result<std::unique_ptr<HttpServer>> start(IoThread& thread, HttpServerOptions options);
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    /// As stop(0).
    ~HttpServer();

    std::uint16_t port() const;
    /// Closes the listening socket and the connections between two requests, ends the streams; what is under way goes on.
    void stop_accepting();
    /// Behind stop_accepting(): whether all connections end within that time. Not from the io thread.
    bool wait_until_empty(std::chrono::milliseconds limit);
    /// stop_accepting(), waits until all connections have ended, at most that long, then cuts the rest. The handler is not called
    /// after it returned. Not from the io thread.
    void stop(std::chrono::milliseconds drain);
    /// For connections accepted from now on. Errors: INVALID_TLS (then nothing changed).
    Result<void> reload_tls(TlsMaterial material);
    Counters counters() const;

private:
    struct Impl;
    explicit HttpServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace trellis::adapters
