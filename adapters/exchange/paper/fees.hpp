// What a trade costs at the paper exchange (PV-5, R-13).
#pragma once

#include <optional>
#include <string>

#include "engine/base/rounding.hpp"
#include "engine/market/instrument.hpp"
#include "engine/market/side.hpp"

namespace trellis::adapters {

struct Fee {
    Money amount;
    FeeAsset asset{};
    std::string unit{};  ///< a third asset (F-7)
};

/// What a third asset is worth and how much of it the account has; nothing of it: the fee is taken in quote.
struct FeePurse {
    Price price;
    Money free;
};

/// `base` means in the asset received; linear markets always pay in quote.
inline Fee fee_for(const Instrument& instrument, OrderSide side, bool is_maker, Money cost, Quantity quantity,
                   const std::optional<FeePurse>& purse = std::nullopt) {
    const Ratio rate = is_maker ? instrument.maker_fee : instrument.taker_fee;
    const bool is_base =
        instrument.market == Market::spot && instrument.fee_asset == FeeAsset::base && side == OrderSide::buy;
    if (is_base) return {as<Money>(base_fee_of(quantity, rate)), FeeAsset::base};
    const Money fee = fee_of(cost, rate);
    if (!purse.has_value()) return {fee, FeeAsset::quote};
    const Money amount = share(fee, Quantity::from_integer(1), as<Quantity>(purse->price));
    return amount > purse->free ? Fee{fee, FeeAsset::quote} : Fee{amount, FeeAsset::quote, instrument.fee_unit};
}

}  // namespace trellis::adapters
