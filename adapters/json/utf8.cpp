// The table of RFC 3629, section 4: what the first byte says about length and about the second byte.
#include "adapters/json/utf8.hpp"

#include <algorithm>

namespace trellis::adapters::json {

namespace {

struct Form {
    unsigned char first_min;
    unsigned char first_max;
    unsigned char second_min;
    unsigned char second_max;
    std::size_t length;
};

constexpr Form forms[] = {
    {0x00, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2},
    {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
    {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
};

bool is_between(char c, unsigned char min, unsigned char max) {
    const auto byte = static_cast<unsigned char>(c);
    return min <= byte && byte <= max;
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
    if (text.empty()) return 0;
    const auto form = std::ranges::find_if(forms, [&](const Form& one) { return is_between(text[0], one.first_min, one.first_max); });
    if (form == std::end(forms) || text.size() < form->length) return 0;
    if (form->length == 1) return 1;
    if (!is_between(text[1], form->second_min, form->second_max)) return 0;
    const auto rest = text.substr(2, form->length - 2);
    return std::ranges::all_of(rest, [](char c) { return is_between(c, 0x80, 0xbf); }) ? form->length : 0;
}

}  // namespace trellis::adapters::json
