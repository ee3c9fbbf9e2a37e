// Everything that can happen to a desk. Facts in the past tense; their numbers and field order are on disk for good.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/closed_union.hpp"
#include "engine/event/tags.hpp"
#include "engine/group/events.hpp"
#include "engine/market/rules_events.hpp"
#include "engine/pool/bot_events.hpp"
#include "engine/pool/copy_events.hpp"
#include "engine/pool/fee_events.hpp"
#include "engine/pool/limit_events.hpp"
#include "engine/pool/orphan_events.hpp"
#include "engine/pool/plan.hpp"
#include "engine/pool/queue_entry.hpp"
#include "engine/pool/week_events.hpp"
#include "engine/signal/instruction.hpp"

namespace trellis {

enum class SignalOutcome : std::uint8_t { accepted = 0, queued = 1, duplicate = 2, ignored = 3, rejected = 4 };
std::string_view text(SignalOutcome outcome);

/// K-18. The report calls them ACTIVE, REDUCING, HALTED.
enum class TradingState : std::uint8_t { active = 0, reducing = 1, halted = 2 };
std::string_view text(TradingState state);

/// What an admitted signal asks its groups to do.
enum class HandOver : std::uint8_t {
    open_group = 0,
    add_pyramid = 1,
    close_groups = 2,
    reverse_group = 3,  ///< close it for a position on its other side (I-8)
    reduce_group = 4,   ///< I-7
};

/// The desk accepted a signal and hands it over; it stays pending until SignalCompleted.
struct SignalAdmitted {
    static constexpr auto tag = EventTag::signal_admitted;
    static constexpr std::uint8_t version = 4;  // 2: the strategy has every grid key; 3: preset; 4: bot
    AccountId account;
    SignalNumber signal;
    Timestamp at{};
    Instruction instruction;
    HandOver hand_over{};
    std::vector<GroupId> groups;             ///< one for an entry; for an exit in order of opening (I-6)
    std::optional<SharedStrategy> strategy;    ///< open_group: the snapshot (D-12)
    std::optional<PyramidPlan> plan;         ///< open_group, add_pyramid
    std::string body;                        ///< as received, secret masked
    Boxed<PresetUse> preset;                 ///< open_group: the preset that governs it (R-52)
    std::optional<BotTake> bot;              ///< open_group, add_pyramid: the bot that it came by (B-31)
    bool operator==(const SignalAdmitted&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.signal, self.at, self.instruction, self.hand_over, self.groups, self.strategy,
             self.plan, self.body, self.preset, self.bot);
    }
};

/// The outcome of a signal that changed nothing: rejected, ignored or a duplicate.
struct SignalRefused {
    static constexpr auto tag = EventTag::signal_refused;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    SignalNumber signal;
    Timestamp at{};
    SignalOutcome outcome{};
    std::string code;                        ///< R-5; empty for a duplicate
    std::string detail;                      ///< what stood against it, with its numbers
    std::vector<FieldError> errors;          ///< SCHEMA
    std::optional<SignalNumber> original;    ///< of a duplicate (W-8)
    std::string duplicate_key;               ///< remembered when not empty
    std::string body;
    bool operator==(const SignalRefused&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.signal, self.at, self.outcome, self.code, self.detail, self.errors, self.original,
             self.duplicate_key, self.body);
    }
};

/// One of several groups answered a signal that was handed to all of them; `code` is empty when it obeyed.
struct HandOverAnswered {
    static constexpr auto tag = EventTag::hand_over_answered;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    SignalNumber signal;
    GroupId group;
    std::string code;
    bool operator==(const HandOverAnswered&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.signal, self.group, self.code); }
};

/// The outcome of an admitted signal: every group it was handed to has answered.
struct SignalCompleted {
    static constexpr auto tag = EventTag::signal_completed;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    SignalNumber signal;
    SignalOutcome outcome{};
    std::string code;
    bool operator==(const SignalCompleted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.signal, self.outcome, self.code); }
};

/// A group of that identity holds one slot from now on (L-2).
struct SlotTaken {
    static constexpr auto tag = EventTag::slot_taken;
    static constexpr std::uint8_t version = 2;  // 2: is_forced
    GroupId group;
    Identity identity;
    bool is_forced = false;                  ///< an operator's force-add: whatever the limit (Q-11)
    bool operator==(const SlotTaken&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.identity, self.is_forced); }
};

/// The group is CLOSED or FAILED and its slot is free (L-2).
struct SlotReleased {
    static constexpr auto tag = EventTag::slot_released;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    bool operator==(const SlotReleased&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group); }
};

/// The desk learnt that a group is CLOSING (I-11, X-3), or that it is no longer (F-3).
struct GroupClosingNoted {
    static constexpr auto tag = EventTag::group_closing_noted;
    static constexpr std::uint8_t version = 3;
    GroupId group;
    bool is_closing = true;  ///< since version 2
    bool may_be_given_up = false;  ///< since version 3: nobody asked for the close (F-3)
    bool operator==(const GroupClosingNoted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.is_closing, self.may_be_given_up); }
};

/// An entry beyond max_pyramids confirmed a group once more (P-3).
struct ReplacementCounted {
    static constexpr auto tag = EventTag::replacement_counted;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    bool operator==(const ReplacementCounted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group); }
};

/// Pause, resume or stop (K-18). `cancel` and `flatten` list the groups that still have to obey.
struct TradingStateChanged {
    static constexpr auto tag = EventTag::trading_state_changed;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    TradingState state{};
    std::vector<GroupId> cancel_entries;
    std::vector<GroupId> flatten;
    bool operator==(const TradingStateChanged&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.state, self.cancel_entries, self.flatten);
    }
};

/// A group obeyed a stop's order to cancel or flatten.
struct TaskCompleted {
    static constexpr auto tag = EventTag::task_completed;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    bool operator==(const TaskCompleted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group); }
};

/// A fill for an order that no living group owns; booked nowhere, alarmed (architecture, path 3).
struct StrayFillNoted {
    static constexpr auto tag = EventTag::stray_fill_noted;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    OrderKey order;
    TradeId trade;
    Price price;
    Quantity quantity;
    bool operator==(const StrayFillNoted&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.order, self.trade, self.price, self.quantity);
    }
};

/// A signal waits from now on, or takes the place of the one that waited.
struct SignalQueued {
    static constexpr auto tag = EventTag::signal_queued;
    static constexpr std::uint8_t version = 2;  // 2: what the signal asks of presets
    AccountId account;
    SignalNumber signal;
    Timestamp at{};
    Instruction instruction;
    std::string reason;                      ///< R-40, at that moment
    std::string detail;
    std::optional<SignalNumber> replaces;
    std::string body;                        ///< as received; empty when an earlier event has it
    bool operator==(const SignalQueued&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.signal, self.at, self.instruction, self.reason, self.detail, self.replaces, self.body);
    }
};

/// An entry left the queue without being promoted.
struct QueueEntryLeft {
    static constexpr auto tag = EventTag::queue_entry_left;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    SignalNumber signal;
    Identity identity;
    QueueExit exit{};
    std::string code;                        ///< rejected: why
    std::string detail;
    Timestamp at{};
    RankFigures figures;
    bool operator==(const QueueEntryLeft&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.signal, self.identity, self.exit, self.code, self.detail, self.at, self.figures);
    }
};

/// An entry left the queue to be executed: its SignalAdmitted stands before this. Until its group has answered it can come back
///
struct EntryPromoted {
    static constexpr auto tag = EventTag::entry_promoted;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    SignalNumber signal;
    Identity identity;
    Timestamp at{};
    bool is_forced = false;                  ///< Q-11
    RankFigures figures;
    bool operator==(const EntryPromoted&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.signal, self.identity, self.at, self.is_forced, self.figures);
    }
};

/// A try to promote an entry failed for a reason that may pass: it stays, and is not tried again before `retry_at`.
struct PromotionFailed {
    static constexpr auto tag = EventTag::promotion_failed;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    SignalNumber signal;
    Identity identity;
    std::string code;
    std::string detail;
    Timestamp at{};
    Timestamp retry_at{};
    bool operator==(const PromotionFailed&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.signal, self.identity, self.code, self.detail, self.at, self.retry_at);
    }
};

/// When that group has ended, an entry on its other side opens with its slot (I-8, R-23).
struct ReversalPlanned {
    static constexpr auto tag = EventTag::reversal_planned;
    static constexpr std::uint8_t version = 2;  // 2: what the signal asks of presets
    AccountId account;
    GroupId closes;
    SignalNumber signal;
    Instruction instruction;                 ///< of the entry
    Timestamp at{};
    bool operator==(const ReversalPlanned&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.closes, self.signal, self.instruction, self.at);
    }
};

/// The entry of a reversal was opened (no code), waits in the queue, or cannot be: the close stands.
struct ReversalEnded {
    static constexpr auto tag = EventTag::reversal_ended;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    GroupId closes;
    SignalNumber signal;
    std::string code;
    std::string detail;
    Timestamp at{};
    bool operator==(const ReversalEnded&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.closes, self.signal, self.code, self.detail, self.at);
    }
};

/// There is more to promote than one decision may: the rest follows as a decision of its own.
struct PromotionRoundCut {
    static constexpr auto tag = EventTag::promotion_round_cut;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    bool operator==(const PromotionRoundCut&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account); }
};

/// The rest was promoted.
struct PromotionRoundEnded {
    static constexpr auto tag = EventTag::promotion_round_ended;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    bool operator==(const PromotionRoundEnded&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account); }
};

/// What one group has to give up, with all that it was told before.
struct ExternalCut {
    GroupId group;
    Quantity total;
    bool operator==(const ExternalCut&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.total); }
};

/// The venue holds less than the lots of the account's groups together: somebody else sold there. Each group gives up its share.
struct ExternalShortage {
    static constexpr auto tag = EventTag::external_shortage;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    InstrumentId instrument;
    PositionSide side{};
    Quantity total;                          ///< at the venue
    Quantity held;                           ///< by the groups
    std::vector<ExternalCut> cuts;
    bool operator==(const ExternalShortage&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.instrument, self.side, self.total, self.held, self.cuts);
    }
};

/// What an ended group left unsold joins the account's dust.
struct DustKept {
    static constexpr auto tag = EventTag::dust_kept;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    InstrumentId instrument;
    Dust dust;
    bool operator==(const DustKept&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.instrument, self.dust); }
};

/// A new group takes the dust of its instrument along, to sell it with its close.
struct DustAllotted {
    static constexpr auto tag = EventTag::dust_allotted;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    InstrumentId instrument;
    Dust dust;
    bool operator==(const DustAllotted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.instrument, self.dust); }
};

using DeskEventAlternatives = std::variant<
    SignalAdmitted, SignalRefused, HandOverAnswered, SignalCompleted, SlotTaken, SlotReleased, GroupClosingNoted, ReplacementCounted,
    TradingStateChanged, TaskCompleted, StrayFillNoted, SignalQueued, QueueEntryLeft, EntryPromoted, PromotionFailed, ReversalPlanned,
    ReversalEnded, PromotionRoundCut, PromotionRoundEnded, RealisedBooked, EntriesHalted, EntriesReleased, EquityPeakRaised,
    LimitsReset, ExternalShortage, DustKept, DustAllotted, FeesLeftOpen, LeftFeeSettled, OrphanFound, OrphanEnded, RulesRenewed,
    WeekBegan, WeeklyTargetReached, CopyOpened, CopyOrdered, CopyRefused, CopyAnswered, CopyLeaderEnded, BotFlattened>;

/// Whatever can happen to a desk. A class, so that one file compiles how it is made and copied and not each.
class DeskEvent : public DeskEventAlternatives {
public:
    using Alternatives = DeskEventAlternatives;
    template <AlternativeOf<Alternatives> E>
    DeskEvent(E event) noexcept;
    DeskEvent(const DeskEvent&);
    DeskEvent(DeskEvent&&) noexcept;
    DeskEvent& operator=(const DeskEvent&);
    DeskEvent& operator=(DeskEvent&&) noexcept;
    ~DeskEvent();
    bool operator==(const DeskEvent&) const;
};

}  // namespace trellis
