// The instruments of a scenario or of the paper market: names parsed, numbers checked against each other, no name twice.
#include "adapters/config/config_reader.hpp"
#include "adapters/config/key_table.hpp"

namespace trellis::adapters {

namespace {

constexpr std::size_t instruments_max = 10'000;

void fill_numbers(const SectionValues& values, Instrument& out) {
    out.tick = values.decimal<Price>("tick_size");
    out.step = values.decimal<Quantity>("step_size");
    out.min_quantity = values.decimal<Quantity>("min_qty");
    out.max_quantity = values.optional_decimal<Quantity>("max_qty");
    out.min_notional = values.decimal<Money>("min_notional");
    out.max_orders = values.optional_integer<std::uint32_t>("max_orders");
    out.price_band_percent = values.optional_decimal<Ratio>("price_band_percent");
    out.maker_fee = values.decimal<Ratio>("maker_fee");
    out.taker_fee = values.decimal<Ratio>("taker_fee");
    const bool is_base = values.text("fee_asset") == "base" && out.market == Market::spot;
    out.fee_asset = is_base ? FeeAsset::base : FeeAsset::quote;  // linear markets always pay in quote
}

void read_instrument(const json::Value& value, SectionValues& values, InstrumentTable& table, Reporter& reporter) {
    if (!values.read(value, reporter)) return;
    const auto name = canonical_instrument(values.text("id"));
    if (!name) return reporter.add("INVALID_VALUE", *value.find("id"), {"I-1", name.error().detail});
    auto instrument = parse_instrument_name(*name).value();
    fill_numbers(values, instrument);
    if (instrument.max_quantity && *instrument.max_quantity < instrument.min_quantity)
        return reporter.add("OUT_OF_RANGE", *value.find("max_qty"),
                            {"R-4", "max_qty must not be below min_qty, " + instrument.min_quantity.text()});
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
