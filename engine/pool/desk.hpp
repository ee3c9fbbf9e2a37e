// The desk of one account: duplicates, candles, slots, trading state, and every signal until its groups have answered.
// State only; it changes by apply alone.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/boxed.hpp"
#include "engine/pool/events.hpp"

namespace trellis {

/// A group as its desk knows it. It holds one slot until it is released (L-2).
struct DeskGroup {
    GroupId id;
    Identity identity;
    SharedStrategy strategy;                ///< snapshot: later pyramids use it (D-12)
    std::uint16_t entries_total = 0;      ///< accepted pyramids (P-1)
    std::uint32_t replacement_count = 0;  ///< P-3
    std::uint32_t cancels_ordered = 0;    ///< by stops; the group counts those it obeyed
    bool is_closing = false;
    bool is_forced = false;               ///< came in by force-add (Q-11)
    bool may_be_given_up = false;         ///< closing, and nobody asked for it (F-3)
    Boxed<PresetUse> preset;              ///< that governs it (R-52): later pyramids are sized by it
    std::optional<Price> last_base_price; ///< of the newest pyramid (P-5)
    Money realised;                       ///< as booked (K-17); its closing fills may have brought more since
    Quantity taken_outside;               ///< told to give up so far (X-6); the group says how much it heard of
    Dust dust;                            ///< given to it at its opening (X-5)
    bool operator==(const DeskGroup&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.id, self.identity, self.strategy, self.entries_total, self.replacement_count,
             self.cancels_ordered, self.is_closing, self.is_forced, self.last_base_price, self.realised,
             self.taken_outside, self.dust, self.may_be_given_up, self.preset);
    }
};

/// It closes, and will not come back: under slippage_action reject a close that nobody asked for may end with a rest, and who asks
/// meanwhile makes it final (F-3, T-1).
bool is_bound_to_close(const DeskGroup& group, const Config& config);

/// A signal that was handed over and not yet answered by all its groups (follow_up repeats it after a crash).
struct PendingSignal {
    SignalNumber signal;
    HandOver hand_over{};
    Identity identity;
    std::vector<GroupId> waiting_for;
    bool was_obeyed = false;              ///< by one of its groups already
    std::string refusal;                  ///< code of the newest refusal
    std::optional<Ratio> max_slippage_percent;
    std::optional<PyramidPlan> plan;
    std::optional<Price> stop_loss;       ///< W-5
    std::optional<Price> take_profit;
    std::optional<QueueEntry> entry;      ///< add_pyramid: what waits again when the group refuses (I-11, Q-8)
    std::optional<Instruction> reduction; ///< reduce_group: its sizes (I-7)
    bool opens_later = false;             ///< reverse_group: an entry was planned behind the close
    std::uint64_t place = 0;              ///< in the order of admission: one decision may promote several
    bool operator==(const PendingSignal&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.signal, self.hand_over, self.identity, self.waiting_for, self.was_obeyed, self.refusal,
             self.max_slippage_percent, self.plan, self.stop_loss, self.take_profit, self.entry, self.reduction,
             self.opens_later, self.place);
    }
};

/// W-8: a key seen, and the signal that brought it first.
struct RememberedSignal {
    SignalNumber signal;
    Timestamp at{};
    bool operator==(const RememberedSignal&) const = default;
    static void fields(auto& self, auto&& each) { each(self.signal, self.at); }
};

/// What a stop told a group to do and it has not done yet.
struct GroupTask {
    bool cancel_entries = false;
    bool flatten = false;
    bool operator==(const GroupTask&) const = default;
    static void fields(auto& self, auto&& each) { each(self.cancel_entries, self.flatten); }
};

/// What the account repeats of one position of a leader (B-30).
struct Copy {
    GroupId group;                        ///< its own; counter 0: none was opened
    CopyFigures told;                     ///< of the leader, as far as it is answered
    std::uint32_t steps = 0;              ///< that were ordered
    std::vector<CopyStep> owed;           ///< ordered and not done yet; the first is with its group
    bool is_over = false;                 ///< its own group is gone, or never was
    bool closes = false;                  ///< it was told to
    bool has_leader_ended = false;
    bool operator==(const Copy&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.told, self.steps, self.owed, self.is_over, self.closes, self.has_leader_ended);
    }
};

struct Desk {
    AccountId account;
    std::uint32_t group_counter = 0;                          ///< GroupIds come from here
    TradingState trading_state = TradingState::active;
    std::map<GroupId, DeskGroup> groups;                      ///< those that hold a slot
    std::map<Identity, GroupId> by_identity;                  ///< the newest of each identity, while it holds a slot
    std::map<Identity, std::int64_t> last_candle;             ///< W-11
    std::map<SignalNumber, PendingSignal> pending;
    std::map<std::string, RememberedSignal> remembered;       ///< W-8
    std::map<SignalNumber, std::string> remembered_order;     ///< the same by age, for forgetting
    std::map<GroupId, GroupTask> tasks;
    std::uint32_t dedupe_window_hours = 24;                   ///< forgetting is part of the state
    std::map<Identity, QueueEntry> queue;                     ///< one entry per identity (section 14)
    std::map<GroupId, QueueEntry> reversals;                  ///< what opens when that group has ended (R-23)
    bool is_round_cut = false;                                ///< a round of promotions goes on in a decision of its own
    std::uint64_t admissions = 0;                             ///< counted: PendingSignal::place
    Standing standing;                                        ///< results, and the halts they led to (K-17, K-19)
    std::map<InstrumentId, Dust> dust;                        ///< of ended groups (X-5)
    std::map<GroupId, LeftFees> left_fees;                    ///< of ended groups, not final (F-7, F-8)
    std::map<std::string, Orphan> orphans;                    ///< by client order id: open at the venue, known to no journal (O-8)
    std::map<std::string, PresetWeekCount> weeks;             ///< by preset: those that it counts (B-19)
    std::map<CopyOrigin, Copy> copies;                        ///< of leaders' positions, until both sides are over (B-30)
    BotBook bots;                                             ///< who opened what, and what came of it today (B-31)

    bool operator==(const Desk&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.group_counter, self.trading_state, self.groups, self.by_identity, self.last_candle,
             self.pending, self.remembered, self.remembered_order, self.tasks, self.dedupe_window_hours, self.queue,
             self.reversals, self.is_round_cut, self.admissions, self.standing,
             self.dust, self.left_fees, self.orphans, self.weeks, self.copies, self.bots);
    }

    /// The only way it changes.
    void apply(const DeskEvent& event);

    const DeskGroup* find(GroupId group) const;
    const DeskGroup* find(const Identity& identity) const;
    /// The waiting entry of an identity.
    const QueueEntry* waiting(const Identity& identity) const;
    /// The copy that a group is; null: it is none.
    const std::pair<const CopyOrigin, Copy>* copy_of(GroupId group) const;
};

/// Groups against identities: throws InvariantBroken.
void check_invariants(const Desk& desk);


/// The trading state as it acts and is shown: an operator's word, or what a halt makes of running.
TradingState shown_state(TradingState word, const Standing& standing);

}  // namespace trellis
