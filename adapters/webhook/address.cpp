#include "adapters/webhook/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace trellis::adapters {

namespace {

constexpr unsigned mapped_bits = 96;  ///< of ::ffff:0:0/96, where IPv4 stands

IpAddress mapped(const std::array<std::uint8_t, 4>& four) {
    IpAddress out;
    out.bytes[10] = 0xFF;
    out.bytes[11] = 0xFF;
    std::ranges::copy(four, out.bytes.begin() + 12);
    return out;
}

bool is_v4_text(std::string_view text) { return text.find(':') == std::string_view::npos; }

std::optional<IpAddress> parse_plain(std::string_view text) {
    const std::string copy(text);  // inet_pton wants an end
    if (is_v4_text(text)) {
        std::array<std::uint8_t, 4> four{};
        if (::inet_pton(AF_INET, copy.c_str(), four.data()) != 1) return std::nullopt;
        return mapped(four);
    }
    IpAddress out;
    if (::inet_pton(AF_INET6, copy.c_str(), out.bytes.data()) != 1) return std::nullopt;
    return out;
}

std::optional<unsigned> parse_unsigned(std::string_view text, unsigned most) {
    unsigned value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size() || value > most) return std::nullopt;
    return value;
}

std::optional<IpRange> parse_range(std::string_view text) {
    const auto slash = text.find('/');
    const auto base = parse_plain(text.substr(0, slash));
    if (!base) return std::nullopt;
    if (slash == std::string_view::npos) return IpRange{*base, 128};
    const unsigned above = is_v4_text(text) ? mapped_bits : 0;
    const auto bits = parse_unsigned(text.substr(slash + 1), 128 - above);
    if (!bits) return std::nullopt;
    return IpRange{*base, *bits + above};
}

}  // namespace

std::optional<IpAddress> parse_address(std::string_view text) {
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        const auto behind = text.substr(close + 1);
        if (!behind.empty() && (behind[0] != ':' || !parse_unsigned(behind.substr(1), 65535))) return std::nullopt;
        const auto inner = text.substr(1, close - 1);
        return is_v4_text(inner) ? std::nullopt : parse_plain(inner);
    }
    const auto colon = text.find(':');
    const bool has_port =
        colon != std::string_view::npos && text.find('.') < colon && text.find(':', colon + 1) == std::string_view::npos;
    if (!has_port) return parse_plain(text);
    return parse_unsigned(text.substr(colon + 1), 65535) ? parse_plain(text.substr(0, colon)) : std::nullopt;
}

bool IpRange::contains(const IpAddress& address) const {
    const std::size_t whole = bits / 8;
    if (!std::equal(base.bytes.begin(), base.bytes.begin() + static_cast<std::ptrdiff_t>(whole), address.bytes.begin()))
        return false;
    const unsigned rest = bits % 8;
    if (rest == 0) return true;
    const unsigned mask = 0xFFU << (8U - rest) & 0xFFU;
    return ((base.bytes[whole] ^ address.bytes[whole]) & mask) == 0;
}

Result<void> AddressSet::add(std::string_view text) {
    if (text == "tradingview") {
        for (const auto address : tradingview_addresses) ranges_.push_back(parse_range(address).value());
        return {};
    }
    const auto range = parse_range(text);
    if (!range)
        return Error{"BAD_ADDRESS", "\"" + std::string(text) + "\" is no address, no range as 10.0.0.0/8, and not tradingview"};
    ranges_.push_back(*range);
    return {};
}

bool AddressSet::contains(const IpAddress& address) const {
    return std::ranges::any_of(ranges_, [&](const IpRange& range) { return range.contains(address); });
}

}  // namespace trellis::adapters
