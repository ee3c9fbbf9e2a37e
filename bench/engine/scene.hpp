// A group in the middle of its life, and the moment in which it is told something: what the engine's benchmarks start from.
#pragma once

#include <chrono>
#include <cstdint>
#include <utility>

#include "engine/group/commands.hpp"

namespace trellis::bench {

constexpr Incarnation incarnation{1};
constexpr std::uint16_t legs_each = 5;
constexpr std::uint16_t pyramids_full = 7;

const Instrument& bitcoin();

/// What a command finds: a group, and the moment.
struct Scene {
    Group group;
    Timestamp now{std::chrono::hours(24 * 365 * 56)};
    Price bid = decimal<Price>("64231.36");
    std::uint64_t signals = 0;
    std::uint64_t trades = 0;

    GroupContext context() const;
    void tell(const GroupCommand& command);
    void report(OrderNumber order, ReportBody body) { tell(HandleReport{order, std::move(body)}); }
    OrderFill fill(OrderNumber number, Quantity quantity);
    void acknowledge_all();
    Leg& last_leg() { return group.pyramids.back().legs.back(); }
};

/// Five legs below 64,231.37, of 0.00314 each.
PyramidPlan plan(std::uint16_t pyramid);
OpenGroup open_group(TakeProfitMode mode);
/// All entries of `pyramids` ladders work.
Scene opened(std::uint16_t pyramids, TakeProfitMode mode = TakeProfitMode::per_leg);
/// Every entry is filled by `quantity`; where legs have targets, they work.
Scene filled(std::uint16_t pyramids, TakeProfitMode mode, Quantity quantity);
/// Every entry is half filled; where legs have targets, they work.
Scene half_filled(std::uint16_t pyramids, TakeProfitMode mode = TakeProfitMode::per_leg);

}  // namespace trellis::bench
