#include "adapters/admin/own_history.hpp"

#include <algorithm>

#include "adapters/history/ids.hpp"
#include "engine/event/owner.hpp"

namespace trellis::adapters::admin {

namespace {

/// Is the thing that an event of the directory is about one of the owner's?
bool is_about(const Sight& sight, const DirectoryEvent& event) {
    const auto named = std::visit(
        [&]<class E>(const E& one) -> OwnerId {
            if constexpr (requires { AccountId{one.account}; }) {
                return sight.accounts.contains(one.account) ? sight.owner : system_owner;
            } else if constexpr (requires { OwnerId{one.user}; }) {
                return one.user;
            } else if constexpr (requires { OwnerId{one.owner}; }) {
                return one.owner;
            } else if constexpr (requires { OwnerId{one.connection.owner}; }) {
                return one.connection.owner;
            } else if constexpr (requires { OwnerId{one.subscription.owner}; }) {
                return one.subscription.owner;
            } else if constexpr (requires { OwnerId{one.strategy.owner}; }) {
                return one.strategy.owner;
            } else if constexpr (requires { OwnerId{one.bot.owner}; }) {
                return one.bot.owner;
            } else if constexpr (requires { OwnerId{one.preset.owner}; }) {
                return one.preset.owner;
            } else if constexpr (requires { OwnerId{one.made.preset.owner}; }) {
                return one.made.preset.owner;
            } else {
                return one.by;
            }
        },
        event);
    return named == sight.owner;
}

}  // namespace

bool Sight::covers(const Event& event) const {
    if (is_of_everything) return true;
    return std::visit(Overloaded{
                          [&]<GroupOwned E>(const E& one) { return accounts.contains(group_of(GroupEvent{one}).account); },
                          [&]<DeskOwned E>(const E& one) { return accounts.contains(account_of(one)); },
                          [&]<RiskOwned E>(const E& one) { return accounts.contains(one.account); },
                          [&]<DirectoryOwned E>(const E& one) { return is_about(*this, DirectoryEvent{one}); },
                          []<OperationOwned E>(const E&) { return false; },
                      },
                      event);
}

std::optional<std::set<AccountId>> Sight::only() const {
    return is_of_everything ? std::nullopt : std::optional(accounts);
}

Result<void> OwnHistory::check(AccountId account) const {
    if (sight_.covers(account)) return {};
    return Error{"NOT_FOUND", "there is no such account"};
}

Result<std::optional<SignalRow>> OwnHistory::signal(SignalNumber number) const {
    auto row = history_.signal(number);
    if (row.ok() && row->has_value() && !sight_.covers((*row)->account)) return std::optional<SignalRow>{};
    return row;
}

Result<PageOf<SignalRow>> OwnHistory::signals(SignalFilter filter, const PageRequest& page) const {
    filter.only_of = sight_.only();
    return history_.signals(filter, page);
}

Result<std::optional<GroupRow>> OwnHistory::group(GroupId id) const {
    if (!sight_.covers(id.account)) return std::optional<GroupRow>{};
    return history_.group(id);
}

Result<std::optional<GroupId>> OwnHistory::newest(AccountId account, const Identity& identity) const {
    if (!sight_.covers(account)) return std::optional<GroupId>{};
    return history_.newest(account, identity);
}

Result<PageOf<GroupRow>> OwnHistory::groups(GroupFilter filter, const PageRequest& page) const {
    filter.only_of = sight_.only();
    return history_.groups(filter, page);
}

Result<PageOf<ListedOrder>> OwnHistory::orders(OrderFilter filter, const PageRequest& page) const {
    filter.only_of = sight_.only();
    return history_.orders(filter, page);
}

Result<PageOf<FillRow>> OwnHistory::fills(FillFilter filter, const PageRequest& page) const {
    filter.only_of = sight_.only();
    return history_.fills(filter, page);
}

Result<std::optional<EventRow>> OwnHistory::event(std::uint64_t sequence) const {
    auto row = history_.event(sequence);
    if (row.ok() && row->has_value() && !sight_.covers((*row)->event)) return std::optional<EventRow>{};
    return row;
}

Result<PageOf<EventRow>> OwnHistory::events(EventFilter filter, const PageRequest& page) const {
    if (!sight_.is_of_everything) filter.may_see = [sight = sight_](const Event& event) { return sight.covers(event); };
    return history_.events(filter, page);
}

Result<std::optional<std::string>> OwnHistory::replaced_by(std::uint64_t sequence) const {
    if (!sight_.is_of_everything) return std::optional<std::string>{};
    return history_.replaced_by(sequence);
}

Result<std::vector<std::uint64_t>> OwnHistory::events_of(GroupId group) const {
    if (!sight_.covers(group.account)) return std::vector<std::uint64_t>{};
    return history_.events_of(group);
}

Result<std::vector<std::uint64_t>> OwnHistory::events_of(SignalNumber signal) const {
    const auto row = this->signal(signal);
    if (!row) return row.error();
    if (!*row) return std::vector<std::uint64_t>{};
    return history_.events_of(signal);
}

Result<std::vector<EventRow>> OwnHistory::commit_of(std::uint64_t sequence) const {
    auto rows = history_.reader().read_commit(sequence);
    if (rows.ok()) std::erase_if(*rows, [&](const EventRow& row) { return !sight_.covers(row.event); });
    return rows;
}

/// As far as its name tells: who sees that a thing is kept no more knows that it was there.
bool OwnHistory::is_named_as_own(std::string_view id) const {
    const auto group = parse_group_id(id.substr(0, id.find('/')));
    return group.has_value() && sight_.covers(group->account);
}

/// What is named is his when every event that tells of it is; where none is, it is as if there were nothing.
Result<std::optional<Explanation>> OwnHistory::explain(const Names& names, std::string_view id) const {
    auto found = adapters::explain(history_, names, id);
    if (sight_.is_of_everything) return found;
    if (!found.ok() && !is_named_as_own(id)) return std::optional<Explanation>{};
    if (!found.ok() || !found->has_value()) return found;
    auto& chain = (*found)->chain;
    for (const auto& line : chain) {
        if (!line.event.has_value()) continue;
        const auto row = event(*line.event);
        if (!row) return row.error();
        if (!*row) return std::optional<Explanation>{};
    }
    if (std::ranges::none_of(chain, [](const WhyLine& line) { return line.event.has_value(); })) return std::optional<Explanation>{};
    return found;
}

Result<AccountRow> OwnHistory::account(AccountId account) const {
    if (auto seen = check(account); !seen) return seen.error();
    return history_.account(account);
}

Result<Desk> OwnHistory::desk(AccountId account) const {
    if (auto seen = check(account); !seen) return seen.error();
    return history_.desk(account);
}

Result<Risk> OwnHistory::risk(AccountId account) const {
    if (auto seen = check(account); !seen) return seen.error();
    return history_.risk(account);
}

Result<PageOf<QueueHistoryRow>> OwnHistory::queue_history(std::optional<AccountId> account, const PageRequest& page) const {
    return history_.queue_history(wanted(account), page);
}

Result<PageOf<RiskActionRow>> OwnHistory::risk_actions(std::optional<AccountId> account, const PageRequest& page) const {
    return history_.risk_actions(wanted(account), page);
}

Result<PageOf<RiskPassRow>> OwnHistory::risk_passes(std::optional<AccountId> account, const PageRequest& page) const {
    return history_.risk_passes(wanted(account), page);
}

Result<std::optional<ConfigRow>> OwnHistory::config(std::uint64_t number) const {
    if (!sight_.is_of_everything) return std::optional<ConfigRow>{};
    return history_.config(number);
}

Result<PageOf<ConfigRow>> OwnHistory::configs(const PageRequest& page) const {
    if (!sight_.is_of_everything) return PageOf<ConfigRow>{};
    return history_.configs(page);
}

}  // namespace trellis::adapters::admin
