// The closed union of everything that is journaled.
#pragma once

#include <variant>

#include "engine/base/closed_union.hpp"
#include "engine/directory/events.hpp"
#include "engine/group/events.hpp"
#include "engine/pool/events.hpp"
#include "engine/risk/events.hpp"

namespace trellis {

/// Operational: a process began to use this journal.
struct RunStarted {
    static constexpr auto tag = EventTag::run_started;
    static constexpr std::uint8_t version = 1;
    Incarnation incarnation;
    std::string input;    ///< what it runs: the SHA-256 of a scenario, or "serve"
    std::string program;  ///< version of the program
    bool operator==(const RunStarted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.incarnation, self.input, self.program); }
};

/// Operational: a simulated run reached its end; a resume only prints its report.
struct RunFinished {
    static constexpr auto tag = EventTag::run_finished;
    static constexpr std::uint8_t version = 1;
    Timestamp at{};
    bool operator==(const RunFinished&) const = default;
    static void fields(auto& self, auto&& each) { each(self.at); }
};

/// Operational, test builds: the hash of the aggregate that decided the commit, after it.
struct CommitHashed {
    static constexpr auto tag = EventTag::commit_hashed;
    static constexpr std::uint8_t version = 1;
    std::uint64_t hash{};
    bool operator==(const CommitHashed&) const = default;
    static void fields(auto& self, auto&& each) { each(self.hash); }
};

/// Operational: a configuration was put into effect (C-1, C-2). Secrets stand in it by reference only.
struct ConfigApplied {
    static constexpr auto tag = EventTag::config_applied;
    static constexpr std::uint8_t version = 1;
    std::uint64_t number{};  ///< of this version, from 1
    Timestamp at{};
    std::string by;          ///< "start", "reload", "admin"
    std::string text;        ///< the document, as given
    bool operator==(const ConfigApplied&) const = default;
    static void fields(auto& self, auto&& each) { each(self.number, self.at, self.by, self.text); }
};

using EventAlternatives = std::variant<
    // desk
    SignalAdmitted, SignalRefused, HandOverAnswered, SignalCompleted, SlotTaken, SlotReleased, GroupClosingNoted,
    ReplacementCounted, TradingStateChanged, TaskCompleted, StrayFillNoted, SignalQueued, QueueEntryLeft, EntryPromoted,
    PromotionFailed, ReversalPlanned, ReversalEnded, PromotionRoundCut, PromotionRoundEnded,
    // limits
    RealisedBooked, EntriesHalted, EntriesReleased, EquityPeakRaised, LimitsReset,
    // what the venue says of instruments
    RulesRenewed, RulesRenewedOnRefusal,
    // what the venue holds, and what was too little to sell
    ExternalShortage, DustKept, DustAllotted, OrphanFound, OrphanEnded,
    // fees that are said late
    FeesLeftOpen, LeftFeeSettled,
    // group
    GroupOpened, PyramidAdded, OrderPlaced, OrderAmendRequested, OrderCancelRequested, OrderAccepted, OrderFilled,
    OrderChanged, OrderEnded, OrderRequestRefused, OrderDelayed, OrderRetried, OrderDoubted, OrderResent, CloseStarted,
    CloseRetryScheduled, CloseStuck, GroupWentFlat, GroupClosed, GroupFailed, EntriesCancelOrdered,
    ReductionStarted, ReductionRetryScheduled, ReductionEnded, ReductionRefused,
    RefusalNoted, StopMoved, PositionTargetMoved, TargetsChanged, CloseAbandoned, PyramidTargetReached, LegRearmed,
    LegHeld, LegsAnchored, LegDropped, GridAbandoned,
    RiskTimerStarted, RiskTimerCleared, ReplacementNoted, ExternalReduction, DustSwept,
    // a preset
    PositionGoverned, TrailNoted, WeekBegan, WeeklyTargetReached,
    LayersPlanned, FirstPositionEnded, PositionExitStarted, PositionExitRetryScheduled,
    HedgeArmed, HedgeDropped, HedgeCloseStarted, HedgeRetryScheduled, HedgeEnded, PresetApplied,
    // risk
    OffsetPlanned, OffsetLegClosed, OffsetLoserOrdered, OffsetCompleted, RiskPassEnded, RiskBlocked, RiskUnblocked,
    RiskSkipOrdered, RiskGroupForgotten,
    CloseInsisted, FeeSettled, GroupQuarantined, QuarantineReleased,
    // copies
    CopyOpened, CopyOrdered, CopyRefused, CopyAnswered, CopyLeaderEnded, CopyFollowed,
    // directory
    BotCreated, BotRevised, BotSwitched, BotPresetAssigned, BotFlattened,
    SubscriptionCreated, SubscriptionRevised, SubscriptionSwitched, SubscriptionPresetAssigned, AccountShared,
    StrategyCreated, StrategyRevised, StrategyDeleted,
    PresetCreated, PresetRevised, PresetVisibilityChanged, PresetSwitched, PresetDeleted, PresetAssigned, DefaultPresetChosen,
    UserCreated, UserChanged, PasswordChanged, UserDeleted, TokenCreated, TokenRevoked, ActionTaken,
    ConnectionOpened, ConnectionChanged, ConnectionRemoved, CredentialSealed, ConnectionWebhookSet,
    // operational
    RunStarted, RunFinished, CommitHashed, ConfigApplied>;

/// Whatever can be journaled. A class, so that one file compiles how it is made and copied and not each.
class Event : public EventAlternatives {
public:
    using Alternatives = EventAlternatives;
    template <AlternativeOf<Alternatives> E>
    Event(E event) noexcept;
    Event(const Event&);
    Event(Event&&) noexcept;
    Event& operator=(const Event&);
    Event& operator=(Event&&) noexcept;
    ~Event();
    bool operator==(const Event&) const;
};

}  // namespace trellis
