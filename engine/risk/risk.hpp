// The risk engine of one account: who is blocked or skipped, the offset under way and the pass it belongs to. State only; it changes by
// apply alone. What groups hold and what the market says is context (the board).
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "engine/risk/events.hpp"

namespace trellis {

/// One group's part in the offset under way. It was asked to close when it could be; it has answered when it `is_done`.
struct OffsetPart {
    GroupId group;
    InstrumentId instrument;
    Quantity quantity;
    bool is_whole = false;
    bool is_done = false;
    Quantity closed;
    Money realised;
    bool operator==(const OffsetPart&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.instrument, self.quantity, self.is_whole, self.is_done, self.closed, self.realised);
    }
};

/// K-9: winners and loser on their way, until all have answered.
struct Offset {
    OffsetNumber number;
    OffsetSequence sequence{};
    Money required;
    Ratio min_cover;
    bool closes_anyway = false;
    bool cancels_entries = false;
    OffsetPart loser;
    std::vector<OffsetPart> winners;
    bool is_loser_ordered = false;
    bool operator==(const Offset&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.number, self.sequence, self.required, self.min_cover, self.closes_anyway, self.cancels_entries,
             self.loser, self.winners, self.is_loser_ordered);
    }
    Money realised() const;                ///< W, of the winners so far
    bool are_winners_done() const;
    /// In loser_first the winners wait for the loser.
    bool are_winners_ordered() const { return sequence != OffsetSequence::loser_first || loser.is_done; }
};

/// A pass that acted and goes on (K-11).
struct RiskPass {
    RiskTrigger trigger{};
    bool is_forced = false;
    std::uint16_t actions = 0;
    std::set<GroupId> skipped;             ///< whose skip_once mattered
    bool operator==(const RiskPass&) const = default;
    static void fields(auto& self, auto&& each) { each(self.trigger, self.is_forced, self.actions, self.skipped); }
};

/// Names the risk engine of an account, where a desk or a group could stand as well.
struct RiskId {
    AccountId account;
    constexpr auto operator<=>(const RiskId&) const = default;
};

struct Risk {
    AccountId account;
    std::uint32_t offset_counter = 0;      ///< OffsetNumbers come from here
    std::set<GroupId> blocked;             ///< K-12
    std::set<GroupId> skip_once;
    std::optional<Offset> offset;
    std::optional<RiskPass> pass;
    std::uint64_t reasons = 0;             ///< fingerprint of the newest pass that chose nobody

    bool operator==(const Risk&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.offset_counter, self.blocked, self.skip_once, self.offset, self.pass, self.reasons);
    }

    /// The only way it changes.
    void apply(const RiskEvent& event);

    /// The pass acted, its action is over, and it has to look again.
    bool is_pass_open() const { return pass.has_value() && !offset.has_value(); }
};

/// W >= required x min_cover (K-9), exactly.
bool covers(Money realised, Money required, Ratio min_cover);

/// Parts against the plan. Throws InvariantBroken.
void check_invariants(const Risk& risk);

}  // namespace trellis
