// Beast's parser, writing straight into our HttpRequest, and the checks of a request that Beast leaves to its user.
#pragma once

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/net/http.hpp"
#include "adapters/net/http_text.hpp"

namespace trellis::adapters {

class RequestParser final : public boost::beast::http::basic_parser<true> {
    using Code = boost::beast::error_code;
    using Text = boost::beast::string_view;
    using Field = boost::beast::http::field;
    using Fault = boost::beast::http::error;

public:
    struct Limits {
        std::size_t header_bytes = 0;
        std::size_t body_bytes = 0;
    };

    explicit RequestParser(const Limits& limits) : header_bytes_left_(limits.header_bytes) {
        header_limit(static_cast<std::uint32_t>(limits.header_bytes));
        body_limit(limits.body_bytes);
    }

    HttpRequest& request() { return request_; }
    bool is_http_1_1() const { return is_http_1_1_; }
    bool expects_continue() const { return expects_continue_ && is_http_1_1_; }

private:
    void on_request_impl(boost::beast::http::verb, Text method, Text target, int version, Code& code) override {
        is_http_1_1_ = version == 11;
        count(method.size() + target.size() + 12, code);
        auto parts = split_target(std::string_view(target.data(), target.size()));
        if (!parts) {
            code = Fault::bad_target;
            return;
        }
        request_.method.assign(method.data(), method.size());
        request_.path = std::move(parts->path);
        request_.query = std::move(parts->query);
    }

    void on_field_impl(Field field, Text name, Text value, Code& code) override {
        if (is_header_done()) return;  // a trailer behind a chunked body: nobody asked for it
        // Beast's own limit counts what one look at the buffer sees, not what came in small pieces.
        count(name.size() + value.size() + 4, code);
        if (field == Field::host) ++host_count_;
        // An encoding that Beast does not undo would let its body pass for the next request.
        if (field == Field::transfer_encoding && !boost::beast::iequals(value, "chunked")) code = Fault::bad_transfer_encoding;
        if (field == Field::expect) expects_continue_ = boost::beast::iequals(value, "100-continue");
        request_.headers.push_back({std::string(name), std::string(value)});
    }

    void on_header_impl(Code& code) override {
        const auto is_host_right = is_http_1_1_ ? host_count_ == 1 : host_count_ <= 1;
        code = is_host_right ? Code{} : Code{Fault::bad_field};
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, Code& code) override {
        if (length) request_.body.reserve(static_cast<std::size_t>(*length));  // bounded by the body limit already
        code = {};
    }

    std::size_t on_body_impl(Text body, Code& code) override {
        request_.body.append(body.data(), body.size());
        code = {};
        return body.size();
    }

    void on_chunk_header_impl(std::uint64_t, Text, Code& code) override { code = {}; }
    std::size_t on_chunk_body_impl(std::uint64_t, Text body, Code& code) override { return on_body_impl(body, code); }
    void on_finish_impl(Code& code) override { code = {}; }
    void on_response_impl(int, Text, int, Code& code) override { code = Fault::bad_method; }

    void count(std::size_t bytes, Code& code) {
        code = {};
        if (bytes > header_bytes_left_) code = Fault::header_limit;
        header_bytes_left_ -= std::min(bytes, header_bytes_left_);
    }

    HttpRequest request_;
    std::size_t header_bytes_left_;
    std::size_t host_count_ = 0;
    bool is_http_1_1_ = false;
    bool expects_continue_ = false;
};

}  // namespace trellis::adapters
