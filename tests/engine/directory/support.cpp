#include "tests/engine/directory/support.hpp"

#include "engine/base/check.hpp"

namespace trellis::tests {

namespace {

Instrument instrument(const char* name, const char* step, const char* least) {
    Instrument made = parse_instrument_name(name).value();
    made.tick = decimal<Price>("0.01");
    made.step = decimal<Quantity>(step);
    made.min_quantity = decimal<Quantity>(least);
    return made;
}

AccountConfig account(std::uint16_t id, const char* name, const char* venue, Market market) {
    AccountConfig made;
    made.id = AccountId{id};
    made.name = name;
    made.venue = venue;
    made.market = market;
    return made;
}

}  // namespace

Preset preset(const std::string& name) {
    Preset made;
    made.name = name;
    made.size.risk_per_trade_percent = Ratio::from_integer(1);
    made.stop.pips = 20;
    made.targets.targets[0] = {true, Ratio::from_integer(2), Ratio::from_integer(100)};
    return made;
}

PresetId template_id(std::string_view name) {
    for (const auto& [id, known] : catalogue_templates()) {
        if (known.name() == name) return id;
    }
    TRELLIS_CHECK(false, "the template exists");
    return {};
}

Office::Office() {
    config.grid_strategy.enabled = false;
    config.accounts = {account(1, "one", "binance", Market::spot), account(2, "two", "bybit", Market::linear)};
    TRELLIS_CHECK(instruments.add(instrument("binance:spot:BTC-USDT", "0.00001", "0.0001")).ok(), "it is new");
    TRELLIS_CHECK(instruments.add(instrument("bybit:linear:BTC-USDT-USDT", "0.001", "0.001")).ok(), "it is new");
}

Result<DirectoryEvents> Office::tell(const DirectoryCommand& command, OwnerId by) {
    now += std::chrono::seconds(1);
    const Config seen = with_directory(config, directory);
    auto decided = decide(directory, command, {now, by, seen, instruments, expected_revision});
    if (!decided.ok()) return decided;
    for (const auto& event : *decided) {
        directory.apply(event);
        history.push_back(event);
    }
    check_invariants(directory);
    return decided;
}

std::string Office::refusal(const DirectoryCommand& command, OwnerId by) {
    const auto told = tell(command, by);
    return told.ok() ? "" : told.error().code;
}

PresetId Office::create(const Preset& content, OwnerId by) {
    const auto told = tell(CreatePreset{content}, by);
    TRELLIS_CHECK(told.ok(), "it may be created");
    return std::get<PresetCreated>(told->front()).preset;
}

}  // namespace trellis::tests
