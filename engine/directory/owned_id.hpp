// The ids of what somebody keeps in the directory, as people write them: a letter for the kind, the owner, and his count.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace trellis {

/// "p1.3" with the letter p: the third of owner 1. Nothing when it is none.
template <class Id>
std::optional<Id> parse_owned(char letter, std::string_view text) {
    const auto read = [](std::string_view digits, std::uint32_t& value) {
        const auto done = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return done.ec == std::errc{} && done.ptr == digits.data() + digits.size();
    };
    const auto dot = text.find('.');
    if (!text.starts_with(letter) || dot == std::string_view::npos) return std::nullopt;
    Id id;
    const bool is_one = read(text.substr(1, dot - 1), id.owner.value) && read(text.substr(dot + 1), id.counter);
    return is_one ? std::optional(id) : std::nullopt;
}

}  // namespace trellis
