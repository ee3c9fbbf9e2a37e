// What a trade costs at the paper exchange (PV-5, R-13).
#pragma once

#include "engine/base/rounding.hpp"
#include "engine/market/instrument.hpp"
#include "engine/market/side.hpp"

namespace trellis::adapters {

struct Fee {
    Money amount;
    FeeAsset asset{};
};

/// `base` means in the asset received; linear markets always pay in quote.
inline Fee fee_for(const Instrument& instrument, OrderSide side, bool is_maker, Money cost, Quantity quantity) {
    const Ratio rate = is_maker ? instrument.maker_fee : instrument.taker_fee;
    const bool is_base =
        instrument.market == Market::spot && instrument.fee_asset == FeeAsset::base && side == OrderSide::buy;
    if (is_base) return {as<Money>(base_fee_of(quantity, rate)), FeeAsset::base};
    return {fee_of(cost, rate), FeeAsset::quote};
}

}  // namespace trellis::adapters
