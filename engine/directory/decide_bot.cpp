// What may happen to bots (B-31): bound to one's own connection, on paper where that is on paper, with a preset that fits there.
#include <algorithm>

#include "engine/directory/commands.hpp"
#include "engine/preset/validate.hpp"

namespace trellis {

namespace {

using Decision = Result<DirectoryEvents>;

Error invalid(const std::string& what) { return {"INVALID_BOT", what + " (B-31)"}; }

/// One's own, as one saw it. Removed ones are not there.
Result<const CatalogueBot*> changeable(const Directory& directory, BotId id, const DirectoryContext& context) {
    const CatalogueBot* found = directory.find_bot(id, context.by);
    if (found == nullptr) return Error{"NOT_FOUND", "there is no bot " + text(id)};
    if (context.expected_revision.has_value() && *context.expected_revision != found->revision) {
        return Error{"VERSION_STALE", "bot " + text(id) + " is at revision " + std::to_string(found->revision)};
    }
    return found;
}

std::optional<Error> refuse_name(const Directory& directory, const std::string& name, OwnerId owner, const CatalogueBot* self) {
    if (name.empty() || name.size() > bot_name_bytes_max) return invalid("name has 1 to " + std::to_string(bot_name_bytes_max) + " bytes");
    for (const auto& [id, known] : directory.bots) {
        if (id.owner != owner || known.state == BotState::removed || &known == self || known.terms.name != name) continue;
        return Error{"NAME_TAKEN", "bot " + text(id) + " has the name " + name};
    }
    return std::nullopt;
}

bool is_traded(const std::string& symbol, const AccountConfig& account, const InstrumentTable& instruments) {
    return std::ranges::any_of(instruments.all(), [&](const Instrument& one) {
        return one.venue == account.venue && one.market == account.market && one.symbol == symbol;
    });
}

std::optional<Error> refuse_filter(const BotFilter& filter, const AccountConfig& account, const InstrumentTable& instruments) {
    if (!filter.takes_longs && !filter.takes_shorts) return invalid("sides names one of long and short, or both");
    if (filter.symbols.size() > bot_filter_max || filter.timeframes_seconds.size() > bot_filter_max) {
        return invalid("a filter names at most " + std::to_string(bot_filter_max) + " instruments and as many timeframes");
    }
    for (const auto& symbol : filter.symbols) {
        if (!is_traded(symbol, account, instruments)) return Error{"INCOMPATIBLE", "account " + account.name + " trades no " + symbol};
    }
    return std::nullopt;
}

std::optional<Error> refuse_limits(const BotTerms& terms) {
    const auto faults = faults_of(terms.schedule);
    if (!faults.empty()) return invalid(faults.front().field + ": " + faults.front().rule);
    if (terms.max_entries_per_day.has_value() && *terms.max_entries_per_day == 0) return invalid("max_entries_per_day is above 0; pause it instead");
    if (terms.max_loss_per_day.has_value() && !terms.max_loss_per_day->is_positive()) return invalid("max_loss_per_day is above 0");
    return std::nullopt;
}

/// Its ladder is one of his, whatever that says of accounts, instruments and timeframes: the bot says where it trades.
std::optional<Error> refuse_ladder(const Directory& directory, const BotTerms& terms, const DirectoryContext& context) {
    const bool is_chosen = terms.strategy == BotStrategy::chosen;
    if (is_chosen != terms.ladder.has_value()) return invalid("strategy is account, base, none or the id of one strategy");
    if (!is_chosen || directory.find_strategy(*terms.ladder, context.by) != nullptr) return std::nullopt;
    return Error{"UNKNOWN_STRATEGY", "strategy: there is no strategy " + text(*terms.ladder) +
                                         " of yours; name one that there is, or account, base or none (B-31)"};
}

/// The preset may govern there: it is his, and the account can do what it asks (B-26).
std::optional<Error> refuse_preset(const Directory& directory, const std::optional<PresetId>& preset, const AccountConfig& account,
                                   const DirectoryContext& context) {
    if (!preset.has_value()) return std::nullopt;
    const auto found = assignable(directory, *preset, context.by);
    if (!found.ok()) return found.error();
    const auto wrong = misfits(*(*found)->current(), account, context.instruments);
    return wrong.empty() ? std::nullopt : std::optional(wrong.front());
}

/// What it is bound to, all of it: asked whenever any of it changes.
std::optional<Error> refuse_binding(const Directory& directory, const BotTerms& terms, const std::optional<PresetId>& preset,
                                    const DirectoryContext& context) {
    const AccountConfig* account = find_account(context.config, terms.account);
    const auto removed = directory.connections.find(terms.account);
    const bool is_gone = removed != directory.connections.end() && removed->second.is_removed;
    if (account == nullptr || account->owner != context.by || is_gone) {
        return Error{"UNKNOWN_ACCOUNT", "there is no account " + std::to_string(terms.account.value) + " of yours"};
    }
    if (terms.is_paper != account->is_paper) {
        return Error{"PAPER_MISMATCH", "account " + account->name + " is " + (account->is_paper ? "on paper" : "live") + ", the bot is " +
                                           (terms.is_paper ? "on paper" : "live") + " (B-31)"};
    }
    if (auto refused = refuse_filter(terms.filter, *account, context.instruments)) return refused;
    if (auto refused = refuse_limits(terms)) return refused;
    if (auto refused = refuse_ladder(directory, terms, context)) return refused;
    return refuse_preset(directory, preset, *account, context);
}

Result<BotId> next_id(const Directory& directory, OwnerId owner) {
    const auto counter = directory.bot_counters.find(owner);
    const std::uint32_t made = counter == directory.bot_counters.end() ? 0 : counter->second;
    if (made >= bots_per_owner_max) {
        return Error{"TOO_MANY_BOTS", std::to_string(bots_per_owner_max) + " bots were made, which is all there may be"};
    }
    return BotId{owner, made + 1};
}

}  // namespace

Decision decide(const Directory& directory, const CreateBot& command, const DirectoryContext& context) {
    if (auto refused = refuse_name(directory, command.terms.name, context.by, nullptr)) return *refused;
    if (auto refused = refuse_binding(directory, command.terms, command.preset, context)) return *refused;
    const auto id = next_id(directory, context.by);
    if (!id.ok()) return id.error();
    DirectoryEvents events{BotCreated{*id, command.terms, context.by, context.now}};
    if (command.preset.has_value()) events.push_back(BotPresetAssigned{*id, command.preset, context.by, context.now});
    if (command.is_started) events.push_back(BotSwitched{*id, BotState::running, context.by, context.now});
    return events;
}

Decision decide(const Directory& directory, const ReviseBot& command, const DirectoryContext& context) {
    const auto found = changeable(directory, command.bot, context);
    if (!found.ok()) return found.error();
    const CatalogueBot& known = **found;
    if (known.terms == command.terms) return DirectoryEvents{};
    if (auto refused = refuse_name(directory, command.terms.name, context.by, &known)) return *refused;
    if (auto refused = refuse_binding(directory, command.terms, known.preset, context)) return *refused;
    return DirectoryEvents{BotRevised{command.bot, command.terms, context.by, context.now}};
}

Decision decide(const Directory& directory, const SwitchBot& command, const DirectoryContext& context) {
    const auto found = changeable(directory, command.bot, context);
    if (!found.ok()) return found.error();
    if (command.flattens && command.state != BotState::stopped) return invalid("only a stop flattens");
    const bool is_so = (*found)->state == command.state && (!command.flattens || (*found)->flattens);
    if (is_so) return DirectoryEvents{};
    if (command.state == BotState::running) {  // its connection may be another than it was bound to
        if (auto refused = refuse_binding(directory, (*found)->terms, (*found)->preset, context)) return *refused;
    }
    return DirectoryEvents{BotSwitched{command.bot, command.state, context.by, context.now, command.flattens}};
}

Decision decide(const Directory& directory, const AssignBotPreset& command, const DirectoryContext& context) {
    const auto found = changeable(directory, command.bot, context);
    if (!found.ok()) return found.error();
    const CatalogueBot& known = **found;
    if (known.preset == command.preset) return DirectoryEvents{};
    if (auto refused = refuse_binding(directory, known.terms, command.preset, context)) return *refused;
    return DirectoryEvents{BotPresetAssigned{command.bot, command.preset, context.by, context.now}};
}

DirectoryEvents remove_bots_of(const Directory& directory, AccountId account, const DirectoryContext& context) {
    DirectoryEvents events;
    for (const auto& [id, known] : directory.bots) {
        if (known.terms.account != account || known.state == BotState::removed) continue;
        events.push_back(BotSwitched{id, BotState::removed, context.by, context.now});
    }
    return events;
}

}  // namespace trellis
