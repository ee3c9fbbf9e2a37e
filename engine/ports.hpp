// Where the engine meets the rest of the program: commits go out through one port, what returns over the line through another.
// actors/ and adapters/ know these interfaces and not each other.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <variant>
#include <vector>

#include "engine/event/commit.hpp"
#include "engine/event/event.hpp"
#include "engine/group/commands.hpp"
#include "engine/market/order.hpp"
#include "engine/pool/commands.hpp"
#include "engine/risk/commands.hpp"
#include "engine/world/item.hpp"

namespace trellis {

/// Who decided a commit: the desk of an account, a group, or the risk engine of an account.
using CommitOwner = std::variant<AccountId, GroupId, RiskId>;

/// All events of one decision, or none; with what they decided to send.
struct Commit {
    Ticket ticket{};
    CommitCause cause{};
    Timestamp at{};
    CommitOwner owner;
    std::vector<Event> events;
    std::vector<VenueRequest> requests;  ///< derived from `events`; leave when they are durable
};

/// The journal: the only exit. `commit` returns when it has taken the commit, not when it is durable.
class CommitPort {
public:
    CommitPort() = default;
    CommitPort(const CommitPort&) = delete;
    CommitPort& operator=(const CommitPort&) = delete;
    virtual ~CommitPort() = default;
    virtual void commit(Commit commit) = 0;
    /// Everything that led up to here has been committed: a caller waits for that to be durable.
    virtual void reached(std::uint64_t /*token*/) {}
    /// The group as its commits up to here made it; nothing when it has none. For one that broke: may take a while. Throws `fault`,
    /// which broke it, where the journal cannot be read again.
    virtual std::optional<Group> reload(GroupId /*group*/, const std::exception_ptr& fault) { std::rethrow_exception(fault); }
};

/// What comes back to the ring as an item of its own: facts for desks, groups to evaluate, timers. In production it goes straight
/// to the actor concerned; under `simulate` the runner puts it on its line.
class LinePort {
public:
    LinePort() = default;
    LinePort(const LinePort&) = delete;
    LinePort& operator=(const LinePort&) = delete;
    virtual ~LinePort() = default;
    virtual void fact(AccountId account, DeskFact fact) = 0;
    virtual void evaluate(GroupAddress address) = 0;
    /// For the risk engine of the account; before the facts of the same commit for its desk.
    virtual void risk_fact(AccountId /*account*/, RiskFact /*fact*/) {}
    /// A fill that a risk pass should follow (R-20 d).
    virtual void filled(AccountId /*account*/) {}
    /// The owner's next timer; empty: none any more.
    virtual void due(TimerOwner owner, std::optional<Due> due) = 0;
};

/// Quotes on their way to the ring, bounded by whoever holds them (property 6). Both members are called on the worker.
class TickPort {
public:
    TickPort() = default;
    TickPort(const TickPort&) = delete;
    TickPort& operator=(const TickPort&) = delete;
    virtual ~TickPort() = default;
    /// Taking begins: what is put in from now on has to call for it again.
    virtual void begin() = 0;
    /// The next quote, with the time it came at; nothing now.
    virtual std::optional<QuoteItem> take() = 0;
};

/// A connection to a venue. Takes requests whose commit is durable, in the order of their commits; never blocks. What the venue
/// says comes back as ReportItem.
class VenuePort {
public:
    VenuePort() = default;
    VenuePort(const VenuePort&) = delete;
    VenuePort& operator=(const VenuePort&) = delete;
    virtual ~VenuePort() = default;
    virtual void send(std::vector<VenueRequest> requests) = 0;
};

}  // namespace trellis
