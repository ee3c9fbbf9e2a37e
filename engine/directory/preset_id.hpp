// What names a preset and a connection. The owner stands in every key: what belongs to one is never found under another (Z-9).
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "engine/base/ids.hpp"

namespace trellis {

/// A preset: its owner and the counter of that owner, from 1, never given again; `p1.3` outside, templates are `p0.1` to `p0.6`.
struct PresetId {
    OwnerId owner;
    std::uint32_t counter{};
    constexpr auto operator<=>(const PresetId&) const = default;
    static constexpr void fields(auto& self, auto&& each) { each(self.owner, self.counter); }
};

/// One version of a preset, from 1.
struct PresetVersionId {
    PresetId preset;
    std::uint32_t version{};
    constexpr auto operator<=>(const PresetVersionId&) const = default;
    static constexpr void fields(auto& self, auto&& each) { each(self.preset, self.version); }
};

/// A connection among those of its owner.
struct ConnectionKey {
    OwnerId owner;
    AccountId account;
    constexpr auto operator<=>(const ConnectionKey&) const = default;
    static constexpr void fields(auto& self, auto&& each) { each(self.owner, self.account); }
};

/// "p1.3"
std::string text(PresetId id);

}  // namespace trellis
