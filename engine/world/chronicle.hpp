// What happened, as rows for reports and explanations: a fold over all events that keeps what the aggregates forget.
// Nothing decides by it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/event/event.hpp"
#include "engine/group/group.hpp"
#include "engine/pool/desk.hpp"

namespace trellis {

/// A signal and what became of it.
struct SignalRow {
    SignalNumber signal;
    AccountId account;
    std::optional<SignalOutcome> outcome;  ///< empty while its groups have not answered
    std::string code;
    std::string detail;
    std::optional<SignalAdmitted> admitted;
    std::uint64_t sequence{};              ///< of its first event
    bool operator==(const SignalRow&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.signal, self.account, self.outcome, self.code, self.detail, self.admitted, self.sequence);
    }
};

/// An order's figures beyond what its group keeps.
struct OrderRow {
    Money filled_cost;                     ///< average price = filled_cost / filled
    std::uint64_t placed_by{};             ///< sequence of its OrderPlaced
    std::string name;                      ///< `g1.4/entry/0/2`, unique in a run
    bool operator==(const OrderRow&) const = default;
    static void fields(auto& self, auto&& each) { each(self.filled_cost, self.placed_by, self.name); }
};

/// A group with all its orders, the terminal ones too.
struct GroupRow {
    Group group;
    std::vector<OrderRow> orders;          ///< by number - 1
    std::uint64_t sequence{};              ///< of GroupOpened
    std::map<std::string, std::uint32_t> names;  ///< how often an order name was given
    bool operator==(const GroupRow&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.group.placed_in, self.orders, self.sequence, self.names);
    }
};

/// What a winner really gave for a loser.
struct RiskActionWinner {
    GroupId group;
    Quantity quantity;
    Money profit;
    bool operator==(const RiskActionWinner&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.quantity, self.profit); }
};

/// An offset with its plan and what came of it (R-8, 15.7).
struct RiskActionRow {
    OffsetPlanned plan;
    std::vector<RiskActionWinner> winners;     ///< as planned, in rank order
    std::optional<OffsetCompleted> completed;  ///< empty: under way
    std::uint64_t sequence{};                  ///< of its plan
    bool operator==(const RiskActionRow&) const = default;
    static void fields(auto& self, auto&& each) { each(self.plan, self.winners, self.completed, self.sequence); }
    Money realised() const;
};

/// The offset that a row is kept of when that event happens.
std::optional<OffsetNumber> offset_row_of(const Event& event);
/// One event of an offset.
void fold(RiskActionRow& row, const Event& event, std::uint64_t sequence);

/// The signal that a row is kept of when that event happens.
std::optional<SignalNumber> signal_row_of(const Event& event);
/// One event of a signal.
void fold(SignalRow& row, const Event& event, std::uint64_t sequence);
/// The account whose standing the event changes.
std::optional<AccountId> account_of_standing(const Event& event);
/// One event of an account's results.
void apply_to_standing(Standing& standing, const Event& event);
/// One event of a group, decided by that start of the process.
void fold(GroupRow& row, const GroupEvent& event, std::uint64_t sequence, Incarnation incarnation);

class Chronicle {
public:
    /// `sequence`: of the event in the journal.
    void apply(const Event& event, std::uint64_t sequence);

    const std::map<SignalNumber, SignalRow>& signals() const { return signals_; }
    const std::vector<GroupId>& opening_order() const { return opening_order_; }
    const GroupRow* find(GroupId group) const;
    /// The newest group of an identity, ended or not.
    std::optional<GroupId> newest(AccountId account, const Identity& identity) const;
    /// Place in the order of opening; groups are evaluated in it.
    std::uint64_t opened_as(GroupId group) const;
    /// As it acts: an operator's word, or a halt.
    TradingState trading_state(AccountId account) const;
    /// Results and halts of an account (K-17, K-19).
    const Standing& standing(AccountId account) const;
    /// In order of execution.
    const std::vector<RiskActionRow>& risk_actions() const { return risk_actions_; }

private:
    Incarnation incarnation_;
    std::map<SignalNumber, SignalRow> signals_;
    std::map<GroupId, GroupRow> groups_;
    std::map<GroupId, std::uint64_t> opened_as_;
    std::vector<GroupId> opening_order_;
    struct Trading {
        TradingState word = TradingState::active;
        Standing standing;
    };
    std::map<AccountId, Trading> trading_;
    std::vector<RiskActionRow> risk_actions_;
    std::map<OffsetNumber, std::size_t> risk_action_at_;
};

/// what is shown of a group.
Quantity shown_open_quantity(const Group& group);
std::optional<Price> shown_average(const Group& group);
/// pending states are shown as what rests.
OrderState shown_state(const Order& order);

}  // namespace trellis
