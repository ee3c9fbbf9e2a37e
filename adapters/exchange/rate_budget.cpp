#include "adapters/exchange/rate_budget.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/overloaded.hpp"

namespace trellis::adapters {

Lane lane_of(OrderSide side, PositionSide position) { return side == opening_side(position) ? Lane::entry : Lane::exit; }

Lane lane_of(const VenueRequest& request, std::optional<Lane> amended) {
    return std::visit(Overloaded{
                          [](const PlaceOrder& order) { return lane_of(order.side, order.position); },
                          [&](const AmendOrder&) { return amended.value_or(Lane::exit); },
                          [](const CancelOrder&) { return Lane::exit; },
                          [](const QueryOrder&) { return Lane::exit; },
                          [](const CancelOrphan&) { return Lane::exit; },
                      },
                      request);
}

RateBudget::RateBudget(RateLimit limit) : limit_(limit) {
    TRELLIS_CHECK(limit.requests == 0 || limit.window > Duration{}, "a rate has a window");
}

Duration RateBudget::cost() const { return limit_.window / limit_.requests; }

std::optional<Duration> RateBudget::take(Lane lane, Timestamp now) {
    if (lane == Lane::entry && paused_until_ > now) return paused_until_ - now;
    if (limit_.requests == 0) return std::nullopt;
    const Duration usable = lane == Lane::exit ? limit_.window : limit_.window / 100 * (100 - reserved_percent);
    const Timestamp full_at = std::max(full_at_, now) + cost();
    const Duration over = full_at - now - std::max(usable, cost());
    if (over <= Duration{}) {
        full_at_ = full_at;
        return std::nullopt;
    }
    if (lane == Lane::exit) return over;
    // Each gets a turn behind the last one that was given, so that they do not all come back at once.
    last_turn_ = std::max(now + over, last_turn_ + cost());
    return last_turn_ - now;
}

void RateBudget::pause_entries(Timestamp until) { paused_until_ = std::max(paused_until_, until); }

std::optional<std::uint32_t> RateBudget::left(Timestamp now) const {
    if (limit_.requests == 0) return std::nullopt;
    const Duration used = std::max(full_at_ - now, Duration{});
    return used >= limit_.window ? 0U : static_cast<std::uint32_t>((limit_.window - used) / cost());
}

}  // namespace trellis::adapters
