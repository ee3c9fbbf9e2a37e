#include "engine/world/chronicle.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/event/owner.hpp"

namespace trellis {

namespace {

std::string order_name(GroupRow& row, const OrderPlaced& placed) {
    std::string name = text(placed.group) + "/" + std::string(text(placed.role));
    if (placed.pyramid.has_value()) name += "/" + std::to_string(placed.pyramid->value);
    if (placed.leg.has_value()) name += "/" + std::to_string(placed.leg->value);
    const std::uint32_t given = ++row.names[name];
    return given == 1 ? name : name + "#" + std::to_string(given);
}

}  // namespace

std::optional<SignalNumber> signal_row_of(const Event& event) {
    if (const auto* admitted = std::get_if<SignalAdmitted>(&event)) return admitted->signal;
    if (const auto* refused = std::get_if<SignalRefused>(&event)) return refused->signal;
    if (const auto* completed = std::get_if<SignalCompleted>(&event)) return completed->signal;
    if (const auto* queued = std::get_if<SignalQueued>(&event)) return queued->signal;
    return std::nullopt;
}

void fold(SignalRow& row, const Event& event, std::uint64_t sequence) {
    if (row.sequence == 0) row.sequence = sequence;
    if (const auto* admitted = std::get_if<SignalAdmitted>(&event)) {
        row.signal = admitted->signal;
        row.account = admitted->account;
        std::string body = row.admitted.has_value() ? std::move(row.admitted->body) : std::string();
        row.admitted = *admitted;
        if (row.admitted->body.empty()) row.admitted->body = std::move(body);
    } else if (const auto* refused = std::get_if<SignalRefused>(&event)) {
        row.signal = refused->signal;
        row.account = refused->account;
        row.outcome = refused->outcome;
        row.code = refused->code;
        row.detail = refused->detail;
    } else if (const auto* queued = std::get_if<SignalQueued>(&event)) {
        row.signal = queued->signal;
        row.account = queued->account;
        if (row.outcome.has_value()) return;  // the first handling counts (R-5)
        row.outcome = SignalOutcome::queued;
        row.code = queued->reason;
        row.detail = queued->detail;
    } else if (const auto* completed = std::get_if<SignalCompleted>(&event)) {
        if (row.outcome.has_value()) return;
        row.outcome = completed->outcome;
        row.code = completed->code;
    }
}

std::optional<AccountId> account_of_standing(const Event& event) {
    return std::visit(
        []<class E>(const E& one) -> std::optional<AccountId> {
            if constexpr (requires(Standing & standing) { standing.apply(one); }) {
                return account_of(one);
            } else {
                return std::nullopt;
            }
        },
        event);
}

void apply_to_standing(Standing& standing, const Event& event) {
    std::visit(
        [&]<class E>(const E& one) {
            if constexpr (requires { standing.apply(one); }) standing.apply(one);
        },
        event);
}

void fold(GroupRow& row, const GroupEvent& event, std::uint64_t sequence, Incarnation incarnation) {
    if (std::holds_alternative<GroupOpened>(event)) {
        row.sequence = sequence;
    } else if (const auto* placed = std::get_if<OrderPlaced>(&event)) {
        row.orders.push_back({Money{}, sequence, order_name(row, *placed)});
    } else if (const auto* filled = std::get_if<OrderFilled>(&event)) {
        row.orders[filled->order.value - 1].filled_cost += notional(filled->price, filled->quantity);
    }
    row.group.apply(event, incarnation);
}

std::optional<OffsetNumber> offset_row_of(const Event& event) {
    if (const auto* planned = std::get_if<OffsetPlanned>(&event)) return planned->offset;
    if (const auto* closed = std::get_if<OffsetLegClosed>(&event)) return closed->offset;
    if (const auto* completed = std::get_if<OffsetCompleted>(&event)) return completed->offset;
    return std::nullopt;
}

void fold(RiskActionRow& row, const Event& event, std::uint64_t sequence) {
    if (const auto* planned = std::get_if<OffsetPlanned>(&event)) {
        row.plan = *planned;
        row.sequence = sequence;
        for (const auto& winner : planned->winners) row.winners.push_back({winner.group, {}, {}});
    } else if (const auto* closed = std::get_if<OffsetLegClosed>(&event)) {
        const auto winner = std::ranges::find(row.winners, closed->group, &RiskActionWinner::group);
        if (winner != row.winners.end()) *winner = {closed->group, closed->quantity, closed->realised};
    } else if (const auto* completed = std::get_if<OffsetCompleted>(&event)) {
        row.completed = *completed;
    }
}

Money RiskActionRow::realised() const {
    Money sum;
    for (const auto& winner : winners) sum += winner.profit;
    return sum;
}

void Chronicle::apply(const Event& event, std::uint64_t sequence) {
    if (const auto offset = offset_row_of(event)) {
        const auto place = risk_action_at_.try_emplace(*offset, risk_actions_.size());
        if (place.second) risk_actions_.emplace_back();
        fold(risk_actions_[place.first->second], event, sequence);
    }
    if (const auto signal = signal_row_of(event)) fold(signals_[*signal], event, sequence);
    if (const auto* started = std::get_if<RunStarted>(&event)) {
        incarnation_ = started->incarnation;
    } else if (const auto* changed = std::get_if<TradingStateChanged>(&event)) {
        trading_[changed->account].word = changed->state;
    } else if (const auto account = account_of_standing(event)) {
        if (const auto* late = std::get_if<LeftFeeSettled>(&event)) {
            fold(groups_.at(late->group), as_group_would(*late), sequence, incarnation_);
        }
        apply_to_standing(trading_[*account].standing, event);
    } else if (const auto own = as_group_event(event)) {
        const GroupId id = group_of(*own);
        if (std::holds_alternative<GroupOpened>(*own)) {
            opened_as_.emplace(id, opening_order_.size());
            opening_order_.push_back(id);
        }
        fold(groups_[id], *own, sequence, incarnation_);
    }
}

TradingState Chronicle::trading_state(AccountId account) const {
    const auto found = trading_.find(account);
    return found == trading_.end() ? TradingState::active : shown_state(found->second.word, found->second.standing);
}

const Standing& Chronicle::standing(AccountId account) const {
    static const Standing none;
    const auto found = trading_.find(account);
    return found == trading_.end() ? none : found->second.standing;
}

const GroupRow* Chronicle::find(GroupId group) const {
    const auto found = groups_.find(group);
    return found == groups_.end() ? nullptr : &found->second;
}

std::optional<GroupId> Chronicle::newest(AccountId account, const Identity& identity) const {
    for (auto it = opening_order_.rbegin(); it != opening_order_.rend(); ++it) {
        if (it->account == account && groups_.at(*it).group.identity == identity) return *it;
    }
    return std::nullopt;
}

std::uint64_t Chronicle::opened_as(GroupId group) const {
    const auto found = opened_as_.find(group);
    TRELLIS_CHECK(found != opened_as_.end(), "a group was opened before it is asked about");
    return found->second;
}

Quantity shown_open_quantity(const Group& group) { return group.has_ended() ? Quantity{} : group.open_quantity; }

std::optional<Price> shown_average(const Group& group) {
    if (!shown_open_quantity(group).is_positive()) return std::nullopt;
    return average(group.open_cost, group.open_quantity);
}

OrderState shown_state(const Order& order) {
    if (order.state != OrderState::pending_cancel && order.state != OrderState::pending_replace) return order.state;
    return order.filled.is_positive() ? OrderState::partial : OrderState::working;
}

}  // namespace trellis
