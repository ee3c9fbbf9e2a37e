// What the weeks of an account's presets come to (B-19): where each begins, and that it is enough. Numbers and field order are on disk
// for good.
#pragma once

#include <optional>
#include <string>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/optional_timestamp.hpp"
#include "engine/event/tags.hpp"

namespace trellis {

/// A week of a preset counts from nothing, with the equity that it is measured by; or that equity got known.
struct WeekBegan {
    static constexpr auto tag = EventTag::week_began;
    static constexpr std::uint8_t version = 2;  // 2: unrealised
    AccountId account;
    std::string preset;
    Timestamp starts{};
    Timestamp ends{};
    std::optional<Money> base;        ///< equity at that instant; empty: not known yet
    Timestamp at{};
    Money unrealised{};               ///< U of what is open then; 0 where it does not count
    bool operator==(const WeekBegan&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.preset, self.starts, self.ends, self.base, self.at, self.unrealised);
    }
};

/// Enough for this week; said once a week.
struct WeeklyTargetReached {
    static constexpr auto tag = EventTag::weekly_target_reached;
    static constexpr std::uint8_t version = 2;  // 2: unrealised
    AccountId account;
    std::string preset;
    Money realised;                   ///< since the week's start, fees included
    Money target;
    Timestamp at{};
    Money unrealised{};               ///< gained since then by what is open; 0 where it does not count
    bool operator==(const WeeklyTargetReached&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.preset, self.realised, self.target, self.at, self.unrealised);
    }
};

/// The week of a preset as its account counts it.
struct PresetWeekCount {
    Timestamp starts{};
    Timestamp ends{};
    std::optional<Money> base;
    Money realised;
    OptionalTimestamp reached_at;
    Money unrealised;                 ///< U when it began, where it counts
    bool operator==(const PresetWeekCount&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.starts, self.ends, self.base, self.realised, self.reached_at, self.unrealised);
    }
};

}  // namespace trellis
