// JSON schemas (draft 2020-12) made from key tables, so that an editor knows what the reader knows.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/config/key.hpp"

namespace trellis::adapters {

/// A key whose schema is written by hand: its name and the schema's JSON text.
struct HandWritten {
    std::string_view key;
    std::string_view schema;
};

/// One definition: an object with the keys of these sections.
struct Definition {
    std::string_view path;  ///< "" is the document itself
    std::vector<const Section*> sections;
};

struct SchemaPlan {
    std::string_view id;
    std::string_view title;
    std::span<const Definition> definitions;
    std::span<const HandWritten> by_hand;
};

/// The whole schema document; keys of type object or list refer to the definition of their path, or else of their name.
std::string write_schema(const SchemaPlan& plan);

/// schemas/config.schema.json
std::string config_schema();
/// docs/configuration.md
std::string configuration_markdown();

}  // namespace trellis::adapters
