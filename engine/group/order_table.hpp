// The order lifecycle as one table (section 11): in which state an order is after each thing that can happen to it.
#pragma once

#include "engine/market/order.hpp"

namespace trellis {

/// What can happen to an order, without its numbers.
enum class OrderUpdate : std::uint8_t {
    sent = 0,           ///< the request left, or left again
    acknowledged = 1,
    partly_filled = 2,
    fully_filled = 3,
    amend_requested = 4,
    amended = 5,
    cancel_requested = 6,
    request_refused = 7,
    cancelled = 8,
    rejected = 9,
    expired = 10,
    doubted = 11,       ///< no answer in time
};
inline constexpr int order_update_count = 12;
inline constexpr int order_state_count = 11;

/// The state after `update`; the same state where the update says nothing new (O-4).
/// `has_fills`: some quantity was filled, the update's own included.
OrderState next_state(OrderState state, OrderUpdate update, bool has_fills);

}  // namespace trellis
