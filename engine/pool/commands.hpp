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
    bool operator==(const GroupClosing&) const = default;
};
struct GroupEnded {
    GroupId group;
    bool operator==(const GroupEnded&) const = default;
};
/// A group did what a stop told it.
struct GroupTaskDone {
    GroupId group;
    bool operator==(const GroupTaskDone&) const = default;
};
/// A fill that no living group owns.
struct StrayFill {
    OrderKey order;
    OrderFill fill;
    bool operator==(const StrayFill&) const = default;
};
using DeskFact = std::variant<GroupAnswered, GroupClosing, GroupEnded, GroupTaskDone, StrayFill>;

/// One of its timers is due.
struct DeskTimerDue {
    TimerKind kind{};
    bool operator==(const DeskTimerDue&) const = default;
};

using DeskCommand = std::variant<ReceiveSignal, SetTradingState, DeskFact, DeskTimerDue>;

struct DeskContext {
    Timestamp now{};
    const Config& config;
    const AccountConfig& account;
    const InstrumentTable& instruments;
    const Board& board;                   ///< newest quotes, and the figures of every group
    const WalletPort* wallets = nullptr;  ///< null: nothing is known about balances
};

using DeskEvents = std::vector<DeskEvent>;

/// Everything a command makes happen; nothing when it was done before. A desk never refuses a command: refusing a signal
/// is an event.
DeskEvents decide(const Desk& desk, const DeskCommand& command, const DeskContext& context);

/// When the desk next wants a DeskTimerDue after `now`, and of which kind.
std::optional<Due> next_due(const Desk& desk, const Config& config, Timestamp now);

}  // namespace trellis
