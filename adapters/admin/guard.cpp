#include "adapters/admin/guard.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace trellis::adapters::admin {

namespace {

constexpr std::size_t host_bytes_max = 255;

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

bool is_address(const std::string& host) {
    std::array<unsigned char, 16> bytes{};
    if (host.starts_with('[') && host.ends_with(']'))
        return inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), bytes.data()) == 1;
    return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1;
}

/// Without ":7780"; empty when what follows the host is no port.
std::string_view without_port(std::string_view host) {
    const auto end = host.starts_with('[') ? host.find(']') : std::string_view::npos;
    const auto colon = host.find(':', end == std::string_view::npos ? 0 : end);
    if (colon == std::string_view::npos) return host;
    const auto port = host.substr(colon + 1);
    const bool is_port =
        !port.empty() && port.size() <= 5 && std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
    return is_port ? host.substr(0, colon) : std::string_view{};
}

}  // namespace

bool is_own_host(std::string_view host_header, const std::vector<std::string>& names) {
    if (host_header.empty() || host_header.size() > host_bytes_max) return false;
    const std::string host = lower(without_port(host_header));
    if (host.find('\0') != std::string::npos) return false;
    if (host == "localhost" || is_address(host)) return true;
    return std::ranges::any_of(names, [&](const std::string& name) { return lower(name) == host; });
}

std::optional<Fingerprint> borne_token(const HttpRequest& request) {
    constexpr std::string_view scheme = "bearer ";
    const auto given = request.header("Authorization");
    if (given.size() <= scheme.size() || lower(given.substr(0, scheme.size())) != scheme) return std::nullopt;
    return fingerprint(given.substr(scheme.size()));
}

}  // namespace trellis::adapters::admin
