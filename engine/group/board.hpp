// The board: newest quotes and the figures of every group that holds a slot, for those who decide about many groups at once (desk,
// risk). Derived from state after each commit, never journaled; a decision that used it records the numbers it used.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/boxed.hpp"
#include "engine/group/group.hpp"
#include "engine/market/quote.hpp"

namespace trellis {

/// O-8: which start of the process placed each order of a group, as runs: nearly every group knows one start only.
class PlacedOrders {
public:
    /// `placed_in`: start that placed order n - 1; continues what is known.
    void follow(std::span<const Incarnation> placed_in);
    bool holds(OrderNumber order, Incarnation start) const;

private:
    struct Run {
        Incarnation start;
        std::uint32_t last = 0;  ///< number of its last order
        bool operator==(const Run&) const = default;
    };

    Run newest_;
    BoxedVector<Run> earlier_;
};

/// What others may know of a group without asking it.
struct GroupFigures {
    Identity identity;
    GroupState state{};
    Timestamp opened_at{};
    std::optional<Timestamp> first_fill_at;
    std::uint16_t entries_total = 0;
    SignalNumber last_signal;      ///< newest signal it obeyed
    Quantity open_quantity;
    Money open_cost;
    Money open_entry_fees;
    Money realised;
    Money resting_entries;         ///< sum of limit x remaining over its live entry orders and planned legs (S-4)
    std::uint32_t live_entries = 0;
    bool is_flat = false;          ///< T-9
    bool is_quarantined = false;   ///< it does nothing but book what happens to it
    bool has_newest_fill = false;  ///< something of the newest pyramid was filled (P-5)
    std::optional<Timestamp> risk_timer_started_at;  ///< 15.2
    std::optional<Ratio> max_slippage_percent;       ///< the group's own bounds of a closing order (R-26)
    PlacedOrders placed;                             ///< the ids that the journal knows (O-8)
    std::optional<Price> stop;                       ///< in force (T-13)
    std::uint16_t layers = 0;                        ///< that it has or may get, the first position included (B-14)
    bool is_first_over = false;                      ///< only layers of it live: it takes no pyramid
    Quantity hedged;                                 ///< held on the other side (R-57)
};

class Board {
public:
    void set_quote(InstrumentId instrument, const Quote& quote);
    /// Null: no quote yet.
    const Quote* quote(InstrumentId instrument) const;

    /// After a commit of the group. `entries_changed`: its entry orders are not what they were.
    void note(const Group& group, bool entries_changed);
    void forget(GroupId group);
    const GroupFigures* find(GroupId group) const;
    /// O-8: a group that holds a slot placed an order under this id.
    bool has_order(ClientOrderId id) const;
    /// In the order of their numbers.
    const std::map<GroupId, GroupFigures>& groups() const { return groups_; }

private:
    std::vector<std::optional<Quote>> quotes_;   // by instrument
    std::map<GroupId, GroupFigures> groups_;
};

}  // namespace trellis
