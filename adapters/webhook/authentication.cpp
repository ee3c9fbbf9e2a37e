#include "adapters/webhook/authentication.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

namespace trellis::adapters {

namespace {

constexpr std::size_t hops_max = 64;

bool is_equal_without_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    });
}

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<unsigned char> digit_of(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned char>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned char>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned char>(c - 'A' + 10);
    return std::nullopt;
}

/// Of "sha256=<64 digits>".
std::optional<Fingerprint> parse_signature(std::string_view text) {
    constexpr std::string_view scheme = "sha256=";
    Fingerprint out{};
    if (!text.starts_with(scheme) || text.size() != scheme.size() + out.size() * 2) return std::nullopt;
    text.remove_prefix(scheme.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto high = digit_of(text[i * 2]);
        const auto low = digit_of(text[i * 2 + 1]);
        if (!high || !low) return std::nullopt;
        out[i] = static_cast<unsigned char>(*high << 4U | *low);
    }
    return out;
}

/// All live keys are tried, so that the time does not tell which one it was.
bool is_signed_by_any(const std::vector<Secret>& keys, std::string_view message, const Fingerprint& offered) {
    bool is_right = false;
    for (const auto& key : keys) is_right |= is_same(signature(key, message), offered);
    return is_right;
}

/// The addresses of every X-Forwarded-For header, in order: each proxy adds its peer at the right.
std::vector<std::string_view> forwarded_for(const HttpRequest& request) {
    std::vector<std::string_view> out;
    for (const auto& header : request.headers) {
        if (!is_equal_without_case(header.name, "X-Forwarded-For")) continue;
        std::string_view rest = header.value;
        while (true) {
            const auto comma = rest.find(',');
            out.push_back(trim(rest.substr(0, comma)));
            if (comma == std::string_view::npos) break;
            rest.remove_prefix(comma + 1);
        }
    }
    return out;
}

}  // namespace

std::string_view header_of(const HttpRequest& request, std::string_view name) {
    const auto found =
        std::ranges::find_if(request.headers, [&](const HttpHeader& header) { return is_equal_without_case(header.name, name); });
    return found == request.headers.end() ? std::string_view{} : trim(found->value);
}

bool has_right_secret(const Route& route, const Secret& offered) {
    if (offered.is_empty()) return false;
    const Fingerprint print = fingerprint(offered.reveal());
    bool is_right = false;
    for (const auto& secret : route.secrets) is_right |= is_same(secret, print);
    return is_right;
}

Signing check_signature(const Route& route, const HttpRequest& request, IntakeMemory& memory, Timestamp now) {
    const std::string_view sent = header_of(request, signature_header);
    if (sent.empty() || route.hmac_keys.empty()) return Signing::absent;
    const std::string_view time = header_of(request, timestamp_header);
    const auto offered = parse_signature(sent);
    const auto at = parse_timestamp(time);
    if (!offered || !at) return Signing::wrong;
    if (!is_signed_by_any(route.hmac_keys, std::string(time) + "." + request.body, *offered)) return Signing::wrong;
    // The time is believed only now; comparing this way round cannot overflow.
    if (*at > now + signature_age_max || *at < now - signature_age_max) return Signing::wrong;
    switch (memory.use_signature(*offered, now, *at + signature_age_max)) {
        case IntakeMemory::Use::first:
            return Signing::right;
        case IntakeMemory::Use::again:
            return Signing::wrong;
        case IntakeMemory::Use::no_room:
            return Signing::no_room;
    }
    fail_check("the use of a signature must be known", __FILE__, __LINE__);
}

std::optional<Fingerprint> signature_of(const HttpRequest& request) { return parse_signature(header_of(request, signature_header)); }

std::optional<IpAddress> client_of(const HttpRequest& request, const AddressSet& trusted_proxies) {
    auto client = parse_address(request.peer);
    const auto hops = forwarded_for(request);
    std::size_t walked = 0;
    for (auto hop = hops.rbegin(); hop != hops.rend() && walked < hops_max; ++hop, ++walked) {
        if (!client || !trusted_proxies.contains(*client)) return client;
        client = parse_address(*hop);
    }
    return client;
}

bool is_allowed(const Route& route, const std::optional<IpAddress>& client) {
    if (route.allow.is_empty()) return true;
    return client && route.allow.contains(*client);
}

}  // namespace trellis::adapters
