// The asking side of HTTP for the command line and tests: one call, one answer, on the caller's thread, with a limit on everything.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/net/http.hpp"
#include "engine/base/result.hpp"

namespace trellis::adapters {

struct HttpCall {
    std::string address = "127.0.0.1";  ///< or a host's name
    std::uint16_t port = 0;
    std::string method = "GET";
    std::string target = "/";           ///< path and query, already encoded
    std::vector<HttpHeader> headers{};
    std::string body{};
    std::string content_type = "application/json";  ///< sent when there is a body
    std::chrono::milliseconds timeout{10'000};      ///< for all of it; of a stream: until its head has come
    std::chrono::milliseconds silence_timeout{30'000};  ///< of a stream: the longest pause
    std::size_t answer_bytes_max = 64U << 20U;

    bool tls = false;
    std::string ca_pem{};       ///< whom to believe; empty: the system's authorities
    std::string server_name{};  ///< whose certificate it must be; empty: the address's
    bool insecure = false;      ///< believe anybody
};

/// Errors: NOT_RUNNING (nobody listens there), UNKNOWN_HOST, TIMEOUT, CONNECTION_LOST, INVALID_TLS, INVALID_REQUEST, INVALID_ANSWER,
/// ANSWER_TOO_LARGE.
Result<HttpResponse> http_call(const HttpCall& call);

/// Gives the body of a 2xx answer to `on_text` as it comes; other answers are returned with their body. Ends when the other side ends
/// it, or within a tenth of a second after `should_stop` says so. Errors: as http_call; STOPPED before there was an answer.
Result<HttpResponse> http_stream(const HttpCall& call, const std::function<void(std::string_view text)>& on_text,
                                 const std::function<bool()>& should_stop);

}  // namespace trellis::adapters
