#include "engine/group/reports.hpp"

#include <algorithm>

#include "engine/base/overloaded.hpp"
#include "engine/group/fees.hpp"
#include "engine/group/refit.hpp"

namespace trellis {

namespace {

bool is_unconfirmed(const Order& order) {
    return order.state == OrderState::sent || order.state == OrderState::unknown;
}

/// The order is over at the venue with `cumulative` filled. Fills we have not seen are asked for first (O-3).
GroupEvents end(const Group& group, const Order& order, OrderState state, Quantity cumulative, std::string code,
                Timestamp now) {
    if (!order.is_live()) return {};
    if (cumulative > order.filled) return {OrderDoubted{group.id, order.number, now}};
    return {OrderEnded{group.id, order.number, state, std::move(code), now}};
}

GroupEvents book_fill(const Group& group, const Order& order, const OrderFill& fill, const GroupContext& context) {
    if (order.state == OrderState::filled) return {};
    if (std::ranges::find(order.trades, fill.trade) != order.trades.end()) return {};
    BookedFee fee = booked_fee(fill, order.side, context);
    return {OrderFilled{group.id, order.number, fill.trade, fill.price, fill.quantity, fee.fee, fee.asset, fill.maker,
                        context.now, std::move(fee.paid), fee.state}};
}

/// O-5: what was asked for is on the grid of older rules. Rounded again it is asked for once more; where that leaves nothing that may
/// be asked, the order stays as it rests.
GroupEvents amend_by_newer_rules(const Group& group, const Order& order, const OrderFound& found, const GroupContext& context) {
    const Price price = refitted_price(group, order.role, order.price, context.instrument);
    const Quantity rest = refitted_quantity(order.quantity - found.cumulative, false, context.instrument);
    const bool is_same = price == found.price && found.cumulative + rest == found.quantity;
    const Purpose purpose = opens(order.role) ? Purpose::opening : Purpose::closing;
    const bool may_ask = is_placeable(context.instrument, price, rest, purpose) && may_amend_to(found.cumulative + rest, context.instrument);
    if (is_same || !may_ask) {
        return {OrderChanged{group.id, order.number, found.price, found.quantity}};
    }
    return {OrderAmendRequested{group.id, order.number, price, found.cumulative + rest, context.now}};
}

/// T-3: what the venue did not do is asked for again at once, and ever more slowly while it does not do it.
GroupEvents amend_again(const Group& group, const Order& order, Timestamp now) {
    if (order.retry_at.has_value()) return {};  // it waits already: this is the second answer of two
    const Timestamp again = now + refusal_backoff(order.delays);
    GroupEvents events{OrderDelayed{group.id, order.number, again}};
    if (again == now) events.push_back(OrderRetried{group.id, order.number, now});
    return events;
}

/// The venue has the order, alive: whatever of ours it missed is asked for again.
GroupEvents found_alive(const Group& group, const Order& order, const OrderFound& found, const GroupContext& context) {
    const Timestamp now = context.now;
    if (found.cumulative > order.filled) return {OrderDoubted{group.id, order.number, now}};
    if (is_unconfirmed(order)) return {OrderAccepted{group.id, order.number}};
    if (order.state == OrderState::pending_cancel) return {OrderCancelRequested{group.id, order.number, now}};
    if (order.state != OrderState::pending_replace) {
        // It rests as we know it: the doubt that asked is answered.
        return order.waiting_since.has_value() ? GroupEvents{OrderAccepted{group.id, order.number}} : GroupEvents{};
    }
    if (found.price == order.price && found.quantity == order.quantity) {
        return {OrderChanged{group.id, order.number, found.price, found.quantity}};
    }
    if (!is_misfit(order, context.instrument)) return amend_again(group, order, now);
    return amend_by_newer_rules(group, order, found, context);
}

GroupEvents found(const Group& group, const Order& order, const OrderFound& answer, const GroupContext& context) {
    const Timestamp now = context.now;
    if (!order.is_live()) return {};
    if (!is_terminal(answer.state)) return found_alive(group, order, answer, context);
    if (answer.state != OrderState::filled) return end(group, order, answer.state, answer.cumulative, "", now);
    if (answer.cumulative > order.filled) return {OrderDoubted{group.id, order.number, now}};
    // Filled before an amendment reached it: the venue's total is the truth.
    return {OrderChanged{group.id, order.number, answer.price, answer.quantity}};
}

/// O-2: the venue never had it. What is still wanted leaves again under the same id.
GroupEvents not_found(const Group& group, const Order& order, Timestamp now) {
    if (!order.is_live()) return {};
    // It has been seen to rest since: the answer is older than that. A doubt that stands is asked about again in time.
    if (order.state == OrderState::working || order.state == OrderState::partial) return {};
    // It has left again since it was asked about: the answer is older than that, and a second one of two must not send it twice.
    if (order.state == OrderState::sent) return {};
    const bool is_closing_order = group.closing.has_value() && group.closing->order == order.number;
    const bool is_still_wanted = !group.closing.has_value() || is_closing_order;
    if (order.state == OrderState::unknown && is_still_wanted) return {OrderResent{group.id, order.number, now}};
    return {OrderEnded{group.id, order.number, OrderState::cancelled, "ORDER_NOT_FOUND", now}};
}

}  // namespace

bool is_report_of(const Group& group, const HandleReport& report) {
    if (group.find(report.order) == nullptr) return false;
    return !report.placed_in.has_value() || *report.placed_in == group.placed_in.at(report.order.value - 1U);
}

Duration retry_backoff(std::uint8_t delays) {
    constexpr std::uint8_t doublings_max = 7;
    const Duration wait = std::chrono::milliseconds(50 << std::min(delays, doublings_max));
    return std::min<Duration>(wait, std::chrono::seconds(5));
}

Duration refusal_backoff(std::uint8_t in_a_row) {
    constexpr std::uint8_t waits_max = 10;
    if (in_a_row == 0) return {};
    return std::chrono::milliseconds(50 << (std::min(in_a_row, waits_max) - 1));
}

bool waits_to_be_amended(const Order& order, Timestamp now) {
    return order.state == OrderState::pending_replace && order.retry_at.has_value() && *order.retry_at > now;
}

GroupEvents decide_report(const Group& group, const Order& order, const ReportBody& body, const GroupContext& context) {
    const Timestamp now = context.now;
    using Events = GroupEvents;
    return std::visit(
        Overloaded{
            [&](const OrderAcknowledged&) {
                return is_unconfirmed(order) ? Events{OrderAccepted{group.id, order.number}} : Events{};
            },
            [&](const OrderFill& fill) { return book_fill(group, order, fill, context); },
            [&](const OrderAmended& amended) {
                if (order.state != OrderState::pending_replace) return Events{};
                if (amended.price != order.price || amended.quantity != order.quantity) return Events{};
                return Events{OrderChanged{group.id, order.number, amended.price, amended.quantity}};
            },
            [&](const OrderCancelled& ended) {
                return end(group, order, OrderState::cancelled, ended.cumulative, "", now);
            },
            [&](const OrderExpired& ended) {
                return end(group, order, OrderState::expired, ended.cumulative, "", now);
            },
            [&](const OrderRejected& rejected) {
                if (!order.is_live()) return Events{};
                // It was filled, so it was not refused: an earlier sending may have been.
                if (order.filled.is_positive()) return Events{OrderDoubted{group.id, order.number, now}};
                if (rejected.code == filter_code) return end_by_filter(group, order, context);
                return Events{OrderEnded{group.id, order.number, OrderState::rejected, rejected.code, now}};
            },
            [&](const RequestRefused& refused) {
                if (!order.is_live()) return Events{};
                if (refused.code == filter_code) return refuse_amendment_by_filter(group, order, context);
                return Events{OrderRequestRefused{group.id, order.number, refused.code, now}};
            },
            [&](const RequestNotSent& held) {
                if (!order.is_live()) return Events{};
                const Duration wait = held.retry_after.value_or(retry_backoff(order.delays));
                return Events{OrderDelayed{group.id, order.number, now + wait}};
            },
            [&](const RequestUnanswered&) {
                if (!is_unconfirmed(order)) return Events{};
                return Events{OrderDoubted{group.id, order.number, now}};
            },
            [&](const OrderFound& answer) { return found(group, order, answer, context); },
            [&](const OrderNotFound&) { return not_found(group, order, now); },
            [](const HoldingsReported&) { return Events{}; },  // the desk's
            [](const OrphanReported&) { return Events{}; },    // the desk's (O-8)
            [&](const FeeReported& fee) { return decide_fee(group, fee, context); },
        },
        body);
}

GroupEvents decide_order_timeouts(const Group& group, Timestamp now) {
    GroupEvents events;
    for (const auto& order : group.orders) {
        if (order.retry_at.has_value() && *order.retry_at <= now) {
            events.push_back(OrderRetried{group.id, order.number, now});
        } else if (order.waiting_since.has_value() && *order.waiting_since + answer_timeout <= now) {
            events.push_back(OrderDoubted{group.id, order.number, now});
        }
    }
    return events;
}

}  // namespace trellis
