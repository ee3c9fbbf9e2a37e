// The instruments of a scenario or of the paper market: names parsed, numbers checked against each other, no name twice.
#include <algorithm>

#include "adapters/config/config_reader.hpp"
#include "adapters/config/key_table.hpp"
#include "engine/base/rounding.hpp"
#include "engine/base/wide.hpp"

namespace trellis::adapters {

namespace {

constexpr std::size_t instruments_max = 10'000;

void fill_numbers(const SectionValues& values, Instrument& out) {
    out.tick = values.decimal<Price>("tick_size");
    out.step = values.decimal<Quantity>("step_size");
    out.min_quantity = values.decimal<Quantity>("min_qty");
    out.max_quantity = values.optional_decimal<Quantity>("max_qty");
    out.max_market_quantity = values.optional_decimal<Quantity>("max_market_qty");
    out.min_notional = values.decimal<Money>("min_notional");
    out.is_min_notional_given = values.is_given("min_notional");  // V-4: a missing one is none, never an invented one
    out.min_notional_on_market = values.boolean("min_notional_on_market");
    out.contract_size = values.decimal<Quantity>("contract_size");
    out.lot_size = values.optional_decimal<Quantity>("lot_size");
    out.pip = values.optional_decimal<Price>("pip");
    out.max_orders = values.optional_integer<std::uint32_t>("max_orders");
    out.price_band_percent = values.optional_decimal<Ratio>("price_band_percent");
    out.maker_fee = values.decimal<Ratio>("maker_fee");
    out.taker_fee = values.decimal<Ratio>("taker_fee");
    if (out.market == Market::linear) return;  // linear markets always pay in quote
    const auto& asset = values.text("fee_asset");
    if (asset == "base" || asset == out.base) {
        out.fee_asset = FeeAsset::base;
    } else if (asset != "quote" && asset != out.quote) {
        out.fee_unit = asset;
    }
}

/// "quote", "base", or capitals and digits.
bool is_asset(std::string_view text) {
    if (text == "quote" || text == "base") return true;
    const auto is_sign = [](char sign) { return (sign >= 'A' && sign <= 'Z') || (sign >= '0' && sign <= '9'); };
    return !text.empty() && text.size() <= 16 && std::ranges::all_of(text, is_sign);
}

/// S-2: the venue counts contracts; the engine counts base. False: the step would not be exact.
bool count_in_base(Instrument& instrument) {
    const Quantity one = Quantity::from_integer(1);
    const Quantity size = instrument.contract_size;
    if (size == one) return true;
    const auto convert = [&](Quantity& quantity) { quantity = share(quantity, size, one); };
    const Quantity step = share(instrument.step, size, one);
    if (compare_products(step.raw(), one.raw(), instrument.step.raw(), size.raw()) != 0) return false;
    convert(instrument.step);
    convert(instrument.min_quantity);
    if (instrument.max_quantity.has_value()) convert(*instrument.max_quantity);
    if (instrument.max_market_quantity.has_value()) convert(*instrument.max_market_quantity);
    return true;
}

void read_instrument(const json::Value& value, SectionValues& values, InstrumentTable& table, Reporter& reporter) {
    if (!values.read(value, reporter)) return;
    const auto name = canonical_instrument(values.text("id"));
    if (!name) return reporter.add("INVALID_VALUE", *value.find("id"), {"I-1", name.error().detail});
    auto instrument = parse_instrument_name(*name).value();
    fill_numbers(values, instrument);
    if (!is_asset(values.text("fee_asset")))
        return reporter.add("INVALID_VALUE", *value.find("fee_asset"), {"R-13", "expected quote, base or the name of an asset, as BNB"});
    if (instrument.max_quantity && *instrument.max_quantity < instrument.min_quantity)
        return reporter.add("OUT_OF_RANGE", *value.find("max_qty"),
                            {"R-4", "max_qty must not be below min_qty, " + instrument.min_quantity.text()});
    if (instrument.market == Market::spot && instrument.contract_size != Quantity::from_integer(1))
        return reporter.add("OUT_OF_RANGE", *value.find("contract_size"), {"S-2", "spot has no contracts"});
    if (!count_in_base(instrument))
        return reporter.add("TOO_PRECISE", *value.find("contract_size"), {"S-2", "step_size x contract_size has more than 16 decimals"});
    if (const auto added = table.add(std::move(instrument)); !added)
        reporter.add("DUPLICATE_ID", *value.find("id"), {"R-4", added.error().detail});
}

}  // namespace

InstrumentTable read_instruments(const json::Value& list, Reporter& reporter) {
    EffectiveValues not_asked_for;
    return read_instruments(list, "/instruments", not_asked_for, reporter);
}

InstrumentTable read_instruments(const json::Value& list, std::string_view pointer, EffectiveValues& effective,
                                 Reporter& reporter) {
    InstrumentTable table;
    if (list.size() > instruments_max) {
        reporter.add("OUT_OF_RANGE", list, {"R-4", "at most " + std::to_string(instruments_max) + " instruments"});
        return table;
    }
    std::size_t place = 0;
    for (const auto& value : list.elements()) {
        SectionValues values(paper_instrument_section());
        read_instrument(value, values, table, reporter);
        record(values, json::join_pointer(pointer, place++), Recorded::all, effective);
    }
    return table;
}

}  // namespace trellis::adapters
