// `rules` entries: what a venue changes about an instrument, and whether it says so (V-3).
#include "adapters/scenario/key_table.hpp"
#include "adapters/scenario/reading.hpp"
#include "engine/base/rounding.hpp"

namespace trellis::adapters {

namespace {

/// S-2: of a contract the document says contracts, the engine counts base.
std::optional<Quantity> quantity_of(const SectionValues& values, std::string_view name, const Instrument& instrument) {
    const auto said = values.optional_decimal<Quantity>(name);
    if (!said.has_value()) return said;
    return share(*said, instrument.contract_size, Quantity::from_integer(1));
}

template <class Value>
void change(Value& rule, const std::optional<Value>& to) {
    if (to.has_value()) rule = *to;
}
template <class Value>
void change(std::optional<Value>& rule, const std::optional<Value>& to) {
    if (to.has_value()) rule = to;
}

}  // namespace

InstrumentRules changed(InstrumentRules rules, const RulesChange& to) {
    change(rules.tick, to.tick);
    change(rules.step, to.step);
    change(rules.min_quantity, to.min_quantity);
    change(rules.max_quantity, to.max_quantity);
    change(rules.max_market_quantity, to.max_market_quantity);
    change(rules.min_notional, to.min_notional);
    rules.is_min_notional_given = rules.is_min_notional_given || to.min_notional.has_value();
    change(rules.max_orders, to.max_orders);
    change(rules.price_band_percent, to.price_band_percent);
    change(rules.maker_fee, to.maker_fee);
    change(rules.taker_fee, to.taker_fee);
    return rules;
}

std::optional<TimelineBody> read_rules(const Reading& reading, const json::Value& entry) {
    SectionValues values(rules_section());
    if (!values.read(entry, reading.reporter)) return std::nullopt;
    const auto* instrument = resolve_instrument(reading, entry, values);
    if (instrument == nullptr) return std::nullopt;
    RulesEntry rules;
    rules.instrument = instrument->id;
    rules.is_announced = values.boolean("announced");
    rules.change.tick = values.optional_decimal<Price>("tick_size");
    rules.change.step = quantity_of(values, "step_size", *instrument);
    rules.change.min_quantity = quantity_of(values, "min_qty", *instrument);
    rules.change.max_quantity = quantity_of(values, "max_qty", *instrument);
    rules.change.max_market_quantity = quantity_of(values, "max_market_qty", *instrument);
    rules.change.min_notional = values.optional_decimal<Money>("min_notional");
    rules.change.max_orders = values.optional_integer<std::uint32_t>("max_orders");
    rules.change.price_band_percent = values.optional_decimal<Ratio>("price_band_percent");
    rules.change.maker_fee = values.optional_decimal<Ratio>("maker_fee");
    rules.change.taker_fee = values.optional_decimal<Ratio>("taker_fee");
    if (rules.change != RulesChange{}) return rules;
    reading.reporter.add_missing(entry, "tick_size", {"V-3", "expected at least one rule that changes"});
    return std::nullopt;
}

}  // namespace trellis::adapters
