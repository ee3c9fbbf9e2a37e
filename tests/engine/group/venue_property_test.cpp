// A random venue against one group: it acknowledges, fills in any pieces and order, repeats itself, is late, loses and refuses
// things. Whatever it does, nothing bought is lost and no target sells what its leg does not hold.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <deque>
#include <map>

#include "engine/base/check.hpp"
#include "engine/base/overloaded.hpp"
#include "engine/base/rounding.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

/// The venue's own truth about an order.
struct VenueOrder {
    PlaceOrder asked;
    Quantity quantity;
    Price price;
    Quantity filled;
    std::optional<OrderState> ended;
};

class RandomVenue {
public:
    explicit RandomVenue(GroupRun& run) : run_(run) {}

    void take(const GroupEvents& events) {
        check_orders_against_lots();
        for (const auto& event : events) check_close_once(event);
        recent_.push_back(names(events));
        if (recent_.size() > 40) recent_.pop_front();
        for (const auto& request : run_.requests(events)) take_request(request);
    }

    /// One thing happens: a report arrives, an order fills, an order ends.
    void act() {
        const int choice = *rc::gen::inRange(0, 10);
        if (choice < 6 && !line_.empty()) return deliver();
        if (choice < 9) return fill_some(*rc::gen::inRange(1, 5));
        end_some();
    }

    /// From now on it is honest, and everything is delivered and every timer fired until nothing is left to do.
    void settle() {
        is_honest_ = true;
        for (int turn = 0; turn < 2'000; ++turn) {
            if (!line_.empty()) {
                deliver();
            } else if (run_.due().has_value()) {
                take(run_.timer());
            } else {
                return;
            }
        }
        RC_FAIL("the group never comes to rest: " + story());
    }

    /// Its orders and what it decided last, for the message of a failure.
    std::string story() const {
        std::string out = run_.state() + ": ";
        for (const auto& order : run_.group.orders) out += tests::row(order) + "; ";
        for (const auto& events : recent_) out += events + " | ";
        return out;
    }

    Quantity net_bought() const { return net_bought_; }
    Quantity sold() const { return sold_; }

private:
    void report(OrderNumber number, ReportBody body) { line_.push_back({number, std::move(body)}); }
    bool misbehaves(int one_in) { return !is_honest_ && *rc::gen::inRange(0, one_in) == 0; }

    void take_request(const VenueRequest& request) {
        const OrderNumber number = std::visit([](const auto& asked) { return asked.id.key.order; }, request);
        if (misbehaves(12)) return report(number, RequestNotSent{});
        if (misbehaves(12)) return;  // lost on the way
        std::visit(Overloaded{
                       [&](const PlaceOrder& place) { on_place(number, place); },
                       [&](const AmendOrder& amend) { on_amend(number, amend); },
                       [&](const CancelOrder&) { on_cancel(number); },
                       [&](const QueryOrder&) { on_query(number); }, [](const CancelOrphan&) {},
                   },
                   request);
    }

    void on_place(OrderNumber number, const PlaceOrder& place) {
        RC_ASSERT(place.quantity.is_positive());
        if (orders_.contains(number)) return;  // the same id: the venue knows it already
        std::erase_if(line_, [&](const Report& told) {  // nobody believes an answer that is older than this request
            return told.number == number && std::holds_alternative<OrderNotFound>(told.body);
        });
        VenueOrder& order = orders_[number];
        order = {place, place.quantity, place.price.is_zero() ? decimal<Price>("100") : place.price, {}, {}};
        if (misbehaves(15)) {
            order.ended = OrderState::rejected;
            return report(number, OrderRejected{"REJECTED"});
        }
        if (misbehaves(12)) {
            report(number, RequestUnanswered{});
        } else if (!misbehaves(12)) {
            report(number, OrderAcknowledged{});
        }
        if (place.time_in_force != TimeInForce::ioc) return;
        if (is_honest_ || *rc::gen::inRange(0, 2) == 0) fill(number, 1);
        end(number, OrderState::expired);
    }

    void on_amend(OrderNumber number, const AmendOrder& amend) {
        const auto known = orders_.find(number);
        const bool is_gone = known == orders_.end() || known->second.ended.has_value();
        if (is_gone || amend.quantity <= known->second.filled || misbehaves(6)) return report(number, RequestRefused{"TOO_LATE"});
        known->second.quantity = amend.quantity;
        known->second.price = amend.price;
        if (!misbehaves(12)) report(number, OrderAmended{amend.price, amend.quantity});
    }

    void on_cancel(OrderNumber number) {
        const auto known = orders_.find(number);
        if (known == orders_.end() || known->second.ended.has_value()) {
            return report(number, RequestRefused{"ORDER_NOT_FOUND"});
        }
        if (misbehaves(15)) return report(number, RequestRefused{"BUSY"});
        end(number, OrderState::cancelled);
    }

    void on_query(OrderNumber number) {
        const auto known = orders_.find(number);
        if (known == orders_.end()) return report(number, OrderNotFound{});
        for (const auto& fill : fills_[number]) report(number, fill);  // what may be missing comes first
        const auto& order = known->second;
        const auto alive = order.filled.is_positive() ? OrderState::partial : OrderState::working;
        report(number, OrderFound{order.ended.value_or(alive), order.price, order.quantity, order.filled});
    }

    void fill_some(int pieces) {
        std::vector<OrderNumber> open;
        for (const auto& [number, order] : orders_) {
            if (!order.ended.has_value()) open.push_back(number);
        }
        if (!open.empty()) fill(*rc::gen::elementOf(open), pieces);
    }

    /// Fills the first of `pieces` equal parts of what is left; all of it when the part is less than a step.
    void fill(OrderNumber number, int pieces) {
        VenueOrder& order = orders_.at(number);
        const Quantity rest = order.quantity - order.filled;
        if (!rest.is_positive()) return;
        Quantity part = round_to_step(Quantity::from_raw(rest.raw() / pieces), run_.instrument.step, Rounding::floor);
        if (!part.is_positive()) part = rest;
        if (order.asked.reduce_only) part = std::min(part, net_bought_ - sold_);
        if (!part.is_positive()) return;
        order.filled += part;
        OrderFill fill;
        fill.trade = TradeId{++trades_};
        fill.price = order.price;
        fill.quantity = part;
        fill.cumulative = order.filled;
        const bool takes_base = run_.instrument.fee_asset == FeeAsset::base && order.asked.side == OrderSide::buy;
        fill.fee_asset = takes_base ? FeeAsset::base : FeeAsset::quote;
        const Quantity base_fee = base_fee_of(part, run_.instrument.maker_fee);
        fill.fee = takes_base ? as<Money>(base_fee) : fee_of(notional(fill.price, part), run_.instrument.maker_fee);
        const bool opens = order.asked.side == opening_side(run_.side);
        (opens ? net_bought_ : sold_) += opens && takes_base ? part - base_fee : part;
        fills_[number].push_back(fill);
        report(number, fill);
        if (misbehaves(4)) report(number, fill);
        if (order.filled == order.quantity) order.ended = OrderState::filled;
    }

    void end_some() {
        if (orders_.empty()) return;
        const auto chosen = *rc::gen::inRange<std::size_t>(0, orders_.size());
        const auto known = std::next(orders_.begin(), static_cast<std::ptrdiff_t>(chosen));
        if (!known->second.ended.has_value()) end(known->first, OrderState::cancelled);
    }

    void end(OrderNumber number, OrderState state) {
        VenueOrder& order = orders_.at(number);
        if (order.ended.has_value()) return;
        order.ended = state;
        if (misbehaves(12)) return;
        if (state == OrderState::expired) return report(number, OrderExpired{order.filled});
        report(number, OrderCancelled{order.filled});
    }

    /// Reports may overtake each other; but fills of one reduce-only position are told in their order.
    void deliver() {
        std::size_t chosen = 0;
        if (!is_honest_) chosen = *rc::gen::inRange<std::size_t>(0, std::min<std::size_t>(line_.size(), 4));
        const auto is_fill = [](const Report& told) { return std::holds_alternative<OrderFill>(told.body); };
        if (run_.instrument.market == Market::linear && is_fill(line_[chosen])) {
            chosen = static_cast<std::size_t>(std::ranges::find_if(line_, is_fill) - line_.begin());
        }
        const auto next = line_[chosen];
        line_.erase(line_.begin() + static_cast<std::ptrdiff_t>(chosen));
        recent_.push_back("#" + std::to_string(next.number.value) + " report " + std::to_string(next.body.index()));
        GroupEvents events;
        try {
            events = run_.report(next.number.value, next.body);
        } catch (const InvariantBroken& broken) {
            RC_FAIL(std::string(broken.what()) + " " + story());
        }
        take(events);
    }

    /// T-1, T-6: one close at a time, and after it none but what was given up (F-3).
    void check_close_once(const GroupEvent& event) {
        if (std::holds_alternative<CloseStarted>(event)) {
            RC_ASSERT(!has_closed_);
            has_closed_ = true;
        } else if (std::holds_alternative<CloseAbandoned>(event)) {
            has_closed_ = false;
        }
    }

    /// T-2 and G-2 at every moment, not only at rest.
    void check_orders_against_lots() {
        for (const auto& pyramid : run_.group.pyramids) {
            for (const auto& leg : pyramid.legs) {
                const Order* target = run_.group.find(leg.target);
                if (target == nullptr || !target->is_live() || target->state == OrderState::pending_cancel) continue;
                RC_ASSERT(target->remaining() <= leg.lot.open);
            }
        }
    }

    struct Report {
        OrderNumber number;
        ReportBody body;
    };

    GroupRun& run_;
    std::map<OrderNumber, VenueOrder> orders_;
    std::map<OrderNumber, std::vector<OrderFill>> fills_;
    std::deque<Report> line_;
    std::deque<std::string> recent_;
    Quantity net_bought_;
    Quantity sold_;
    std::uint64_t trades_ = 0;
    bool is_honest_ = false;
    bool has_closed_ = false;
};

void choose_targets(GroupRun& run) {
    using enum TakeProfitMode;
    GridStrategy& strategy = run.strategy;
    strategy.take_profit_mode = *rc::gen::element(per_leg, hybrid, hybrid, aggregate, pyramid_aggregate);
    strategy.take_profit_aggregate_percent = decimal<Ratio>("1");
    strategy.take_profit_scope = *rc::gen::element(PyramidScope::combined, PyramidScope::per_pyramid);
    strategy.aggregate_execution = *rc::gen::element(AggregateExecution::market_on_touch, AggregateExecution::resting_limit);
    strategy.take_profit_basis = *rc::gen::element(TakeProfitBasis::gross, TakeProfitBasis::net);
    strategy.recycle_legs = *rc::gen::inRange(0, 3) == 0;
    if (*rc::gen::inRange(0, 3) == 0) run.config.slippage_action = SlippageAction::reject;
}

/// The book moves, mostly to where something is touched.
GroupEvents random_quote(GroupRun& run) {
    const auto& [bid, ask] = *rc::gen::element(std::pair{"97", "97.01"}, std::pair{"100", "100.01"}, std::pair{"101.5", "101.51"},
                                               std::pair{"103", "103.01"});
    run.pass(std::chrono::milliseconds(1));
    return run.evaluate(bid, ask);
}

GroupRun random_run() {
    const bool is_short = *rc::gen::arbitrary<bool>();
    GroupRun run(is_short ? bitcoin_perpetual() : bitcoin(), is_short ? PositionSide::short_side : PositionSide::long_side);
    if (!is_short && *rc::gen::arbitrary<bool>()) run.instrument.fee_asset = FeeAsset::base;
    run.instrument.step = decimal<Quantity>("0.01");
    if (*rc::gen::arbitrary<bool>()) run.instrument.min_notional = decimal<Money>("5");
    run.cancels_at_once = false;  // what a target fills during a close would cross the closing order
    run.strategy.on_flat = *rc::gen::arbitrary<bool>() ? OnFlat::keep_waiting : OnFlat::close_and_cancel;
    run.strategy.all_or_nothing = *rc::gen::inRange(0, 4) == 0;
    run.strategy.replace_unfilled_previous = *rc::gen::inRange(0, 4) == 0;
    choose_targets(run);
    run.quote("100", "100.01");
    return run;
}

PyramidPlan random_ladder(std::uint16_t pyramid) {
    static const std::vector<LegText> legs{{"100", "0.37", "1"}, {"99.5", "1", "0.5"}, {"99", "2.01", "2"}, {"98.5", "0.06", "1.5"}};
    const auto count = *rc::gen::inRange<std::ptrdiff_t>(1, 5);
    return ladder({legs.begin(), legs.begin() + count}, pyramid);
}

void check_books(const GroupRun& run, const RandomVenue& venue) {
    const Group& group = run.group;
    RC_ASSERT(group.bought == group.open_quantity + group.closed);
    RC_ASSERT(group.bought == venue.net_bought());
    RC_ASSERT(group.closed == venue.sold());
}

/// T-2 at rest: a leg's target sells all that can be sold of the leg.
void check_targets_at_rest(const Group& group, const Instrument& instrument) {
    if (group.has_ended() || group.is_flat) return;
    if (group.strategy->take_profit_mode != TakeProfitMode::per_leg && group.strategy->take_profit_mode != TakeProfitMode::hybrid) return;
    for (const auto& pyramid : group.pyramids) {
        for (const auto& leg : pyramid.legs) {
            const Quantity whole = round_to_step(leg.lot.open, instrument.step, Rounding::floor);
            const Order* target = group.find(leg.target);
            if (target != nullptr && target->is_live()) {
                RC_ASSERT(target->remaining() == whole);
            } else {
                RC_ASSERT(whole.is_zero() || notional(leg.plan.price, whole) < instrument.min_notional + decimal<Money>("1"));
            }
        }
    }
}

/// I-7, X-7, K-9: some part is closed for somebody, or refused.
void reduce_some(GroupRun& run, RandomVenue& venue) {
    ReduceGroup command;
    command.role = *rc::gen::element(OrderRole::reduce, OrderRole::risk_winner, OrderRole::risk_loser);
    if (command.role == OrderRole::reduce) {
        command.fraction = Portion{Quantity::from_integer(*rc::gen::inRange(0, 8)), Quantity::from_integer(7)};
    } else {
        command.offset = OffsetNumber{AccountId{1}, static_cast<std::uint32_t>(++run.signals)};
        command.quantity = Quantity::from_raw(decimal<Quantity>("0.1").raw() * *rc::gen::inRange(1, 30));
    }
    const GroupEvents events = run.tell(command);
    venue.take(events);
    if (!std::holds_alternative<ReductionStarted>(events.front())) return;
    RC_ASSERT(run.group.reducing->quantity <= run.group.open_quantity);
    Quantity selling;
    for (const auto& order : run.group.orders) {
        const bool closes = order.role != OrderRole::entry && order.state != OrderState::pending_cancel;
        if (closes && order.is_live()) selling += order.remaining();
    }
    RC_ASSERT(selling <= run.group.open_quantity);
}

// I-7 "partial closes never exceed the position", T-2, G-2, O-2 .. O-5, O-7: conservation and targets. check_invariants runs behind every commit, and GroupRun holds the group
// against the one rebuilt from its events.
RC_GTEST_PROP(RandomVenue, NeverLosesAFillNorOversellsALeg, ()) {
    GroupRun run = random_run();
    RandomVenue venue(run);
    venue.take(run.open(random_ladder(0)));
    const int turns = *rc::gen::inRange(0, 60);
    for (int turn = 0; turn < turns && !run.group.has_ended(); ++turn) {
        const int choice = *rc::gen::inRange(0, 30);
        const bool may_add = !run.group.closing.has_value() && run.group.pyramids.size() < 4;
        if (choice == 0 && may_add) {
            venue.take(run.add(random_ladder(static_cast<std::uint16_t>(run.group.pyramids.size()))));
        } else if (choice == 1) {
            venue.take(run.tell(CancelEntries{}));
        } else if (choice == 3) {
            reduce_some(run, venue);
        } else if (choice == 2 && next_due(run.group).has_value()) {
            venue.take(run.timer());
        } else if (choice < 6) {
            venue.take(random_quote(run));
        } else {
            venue.act();
        }
    }
    venue.settle();
    check_books(run, venue);
    if (!run.group.closing.has_value()) check_targets_at_rest(run.group, run.instrument);
}

// T-6: leg targets and the aggregate race as they like; nothing is sold twice and one close is all there is.
RC_GTEST_PROP(RandomVenue, HybridNeverClosesTwice, ()) {
    GroupRun run = random_run();
    run.strategy.take_profit_mode = TakeProfitMode::hybrid;
    RandomVenue venue(run);
    venue.take(run.open(random_ladder(0)));
    const int turns = *rc::gen::inRange(0, 60);
    for (int turn = 0; turn < turns && !run.group.has_ended(); ++turn) {
        if (*rc::gen::inRange(0, 4) == 0) {
            venue.take(random_quote(run));
        } else {
            venue.act();
        }
    }
    venue.settle();
    check_books(run, venue);
    RC_ASSERT(venue.sold() <= venue.net_bought());
}

// X-1, X-5, G-5: whatever the venue did before, a close ends with an honest venue, and what is left is dust.
RC_GTEST_PROP(RandomVenue, IsAlwaysLeftByAnExit, ()) {
    GroupRun run = random_run();
    RandomVenue venue(run);
    venue.take(run.open(random_ladder(0)));
    for (int turns = *rc::gen::inRange(0, 40); turns > 0 && !run.group.has_ended(); --turns) venue.act();
    venue.settle();
    if (!run.group.has_ended() && !run.group.closing.has_value()) venue.take(run.exit());
    venue.settle();
    if (!run.group.has_ended()) RC_FAIL(venue.story());
    check_books(run, venue);
    RC_ASSERT(run.group.open_quantity == run.group.dust || run.group.lifecycle == Lifecycle::failed);
    RC_ASSERT(notional(decimal<Price>("99"), round_to_step(run.group.dust, run.instrument.step, Rounding::floor)) <=
              run.instrument.min_notional);
}

}  // namespace
}  // namespace trellis::tests
