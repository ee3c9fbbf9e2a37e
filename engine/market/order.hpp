// The vocabulary of orders: roles, types and states (section 11), what is asked of a venue and what it answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/market/instrument.hpp"
#include "engine/market/side.hpp"

namespace trellis {

/// What an order is for. Numbers are on disk: never reuse.
enum class OrderRole : std::uint8_t {
    entry = 0, leg_tp = 1, aggregate_tp = 2, tp1 = 3, tp2 = 4, tp3 = 5, stop = 6, exit = 7, reduce = 8,
    risk_winner = 9, risk_loser = 10, layer = 11, hedge = 12, hedge_close = 13,
};
enum class OrderType : std::uint8_t { limit = 0, market = 1 };
enum class TimeInForce : std::uint8_t { gtc = 0, ioc = 1 };

/// Section 11. Numbers are on disk: never reuse.
enum class OrderState : std::uint8_t {
    planned = 0, sent = 1, unknown = 2, working = 3, partial = 4, pending_cancel = 5, pending_replace = 6,
    filled = 7, cancelled = 8, rejected = 9, expired = 10,
};

constexpr bool is_terminal(OrderState state) {
    return state == OrderState::filled || state == OrderState::cancelled || state == OrderState::rejected ||
           state == OrderState::expired;
}

std::string_view text(OrderRole role);    ///< "leg_tp"
std::string_view text(OrderType type);    ///< "limit"
std::string_view text(OrderState state);  ///< "WORKING"; pending_cancel and pending_replace as themselves
std::optional<OrderRole> parse_role(std::string_view text);

/// The order id on the wire: start, group and number (O-1). Its text form is at most 28 of [A-Za-z0-9].
struct ClientOrderId {
    Incarnation incarnation;  ///< in which the order was placed
    OrderKey key;
    constexpr auto operator<=>(const ClientOrderId&) const = default;
    static constexpr void fields(auto& self, auto&& each) { each(self.incarnation, self.key); }
};
std::string text(ClientOrderId id);
std::optional<ClientOrderId> parse_client_order_id(std::string_view text);

// ---- requests: what leaves towards a venue, each decided by an event that is durable ----

struct PlaceOrder {
    ClientOrderId id;
    InstrumentId instrument;
    OrderSide side{};
    OrderType type{};
    TimeInForce time_in_force{};
    Price price;  ///< zero for a market order
    Quantity quantity;
    bool reduce_only = false;
    PositionSide position{};  ///< of the group: a hedge-mode venue needs it
    bool post_only = false;   ///< rest or be refused, POST_ONLY_WOULD_CROSS (D-7)
    bool operator==(const PlaceOrder&) const = default;
};
/// New price and new total quantity, filled part included.
struct AmendOrder {
    ClientOrderId id;
    InstrumentId instrument;
    Price price;
    Quantity quantity;
    bool operator==(const AmendOrder&) const = default;
};
struct CancelOrder {
    ClientOrderId id;
    InstrumentId instrument;
    bool operator==(const CancelOrder&) const = default;
};
/// Ask what became of an order (O-2). The answer is an OrderFound or OrderNotFound report.
struct QueryOrder {
    ClientOrderId id;
    InstrumentId instrument;
    bool operator==(const QueryOrder&) const = default;
};
/// Cancel an open order that bears our prefix and that no journal knows (O-8). The answer is an OrphanReported.
struct CancelOrphan {
    ClientOrderId id;
    InstrumentId instrument;
    AccountId account;  ///< where it rests; the account that its id names may be another
    bool operator==(const CancelOrphan&) const = default;
};
using VenueRequest = std::variant<PlaceOrder, AmendOrder, CancelOrder, QueryOrder, CancelOrphan>;

// ---- reports: what a venue says about one order ----

struct OrderAcknowledged { bool operator==(const OrderAcknowledged&) const = default; };
/// One trade. `fee` is in `fee_asset`, or in the asset that `fee_unit` names; `cumulative` is the order's filled quantity after it
/// (O-3, O-4).
struct OrderFill {
    TradeId trade;
    Price price;
    Quantity quantity;
    Quantity cumulative;
    Money fee;
    FeeAsset fee_asset{};
    bool maker = false;
    std::string fee_unit{};    ///< a third asset (F-7); empty: `fee_asset` says it
    bool is_fee_known = true;  ///< false: the venue says it later (F-8)
    bool operator==(const OrderFill&) const = default;
};
/// What a trade cost whose fill came without its fee (F-8).
struct FeeReported {
    TradeId trade;
    Money fee;
    FeeAsset fee_asset{};
    std::string fee_unit{};
    bool operator==(const FeeReported&) const = default;
};
struct OrderAmended {
    Price price;
    Quantity quantity;
    bool operator==(const OrderAmended&) const = default;
};
/// The order ended with its rest cancelled, by us or by the venue.
struct OrderCancelled { Quantity cumulative; bool operator==(const OrderCancelled&) const = default; };
/// The venue ended the rest: IOC or market remainder.
struct OrderExpired { Quantity cumulative; bool operator==(const OrderExpired&) const = default; };
/// A new order was refused whole; `code` as INSUFFICIENT_BALANCE, FILTER, NO_PRICE, REJECTED...
struct OrderRejected { std::string code; bool operator==(const OrderRejected&) const = default; };
/// The venue refused an amendment or a cancel; the order is as it was, or gone (ORDER_NOT_FOUND, O-7).
struct RequestRefused { std::string code; bool operator==(const RequestRefused&) const = default; };
/// The request never left: no connection, or its turn has not come. Retried with the same id (O-5).
struct RequestNotSent {
    std::optional<Duration> retry_after{};  ///< when it may be tried again, if that is known (O-6)
    bool operator==(const RequestNotSent&) const = default;
};
/// No usable answer (HTTP 5xx): fate unknown, ask (O-5).
struct RequestUnanswered { bool operator==(const RequestUnanswered&) const = default; };
/// Answer to a query: the venue's present truth about the order; fills missing here are reported separately, before it.
struct OrderFound {
    OrderState state{};  ///< working, partial or a terminal one
    Price price;
    Quantity quantity;
    Quantity cumulative;
    bool operator==(const OrderFound&) const = default;
};
/// Answer to a query: the venue never had it. Authoritative on the paper exchange.
struct OrderNotFound { bool operator==(const OrderNotFound&) const = default; };

/// How much of the instrument the account holds there: coins on spot, else the position of that side. Said when it changed by
/// something that was no order of ours; of the client order id only the account counts.
struct HoldingsReported {
    PositionSide side{};
    Quantity total;
    bool operator==(const HoldingsReported&) const = default;
};

/// Answer to CancelOrphan: what became of the order. Its desk hears of it, no group does (O-8).
struct OrphanReported {
    AccountId account;
    OrderState state{};   ///< a terminal one; unknown: the venue has no such order
    Quantity cumulative;
    bool operator==(const OrphanReported&) const = default;
};

using ReportBody = std::variant<OrderAcknowledged, OrderFill, OrderAmended, OrderCancelled, OrderExpired, OrderRejected,
                                RequestRefused, RequestNotSent, RequestUnanswered, OrderFound, OrderNotFound,
                                HoldingsReported, FeeReported, OrphanReported>;
struct OrderReport {
    ClientOrderId id;
    InstrumentId instrument;
    ReportBody body;
    bool operator==(const OrderReport&) const = default;
};

/// An order that rests at a venue, whoever placed it, as the venue lists it (O-8).
struct OpenOrder {
    std::string client_id;  ///< as the venue shows it: ours begin with our prefix
    InstrumentId instrument;
    OrderSide side{};
    Price price;
    Quantity quantity;      ///< total, filled part included
    Quantity filled;
    bool operator==(const OpenOrder&) const = default;
};

}  // namespace trellis
