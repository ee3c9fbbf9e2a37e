// What happens to a position that a preset governs, besides its stop (StopMoved) and its orders. Numbers and field order are on disk
// for good.
#pragma once

#include <optional>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/event/tags.hpp"
#include "engine/preset/use.hpp"

namespace trellis {

/// Its first fill says what everything later is measured in: entry, R0 and the targets. The stop's StopMoved follows.
struct PositionGoverned {
    static constexpr auto tag = EventTag::position_governed;
    static constexpr std::uint8_t version = 2;  // 2: layer
    GroupId group;
    Price entry;
    Price risk;                           ///< R0
    StopOrigin origin{};                  ///< which part of the preset gave the stop
    std::vector<PlannedTarget> targets;
    Timestamp at{};
    std::optional<LegIndex> layer;        ///< whose; empty: the first position's
    bool operator==(const PositionGoverned&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.entry, self.risk, self.origin, self.targets, self.at, self.layer);
    }
};

/// The best mark crossed a threshold: break-even is done, trailing is active, or the stop would be a step farther and may not
/// move yet. Between thresholds the best mark decides nothing, so nothing is written.
struct TrailNoted {
    static constexpr auto tag = EventTag::trail_noted;
    static constexpr std::uint8_t version = 2;  // 2: layer
    GroupId group;
    Price best;                           ///< H
    bool broke_even = false;
    std::optional<Price> activated_at;    ///< A_act: where trailing counts from
    Timestamp at{};
    bool is_waiting = false;              ///< the stop would stand better, and may not move yet
    std::optional<LegIndex> layer;        ///< whose; empty: the first position's
    bool operator==(const TrailNoted&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.best, self.broke_even, self.activated_at, self.at, self.is_waiting,
             self.layer);
    }
};

/// What a position shall sell from now on, those that are over included.
struct AppliedTargets {
    std::optional<LegIndex> layer;        ///< whose; empty: the first position's
    std::vector<PlannedTarget> targets;
    bool operator==(const AppliedTargets&) const = default;
    static void fields(auto& self, auto&& each) { each(self.layer, self.targets); }
};

/// Somebody gave it another version of its preset, or another preset (B-25). What it closes by is the version's from now on; R0 stays.
/// Where its stop is the tighter one, a StopMoved follows.
struct PresetApplied {
    static constexpr auto tag = EventTag::preset_applied;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    SharedPreset preset;                  ///< that governs it from now on: what the version has no say in is as it was
    std::optional<PresetVersionId> applied;
    std::optional<PresetVersionId> previous;
    OwnerId by;
    Price stop;                           ///< that the version asks for
    bool is_tighter = false;              ///< than the one that stood: else that one stays
    StopOrigin origin{};
    std::vector<AppliedTargets> targets;  ///< of positions that have begun and whose targets the preset has
    Timestamp at{};
    bool operator==(const PresetApplied&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.preset, self.applied, self.previous, self.by, self.stop, self.is_tighter, self.origin, self.targets, self.at);
    }
};

}  // namespace trellis
