// Everything that can happen to a position group. Facts in the past tense; numbers and field order are on disk for good.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/closed_union.hpp"
#include "engine/config/config.hpp"
#include "engine/config/shared_strategy.hpp"
#include "engine/event/tags.hpp"
#include "engine/group/copy_events.hpp"
#include "engine/group/dust.hpp"
#include "engine/group/entry_events.hpp"
#include "engine/group/fee_events.hpp"
#include "engine/group/governed_events.hpp"
#include "engine/group/layer_events.hpp"
#include "engine/group/quarantine_events.hpp"
#include "engine/group/reduce_events.hpp"
#include "engine/group/target_events.hpp"
#include "engine/market/order.hpp"
#include "engine/market/rules_events.hpp"
#include "engine/pool/plan.hpp"
#include "engine/signal/instruction.hpp"

namespace trellis {

struct GroupOpened {
    static constexpr auto tag = EventTag::group_opened;
    static constexpr std::uint8_t version = 5;  // 2: the strategy has every grid key; 3: dust; 4: preset; 5: copied, its layers
    GroupId group;
    Identity identity;
    SignalNumber signal;
    Timestamp at{};
    SharedStrategy strategy;
    std::optional<Ratio> max_slippage_percent;  ///< the payload's bound (W-6)
    Dust dust;                                  ///< of earlier groups, to be sold with its close (X-5)
    Boxed<PresetUse> preset;                    ///< that governs the position (R-52)
    Boxed<CopyOrigin> copied;                   ///< what it is a copy of (B-30)
    bool operator==(const GroupOpened&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.identity, self.signal, self.at, self.strategy, self.max_slippage_percent, self.dust, self.preset,
             self.copied);
    }
};

struct PyramidAdded {
    static constexpr auto tag = EventTag::pyramid_added;
    static constexpr std::uint8_t version = 2;  // 2: legs say how they are sent, and when it was
    GroupId group;
    SignalNumber signal;
    PyramidPlan plan;
    Timestamp at{};
    bool operator==(const PyramidAdded&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.signal, self.plan, self.at); }
};

/// Decided to send a new order.
struct OrderPlaced {
    static constexpr auto tag = EventTag::order_placed;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    OrderNumber order;
    OrderRole role{};
    std::optional<PyramidIndex> pyramid;
    std::optional<LegIndex> leg;
    OrderSide side{};
    OrderType type{};
    TimeInForce time_in_force{};
    Price price;                       ///< zero for a market order
    Quantity quantity;
    std::optional<Price> reference;    ///< closing orders: the book side at decision time (F-1)
    Timestamp at{};
    bool operator==(const OrderPlaced&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.order, self.role, self.pyramid, self.leg, self.side, self.type, self.time_in_force,
             self.price, self.quantity, self.reference, self.at);
    }
};

/// Decided to change an order's price and total quantity (T-2).
struct OrderAmendRequested {
    static constexpr auto tag = EventTag::order_amend_requested;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    OrderNumber order;
    Price price;
    Quantity quantity;  ///< total, filled part included
    Timestamp at{};
    bool operator==(const OrderAmendRequested&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.order, self.price, self.quantity, self.at);
    }
};

/// Decided to cancel an order's rest.
struct OrderCancelRequested {
    static constexpr auto tag = EventTag::order_cancel_requested;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    OrderNumber order;
    Timestamp at{};
    bool operator==(const OrderCancelRequested&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.order, self.at); }
};

/// The venue has the order.
struct OrderAccepted {
    static constexpr auto tag = EventTag::order_acknowledged;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    OrderNumber order;
    bool operator==(const OrderAccepted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.order); }
};

/// One trade of one of our orders. The fee is in quote, or in the received base asset; one that was paid in a third asset is
/// converted (F-7).
struct OrderFilled {
    static constexpr auto tag = EventTag::order_filled;
    static constexpr std::uint8_t version = 2;  // 2: fees in a third asset, and estimated ones
    GroupId group;
    OrderNumber order;
    TradeId trade;
    Price price;
    Quantity quantity;
    Money fee;
    FeeAsset fee_asset{};
    bool maker = false;
    Timestamp at{};
    PaidFee paid{};
    FeeState fee_state = FeeState::settled;
    bool operator==(const OrderFilled&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.order, self.trade, self.price, self.quantity, self.fee, self.fee_asset, self.maker,
             self.at, self.paid, self.fee_state);
    }
};

/// The venue made the change.
struct OrderChanged {
    static constexpr auto tag = EventTag::order_amended;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    OrderNumber order;
    Price price;
    Quantity quantity;
    bool operator==(const OrderChanged&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.order, self.price, self.quantity); }
};

/// The order is terminal: cancelled, rejected or expired. (Filled follows from the fills.)
struct OrderEnded {
    static constexpr auto tag = EventTag::order_ended;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    OrderNumber order;
    OrderState state{};
    std::string code;  ///< why, when the venue said so
    Timestamp at{};
    bool operator==(const OrderEnded&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.order, self.state, self.code, self.at); }
};

/// The venue refused an amendment or a cancel: ask what the order is (O-7). A query leaves.
struct OrderRequestRefused {
    static constexpr auto tag = EventTag::order_request_refused;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    OrderNumber order;
    std::string code;
    Timestamp at{};
    bool operator==(const OrderRequestRefused&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.order, self.code, self.at); }
};

/// A request could not be sent; it is tried again at `retry_at` with the same id (O-5).
struct OrderDelayed {
    static constexpr auto tag = EventTag::order_delayed;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    OrderNumber order;
    Timestamp retry_at{};
    bool operator==(const OrderDelayed&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.order, self.retry_at); }
};

/// The delayed request leaves again.
struct OrderRetried {
    static constexpr auto tag = EventTag::order_retried;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    OrderNumber order;
    Timestamp at{};
    bool operator==(const OrderRetried&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.order, self.at); }
};

/// No answer: the order's fate is UNKNOWN and a query leaves (O-2).
struct OrderDoubted {
    static constexpr auto tag = EventTag::order_doubted;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    OrderNumber order;
    Timestamp at{};
    bool operator==(const OrderDoubted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.order, self.at); }
};

/// The venue never had it: the same order leaves again under the same id (O-2).
struct OrderResent {
    static constexpr auto tag = EventTag::order_resent;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    OrderNumber order;
    Timestamp at{};
    bool operator==(const OrderResent&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.order, self.at); }
};

/// State CLOSING. The first cause stays.
struct CloseStarted {
    static constexpr auto tag = EventTag::close_started;
    static constexpr std::uint8_t version = 2;
    GroupId group;
    CloseReason reason{};
    OrderRole role{};                            ///< of the closing orders
    std::optional<SignalNumber> signal;          ///< EXIT
    std::optional<Ratio> max_slippage_percent;   ///< the closing signal's own bound (R-26)
    Timestamp at{};
    std::optional<OffsetNumber> offset;          ///< the offset that it is a leg of (K-9)
    bool operator==(const CloseStarted&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.reason, self.role, self.signal, self.max_slippage_percent, self.at, self.offset);
    }
};

/// A closing order left a rest: the next try is `attempt`, at `at`.
struct CloseRetryScheduled {
    static constexpr auto tag = EventTag::close_retry_scheduled;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    std::uint32_t attempt{};
    Timestamp at{};
    bool operator==(const CloseRetryScheduled&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.attempt, self.at); }
};

/// The group has been CLOSING for a multiple of 30 s: alarm CLOSE_STUCK (G-5).
struct CloseStuck {
    static constexpr auto tag = EventTag::close_stuck;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    Timestamp at{};
    bool operator==(const CloseStuck&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.at); }
};

/// Flat through leg targets while entries still work, and told to keep waiting (T-9).
struct GroupWentFlat {
    static constexpr auto tag = EventTag::group_went_flat;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    bool operator==(const GroupWentFlat&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group); }
};

/// CLOSED: no order lives, nothing placeable is open. What is left is dust.
struct GroupClosed {
    static constexpr auto tag = EventTag::group_closed;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    Quantity dust;
    Timestamp at{};
    bool operator==(const GroupClosed&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.dust, self.at); }
};

/// FAILED: nothing was ever filled and no order lives (G-3).
struct GroupFailed {
    static constexpr auto tag = EventTag::group_failed;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    Timestamp at{};
    bool operator==(const GroupFailed&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.at); }
};

/// Told to cancel its entries; the cancels follow in the same commit. The answer to a stop's task.
struct EntriesCancelOrdered {
    static constexpr auto tag = EventTag::entries_cancel_ordered;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    bool operator==(const EntriesCancelOrdered&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group); }
};

/// The start condition of the group's risk timer holds from now on (15.2, K-2).
struct RiskTimerStarted {
    static constexpr auto tag = EventTag::risk_timer_started;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    Timestamp at{};
    bool operator==(const RiskTimerStarted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.at); }
};

/// Why a risk timer was cleared. Numbers are on disk: never reuse.
enum class RiskTimerEnd : std::uint8_t {
    condition = 0,    ///< its start condition no longer holds (K-2)
    replacement = 1,  ///< reset_timer_on_replacement (P-3)
    recovered = 2,    ///< timer_requires_loss: no loss any more (K-1)
};

struct RiskTimerCleared {
    static constexpr auto tag = EventTag::risk_timer_cleared;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    RiskTimerEnd reason{};
    Timestamp at{};
    bool operator==(const RiskTimerCleared&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.reason, self.at); }
};

/// The group knows of so many confirmations beyond its last pyramid (P-3).
struct ReplacementNoted {
    static constexpr auto tag = EventTag::replacement_noted;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    std::uint32_t count{};
    bool operator==(const ReplacementNoted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.count); }
};

using GroupEventAlternatives = std::variant<
    GroupOpened, PyramidAdded, OrderPlaced, OrderAmendRequested, OrderCancelRequested, OrderAccepted, OrderFilled, OrderChanged,
    OrderEnded, OrderRequestRefused, OrderDelayed, OrderRetried, OrderDoubted, OrderResent, CloseStarted, CloseRetryScheduled,
    CloseStuck, GroupWentFlat, GroupClosed, GroupFailed, EntriesCancelOrdered, ReductionStarted, ReductionRetryScheduled,
    ReductionEnded, ReductionRefused, RefusalNoted, StopMoved, PositionTargetMoved, TargetsChanged, CloseAbandoned,
    PyramidTargetReached, LegRearmed, CloseInsisted, LegHeld, LegsAnchored, LegDropped, GridAbandoned, RiskTimerStarted,
    RiskTimerCleared, ReplacementNoted, ExternalReduction, DustSwept, FeeSettled, RulesRenewedOnRefusal, GroupQuarantined,
    QuarantineReleased, PositionGoverned, TrailNoted, CopyFollowed, LayersPlanned, FirstPositionEnded, PositionExitStarted,
    PositionExitRetryScheduled, HedgeArmed, HedgeDropped, HedgeCloseStarted, HedgeRetryScheduled, HedgeEnded, PresetApplied>;

/// Whatever can happen to a position group. A class, so that one file compiles how it is made and copied and not each.
class GroupEvent : public GroupEventAlternatives {
public:
    using Alternatives = GroupEventAlternatives;
    template <AlternativeOf<Alternatives> E>
    GroupEvent(E event) noexcept;
    GroupEvent(const GroupEvent&);
    GroupEvent(GroupEvent&&) noexcept;
    GroupEvent& operator=(const GroupEvent&);
    GroupEvent& operator=(GroupEvent&&) noexcept;
    ~GroupEvent();
    bool operator==(const GroupEvent&) const;
};

}  // namespace trellis
