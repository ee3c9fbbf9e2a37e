#include "adapters/net/http_text.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace trellis::adapters {
namespace {

constexpr auto reasons = std::to_array<std::pair<unsigned, std::string_view>>({
    {100, "Continue"}, {200, "OK"}, {201, "Created"}, {202, "Accepted"}, {204, "No Content"}, {206, "Partial Content"},
    {301, "Moved Permanently"}, {302, "Found"}, {303, "See Other"}, {304, "Not Modified"},
    {307, "Temporary Redirect"}, {308, "Permanent Redirect"},
    {400, "Bad Request"}, {401, "Unauthorized"}, {403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"},
    {406, "Not Acceptable"}, {408, "Request Timeout"}, {409, "Conflict"}, {410, "Gone"}, {411, "Length Required"},
    {412, "Precondition Failed"}, {413, "Content Too Large"}, {414, "URI Too Long"}, {415, "Unsupported Media Type"},
    {417, "Expectation Failed"}, {422, "Unprocessable Content"}, {423, "Locked"}, {428, "Precondition Required"},
    {429, "Too Many Requests"}, {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"}, {501, "Not Implemented"}, {502, "Bad Gateway"}, {503, "Service Unavailable"},
    {504, "Gateway Timeout"}, {505, "HTTP Version Not Supported"}, {507, "Insufficient Storage"},
});

template <class Number>
void append_number(std::string& out, Number value, int base = 10) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, base).ptr;
    out.append(digits.data(), end);
}

void append_clean(std::string& out, std::string_view text) {
    for (const char letter : text) out += letter == '\r' || letter == '\n' || letter == '\0' ? ' ' : letter;
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    append_clean(out, name);
    out += ": ";
    append_clean(out, value);
    out += "\r\n";
}

void append_framing(std::string& out, const HttpResponse& response, const HeadStyle& style) {
    if (!may_have_body(response.status)) return;
    switch (style.framing) {
        case BodyFraming::length:
            out += "Content-Length: ";
            append_number(out, response.body.size());
            out += "\r\n";
            return;
        case BodyFraming::chunked: out += "Transfer-Encoding: chunked\r\n"; return;
        case BodyFraming::until_close: return;
    }
}

}  // namespace

std::string_view reason_phrase(unsigned status) {
    for (const auto& [number, words] : reasons) {
        if (number == status) return words;
    }
    return "Unknown";
}

bool may_have_body(unsigned status) { return status >= 200 && status != 204 && status != 304; }

void append_head(std::string& out, const HttpResponse& response, const HeadStyle& style) {
    out += "HTTP/1.1 ";
    append_number(out, response.status);
    out += ' ';
    out += reason_phrase(response.status);
    out += "\r\n";
    append_header(out, "Date", style.date);
    append_header(out, "Content-Type", response.content_type);
    for (const auto& header : response.headers) append_header(out, header.name, header.value);
    append_framing(out, response, style);
    out += style.keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
}

void append_chunk(std::string& out, std::string_view text) {
    append_number(out, text.size(), 16);
    out += "\r\n";
    out += text;
    out += "\r\n";
}

std::optional<TargetParts> split_target(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        const auto path = target.find_first_of("/?", scheme.size());
        if (path == scheme.size()) return std::nullopt;
        target = path == std::string_view::npos ? "/" : target.substr(path);
        if (target.front() == '?') return TargetParts{.path = "/", .query = std::string(target.substr(1))};
    }
    if (target == "*") return TargetParts{.path = "*", .query = {}};
    if (!target.starts_with('/')) return std::nullopt;
    const auto mark = target.find('?');
    if (mark == std::string_view::npos) return TargetParts{.path = std::string(target), .query = {}};
    return TargetParts{.path = std::string(target.substr(0, mark)), .query = std::string(target.substr(mark + 1))};
}

std::string http_date(std::time_t at) {
    static constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm parts{};
    gmtime_r(&at, &parts);
    std::array<char, 48> text{};
    // Names by hand: strftime's would follow the locale.
    const auto length = std::strftime(text.data(), text.size(), "xxx, %d yyy %Y %H:%M:%S GMT", &parts);
    std::string out(text.data(), length);
    out.replace(0, 3, days.at(static_cast<std::size_t>(parts.tm_wday)));
    out.replace(8, 3, months.at(static_cast<std::size_t>(parts.tm_mon)));
    return out;
}

}  // namespace trellis::adapters
