#include "adapters/config/section_values.hpp"

#include <algorithm>
#include <map>

#include "adapters/config/key_table.hpp"

namespace trellis::adapters {

namespace {

/// Defaults are read from their text once per table: a timeline asks for them at every entry.
const std::vector<KeyValue>& defaults_of(const Section& section) {
    static thread_local std::map<const Key*, std::vector<KeyValue>> known;
    const auto [place, is_new] = known.try_emplace(section.keys.data());
    if (is_new) {
        for (const auto& key : section.keys) place->second.push_back(default_of(key));
    }
    return place->second;
}

/// Where a key of that very name stands in the configuration, for a key that was put into the wrong section.
std::string place_elsewhere(std::string_view name) {
    for (const auto& section : config_sections()) {
        if (std::ranges::find(section.keys, name, &Key::name) == section.keys.end()) continue;
        return std::string(section.path) + (section.path.empty() ? "" : ".") + std::string(name);
    }
    return {};
}

std::string hint_for_unknown(std::string_view name, std::initializer_list<SectionValues*> parts) {
    std::vector<std::string_view> candidates;
    for (const auto* part : parts) {
        for (const auto& key : part->section().keys) candidates.push_back(key.name);
    }
    std::string hint = "did you mean \"" + std::string(nearest(name, candidates)) + "\"?";
    const bool is_config = std::ranges::any_of(
        config_sections(), [&](const Section& section) { return section.keys.data() == (*parts.begin())->section().keys.data(); });
    if (!is_config) return hint;
    if (const auto place = place_elsewhere(name); !place.empty()) hint += " There is " + place;
    return hint;
}

void refuse_unbuilt(const Key& key, const KeyValue& value, const json::Value& where, Reporter& reporter) {
    std::string hint = "in this version: ";
    if (key.built == only_default) {
        hint += "only " + std::string(key.initial);
    } else {
        bool is_first = true;
        for (const auto word : words_of(key.built)) {
            hint.append(is_first ? "" : ", ").append(word);
            is_first = false;
        }
    }
    reporter.add("NOT_BUILT", where, {unbuilt_rule(key, canonical_text(value)), std::move(hint)});
}

}  // namespace

KeyValue default_of(const Key& key) {
    if (key.is_required()) return {};
    const auto document = json::Document::parse(key.initial);
    TRELLIS_CHECK(document.ok(), "the default of key " + std::string(key.name) + " must be JSON");
    Reporter reporter(*document);
    auto value = read_value(key, document->root(), reporter);
    TRELLIS_CHECK(value.has_value(), "the default of key " + std::string(key.name) + " must be valid");
    return *std::move(value);
}

bool is_built(const Key& key, const KeyValue& value) {
    if (key.built.empty() || value == default_of(key)) return true;
    const auto words = words_of(key.built);
    return std::ranges::find(words, canonical_text(value)) != words.end();
}

SectionValues::SectionValues(const Section& section)
    : section_(&section), values_(defaults_of(section)), given_(section.keys.size(), false) {}

std::optional<std::size_t> SectionValues::find(std::string_view name) const {
    const auto keys = section_->keys;
    const auto found =
        std::ranges::find_if(keys, [&](const Key& key) { return key.name == name || (!key.alias.empty() && key.alias == name); });
    if (found == keys.end()) return std::nullopt;
    return static_cast<std::size_t>(found - keys.begin());
}

std::size_t SectionValues::index_of(std::string_view name) const {
    const auto index = find(name);
    TRELLIS_CHECK(index.has_value(), "section " + std::string(section_->path) + " has a key " + std::string(name));
    return *index;
}

void SectionValues::take(std::size_t index, const json::Member& member, Reporter& reporter) {
    const Key& key = section_->keys[index];
    if (given_[index]) {
        reporter.add("DUPLICATE_KEY", member.value,
                     {key.rule, "\"" + std::string(key.name) + "\" and its alias \"" + std::string(key.alias) + "\" are one key"});
        return;
    }
    given_[index] = true;
    auto value = read_value(key, member.value, reporter);
    if (!value) return;
    if (is_built(key, *value)) {
        values_[index] = *std::move(value);
    } else {
        refuse_unbuilt(key, *value, member.value, reporter);
    }
}

bool SectionValues::read(const json::Value& object, Reporter& reporter) { return read_object(object, {this}, reporter); }

bool SectionValues::read_member(const json::Value& parent, std::string_view name, Reporter& reporter) {
    const auto* object = parent.find(name);
    return object == nullptr || read(*object, reporter);
}

bool read_object(const json::Value& object, std::initializer_list<SectionValues*> parts, Reporter& reporter) {
    const std::size_t errors_before = reporter.count();
    const Section& first = (*parts.begin())->section();
    if (!object.is_object()) {
        reporter.add("WRONG_TYPE", object, {first.rule, "expected an object"});
        return false;
    }
    for (const auto& member : object.members()) {
        if (first.is_document && member.name == "$schema") continue;
        const auto owner =
            std::ranges::find_if(parts, [&](const SectionValues* part) { return part->find(member.name).has_value(); });
        if (owner == parts.end()) {
            const bool is_hidden = first.path.starts_with("security") || sounds_secret(member.name);
            const auto report = is_hidden ? &Reporter::add_hidden : &Reporter::add;
            (reporter.*report)("UNKNOWN_KEY", member.value, {first.rule, hint_for_unknown(member.name, parts)});
        } else {
            (*owner)->take(*(*owner)->find(member.name), member, reporter);
        }
    }
    for (const auto* part : parts) {
        for (std::size_t i = 0; i < part->given_.size(); ++i) {
            const Key& key = part->section_->keys[i];
            if (part->given_[i] || !key.is_required()) continue;
            reporter.add_missing(object, key.name, {key.rule, "expected " + valid_values(key)});
        }
    }
    return reporter.count() == errors_before;
}

}  // namespace trellis::adapters
