// What may happen to copy subscriptions (B-29, B-30): one's own account copies one's own, or one that its owner shares; a pair once.
#include <algorithm>

#include "engine/directory/commands.hpp"

namespace trellis {

namespace {

using Decision = Result<DirectoryEvents>;

/// One's own, as one saw it. Deleted ones are not there.
Result<const CatalogueSubscription*> changeable(const Directory& directory, SubscriptionId id, const DirectoryContext& context) {
    const CatalogueSubscription* found = directory.find_subscription(id, context.by);
    if (found == nullptr) return Error{"NOT_FOUND", "there is no subscription " + text(id)};
    if (context.expected_revision.has_value() && *context.expected_revision != found->revision) {
        return Error{"VERSION_STALE", "subscription " + text(id) + " is at revision " + std::to_string(found->revision)};
    }
    return found;
}

std::optional<Error> out_of_range(const CopyTerms& terms) {
    const auto refuse = [](std::string_view what, const std::string& value) {
        return Error{"INVALID_TERMS", std::string(what) + ", not " + value + " (B-29)"};
    };
    const Ratio tenth = Ratio::from_raw(Ratio::scale / 10);
    if (terms.multiplier < tenth || terms.multiplier > Ratio::from_integer(10)) return refuse("multiplier is 0.1 to 10", terms.multiplier.text());
    const Ratio hundredth = Ratio::from_raw(Ratio::scale / 100);
    if (terms.percentage < hundredth || terms.percentage > Ratio::from_integer(100)) return refuse("percentage is 0.01 to 100", terms.percentage.text());
    if (terms.mode == CopyMode::fixed_quantity && !terms.fixed_quantity.is_positive()) {
        return refuse("fixed_quantity is above 0", terms.fixed_quantity.text());
    }
    for (const auto& bound : {terms.min_quantity, terms.max_quantity}) {
        if (bound.has_value() && !bound->is_positive()) return refuse("min_qty and max_qty are above 0", bound->text());
    }
    if (terms.min_quantity.has_value() && terms.max_quantity.has_value() && *terms.min_quantity > *terms.max_quantity) {
        return refuse("min_qty is at most max_qty " + terms.max_quantity->text(), terms.min_quantity->text());
    }
    if (terms.max_position_size.has_value() && !terms.max_position_size->is_positive()) {
        return refuse("max_position_size is above 0", terms.max_position_size->text());
    }
    return std::nullopt;
}

/// Whether these two may be leader and follower for him.
std::optional<Error> refuse_pair(const Directory& directory, const CopyTerms& terms, const DirectoryContext& context) {
    const AccountConfig* follower = find_account(context.config, terms.follower);
    if (follower == nullptr || follower->owner != context.by) {
        return Error{"UNKNOWN_ACCOUNT", "there is no account " + std::to_string(terms.follower.value) + " of yours"};
    }
    const AccountConfig* leader = find_account(context.config, terms.leader);
    const auto shared = directory.shared.find(terms.leader);
    const bool is_shared = shared != directory.shared.end() && shared->second;
    if (leader == nullptr || (leader->owner != context.by && !is_shared)) {
        return Error{"UNKNOWN_ACCOUNT", "there is no account " + std::to_string(terms.leader.value) + " that may be copied"};
    }
    if (terms.leader == terms.follower) return Error{"SELF_COPY", "account " + follower->name + " does not copy itself (B-30)"};
    for (const auto& [id, known] : directory.subscriptions) {
        if (known.state == SubscriptionState::ended) continue;
        if (known.terms.leader == terms.leader && known.terms.follower == terms.follower) {
            return Error{"PAIR_TAKEN", "subscription " + text(id) + " has " + follower->name + " copy " + leader->name + " already"};
        }
    }
    return std::nullopt;
}

Result<SubscriptionId> next_id(const Directory& directory, OwnerId owner) {
    const auto counter = directory.subscription_counters.find(owner);
    const std::uint32_t made = counter == directory.subscription_counters.end() ? 0 : counter->second;
    if (made >= subscriptions_per_owner_max) {
        return Error{"TOO_MANY_SUBSCRIPTIONS", std::to_string(subscriptions_per_owner_max) + " subscriptions were made, which is all there may be"};
    }
    return SubscriptionId{owner, made + 1};
}

/// The preset may govern the follower: it is his, it is built, and the account can do what it asks (B-26).
std::optional<Error> refuse_preset(const Directory& directory, const std::optional<PresetId>& preset, AccountId follower,
                                   const DirectoryContext& context) {
    if (!preset.has_value()) return std::nullopt;
    const auto found = assignable(directory, *preset, context.by);
    if (!found.ok()) return found.error();
    const auto wrong = misfits(*(*found)->current(), account_of(context.config, follower), context.instruments);
    return wrong.empty() ? std::nullopt : std::optional(wrong.front());
}

}  // namespace

Decision decide(const Directory& directory, const CreateSubscription& command, const DirectoryContext& context) {
    if (auto refused = refuse_pair(directory, command.terms, context)) return *refused;
    if (auto refused = out_of_range(command.terms)) return *refused;
    if (auto refused = refuse_preset(directory, command.preset, command.terms.follower, context)) return *refused;
    const auto id = next_id(directory, context.by);
    if (!id.ok()) return id.error();
    DirectoryEvents events{SubscriptionCreated{*id, command.terms, context.by, context.now}};
    if (command.preset.has_value()) events.push_back(SubscriptionPresetAssigned{*id, command.preset, context.by, context.now});
    if (command.is_paused) events.push_back(SubscriptionSwitched{*id, SubscriptionState::paused, context.by, context.now});
    return events;
}

Decision decide(const Directory& directory, const ReviseSubscription& command, const DirectoryContext& context) {
    const auto found = changeable(directory, command.subscription, context);
    if (!found.ok()) return found.error();
    const CopyTerms& before = (*found)->terms;
    if (before == command.terms) return DirectoryEvents{};
    if (before.leader != command.terms.leader || before.follower != command.terms.follower) {
        return Error{"INVALID_TERMS", "leader and follower of " + text(command.subscription) + " stay who they are; make another subscription"};
    }
    if (auto refused = out_of_range(command.terms)) return *refused;
    return DirectoryEvents{SubscriptionRevised{command.subscription, command.terms, context.by, context.now}};
}

Decision decide(const Directory& directory, const SwitchSubscription& command, const DirectoryContext& context) {
    const auto found = changeable(directory, command.subscription, context);
    if (!found.ok()) return found.error();
    if ((*found)->state == command.state) return DirectoryEvents{};
    return DirectoryEvents{SubscriptionSwitched{command.subscription, command.state, context.by, context.now}};
}

Decision decide(const Directory& directory, const AssignSubscriptionPreset& command, const DirectoryContext& context) {
    const auto found = changeable(directory, command.subscription, context);
    if (!found.ok()) return found.error();
    if ((*found)->preset == command.preset) return DirectoryEvents{};
    if (auto refused = refuse_preset(directory, command.preset, (*found)->terms.follower, context)) return *refused;
    return DirectoryEvents{SubscriptionPresetAssigned{command.subscription, command.preset, context.by, context.now}};
}

Decision decide(const Directory& directory, const ShareAccount& command, const DirectoryContext& context) {
    const AccountConfig* account = find_account(context.config, command.account);
    if (account == nullptr || account->owner != context.by) {
        return Error{"UNKNOWN_ACCOUNT", "there is no account " + std::to_string(command.account.value)};
    }
    const auto told = directory.shared.find(command.account);
    const bool is_shared = told != directory.shared.end() && told->second;
    if (is_shared == command.is_shared) return DirectoryEvents{};
    return DirectoryEvents{AccountShared{command.account, command.is_shared, context.by, context.now}};
}

DirectoryEvents end_subscriptions_of(const Directory& directory, AccountId account, const DirectoryContext& context) {
    DirectoryEvents events;
    for (const auto& [id, known] : directory.subscriptions) {
        const bool names_it = known.terms.leader == account || known.terms.follower == account;
        if (!names_it || known.state == SubscriptionState::ended) continue;
        events.push_back(SubscriptionSwitched{id, SubscriptionState::ended, context.by, context.now});
    }
    return events;
}

}  // namespace trellis
