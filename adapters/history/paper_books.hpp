// What the paper venue's accounts hold, folded from the journal's fills: the paper exchange dies with the process, its books do not.
//
// A pure fold that needs no configuration: every kind of ledger is kept beside the others, and the account's configuration says at
// the start which of them the venue takes up again. Each books as its ledger in adapters/exchange/paper does, to the last digit.
#pragma once

#include <compare>
#include <map>
#include <string>

#include "adapters/history/group_side.hpp"
#include "engine/group/events.hpp"

namespace trellis::adapters {

/// What fills moved in one instrument of a spot account, fees included.
struct PaperHolding {
    Money base;
    Money quote;
    bool operator==(const PaperHolding&) const = default;
    static void fields(auto& self, auto&& each) { each(self.base, self.quote); }
};

struct PaperPositionKey {
    InstrumentId instrument;
    PositionSide side{};  ///< hedge mode: of the position; one-way: always long_side
    constexpr auto operator<=>(const PaperPositionKey&) const = default;
    static void fields(auto& self, auto&& each) { each(self.instrument, self.side); }
};

/// `cost` is quantity x average.
struct PaperPosition {
    PositionSide side{};
    Quantity quantity;
    Money cost;
    bool operator==(const PaperPosition&) const = default;
    static void fields(auto& self, auto&& each) { each(self.side, self.quantity, self.cost); }
};

/// A linear account in one of the two position modes.
struct PaperMargin {
    Money wallet;  ///< what it changed by: realised, less fees
    std::map<PaperPositionKey, PaperPosition> positions;  ///< flat ones are not in it
    bool operator==(const PaperMargin&) const = default;
    static void fields(auto& self, auto&& each) { each(self.wallet, self.positions); }
};

/// One account since its configured starting balance.
struct PaperAccountBooks {
    std::map<InstrumentId, PaperHolding> spot;  ///< add base and quote to the assets that the instrument names
    PaperMargin one_way;
    PaperMargin hedged;
    std::map<std::string, Money> fees;  ///< paid in third assets (F-7), in theirs
    bool operator==(const PaperAccountBooks&) const = default;
    static void fields(auto& self, auto&& each) { each(self.spot, self.one_way, self.hedged, self.fees); }
};

struct PaperBooks {
    std::map<AccountId, PaperAccountBooks> accounts;
    std::map<InstrumentId, TradeId> newest_trades;    ///< the highest trade id of each instrument
    std::map<GroupSide, Quantity> net_quantities;     ///< bought minus sold
    bool operator==(const PaperBooks&) const = default;
};

/// A fill with what its order and its group add to it.
struct PaperFill {
    const OrderFilled& fill;
    InstrumentId instrument;
    PositionSide position{};  ///< that it belongs to: the group's, of a hedge the other one
    OrderSide side{};         ///< of the order
};

/// Books one fill of the account's group.
void book(PaperAccountBooks& books, const PaperFill& fill);
/// The fee of a booked fill is another than was booked (F-7, F-8).
void correct(PaperAccountBooks& books, InstrumentId instrument, const OpenFee& booked, const FeeSettled& fee);
/// The same with trade ids and net quantities.
void book(PaperBooks& books, const PaperFill& fill);

}  // namespace trellis::adapters
