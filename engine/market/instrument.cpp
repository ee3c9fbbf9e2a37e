#include "engine/market/instrument.hpp"

#include <algorithm>
#include <array>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"

namespace trellis {

namespace {

/// Names are ASCII; a locale has no say in what an instrument is called.
constexpr char upper(char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& letter : result) letter = upper(letter);
    return result;
}

std::string alias_key(std::string_view venue, Market market, std::string_view alias) {
    return std::string(venue) + (market == Market::spot ? "|spot|" : "|linear|") + upper(alias);
}

template <class Tag>
std::string shown(Decimal<Tag> value) {
    return value.text();
}
std::string shown(bool value) { return value ? "true" : "false"; }
std::string shown(std::uint32_t value) { return std::to_string(value); }
template <class Value>
std::string shown(const std::optional<Value>& value) {
    return value.has_value() ? shown(*value) : "none";
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto place = text.find(separator);
        parts.push_back(text.substr(0, place));
        if (place == std::string_view::npos) return parts;
        text.remove_prefix(place + 1);
    }
}

}  // namespace

InstrumentRules rules_of(const Instrument& instrument) {
    return {instrument.tick,         instrument.step,
            instrument.min_quantity, instrument.max_quantity,
            instrument.max_market_quantity, instrument.min_notional,
            instrument.min_notional_on_market, instrument.is_min_notional_given,
            instrument.max_orders,   instrument.price_band_percent,
            instrument.maker_fee,    instrument.taker_fee};
}

Instrument with_rules(Instrument instrument, const InstrumentRules& rules) {
    instrument.tick = rules.tick;
    instrument.step = rules.step;
    instrument.min_quantity = rules.min_quantity;
    instrument.max_quantity = rules.max_quantity;
    instrument.max_market_quantity = rules.max_market_quantity;
    instrument.min_notional = rules.min_notional;
    instrument.min_notional_on_market = rules.min_notional_on_market;
    instrument.is_min_notional_given = rules.is_min_notional_given;
    instrument.max_orders = rules.max_orders;
    instrument.price_band_percent = rules.price_band_percent;
    instrument.maker_fee = rules.maker_fee;
    instrument.taker_fee = rules.taker_fee;
    return instrument;
}

std::string difference(const InstrumentRules& before, const InstrumentRules& after) {
    std::string says;
    const auto tell = [&](const char* name, const auto& was, const auto& is) {
        if (was == is) return;
        says += (says.empty() ? "" : ", ") + std::string(name) + " " + shown(was) + " -> " + shown(is);
    };
    tell("tick", before.tick, after.tick);
    tell("step", before.step, after.step);
    tell("min_qty", before.min_quantity, after.min_quantity);
    tell("max_qty", before.max_quantity, after.max_quantity);
    tell("max_market_qty", before.max_market_quantity, after.max_market_quantity);
    tell("min_notional", before.min_notional, after.min_notional);
    tell("min_notional_on_market", before.min_notional_on_market, after.min_notional_on_market);
    tell("max_orders", before.max_orders, after.max_orders);
    tell("price_band_percent", before.price_band_percent, after.price_band_percent);
    tell("maker_fee", before.maker_fee, after.maker_fee);
    tell("taker_fee", before.taker_fee, after.taker_fee);
    return says;
}

bool is_placeable(const Instrument& instrument, Price price, Quantity quantity, Purpose purpose) {
    if (!price.is_positive()) return false;
    if (!quantity.is_positive()) return false;
    if (quantity < instrument.min_quantity) return false;
    if (purpose == Purpose::closing && instrument.market == Market::linear) return true;
    return notional(price, quantity) >= instrument.min_notional;
}

Result<Instrument> parse_instrument_name(std::string_view name) {
    const auto invalid = [&](std::string_view why) {
        return Error{"INVALID_INSTRUMENT", std::string(name) + ": " + std::string(why)};
    };
    const auto parts = split(name, ':');
    if (parts.size() != 3) return invalid("expected venue:market:BASE-QUOTE");
    Instrument result;
    result.name = std::string(name);
    result.venue = std::string(canonical_venue(parts[0]));
    if (result.venue.empty()) return invalid("unknown venue");
    if (parts[1] == "spot") {
        result.market = Market::spot;
    } else if (parts[1] == "linear") {
        result.market = Market::linear;
    } else {
        return invalid("market must be spot or linear");
    }
    const auto assets = split(parts[2], '-');
    const std::size_t expected = result.market == Market::spot ? 2 : 3;
    if (assets.size() != expected) {
        return invalid(expected == 2 ? "expected BASE-QUOTE" : "expected BASE-QUOTE-SETTLE");
    }
    if (std::ranges::any_of(assets, &std::string_view::empty)) return invalid("an asset is empty");
    result.base = upper(assets[0]);
    result.quote = upper(assets[1]);
    result.settle = result.market == Market::spot ? result.quote : upper(assets[2]);
    result.symbol = result.base + result.quote;
    return result;
}

Result<InstrumentId> InstrumentTable::add(Instrument instrument) {
    if (by_name_.contains(instrument.name)) {
        return Error{"DUPLICATE_INSTRUMENT", instrument.name + " is listed twice"};
    }
    const InstrumentId id{static_cast<std::uint32_t>(instruments_.size())};
    instrument.id = id;
    by_name_.emplace(instrument.name, id);
    const auto alias = [&](const std::string& name) {
        by_alias_.emplace(alias_key(instrument.venue, instrument.market, name), id);
    };
    alias(instrument.symbol);
    alias(instrument.base + "/" + instrument.quote);
    alias(instrument.name);
    alias(instrument.name.substr(instrument.name.rfind(':') + 1));
    if (instrument.market == Market::linear) alias(instrument.symbol + ".P");
    instruments_.push_back(std::move(instrument));
    return id;
}

const Instrument& InstrumentTable::at(InstrumentId id) const {
    TRELLIS_CHECK(id.value < instruments_.size(), "an instrument id names a row of the table");
    return instruments_[id.value];
}

void InstrumentTable::renew(InstrumentId id, const InstrumentRules& rules) {
    TRELLIS_CHECK(id.value < instruments_.size(), "an instrument id names a row of the table");
    instruments_[id.value] = with_rules(std::move(instruments_[id.value]), rules);
}

const Instrument* InstrumentTable::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &instruments_[found->second.value];
}

const Instrument* InstrumentTable::resolve(std::string_view venue, Market market, std::string_view symbol) const {
    const auto found = by_alias_.find(alias_key(venue, market, symbol));
    return found == by_alias_.end() ? nullptr : &instruments_[found->second.value];
}

std::string_view canonical_venue(std::string_view alias) {
    struct Row {
        std::string_view alias;
        std::string_view venue;
    };
    static constexpr std::array<Row, 11> rows{{{"BINANCE", "binance"},
                                              {"BYBIT", "bybit"},
                                              {"OKX", "okx"},
                                              {"OKEX", "okx"},
                                              {"KUCOIN", "kucoin"},
                                              {"MEXC", "mexc"},
                                              {"GATE", "gate"},
                                              {"GATEIO", "gate"},
                                              {"OANDA", "oanda"},
                                              {"FXCM", "fxcm"},
                                              {"FX", "fxcm"}}};
    const std::string wanted = upper(alias);
    const auto* found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.alias == wanted; });
    return found == rows.end() ? std::string_view{} : found->venue;
}

}  // namespace trellis
