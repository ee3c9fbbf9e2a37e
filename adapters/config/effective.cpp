#include "adapters/config/effective.hpp"

namespace trellis::adapters {

namespace {

/// An object that may be null is a value as well: whether it is there.
std::string json_of(const Key& key, const SectionValues& values) {
    if (key.type == KeyType::object) return values.is_null(key.name) ? "null" : "{}";
    return json_text(values.at(key.name));
}

bool is_recorded(const Key& key) {
    if (key.type == KeyType::list || key.type == KeyType::any) return false;
    return key.type != KeyType::object || key.is_nullable();
}

}  // namespace

void record(const SectionValues& values, std::string_view pointer, Recorded which, EffectiveValues& out) {
    const Section& section = values.section();
    for (const auto& key : section.keys) {
        const bool is_given = values.is_given(key.name);
        if (!is_recorded(key) || (which == Recorded::given_only && !is_given)) continue;
        out.insert_or_assign(json::join_pointer(pointer, key.name),
                             EffectiveValue{json_of(key, values), is_given, key.effect.value_or(section.effect)});
    }
}

}  // namespace trellis::adapters
