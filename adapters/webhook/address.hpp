// Network addresses as values, and which of them a route lets in. IPv4 is kept as IPv6 writes it (::ffff:a.b.c.d), so that one
// comparison serves both.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace trellis::adapters {

struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(const IpAddress&) const = default;
};

/// "1.2.3.4", "2001:db8::1", also with a port behind it ("1.2.3.4:80", "[::1]:80"); nothing else.
std::optional<IpAddress> parse_address(std::string_view text);

/// All addresses whose first `bits` bits are those of `base`.
struct IpRange {
    IpAddress base;
    unsigned bits = 128;
    bool operator==(const IpRange&) const = default;
    bool contains(const IpAddress& address) const;
};

/// Where TradingView's alerts come from, as published; a route may list others instead.
inline constexpr std::array<std::string_view, 4> tradingview_addresses{"52.89.214.238", "34.212.75.30", "54.218.53.128",
                                                                       "52.32.178.7"};

class AddressSet {
  public:
    /// Adds an address, a CIDR range or the preset `tradingview`. Error BAD_ADDRESS names the text.
    Result<void> add(std::string_view text);

    bool is_empty() const { return ranges_.empty(); }
    bool contains(const IpAddress& address) const;

  private:
    std::vector<IpRange> ranges_;
};

}  // namespace trellis::adapters
