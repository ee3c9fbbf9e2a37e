// What a group can be told, and what it is told about the world while it decides.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/due.hpp"
#include "engine/config/config.hpp"
#include "engine/group/group.hpp"
#include "engine/market/quote.hpp"
#include "engine/market/wallet.hpp"

namespace trellis {

/// A new group with its first pyramid; the slot is taken already.
struct OpenGroup {
    GroupId group;
    Identity identity;
    SignalNumber signal;
    SharedStrategy strategy;
    PyramidPlan plan;
    std::optional<Ratio> max_slippage_percent;
    std::optional<Price> stop_loss{};    ///< of the signal, where the account uses it (W-5)
    std::optional<Price> take_profit{};
    Dust dust{};  ///< of earlier groups, to be sold with its close (X-5)
    Boxed<PresetUse> preset{};  ///< that governs the position (R-52)
    Boxed<CopyOrigin> copied{};  ///< it repeats another account's position (B-30)
    bool operator==(const OpenGroup&) const = default;
};
struct AddPyramid {
    SignalNumber signal;
    PyramidPlan plan;
    bool operator==(const AddPyramid&) const = default;
};
/// Close everything. With a signal it is an EXIT, without one an operator's close.
struct CloseGroup {
    CloseReason reason{};
    std::optional<SignalNumber> signal;
    std::optional<Ratio> max_slippage_percent;
    std::optional<OffsetNumber> offset{};  ///< the offset that it is a leg of (K-9); its role follows from the reason
    bool operator==(const CloseGroup&) const = default;
};
/// part / whole, kept apart: a third of a position is an exact third. 0.25 is {0.25, 1}.
struct Portion {
    Quantity part;
    Quantity whole = Quantity::from_integer(1);
    bool operator==(const Portion&) const = default;
};
/// Close a part of it (I-7, X-7, R-51); exactly one of fraction, quantity and worth. With neither signal nor offset it is an
/// operator's. R-33 says when it is refused and when it closes the whole group.
struct ReduceGroup {
    OrderRole role = OrderRole::reduce;    ///< reduce, risk_winner or risk_loser
    std::optional<SignalNumber> signal;
    std::optional<OffsetNumber> offset;
    std::optional<Portion> fraction;
    std::optional<Quantity> quantity;      ///< in base units
    std::optional<Money> worth;            ///< in quote, at the mark (I-7)
    std::optional<Ratio> max_slippage_percent;
    bool operator==(const ReduceGroup&) const = default;
};
/// Give up what the venue no longer holds: all that it was told so far, so that a repetition changes nothing.
struct TakeOutside {
    Quantity total;
    bool operator==(const TakeOutside&) const = default;
};
struct CancelEntries {
    bool answers_stop = true;  ///< a desk waits for it; an operator's does not
    bool operator==(const CancelEntries&) const = default;
};
/// An operator sets, moves or (empty) takes away the stop (T-13). Refused: NO_POSITION, ALREADY_CLOSING, OUT_OF_RANGE,
/// WOULD_TRIGGER; as an event, so that it is on record.
struct MoveStop {
    std::optional<Price> price;
    bool operator==(const MoveStop&) const = default;
};
/// Whose target shall be how many percent from now on: as TargetChange.
struct TargetPercent {
    std::optional<PyramidIndex> pyramid;
    std::optional<LegIndex> leg;
    Ratio percent;
    bool operator==(const TargetPercent&) const = default;
};
/// An operator changes targets, all of them or none. Refused as MoveStop is: NO_POSITION, ALREADY_CLOSING, OUT_OF_RANGE,
/// UNKNOWN_PYRAMID, UNKNOWN_LEG, TARGET_NOT_IN_MODE.
struct ChangeTargets {
    std::vector<TargetPercent> targets;
    bool operator==(const ChangeTargets&) const = default;
};
/// The venue said something about one of its orders. An order of another start under a number of ours is none of ours (O-8).
struct HandleReport {
    OrderNumber order;
    ReportBody body;
    std::optional<Incarnation> placed_in{};  ///< as its id says; empty: not known
    bool operator==(const HandleReport&) const = default;
};
/// Evaluate the triggers once, by the newest quote and those the group has not seen (GroupContext::missed).
struct Evaluate {
    bool operator==(const Evaluate&) const = default;
};

/// One of its timers is due.
struct TimerDue {
    TimerKind kind{};
    bool operator==(const TimerDue&) const = default;
};

/// Its desk counted a confirmation beyond the last pyramid (P-3); `count` is how many there were.
struct NoteReplacement {
    std::uint32_t count{};
    bool operator==(const NoteReplacement&) const = default;
};
/// Test the conditions of the risk timer, which prices have changed (timer_requires_loss, K-1).
struct TestRiskTimer {
    bool operator==(const TestRiskTimer&) const = default;
};

/// An operator lets a quarantined group act again.
struct ReleaseQuarantine {
    bool operator==(const ReleaseQuarantine&) const = default;
};

/// A copy takes the next step after its leader (B-30). A repetition changes nothing.
struct FollowCopy {
    std::uint32_t step{};
    CopyKind kind{};
    std::optional<PyramidPlan> plan;  ///< add
    Portion part{};                   ///< reduce
    bool operator==(const FollowCopy&) const = default;
};

/// Somebody gives it a version of a preset (B-25). Refused, as MoveStop is: NO_POSITION, ALREADY_CLOSING, NOT_GOVERNED, INCOMPATIBLE,
/// NO_STOP, WOULD_TRIGGER.
struct ApplyPreset {
    SharedPreset preset;
    std::optional<PresetVersionId> version;  ///< empty: of a document
    OwnerId by;
    bool operator==(const ApplyPreset&) const = default;
};

using GroupCommand =
    std::variant<OpenGroup, AddPyramid, CloseGroup, CancelEntries, MoveStop, ChangeTargets, HandleReport, Evaluate, TimerDue,
                 ReduceGroup, NoteReplacement, TestRiskTimer, TakeOutside, ReleaseQuarantine, FollowCopy,
                 ApplyPreset>;

/// Where a group is found: the symbol that owns it, and its id.
struct GroupAddress {
    InstrumentId instrument;
    GroupId group;
    constexpr auto operator<=>(const GroupAddress&) const = default;
};

/// What a group may look at while it decides, besides itself.
class Board;

struct GroupContext {
    Timestamp now{};
    const Instrument& instrument;
    std::optional<Quote> quote;               ///< newest of the instrument
    Ratio account_max_slippage_percent;       ///< risk_engine.max_slippage_percent (F-4)
    bool cancels_at_once = true;              ///< paper without latency: a cancel frees its coins at once (R-24)
    std::optional<QuoteExtremes> missed{};    ///< Evaluate: over the quotes since the group was last woken
    const Config& config = default_config();  ///< limits and risk keys act at once; grid keys come from the snapshot
    const Board* board = nullptr;             ///< newest quotes of other instruments (F-7); null: none is known
    const InstrumentTable* instruments = nullptr;
    const WalletPort* wallets = nullptr;      ///< who is asked for the instrument's rules (V-3); null: nobody
    std::optional<BarReading> bars{};         ///< that the group watches; empty: none, or not warm (R-55)
};

/// A command that cannot be obeyed; `code` as in R-5.
struct Refusal {
    std::string code;
    std::string detail;
    bool operator==(const Refusal&) const = default;
};

using GroupEvents = std::vector<GroupEvent>;
using GroupDecision = std::variant<GroupEvents, Refusal>;

/// The first consequence of a command. No events: nothing to do, or done before.
GroupDecision decide(const Group& group, const GroupCommand& command, const GroupContext& context);

/// What the rules demand of the group as it now is: targets, flatness, the next step of a close. Empty: at rest.
/// `command` is what started it: some rules ask what just happened.
GroupEvents settle(const Group& group, const GroupCommand& command, const GroupContext& context);

/// decide and settle in turn until the group is at rest, each event applied; all of it is one commit.
GroupDecision handle(Group& group, const GroupCommand& command, const GroupContext& context, Incarnation incarnation);

/// When the group next wants a TimerDue, and of which kind.
std::optional<Due> next_due(const Group& group);
/// The same behind a TimerDue at `passed` that found nothing to do: what was due by then must not stand before the others.
std::optional<Due> next_due_after(const Group& group, Timestamp passed);

}  // namespace trellis
