// What a desk can be told, and what it is told about the world while it decides.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/due.hpp"
#include "engine/config/config.hpp"
#include "engine/group/board.hpp"
#include "engine/market/wallet.hpp"
#include "engine/pool/desk.hpp"

namespace trellis {

/// A signal arrived (or a body that is none).
struct ReceiveSignal {
    ReceivedSignal signal;
    bool operator==(const ReceiveSignal&) const = default;
};
/// Pause, resume, stop (K-18).
struct SetTradingState {
    TradingState state{};
    bool cancel_entries = false;
    bool flatten = false;
    bool only_resets_limits = false;  ///< POST limits/reset: the state stays, results count from nothing (K-17, K-19)
    std::optional<BotId> flattens_bot{};  ///< the state stays, what that bot opened closes (B-31)
    bool operator==(const SetTradingState&) const = default;
};

// ---- facts: what groups did, told to their desk ----

/// A group answered a hand-over; `code` is empty when it obeyed.
struct GroupAnswered {
    GroupId group;
    SignalNumber signal;
    std::string code;
    bool operator==(const GroupAnswered&) const = default;
};
struct GroupClosing {
    GroupId group;
    bool is_closing = true;  ///< false: it gave the close up and goes on (F-3)
    bool may_be_given_up = false;  ///< nobody asked for the close: under slippage_action reject it may end with a rest (F-3)
    bool operator==(const GroupClosing&) const = default;
};
struct GroupEnded {
    GroupId group;
    InstrumentId instrument{};
    Dust dust{};  ///< what it left unsold, with what it was given and never sold (X-5)
    std::vector<OpenFee> open_fees{};  ///< its fees that are not final (F-7, F-8)
    std::optional<Timestamp> last_closed_at{};
    bool operator==(const GroupEnded&) const = default;
};
/// A group did what a stop told it.
struct GroupTaskDone {
    GroupId group;
    bool operator==(const GroupTaskDone&) const = default;
};
/// What a group's closing fills have earned so far (K-17).
struct GroupRealised {
    GroupId group;
    Money realised;
    std::optional<Timestamp> at;  ///< of the newest closing fill; empty: long ago
    bool operator==(const GroupRealised&) const = default;
};
/// A fill that no living group owns.
struct StrayFill {
    OrderKey order;
    OrderFill fill;
    bool operator==(const StrayFill&) const = default;
};
/// The venue says what a trade cost whose group has ended (F-8).
struct StrayFee {
    OrderKey order;
    FeeReported fee;
    bool operator==(const StrayFee&) const = default;
};
/// How far a leader's position is, told to an account that copies it (B-30): cumulative, so that what was missed is in the next.
struct LeaderMoved {
    CopyOrigin origin;
    Identity identity{};
    Timestamp opened_at{};
    CopyFigures figures{};
    Quantity bought{};           ///< all that it ever held, fees taken off: what reductions are a fraction of
    Price price{};               ///< of its newest entry
    std::optional<Price> stop{};
    bool is_closing = false;     ///< for good (F-3)
    bool has_ended = false;
    bool operator==(const LeaderMoved&) const = default;
};
/// A copy is done with a step; `code` is empty when it obeyed.
struct GroupFollowed {
    GroupId group;
    std::uint32_t step{};
    std::string code;
    bool operator==(const GroupFollowed&) const = default;
};
/// A bot is stopped, and what it opened here is to be closed (B-31).
struct BotStopped {
    BotId bot;
    bool operator==(const BotStopped&) const = default;
};
/// Promotion runs: a limit was raised, or a round was cut and goes on.
struct PoolMessage {
    bool operator==(const PoolMessage&) const = default;
};
using DeskFact =
    std::variant<GroupAnswered, GroupClosing, GroupEnded, GroupTaskDone, StrayFill, PoolMessage, GroupRealised, StrayFee, LeaderMoved,
                 GroupFollowed, BotStopped>;

// ---- what an operator tells the queue (Q-11) ----

/// A waiting entry: by its group's identity, or by the signal that queued it first or last.
using QueueReference = std::variant<Identity, SignalNumber>;

/// Execute now, if a slot is free; with `force` whatever the pool and the back-off say.
struct PromoteEntry {
    QueueReference entry;
    bool force = false;
    bool ignore_exposure = false;
    bool operator==(const PromoteEntry&) const = default;
};
struct RemoveEntry {
    QueueReference entry;
    bool operator==(const RemoveEntry&) const = default;
};
using QueueCommand = std::variant<PromoteEntry, RemoveEntry>;

/// One of its timers is due.
struct DeskTimerDue {
    TimerKind kind{};
    bool operator==(const DeskTimerDue&) const = default;
};

/// The venue is asked for the rules of what the account trades, or of one instrument (V-3).
struct RefreshRules {
    RefreshCause cause = RefreshCause::requested;
    std::optional<InstrumentId> instrument;
    bool operator==(const RefreshRules&) const = default;
};

/// The venue says how much of an instrument the account holds: coins on spot, else the position of that side. It says so when
/// that changed by something that was no order of ours.
struct VenueHoldings {
    InstrumentId instrument;
    PositionSide side{};
    Quantity total;
    bool operator==(const VenueHoldings&) const = default;
};

/// Look for open orders that no journal knows (O-8). What is open at the venue is read from the context.
struct SweepOrphans {
    bool operator==(const SweepOrphans&) const = default;
};
/// The venue's answer to the cancel of one.
struct OrphanAnswered {
    ClientOrderId order;
    OrderState state{};  ///< a terminal one; unknown: the venue has no such order
    Quantity filled;
    bool operator==(const OrphanAnswered&) const = default;
};

using DeskCommand = std::variant<ReceiveSignal, SetTradingState, DeskFact, DeskTimerDue, QueueCommand, VenueHoldings, RefreshRules,
                                 SweepOrphans, OrphanAnswered>;

class QueueRanking;

struct DeskContext {
    Timestamp now{};
    const Config& config;
    const AccountConfig& account;
    const InstrumentTable& instruments;
    const Board& board;                   ///< newest quotes, and the figures of every group
    const WalletPort* wallets = nullptr;  ///< null: nothing is known about balances
    QueueRanking* ranking = nullptr;      ///< of this desk's queue, kept by the owner; null: made when it is needed
};

using DeskEvents = std::vector<DeskEvent>;

/// The first consequence of a command; nothing when it was done before. A desk never refuses a command: refusing a signal is an
/// event.
DeskEvents decide(const Desk& desk, const DeskCommand& command, const DeskContext& context);

/// decide, then the reversals and promotions that it makes room for; each event applied, all of it one commit (L-2, R-42).
DeskEvents handle(Desk& desk, const DeskCommand& command, const DeskContext& context);

/// A round of promotions makes at most this many tries in one decision; the rest follows over the line (PoolMessage).
inline constexpr int promotions_max = 16;

/// What a commit of the desk makes it tell itself.
std::vector<DeskFact> facts_of(const DeskEvents& events);

/// The venue requests that the desk's own events decided, in their order (O-8).
std::vector<VenueRequest> requests_of(const DeskEvents& events);

/// When the desk next wants a DeskTimerDue after `now`, and of which kind: rules age in any case (V-3).
Due next_due(const Desk& desk, const Config& config, Timestamp now);

/// When open orders are next swept after `now`: each five minutes from the origin of timers (O-8). A start arms it as from long ago, so
/// that it sweeps at once.
Due next_sweep(const Config& config, Timestamp now);

}  // namespace trellis
