#include "adapters/explanation/chain.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/event/names.hpp"
#include "adapters/explanation/words.hpp"

namespace trellis::adapters {

namespace {

/// Builds one chain; every method adds what it explains and goes on to what led there.
class Chain {
  public:
    explicit Chain(const Story& story) : story_(story) {}

    void explain(SignalNumber signal);
    void explain(GroupId group);
    void explain(OrderKey key);
    void explain(OffsetNumber offset);
    void explain(const EventRow& recorded);
    std::vector<WhyLine> take() { return std::move(lines_); }

  private:
    /// Several ways may lead to the same cause: it is told once.
    void add(const EventRow& recorded, Told told) {
        const auto is_known = [&](const WhyLine& line) { return line.event == recorded.sequence && line.says == told.says; };
        if (std::ranges::any_of(lines_, is_known)) return;
        lines_.push_back({recorded.sequence, recorded.at, std::move(told.says), std::move(told.rules)});
    }

    /// The events for which `wanted` is true, newest first.
    template <class Wanted>
    std::vector<const EventRow*> newest_first(Wanted wanted) const {
        std::vector<const EventRow*> found;
        for (auto it = story_.events().rbegin(); it != story_.events().rend(); ++it) {
            if (wanted(*it)) found.push_back(&*it);
        }
        return found;
    }
    /// The newest event of that type before `sequence` for which `wanted` is true.
    template <class T, class Wanted>
    const EventRow* last_before(std::uint64_t sequence, Wanted wanted) const {
        for (auto it = story_.events().rbegin(); it != story_.events().rend(); ++it) {
            if (it->sequence >= sequence) continue;
            const auto* event = std::get_if<T>(&it->event);
            if (event != nullptr && wanted(*event)) return &*it;
        }
        return nullptr;
    }
    /// An event of that type in the same commit, before it.
    template <class T>
    const EventRow* in_commit(const EventRow& recorded) const {
        const auto* found = last_before<T>(recorded.sequence, [](const T&) { return true; });
        return found != nullptr && found->commit == recorded.commit ? found : nullptr;
    }

    const Group& group(GroupId id) const { return story_.chronicle().find(id)->group; }
    void placed(const EventRow& recorded, const OrderPlaced& order);
    void entry_planned(const EventRow& recorded, const OrderPlaced& order);
    void beside_ladder(const EventRow& recorded, const OrderPlaced& order);
    void target_priced(const EventRow& recorded, GroupId id, PyramidIndex pyramid, LegIndex leg, Price price);
    void close_decided(const EventRow& recorded, GroupId id);
    void close_started(const EventRow& recorded, const CloseStarted& close);
    void reduction_started(const EventRow& recorded, const ReductionStarted& part);
    void add_with_details(const EventRow& recorded);
    void led_to_by(const EventRow& recorded);
    void brought_by(const EventRow& recorded, const PyramidAdded& added);

    const Story& story_;
    std::vector<WhyLine> lines_;
};

/// Outcome, admission with its plan, or the refusal with what stood against it; the body last.
void Chain::explain(SignalNumber signal) {
    const auto events = newest_first([&](const EventRow& recorded) { return signal_of(recorded.event) == signal; });
    for (const auto* recorded : events) add_with_details(*recorded);
}

void Chain::add_with_details(const EventRow& recorded) {
    add(recorded, tell(story_, recorded.event));
    for (auto& more : details_of(story_, recorded.event)) add(recorded, std::move(more));
}

/// Its end with what was not covered, what each group brought, and the plan with everyone who was not chosen (15.7).
void Chain::explain(OffsetNumber offset) {
    const auto events = newest_first([&](const EventRow& recorded) { return offset_of(recorded.event) == offset; });
    for (const auto* recorded : events) add_with_details(*recorded);
    if (!events.empty()) led_to_by(*events.back());
}

/// Its own story first, then each signal that it obeyed.
void Chain::explain(GroupId id) {
    const auto events = newest_first([&](const EventRow& recorded) {
        if (order_of(recorded.event).has_value())
            return std::holds_alternative<OrderPlaced>(recorded.event) && group_of(recorded.event) == id;
        return group_of(recorded.event) == id;
    });
    std::vector<SignalNumber> signals;
    for (const auto* recorded : events) {
        add(*recorded, tell(story_, recorded->event));
        if (const auto offset = offset_served_by(recorded->event)) explain(*offset);
        const auto* close = std::get_if<CloseStarted>(&recorded->event);
        if (close != nullptr && close->signal.has_value()) signals.push_back(*close->signal);
        if (close != nullptr && !close->signal.has_value()) close_started(*recorded, *close);
        const auto* added = std::get_if<PyramidAdded>(&recorded->event);
        if (added != nullptr && added->signal.value != 0) signals.push_back(added->signal);
        if (added != nullptr && added->signal.value == 0) brought_by(*recorded, *added);
    }
    for (const auto signal : signals) explain(signal);
}

/// The signal, or the leader whose position it repeats (B-30).
void Chain::brought_by(const EventRow& recorded, const PyramidAdded& added) {
    if (added.signal.value != 0) {
        explain(added.signal);
        return;
    }
    const auto is_its = [&](const auto& event) { return event.group == added.group; };
    const auto* ordered = last_before<CopyOrdered>(recorded.sequence, is_its);
    const auto* opened = last_before<CopyOpened>(recorded.sequence, is_its);
    if (ordered != nullptr) add(*ordered, tell(story_, ordered->event));
    if (opened == nullptr) return;
    add(*opened, tell(story_, opened->event));
    const GroupId leader = std::get<CopyOpened>(opened->event).origin.leader;
    if (story_.chronicle().find(leader) != nullptr) explain(leader);
}

/// What happened to it since, then its placing and what led to that.
void Chain::explain(OrderKey key) {
    const auto events = newest_first([&](const EventRow& recorded) { return order_of(recorded.event) == key; });
    for (const auto* recorded : events) {
        add(*recorded, tell(story_, recorded->event));
        if (const auto* amended = std::get_if<OrderAmendRequested>(&recorded->event)) {
            const Order& order = group(key.group).order(key.order);
            const bool is_of_leg = order.pyramid.has_value() && order.leg.has_value();  // a target for the whole position is of none
            if (is_of_leg) target_priced(*recorded, key.group, *order.pyramid, *order.leg, amended->price);
        }
        if (std::holds_alternative<OrderCancelRequested>(recorded->event)) close_decided(*recorded, key.group);
        if (const auto* order = std::get_if<OrderPlaced>(&recorded->event)) placed(*recorded, *order);
    }
}

void Chain::explain(const EventRow& recorded) {
    if (const auto order = order_of(recorded.event)) {
        add(recorded, tell(story_, recorded.event));
        if (const auto* placing = std::get_if<OrderPlaced>(&recorded.event)) {
            placed(recorded, *placing);
            return;
        }
        led_to_by(recorded);
        const auto* placing = last_before<OrderPlaced>(recorded.sequence, [&](const OrderPlaced& event) {
            return OrderKey{event.group, event.order} == *order;
        });
        if (placing != nullptr) explain(*placing);
        return;
    }
    if (const auto signal = signal_of(recorded.event); signal.has_value() && !group_of(recorded.event).has_value()) {
        explain(*signal);
        return;
    }
    if (const auto offset = offset_of(recorded.event)) {
        explain(*offset);
        return;
    }
    add_with_details(recorded);
    const auto* applied = std::holds_alternative<StopMoved>(recorded.event) ? in_commit<PresetApplied>(recorded) : nullptr;
    if (applied != nullptr) add(*applied, tell(story_, applied->event));
    led_to_by(recorded);
    if (const auto* close = std::get_if<CloseStarted>(&recorded.event)) close_started(recorded, *close);
    if (const auto* part = std::get_if<ReductionStarted>(&recorded.event)) reduction_started(recorded, *part);
    const auto id = group_of(recorded.event);
    if (!id.has_value()) return;
    const auto* opened =
        last_before<PyramidAdded>(recorded.sequence + 1, [&](const PyramidAdded& event) { return event.group == *id; });
    if (opened == nullptr) return;
    if (opened->sequence != recorded.sequence) add(*opened, tell(story_, opened->event));
    brought_by(*opened, std::get<PyramidAdded>(opened->event));
}

/// What its commit says about its cause, when that is worth a line of its own.
void Chain::led_to_by(const EventRow& recorded) {
    if (recorded.cause.kind == CauseKind::operational) return;
    add(recorded, {"its commit began with " + cause_words(recorded.cause), {}});
}

// ---- orders ----

void Chain::placed(const EventRow& recorded, const OrderPlaced& order) {
    if (order.role == OrderRole::entry) {
        entry_planned(recorded, order);
    } else if (order.role == OrderRole::leg_tp) {
        target_priced(recorded, order.group, *order.pyramid, *order.leg, order.price);
        const auto* entry = last_before<OrderPlaced>(recorded.sequence, [&](const OrderPlaced& other) {
            return other.group == order.group && other.role == OrderRole::entry && other.pyramid == order.pyramid &&
                   other.leg == order.leg;
        });
        if (entry != nullptr) explain(*entry);
    } else {
        if (order.role != OrderRole::layer) add(recorded, closing_price_words(story_, order));
        if (!opens(order.role)) close_decided(recorded, order.group);
        beside_ladder(recorded, order);
        const auto* first =
            last_before<PyramidAdded>(recorded.sequence, [&](const PyramidAdded& added) { return added.group == order.group; });
        if (first != nullptr) explain(*first);
    }
}

/// What the preset decided that the order is for: layers, the exit of one position, the hedge.
void Chain::beside_ladder(const EventRow& recorded, const OrderPlaced& order) {
    const auto tell_last = [&]<class E>(const E&, auto test) {
        const auto* found = last_before<E>(recorded.sequence, [&](const E& event) { return event.group == order.group && test(event); });
        if (found != nullptr) add(*found, tell(story_, found->event));
    };
    const auto any = [](const auto&) { return true; };
    if (order.role == OrderRole::layer) tell_last(LayersPlanned{}, any);
    if (order.role == OrderRole::stop) tell_last(PositionExitStarted{}, [&](const PositionExitStarted& event) { return event.layer == order.leg; });
    if (order.role == OrderRole::hedge) tell_last(HedgeArmed{}, any);
    if (order.role == OrderRole::hedge_close) tell_last(HedgeCloseStarted{}, any);
}

/// The leg in its pyramid's plan, then the signal that brought the pyramid.
void Chain::entry_planned(const EventRow& recorded, const OrderPlaced& order) {
    const auto* added = last_before<PyramidAdded>(recorded.sequence, [&](const PyramidAdded& event) {
        return event.group == order.group && event.plan.pyramid == order.pyramid;
    });
    if (added == nullptr) return;
    const auto& event = std::get<PyramidAdded>(added->event);
    add(*added, leg_words(story_, order, event.plan));
    add(*added, tell(story_, added->event));
    brought_by(*added, event);
}

/// The fill that called for it and how its price follows from the leg's own entries (T-2).
void Chain::target_priced(const EventRow& recorded, GroupId id, PyramidIndex pyramid, LegIndex leg, Price price) {
    Money cost;
    Quantity quantity;
    const EventRow* newest = nullptr;
    for (const auto& other : story_.events()) {
        if (other.sequence >= recorded.sequence) break;
        const auto* fill = std::get_if<OrderFilled>(&other.event);
        if (fill == nullptr || fill->group != id) continue;
        const Order& order = group(id).order(fill->order);
        if (order.role != OrderRole::entry || order.pyramid != pyramid || order.leg != leg) continue;
        cost += notional(fill->price, fill->quantity);
        quantity += fill->quantity;
        newest = &other;
    }
    if (newest == nullptr) return;
    add(recorded, target_words(story_, group(id), pyramid, leg, {cost, quantity, price}));
    if (const auto* cause = in_commit<OrderFilled>(recorded)) newest = cause;
    Told told = tell(story_, newest->event);
    told.says = "because: " + told.says;
    add(*newest, std::move(told));
}

// ---- closes ----

void Chain::close_decided(const EventRow& recorded, GroupId id) {
    const auto* close = last_before<CloseStarted>(recorded.sequence, [&](const CloseStarted& event) { return event.group == id; });
    const auto* part = last_before<ReductionStarted>(recorded.sequence, [&](const ReductionStarted& event) { return event.group == id; });
    if (part != nullptr && (close == nullptr || close->sequence < part->sequence)) {
        add(*part, tell(story_, part->event));
        reduction_started(*part, std::get<ReductionStarted>(part->event));
        return;
    }
    if (close == nullptr) {
        led_to_by(recorded);
        return;
    }
    add(*close, tell(story_, close->event));
    close_started(*close, std::get<CloseStarted>(close->event));
}

void Chain::close_started(const EventRow& recorded, const CloseStarted& close) {
    if (close.reason == CloseReason::tp_aggregate && close.role == OrderRole::aggregate_tp)
        add(recorded, aggregate_words(story_, close.group, recorded.sequence));
    if (close.offset.has_value()) {
        explain(*close.offset);
    } else if (close.signal.has_value()) {
        explain(*close.signal);
    } else if (const auto* fill = in_commit<OrderFilled>(recorded)) {
        Told told = tell(story_, fill->event);
        told.says = "because: " + told.says;
        add(*fill, std::move(told));
    } else {
        led_to_by(recorded);
    }
}

void Chain::reduction_started(const EventRow& recorded, const ReductionStarted& part) {
    if (part.offset.has_value()) {
        explain(*part.offset);
    } else if (part.signal.has_value()) {
        explain(*part.signal);
    } else {
        led_to_by(recorded);
    }
}

std::vector<WhyLine> chain_of(const Story& story, const auto& thing) {
    Chain chain(story);
    chain.explain(thing);
    return chain.take();
}

}  // namespace

Explanation explain_signal(const Story& story, SignalNumber signal) {
    return {text(signal), "signal", signal_title(story, signal), chain_of(story, signal)};
}

Explanation explain_event(const Story& story, const EventRow& recorded) {
    return {"e" + std::to_string(recorded.sequence), "event",
            std::string(name_of(recorded.event)) + ", caused by " + cause_words(recorded.cause), chain_of(story, recorded)};
}

Explanation explain_group(const Story& story, GroupId group) {
    return {text(group), "group", group_title(story, group), chain_of(story, group)};
}

Explanation explain_offset(const Story& story, OffsetNumber offset) {
    return {text(offset), "offset", offset_title(story, offset), chain_of(story, offset)};
}

Explanation explain_order(const Story& story, OrderKey order) {
    return {order_name(story, order), "order", order_title(story, order), chain_of(story, order)};
}

}  // namespace trellis::adapters
