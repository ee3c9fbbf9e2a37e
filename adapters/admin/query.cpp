#include "adapters/admin/query.hpp"

#include <algorithm>
#include <charconv>

#include "adapters/config/input_error.hpp"
#include "adapters/json/utf8.hpp"

namespace trellis::adapters::admin {

namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

std::optional<unsigned> digit(char letter) {
    if (letter >= '0' && letter <= '9') return static_cast<unsigned>(letter - '0');
    if (letter >= 'a' && letter <= 'f') return static_cast<unsigned>(letter - 'a') + 10;
    if (letter >= 'A' && letter <= 'F') return static_cast<unsigned>(letter - 'A') + 10;
    return std::nullopt;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = json::utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

Error invalid(std::string_view name, std::string_view value, std::string_view valid) {
    return {"INVALID_PARAMETER", std::string(name) + " is " + std::string(valid) + ", not \"" + shortened(value) + "\""};
}

std::optional<std::string> decoded_parameter(std::string_view text) {
    std::string spaced(text);
    std::ranges::replace(spaced, '+', ' ');
    return percent_decoded(spaced);
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const auto high = digit(text[i + 1]);
        const auto low = digit(text[i + 2]);
        if (!high || !low) return std::nullopt;
        out += static_cast<char>(*high * 16 + *low);
        i += 2;
    }
    if (!is_utf8(out)) return std::nullopt;
    return out;
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool is_plain =
            (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        if (is_plain || std::string_view("-._~").find(letter) != std::string_view::npos) {
            out += letter;
        } else {
            out += '%';
            out += hex_digits[byte >> 4U];
            out += hex_digits[byte & 15U];
        }
    }
    return out;
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, number);
    if (fault != std::errc{} || stop != end) return std::nullopt;
    return number;
}

Result<Query> Query::parse(std::string_view text) {
    Query query;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto part = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (part.empty()) continue;
        const auto equals = std::min(part.find('='), part.size());
        auto name = decoded_parameter(part.substr(0, equals));
        auto value = decoded_parameter(equals < part.size() ? part.substr(equals + 1) : std::string_view{});
        if (!name || !value) return Error{"INVALID_PARAMETER", "the query is not well formed: \"" + shortened(part) + "\""};
        if (query.find(*name) != nullptr) return Error{"INVALID_PARAMETER", "the query has \"" + shortened(*name) + "\" twice"};
        query.all_.emplace_back(*std::move(name), *std::move(value));
    }
    return query;
}

const std::string* Query::find(std::string_view name) const {
    const auto found = std::ranges::find_if(all_, [name](const auto& one) { return one.first == name; });
    return found == all_.end() ? nullptr : &found->second;
}

Result<bool> Query::flag(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr || *value == "false") return false;
    if (*value == "true") return true;
    return invalid(name, *value, "true or false");
}

Result<std::optional<std::uint64_t>> Query::number(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return std::optional<std::uint64_t>{};
    const auto number = whole_number(*value);
    if (!number) return invalid(name, *value, "a whole number");
    return number;
}

Result<std::optional<Timestamp>> Query::time(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr) return std::optional<Timestamp>{};
    const auto at = parse_rfc3339(*value);
    if (!at) return invalid(name, *value, "a time as 2026-01-05T00:00:00Z");
    return std::optional(*at);
}

Result<PageRequest> Query::page(std::uint32_t rows_max) const {
    PageRequest page;
    const auto limit = number("limit");
    if (!limit) return limit.error();
    if (*limit && (**limit == 0 || **limit > rows_max)) {
        return Error{"BAD_LIMIT", "a page has 1 to " + std::to_string(rows_max) + " rows, not " + std::to_string(**limit)};
    }
    if (*limit) page.limit = static_cast<std::uint32_t>(**limit);
    if (const auto* cursor = find("cursor")) page.cursor = *cursor;
    return page;
}

}  // namespace trellis::adapters::admin
