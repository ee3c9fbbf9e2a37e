// Everything that can happen to the risk engine of an account (section 15). Facts in the past tense; numbers and field order are on
// disk for good.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/closed_union.hpp"
#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/config/config.hpp"
#include "engine/event/tags.hpp"

namespace trellis {

/// What started a pass. Numbers are on disk: never reuse.
enum class RiskTrigger : std::uint8_t { timer = 0, fill = 1, request = 2 };
std::string_view text(RiskTrigger trigger);  ///< "timer"

/// Why a group was not chosen, as loser (K-3) or as winner (K-5). Numbers are on disk: never reuse.
enum class RiskReason : std::uint8_t {
    no_position = 0,      ///< nothing open
    closing = 1,          ///< closes or has ended: another action has it
    entries_working = 2,  ///< PARTIALLY_FILLED under after_all_dca_filled
    blocked = 3,          ///< K-12
    skip_once = 4,        ///< K-12
    timer_not_started = 5,
    timer_running = 6,
    too_young = 7,        ///< use_trade_age_filter
    no_mark = 8,          ///< never quoted
    stale_mark = 9,       ///< last quoted more than 5 s ago (K-4)
    above_threshold = 10, ///< loses less than loss_threshold_percent
    not_placeable = 11,   ///< floor_step(Q) at its IOC limit (R-51)
    not_in_profit = 12,
    other_currency = 13,  ///< quoted in another asset than the loser (K-5)
    beyond_maximum = 14,  ///< behind max_winners_to_combine others
    not_needed = 15,      ///< the winners before it cover the loss
    no_winners = 16,      ///< nobody can pay for it
    shortfall = 17,       ///< the winners together are worth less than the loss (K-7)
    ranked_behind = 18,   ///< another loser went first (K-5)
    quarantined = 19,     ///< broken, nobody manages it until it is released
};
std::string_view text(RiskReason reason);  ///< "TIMER_RUNNING"

/// One group that a decision looked at, and everything that stood against it (15.7).
struct RiskCandidate {
    GroupId group;
    bool is_winner = false;                ///< looked at as one that could pay
    Money unrealised;                      ///< U
    std::optional<Ratio> percent;          ///< U / invested x 100; empty without a mark
    std::optional<Price> mark;
    std::vector<RiskReason> reasons;
    bool operator==(const RiskCandidate&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.is_winner, self.unrealised, self.percent, self.mark, self.reasons);
    }
};

/// One side of an offset as it was planned: the group, what of it is closed, and the figures that this was computed from.
struct OffsetShare {
    GroupId group;
    InstrumentId instrument;
    Quantity quantity;                     ///< to close
    bool is_whole = false;                 ///< a full close (R-51)
    Money profit;                          ///< what closing that much is worth: x times u
    Quantity open;                         ///< Q
    Money unrealised;                      ///< U; u = U / Q
    Ratio percent;                         ///< U / invested x 100
    Price mark;
    bool operator==(const OffsetShare&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.instrument, self.quantity, self.is_whole, self.profit, self.open, self.unrealised,
             self.percent, self.mark);
    }
};

/// The plan of an offset with all it was decided by (K-9, 15.7). Its legs are handed over when this is durable.
struct OffsetPlanned {
    static constexpr auto tag = EventTag::offset_planned;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    OffsetNumber offset;
    Timestamp at{};
    RiskTrigger trigger{};
    bool is_forced = false;                ///< timer and age were ignored (K-12)
    OffsetShare loser;
    Money required;                        ///< K-6
    std::vector<OffsetShare> winners;      ///< in rank order
    OffsetSequence sequence{};
    Ratio min_cover;
    bool closes_anyway = false;            ///< K-7: the loser goes whole whatever the winners bring
    bool cancels_entries = false;          ///< cancel_orders_on_partial_close
    std::vector<GroupId> skipped;          ///< whose skip_once mattered so far in this pass
    std::vector<RiskCandidate> candidates; ///< worst first
    std::uint32_t candidates_more = 0;     ///< that found no room above
    bool operator==(const OffsetPlanned&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.offset, self.at, self.trigger, self.is_forced, self.loser, self.required, self.winners,
             self.sequence, self.min_cover, self.closes_anyway, self.cancels_entries, self.skipped, self.candidates,
             self.candidates_more);
    }
};

/// A group said what it really closed for an offset; nothing at all when it could not.
struct OffsetLegClosed {
    static constexpr auto tag = EventTag::offset_leg_closed;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    OffsetNumber offset;
    GroupId group;
    Quantity quantity;
    Money realised;                        ///< net (section 17)
    bool operator==(const OffsetLegClosed&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.offset, self.group, self.quantity, self.realised);
    }
};

/// All winners answered; that much of the loser is closed now (K-9).
struct OffsetLoserOrdered {
    static constexpr auto tag = EventTag::offset_loser_ordered;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    OffsetNumber offset;
    Money realised;                        ///< W
    bool is_whole = false;
    Quantity quantity;                     ///< of a part
    bool operator==(const OffsetLoserOrdered&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.offset, self.realised, self.is_whole, self.quantity);
    }
};

/// How an offset ended. Numbers are on disk: never reuse.
enum class OffsetOutcome : std::uint8_t {
    covered = 0,      ///< the loser is closed and W >= required x min_cover
    partial = 1,      ///< only a part of the loser was closed: what W pays for, or what could be sold
    uncovered = 2,    ///< the loser is closed, and W < required x min_cover
    loser_kept = 3,   ///< nothing of the loser was closed
    loser_gone = 4,   ///< it was closing or over before its turn
};
std::string_view text(OffsetOutcome outcome);  ///< "COVERED"

/// The actual figures of an offset, at its end.
struct OffsetCompleted {
    static constexpr auto tag = EventTag::offset_completed;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    OffsetNumber offset;
    Timestamp at{};
    OffsetOutcome outcome{};
    Money realised;                        ///< W, of the winners
    Quantity loser_quantity;
    Money loser_realised;
    Money residual;                        ///< required - W, not below zero
    bool operator==(const OffsetCompleted&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.offset, self.at, self.outcome, self.realised, self.loser_quantity, self.loser_realised,
             self.residual);
    }
};

/// A pass ended: it chose nobody (any more), or did all it may. Not journaled when nothing is new about that (15.7).
struct RiskPassEnded {
    static constexpr auto tag = EventTag::risk_pass_ended;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    Timestamp at{};
    RiskTrigger trigger{};
    bool is_forced = false;
    std::uint16_t actions = 0;             ///< of this pass
    std::uint64_t reasons = 0;             ///< fingerprint: another one means other reasons
    std::vector<GroupId> cleared;          ///< their skip_once has done its work
    std::vector<RiskCandidate> candidates;
    std::uint32_t candidates_more = 0;
    bool operator==(const RiskPassEnded&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.at, self.trigger, self.is_forced, self.actions, self.reasons, self.cleared,
             self.candidates, self.candidates_more);
    }
};

/// K-12: out of every pass until unblocked.
struct RiskBlocked {
    static constexpr auto tag = EventTag::risk_blocked;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    GroupId group;
    bool operator==(const RiskBlocked&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.group); }
};
struct RiskUnblocked {
    static constexpr auto tag = EventTag::risk_unblocked;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    GroupId group;
    bool operator==(const RiskUnblocked&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.group); }
};
/// K-12: out of the next pass in which that matters.
struct RiskSkipOrdered {
    static constexpr auto tag = EventTag::risk_skip_ordered;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    GroupId group;
    bool operator==(const RiskSkipOrdered&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.group); }
};
/// The group is over: its flags go with it.
struct RiskGroupForgotten {
    static constexpr auto tag = EventTag::risk_group_forgotten;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    GroupId group;
    bool operator==(const RiskGroupForgotten&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.group); }
};

using RiskEventAlternatives = std::variant<
    OffsetPlanned, OffsetLegClosed, OffsetLoserOrdered, OffsetCompleted, RiskPassEnded, RiskBlocked, RiskUnblocked, RiskSkipOrdered,
    RiskGroupForgotten>;

/// Whatever a risk engine decides. A class, so that one file compiles how it is made and copied and not each.
class RiskEvent : public RiskEventAlternatives {
public:
    using Alternatives = RiskEventAlternatives;
    template <AlternativeOf<Alternatives> E>
    RiskEvent(E event) noexcept;
    RiskEvent(const RiskEvent&);
    RiskEvent(RiskEvent&&) noexcept;
    RiskEvent& operator=(const RiskEvent&);
    RiskEvent& operator=(RiskEvent&&) noexcept;
    ~RiskEvent();
    bool operator==(const RiskEvent&) const;
};

}  // namespace trellis
