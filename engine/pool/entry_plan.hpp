// The plan of one entry as it stands at this moment: capital (S-1), ladder, market leg (S-3); and the gates a pyramid has to
// pass before it is planned (P-5). Admission and promotion both plan here, so that a signal that waited is treated alike.
#pragma once

#include <optional>

#include "engine/pool/commands.hpp"

namespace trellis {

/// An entry that wants a plan.
struct EntryRequest {
    const Instruction& instruction;
    const GridStrategy& strategy;
    PyramidIndex pyramid;
    Price base_price;                  ///< of the signal (P-2), or of its promotion (Q-9)
    const DeskGroup* group = nullptr;  ///< it adds to; null: it opens one
};

/// R-34 up to the minimums. Errors by R-5: SCHEMA, NO_EQUITY, NO_STOP, NO_PRICE, BELOW_MINIMUM.
Result<PyramidPlan> plan_entry(const EntryRequest& request, const DeskContext& context);

/// The same with that capital instead of the strategy's.
Result<PyramidPlan> plan_entry_with(const EntryRequest& request, Money capital, const DeskContext& context);

/// The capital of that plan (S-1), for those who only rank it.
Result<Money> entry_capital(const EntryRequest& request, const DeskContext& context);

/// The account's equity (F-11); empty: nothing is known.
std::optional<Money> equity_of(const DeskContext& context);

/// P-5, R-32: PYRAMID_PRICE_RULE or PYRAMID_PREV_UNFILLED; empty when the pyramid may be planned.
std::optional<Error> refuse_by_gate(const EntryRequest& request, const Board& board);

}  // namespace trellis
