#include "engine/group/governed_targets.hpp"

#include <algorithm>
#include <array>

#include "engine/base/rounding.hpp"
#include "engine/group/lots.hpp"
#include "engine/group/reduce.hpp"
#include "engine/group/refit.hpp"
#include "engine/group/reports.hpp"
#include "engine/market/filters.hpp"

namespace trellis {

namespace {

constexpr std::array roles{OrderRole::tp1, OrderRole::tp2, OrderRole::tp3};

const Quantity hundred = Quantity::from_integer(100);

/// A target with what it should close, before steps and minimums.
struct Piece {
    const GovernedTarget* target;
    Quantity rest;
    Quantity quantity;
};

/// while a part of the position is on its way out, what the targets will have afterwards.
std::vector<Piece> pieces_of(const PositionView& position, Quantity held) {
    const Quantity open = position.holding.open;
    std::vector<Piece> pieces;
    for (const auto& target : position.guided->targets) {
        if (target.is_over) continue;
        const bool is_whole = held == open || !open.is_positive();
        pieces.push_back({&target, is_whole ? target.rest : share(target.rest, held, open), {}});
    }
    return pieces;
}

/// As far as one order of this instrument may be that large.
Quantity in_one_order(Quantity quantity, const Instrument& instrument) {
    const auto most = most_for_one_order(instrument, false);
    return most.has_value() ? std::min(quantity, *most) : quantity;
}

/// The pieces in whole steps; `left` is what of the position no piece has yet. The last one that takes the rest has all of it, as far as
/// one order may.
void fill_steps(std::vector<Piece>& pieces, Quantity left, const Instrument& instrument) {
    Quantity carried;
    for (auto& piece : pieces) {
        const bool is_rest = piece.target->plan.takes_rest;
        const Quantity asked = is_rest ? left : std::min(left, round_to_step(piece.rest + carried, instrument.step, Rounding::floor));
        const Quantity wanted = in_one_order(asked, instrument);
        if (is_placeable(instrument, piece.target->plan.price, wanted, Purpose::closing)) {
            piece.quantity = wanted;
            left -= wanted;
            carried = asked - wanted;
        } else {
            carried += piece.rest;
        }
    }
    if (carried.is_zero()) return;
    // A last piece that is too small joins the one before.
    const auto before = std::find_if(pieces.rbegin(), pieces.rend(), [](const Piece& one) { return one.quantity.is_positive(); });
    if (before == pieces.rend()) return;
    const bool takes_rest = pieces.back().target->plan.takes_rest;
    const Quantity joined = round_to_step(before->rest + carried, instrument.step, Rounding::floor);
    const Quantity whole = takes_rest ? before->quantity + left : std::min(before->quantity + left, std::max(before->quantity, joined));
    before->quantity = in_one_order(whole, instrument);
}

const Order* live_order(const Group& group, OrderNumber number) {
    const Order* order = group.find(number);
    return order != nullptr && order->is_live() ? order : nullptr;
}

OrderPlaced new_target(const Group& group, const PositionView& position, const WantedTarget& wanted, Timestamp now) {
    OrderPlaced event;
    event.group = group.id;
    event.order = OrderNumber{static_cast<std::uint32_t>(group.orders.size() + 1)};
    event.role = roles.at(wanted.place);
    event.leg = position.layer;
    event.side = closing_side(group.side());
    event.type = OrderType::limit;
    event.time_in_force = TimeInForce::gtc;
    event.price = wanted.price;
    event.quantity = wanted.quantity;
    event.at = now;
    return event;
}

const GovernedTarget& target_at(const PositionView& position, std::uint8_t place) {
    return *std::ranges::find(position.guided->targets, place, [](const GovernedTarget& one) { return one.plan.place; });
}

bool is_changing(const Order& order) { return order.state == OrderState::pending_cancel; }

/// What makes orders smaller: the venue must not hold more than the position while others grow.
GroupEvents lowered(const Group& group, const PositionView& position, const std::vector<WantedTarget>& all, Timestamp now) {
    GroupEvents events;
    for (const auto& wanted : all) {
        const Order* order = live_order(group, target_at(position, wanted.place).order);
        if (order == nullptr || is_changing(*order) || order->remaining() <= wanted.quantity) continue;
        if (wanted.quantity.is_zero()) {
            events.push_back(OrderCancelRequested{group.id, order->number, now});
        } else {
            events.push_back(OrderAmendRequested{group.id, order->number, order->price, order->filled + wanted.quantity, now});
        }
    }
    return events;
}

GroupEvents raised(const Group& group, const PositionView& position, const std::vector<WantedTarget>& all, Timestamp now) {
    GroupEvents events;
    for (const auto& wanted : all) {
        if (wanted.quantity.is_zero()) continue;
        const GovernedTarget& target = target_at(position, wanted.place);
        const Order* order = live_order(group, target.order);
        if (order == nullptr) {
            if (target.retry_at.has_value() && *target.retry_at > now) continue;
            events.push_back(new_target(group, position, wanted, now));
            return events;  // a new order takes the next number: the next turn sees it applied
        }
        if (order->remaining() >= wanted.quantity || waits_to_be_amended(*order, now)) continue;
        events.push_back(OrderAmendRequested{group.id, order->number, order->price, order->filled + wanted.quantity, now});
    }
    return events;
}

/// Its own fills come out of its own part; what was merged into its order out of the parts that joined it.
void take_from_targets(std::vector<GovernedTarget>& targets, GovernedTarget& own, Quantity quantity) {
    const Quantity first = std::min(quantity, own.rest);
    own.rest -= first;
    quantity -= first;
    for (auto& other : targets) {
        if (!quantity.is_positive()) return;
        if (other.is_over || &other == &own) continue;
        const Quantity part = std::min(quantity, other.rest);
        other.rest -= part;
        quantity -= part;
    }
}

void scale_targets(Guided& guided, Quantity before, Quantity after) {
    if (!before.is_positive() || before == after) return;
    for (auto& target : guided.targets) {
        if (!target.is_over) target.rest = share(target.rest, after, before);
    }
}

void scale_all(Group& group, const OpenQuantities& before) {
    const OpenQuantities after = open_quantities(group);
    scale_targets(*group.governed, before.first, after.first);
    for (std::size_t i = 0; i < after.layers.size(); ++i) scale_targets(group.governed->layers[i], before.layers[i], after.layers[i]);
}

/// What was entered adds its part to every target that is not over.
void add_to_targets(Guided& guided, Quantity entered) {
    for (auto& target : guided.targets) {
        if (!target.is_over) target.rest += share(entered, as<Quantity>(target.plan.close_percent), hundred);
    }
}

/// Whose targets an entry's fill adds to: of a basket they are the first position's.
std::optional<LegIndex> entered_layer(const Group& group, const Order& order) {
    return order.role == OrderRole::layer && layers_leave_alone(group) ? order.leg : std::nullopt;
}

/// A target whose order was filled completely is over, and so are those before it that had no order of their own.
void end_target(const Group& group, Guided& guided, GovernedTarget& own) {
    own.is_over = true;
    for (auto& other : guided.targets) {
        if (other.plan.place < own.plan.place && live_order(group, other.order) == nullptr) other.is_over = true;
    }
}

/// What the venue would not amend, because its rules are others since, is cancelled: the next turn places it anew.
GroupEvents as_the_venue_amends(GroupEvents events, const Instrument& instrument) {
    for (auto& event : events) {
        const auto* amended = std::get_if<OrderAmendRequested>(&event);
        if (amended == nullptr || may_amend_to(amended->quantity, instrument)) continue;
        event = OrderCancelRequested{amended->group, amended->order, amended->at};
    }
    return events;
}

}  // namespace

bool is_preset_target(OrderRole role) {
    return role == OrderRole::tp1 || role == OrderRole::tp2 || role == OrderRole::tp3;
}

std::optional<Timestamp> governed_retry_at(const Group& group, Timestamp passed) {
    if (!group.governed.has_value() || !group.open_quantity.is_positive()) return std::nullopt;
    std::optional<Timestamp> earliest;
    each_position(group, [&](const PositionView& position) {
        for (const auto& target : position.guided->targets) {
            if (!target.retry_at.has_value() || *target.retry_at <= passed) continue;
            if (!earliest.has_value() || *target.retry_at < *earliest) earliest = *target.retry_at;
        }
    });
    return earliest;
}

std::vector<WantedTarget> wanted_targets(const Group& group, const PositionView& position, const Instrument& instrument) {
    const Quantity held = held_after_reduction(group, position);
    std::vector<Piece> pieces = pieces_of(position, held);
    fill_steps(pieces, round_to_step(held, instrument.step, Rounding::floor), instrument);
    std::vector<WantedTarget> wanted;
    for (const auto& piece : pieces) wanted.push_back({piece.target->plan.place, piece.target->plan.price, piece.quantity});
    return wanted;
}

namespace {

GroupEvents settle_position(const Group& group, const PositionView& position, const GroupContext& context) {
    const auto wanted = wanted_targets(group, position, context.instrument);
    if (GroupEvents events = lowered(group, position, wanted, context.now); !events.empty()) return as_the_venue_amends(std::move(events), context.instrument);
    // One that an applied preset dropped works for no target any more (B-25), and holds what it sells as long.
    const bool is_unsettled = std::ranges::any_of(group.orders, [&](const Order& order) {
        return is_preset_target(order.role) && order.leg == position.layer && is_changing(order);
    });
    return is_unsettled ? GroupEvents{} : as_the_venue_amends(raised(group, position, wanted, context.now), context.instrument);
}

}  // namespace

GroupEvents settle_preset_targets(const Group& group, const GroupContext& context) {
    GroupEvents events;
    each_position(group, [&](const PositionView& position) {
        if (events.empty() && !position.guided->targets.empty()) events = settle_position(group, position, context);
    });
    return events;
}

void follow_fill(Group& group, const Order& order, Quantity quantity, const OpenQuantities& before) {
    if (!group.governed.has_value() || is_of_hedge(order.role)) return;
    if (opens(order.role)) {
        const auto layer = entered_layer(group, order);
        add_to_targets(guided_of(group, layer), open_quantities(group).of(layer) - before.of(layer));
    } else if (GovernedTarget* own = target_of(group, order)) {
        Guided& guided = guided_of(group, order.leg);
        take_from_targets(guided.targets, *own, quantity);
        if (order.state == OrderState::filled) end_target(group, guided, *own);
    } else {
        scale_all(group, before);
    }
}

void follow_outside(Group& group, const OpenQuantities& before) {
    if (group.governed.has_value()) scale_all(group, before);
}

namespace {

void count_rejection(std::uint8_t& in_a_row, OptionalTimestamp& retry_at, Timestamp now) {
    constexpr std::uint8_t rejections_max = 10;
    if (in_a_row > 0) retry_at = now + refusal_backoff(in_a_row);
    if (in_a_row < rejections_max) in_a_row += 1;
}

}  // namespace

void note_rejected_target(Group& group, const Order& order, Timestamp now) {
    if (order.role == OrderRole::leg_tp) {
        Leg& leg = leg_of(group, order);
        count_rejection(leg.target_rejections, leg.target_retry_at, now);
    } else if (order.number == group.resting.order) {
        count_rejection(group.resting.rejections, group.resting.retry_at, now);
    } else if (GovernedTarget* target = target_of(group, order)) {
        count_rejection(target->rejections, target->retry_at, now);
    }
}

GovernedTarget* target_of(Group& group, const Order& order) {
    if (!group.governed.has_value() || !is_preset_target(order.role)) return nullptr;
    auto& targets = guided_of(group, order.leg).targets;
    const auto found = std::ranges::find_if(targets, [&](const GovernedTarget& one) { return roles.at(one.plan.place) == order.role; });
    return found == targets.end() ? nullptr : &*found;
}

}  // namespace trellis
