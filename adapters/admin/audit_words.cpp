#include "adapters/admin/audit_words.hpp"

#include <map>

#include "adapters/json/document.hpp"
#include "engine/base/check.hpp"

namespace trellis::adapters::admin {

namespace {

using Flat = std::map<std::string, std::string>;

std::string words_of(const json::Value& value) {
    if (value.is_null()) return "none";
    if (!value.is_string()) return std::string(value.raw());
    const bool is_plain = !value.string().empty() && value.string().find_first_of(" ;") == std::string_view::npos;
    return std::string(is_plain ? value.string() : value.raw());
}

/// "size.percent" for what stands deeper.
void flatten(const json::Value& value, const std::string& name, Flat& out) {
    if (!value.is_object()) {
        out.emplace(name, words_of(value));
        return;
    }
    for (const auto& [inner, below] : value.members()) flatten(below, name.empty() ? std::string(inner) : name + "." + std::string(inner), out);
}

Flat flat(std::string_view text) {
    const auto document = json::Document::parse(text);
    TRELLIS_CHECK(document.ok(), "what is compared was written by the server itself");
    Flat out;
    flatten(document->root(), "", out);
    return out;
}

/// Of `one` what `other` has not; all of it where there is no other.
std::string words_beyond(const Flat& one, const Flat& other) {
    if (one.size() == 1 && other.size() <= 1) return one.begin()->second;
    std::string words;
    for (const auto& [name, value] : one) {
        const auto found = other.find(name);
        if (found != other.end() && found->second == value) continue;
        if (!words.empty()) words += "; ";
        words += name;
        words += ' ';
        words += value;
    }
    return words;
}

}  // namespace

Difference difference_of(std::string_view before, std::string_view after) {
    const Flat was = flat(before);
    const Flat is = flat(after);
    return {words_beyond(was, is), words_beyond(is, was)};
}

}  // namespace trellis::adapters::admin
