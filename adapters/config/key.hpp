// One row of a key table: everything that is known about a key of a document. Reader, documentation and JSON schema are made from
// the same rows, so they cannot disagree.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trellis::adapters {

enum class KeyType : std::uint8_t {
    boolean,
    integer,       ///< a whole number, written as one
    decimal,       ///< a number or a string, read from its text (R-1)
    choice,        ///< one of the words of `choices`
    text,          ///< a string that is not empty
    venue,         ///< I-2
    asset,         ///< letters and digits
    time_zone,     ///< IANA name
    timeframe,     ///< M1 to MN, in any spelling of B-17; a string
    pip,           ///< `bp`, `tick` or a decimal > 0 (B-0a)
    choices,       ///< a list of the words of `choices`, each at most once
    levels,        ///< a ladder (D-1)
    level_map,     ///< pyramid -> ladder (D-8)
    decimal_map,   ///< pyramid -> decimal > 0
    decimal_list,  ///< decimals > 0
    amounts,       ///< asset -> decimal >= 0
    texts,         ///< a list of strings that are not empty
    secret,        ///< a reference to a secret, never the secret
    secrets,       ///< at most two of them: the second while one replaces the other
    object,        ///< read by a section of its own
    list,          ///< of objects with a section of their own
    any,           ///< any JSON value, kept as it stands
};

/// Ends of a number's range as decimal text; an empty end is unlimited (decimals: up to decimal_limit).
struct Range {
    std::string_view low;
    std::string_view high;
    bool is_low_open = false;
    bool is_high_open = false;
};

/// How the rows of a table are written.
namespace keys {

constexpr Range between(std::string_view low, std::string_view high) { return {low, high}; }
constexpr Range at_least(std::string_view low) { return {low, ""}; }
constexpr Range above(std::string_view low) { return {low, "", true}; }
constexpr Range at_most(std::string_view high) { return {"", high}; }
constexpr Range below(std::string_view high) { return {"", high, false, true}; }

}  // namespace keys

/// No decimal of a document is larger, whatever its sign: what is multiplied later must stay inside 128 bits.
inline constexpr std::string_view decimal_limit = "1000000000000000";

/// When a change of a running server's document acts.
enum class Effect : std::uint8_t { at_once, new_groups, restart };

/// "at_once", "new_groups", "restart"
std::string_view text(Effect effect);

/// Written as `built`: only the default is.
inline constexpr std::string_view only_default = "=";

struct Key {
    std::string_view name;
    KeyType type = KeyType::boolean;
    std::string_view initial;  ///< the default as JSON text
    std::string_view rule;
    Range range{};
    std::string_view choices{};  ///< "a|b|c"
    std::string_view built{};    ///< "" = every value; only_default; "a|b" = these; the others are refused NOT_BUILT
    std::string_view unbuilt{};  ///< the rule to name then, for one value ("hybrid:T-6|pyramid_aggregate:T-7") or all ("I-10")
    std::string_view alias{};
    std::string_view summary{};
    bool takes_null = false;  ///< besides keys whose default is null
    std::optional<Effect> effect{};  ///< where it is not that of the section

    constexpr bool is_required() const { return initial.empty(); }
    constexpr bool is_nullable() const { return takes_null || initial == "null"; }
    constexpr Key but(std::string_view built_values) const { return but(built_values, {}); }
    constexpr Key but(std::string_view built_values, std::string_view unbuilt_rule) const {
        Key copy = *this;
        copy.built = built_values;
        copy.unbuilt = unbuilt_rule;
        return copy;
    }
    constexpr Key unbuilt_by(std::string_view unbuilt_rule) const { return but(only_default, unbuilt_rule); }
    constexpr Key default_only() const { return but(only_default, {}); }
    constexpr Key or_null() const {
        Key copy = *this;
        copy.takes_null = true;
        return copy;
    }
    constexpr Key also(std::string_view other_name) const {
        Key copy = *this;
        copy.alias = other_name;
        return copy;
    }
    constexpr Key acts(Effect when) const {
        Key copy = *this;
        copy.effect = when;
        return copy;
    }
    constexpr Key means(std::string_view words) const {
        Key copy = *this;
        copy.summary = words;
        return copy;
    }
};

namespace keys {

/// The default of a key that must be there.
inline constexpr std::string_view required = "";

constexpr Key boolean(std::string_view name, std::string_view initial, std::string_view rule) {
    return {name, KeyType::boolean, initial, rule};
}
constexpr Key integer(std::string_view name, Range range, std::string_view initial, std::string_view rule) {
    return {name, KeyType::integer, initial, rule, range};
}
constexpr Key decimal(std::string_view name, Range range, std::string_view initial, std::string_view rule) {
    return {name, KeyType::decimal, initial, rule, range};
}
constexpr Key choice(std::string_view name, std::string_view words, std::string_view initial, std::string_view rule) {
    return {name, KeyType::choice, initial, rule, {}, words};
}
constexpr Key other(KeyType type, std::string_view name, std::string_view initial, std::string_view rule) {
    return {name, type, initial, rule};
}

}  // namespace keys

/// An object of a document and its keys.
struct Section {
    std::string_view path;  ///< "queue", "accounts[]", "" for the document itself
    std::string_view rule;  ///< named for a key that it does not have
    std::span<const Key> keys;
    std::string_view summary{};
    bool is_document = false;  ///< may begin with `$schema`, which is ignored
    Effect effect = Effect::at_once;  ///< of a change of its keys
};

/// "a|b|c" as its words.
std::vector<std::string_view> words_of(std::string_view joined);
/// "true or false", "1 to 125", "one of a, b": what may be written.
std::string valid_values(const Key& key);
/// The rule that NOT_BUILT names for that value (its text form).
std::string_view unbuilt_rule(const Key& key, std::string_view value);

}  // namespace trellis::adapters
