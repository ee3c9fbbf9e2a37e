// From capital to a plan: ladder prices and quantities (7.1, D-1..D-5, D-8, R-35), and a first leg at the market (S-3, P-2).
#pragma once

#include <optional>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/config/config.hpp"
#include "engine/market/quote.hpp"
#include "engine/pool/plan.hpp"

namespace trellis {

/// D-2: `sow` rounds everything down; `passive` rounds buys down and sells up.
Rounding entry_rounding(GridRounding rounding, PositionSide side);

/// The levels of pyramid k: its override, else the common ones (D-8).
const std::vector<GridLevel>& levels_of(const GridStrategy& strategy, PyramidIndex pyramid);

/// The ladder from the base price. Error BELOW_MINIMUM where D-5 rejects the pyramid; a first leg at the market is tested by
/// with_market_leg alone.
Result<PyramidPlan> plan_pyramid(const GridStrategy& strategy, PyramidIndex pyramid, PositionSide side, Price base_price,
                                 Money capital, const Instrument& instrument);

/// S-3, R-35: what a leg's share of the capital buys at the touch and `bound` percent beyond it.
Quantity market_quantity(Money capital, const PlannedLeg& leg, Price touch, Ratio bound, const Instrument& instrument);

/// S-3: gives a first leg at the market its quantity. Errors NO_PRICE without a quote, BELOW_MINIMUM.
Result<PyramidPlan> with_market_leg(PyramidPlan plan, PositionSide side, const std::optional<Quote>& quote, Ratio bound,
                                    const Instrument& instrument);

/// What the first leg of a pyramid cost: the others are priced from its average (P-2).
struct FirstFill {
    Money cost;
    Quantity quantity;
};

/// the legs behind the first, priced from its average; D-4 merges them, D-5 only drops.
std::vector<PlannedLeg> anchored_legs(std::vector<PlannedLeg> legs, Money capital, const FirstFill& anchor,
                                      PositionSide side, GridRounding rounding, const Instrument& instrument);

/// B-35: a leg at the stop, or beyond it, cannot lose and is not entered.
bool is_beyond(const PlannedLeg& leg, Price stop, PositionSide side);
void drop_beyond(std::vector<PlannedLeg>& legs, Price stop, PositionSide side);

}  // namespace trellis
