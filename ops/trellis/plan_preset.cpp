#include "ops/trellis/plan_preset.hpp"

#include <algorithm>
#include <ostream>

#include "engine/pool/layer_preview.hpp"
#include "adapters/config/input_error.hpp"
#include "adapters/json/writer.hpp"
#include "engine/base/rounding.hpp"
#include "engine/pool/preset_entry.hpp"

namespace trellis::program {

namespace {


/// Knows the equity that was asked with. What is free is not known, so nothing is capped (S-4).
class AskedWallet final : public WalletPort {
public:
    explicit AskedWallet(std::optional<Money> equity) : equity_(equity) {}
    std::optional<Wallet> wallet(AccountId) const override { return Wallet{{}, equity_, true}; }
    std::optional<Money> free(AccountId, std::string_view) const override { return std::nullopt; }
    bool is_connected(AccountId) const override { return true; }

private:
    std::optional<Money> equity_;
};

struct Target {
    PlannedTarget plan;
    Quantity quantity;
    Money profit;
};

struct Forecast {
    const Preset& preset;
    PresetPlan plan;
    std::vector<Target> targets;
    LayerPreview layers;
};

Result<SharedPreset> named(const Config& config, const std::string& name) {
    const auto found = config.presets.find(name);
    if (found != config.presets.end()) return found->second;
    std::vector<std::string_view> known;
    for (const auto& [known_name, preset] : config.presets) known.push_back(known_name);
    return Error{"UNKNOWN_PRESET", "there is no preset " + name + " here; did you mean \"" + std::string(adapters::nearest(name, known)) +
                                       "\"? Those of a running server: trellis presets preview"};
}

/// A configuration in which only this preset can govern.
Config with_only(Config config, const Preset& preset, AccountId account) {
    config.grid_strategy.enabled = false;
    config.strategies.clear();
    Preset alone = preset;
    alone.enabled = true;
    alone.symbol.reset();
    alone.timeframe_seconds.reset();
    config.presets.insert_or_assign(alone.name, SharedPreset(alone));
    std::ranges::find(config.accounts, account, &AccountConfig::id)->preset = alone.name;
    return config;
}

std::vector<Target> targets_of(const PresetPlan& plan, const PlannedEntry& entry, Price risk) {
    const PlannedLeg& leg = plan.plan.legs.front();
    std::vector<Target> targets;
    Quantity left = leg.quantity;
    for (const auto& target : plan_targets(plan.use.preset->targets, risk, {entry.side, leg.price, plan.use.pip, entry.instrument.tick})) {
        const Quantity part = part_of(leg.quantity, Quantity::from_raw(target.close_percent.raw()), Quantity::from_integer(100), entry.instrument.step);
        const Quantity quantity = target.takes_rest ? left : part;
        left -= quantity;
        targets.push_back({target, quantity, notional((target.price - leg.price).abs(), quantity)});
    }
    return targets;
}

void print_words(const Forecast& known, const PlannedEntry& entry, std::ostream& out) {
    const PlannedLeg& leg = known.plan.plan.legs.front();
    const std::string quote = " " + entry.instrument.quote;
    out << entry.instrument.name << ", account " << entry.account.name << ", preset " << known.preset.name << ", " << text(entry.side) << ' '
        << leg.quantity.text() << " at " << leg.price.text() << ", " << notional(leg.price, leg.quantity).text() << quote << "; a pip is "
        << known.plan.use.pip.text() << "\nstop          " << known.plan.use.stop.text() << " (" << text(known.plan.use.origin) << ")\n";
    for (const auto& target : known.targets) {
        out << "tp" << target.plan.place + 1 << "           " << target.plan.price.text() << " for " << target.quantity.text() << ", worth "
            << target.profit.text() << quote << '\n';
    }
    for (const auto& layer : known.layers.layers) {
        out << "layer " << layer.index.value << "       " << layer.quantity.text() << " at " << layer.price.text() << ", stop " << layer.stop.text()
            << ", loses " << layer.loss.text() << quote << '\n';
    }
    if (known.layers.ended_by) out << "no more       " << known.layers.ended_by->code << ": " << known.layers.ended_by->detail << '\n';
    out << "worst loss    " << (known.layers.loss + known.layers.fees).text() << quote << ", fees of " << known.layers.fees.text() << " included\n";
}

std::string as_json(const Forecast& known, const PlannedEntry& entry) {
    const PlannedLeg& leg = known.plan.plan.legs.front();
    adapters::json::Writer out(adapters::json::Layout::indented);
    out.begin_object().name("account").string(entry.account.name).name("instrument").string(entry.instrument.name);
    out.name("preset").string(known.preset.name).name("side").string(text(entry.side)).name("price").string(leg.price.text());
    out.name("quantity").string(leg.quantity.text()).name("notional").string(notional(leg.price, leg.quantity).text());
    out.name("pip").string(known.plan.use.pip.text()).name("stop").string(known.plan.use.stop.text());
    out.name("stop_origin").string(text(known.plan.use.origin)).name("targets").begin_array();
    for (const auto& target : known.targets) {
        out.begin_object().name("target").integer(target.plan.place + 1).name("price").string(target.plan.price.text());
        out.name("quantity").string(target.quantity.text()).name("profit").string(target.profit.text()).end_object();
    }
    out.end_array().name("layers").begin_array();
    for (const auto& layer : known.layers.layers) {
        out.begin_object().name("layer").integer(layer.index.value).name("price").string(layer.price.text());
        out.name("quantity").string(layer.quantity.text()).name("stop").string(layer.stop.text()).name("loss").string(layer.loss.text()).end_object();
    }
    out.end_array().name("fees").string(known.layers.fees.text()).name("worst_loss").string((known.layers.loss + known.layers.fees).text());
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
    const Config config = with_only(document.config, **preset, entry.account.id);
    const AskedWallet wallet(request.equity);
    Board board;
    board.set_quote(instrument, {entry.price, entry.price, std::nullopt, std::nullopt, Timestamp{}, 1});
    Instruction instruction;
    instruction.identity = {instrument, entry.timeframe_seconds, entry.side};
    instruction.wish = PresetWish{"", request.levels};
    const DeskContext context{Timestamp{}, config, account_of(config, entry.account.id), table, board, &wallet};
    auto plan = plan_by_preset(instruction, entry.price, context);
    if (!plan.ok()) return plan.error();
    const PlannedLeg& leg = plan->plan.legs.front();
    auto layers = preview_layers(*plan, entry.side, request.equity, instrument, context);
    auto targets = targets_of(*plan, entry, (leg.price - plan->use.stop).abs());
    const Forecast known{**preset, std::move(plan).value(), std::move(targets), std::move(layers)};
    if (json) {
        out << as_json(known, entry) << '\n';
    } else {
        print_words(known, entry, out);
    }
    return {};
}

}  // namespace trellis::program
