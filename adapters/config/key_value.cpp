// One function per type of a key; each says what it expected in the words of the key's row.
#include "adapters/config/key_value.hpp"

#include <algorithm>
#include <cctype>

#include "adapters/config/timeframe_words.hpp"
#include "adapters/time_zone/zone_file.hpp"
#include "engine/base/check.hpp"

namespace trellis::adapters {

namespace {

constexpr std::size_t text_size_max = 256;

Advice advice_of(const Key& key) { return {key.rule, "expected " + valid_values(key)}; }

std::optional<KeyValue> refuse(const Key& key, std::string_view code, const json::Value& value, Reporter& reporter) {
    reporter.add(code, value, advice_of(key));
    return std::nullopt;
}

Ratio limit_of(std::string_view text) { return Ratio::parse(text).value(); }

bool is_within(Ratio number, const Range& range) {
    if (number.abs() > limit_of(decimal_limit)) return false;
    if (!range.low.empty()) {
        const Ratio low = limit_of(range.low);
        if (number < low || (range.is_low_open && number == low)) return false;
    }
    if (!range.high.empty()) {
        const Ratio high = limit_of(range.high);
        if (number > high || (range.is_high_open && number == high)) return false;
    }
    return true;
}

std::optional<KeyValue> read_boolean(const Key& key, const json::Value& value, Reporter& reporter) {
    if (!value.is_boolean()) return refuse(key, "WRONG_TYPE", value, reporter);
    return KeyValue(value.boolean());
}

std::optional<KeyValue> read_integer(const Key& key, const json::Value& value, Reporter& reporter) {
    if (!value.is_number()) return refuse(key, "WRONG_TYPE", value, reporter);
    const auto number = Ratio::parse(value.number());
    if (!number) return refuse(key, number.error().code == "TOO_PRECISE" ? "WRONG_TYPE" : "OUT_OF_RANGE", value, reporter);
    if (number->raw() % Ratio::scale != 0) return refuse(key, "WRONG_TYPE", value, reporter);
    if (!is_within(*number, key.range)) return refuse(key, "OUT_OF_RANGE", value, reporter);
    return KeyValue(static_cast<std::int64_t>(number->raw() / Ratio::scale));
}

std::optional<KeyValue> read_choice(const Key& key, const json::Value& value, Reporter& reporter) {
    if (!value.is_string()) return refuse(key, "WRONG_TYPE", value, reporter);
    const auto words = words_of(key.choices);
    if (std::ranges::find(words, value.string()) != words.end()) return KeyValue(std::string(value.string()));
    reporter.add("INVALID_VALUE", value,
                 {key.rule, "did you mean \"" + std::string(nearest(value.string(), words)) + "\"? Expected " + valid_values(key)});
    return std::nullopt;
}

bool is_word(std::string_view text, std::string_view also) {
    return std::ranges::all_of(text, [also](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || also.find(c) != std::string_view::npos;
    });
}

std::optional<KeyValue> read_text(const Key& key, const json::Value& value, Reporter& reporter) {
    if (!value.is_string()) return refuse(key, "WRONG_TYPE", value, reporter);
    std::string content(value.string());
    const bool is_printable = std::ranges::none_of(content, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (content.empty() || content.size() > text_size_max) return refuse(key, "INVALID_VALUE", value, reporter);
    if (!is_printable) return refuse(key, "INVALID_VALUE", value, reporter);
    return KeyValue(std::move(content));
}

std::optional<KeyValue> read_venue(const Key& key, const json::Value& value, Reporter& reporter) {
    if (!value.is_string()) return refuse(key, "WRONG_TYPE", value, reporter);
    const auto venue = canonical_venue(value.string());
    if (venue.empty()) return refuse(key, "INVALID_VALUE", value, reporter);
    return KeyValue(std::string(venue));
}

std::optional<KeyValue> read_asset(const Key& key, const json::Value& value, Reporter& reporter) {
    constexpr std::size_t asset_size_max = 32;
    if (!value.is_string()) return refuse(key, "WRONG_TYPE", value, reporter);
    std::string asset(value.string());
    if (asset.empty() || asset.size() > asset_size_max || !is_word(asset, "")) return refuse(key, "INVALID_VALUE", value, reporter);
    for (char& c : asset) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return KeyValue(std::move(asset));
}

std::optional<KeyValue> read_time_zone(const Key& key, const json::Value& value, Reporter& reporter) {
    if (!value.is_string()) return refuse(key, "WRONG_TYPE", value, reporter);
    const auto name = value.string();
    const bool starts_right = !name.empty() && std::isalpha(static_cast<unsigned char>(name.front())) != 0;
    if (!starts_right || name.size() > text_size_max || !is_word(name, "/_+-"))
        return refuse(key, "INVALID_VALUE", value, reporter);
    if (const auto zone = load_zone(name); !zone.ok()) {
        const auto names = zone_names();
        const std::vector<std::string_view> known(names.begin(), names.end());
        reporter.add("INVALID_VALUE", value,
                     {key.rule, "did you mean \"" + std::string(nearest(name, known)) + "\"? " + zone.error().detail});
        return std::nullopt;
    }
    return KeyValue(std::string(name));
}

std::optional<KeyValue> read_timeframe_word(const Key& key, const json::Value& value, Reporter& reporter) {
    if (!value.is_string()) return refuse(key, "WRONG_TYPE", value, reporter);
    const auto word = read_timeframe(value.string());
    if (!word) return refuse(key, "INVALID_VALUE", value, reporter);
    return KeyValue(std::string(*word));
}

std::optional<KeyValue> read_pip(const Key& key, const json::Value& value, Reporter& reporter) {
    if (value.is_string() && (value.string() == "bp" || value.string() == "tick")) return KeyValue(std::string(value.string()));
    const auto number = read_decimal(value, keys::above("0"), advice_of(key), reporter);
    if (!number) return std::nullopt;
    return KeyValue(number->text());
}

std::optional<KeyValue> read_choices(const Key& key, const json::Value& value, Reporter& reporter) {
    if (!value.is_array()) return refuse(key, "WRONG_TYPE", value, reporter);
    Words words;
    const std::size_t errors_before = reporter.count();
    for (const auto& element : value.elements()) {
        const auto word = read_choice(key, element, reporter);
        if (!word) continue;
        const auto& text = std::get<std::string>(*word);
        if (std::ranges::find(words, text) != words.end()) refuse(key, "INVALID_VALUE", element, reporter);
        words.push_back(text);
    }
    if (reporter.count() != errors_before) return std::nullopt;
    return KeyValue(std::move(words));
}

std::optional<KeyValue> read_decimal_map(const Key& key, const json::Value& value, Reporter& reporter) {
    if (!value.is_object()) return refuse(key, "WRONG_TYPE", value, reporter);
    DecimalMap map;
    const std::size_t errors_before = reporter.count();
    for (const auto& member : value.members()) {
        const auto pyramid = parse_pyramid(member.name);
        if (!pyramid) {
            reporter.add("UNKNOWN_KEY", member.value, {key.rule, "expected the number of a pyramid, from 0"});
            continue;
        }
        const auto number = read_decimal(member.value, keys::above("0"), {key.rule, "expected a decimal > 0"}, reporter);
        if (number) map.emplace(*pyramid, *number);
    }
    if (reporter.count() != errors_before) return std::nullopt;
    return KeyValue(std::move(map));
}

std::optional<KeyValue> read_decimal_list(const Key& key, const json::Value& value, Reporter& reporter) {
    if (!value.is_array()) return refuse(key, "WRONG_TYPE", value, reporter);
    DecimalList list;
    const std::size_t errors_before = reporter.count();
    for (const auto& element : value.elements()) {
        const auto number = read_decimal(element, keys::above("0"), {key.rule, "expected a decimal > 0"}, reporter);
        if (number) list.push_back(*number);
    }
    if (reporter.count() != errors_before) return std::nullopt;
    return KeyValue(std::move(list));
}

std::optional<KeyValue> read_texts(const Key& key, const json::Value& value, Reporter& reporter) {
    if (!value.is_array()) return refuse(key, "WRONG_TYPE", value, reporter);
    Words texts;
    const std::size_t errors_before = reporter.count();
    for (const auto& element : value.elements()) {
        if (const auto text = read_text(key, element, reporter)) texts.push_back(std::get<std::string>(*text));
    }
    if (reporter.count() != errors_before) return std::nullopt;
    return KeyValue(std::move(texts));
}

std::optional<KeyValue> read_shape(const Key& key, const json::Value& value, bool is_right, Reporter& reporter) {
    if (!is_right) return refuse(key, "WRONG_TYPE", value, reporter);
    return KeyValue{};
}

/// Only where null is possible too, it is a value that there is an object.
std::optional<KeyValue> read_object_shape(const Key& key, const json::Value& value, Reporter& reporter) {
    auto shape = read_shape(key, value, value.is_object(), reporter);
    if (shape && key.is_nullable()) shape = KeyValue(true);
    return shape;
}

/// What a reader of levels found, as a value.
template <class T>
std::optional<KeyValue> wrapped(std::optional<T> found) {
    if (!found) return std::nullopt;
    return KeyValue(std::move(*found));
}

std::optional<KeyValue> read_typed(const Key& key, const json::Value& value, Reporter& reporter) {
    switch (key.type) {
        case KeyType::boolean:
            return read_boolean(key, value, reporter);
        case KeyType::integer:
            return read_integer(key, value, reporter);
        case KeyType::decimal:
            return wrapped(read_decimal(value, key.range, advice_of(key), reporter));
        case KeyType::choice:
            return read_choice(key, value, reporter);
        case KeyType::text:
            return read_text(key, value, reporter);
        case KeyType::venue:
            return read_venue(key, value, reporter);
        case KeyType::asset:
            return read_asset(key, value, reporter);
        case KeyType::time_zone:
            return read_time_zone(key, value, reporter);
        case KeyType::timeframe:
            return read_timeframe_word(key, value, reporter);
        case KeyType::pip:
            return read_pip(key, value, reporter);
        case KeyType::choices:
            return read_choices(key, value, reporter);
        case KeyType::levels:
            return wrapped(read_levels(value, reporter));
        case KeyType::level_map:
            return wrapped(read_level_map(value, reporter));
        case KeyType::decimal_map:
            return read_decimal_map(key, value, reporter);
        case KeyType::decimal_list:
            return read_decimal_list(key, value, reporter);
        case KeyType::amounts:
            return wrapped(read_amounts(key, value, reporter));
        case KeyType::texts:
            return read_texts(key, value, reporter);
        case KeyType::secret:
            return wrapped(read_secret(key, value, reporter));
        case KeyType::secrets:
            return wrapped(read_secrets(key, value, reporter));
        case KeyType::object:
            return read_object_shape(key, value, reporter);
        case KeyType::list:
            return read_shape(key, value, value.is_array(), reporter);
        case KeyType::any:
            return read_shape(key, value, true, reporter);
    }
    fail_check("every key type has a reader", __FILE__, __LINE__);
}

}  // namespace

std::optional<KeyValue> read_value(const Key& key, const json::Value& value, Reporter& reporter) {
    if (value.is_null() && key.is_nullable()) return KeyValue{};
    return read_typed(key, value, reporter);
}

std::optional<Ratio> read_decimal(const json::Value& value, const Range& range, Advice advice, Reporter& reporter) {
    if (!value.is_number() && !value.is_string()) {
        reporter.add("WRONG_TYPE", value, std::move(advice));
        return std::nullopt;
    }
    const auto number = Ratio::parse(value.is_number() ? value.number() : value.string());
    if (!number) {
        reporter.add(number.error().code, value, std::move(advice));
        return std::nullopt;
    }
    if (!is_within(*number, range)) {
        reporter.add("OUT_OF_RANGE", value, std::move(advice));
        return std::nullopt;
    }
    return *number;
}

}  // namespace trellis::adapters
