// What the risk engine of an account can be told, and what it may look at while it decides.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "engine/base/due.hpp"
#include "engine/config/config.hpp"
#include "engine/group/board.hpp"
#include "engine/market/instrument.hpp"
#include "engine/risk/risk.hpp"

namespace trellis {

/// Look whether somebody loses too much and others can pay. `is_forced` ignores timer and age only (K-12).
struct RunRiskPass {
    RiskTrigger trigger{};
    bool is_forced = false;
    bool operator==(const RunRiskPass&) const = default;
};
/// The pass under way acted; look again with fresh marks (K-11).
struct ContinueRiskPass {
    bool operator==(const ContinueRiskPass&) const = default;
};
/// K-12.
struct BlockGroup {
    GroupId group;
    bool is_blocked = true;
    bool operator==(const BlockGroup&) const = default;
};
struct SkipGroupOnce {
    GroupId group;
    bool operator==(const SkipGroupOnce&) const = default;
};

// ---- facts: what groups did, told to the risk engine of their account ----

/// A group did its part of an offset, or could not: then it closed nothing.
struct OffsetLegDone {
    GroupId group;
    OffsetNumber offset;
    Quantity quantity;
    Money realised;      ///< net
    bool operator==(const OffsetLegDone&) const = default;
};
using RiskFact = std::variant<OffsetLegDone>;

using RiskCommand = std::variant<RunRiskPass, ContinueRiskPass, BlockGroup, SkipGroupOnce, RiskFact>;

struct RiskContext {
    Timestamp now{};
    const Config& config;
    const InstrumentTable& instruments;
    const Board& board;
};

using RiskEvents = std::vector<RiskEvent>;

/// Everything a command makes happen; nothing when there is nothing to do, or it was done before. Whole passes are decided here: who
/// has little time scans piece by piece and calls conclude_pass (scan.hpp).
RiskEvents decide(const Risk& risk, const RiskCommand& command, const RiskContext& context);

/// True when that pass may look now: the engine is on, passes after fills are wanted, and no other pass is under way.
bool may_begin(const Risk& risk, const RunRiskPass& run, const RiskContext& context);
/// True when the pass under way may look again (K-11).
bool may_continue(const Risk& risk, const RiskContext& context);
/// The pass under way did all it may.
RiskEvents end_pass(const Risk& risk, const RiskContext& context);

/// When the next pass of the interval is due after `now`.
std::optional<Due> next_due(const Risk& risk, const Config& config, Timestamp now);

}  // namespace trellis
