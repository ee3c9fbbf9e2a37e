// Strategies as the directory keeps them, and as the rules that desks choose from (D-12).
#include "engine/directory/strategies.hpp"

#include <set>

#include "engine/base/check.hpp"
#include "engine/directory/directory.hpp"
#include "engine/directory/owned_id.hpp"

namespace trellis {

std::string text(StrategyId id) { return "s" + std::to_string(id.owner.value) + "." + std::to_string(id.counter); }

std::optional<StrategyId> parse_strategy_id(std::string_view said) { return parse_owned<StrategyId>('s', said); }

const CatalogueStrategy* Directory::find_strategy(StrategyId id, OwnerId reader) const {
    const auto found = id.owner == reader ? strategies.find(id) : strategies.end();
    return found == strategies.end() || found->second.is_deleted ? nullptr : &found->second;
}

const CatalogueStrategy* Directory::find_strategy(std::string_view name, OwnerId owner) const {
    for (auto at = strategies.lower_bound({owner, 0}); at != strategies.end() && at->first.owner == owner; ++at) {
        if (!at->second.is_deleted && at->second.terms.name == name) return &at->second;
    }
    return nullptr;
}

StrategyRule rule_of(const CatalogueStrategy& known) {
    const StrategyTerms& terms = known.terms;
    return {known.id.owner, terms.account, terms.instrument, terms.venue, terms.timeframe_seconds, terms.strategy, text(known.id)};
}

std::vector<StrategyRule> strategy_rules(const Directory& directory) {
    std::vector<StrategyRule> rules;
    for (const auto& [id, known] : directory.strategies) {
        if (!known.is_deleted) rules.push_back(rule_of(known));
    }
    return rules;
}

void check_strategies(const Directory& directory) {
    std::set<std::pair<OwnerId, std::string_view>> names;
    for (const auto& [id, known] : directory.strategies) {
        TRELLIS_CHECK(known.id == id, "a strategy is kept under its own id");
        TRELLIS_CHECK(id.counter >= 1 && id.counter <= directory.strategy_counters.at(id.owner), "ids come from the counter of their owner");
        TRELLIS_CHECK(!known.terms.strategy->levels.empty(), "a strategy has a ladder");
        if (!known.is_deleted) TRELLIS_CHECK(names.emplace(id.owner, known.terms.name).second, "a name is given once per owner");
    }
}

}  // namespace trellis
