// The targets of a preset (B-8, B-9, R-53): exact remainders, and the orders that rest for them.
#pragma once

#include "engine/group/positions.hpp"

namespace trellis {

/// True for tp1, tp2 and tp3.
bool is_preset_target(OrderRole role);

/// What one order of a target shall rest for.
struct WantedTarget {
    std::uint8_t place = 0;
    Price price;
    Quantity quantity;      ///< still to fill, whole steps; 0: no order
    bool operator==(const WantedTarget&) const = default;
};

/// floor_step(r_n) each, the last one all the rest where it takes it; what is not placeable joins the next, the last one the one
/// before. Of targets that are not over, ascending.
std::vector<WantedTarget> wanted_targets(const Group& group, const PositionView& position, const Instrument& instrument);

/// Places, amends and cancels until the orders are as wanted: what lowers first, then one new order at a time.
GroupEvents settle_preset_targets(const Group& group, const GroupContext& context);

/// When a refused target may be asked for again (T-3), after `passed`; empty: nothing waits.
std::optional<Timestamp> governed_retry_at(const Group& group, Timestamp passed);

// ---- applying ----

/// The exact remainders behind the booking of a fill; `before` is what was open before it.
void follow_fill(Group& group, const Order& order, Quantity quantity, const OpenQuantities& before);
/// The same behind what somebody else took.
void follow_outside(Group& group, const OpenQuantities& before);
/// T-3: a target of any kind was refused; it is replaced at once, then after longer and longer waits.
void note_rejected_target(Group& group, const Order& order, Timestamp now);
/// The governed target that an order works for; null: none.
GovernedTarget* target_of(Group& group, const Order& order);

}  // namespace trellis
