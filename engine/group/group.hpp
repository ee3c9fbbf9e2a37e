// A position group: pyramids of legs, the lots they bought, the orders that work for it. State only; it changes by apply alone.
// There are very many legs and orders: their members lie by size, widest first. fields() keeps the order on disk.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/boxed.hpp"
#include "engine/base/optional_timestamp.hpp"
#include "engine/group/events.hpp"
#include "engine/group/governed_state.hpp"
#include "engine/group/lot.hpp"

namespace trellis {

/// One leg of a pyramid with the orders that work for it. Order number 0: none.
struct Leg {
    Lot lot;
    [[no_unique_address]] PlannedLeg plan;  ///< lends the room behind its flag to what follows
    OrderNumber entry;
    OrderNumber target;                     ///< the newest leg TP
    std::uint8_t target_rejections = 0;     ///< in a row (T-3)
    LegHold hold = LegHold::none;           ///< why it is not sent
    std::uint8_t crossings = 0;             ///< how often it would have crossed as post-only (O-5)
    OptionalTimestamp target_retry_at;
    bool operator==(const Leg&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.plan, self.entry, self.target, self.target_rejections, self.target_retry_at, self.lot,
             self.hold, self.crossings);
    }
};

struct Pyramid {
    PyramidIndex index;
    SignalNumber signal;
    Price base_price;
    Money capital;
    std::vector<Leg> legs;
    OrderNumber closing_order{};        ///< newest that sells this pyramid alone (T-7 per_pyramid)
    std::optional<SeenQuote> touched{}; ///< the quote that closing_order was sent on
    Timestamp added_at{};
    OptionalTimestamp chased_at{};      ///< when its first leg last followed the touch (D-7)
    bool operator==(const Pyramid&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.index, self.signal, self.base_price, self.capital, self.legs, self.closing_order, self.touched,
             self.added_at, self.chased_at);
    }
};

struct Order {
    Price price;                             ///< as last asked for (R-7)
    Quantity quantity;                       ///< total, as last asked for
    Quantity filled;
    BoxedVector<TradeId> trades;             ///< seen, until it is filled (O-3)
    OptionalTimestamp waiting_since;         ///< an answer is due 3 s after it
    OptionalTimestamp retry_at;              ///< a request could not be sent (O-5)
    OrderNumber number;
    std::optional<PyramidIndex> pyramid;
    std::optional<LegIndex> leg;
    OrderRole role{};
    OrderSide side{};
    OrderType type{};
    TimeInForce time_in_force{};
    OrderState state = OrderState::planned;
    std::uint8_t delays = 0;                 ///< in a row
    bool operator==(const Order&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.number, self.role, self.pyramid, self.leg, self.side, self.type, self.time_in_force, self.price,
             self.quantity, self.filled, self.state, self.waiting_since, self.retry_at, self.delays, self.trades);
    }
    bool is_live() const { return !is_terminal(state); }
    Quantity remaining() const { return quantity - filled; }
};

/// A close under way. `attempt` is the number of the next try, from 1.
struct Closing {
    CloseReason reason{};
    OrderRole role{};
    std::optional<Ratio> max_slippage_percent;  ///< of the closing signal (R-26)
    Timestamp started_at{};
    Timestamp last_alarm{};
    std::uint32_t attempt = 1;
    std::optional<Timestamp> next_try;          ///< empty: as soon as possible
    OrderNumber order;                          ///< the newest closing order
    std::optional<OffsetNumber> offset;         ///< the offset that it is a leg of (K-9)
    bool must_finish = false;                   ///< somebody asked for it who means it (T-1)
    bool operator==(const Closing&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.reason, self.role, self.max_slippage_percent, self.started_at, self.last_alarm, self.attempt,
             self.next_try, self.order, self.offset, self.must_finish);
    }
};

/// A part of the position on its way out (I-7, R-27). `attempt` is the number of the next try, from 1.
struct Reduction {
    OrderRole role{};
    std::optional<SignalNumber> signal;
    std::optional<OffsetNumber> offset;
    std::optional<PyramidIndex> pyramid;        ///< out of its lots only; empty: pro rata out of all (R-28)
    Quantity quantity;                          ///< to close in all
    Quantity closed;                            ///< by its own orders
    Money realised;                             ///< by them, net
    std::optional<Ratio> max_slippage_percent;  ///< of the reducing signal (R-26)
    std::uint32_t attempt = 1;
    std::optional<Timestamp> next_try;          ///< empty: as soon as possible
    OrderNumber order;                          ///< the newest of its orders
    bool operator==(const Reduction&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.role, self.signal, self.offset, self.pyramid, self.quantity, self.closed, self.realised,
             self.max_slippage_percent, self.attempt, self.next_try, self.order);
    }
};

/// What others took of its coins at the venue, with what that had cost.
struct Outside {
    Quantity told;                              ///< all that it was told to give up
    Quantity quantity;
    Money cost;
    Money entry_fee;
    bool operator==(const Outside&) const = default;
    static void fields(auto& self, auto&& each) { each(self.told, self.quantity, self.cost, self.entry_fee); }
};

/// What the newest offset that asked this group got from it (K-9): a repeated request is answered from here.
struct OffsetLeg {
    OffsetNumber offset;
    Quantity quantity;                          ///< closed by the orders of the reduction or close
    Money realised;                             ///< by them, net
    bool is_over = false;
    bool operator==(const OffsetLeg&) const = default;
    static void fields(auto& self, auto&& each) { each(self.offset, self.quantity, self.realised, self.is_over); }
};

/// The resting order at the aggregate target (T-4 resting_limit), and how often in a row it was refused (T-3).
struct RestingTarget {
    OrderNumber order;
    std::uint8_t rejections = 0;
    OptionalTimestamp retry_at;
    bool operator==(const RestingTarget&) const = default;
    static void fields(auto& self, auto&& each) { each(self.order, self.rejections, self.retry_at); }
};

/// It broke: nobody manages it until an operator releases it.
struct Quarantine {
    std::string reason;                         ///< what did not hold, the newest
    Timestamp since{};
    bool operator==(const Quarantine&) const = default;
    static void fields(auto& self, auto&& each) { each(self.reason, self.since); }
};

/// What it is a copy of, and how far it has followed (B-30).
struct Copied {
    CopyOrigin origin;
    std::uint32_t step = 1;                     ///< the newest that it dealt with
    std::string code;                           ///< why it did not take that step; empty: it did
    bool operator==(const Copied&) const = default;
    static void fields(auto& self, auto&& each) { each(self.origin, self.step, self.code); }
};

/// True when the close may be given up under slippage_action reject (F-3): nobody asked for it.
bool is_discretionary(const Closing& closing);

enum class Lifecycle : std::uint8_t { open = 0, closed = 1, failed = 2 };

/// 5.2. WAITING belongs to the desk; OPENING is shown as LIVE.
enum class GroupState : std::uint8_t { opening, live, partially_filled, active, closing, closed, failed };
std::string_view text(GroupState state);  ///< "PARTIALLY_FILLED"; opening is "LIVE"

struct Group {
    GroupId id;
    Identity identity;
    Timestamp opened_at{};
    std::optional<Timestamp> first_fill_at;
    SharedStrategy strategy;                       ///< snapshot (D-12)
    std::optional<Ratio> max_slippage_percent;   ///< payload bound of the opening signal (R-26)
    SignalNumber last_signal;                    ///< newest signal it obeyed: receivers ignore what they have done
    std::vector<Pyramid> pyramids;
    std::vector<Order> orders;                   ///< by number - 1
    Boxed<Quarantine> quarantine;                ///< it broke: it only books fills and cancels
    Boxed<Governed> governed;                    ///< by a preset (R-52); empty: by none
    Boxed<Copied> copied;                        ///< it repeats another account's position
    Quantity open_quantity;
    Money open_cost;
    Money open_entry_fees;
    Money realised;
    Money fees;                                  ///< quote; a base fee at its fill's price (R-6)
    Money peak_capital;                          ///< F-9
    Quantity bought;                             ///< net entered
    Quantity closed;
    Quantity dust;                               ///< X-5
    std::uint32_t live_orders = 0;
    std::uint32_t live_entries = 0;
    bool is_flat = false;                        ///< T-9 keep_waiting
    std::uint32_t cancels_obeyed = 0;            ///< how often it was told to cancel its entries
    Boxed<Closing> closing;
    Lifecycle lifecycle = Lifecycle::open;
    Boxed<Reduction> reducing;
    Boxed<OffsetLeg> offset_leg;         ///< of the newest offset
    std::string refused;                         ///< code with which it refused `last_signal`; empty: it obeyed
    Quantity offset_quantity;                    ///< closed for others (K-13)
    Money offset_profit;                         ///< given for others, net (K-13)
    std::optional<Stop> stop;                    ///< in force from the first fill on (R-22)
    std::optional<Price> position_target;        ///< W-5 use_signal_tp: the whole position
    RestingTarget resting;
    std::optional<SeenQuote> abandoned;          ///< the quote of the last discretionary close that was given up (F-3)
    OptionalTimestamp last_closed_at;            ///< newest closing fill (K-17)
    std::uint32_t held_legs = 0;                 ///< planned legs that may still be sent
    bool grid_abandoned = false;                 ///< D-9 happens once
    OptionalTimestamp risk_timer_started_at;     ///< 15.2; how long it runs is the present configuration's
    std::uint32_t replacements_noted = 0;        ///< P-3
    std::map<OrderNumber, Quantity> not_yet_lowered;  ///< orders whose reduction is unanswered: what the venue may still fill
    Outside outside;                             ///< X-6; it is flagged by a quantity
    Dust dust_to_sweep;                          ///< of earlier groups, not yet joined to its lots (X-5)
    std::vector<OpenFee> open_fees;              ///< in order of their fills
    std::vector<Incarnation> placed_in;          ///< start that placed order n - 1; part of no hash (O-1)

    bool operator==(const Group&) const = default;
    /// All but `placed_in`.
    static void fields(auto& self, auto&& each) {
        each(self.id, self.identity, self.opened_at, self.first_fill_at, self.strategy, self.max_slippage_percent,
             self.last_signal, self.pyramids, self.orders, self.open_quantity, self.open_cost, self.open_entry_fees,
             self.realised, self.fees, self.peak_capital, self.bought, self.closed, self.dust, self.live_orders,
             self.live_entries, self.is_flat, self.cancels_obeyed, self.closing, self.lifecycle,
             self.reducing, self.offset_leg, self.refused, self.offset_quantity, self.offset_profit,
             self.stop, self.position_target, self.resting, self.abandoned, self.last_closed_at,
             self.held_legs, self.grid_abandoned, self.risk_timer_started_at, self.replacements_noted,
             self.outside, self.dust_to_sweep, self.not_yet_lowered, self.open_fees, self.quarantine,
             self.governed, self.copied);
    }

    /// The only way it changes. `incarnation` is the start that decided the event.
    void apply(const GroupEvent& event, Incarnation incarnation);

    const Order& order(OrderNumber number) const;
    const Order* find(OrderNumber number) const;
    PositionSide side() const { return identity.side; }
    bool is_long() const { return identity.side == PositionSide::long_side; }
    /// what the report shows as the stop.
    std::optional<Price> stop_in_force() const {
        return first_fill_at.has_value() && stop.has_value() ? std::optional(stop->price) : std::nullopt;
    }
    bool has_ended() const { return lifecycle != Lifecycle::open; }
};

/// True for orders that open something: entries, layers, a hedge.
constexpr bool opens(OrderRole role) { return role == OrderRole::entry || role == OrderRole::layer || role == OrderRole::hedge; }
/// True for the orders on the other side (B-16).
constexpr bool is_of_hedge(OrderRole role) { return role == OrderRole::hedge || role == OrderRole::hedge_close; }
/// The venue position that an order of the group belongs to: a hedge's is the other one.
PositionSide position_side(const Group& group, const Order& order);
/// True when the venue may only let it close something.
bool is_reduce_only(const Order& order, const Instrument& instrument);

/// What it answered to a signal that it has dealt with: the code of a refusal, or nothing.
std::string answer_to(const Group& group, SignalNumber signal);
/// True when the group has the pyramid that this signal brought.
bool has_pyramid_of(const Group& group, SignalNumber signal);

/// What an ended group left unsold.
Dust dust_of(const Group& group);

///
GroupState state_of(const Group& group);

/// What must hold after every commit: T-2, lots against totals, no over-close, live counts. Throws InvariantBroken. Of a quarantined
/// group nothing is promised.
void check_invariants(const Group& group);

}  // namespace trellis
