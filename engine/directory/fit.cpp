// Whether an account can do what a preset asks for (B-26).
#include <algorithm>

#include "engine/directory/commands.hpp"
#include "engine/preset/risk_size.hpp"

namespace trellis {

namespace {

/// The instruments of the account that the preset is meant for.
std::vector<const Instrument*> meant(const Preset& preset, const AccountConfig& account, const InstrumentTable& instruments) {
    std::vector<const Instrument*> found;
    for (const auto& instrument : instruments.all()) {
        if (instrument.venue != account.venue || instrument.market != account.market) continue;
        if (!preset.symbol.has_value() || instrument.symbol == *preset.symbol) found.push_back(&instrument);
    }
    return found;
}

/// Lots that the equity scales are known when the signal is there.
bool is_lot_known(const PresetSize& size) {
    return size.mode == SizeMode::fixed && size.fixed_lot.has_value() && size.equity_mode == EquityMode::none;
}

bool is_tradable(const PresetSize& size, const Instrument& instrument) {
    const Quantity quantity = fixed_size(size, instrument.contract_size, std::nullopt, instrument.step);
    return quantity.is_positive() && quantity >= instrument.min_quantity;
}

}  // namespace

std::vector<Error> misfits(const Preset& preset, const AccountConfig& account, const InstrumentTable& instruments) {
    std::vector<Error> found;
    const auto candidates = meant(preset, account, instruments);
    if (candidates.empty() && preset.symbol.has_value()) {
        found.push_back({"INCOMPATIBLE", "account " + account.name + " trades no " + *preset.symbol + " (B-26)"});
    } else if (is_lot_known(preset.size) &&
               std::ranges::none_of(candidates, [&](const Instrument* one) { return is_tradable(preset.size, *one); })) {
        found.push_back({"INCOMPATIBLE", "fixed_lot " + preset.size.fixed_lot->text() + " is below the minimum of every instrument of account " +
                                             account.name + " (B-26)"});
    }
    return found;
}

std::vector<Error> reservations(const Preset& preset, const AccountConfig& account) {
    if (!preset.hedge.enabled || can_hedge(account)) return {};
    return {{"HEDGE_UNSUPPORTED", "account " + account.name + " holds one side at a time: it is traded without the hedge (B-16)"}};
}

}  // namespace trellis
