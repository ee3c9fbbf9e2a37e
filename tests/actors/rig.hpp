// Runs a script of items through any engine, with a small line and a small venue around it, and keeps everything that came out.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "actors/engine.hpp"
#include "engine/world/engine.hpp"

namespace trellis::tests {

/// A venue's fill of `quantity` of an order that is known by then; everything that is left when it is zero.
struct Fill {
    GroupId group;
    OrderNumber order;
    Quantity quantity;
};
using Step = std::variant<Item, Fill>;
using Script = std::vector<Step>;

/// A commit as a journal would see it: the cause resolved to a place, events as bytes.
struct SeenCommit {
    std::variant<Cause, std::size_t> cause;  ///< outside item, or place of the causing commit
    Timestamp at{};
    CommitOwner owner;
    std::vector<std::byte> events;
    std::vector<VenueRequest> requests;
    bool operator==(const SeenCommit&) const = default;
};

struct SeenFact {
    AccountId account;
    DeskFact fact;
    bool operator==(const SeenFact&) const = default;
};
struct SeenDue {
    TimerOwner owner;
    std::optional<Due> due;
    bool operator==(const SeenDue&) const = default;
};
/// What reached the line; an address alone is an evaluation.
using Notice = std::variant<SeenFact, SeenDue, GroupAddress>;

struct Outcome {
    std::vector<SeenCommit> commits;
    std::vector<Notice> notices;
    World world;
    bool operator==(const Outcome&) const = default;
};
/// Where two runs part, in words; empty when they do not.
std::string difference(const Outcome& expected, const Outcome& actual);

/// Two accounts on two spot markets.
struct Setting {
    Config config;
    InstrumentTable instruments;

    static Setting plain();
    Signal signal(std::uint64_t number, const std::string& symbol, SignalType type) const;
};

using MakeEngine = std::function<std::unique_ptr<Engine>(const Setting&, World, CommitPort&, LinePort&)>;
MakeEngine direct();
MakeEngine actors_with(actors::Options options);

/// Runs a script and all that follows from it: facts and evaluations return as items of their own, orders are acknowledged, cancels
/// obeyed, market orders filled at the newest price.
Outcome run(const Setting& setting, const Script& script, const MakeEngine& make);
Outcome run_from(const Setting& setting, World world, const Script& script, const MakeEngine& make);

}  // namespace trellis::tests
