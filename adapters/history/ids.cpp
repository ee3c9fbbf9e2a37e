#include "adapters/history/ids.hpp"

#include <charconv>

namespace trellis::adapters {
namespace {

/// Digits and nothing else, without a leading zero: one spelling for each number.
template <class Number>
std::optional<Number> whole_number(std::string_view text) {
    Number number = 0;
    if (text.empty() || (text.front() == '0' && text.size() > 1)) return std::nullopt;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return number;
}

template <class Number>
std::optional<Number> number_behind(char letter, std::string_view text) {
    if (text.empty() || text.front() != letter) return std::nullopt;
    return whole_number<Number>(text.substr(1));
}

}  // namespace

std::optional<GroupId> parse_group_id(std::string_view text) {
    const auto dot = text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto account = number_behind<std::uint16_t>('g', text.substr(0, dot));
    const auto counter = whole_number<std::uint32_t>(text.substr(dot + 1));
    if (!account || !counter) return std::nullopt;
    return GroupId{AccountId{*account}, *counter};
}

std::optional<SignalNumber> parse_signal_number(std::string_view text) {
    const auto number = number_behind<std::uint64_t>('s', text);
    return number ? std::optional(SignalNumber{*number}) : std::nullopt;
}

std::optional<std::uint64_t> parse_event_id(std::string_view text) { return number_behind<std::uint64_t>('e', text); }

}  // namespace trellis::adapters
