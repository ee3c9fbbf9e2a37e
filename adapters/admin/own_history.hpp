// The history as one caller sees it (Z-9): what belongs to others is not there, in lists and by name. Routes have no other way to it, so
// none can forget to ask whose things they show.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/explanation/explain.hpp"
#include "adapters/history/history.hpp"
#include "engine/directory/preset_id.hpp"

namespace trellis::adapters::admin {

/// What a caller sees.
struct Sight {
    bool is_of_everything = false;
    OwnerId owner;
    std::set<AccountId> accounts;  ///< his own

    bool covers(AccountId account) const { return is_of_everything || accounts.contains(account); }
    /// Events of the process itself, a configuration above all, are for who sees everything.
    bool covers(const Event& event) const;
    /// For the filters of lists; empty: all.
    std::optional<std::set<AccountId>> only() const;
};

/// Keeps the history for OwnHistory alone.
class HistoryDoor {
  public:
    /// `history` outlives it.
    HistoryDoor(const History& history) : history_(history) {}

    std::uint64_t sequence() const { return history_.sequence(); }
    bool await(std::uint64_t sequence, std::chrono::milliseconds timeout) const { return history_.await(sequence, timeout); }

  private:
    friend class OwnHistory;
    const History& history_;
};

/// The questions of History; to what belongs to others the answer is that there is no such thing.
class OwnHistory {
  public:
    OwnHistory(const HistoryDoor& door, Sight sight) : history_(door.history_), sight_(std::move(sight)) {}

    const Sight& sight() const { return sight_; }
    std::uint64_t sequence() const { return history_.sequence(); }

    Result<std::optional<SignalRow>> signal(SignalNumber number) const;
    Result<PageOf<SignalRow>> signals(SignalFilter filter, const PageRequest& page) const;
    Result<std::optional<GroupRow>> group(GroupId id) const;
    Result<std::optional<GroupId>> newest(AccountId account, const Identity& identity) const;
    Result<PageOf<GroupRow>> groups(GroupFilter filter, const PageRequest& page) const;
    Result<PageOf<ListedOrder>> orders(OrderFilter filter, const PageRequest& page) const;
    Result<PageOf<FillRow>> fills(FillFilter filter, const PageRequest& page) const;

    Result<std::optional<EventRow>> event(std::uint64_t sequence) const;
    Result<PageOf<EventRow>> events(EventFilter filter, const PageRequest& page) const;
    /// For the audit trail; others are told of nothing.
    Result<std::optional<std::string>> replaced_by(std::uint64_t sequence) const;
    /// Sequences, ascending.
    Result<std::vector<std::uint64_t>> events_of(GroupId group) const;
    Result<std::vector<std::uint64_t>> events_of(SignalNumber signal) const;
    /// All events of the commit that holds it.
    Result<std::vector<EventRow>> commit_of(std::uint64_t sequence) const;
    /// The chain of causes of whatever is named; nothing where there is no such thing.
    Result<std::optional<Explanation>> explain(const Names& names, std::string_view id) const;

    Result<AccountRow> account(AccountId account) const;
    Result<Desk> desk(AccountId account) const;
    Result<Risk> risk(AccountId account) const;
    Result<PageOf<QueueHistoryRow>> queue_history(std::optional<AccountId> account, const PageRequest& page) const;
    Result<PageOf<RiskActionRow>> risk_actions(std::optional<AccountId> account, const PageRequest& page) const;
    Result<PageOf<RiskPassRow>> risk_passes(std::optional<AccountId> account, const PageRequest& page) const;

    /// Of the whole server: nothing for who does not see everything.
    Result<std::optional<ConfigRow>> config(std::uint64_t number) const;
    Result<PageOf<ConfigRow>> configs(const PageRequest& page) const;

  private:
    /// Error NOT_FOUND, where an account of others is asked for by its number.
    Result<void> check(AccountId account) const;
    bool is_named_as_own(std::string_view id) const;
    AccountFilter wanted(std::optional<AccountId> account) const { return {account, sight_.only()}; }

    const History& history_;
    Sight sight_;
};

}  // namespace trellis::adapters::admin
