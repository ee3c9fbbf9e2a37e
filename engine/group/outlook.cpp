#include "engine/group/outlook.hpp"

#include <algorithm>
#include <type_traits>

#include "engine/base/overloaded.hpp"
#include "engine/group/copied.hpp"

namespace trellis {

namespace {

ClientOrderId client_id(const Group& group, OrderNumber order) {
    return {group.placed_in[order.value - 1], {group.id, order}};
}

VenueRequest place(const Group& group, OrderNumber number, const Instrument& instrument) {
    const Order& order = group.order(number);
    PlaceOrder request;
    request.id = client_id(group, number);
    request.instrument = instrument.id;
    request.side = order.side;
    request.type = order.type;
    request.time_in_force = order.time_in_force;
    request.price = order.price;
    request.quantity = order.quantity;
    request.reduce_only = is_reduce_only(order, instrument);
    request.position = position_side(group, order);
    request.post_only = group.strategy->post_only && order.role == OrderRole::entry &&
                        order.type == OrderType::limit && order.time_in_force == TimeInForce::gtc;
    return request;
}

VenueRequest query(const Group& group, OrderNumber number, const Instrument& instrument) {
    return QueryOrder{client_id(group, number), instrument.id};
}

/// A delayed request leaves again: which one, the order's state says.
VenueRequest retry(const Group& group, OrderNumber number, const Instrument& instrument) {
    const Order& order = group.order(number);
    const ClientOrderId id = client_id(group, number);
    switch (order.state) {
        case OrderState::pending_cancel: return CancelOrder{id, instrument.id};
        case OrderState::pending_replace: return AmendOrder{id, instrument.id, order.price, order.quantity};
        case OrderState::planned:
        case OrderState::sent: return place(group, number, instrument);
        case OrderState::unknown:
        case OrderState::working:
        case OrderState::partial:
        case OrderState::filled:
        case OrderState::cancelled:
        case OrderState::rejected:
        case OrderState::expired: break;
    }
    return query(group, number, instrument);
}

/// The same commit asks for something else of the order: that goes alone.
bool is_overtaken(const OrderRetried& retried, const GroupEvents& events) {
    return std::ranges::any_of(events, [&](const GroupEvent& event) {
        const auto* amended = std::get_if<OrderAmendRequested>(&event);
        const auto* cancelled = std::get_if<OrderCancelRequested>(&event);
        return (amended != nullptr && amended->order == retried.order) || (cancelled != nullptr && cancelled->order == retried.order);
    });
}

/// One of its orders that close was filled (K-17).
bool changes_result(const Group& group, const GroupEvents& events) {
    return std::ranges::any_of(events, [&](const GroupEvent& event) {
        if (std::holds_alternative<FeeSettled>(event)) return true;
        const auto* filled = std::get_if<OrderFilled>(&event);
        return filled != nullptr && !opens(group.order(filled->order).role);
    });
}

}  // namespace

std::vector<VenueRequest> requests_of(const Group& group, const GroupEvents& events, const Instrument& instrument) {
    std::vector<VenueRequest> requests;
    requests.reserve(events.size());
    const auto send = [&](VenueRequest request) { requests.push_back(std::move(request)); };
    const Overloaded derive{
        [&](const OrderPlaced& event) { send(place(group, event.order, instrument)); },
        [&](const OrderResent& event) { send(place(group, event.order, instrument)); },
        [&](const OrderRetried& event) {
            if (!is_overtaken(event, events)) send(retry(group, event.order, instrument));
        },
        [&](const OrderAmendRequested& event) {
            send(AmendOrder{client_id(group, event.order), instrument.id, event.price, event.quantity});
        },
        [&](const OrderCancelRequested& event) {
            send(CancelOrder{client_id(group, event.order), instrument.id});
        },
        [&](const OrderDoubted& event) { send(query(group, event.order, instrument)); },
        [&](const OrderRequestRefused& event) { send(query(group, event.order, instrument)); },
        [](const GroupOpened&) {},
        [](const PyramidAdded&) {},
        [](const OrderAccepted&) {},
        [](const OrderFilled&) {},
        [](const OrderChanged&) {},
        [](const OrderEnded&) {},
        [](const OrderDelayed&) {},
        [](const CloseStarted&) {},
        [](const CloseRetryScheduled&) {},
        [](const CloseStuck&) {},
        [](const GroupWentFlat&) {},
        [](const GroupClosed&) {},
        [](const GroupFailed&) {},
        [](const EntriesCancelOrdered&) {},
        [](const ReductionStarted&) {},
        [](const ReductionRetryScheduled&) {},
        [](const ReductionEnded&) {},
        [](const ReductionRefused&) {},
        [](const RefusalNoted&) {},
        [](const StopMoved&) {},
        [](const PositionGoverned&) {},
        [](const TrailNoted&) {},
        [](const LayersPlanned&) {},
        [](const FirstPositionEnded&) {},
        [](const PositionExitStarted&) {},
        [](const PositionExitRetryScheduled&) {},
        [](const HedgeArmed&) {},
        [](const HedgeDropped&) {},
        [](const HedgeCloseStarted&) {},
        [](const HedgeRetryScheduled&) {},
        [](const HedgeEnded&) {},
        [](const PresetApplied&) {},
        [](const PositionTargetMoved&) {},
        [](const TargetsChanged&) {},
        [](const CloseAbandoned&) {},
        [](const PyramidTargetReached&) {},
        [](const LegRearmed&) {},
        [](const LegHeld&) {},
        [](const LegsAnchored&) {},
        [](const LegDropped&) {},
        [](const GridAbandoned&) {},
        [](const RiskTimerStarted&) {},
        [](const RiskTimerCleared&) {},
        [](const ReplacementNoted&) {},
        [](const ExternalReduction&) {},
        [](const DustSwept&) {},
        [](const CloseInsisted&) {},
        [](const FeeSettled&) {},
        [](const RulesRenewedOnRefusal&) {},
        [](const GroupQuarantined&) {},
        [](const QuarantineReleased&) {},
        [](const CopyFollowed&) {},
    };
    for (const auto& event : events) std::visit(derive, event);
    return requests;
}

GroupClosing closing_of(const Group& group) {
    const bool is_closing = group.closing.has_value();
    return {group.id, is_closing, is_closing && is_discretionary(*group.closing)};
}

GroupEnded ended(const Group& group) {
    return {group.id, group.identity.instrument, dust_of(group), group.open_fees, group.last_closed_at};
}

std::vector<DeskFact> facts_of(const Group& group, const GroupEvents& events) {
    std::vector<DeskFact> facts;
    if (changes_result(group, events)) facts.emplace_back(GroupRealised{group.id, group.realised, group.last_closed_at});
    for (const auto& event : events) {
        if (const auto* added = std::get_if<PyramidAdded>(&event)) {
            if (added->signal.value == 0) continue;  // of a copy: no signal waits for it
            facts.emplace_back(GroupAnswered{added->group, added->signal, ""});
        } else if (const auto* started = std::get_if<CloseStarted>(&event)) {
            facts.emplace_back(closing_of(group));
            if (started->signal.has_value()) facts.emplace_back(GroupAnswered{started->group, *started->signal, ""});
            if (started->reason == CloseReason::manual) facts.emplace_back(GroupTaskDone{started->group});
        } else if (const auto* insisted = std::get_if<CloseInsisted>(&event)) {
            if (insisted->signal.has_value()) facts.emplace_back(GroupAnswered{insisted->group, *insisted->signal, ""});
            if (!insisted->signal.has_value()) facts.emplace_back(GroupTaskDone{insisted->group});
            facts.emplace_back(closing_of(group));
        } else if (const auto* abandoned = std::get_if<CloseAbandoned>(&event)) {
            facts.emplace_back(GroupClosing{abandoned->group, false});
        } else if (const auto* cancelled = std::get_if<EntriesCancelOrdered>(&event)) {
            facts.emplace_back(GroupTaskDone{cancelled->group});
        } else if (std::holds_alternative<GroupClosed>(event) || std::holds_alternative<GroupFailed>(event)) {
            facts.emplace_back(ended(group));
        } else if (const auto* broken = std::get_if<GroupQuarantined>(&event); broken != nullptr && group.pyramids.empty()) {
            facts.emplace_back(GroupAnswered{broken->group, group.last_signal, group.refused});
        } else if (const auto* reduced = std::get_if<ReductionStarted>(&event)) {
            if (reduced->signal.has_value()) facts.emplace_back(GroupAnswered{reduced->group, *reduced->signal, ""});
        } else if (const auto* refused = std::get_if<ReductionRefused>(&event)) {
            if (refused->signal.has_value()) {
                facts.emplace_back(GroupAnswered{refused->group, *refused->signal, refused->code});
            }
        }
    }
    if (ends_copy_step(group, events)) facts.emplace_back(followed(group));
    return facts;
}

std::vector<RiskFact> risk_facts_of(const Group& group, const GroupEvents& events) {
    std::vector<RiskFact> facts;
    for (const auto& event : events) {
        if (const auto* ended = std::get_if<ReductionEnded>(&event); ended != nullptr && ended->offset.has_value()) {
            facts.emplace_back(OffsetLegDone{group.id, *ended->offset, ended->quantity, ended->realised});
        } else if (const auto* refused = std::get_if<ReductionRefused>(&event);
                   refused != nullptr && refused->offset.has_value()) {
            facts.emplace_back(OffsetLegDone{group.id, *refused->offset, {}, {}});
        } else if (const auto* abandoned = std::get_if<CloseAbandoned>(&event);
                   abandoned != nullptr && abandoned->offset.has_value()) {
            const OffsetLeg& leg = group.offset_leg.value();
            facts.emplace_back(OffsetLegDone{group.id, leg.offset, leg.quantity, leg.realised});
        } else if (std::holds_alternative<GroupClosed>(event) && group.closing.has_value() && group.closing->offset.has_value()) {
            const OffsetLeg& leg = group.offset_leg.value();
            facts.emplace_back(OffsetLegDone{group.id, leg.offset, leg.quantity, leg.realised});
        }
    }
    return facts;
}

bool starts_pass(const Group& group, const GroupEvents& events) {
    return std::ranges::any_of(events, [&](const GroupEvent& event) {
        const auto* filled = std::get_if<OrderFilled>(&event);
        if (filled == nullptr) return false;
        const OrderRole role = group.order(filled->order).role;
        return role != OrderRole::risk_winner && role != OrderRole::risk_loser;
    });
}

bool changes_entries(const Group& group, const GroupEvents& events) {
    const auto is_entry = [&](OrderNumber number) {
        const OrderRole role = group.order(number).role;
        return role == OrderRole::entry || role == OrderRole::layer;
    };
    return std::ranges::any_of(events, [&](const GroupEvent& event) {
        return std::visit(
            [&]<class T>(const T& happened) {
                constexpr bool moves_an_order = std::is_same_v<T, OrderPlaced> || std::is_same_v<T, OrderFilled> ||
                                                std::is_same_v<T, OrderEnded> || std::is_same_v<T, OrderChanged> ||
                                                std::is_same_v<T, OrderAmendRequested>;
                constexpr bool moves_a_plan = std::is_same_v<T, PyramidAdded> || std::is_same_v<T, LegsAnchored> ||
                                              std::is_same_v<T, LegDropped> || std::is_same_v<T, CloseStarted>;
                if constexpr (moves_a_plan) {
                    return true;
                } else if constexpr (moves_an_order) {
                    return is_entry(happened.order);
                } else {
                    return false;
                }
            },
            event);
    });
}

}  // namespace trellis
