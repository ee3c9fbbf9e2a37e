// How many open groups, legs and orders are in which state: a tally over groups, made from the archive's rows, never on the worker.
#pragma once

#include <array>
#include <cstdint>
#include <map>

#include "engine/event/enumerators.hpp"
#include "engine/group/group.hpp"

namespace trellis::adapters {

/// planned: its entry was not placed yet; resting: the entry works, nothing is filled; partial: it works and some is filled;
/// filled: it is over and something is held; closed: all that was filled is closed again; ended: the entry ended without a fill.
enum class LegState : std::uint8_t { planned, resting, partial, filled, closed, ended };
LegState state_of(const Group& group, const Leg& leg);

template <class E>
using CountBy = std::array<std::uint64_t, enumerator_count<E>>;

struct StateCounts {
    CountBy<GroupState> groups{};
    CountBy<LegState> legs{};
    CountBy<OrderState> orders{};
    std::uint64_t quarantined = 0;  ///< groups
    Duration unknown_order_age{};  ///< of the order whose fate is unknown for longest
};

/// Made once and kept: how long an order has been unknown is known only by those who saw it before, because each question to the
/// venue begins its wait anew.
class StateTally {
public:
    void begin(Timestamp now);
    /// One open group with the orders that are not over; ended ones are left out.
    void add(const Group& group);
    StateCounts finish();

private:
    void add(const Group& group, const Order& order);

    Timestamp now_{};
    StateCounts counts_;
    std::map<OrderKey, Timestamp> unknown_since_;
    std::map<OrderKey, Timestamp> unknown_before_;
};

}  // namespace trellis::adapters
