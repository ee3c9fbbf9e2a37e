// Asynchronous inside, because a blocking socket has no deadline: each step runs the loop until it is done or its time is over.
#include "adapters/net/http_client.hpp"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <memory>
#include <utility>

#include "adapters/net/tls.hpp"
#include "adapters/net/wire.hpp"

namespace trellis::adapters {
namespace {

using Clock = std::chrono::steady_clock;
using Code = boost::system::error_code;
using OnText = std::function<void(std::string_view text)>;
using ShouldStop = std::function<bool()>;
using boost::asio::ip::tcp;

constexpr std::chrono::milliseconds stop_interval{100};

class ResponseParser final : public boost::beast::http::basic_parser<false> {
    using Text = boost::beast::string_view;
    using Field = boost::beast::http::field;
    using Fault = boost::beast::http::error;

public:
    explicit ResponseParser(std::size_t body_bytes_max, const OnText* on_text) : on_text_(on_text), bytes_left_(body_bytes_max) {
        eager(true);
        header_limit(64U << 10U);
        body_limit(boost::none);  // counted here, because a stream has none
        response_.content_type.clear();
    }
    HttpResponse& response() { return response_; }

private:
    bool is_streaming() const { return on_text_ != nullptr && response_.status / 100 == 2; }
    void on_response_impl(int status, Text, int, Code& code) override {
        response_.status = static_cast<unsigned>(status);
        code = {};
    }
    void on_field_impl(Field field, Text name, Text value, Code& code) override {
        code = {};
        if (field == Field::content_type) response_.content_type = std::string(value);
        else response_.headers.push_back({std::string(name), std::string(value)});
    }
    void on_header_impl(Code& code) override { code = {}; }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Code& code) override { code = {}; }
    std::size_t on_body_impl(Text body, Code& code) override {
        code = {};
        if (is_streaming()) {
            (*on_text_)({body.data(), body.size()});
        } else if (body.size() > bytes_left_) {
            code = Fault::body_limit;
        } else {
            bytes_left_ -= body.size();
            response_.body.append(body.data(), body.size());
        }
        return body.size();
    }
    void on_chunk_header_impl(std::uint64_t, Text, Code& code) override { code = {}; }
    std::size_t on_chunk_body_impl(std::uint64_t, Text body, Code& code) override { return on_body_impl(body, code); }
    void on_finish_impl(Code& code) override { code = {}; }
    void on_request_impl(boost::beast::http::verb, Text, Text, int, Code& code) override { code = Fault::bad_version; }

    HttpResponse response_;
    const OnText* on_text_;
    std::size_t bytes_left_;
};

std::string place_of(const HttpCall& call) { return call.address + ":" + std::to_string(call.port); }

Error failed(const HttpCall& call, std::string code, const std::string& why) {
    return {.code = std::move(code), .detail = place_of(call) + ": " + why};
}

bool is_printable(std::string_view text, char first) {
    return std::ranges::all_of(text, [first](char letter) { return letter >= first || static_cast<unsigned char>(letter) >= 0x80; });
}

Result<std::string> text_of(const HttpCall& call) {
    const auto is_right = !call.target.empty() && is_printable(call.target, '!') && is_printable(call.method, '!') &&
                          std::ranges::all_of(call.headers, [](const HttpHeader& header) {
                              return is_printable(header.name, '!') && is_printable(header.value, ' ');
                          });
    if (!is_right) return failed(call, "INVALID_REQUEST", "method, target or a header has a character that HTTP cannot carry");
    const auto host = call.address.find(':') == std::string::npos ? call.address : "[" + call.address + "]";
    std::string out = call.method + " " + call.target + " HTTP/1.1\r\nHost: " + host + ":" + std::to_string(call.port) +
                      "\r\nConnection: close\r\n";
    for (const auto& header : call.headers) out += header.name + ": " + header.value + "\r\n";
    if (!call.body.empty()) out += "Content-Type: " + call.content_type + "\r\n";
    if (!call.body.empty() || call.method != "GET") out += "Content-Length: " + std::to_string(call.body.size()) + "\r\n";
    return out + "\r\n" + call.body;
}

class Exchange {
public:
    Exchange(const HttpCall& call, const OnText* on_text, const ShouldStop* should_stop)
        : call_(call), should_stop_(should_stop), parser_(call.answer_bytes_max, on_text), deadline_(Clock::now() + call.timeout) {
        parser_.skip(call.method == "HEAD");
    }

    Result<HttpResponse> run() {
        auto request = text_of(call_);
        if (!request) return request.error();
        for (auto step : {&Exchange::connect, &Exchange::secure}) {
            if (auto done = (this->*step)(); !done) return done.error();
        }
        // An answer may come although the request could not be sent whole: 413 for one.
        auto sent = send(*request);
        if (!sent && sent.error().code != "CONNECTION_LOST") return sent.error();
        auto received = receive();
        if (!received) return sent ? received.error() : sent.error();
        return std::move(parser_.response());
    }

private:
    enum class Waited : std::uint8_t { done, timed_out, stopped };

    /// Until `done` is set by a handler.
    Waited wait_for(const bool& done, Clock::time_point until) {
        context_.restart();
        while (!done) {
            const auto now = Clock::now();
            if (should_stop_ != nullptr && (*should_stop_)()) return Waited::stopped;
            if (now >= until) return Waited::timed_out;
            context_.run_one_until(should_stop_ == nullptr ? until : std::min(until, now + stop_interval));
        }
        return Waited::done;
    }

    Error broken(Waited waited, const Code& code) const {
        if (waited == Waited::timed_out) return failed(call_, "TIMEOUT", "no answer in time");
        if (waited == Waited::stopped) return failed(call_, "STOPPED", "stopped before it answered");
        return failed(call_, "CONNECTION_LOST", code.message());
    }

    Result<void> connect() {
        Code code;
        tcp::resolver resolver(context_);
        const auto endpoints = resolver.resolve(call_.address, std::to_string(call_.port), code);
        if (code) return failed(call_, "UNKNOWN_HOST", code.message());
        bool is_done = false;
        boost::asio::async_connect(wire_.socket(), endpoints, [&](Code result, const tcp::endpoint&) {
            code = result;
            is_done = true;
        });
        const auto waited = wait_for(is_done, deadline_);
        if (waited != Waited::done) return broken(waited, code);
        if (code == boost::asio::error::connection_refused) return failed(call_, "NOT_RUNNING", "nobody listens there");
        if (code) return broken(waited, code);
        wire_.socket().set_option(tcp::no_delay(true), code);
        return {};
    }

    Result<void> secure() {
        if (!call_.tls) return {};
        auto made = make_client_tls({.ca_pem = call_.ca_pem, .is_insecure = call_.insecure});
        if (!made) return failed(call_, made.error().code, made.error().detail);
        tls_ = std::move(*made);
        expect_name(wire_.secure(*tls_).native_handle());
        Code code;
        bool is_done = false;
        wire_.handshake(boost::asio::ssl::stream_base::client, [&](Code result) {
            code = result;
            is_done = true;
        });
        const auto waited = wait_for(is_done, deadline_);
        if (waited != Waited::done) return broken(waited, code);
        if (code) return failed(call_, "INVALID_TLS", code.message());
        return {};
    }

    /// Which certificate is believed, and which is asked for where one address has several.
    void expect_name(SSL* tls) const {
        const auto& name = call_.server_name.empty() ? call_.address : call_.server_name;
        const auto is_address = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), name.c_str()) == 1;
        if (is_address) return;
        SSL_set1_host(tls, name.c_str());
        SSL_set_tlsext_host_name(tls, name.c_str());
    }

    Result<void> send(const std::string& text) {
        for (std::size_t sent = 0; sent < text.size();) {
            Code code;
            bool is_done = false;
            wire_.write_some(boost::asio::buffer(text) + sent, [&](Code result, std::size_t bytes) {
                code = result;
                sent += bytes;
                is_done = true;
            });
            const auto waited = wait_for(is_done, deadline_);
            if (waited != Waited::done || code) return broken(waited, code);
        }
        return {};
    }

    Result<void> receive() {
        std::string unparsed;
        std::array<char, 16384> bytes{};
        while (!parser_.is_done()) {
            Code code;
            std::size_t count = 0;
            bool is_done = false;
            wire_.read_some(boost::asio::buffer(bytes), [&](Code result, std::size_t read) {
                code = result;
                count = read;
                is_done = true;
            });
            const auto is_head_known = parser_.is_header_done();
            const auto until = is_streaming() && is_head_known ? Clock::now() + call_.silence_timeout : deadline_;
            const auto waited = wait_for(is_done, until);
            if (waited == Waited::stopped && is_head_known) return {};
            if (waited != Waited::done) return broken(waited, code);
            if (code) return end_of_input(code);
            unparsed.append(bytes.data(), count);
            if (auto parsed = parse(unparsed); !parsed) return parsed;
        }
        return {};
    }

    bool is_streaming() const { return should_stop_ != nullptr; }

    Result<void> parse(std::string& unparsed) {
        while (!unparsed.empty() && !parser_.is_done()) {
            Code code;
            const auto used = parser_.put(boost::asio::buffer(unparsed), code);
            unparsed.erase(0, used);
            if (code == boost::beast::http::error::need_more) return {};
            if (code == boost::beast::http::error::body_limit) {
                return failed(call_, "ANSWER_TOO_LARGE", "the answer has more than " + std::to_string(call_.answer_bytes_max) + " bytes");
            }
            if (code) return failed(call_, "INVALID_ANSWER", "this is not HTTP/1.1: " + code.message());
        }
        return {};
    }

    /// Some answers end with their connection; all others are cut short by it.
    Result<void> end_of_input(const Code& code) {
        const auto is_end = code == boost::asio::error::eof || code == boost::asio::ssl::error::stream_truncated;
        if (!is_end || !parser_.got_some()) return broken(Waited::done, code);
        Code partial;
        parser_.put_eof(partial);
        if (partial) return failed(call_, "CONNECTION_LOST", "it ended in the middle of the answer");
        return {};
    }

    // What is under way when a step gives up is never run again: it ends with context_.
    const HttpCall& call_;
    const ShouldStop* should_stop_;
    ResponseParser parser_;
    Clock::time_point deadline_;
    std::shared_ptr<boost::asio::ssl::context> tls_;
    boost::asio::io_context context_{1};
    Wire wire_{TcpSocket(context_.get_executor())};
};

}  // namespace

Result<HttpResponse> http_call(const HttpCall& call) { return Exchange(call, nullptr, nullptr).run(); }

Result<HttpResponse> http_stream(const HttpCall& call, const OnText& on_text, const ShouldStop& should_stop) {
    return Exchange(call, &on_text, &should_stop).run();
}

}  // namespace trellis::adapters
