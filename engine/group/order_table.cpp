#include "engine/group/order_table.hpp"

namespace trellis {

namespace {

OrderState resting(bool has_fills) { return has_fills ? OrderState::partial : OrderState::working; }

/// An order that is over: only the venue's own fills still move it.
OrderState after_the_end(OrderState state, OrderUpdate update) {
    // A fill may overtake or follow the end of its order: a cancelled order that turns out completely filled is FILLED.
    if (update == OrderUpdate::fully_filled) return OrderState::filled;
    return state;
}

/// Ends and fills mean the same in every live state.
OrderState end_or_fill(OrderState state, OrderUpdate update) {
    if (update == OrderUpdate::fully_filled) return OrderState::filled;
    if (update == OrderUpdate::cancelled) return OrderState::cancelled;
    if (update == OrderUpdate::expired) return OrderState::expired;
    if (update == OrderUpdate::rejected) return OrderState::rejected;
    if (update == OrderUpdate::cancel_requested) return OrderState::pending_cancel;
    return state;
}

/// Not yet known to rest at the venue.
OrderState before_acknowledgement(OrderState state, OrderUpdate update, bool has_fills) {
    switch (update) {
        case OrderUpdate::sent: return OrderState::sent;
        case OrderUpdate::acknowledged: return resting(has_fills);
        case OrderUpdate::partly_filled: return OrderState::partial;  // a fill proves that the venue has the order
        case OrderUpdate::amended: return resting(has_fills);         // so does a change that was made
        case OrderUpdate::amend_requested: return OrderState::pending_replace;
        case OrderUpdate::doubted: return OrderState::unknown;
        case OrderUpdate::fully_filled:
        case OrderUpdate::cancel_requested:
        case OrderUpdate::request_refused:
        case OrderUpdate::cancelled:
        case OrderUpdate::rejected:
        case OrderUpdate::expired: break;
    }
    return end_or_fill(state, update);
}

OrderState while_resting(OrderState state, OrderUpdate update) {
    if (update == OrderUpdate::partly_filled) return OrderState::partial;
    if (update == OrderUpdate::amend_requested) return OrderState::pending_replace;
    return end_or_fill(state, update);
}

OrderState while_replacing(OrderState state, OrderUpdate update, bool has_fills) {
    if (update == OrderUpdate::amended) return resting(has_fills);
    return end_or_fill(state, update);
}

}  // namespace

OrderState next_state(OrderState state, OrderUpdate update, bool has_fills) {
    switch (state) {
        case OrderState::planned: return update == OrderUpdate::sent ? OrderState::sent : state;
        case OrderState::sent:
        case OrderState::unknown: return before_acknowledgement(state, update, has_fills);
        case OrderState::working:
        case OrderState::partial: return while_resting(state, update);
        // A cancel under way outlives everything but the end: late acknowledgements and fills do not take it back.
        case OrderState::pending_cancel: return end_or_fill(state, update);
        case OrderState::pending_replace: return while_replacing(state, update, has_fills);
        case OrderState::filled: return state;
        case OrderState::cancelled:
        case OrderState::rejected:
        case OrderState::expired: return after_the_end(state, update);
    }
    return state;
}

}  // namespace trellis
