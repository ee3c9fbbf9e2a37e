// Addresses as documents, flags and variables write them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace trellis::adapters {

struct ListenAddress {
    std::string address;
    std::uint16_t port = 0;
    bool operator==(const ListenAddress&) const = default;
};

/// "127.0.0.1:7781", "[::1]:7781", ":7781" (all addresses); INVALID_LISTEN names the text.
Result<ListenAddress> parse_listen(std::string_view text);

/// An IPv4 or IPv6 address, not a name.
bool is_ip_address(std::string_view text);
/// An address, or a range as 10.0.0.0/8.
bool is_ip_range(std::string_view text);

}  // namespace trellis::adapters
