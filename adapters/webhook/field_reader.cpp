#include "adapters/webhook/field_reader.hpp"

#include <algorithm>
#include <cctype>

#include "adapters/webhook/mask.hpp"
#include "adapters/webhook/parse.hpp"
#include "adapters/webhook/placeholders.hpp"

namespace trellis::adapters {

namespace {

constexpr std::string_view rule_of_fields = "1.2";

/// Characters of UTF-8, not bytes.
std::size_t length_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string shown(std::string_view raw) {
    constexpr std::size_t shown_max = 80;
    if (raw.size() <= shown_max) return std::string(raw);
    std::size_t end = shown_max;
    while (end > 0 && (static_cast<unsigned char>(raw[end]) & 0xC0U) == 0x80U) --end;
    return std::string(raw.substr(0, end)) + "...";
}

bool is_equal_without_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    });
}

/// Is there something to read? What a platform writes for nothing counts as absent (N-2).
bool is_missing(const json::Value& value) {
    if (value.is_null()) return true;
    return value.is_string() && value.string().empty();
}

std::string range_words(const NumberRange& range) {
    return (range.is_low_open ? "> " : ">= ") + range.low.text() + " and <= " + range.high.text();
}

}  // namespace

FieldReader::FieldReader(const json::Document& document) : document_(document) {
    find_placeholders();
    check_objects();
}

void FieldReader::find_placeholders() {
    std::vector<const json::Value*> open{&document_.root()};
    while (!open.empty()) {
        const json::Value& value = *open.back();
        open.pop_back();
        for (auto element = value.elements().rbegin(); element != value.elements().rend(); ++element) open.push_back(&*element);
        for (auto member = value.members().rbegin(); member != value.members().rend(); ++member) open.push_back(&member->value);
        if (value.is_string() && find_placeholder(value.string())) refuse_placeholder(value);
    }
}

/// The sender is not proven yet, so the work for a body full of them is bounded: the known ones are listed once, a few are explained.
void FieldReader::refuse_placeholder(const json::Value& value) {
    constexpr std::size_t told_max = 8;
    settled_.push_back(&value);
    if (errors_.size() >= webhook_errors_max) return;
    const bool is_told = placeholders_told_ < told_max && !is_secret(value);
    const std::string masked = is_told ? mask_secrets_of_text(value.string()) : "";
    const auto placeholder = find_placeholder(masked);
    if (!placeholder) return refuse(value, "W-3", "the sender did not replace this placeholder");
    refuse(value, "W-3", placeholder_hint(*placeholder, placeholders_told_++ == 0 ? ListOf::known : ListOf::none));
}

/// The objects that fields stand in; absent and null ones have no fields.
void FieldReader::check_objects() {
    for (const std::string_view name : field_objects) {
        const auto* object = document_.root().find(name);
        if (object == nullptr || object->is_null() || object->is_object()) continue;
        refuse(*object, rule_of_fields, "expected an object");
        settled_.push_back(object);
    }
}

const json::Value* FieldReader::find(Field field, Presence presence) {
    const json::Value* parent = field.object.empty() ? &document_.root() : document_.root().find(field.object);
    if (parent != nullptr && std::ranges::find(settled_, parent) != settled_.end()) return nullptr;
    const json::Value* value = parent == nullptr ? nullptr : parent->find(field.name);
    if (value == nullptr || is_missing(*value)) {
        if (presence == Presence::required) refuse_missing(field);
        return nullptr;
    }
    return std::ranges::find(settled_, value) != settled_.end() ? nullptr : value;
}

std::string FieldReader::string(Field field, std::size_t size_max, Presence presence) {
    const auto* value = find(field, presence);
    if (value == nullptr) return {};
    if (!value->is_string()) {
        refuse(*value, rule_of_fields, "expected a string");
        return {};
    }
    if (length_of(value->string()) > size_max) {
        refuse(*value, rule_of_fields, "expected at most " + std::to_string(size_max) + " characters");
        return {};
    }
    return std::string(value->string());
}

std::optional<Timestamp> FieldReader::time(Field field) {
    const auto* value = find(field, Presence::optional);
    if (value == nullptr) return std::nullopt;
    if (value->is_string() || value->is_number()) {
        const auto at = parse_timestamp(value->is_string() ? value->string() : value->number());
        if (at) return *at;
    }
    refuse(*value, rule_of_fields, "expected ISO-8601 with Z or an offset, or seconds or milliseconds since 1970");
    return std::nullopt;
}

std::string FieldReader::timeframe(Field field, Presence presence) {
    const auto* value = find(field, presence);
    if (value == nullptr) return {};
    if (value->is_number()) {
        const auto minutes = Ratio::parse(value->number());
        if (minutes && minutes->raw() % Ratio::scale == 0) return minutes->text();
        refuse(*value, rule_of_fields, "expected whole minutes or an interval as 15, 30S, 1D, W, M");
        return {};
    }
    return string(field, text_max::timeframe, presence);
}

std::optional<std::size_t> FieldReader::word_index(Field field, const std::vector<std::string_view>& texts, Presence presence) {
    const auto* value = find(field, presence);
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) {
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (is_equal_without_case(texts[i], value->string())) return i;
        }
    }
    std::string hint = "expected one of";
    for (const auto text : texts) hint.append(hint.ends_with("of") ? " " : ", ").append(text);
    refuse(*value, rule_of_fields, std::move(hint));
    return std::nullopt;
}

std::optional<Ratio> FieldReader::ratio(Field field, NumberRange range) {
    const auto* value = find(field, Presence::optional);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string() && !value->is_number()) {
        refuse(*value, rule_of_fields, "expected a number");
        return std::nullopt;
    }
    const std::string_view text = value->is_string() ? value->string() : value->number();
    if (value->is_string() && is_missing_number(text)) return std::nullopt;
    const auto number = parse_webhook_number<Ratio>(text);
    if (!number) {
        refuse(*value, number.error().code == "NOT_A_NUMBER" ? "1.2" : "N-2", number.error().code + ": " + number.error().detail);
        return std::nullopt;
    }
    if (range.contains(*number)) return *number;
    refuse(*value, rule_of_fields, "expected " + range_words(range));
    return std::nullopt;
}

bool FieldReader::is_secret(const json::Value& value) const {
    const std::string pointer = document_.pointer(value);
    return pointer.ends_with("/secret") || pointer.find("/secret/") != std::string::npos;
}

void FieldReader::refuse(const json::Value& value, std::string_view rule, std::string hint) {
    if (errors_.size() >= webhook_errors_max) return;
    keep({document_.pointer(value), is_secret(value) ? std::string(masked_text) : shown(mask_secrets_of_text(value.raw())), std::string(rule),
          std::move(hint)});
}

void FieldReader::refuse_missing(Field field) {
    std::string pointer = field.object.empty() ? "" : json::join_pointer("", field.object);
    keep({json::join_pointer(pointer, field.name), "", std::string(rule_of_fields), "this field is required"});
}

void FieldReader::keep(FieldError error) {
    if (errors_.size() < webhook_errors_max) errors_.push_back(std::move(error));
}

}  // namespace trellis::adapters
