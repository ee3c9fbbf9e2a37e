// What a preset may say that positions do not do yet. Whoever takes a preset into use asks here first: it is refused, never ignored.
#pragma once

#include <optional>
#include <string_view>

#include "engine/preset/preset.hpp"

namespace trellis {

/// A field whose rule is not built.
struct Unbuilt {
    std::string_view field;
    std::string_view rule;
    bool operator==(const Unbuilt&) const = default;
};

/// The first such field that the preset uses; nothing: all of it is built.
std::optional<Unbuilt> unbuilt_in(const Preset& preset);

}  // namespace trellis
