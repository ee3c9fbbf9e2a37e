// How much of a winner pays for a loss (15.4, R-51): by profit, not by notional, rounded up so that the loss is really covered.
#pragma once

#include <optional>

#include "engine/base/decimal.hpp"
#include "engine/market/instrument.hpp"

namespace trellis {

/// A winner as 15.4 asks for it. `closable` is floor_step(open), placeable at `limit`, the price of its closing IOC.
struct WinnerTerms {
    Quantity open;       ///< Q
    Quantity closable;
    Money unrealised;    ///< U; u = U / Q
    Price mark;
    Price limit;
};

struct WinnerRules {
    bool partial_close_enabled = true;  ///< K-8: otherwise winners go whole
    Money min_close_notional;
    bool keep_open = false;             ///< K-8: at least the venue's minimum stays
};

/// x for the rest of a requirement; nothing when this winner must be passed over.
std::optional<Quantity> winner_quantity(Money required, const WinnerTerms& winner, const WinnerRules& rules,
                                        const Instrument& instrument);

/// x times u; all of U for the whole of Q.
Money profit_of(Quantity quantity, const WinnerTerms& winner);

/// The least quantity that may be closed at that price.
Quantity least_closable(Price price, const Instrument& instrument);

}  // namespace trellis
