// Copy subscriptions as desks see them (B-29, B-30): whose positions an account repeats, how large, and under which preset.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"

namespace trellis {

/// A subscription: its owner and the counter of that owner, from 1, never given again; `c1.3` outside.
struct SubscriptionId {
    OwnerId owner;
    std::uint32_t counter{};
    constexpr auto operator<=>(const SubscriptionId&) const = default;
    static constexpr void fields(auto& self, auto&& each) { each(self.owner, self.counter); }
};
/// "c1.3"
std::string text(SubscriptionId id);

/// How large a copy is where no preset sizes it (B-29). Numbers are on disk: never reuse.
enum class CopyMode : std::uint8_t { proportional = 0, percentage = 1, fixed_quantity = 2 };
std::string_view text(CopyMode mode);  ///< "proportional"

/// Paused: nothing is opened or added; what closes still follows. Ended: paused for good. Numbers are on disk: never reuse.
enum class SubscriptionState : std::uint8_t { active = 0, paused = 1, ended = 2 };
std::string_view text(SubscriptionState state);  ///< "active"

/// What somebody says of a subscription.
struct CopyTerms {
    AccountId leader;
    AccountId follower;
    CopyMode mode = CopyMode::proportional;
    Ratio multiplier = Ratio::from_integer(1);  ///< 0.1 to 10; of proportional and of a preset's size
    Ratio percentage = Ratio::from_integer(1);  ///< 0.01 to 100, of the follower's equity
    Quantity fixed_quantity;
    std::optional<Quantity> min_quantity;
    std::optional<Quantity> max_quantity;
    std::optional<Money> max_position_size;     ///< of the whole copy, in quote
    bool follow_close = true;                   ///< false: what the leader closes stays open here
    bool operator==(const CopyTerms&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.leader, self.follower, self.mode, self.multiplier, self.percentage, self.fixed_quantity, self.min_quantity,
             self.max_quantity, self.max_position_size, self.follow_close);
    }
};

struct Subscription {
    SubscriptionId id;
    CopyTerms terms;
    SubscriptionState state = SubscriptionState::active;
    Timestamp since{};   ///< positions that were opened before are not copied
    std::string preset;  ///< B-20, subscription level; empty: none
    bool operator==(const Subscription&) const = default;
};

}  // namespace trellis
