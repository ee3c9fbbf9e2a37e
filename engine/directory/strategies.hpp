// Strategies in the directory (D-12): grid configurations by account, instrument, venue and timeframe that somebody made while the server
// ran, beside those of the document. Each event says whose doing it was (Z-10).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/config/shared_strategy.hpp"
#include "engine/directory/strategy_id.hpp"
#include "engine/event/tags.hpp"

namespace trellis {

/// How many strategies one owner may have made, deleted ones included.
inline constexpr std::uint32_t strategies_per_owner_max = 1'000;
inline constexpr std::size_t strategy_name_bytes_max = 255;

/// What somebody says of a strategy: whom it applies to, as an item of `grid_strategy.strategies[]`, and all that it says there.
struct StrategyTerms {
    std::string name;                       ///< of its owner's only once
    std::optional<std::string> account;     ///< one of his; empty: all of his
    std::optional<std::string> instrument;  ///< canonical name
    std::optional<std::string> venue;
    std::optional<std::uint32_t> timeframe_seconds;
    SharedStrategy strategy;                ///< whole: what was left out is what `grid_strategy` said then
    bool operator==(const StrategyTerms&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.name, self.account, self.instrument, self.venue, self.timeframe_seconds, self.strategy);
    }
};

struct StrategyCreated {
    static constexpr auto tag = EventTag::strategy_created;
    static constexpr std::uint8_t version = 1;
    StrategyId strategy;
    StrategyTerms terms;
    std::optional<StrategyId> cloned_from;
    OwnerId by;
    Timestamp at{};
    bool operator==(const StrategyCreated&) const = default;
    static void fields(auto& self, auto&& each) { each(self.strategy, self.terms, self.cloned_from, self.by, self.at); }
};

/// New groups open with these terms; open ones keep theirs, unless those say `follow_config_changes`.
struct StrategyRevised {
    static constexpr auto tag = EventTag::strategy_revised;
    static constexpr std::uint8_t version = 1;
    StrategyId strategy;
    StrategyTerms terms;
    OwnerId by;
    Timestamp at{};
    bool operator==(const StrategyRevised&) const = default;
    static void fields(auto& self, auto&& each) { each(self.strategy, self.terms, self.by, self.at); }
};

/// It applies to nothing any more; what it said last stays for who looks back.
struct StrategyDeleted {
    static constexpr auto tag = EventTag::strategy_deleted;
    static constexpr std::uint8_t version = 1;
    StrategyId strategy;
    OwnerId by;
    Timestamp at{};
    bool operator==(const StrategyDeleted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.strategy, self.by, self.at); }
};

struct CatalogueStrategy {
    StrategyId id;
    StrategyTerms terms;
    bool is_deleted = false;
    std::optional<StrategyId> cloned_from;
    std::uint32_t revision = 0;  ///< counts every change
    Timestamp created_at{};
    Timestamp changed_at{};
    bool operator==(const CatalogueStrategy&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.id, self.terms, self.is_deleted, self.cloned_from, self.revision, self.created_at, self.changed_at);
    }
};

}  // namespace trellis
