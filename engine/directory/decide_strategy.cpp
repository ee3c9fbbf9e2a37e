// What may happen to strategies (D-12): made, changed and deleted by their owner, for his accounts; of anybody's that he sees he makes his own.
#include <algorithm>

#include "engine/directory/commands.hpp"
#include "engine/directory/free_name.hpp"

namespace trellis {

namespace {

using Decision = Result<DirectoryEvents>;

/// One's own, as one saw it. Deleted ones are not there.
Result<const CatalogueStrategy*> changeable(const Directory& directory, StrategyId id, const DirectoryContext& context) {
    const CatalogueStrategy* found = directory.find_strategy(id, context.by);
    if (found == nullptr) return Error{"NOT_FOUND", "there is no strategy " + text(id)};
    if (context.expected_revision.has_value() && *context.expected_revision != found->revision) {
        return Error{"VERSION_STALE", "strategy " + text(id) + " is at revision " + std::to_string(found->revision)};
    }
    return found;
}

bool has_account(const Config& config, std::string_view name, OwnerId owner) {
    return std::ranges::any_of(config.accounts, [&](const AccountConfig& account) { return account.owner == owner && account.name == name; });
}

/// Everything that stored terms have to be; `self`: whose name they may keep.
std::optional<Error> refusal_of(const Directory& directory, const StrategyTerms& terms, const CatalogueStrategy* self, const DirectoryContext& context) {
    if (terms.name.empty() || terms.name.size() > strategy_name_bytes_max) {
        return Error{"INVALID_STRATEGY", "a name has 1 to " + std::to_string(strategy_name_bytes_max) + " bytes"};
    }
    if (terms.strategy->levels.empty()) return Error{"INVALID_STRATEGY", "a strategy has a ladder of 1 to 20 levels (D-8)"};
    if (terms.account.has_value() && !has_account(context.config, *terms.account, context.by)) {
        return Error{"UNKNOWN_ACCOUNT", "there is no account " + *terms.account + " of yours"};
    }
    const CatalogueStrategy* namesake = directory.find_strategy(terms.name, context.by);
    if (namesake == nullptr || namesake == self) return std::nullopt;
    return Error{"NAME_TAKEN", "strategy " + text(namesake->id) + " has the name " + terms.name};
}

/// "bot b1.1, bot b1.4": who would have no ladder without it.
std::string bots_by(const Directory& directory, StrategyId strategy) {
    std::string all;
    for (const auto& [id, known] : directory.bots) {
        if (known.state == BotState::removed || known.terms.ladder != strategy) continue;
        all += (all.empty() ? "bot " : ", bot ") + text(id);
    }
    return all;
}

Decision create(const Directory& directory, const StrategyTerms& terms, const std::optional<StrategyId>& origin, const DirectoryContext& context) {
    if (auto refused = refusal_of(directory, terms, nullptr, context)) return *refused;
    const auto counter = directory.strategy_counters.find(context.by);
    const std::uint32_t made = counter == directory.strategy_counters.end() ? 0 : counter->second;
    if (made >= strategies_per_owner_max) {
        return Error{"TOO_MANY_STRATEGIES", std::to_string(strategies_per_owner_max) + " strategies were made, which is all there may be"};
    }
    return DirectoryEvents{StrategyCreated{{context.by, made + 1}, terms, origin, context.by, context.now}};
}

}  // namespace

Decision decide(const Directory& directory, const CreateStrategy& command, const DirectoryContext& context) {
    return create(directory, command.terms, std::nullopt, context);
}

Decision decide(const Directory& directory, const CloneStrategy& command, const DirectoryContext& context) {
    if (command.origin.has_value() && directory.find_strategy(*command.origin, context.by) == nullptr) {
        return Error{"NOT_FOUND", "there is no strategy " + text(*command.origin)};
    }
    StrategyTerms terms = command.terms;
    const auto is_free = [&](const std::string& name) { return directory.find_strategy(name, context.by) == nullptr; };
    terms.name = command.name.empty() ? copy_name(terms.name, strategy_name_bytes_max, is_free) : command.name;
    return create(directory, terms, command.origin, context);
}

Decision decide(const Directory& directory, const ReviseStrategy& command, const DirectoryContext& context) {
    const auto found = changeable(directory, command.strategy, context);
    if (!found.ok()) return found.error();
    if ((*found)->terms == command.terms) return DirectoryEvents{};
    if (auto refused = refusal_of(directory, command.terms, *found, context)) return *refused;
    return DirectoryEvents{StrategyRevised{command.strategy, command.terms, context.by, context.now}};
}

Decision decide(const Directory& directory, const DeleteStrategy& command, const DirectoryContext& context) {
    const auto found = changeable(directory, command.strategy, context);
    if (!found.ok()) return found.error();
    if (const std::string bots = bots_by(directory, command.strategy); !bots.empty()) {
        return Error{"IN_USE", "strategy " + text(command.strategy) + " is the ladder of " + bots + "; give them another, or delete them (B-31)"};
    }
    return DirectoryEvents{StrategyDeleted{command.strategy, context.by, context.now}};
}

}  // namespace trellis
