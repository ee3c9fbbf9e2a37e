// What happens at the desk of an account that copies another (B-29, B-30). Numbers and field order are on disk for good.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/boxed.hpp"
#include "engine/config/shared_strategy.hpp"
#include "engine/event/tags.hpp"
#include "engine/group/copy_events.hpp"
#include "engine/pool/plan.hpp"
#include "engine/preset/use.hpp"
#include "engine/signal/instruction.hpp"

namespace trellis {

/// How far the leader's position was when it was answered.
struct CopyFigures {
    Quantity entered;  ///< by its entry orders that are over, fees not taken off
    Quantity closed;   ///< by its closing orders that are over, and by others at the venue
    bool operator==(const CopyFigures&) const = default;
    static void fields(auto& self, auto&& each) { each(self.entered, self.closed); }
};

/// The numbers that a size was made of.
struct CopySizing {
    Quantity leader_quantity;              ///< that the leader entered
    Price leader_price;                    ///< of its newest entry
    Price price;                           ///< that the follower meets
    std::optional<Money> leader_equity;    ///< where it was asked for
    std::optional<Money> equity;
    Quantity wanted;                       ///< before clamps
    bool operator==(const CopySizing&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.leader_quantity, self.leader_price, self.price, self.leader_equity, self.equity, self.wanted);
    }
};

/// One thing that a copy is to do, in the order of `number`.
struct CopyStep {
    std::uint32_t number{};
    CopyKind kind{};
    std::optional<PyramidPlan> plan;       ///< open, add
    Quantity part;                         ///< reduce: part / whole of what is open, kept apart (R-1)
    Quantity whole;
    bool operator==(const CopyStep&) const = default;
    static void fields(auto& self, auto&& each) { each(self.number, self.kind, self.plan, self.part, self.whole); }
};

/// The leader opened a position, and the account repeats it.
struct CopyOpened {
    static constexpr auto tag = EventTag::copy_opened;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    CopyOrigin origin;
    GroupId group;
    Identity identity;
    CopyFigures told;
    CopySizing sizing;
    SharedStrategy strategy;
    PyramidPlan plan;
    Boxed<PresetUse> preset;               ///< the follower's own, where there is one
    Timestamp at{};
    bool operator==(const CopyOpened&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.origin, self.group, self.identity, self.told, self.sizing, self.strategy, self.plan, self.preset, self.at);
    }
};

/// The leader added, reduced or closed, and its copy is told to.
struct CopyOrdered {
    static constexpr auto tag = EventTag::copy_ordered;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    CopyOrigin origin;
    GroupId group;
    CopyFigures told;
    CopyStep step;
    CopySizing sizing;                     ///< add
    Timestamp at{};
    bool operator==(const CopyOrdered&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.origin, self.group, self.told, self.step, self.sizing, self.at);
    }
};

/// The account does not repeat what the leader did. A position that was not opened stays unopened.
struct CopyRefused {
    static constexpr auto tag = EventTag::copy_refused;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    CopyOrigin origin;
    CopyFigures told;
    CopyKind kind{};                       ///< open, add
    std::string code;
    std::string detail;
    Timestamp at{};
    bool operator==(const CopyRefused&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.origin, self.told, self.kind, self.code, self.detail, self.at);
    }
};

/// The copy has done a step; the next one is its turn.
struct CopyAnswered {
    static constexpr auto tag = EventTag::copy_answered;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    CopyOrigin origin;
    std::uint32_t step{};
    std::string code;                      ///< empty: it obeyed
    bool operator==(const CopyAnswered&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.origin, self.step, self.code); }
};

/// The leader's position is over: nothing of it will be followed any more.
struct CopyLeaderEnded {
    static constexpr auto tag = EventTag::copy_leader_ended;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    CopyOrigin origin;
    Timestamp at{};
    bool operator==(const CopyLeaderEnded&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.origin, self.at); }
};

}  // namespace trellis
