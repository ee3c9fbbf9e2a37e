// Every value of a document by its JSON pointer, defaults too: what `config effective` shows and what two documents are compared
// by.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "adapters/config/section_values.hpp"

namespace trellis::adapters {

struct EffectiveValue {
    std::string json;
    bool is_given = false;  ///< false: the default
    Effect effect{};        ///< of a change
    bool operator==(const EffectiveValue&) const = default;
};
using EffectiveValues = std::map<std::string, EffectiveValue>;

/// Where an absent key is inherited rather than at its default, only what was given is a value of that place.
enum class Recorded : std::uint8_t { all, given_only };

/// The values of a section whose object stands at `pointer`. Objects and lists are left to the sections of their own.
void record(const SectionValues& values, std::string_view pointer, Recorded which, EffectiveValues& out);

}  // namespace trellis::adapters
