// How many requests a connection may still make (O-6): one bucket of tokens, of which a share stays with what closes, cancels or
// asks, so that a burst of entries never delays an exit. Time is given; the same calls give the same answers.
//
//   full ┌──────────────────────────────┐
//        │ anybody                      │
//   30 % ├──────────────────────────────┤
//        │ cancels, closes, queries     │
//      0 └──────────────────────────────┘
#pragma once

#include <cstdint>
#include <optional>

#include "engine/base/time.hpp"
#include "engine/market/order.hpp"

namespace trellis::adapters {

/// Which way a request takes.
enum class Lane : std::uint8_t { entry, exit };

/// What closes, cancels or only asks goes the way of exits; an amendment is known by the order it changes.
Lane lane_of(const VenueRequest& request, std::optional<Lane> amended);
Lane lane_of(OrderSide side, PositionSide position);

struct RateLimit {
    std::uint32_t requests = 0;  ///< the bucket; 0: there is no limit
    Duration window{};           ///< in which it fills from empty to full
    bool operator==(const RateLimit&) const = default;
};

class RateBudget {
public:
    static constexpr std::uint32_t reserved_percent = 30;

    RateBudget() = default;
    explicit RateBudget(RateLimit limit);

    /// Takes what one request costs; else how long it has to wait before it asks again. Those that wait get turns of their own.
    std::optional<Duration> take(Lane lane, Timestamp now);
    /// The venue said 429: entries wait until then (O-5).
    void pause_entries(Timestamp until);

    /// Tokens that an exit could take now; empty: unlimited.
    std::optional<std::uint32_t> left(Timestamp now) const;

private:
    Duration cost() const;

    RateLimit limit_;
    Timestamp full_at_{};       // when the bucket is full again: it holds (window - (full_at - now)) / cost tokens
    Timestamp last_turn_{};     // given to an entry that has to wait
    Timestamp paused_until_{};
};

}  // namespace trellis::adapters
