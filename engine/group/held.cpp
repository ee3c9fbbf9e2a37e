#include "engine/group/held.hpp"

#include <algorithm>

#include "engine/base/check.hpp"

namespace trellis {

LegHold first_hold(const PyramidPlan& plan, const PlannedLeg& leg) {
    if (leg.skipped) return LegHold::none;
    if (plan.anchors_on_first_fill && leg.index != plan.legs.front().index) return LegHold::anchor;
    switch (leg.entry) {
        case LegEntry::resting:
        case LegEntry::market: return LegHold::none;
        case LegEntry::touched: return LegHold::touch;
        case LegEntry::breakout: return LegHold::breakout;
    }
    return LegHold::none;
}

Quantity still_wanted(const Group& group, const Leg& leg) {
    const Order* last = group.find(leg.entry);
    return last == nullptr ? leg.plan.quantity : last->remaining();
}

void hold(Group& group, Leg& leg, LegHold reason) {
    const bool was_held = leg.hold != LegHold::none;
    const bool is_held = reason != LegHold::none;
    if (is_held && !was_held) group.held_legs += 1;
    if (was_held && !is_held) group.held_legs -= 1;
    leg.hold = reason;
}

void release_all(Group& group) {
    if (group.held_legs == 0) return;
    for (auto& pyramid : group.pyramids) {
        for (auto& leg : pyramid.legs) hold(group, leg, LegHold::none);
    }
}

void note_entry_end(Group& group, Leg& leg, const Order& order, const std::string& code) {
    if (group.closing.has_value() || leg.entry != order.number) return;
    if (order.state == OrderState::rejected && code == post_only_crossed) {
        leg.crossings += 1;
        hold(group, leg, LegHold::crossed);
        return;
    }
    const bool leaves_rest = order.time_in_force == TimeInForce::ioc && order.type == OrderType::limit &&
                             order.state == OrderState::expired && order.remaining().is_positive();
    if (leaves_rest) hold(group, leg, LegHold::ready);
}

void anchor_legs(Group& group, const LegsAnchored& event) {
    Pyramid& pyramid = group.pyramids.at(event.pyramid.value);
    for (auto& leg : pyramid.legs) {
        if (leg.hold != LegHold::anchor) continue;
        const auto found = std::ranges::find(event.legs, leg.plan.index, &PlannedLeg::index);
        if (found == event.legs.end()) {
            leg.plan.skipped = true;
            hold(group, leg, LegHold::none);
            continue;
        }
        leg.plan = *found;
        const bool is_watched = leg.plan.entry == LegEntry::touched || leg.plan.entry == LegEntry::breakout;
        const LegHold watched = leg.plan.entry == LegEntry::touched ? LegHold::touch : LegHold::breakout;
        hold(group, leg, leg.plan.skipped ? LegHold::none : is_watched ? watched : LegHold::ready);
    }
}

}  // namespace trellis
