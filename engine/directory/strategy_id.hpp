// What names a strategy of the directory: bots refer to one (B-31) without knowing what it says.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/ids.hpp"

namespace trellis {

/// A strategy: its owner and the counter of that owner, from 1, never given again; `s1.3` outside.
struct StrategyId {
    OwnerId owner;
    std::uint32_t counter{};
    constexpr auto operator<=>(const StrategyId&) const = default;
    static constexpr void fields(auto& self, auto&& each) { each(self.owner, self.counter); }
};
/// "s1.3"
std::string text(StrategyId id);
/// Nothing when it is none.
std::optional<StrategyId> parse_strategy_id(std::string_view text);

}  // namespace trellis
