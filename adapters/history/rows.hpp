// The rows that lists are made of, beyond those of engine/world/chronicle.hpp, and how a list is asked for.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/event/commit.hpp"
#include "engine/event/event.hpp"
#include "engine/pool/desk.hpp"
#include "engine/risk/risk.hpp"
#include "engine/world/chronicle.hpp"

namespace trellis::adapters {

/// An event as it stands in the journal.
struct EventRow {
    std::uint64_t sequence{};
    std::uint64_t commit{};  ///< sequence of the first event of its commit
    Timestamp at{};
    Cause cause;
    Event event;
};

/// An order with what its group adds to it.
struct ListedOrder {
    GroupId group;
    Identity identity;
    Order order;
    OrderRow row;
    ClientOrderId id;
};

/// A fill; kept whole, so that it outlives its journal segment.
struct FillRow {
    std::uint64_t sequence{};
    OrderFilled fill;
    Identity identity;
    OrderSide side{};
    OrderRole role{};
    std::string order_name;
    bool operator==(const FillRow&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.sequence, self.fill, self.identity, self.side, self.role, self.order_name);
    }
};

/// A version of the configuration; kept whole, so that it outlives its journal segment.
struct ConfigRow {
    std::uint64_t sequence{};
    ConfigApplied applied;
    bool operator==(const ConfigRow&) const = default;
    static void fields(auto& self, auto&& each) { each(self.sequence, self.applied); }
};

/// An entry that left the queue; kept whole for queue_history_kept.
struct QueueHistoryRow {
    std::uint64_t sequence{};
    AccountId account;
    QueueEntry entry;                ///< as it waited
    std::optional<QueueExit> exit;   ///< empty: it was promoted
    bool is_forced = false;
    std::string code;                ///< rejected: why
    std::string detail;
    RankFigures figures;             ///< what it was ranked by then
    Timestamp at{};
    bool operator==(const QueueHistoryRow&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.sequence, self.account, self.entry, self.exit, self.is_forced, self.code, self.detail, self.figures, self.at);
    }
};
inline constexpr Duration queue_history_kept = std::chrono::hours(24 * 90);

/// A pass of the risk engine that said something new (15.7).
struct RiskPassRow {
    std::uint64_t sequence{};
    RiskPassEnded pass;
    bool operator==(const RiskPassRow&) const = default;
    static void fields(auto& self, auto&& each) { each(self.sequence, self.pass); }
};

/// What is known of an account over all its groups.
struct AccountRow {
    std::optional<TradingState> trading_state;  ///< empty: never changed
    Money realised;                             ///< of groups that ended; as a group books it, its fees are in it
    Money fees;                                 ///< of the same
    std::uint64_t groups_opened = 0;
    std::uint64_t groups_ended = 0;
    Standing standing;                          ///< its day, and halts in force (K-17, K-19)
    bool operator==(const AccountRow&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.trading_state, self.realised, self.fees, self.groups_opened, self.groups_ended, self.standing);
    }
    /// As it acts: an operator's word, or a halt.
    TradingState shown_state() const { return trellis::shown_state(trading_state.value_or(TradingState::active), standing); }
};

// ---- asking ----

inline constexpr std::uint32_t page_rows_max = 500;

/// Part of a list, newest first. `cursor` is what the page before gave as `next`; empty: from the newest.
struct PageRequest {
    std::uint32_t limit = 50;  ///< 1 to page_rows_max
    std::string cursor{};
};
/// A page may be shorter than its limit and have a next one: a search stops after a bounded amount of work.
template <class Row>
struct PageOf {
    std::vector<Row> rows;
    std::string next;  ///< empty: there is no more
};

/// What is empty in a filter lets everything pass. `only_of`: the accounts that whoever asks may see at all (Z-9).
struct AccountFilter {
    std::optional<AccountId> account{};
    std::optional<std::set<AccountId>> only_of{};
    bool passes(AccountId one) const {
        const bool is_wanted = !account || *account == one;
        return is_wanted && (!only_of || only_of->contains(one));
    }
};
struct SignalFilter {
    std::optional<AccountId> account{};
    std::optional<SignalOutcome> outcome{};
    std::optional<std::set<AccountId>> only_of{};
};
enum class GroupsShown : std::uint8_t { all, open, ended };
struct GroupFilter {
    std::optional<AccountId> account{};
    std::optional<InstrumentId> instrument{};
    std::optional<std::uint32_t> timeframe_seconds{};
    std::optional<PositionSide> side{};
    GroupsShown shown = GroupsShown::all;
    std::optional<std::set<AccountId>> only_of{};
};
struct OrderFilter {
    std::optional<AccountId> account{};
    std::optional<GroupId> group{};
    bool is_working = false;  ///< only those that are not terminal
    std::optional<std::set<AccountId>> only_of{};
};
struct FillFilter {
    std::optional<AccountId> account{};
    std::optional<GroupId> group{};
    std::optional<std::set<AccountId>> only_of{};
};
enum class EventCategory : std::uint8_t { desk, group, operational, risk, directory };
EventCategory category_of(const Event& event);
struct EventFilter {
    std::optional<Timestamp> from{};         ///< at or behind it
    std::optional<Timestamp> to{};           ///< before it
    std::optional<std::uint64_t> first{};    ///< the lowest sequence
    std::optional<std::uint64_t> last{};     ///< the highest sequence
    std::string type{};                      ///< "OrderFilled"
    std::optional<GroupId> group{};
    std::optional<EventCategory> category{};
    std::string text{};                      ///< found in the event's JSON as it stands there
    std::function<bool(const Event&)> may_see{};  ///< the others are passed over before anything else is asked of them
};

}  // namespace trellis::adapters
