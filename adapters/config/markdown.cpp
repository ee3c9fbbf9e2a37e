// The reference of all configuration keys, as a page for people.
#include "adapters/config/key_table.hpp"
#include "adapters/config/schema.hpp"
#include "engine/base/check.hpp"

namespace trellis::adapters {

namespace {

constexpr std::string_view opening = R"(# Configuration

One JSON document. Every key has a default; a key that is not in these tables is an error, and so is a value whose rule this version
has not built (`NOT_BUILT`, naming the rule). Decimals are numbers or strings, read from their text, with at most 16 decimals; times are
whole numbers. `$schema` is ignored. A change of a running server's document acts at once where nothing else is said. `trellis check FILE`
names every error with its JSON pointer, value, rule and what would be right.

Rules are those of `docs/rules.md`. This page is made from the key table (`adapters/config/key_table.cpp`): `trellis_config_doc .` writes it.
)";

std::string in_this_version(const Key& key) {
    if (key.built.empty()) return "";
    if (key.built == only_default) return "Only the default.";
    std::string words;
    for (const auto word : words_of(key.built)) words.append(words.empty() ? "Only `" : ", `").append(word).append("`");
    return words + ".";
}

std::string effect_words(Effect effect) {
    switch (effect) {
        case Effect::at_once: return "A change acts at once.";
        case Effect::new_groups: return "A change acts on groups that open after it.";
        case Effect::restart: return "A change waits for a restart.";
    }
    fail_check("every effect has words", __FILE__, __LINE__);
}

/// What stands above a table; that a change acts at once goes without saying.
std::string introduction(const Section& section) {
    std::string words(section.summary);
    if (section.effect == Effect::at_once) return words;
    return words + (words.empty() ? "" : " ") + effect_words(section.effect);
}

std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '|') out += '\\';
        out += c;
    }
    return out;
}

std::string row(const Key& key) {
    std::string name = "`" + std::string(key.name) + "`";
    if (!key.alias.empty()) name += " (`" + std::string(key.alias) + "`)";
    const std::string initial = key.is_required() ? "required" : "`" + std::string(key.initial) + "`";
    std::string meaning(key.summary);
    for (const std::string& more : {key.effect ? effect_words(*key.effect) : std::string(), in_this_version(key)}) {
        if (!meaning.empty() && !more.empty()) meaning += ' ';
        meaning += more;
    }
    return "| " + name + " | " + cell(valid_values(key)) + " | " + cell(initial) + " | " + std::string(key.rule) + " | " +
           cell(meaning) + " |\n";
}

}  // namespace

std::string configuration_markdown() {
    std::string out(opening);
    std::string_view last_path = "none";
    for (const auto& section : config_sections()) {
        if (section.path != last_path) {
            out += "\n## " + (section.path.empty() ? std::string("The document") : "`" + std::string(section.path) + "`") + "\n\n";
            if (const auto words = introduction(section); !words.empty()) out += words + "\n\n";
            out += "| key | values | default | rule | |\n| --- | --- | --- | --- | --- |\n";
        }
        last_path = section.path;
        for (const auto& key : section.keys) out += row(key);
    }
    return out;
}

}  // namespace trellis::adapters
