// One thing that enters the ring from outside, or comes back to it over the line.
#pragma once

#include <cstdint>
#include <variant>

#include "engine/event/commit.hpp"
#include "engine/group/commands.hpp"
#include "engine/market/order.hpp"
#include "engine/market/quote.hpp"
#include "engine/pool/commands.hpp"
#include "engine/risk/commands.hpp"
#include "engine/world/timer_owner.hpp"

namespace trellis {

struct SignalItem {
    ReceivedSignal signal;
};
/// Pause, resume or stop of one account.
struct TradingItem {
    AccountId account;
    SetTradingState change;
};
/// An operator's command to one group: close, cancel-entries.
struct OperatorItem {
    GroupId group;
    GroupCommand command;
};
/// An operator's command to the queue of one account.
struct QueueItem {
    AccountId account;
    QueueCommand command;
};
/// The venue announced other rules, or an operator asks for them (V-3).
struct RulesItem {
    AccountId account;
    RefreshRules refresh;
};
struct QuoteItem {
    InstrumentId instrument;
    Quote quote;  ///< its number is given by the symbol
};
struct ReportItem {
    OrderReport report;
};
/// What a group told its desk; it went over the line.
struct FactItem {
    AccountId account;
    DeskFact fact;
};
/// A pass after fills (R-20 d), or what an operator asks of the risk engine (K-12).
struct RiskItem {
    AccountId account;
    RiskCommand command;
};
/// What a group told the risk engine of its account; it went over the line.
struct RiskFactItem {
    AccountId account;
    RiskFact fact;
};
struct TimerItem {
    TimerOwner owner;
    TimerKind kind{};
};
/// A group with a new quote or a new fill evaluates its triggers (R-20 b).
struct EvaluateItem {
    GroupAddress address;
};

using Item = std::variant<SignalItem, TradingItem, OperatorItem, QuoteItem, ReportItem, FactItem, TimerItem, EvaluateItem,
                          QueueItem, RiskItem, RiskFactItem, RulesItem>;

/// `number` counts the items of a run from 1; commits name it as their outside cause.
struct NumberedItem {
    std::uint64_t number{};
    Timestamp at{};
    Item item;
};

/// What the item is called as a cause.
CauseKind cause_kind(const Item& item);

/// A pass of the interval or after fills, a sweep of open orders: its number is given again when nothing came of it, so that journals do
/// not depend on how often nothing was to be done.
bool is_silent_pass(const Item& item);

}  // namespace trellis
