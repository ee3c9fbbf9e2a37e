#include "adapters/admin/strategy_view.hpp"

#include <algorithm>

#include "adapters/config/strategies.hpp"

namespace trellis::adapters::admin {

namespace {

KnownStrategy known_of(const CatalogueStrategy& kept) { return {text(kept.id), kept.terms.name, rule_of(kept), &kept}; }

/// A rule that names somebody else's account is that one's business.
bool is_visible(const Scene& scene, const StrategyRule& rule) { return !rule.account.has_value() || scene.find_account(*rule.account).ok(); }

/// "d3"; nothing when it is none.
std::optional<std::size_t> parse_place(std::string_view text) {
    if (!text.starts_with('d')) return std::nullopt;
    const auto place = whole_number(text.substr(1));
    return place && *place <= UINT16_MAX ? std::optional<std::size_t>(*place) : std::nullopt;
}

void write_origin(json::Writer& out, const CatalogueStrategy* kept) {
    const bool is_clone = kept != nullptr && kept->cloned_from.has_value();
    text_or_null(out, "cloned_from", is_clone ? text(*kept->cloned_from) : "");
    optional_time(out, "created_at", kept == nullptr ? std::nullopt : std::optional(kept->created_at));
    optional_time(out, "changed_at", kept == nullptr ? std::nullopt : std::optional(kept->changed_at));
}

}  // namespace

KnownStrategy document_strategy(const Scene& scene, std::size_t place) {
    const Config& config = scene.applied().document.config;
    KnownStrategy known;
    known.id = "d" + std::to_string(place);
    known.name = "/grid_strategy";
    if (place == 0) {
        known.rule.strategy = config.grid_strategy;
        return known;
    }
    known.rule = config.strategies.at(place - 1);
    known.name += "/strategies/" + std::to_string(place - 1);
    return known;
}

std::vector<KnownStrategy> visible_strategies(const Scene& scene, const Directory& directory) {
    std::vector<KnownStrategy> all;
    const OwnerId reader = scene.caller().owner;
    for (auto at = directory.strategies.lower_bound({reader, 0}); at != directory.strategies.end() && at->first.owner == reader; ++at) {
        if (!at->second.is_deleted) all.push_back(known_of(at->second));
    }
    const auto& rules = scene.applied().document.config.strategies;
    for (std::size_t place = 1; place <= rules.size(); ++place) {
        if (is_visible(scene, rules[place - 1])) all.push_back(document_strategy(scene, place));
    }
    all.push_back(document_strategy(scene, 0));
    return all;
}

Result<KnownStrategy> find_strategy(const Scene& scene, const Directory& directory, std::string_view id) {
    const OwnerId reader = scene.caller().owner;
    const auto number = parse_strategy_id(id);
    const auto* kept = number.has_value() ? directory.find_strategy(*number, reader) : directory.find_strategy(id, reader);
    if (kept != nullptr) return known_of(*kept);
    const auto& rules = scene.applied().document.config.strategies;
    const auto place = parse_place(id);
    const bool is_there = place.has_value() && *place <= rules.size() && (*place == 0 || is_visible(scene, rules[*place - 1]));
    if (is_there) return document_strategy(scene, *place);
    return Error{"NOT_FOUND", "there is no strategy \"" + shortened(id) + "\""};
}

void write_strategy_fields(json::Writer& out, const KnownStrategy& known) {
    const StrategyRule& rule = known.rule;
    out.name("id").string(known.id).name("name").string(known.name).name("kind").string(known.kept == nullptr ? "document" : "directory");
    out.name("revision");
    known.kept == nullptr ? out.null() : out.integer(known.kept->revision);
    text_or_null(out, "account", rule.account.value_or(""));
    text_or_null(out, "instrument", rule.instrument.value_or(""));
    text_or_null(out, "venue", rule.venue.value_or(""));
    out.name("timeframe");
    rule.timeframe_seconds.has_value() ? out.integer(*rule.timeframe_seconds) : out.null();
    out.name("enabled").boolean(rule.strategy.enabled).name("levels").integer(rule.strategy.levels.size());
    out.name("max_pyramids").integer(rule.strategy.max_pyramids);
    write_origin(out, known.kept);
}

void write_strategy_detail(json::Writer& out, const KnownStrategy& known) {
    out.begin_object();
    write_strategy_fields(out, known);
    write_strategy(out.name("document"), known.kept == nullptr ? "" : known.name, known.rule);
    out.end_object();
}

HttpResponse strategy_response(json::Writer& out, const KnownStrategy& known, unsigned status) {
    return tagged_response(out, known.kept == nullptr ? std::nullopt : std::optional<std::uint64_t>(known.kept->revision), status);
}

}  // namespace trellis::adapters::admin
