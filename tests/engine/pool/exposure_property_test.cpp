// Whatever comes in, is promoted, fills, rests, is cancelled or ends: what an account would have at stake if all its entries filled at
// their limits never exceeds its limit (S-4, K-16). Counted here by the test's own books, not by the engine's sum.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "engine/base/rounding.hpp"
#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

using std::chrono::seconds;

struct RestingLeg {
    Price price;
    Quantity remaining;
};

/// A group as its owner would have it: what it holds, and what still rests.
struct Held {
    Identity identity;
    std::uint16_t pyramids = 0;
    Quantity open;
    Money cost;
    std::vector<RestingLeg> legs;
};

/// A desk whose groups are played by the test.
class Account {
  public:
    explicit Account(Money limit) {
        rig.config.trade_limits.max_total_exposure = limit;
        rig.config.limits.one_entry_per_candle = false;
    }

    /// Everything that was accepted and may still fill, and everything that is held.
    Money worst_case() const {
        Money sum;
        for (const auto& [id, group] : groups_) {
            sum += group.cost;
            for (const auto& leg : group.legs) sum += notional(leg.price, leg.remaining);
        }
        for (const auto& [signal, pending] : rig.desk.pending) {
            if (pending.plan.has_value()) sum += pending.plan->capital;
        }
        return sum;
    }

    void send() {
        Signal signal = on(buy_signal(), *rc::gen::element("BTCUSDT", "ETHUSDT"), *rc::gen::element("1", "15", "60"));
        signal.entry_price = Price::from_integer(*rc::gen::inRange(50, 150));
        signal.order_size = Quantity::from_integer(*rc::gen::inRange(50, 3'000));
        rig.send(signal);
    }

    /// A group answers what it was told first of all it has not answered: the legs rest from now on.
    void answer() {
        std::vector<PendingSignal> waiting;
        std::set<GroupId> groups;
        for (const auto& [signal, pending] : rig.desk.pending) {
            if (pending.plan.has_value() && groups.insert(pending.waiting_for.front()).second) waiting.push_back(pending);
        }
        if (waiting.empty()) return;
        const auto& pending = waiting[*rc::gen::inRange<std::size_t>(0, waiting.size())];
        const GroupId id = pending.waiting_for.front();
        const bool is_refused = pending.hand_over == HandOver::add_pyramid && *rc::gen::arbitrary<bool>();
        if (!is_refused) rest(id, pending);
        rig.tell(GroupAnswered{id, pending.signal, is_refused ? "MAX_PYRAMIDS" : ""});
    }

    /// Buys at its limit, whole or in part.
    void fill(Held& group) {
        if (group.legs.empty()) return;
        auto& leg = group.legs[*rc::gen::inRange<std::size_t>(0, group.legs.size())];
        const auto part = Quantity::from_raw(leg.remaining.raw() / *rc::gen::inRange(1, 4));
        group.open += part;
        group.cost += notional(leg.price, part);
        leg.remaining -= part;
    }

    void any_step() {
        const auto any = [&] { return std::next(groups_.begin(), *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(groups_))); };
        const int step = *rc::gen::inRange(0, 10);
        if (step < 4) send();
        if (step == 4 || step == 5) answer();
        if (step == 6) rig.sweep();
        if (groups_.empty()) return;
        if (step == 7 || step == 8) note(*any(), [&](Held& group) { fill(group); });
        if (step == 9 && *rc::gen::arbitrary<bool>()) note(*any(), [](Held& group) { group.legs.clear(); });
        if (step == 9) end(any());
    }

    DeskRig rig;

  private:
    void rest(GroupId id, const PendingSignal& pending) {
        Held& group = groups_[id];
        group.identity = pending.identity;
        ++group.pyramids;
        for (const auto& leg : pending.plan->legs) {
            if (!leg.skipped) group.legs.push_back({leg.price, leg.quantity});
        }
        tell_board(id, group);
    }

    template <class Change>
    void note(std::pair<const GroupId, Held>& item, Change change) {
        change(item.second);
        tell_board(item.first, item.second);
    }

    void tell_board(GroupId id, const Held& held) {
        Group group;
        group.id = id;
        group.identity = held.identity;
        group.pyramids.resize(held.pyramids);
        group.open_quantity = held.open;
        group.open_cost = held.cost;
        for (const auto& leg : held.legs) {
            Order order;
            order.number = OrderNumber{static_cast<std::uint32_t>(group.orders.size() + 1)};
            order.role = OrderRole::entry;
            order.state = OrderState::working;
            order.price = leg.price;
            order.quantity = leg.remaining;
            group.orders.push_back(order);
        }
        rig.board.note(group, true);
    }

    void end(std::map<GroupId, Held>::iterator group) {
        const GroupId id = group->first;
        for (const auto& [signal, pending] : rig.desk.pending) {
            if (std::ranges::find(pending.waiting_for, id) != pending.waiting_for.end()) return;  // it answers first
        }
        groups_.erase(group);
        rig.board.forget(id);
        rig.tell(GroupEnded{id});
    }

    std::map<GroupId, Held> groups_;
};

RC_GTEST_PROP(ExposureProperty, Row58TheWorstCaseNeverExceedsTheLimit, ()) {
    const Money limit = Money::from_integer(*rc::gen::inRange(100, 12'000));
    Account account(limit);
    account.rig.config.max_open_groups = *rc::gen::inRange<std::uint32_t>(1, 5);
    for (int steps = *rc::gen::inRange(1, 120); steps > 0; --steps) {
        account.any_step();
        RC_ASSERT(account.worst_case() <= limit);
        account.rig.pass(seconds(*rc::gen::inRange(1, 90)));
    }
    RC_CLASSIFY(!only<EntryPromoted>(account.rig.journal).empty());
}

}  // namespace
}  // namespace trellis::tests
