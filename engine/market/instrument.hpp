// One tradable instrument with the venue's rules for it (V-4), and the table that resolves its names (I-1).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/result.hpp"

namespace trellis {

enum class Market : std::uint8_t { spot = 0, linear = 1 };
/// Asset in which a fill's fee is taken. `base` means: in the asset received.
enum class FeeAsset : std::uint8_t { quote = 0, base = 1 };

struct Instrument {
    InstrumentId id;
    std::string name;    ///< canonical: `binance:spot:BTC-USDT`, `bybit:linear:BTC-USDT-USDT` (I-1)
    std::string venue;   ///< lower case
    Market market = Market::spot;
    std::string base;
    std::string quote;
    std::string settle;  ///< what profit is paid in: the quote on spot
    std::string symbol;  ///< base+quote, `BTCUSDT` (R-3)
    Price tick;
    Quantity step;       ///< this and all quantities in base, whatever the venue counts in
    Quantity min_quantity;
    std::optional<Quantity> max_quantity;
    std::optional<Quantity> max_market_quantity;  ///< of market orders, where the venue has a limit of its own for them
    Money min_notional;
    bool min_notional_on_market = true;           ///< the venue asks it of market orders too
    bool is_min_notional_given = true;            ///< false: the venue names none, so none is asked for (V-4)
    Quantity contract_size = Quantity::from_integer(1);  ///< base in one contract (S-2)
    std::optional<Quantity> lot_size;             ///< base in one lot (B-1); empty: a contract
    std::optional<Price> pip;                     ///< the operator's word (B-0a); empty: by its kind
    std::optional<std::uint32_t> max_orders;   ///< working at once for one group (D-11)
    std::optional<Ratio> price_band_percent;   ///< farthest from the mark that an order may be (D-11)
    Ratio maker_fee;     ///< rate, 0.001 = 0.1 %
    Ratio taker_fee;
    FeeAsset fee_asset = FeeAsset::quote;
    std::string fee_unit;  ///< the third asset that the venue takes fees in, if it does (F-7)
    Quantity lot() const { return lot_size.value_or(contract_size); }
    bool operator==(const Instrument&) const = default;
};

/// What the venue may change about an instrument (V-4): the filters, by which prices and quantities are rounded, and the fees.
struct InstrumentRules {
    Price tick;
    Quantity step;
    Quantity min_quantity;
    std::optional<Quantity> max_quantity;
    std::optional<Quantity> max_market_quantity;
    Money min_notional;
    bool min_notional_on_market = true;
    bool is_min_notional_given = true;
    std::optional<std::uint32_t> max_orders;
    std::optional<Ratio> price_band_percent;
    Ratio maker_fee;
    Ratio taker_fee;
    bool operator==(const InstrumentRules&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.tick, self.step, self.min_quantity, self.max_quantity, self.max_market_quantity, self.min_notional,
             self.min_notional_on_market, self.is_min_notional_given, self.max_orders, self.price_band_percent, self.maker_fee,
             self.taker_fee);
    }
};
InstrumentRules rules_of(const Instrument& instrument);
/// The instrument with other rules.
Instrument with_rules(Instrument instrument, const InstrumentRules& rules);
/// What changed, in words: "tick 0.01 -> 0.1, min_notional 5 -> 10".
std::string difference(const InstrumentRules& before, const InstrumentRules& after);

/// Whether an order adds to a position or takes from it.
enum class Purpose : std::uint8_t { opening = 0, closing = 1 };
/// may an order for `quantity` at `price` be sent? Closing orders on linear are reduce-only, exempt from min_notional.
bool is_placeable(const Instrument& instrument, Price price, Quantity quantity, Purpose purpose);
/// Parses the canonical id into venue, market, base, quote. Error INVALID_INSTRUMENT names what is wrong.
Result<Instrument> parse_instrument_name(std::string_view name);

/// All instruments of a run. Resolution is exact, never by suffix (I-1).
class InstrumentTable {
public:
    /// Adds one; its id becomes its place. Error DUPLICATE_INSTRUMENT.
    Result<InstrumentId> add(Instrument instrument);
    const Instrument& at(InstrumentId id) const;
    /// The venue said other rules (V-3).
    void renew(InstrumentId id, const InstrumentRules& rules);
    const Instrument* find(std::string_view name) const;
    /// I-1, R-30: case-insensitive `BTCUSDT`, `BTC/USDT`, native id, `BTCUSDT.P` for linear only.
    const Instrument* resolve(std::string_view venue, Market market, std::string_view symbol) const;
    const std::vector<Instrument>& all() const { return instruments_; }

private:
    std::vector<Instrument> instruments_;
    std::map<std::string, InstrumentId, std::less<>> by_name_;
    std::map<std::string, InstrumentId, std::less<>> by_alias_;  // "venue|market|ALIAS"
};

/// I-2: BINANCE, BYBIT, OKX|OKEX, KUCOIN, MEXC, GATE|GATEIO, case-insensitive -> lower-case venue; empty = unknown.
std::string_view canonical_venue(std::string_view alias);

}  // namespace trellis
