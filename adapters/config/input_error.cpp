#include "adapters/config/input_error.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace trellis::adapters {

namespace {

bool is_same_letter(char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

/// Levenshtein's distance, one row at a time. Another case is no difference: `london` is LONDON.
std::size_t edits_between(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (is_same_letter(a[i], b[j]) ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

std::string quoted(const json::Value& value) {
    if (value.is_object()) return value.size() == 0 ? "{}" : "{...}";
    if (value.is_array()) return value.size() == 0 ? "[]" : "[...]";
    return shortened(value.raw());
}

}  // namespace

std::string text(const InputError& error) {
    std::string line = error.field.pointer.empty() ? std::string("/") : error.field.pointer;
    line += ": " + error.code;
    if (!error.field.value.empty()) line += ": " + error.field.value;
    if (!error.field.rule.empty()) line += " (" + error.field.rule + ")";
    if (!error.field.hint.empty()) line += "; " + error.field.hint;
    return line;
}

void Reporter::add(std::string_view code, const json::Value& value, Advice advice) {
    keep({std::string(code), {document_.pointer(value), quoted(value), std::string(advice.rule), std::move(advice.hint)}});
}

void Reporter::add_hidden(std::string_view code, const json::Value& value, Advice advice) {
    keep({std::string(code), {document_.pointer(value), "", std::string(advice.rule), std::move(advice.hint)}});
}

void Reporter::add_missing(const json::Value& object, std::string_view name, Advice advice) {
    keep({"MISSING_KEY",
          {json::join_pointer(document_.pointer(object), name), "", std::string(advice.rule), std::move(advice.hint)}});
}

void Reporter::keep(InputError error) {
    ++count_;
    if (errors_.size() < input_errors_max) errors_.push_back(std::move(error));
}

InputErrors not_json(const Error& error) { return {{error.code, {"", "", "RFC 8259", error.detail}}}; }

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
    constexpr std::size_t compared_max = 64;
    word = word.substr(0, compared_max);
    std::string_view best;
    std::size_t best_edits = 0;
    for (const auto candidate : candidates) {
        const std::size_t edits = edits_between(word, candidate);
        if (!best.empty() && edits >= best_edits) continue;
        best = candidate;
        best_edits = edits;
    }
    return best;
}

bool sounds_secret(std::string_view name) {
    std::string lower(name);
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return std::ranges::any_of(std::initializer_list<std::string_view>{"secret", "token", "pass", "hmac", "key", "sign"},
                               [&](std::string_view part) { return lower.find(part) != std::string::npos; });
}

std::string shortened(std::string_view text) {
    constexpr std::size_t shown_max = 80;
    std::size_t end = std::min(text.size(), shown_max);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    std::string out(text.substr(0, end));
    std::ranges::replace_if(
        out, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return end == text.size() ? out : out + "...";
}

}  // namespace trellis::adapters
