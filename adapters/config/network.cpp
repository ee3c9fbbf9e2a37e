#include "adapters/config/network.hpp"

#include <arpa/inet.h>

#include <array>
#include <charconv>

namespace trellis::adapters {

namespace {

/// How many bits an address has; 0 when it is none.
unsigned address_bits(std::string_view text) {
    const std::string name(text);
    if (name.find('\0') != std::string::npos) return 0;
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET, name.c_str(), bytes.data()) == 1) return 32;
    return inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1 ? 128 : 0;
}

template <class T>
bool parse_whole(std::string_view text, T& out) {
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
    return !text.empty() && fault == std::errc{} && end == text.data() + text.size();
}

}  // namespace

Result<ListenAddress> parse_listen(std::string_view text) {
    const Error refusal{"INVALID_LISTEN",
                        "\"" + std::string(text.substr(0, 80)) +
                            "\" is no address and port; expected host:port, as 127.0.0.1:7781, [::1]:7781 or :7781"};
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return refusal;
    std::string_view host = text.substr(0, colon);
    ListenAddress out;
    if (!parse_whole(text.substr(colon + 1), out.port)) return refusal;
    const bool is_bracketed = host.size() >= 2 && host.front() == '[' && host.back() == ']';
    if (is_bracketed) host = host.substr(1, host.size() - 2);
    if (host.empty() && !is_bracketed) host = "0.0.0.0";
    const unsigned bits = address_bits(host);
    if (bits != (is_bracketed ? 128U : 32U)) return refusal;
    out.address = std::string(host);
    return out;
}

bool is_ip_address(std::string_view text) { return address_bits(text) != 0; }

bool is_ip_range(std::string_view text) {
    const auto slash = text.find('/');
    const unsigned bits = address_bits(text.substr(0, slash));
    if (bits == 0 || slash == std::string_view::npos) return bits != 0;
    unsigned prefix = 0;
    return parse_whole(text.substr(slash + 1), prefix) && prefix <= bits;
}

}  // namespace trellis::adapters
