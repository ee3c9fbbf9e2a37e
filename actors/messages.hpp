// All actors and everything they tell each other, on one page.
//
//   outside ──► pool ──► symbol ──► group ──► JOURNAL ──► CommitPort (durable; then its requests leave)
//          │     │ ▲       │ ▲        │          ▲
//          │     │ └───────┘ └────────┘          │
//          │     └───────────────────────────────┤         symbol ──► line ──► LinePort (facts, evaluations, timers)
//          └────► risk ──► symbol                │
//                  └─────────────────────────────┘
//
// One command runs to its end before the next of the same desk begins: a group answers its symbol, the symbol its pool. So the order
// of commits never depends on who happens to be scheduled. There is no gateway actor: requests leave behind CommitPort, and only the
// journal actor holds that port. There is no time actor yet: whoever holds the line holds the clock and the heap of timers
// (engine/world/timers.hpp), and a due timer enters like any other item.
#pragma once

#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "actors/caf_api.hpp"
#include "engine/ports.hpp"
#include "engine/world/item.hpp"
#include "engine/world/shell.hpp"

namespace trellis::actors {

/// A command with its reason and its time.
template <class Command>
struct Timed {
    Command command;
    CommitCause cause{};
    Timestamp at{};
};

/// Goes the way of a command and reaches the journal behind all that the commands before it led to.
struct Barrier {
    std::uint64_t token{};
};

struct ArmDesk {};  ///< say what you wait for
struct Obeyed {};  ///< the present order of a pool or a risk engine was carried out, whatever came of it
struct HandIn {};  ///< give your state to the engine and end
struct End {};     ///< end

/// Who waits for the end of an order.
using AskerActor = Interface<Obeyed>;

// ---- pool: one per account, owns its desk ----

using PoolActor = Interface<  //
    Timed<DeskCommand>,       // a signal, a trading state, a fact from a group
    Timed<OperatorItem>,      // an operator's command to one of its groups
    Timed<HandOverCommand>,   // after a recovery: an unanswered command, given again
    ArmDesk,                  // before the first item
    Barrier,                  // from outside: who waits until what was told before is done
    Obeyed,                   // from a symbol: the next order may follow
    HandIn>;

// ---- group: one per GroupId, owns it ----

/// A command by way of the symbol. Without `asker` nobody waits for its end.
struct GroupTask {
    Timed<GroupCommand> order;
    std::optional<Quote> newest;
    std::optional<QuoteExtremes> missed;  ///< of an evaluation: over the quotes that the group has not seen
    std::optional<BarReading> bars;       ///< that the group watches
    AskerActor asker;
};
struct Arm {};  ///< say what you watch and wait for
/// The group as the journal has it; nothing when it has none of it. For one that broke.
struct Reloaded {
    std::optional<Group> group;
};

using GroupActor = Interface<GroupTask, Arm, Reloaded, HandIn, End>;

// ---- symbol: one per instrument, owns its book and the groups on it ----

/// A command for a group. Without `asker` nobody waits for its end.
struct GroupOrder {
    Timed<HandOverCommand> order;
    AskerActor asker;
};
/// The group is over: forget it.
struct Release {
    GroupAddress address;
    AskerActor asker;
};
struct ArmGroup {
    GroupId group;
};
/// What a group wants to be woken for.
struct Armed {
    std::optional<WatchLevels> levels;  ///< empty: as they were; only a timer passed
    std::optional<Due> due;
    std::uint64_t seen{};  ///< number of the newest quote when it decided
};
/// A group is done with its task and has committed what it decided; `armed` when that changed it.
struct GroupActed {
    GroupId group;
    std::optional<Armed> armed;
    std::vector<DeskFact> facts;
    AskerActor asker;
    std::vector<RiskFact> risk_facts{};
    bool starts_pass = false;
    std::vector<FactItem> copies{};  ///< for the desks of those who copy it
};

using SymbolActor = Interface<  //
    Quote,                      // from the market
    Timed<OrderReport>,         // from the venue, for the group that the order id names
    GroupOrder,                 // from a pool, or from the line: a timer, an evaluation
    GroupActed,                 // from a group
    Release,                    // from a pool
    ArmGroup,                   // before the first item
    HandIn>;

// ---- risk: one per account, owns its risk engine ----

struct LookOn {};  ///< to itself: look at some more groups, when nothing else is to be done first
/// Wait for the next pass behind `at`. It brings its configuration along: who reads the ring's may not have it yet.
struct ArmRisk {
    std::shared_ptr<const Config> config;
    Timestamp at{};
};

using RiskActor = Interface<  //
    Timed<RiskCommand>,       // a pass, an operator's flag, a fact from a group
    LookOn,                   // from itself
    ArmRisk,                  // before the first item
    Barrier,                  // from outside
    Obeyed,                   // from a symbol: the next order may follow
    HandIn>;

// ---- feed: from the queue of quotes to the symbols ----

struct Drain {};  ///< there are quotes to take

using FeedActor = Interface<Drain, End>;

// ---- journal: the only exit ----

/// From a group that broke, behind all that it committed: what of it is journaled? The answer is Reloaded.
struct Reload {
    GroupId group;
    std::exception_ptr fault;
    GroupActor asker;
};

using JournalActor = Interface<Commit, Barrier, Reload, End>;

// ---- line: what returns to the ring as an item of its own, in one order ----

struct DueChanged {
    TimerOwner owner;
    std::optional<Due> due;
};

/// A group of that account had a fill that a risk pass follows.
struct Filled {
    AccountId account;
};

/// From the next message on every actor of the ring reads this one. With one worker nobody is reading it meanwhile.
struct Reconfigure {
    std::shared_ptr<const Config> config;
    std::shared_ptr<const std::vector<BarWish>> bars;  ///< that its presets want
    std::shared_ptr<std::promise<void>> taken{};  ///< kept when it is in force; null: nobody waits
};

using LineActor = Interface<  //
    FactItem,                 // from a symbol, for a desk
    RiskFactItem,             // from a symbol, for a risk engine
    Filled,                   // from a symbol: a pass should follow
    EvaluateItem,             // from a symbol: a level was crossed
    DueChanged,               // from a symbol: a group's next timer; from a pool: its desk's
    Reconfigure,              // from outside: a new configuration for everybody
    End>;

}  // namespace trellis::actors

// None of these crosses a process: CAF needs no way to write them down.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::Timed<trellis::DeskCommand>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::Timed<trellis::OperatorItem>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::Timed<trellis::HandOverCommand>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::Timed<trellis::OrderReport>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::Drain)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::Barrier)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::Reconfigure)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::ArmDesk)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::Obeyed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::Timed<trellis::RiskCommand>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::LookOn)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::ArmRisk)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::Filled)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::RiskFactItem)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::HandIn)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::End)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::GroupTask)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::Arm)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::Reloaded)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::Reload)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::GroupOrder)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::Release)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::ArmGroup)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::GroupActed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::actors::DueChanged)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::Quote)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::Commit)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::FactItem)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::EvaluateItem)
