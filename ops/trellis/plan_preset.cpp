#include "ops/trellis/plan_preset.hpp"

#include <ostream>

#include "adapters/config/input_error.hpp"
#include "adapters/json/writer.hpp"
#include "engine/base/rounding.hpp"
#include "engine/pool/preset_forecast.hpp"

namespace trellis::program {

namespace {

Result<SharedPreset> named(const Config& config, const std::string& name) {
    const auto found = config.presets.find(name);
    if (found != config.presets.end()) return found->second;
    std::vector<std::string_view> known;
    for (const auto& [known_name, preset] : config.presets) known.push_back(known_name);
    return Error{"UNKNOWN_PRESET", "there is no preset " + name + " here; did you mean \"" + std::string(adapters::nearest(name, known)) +
                                       "\"? Those of a running server: trellis presets preview"};
}

/// What the target earns.
Money profit_of(const TargetForecast& target, const PlannedLeg& leg) { return notional((target.plan.price - leg.price).abs(), target.quantity); }

void print_words(const PresetForecast& known, const PlannedEntry& entry, std::ostream& out) {
    const PlannedLeg& leg = known.leg;
    const std::string quote = " " + entry.instrument.quote;
    out << entry.instrument.name << ", account " << entry.account.name << ", preset " << known.use.preset->name << ", " << text(entry.side) << ' '
        << leg.quantity.text() << " at " << leg.price.text() << ", " << notional(leg.price, leg.quantity).text() << quote << "; a pip is "
        << known.use.pip.text() << "\nstop          " << known.use.stop.text() << " (" << text(known.use.origin) << ")\n";
    for (const auto& target : known.targets) {
        out << "tp" << target.plan.place + 1 << "           " << target.plan.price.text() << " for " << target.quantity.text() << ", worth "
            << profit_of(target, leg).text() << quote << '\n';
    }
    for (const auto& layer : known.layers.layers) {
        out << "layer " << layer.index.value << "       " << layer.quantity.text() << " at " << layer.price.text() << ", stop " << layer.stop.text()
            << ", loses " << layer.loss.text() << quote << '\n';
    }
    if (known.layers.ended_by) out << "no more       " << known.layers.ended_by->code << ": " << known.layers.ended_by->detail << '\n';
    out << "worst loss    " << known.worst_loss().text() << quote << ", fees of " << known.layers.fees.text() << " included\n";
}

std::string as_json(const PresetForecast& known, const PlannedEntry& entry) {
    const PlannedLeg& leg = known.leg;
    adapters::json::Writer out(adapters::json::Layout::indented);
    out.begin_object().name("account").string(entry.account.name).name("instrument").string(entry.instrument.name);
    out.name("preset").string(known.use.preset->name).name("side").string(text(entry.side)).name("price").string(leg.price.text());
    out.name("quantity").string(leg.quantity.text()).name("notional").string(notional(leg.price, leg.quantity).text());
    out.name("pip").string(known.use.pip.text()).name("stop").string(known.use.stop.text());
    out.name("stop_origin").string(text(known.use.origin)).name("targets").begin_array();
    for (const auto& target : known.targets) {
        out.begin_object().name("target").integer(target.plan.place + 1).name("price").string(target.plan.price.text());
        out.name("quantity").string(target.quantity.text()).name("profit").string(profit_of(target, leg).text()).end_object();
    }
    out.end_array().name("layers").begin_array();
    for (const auto& layer : known.layers.layers) {
        out.begin_object().name("layer").integer(layer.index.value).name("price").string(layer.price.text());
        out.name("quantity").string(layer.quantity.text()).name("stop").string(layer.stop.text()).name("loss").string(layer.loss.text()).end_object();
    }
    out.end_array().name("fees").string(known.layers.fees.text()).name("worst_loss").string(known.worst_loss().text());
    return out.name("currency").string(entry.instrument.quote).end_object().take();
}

}  // namespace

Result<void> print_preset_plan(const adapters::ConfigDocument& document, const PlannedEntry& entry, const PresetForecastRequest& request, bool json,
                               std::ostream& out) {
    const auto preset = named(document.config, request.preset);
    if (!preset.ok()) return preset.error();
    InstrumentTable table;
    for (const auto& instrument : document.paper.instruments) {
        if (const auto added = table.add(instrument); !added.ok()) return added.error();
    }
    const InstrumentId instrument = table.find(entry.instrument.name)->id;
    Board board;
    board.set_quote(instrument, {entry.price, entry.price, std::nullopt, std::nullopt, Timestamp{}, 1});
    const Identity identity{instrument, entry.timeframe_seconds, entry.side};
    const auto known = forecast_preset({entry.account.id, identity, entry.price, request.levels, **preset, request.equity},
                                       {Timestamp{}, document.config, table, board});
    if (!known.ok()) return known.error();
    if (json) {
        out << as_json(*known, entry) << '\n';
    } else {
        print_words(*known, entry, out);
    }
    return {};
}

}  // namespace trellis::program
