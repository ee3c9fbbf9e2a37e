#include "adapters/admin/governance.hpp"

#include "adapters/admin/preset_view.hpp"
#include "adapters/admin/strategy_view.hpp"
#include "adapters/config/engine_values.hpp"
#include "adapters/config/key_table.hpp"
#include "adapters/config/presets.hpp"
#include "adapters/config/strategies.hpp"
#include "adapters/json/document.hpp"
#include "engine/pool/preset_entry.hpp"

namespace trellis::adapters::admin {

namespace {

json::Document parsed(json::Writer& written) {
    auto document = json::Document::parse(written.take());
    TRELLIS_CHECK(document.ok(), "what was written can be read");
    return *std::move(document);
}

void write_value(json::Writer& out, std::string_view name, const json::Value& value, std::string_view origin) {
    out.name(name).begin_object().name("value").raw(value.raw()).name("origin").string(origin).end_object();
}

/// What an entry meets: both configurations of the scene are of one moment.
struct Met {
    const Scene& scene;
    const AccountConfig& account;
    const Instrument& instrument;
    std::uint32_t timeframe_seconds;
    const Bot* bot;  ///< that would open it; null: the connection does

    const StrategyRule* chosen() const { return bot == nullptr ? nullptr : chosen_rule(scene.config(), *bot); }
    int fit_of(const StrategyRule& rule) const { return specificity(rule, account, instrument, timeframe_seconds); }
};

// ---- the preset ----

/// B-27: the winner's own values, those that it leaves at their default, and what only a connection says.
void write_values(json::Writer& out, const Preset& preset, const AccountConfig& account, const std::string& origin) {
    json::Writer own;
    write_preset(own, preset);
    json::Writer plain;
    write_preset(plain, Preset{});
    const auto values = parsed(own);
    const auto defaults = parsed(plain);
    out.name("values").begin_object();
    for (const auto& member : values.root().members()) {
        const auto* usual = defaults.root().find(member.name);
        const bool is_default = usual != nullptr && usual->raw() == member.value.raw();
        write_value(out, member.name, member.value, is_default ? "default" : origin);
    }
    out.name("leverage").begin_object().name("value").integer(account.leverage).name("origin").string("connection " + account.name).end_object();
    out.end_object();
}

void write_skipped(json::Writer& out, const Resolution& resolution) {
    out.name("skipped").begin_array();
    for (const auto& skipped : resolution.skipped) {
        out.begin_object().name("level").string(text(skipped.level)).name("reason").string(text(skipped.reason)).end_object();
    }
    out.end_array();
}

const Bot* bot_at(const Scene& scene, const Place& place) {
    const AccountConfig& account = *scene.account(place.account);
    return bot_for(scene.config().bots, {account.id, account.owner, scene.instrument(place.instrument)->symbol, place.timeframe_seconds,
                                         place.side == PositionSide::long_side});
}

void write_bot(json::Writer& out, const Bot* bot) {
    out.name("bot");
    if (bot == nullptr) {
        out.null();
        return;
    }
    out.begin_object().name("id").string(text(bot->id)).name("name").string(bot->terms.name).name("state").string(text(bot->state)).end_object();
}

/// Why the winner does not govern after all; empty: it does.
std::string against(const Met& met, const Resolution& resolution, bool has_grid) {
    const Config& config = met.scene.config();
    if (met.bot != nullptr && met.bot->state != BotState::running) {
        return "bot " + text(met.bot->id) + " is " + std::string(text(met.bot->state)) + " (B-31)";
    }
    if (resolution.preset == nullptr && has_grid) return "a grid strategy trades alone (R-52)";
    if (resolution.preset == nullptr) return "no level has a preset that applies (B-20)";
    if (config.preset_settings.strict && resolution.is_overridden()) return "strict_preset: an assigned preset was passed over (B-20)";
    return "";
}

void write_winner(json::Writer& out, const Scene& scene, const Directory& directory, const Resolution& resolution, const AccountConfig& account) {
    const auto* winner = resolution.preset == nullptr ? nullptr : directory.find_named(resolution.preset->name, account.owner);
    out.name("preset");
    if (winner == nullptr) {
        out.null().name("values").begin_object().end_object();
        return;
    }
    out.begin_object();
    write_preset_fields(out, scene, directory, *winner);
    out.end_object();
    write_values(out, *resolution.preset, account, "preset " + text(winner->id) + " version " + std::to_string(winner->version()));
}

// ---- the strategy ----

/// A rule as it is called outside; those of the directory stand in front of the document's in what desks decide by.
struct NamedRule {
    const StrategyRule* rule = nullptr;
    std::string id;
    std::string name;
};

std::vector<NamedRule> applying(const Met& met, const Directory& directory) {
    std::vector<NamedRule> found;
    std::size_t place = 0;
    for (const auto& rule : met.scene.config().strategies) {
        if (rule.id.empty()) ++place;
        if (met.fit_of(rule) == 0 && &rule != met.chosen()) continue;
        const auto kept = parse_strategy_id(rule.id);
        const auto known = kept ? directory.strategies.find(*kept) : directory.strategies.end();
        const std::string id = rule.id.empty() ? "d" + std::to_string(place) : rule.id;
        const std::string name = known == directory.strategies.end() ? "/grid_strategy/strategies/" + std::to_string(place - 1) : known->second.terms.name;
        found.push_back({&rule, id, name});
    }
    return found;
}

void write_rule(json::Writer& out, std::string_view id, std::string_view name) {
    out.name("id").string(id).name("name").string(name).name("kind").string(id.starts_with('s') ? "directory" : "document");
}

/// The nearest place of the document that says the key; "default": none does.
std::string document_origin(const EffectiveValues& effective, const std::string& name, std::string_view key) {
    std::string path(key);
    if (const auto dot = path.find('.'); dot != std::string::npos) path[dot] = '/';
    std::vector<std::string> places{name + "/" + path};
    // An item inherits everything but that: it is enabled unless it says otherwise.
    if (name != "/grid_strategy" && path != "enabled") places.push_back("/grid_strategy/" + path);
    if (path.starts_with("sizing/")) places.push_back("/" + path);
    for (const auto& place : places) {
        const auto found = effective.find(place);
        if (found != effective.end() && found->second.is_given) return place;
    }
    return "default";
}

/// Each key once, those of `sizing` as "sizing.mode".
template <class Each>
void each_value(const json::Value& grid, const Each& each) {
    for (const auto& member : grid.members()) {
        if (member.name == "max_dca_per_pyramid") continue;  // a bound of what may be written; nothing trades by it
        if (member.name != "sizing") {
            each(std::string(member.name), member.value);
            continue;
        }
        for (const auto& part : member.value.members()) each("sizing." + std::string(part.name), part.value);
    }
}

/// The same of a strategy at its defaults.
std::map<std::string, std::string> default_values() {
    json::Writer plain;
    write_grid(plain, grid_of(SectionValues(grid_section()), SectionValues(sizing_section())));
    const auto defaults = parsed(plain);
    std::map<std::string, std::string> values;
    each_value(defaults.root(), [&](const std::string& key, const json::Value& value) { values.emplace(key, value.raw()); });
    return values;
}

void write_strategy_values(json::Writer& out, const Met& met, const NamedRule& chosen, const GridStrategy& grid) {
    json::Writer own;
    write_grid(own, grid);
    const auto values = parsed(own);
    const auto defaults = default_values();
    out.name("strategy_values").begin_object();
    each_value(values.root(), [&](const std::string& key, const json::Value& value) {
        const bool is_default = defaults.at(key) == value.raw();
        const bool is_kept = chosen.id.starts_with('s');
        const std::string origin = is_kept ? (is_default ? "default" : "strategy " + chosen.id)
                                           : document_origin(met.scene.applied().document.effective, chosen.name, key);
        write_value(out, key, value, origin);
    });
    out.end_object();
}

/// D-12: the one that governs, and those that apply there too with the reason why they do not.
void write_strategies(json::Writer& out, const Met& met, const Directory& directory) {
    const Config& config = met.scene.config();
    const bool is_free = met.bot == nullptr || met.bot->terms.strategy == BotStrategy::account;
    const auto* best = is_free ? select_rule(config, met.account, met.instrument, met.timeframe_seconds) : met.chosen();
    const bool is_enabled = select_strategy(config, met.account, met.instrument, met.timeframe_seconds, met.bot) != nullptr;
    NamedRule chosen{nullptr, "d0", "/grid_strategy"};
    const auto rules = applying(met, directory);
    for (const auto& known : rules) {
        if (known.rule == best) chosen = known;
    }
    const GridStrategy& grid = best == nullptr ? config.grid_strategy : best->strategy;
    out.name("strategy").begin_object();
    write_rule(out, chosen.id, chosen.name);
    out.name("enabled").boolean(is_enabled).end_object().name("strategies_passed_over").begin_array();
    const auto passed_over = [&](std::string_view id, std::string_view name, std::string_view reason) {
        out.begin_object();
        write_rule(out, id, name);
        out.name("reason").string(reason).end_object();
    };
    for (const auto& known : rules) {
        if (known.rule == best) continue;
        const bool is_less = is_free && best != nullptr && met.fit_of(*known.rule) < met.fit_of(*best);
        passed_over(known.id, known.name, !is_free ? "BOT" : is_less ? "LESS_SPECIFIC" : "LATER");
    }
    if (best != nullptr) passed_over("d0", "/grid_strategy", is_free ? "LESS_SPECIFIC" : "BOT");
    out.end_array();
    if (is_enabled) {
        write_strategy_values(out, met, chosen, grid);
    } else {
        out.name("strategy_values").begin_object().end_object();
    }
}

}  // namespace

Result<Place> find_place(const Scene& scene, std::string_view account, std::string_view symbol, std::uint32_t timeframe_seconds) {
    const auto found = scene.find_account(account);
    if (!found) return found.error();
    const AccountConfig& known = *scene.account(*found);
    const Instrument* instrument = scene.instruments().resolve(known.venue, known.market, symbol);
    if (instrument == nullptr) return Error{"UNKNOWN_INSTRUMENT", known.name + " trades no \"" + shortened(symbol) + "\""};
    return Place{*found, instrument->id, timeframe_seconds};
}

void write_governance(json::Writer& out, const Scene& scene, const Directory& directory, const Place& place, std::string_view wished) {
    const Config& config = scene.config();
    const Met met{scene, *scene.account(place.account), *scene.instrument(place.instrument), place.timeframe_seconds, bot_at(scene, place)};
    const bool has_grid = select_strategy(config, met.account, met.instrument, place.timeframe_seconds, met.bot) != nullptr;
    const std::string_view named = config.preset_settings.allow_signal_preset ? wished : "";
    const auto candidates = preset_candidates(config, met.account, {named, met.bot}, has_grid);
    const auto resolution = resolve(candidates, {met.instrument.symbol, place.timeframe_seconds});
    const std::string why_not = against(met, resolution, has_grid);
    out.name("account").string(met.account.name).name("symbol").string(met.instrument.symbol);
    out.name("timeframe").integer(place.timeframe_seconds).name("governs").boolean(why_not.empty());
    text_or_null(out, "why_not", why_not);
    text_or_null(out, "level", resolution.level ? text(*resolution.level) : std::string_view());
    out.name("is_overridden").boolean(resolution.is_overridden());
    write_bot(out, met.bot);
    write_skipped(out, resolution);
    write_winner(out, scene, directory, resolution, met.account);
    write_strategies(out, met, directory);
}

}  // namespace trellis::adapters::admin
