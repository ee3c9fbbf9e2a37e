#include "adapters/webhook/mask.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace trellis::adapters {

namespace {

constexpr std::string_view word = "secret";

/// Values of members named `secret`, in the order of the text; none inside another.
std::vector<const json::Value*> secrets_of(const json::Value& root) {
    std::vector<const json::Value*> found;
    std::vector<const json::Value*> open{&root};
    while (!open.empty()) {
        const json::Value& value = *open.back();
        open.pop_back();
        for (const auto& element : value.elements()) open.push_back(&element);
        for (const auto& member : value.members()) (member.name == word ? found : open).push_back(&member.value);
    }
    std::ranges::sort(found, {}, &json::Value::offset);
    return found;
}

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::size_t skip_blanks(std::string_view text, std::size_t at) {
    while (at < text.size() && is_blank(text[at])) ++at;
    return at;
}

std::size_t find_word(std::string_view text, std::size_t from) {
    const auto found = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), word.begin(), word.end(),
                                   [](char a, char b) { return lower(a) == b; });
    return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

/// Where the value that starts at `at` ends: behind its closing quote, or before what separates it from the next.
std::size_t value_end(std::string_view text, std::size_t at) {
    const char quote = at < text.size() ? text[at] : ' ';
    if (quote != '"' && quote != '\'') return std::min(text.find_first_of(",}&\r\n", at), text.size());
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == quote) {
            return at + 1;
        }
    }
    return text.size();
}

}  // namespace

std::string mask_secrets(const json::Document& document) {
    const std::string_view text = document.text();
    std::string out;
    std::size_t copied = 0;
    for (const auto* secret : secrets_of(document.root())) {
        out.append(text.substr(copied, secret->offset() - copied)).append(masked_text);
        copied = secret->offset() + secret->raw().size();
    }
    return out.append(text.substr(copied));
}

std::string mask_secrets_of_text(std::string_view text) {
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = find_word(text, 0); at != std::string_view::npos; at = find_word(text, at)) {
        at += word.size();
        std::size_t next = at;
        if (next < text.size() && (text[next] == '"' || text[next] == '\'')) ++next;
        next = skip_blanks(text, next);
        if (next >= text.size() || (text[next] != ':' && text[next] != '=')) continue;
        next = skip_blanks(text, next + 1);
        out.append(text.substr(copied, next - copied)).append(masked_text);
        copied = value_end(text, next);
        at = copied;
    }
    return out.append(text.substr(copied));
}

}  // namespace trellis::adapters
