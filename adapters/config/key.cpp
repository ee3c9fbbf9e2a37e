#include "adapters/config/key.hpp"

#include "engine/base/check.hpp"

namespace trellis::adapters {

namespace {

std::string range_words(const Range& range) {
    const std::string low(range.low);
    const std::string high(range.high);
    if (low.empty() && high.empty()) return "a number";
    if (low.empty()) return (range.is_high_open ? "< " : "<= ") + high;
    if (high.empty()) return (range.is_low_open ? "> " : ">= ") + low;
    if (range.is_low_open) return "> " + low + " and <= " + high;
    return low + " to " + high;
}

std::string listed(std::string_view joined) {
    std::string out;
    for (const auto word : words_of(joined)) out.append(out.empty() ? "" : ", ").append(word);
    return out;
}

constexpr const char* secret_form = R"({"file": "..."}, {"credential": "..."} or {"sealed": "..."})";

std::string plain_values(const Key& key) {
    switch (key.type) {
        case KeyType::boolean: return "true or false";
        case KeyType::integer: return "a whole number, " + range_words(key.range);
        case KeyType::decimal: return "a decimal, " + range_words(key.range);
        case KeyType::choice: return "one of " + listed(key.choices);
        case KeyType::text: return "a text";
        case KeyType::venue: return "one of binance, bybit, okx, kucoin, mexc, gate, oanda, fxcm";
        case KeyType::asset: return "an asset of letters and digits";
        case KeyType::time_zone: return "an IANA time zone";
        case KeyType::timeframe: return "one of M1, M5, M15, M30, H1, H4, D1, W1, MN; 5m, 5, 1h, 60 and 1D are taken for the same";
        case KeyType::pip: return "bp, tick or a decimal > 0";
        case KeyType::choices: return "a list of " + listed(key.choices) + ", each at most once";
        case KeyType::levels: return "1 to 20 of {gap <= 0, weight > 0, tp > 0}";
        case KeyType::level_map: return "an object: pyramid number to levels";
        case KeyType::decimal_map: return "an object: pyramid number to a decimal > 0";
        case KeyType::decimal_list: return "a list of decimals > 0";
        case KeyType::amounts: return "an object: asset to a decimal >= 0";
        case KeyType::texts: return "a list of texts";
        case KeyType::secret: return secret_form;
        case KeyType::secrets: return "a list of at most 2 secrets, each " + std::string(secret_form);
        case KeyType::object: return "an object";
        case KeyType::list: return "a list of objects";
        case KeyType::any: return "any JSON value";
    }
    fail_check("every key type has words", __FILE__, __LINE__);
}

}  // namespace

std::string_view text(Effect effect) {
    switch (effect) {
        case Effect::at_once: return "at_once";
        case Effect::new_groups: return "new_groups";
        case Effect::restart: return "restart";
    }
    fail_check("every effect has a word", __FILE__, __LINE__);
}

std::vector<std::string_view> words_of(std::string_view joined) {
    std::vector<std::string_view> words;
    while (!joined.empty()) {
        const auto end = joined.find('|');
        words.push_back(joined.substr(0, end));
        joined = end == std::string_view::npos ? std::string_view{} : joined.substr(end + 1);
    }
    return words;
}

std::string valid_values(const Key& key) {
    const std::string words = plain_values(key);
    return key.is_nullable() ? words + ", or null" : words;
}

std::string_view unbuilt_rule(const Key& key, std::string_view value) {
    if (key.unbuilt.empty()) return key.rule;
    for (const auto pair : words_of(key.unbuilt)) {
        const auto colon = pair.find(':');
        if (colon == std::string_view::npos) return pair;
        if (pair.substr(0, colon) == value) return pair.substr(colon + 1);
    }
    return key.rule;
}

}  // namespace trellis::adapters
