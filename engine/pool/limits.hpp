// Limits before a trade: how much an account may have at stake (S-4, K-16), whether it can pay for it (S-5), and how many positions it
// may hold of one instrument (K-15). Asked at admission and again at promotion, in the order of; "=" passes.
#pragma once

#include <optional>

#include "engine/base/result.hpp"
#include "engine/pool/commands.hpp"

namespace trellis {

/// What an account has at stake, in quote currency (S-4).
struct Exposure {
    Money open;     ///< positions at mark, without a quote at their average
    Money resting;  ///< working and watched entries at limit x remaining
    Money pending;  ///< capital of pyramids whose group has not answered yet
    Money total() const { return open + resting + pending; }
    bool operator==(const Exposure&) const = default;
};
Exposure exposure_of(const Desk& desk, const DeskContext& context);

/// K-15, for a new group: MAX_POSITIONS_PER_SYMBOL counts the instrument's groups over all timeframes and both sides.
std::optional<Error> check_positions(const Desk& desk, InstrumentId instrument, const DeskContext& context);

/// S-4: EXPOSURE_LIMIT. The capital is refused whole, never shrunk.
std::optional<Error> check_exposure(const Desk& desk, Money capital, const DeskContext& context);

/// S-5, R-34: INSUFFICIENT_BALANCE when the capital of the legs that will be sent is not free; on linear its margin.
std::optional<Error> check_balance(const Desk& desk, const PyramidPlan& plan, const Instrument& instrument,
                                   const DeskContext& context);

}  // namespace trellis
