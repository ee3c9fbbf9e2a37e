// Any position under any preset, with a market and a venue that do as they like: its stop only tightens, and its targets rest for all
// of it where they are 100 % together (B-8 to B-13, R-53, R-54).
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

#include "engine/base/rounding.hpp"
#include "engine/group/governed_targets.hpp"
#include "tests/support/group_run.hpp"

namespace trellis::tests {
namespace {

Ratio tenths(int value) { return Ratio::from_raw(Ratio::scale / 10 * value); }
Price ticks(int value) { return Price::from_raw(Price::scale / 100 * value); }

/// Percentages of one, two or three targets; 100 together when asked for.
std::vector<int> any_shares(bool is_whole) {
    const int count = *rc::gen::inRange(1, 4);
    std::vector<int> shares;
    int left = 100;
    for (int place = 0; place < count; ++place) {
        const bool is_last = place + 1 == count;
        const int most = left - (count - place - 1);
        shares.push_back(is_last && is_whole ? left : *rc::gen::inRange(1, most + 1));
        left -= shares.back();
    }
    return shares;
}

PresetTargets any_targets(bool is_whole) {
    PresetTargets targets;
    const auto shares = any_shares(is_whole);
    targets.mode = TargetMode::multi;
    int rr = 0;
    for (std::size_t place = 0; place < shares.size(); ++place) {
        rr += *rc::gen::inRange(1, 30);
        targets.targets.at(place) = {true, tenths(rr), Ratio::from_integer(shares[place])};
    }
    return targets;
}

PresetTrail any_trail() {
    PresetTrail trail;
    trail.break_even = *rc::gen::arbitrary<bool>();
    trail.break_even_trigger_rr = tenths(*rc::gen::inRange(1, 30));
    trail.break_even_offset = *rc::gen::inRange(-4, 5);
    trail.enabled = *rc::gen::inRange(0, 4) != 0;
    trail.mode = *rc::gen::element(TrailingMode::step_pips, TrailingMode::step_atr, TrailingMode::chandelier);
    trail.trigger_rr = tenths(*rc::gen::inRange(1, 30));
    if (trail.mode == TrailingMode::step_pips) trail.step = *rc::gen::inRange(1, 6);
    if (trail.mode != TrailingMode::step_pips) trail.atr_multiplier = tenths(*rc::gen::inRange(1, 40));
    trail.update_interval_seconds = *rc::gen::element<std::uint16_t>(0, 0, 1, 30);
    return trail;
}

Preset any_preset(bool is_whole) {
    Preset preset;
    preset.name = "any";
    preset.stop = {StopMode::pips, *rc::gen::inRange(2, 8), std::nullopt};
    preset.targets = any_targets(is_whole);
    preset.trail = any_trail();
    return preset;
}

/// One position and what it went through. The venue is honest and quick; only what it fills, and when, is its own business.
class Life {
public:
    explicit Life(const Preset& preset)
        : run_(bitcoin_perpetual(), *rc::gen::element(PositionSide::long_side, PositionSide::short_side)), preset_(preset) {
        run_.instrument.step = decimal<Quantity>("0.01");
        run_.instrument.min_quantity = *rc::gen::element(decimal<Quantity>("0.01"), decimal<Quantity>("0.1"), decimal<Quantity>("0.5"));
        run_.strategy.take_profit_mode = TakeProfitMode::aggregate;
        show(Price::from_integer(100));
        open();
    }

    void step() {
        switch (*rc::gen::inRange(0, 10)) {
            case 0: fill_some(OrderRole::entry); return;
            case 1: fill_a_target(); return;
            case 2: return reduce();
            case 3: run_.pass(std::chrono::seconds(*rc::gen::inRange(1, 40))); return;
            case 4: return read_bars();
            case 5: return fire();
            default: break;
        }
        show(last_ + ticks(*rc::gen::inRange(-250, 251)));
        tell(Evaluate{});
    }

    /// Somebody gives it another version of its preset (B-25), which it may refuse.
    void apply() {
        preset_ = any_preset(*rc::gen::arbitrary<bool>());
        tell(ApplyPreset{preset_, PresetVersionId{{OwnerId{1}, 1}, ++version_}, OwnerId{1}});
    }

    bool is_over() const { return run_.group.has_ended() || run_.group.closing.has_value(); }
    const Group& group() const { return run_.group; }
    const Instrument& instrument() const { return run_.instrument; }

    std::string story() const {
        std::string out = "open " + run_.group.open_quantity.text() + ": ";
        for (const auto& order : run_.group.orders) out += tests::row(order) + "; ";
        for (const auto& target : run_.group.governed->targets) {
            out += std::to_string(target.plan.place) + " " + target.plan.close_percent.text() + " % rest " + target.rest.text() + "; ";
        }
        return out;
    }

    /// What rests for targets.
    Quantity resting() const {
        Quantity sum;
        for (const auto& order : run_.group.orders) {
            if (order.is_live() && is_preset_target(order.role)) sum += order.remaining();
        }
        return sum;
    }

private:
    void open() {
        OpenGroup command{{AccountId{1}, 1}, {run_.instrument.id, 900, run_.side}, SignalNumber{1}, run_.strategy,
                          ladder({{"100", "1.37"}, {"99.7", "0.5"}}), std::nullopt};
        PresetUse use;
        use.preset = preset_;
        use.level = PresetLevel::connection;
        use.pip = Price::from_integer(1);
        const int far = preset_.stop.pips.value();
        use.stop = Price::from_integer(run_.side == PositionSide::long_side ? 100 - far : 100 + far);
        command.preset = use;
        tell(command);
    }

    void show(Price bid) {
        last_ = std::max(bid, ticks(100));
        run_.quote(last_.text().c_str(), (last_ + ticks(1)).text().c_str());
    }

    void tell(const GroupCommand& command) {
        watch_stop(run_.tell(command));
        settle();
    }

    void report(std::uint32_t number, const ReportBody& body) { watch_stop(run_.report(number, body)); }

    /// The venue answers everything; what should take the book at once finds enough there.
    void settle() {
        for (std::uint32_t number = 1; number <= run_.group.orders.size(); ++number) {
            const Order asked = run_.order(number);
            if (asked.state == OrderState::pending_cancel) report(number, OrderCancelled{asked.filled});
            if (asked.state == OrderState::pending_replace) report(number, OrderAmended{asked.price, asked.quantity});
            if (asked.state == OrderState::sent) report(number, OrderAcknowledged{});
            if (asked.time_in_force == TimeInForce::ioc && run_.order(number).is_live()) take(number, run_.order(number).remaining());
        }
    }

    void take(std::uint32_t number, Quantity quantity) {
        const Price price = run_.order(number).price.is_zero() ? last_ : run_.order(number).price;
        watch_stop(run_.fill(number, price.text().c_str(), quantity.text().c_str()));
        settle();
    }

    /// Whole steps of the first live order of that role.
    bool fill_some(OrderRole role) {
        for (std::uint32_t number = 1; number <= run_.group.orders.size(); ++number) {
            const Order& order = run_.order(number);
            if (!order.is_live() || order.role != role) continue;
            const auto steps = static_cast<std::int64_t>(order.remaining().raw() / run_.instrument.step.raw());
            const auto part = *rc::gen::inRange<std::int64_t>(1, steps + 1);
            take(number, Quantity::from_raw(run_.instrument.step.raw() * part));
            return true;
        }
        return false;
    }
    /// The nearest one: no price comes to the second target past the first.
    bool fill_a_target() { return fill_some(OrderRole::tp1) || fill_some(OrderRole::tp2) || fill_some(OrderRole::tp3); }

    void reduce() {
        if (!run_.group.open_quantity.is_positive() || run_.group.reducing.has_value()) return;
        ReduceGroup command;
        command.signal = SignalNumber{++run_.signals + 1};
        command.fraction = Portion{Quantity::from_integer(*rc::gen::inRange(1, 6)), Quantity::from_integer(7)};
        tell(command);
    }

    void read_bars() {
        const Price high = last_ + ticks(*rc::gen::inRange(0, 400));
        run_.bars = BarReading{high, last_ - ticks(*rc::gen::inRange(0, 400)), ticks(*rc::gen::inRange(1, 300))};
        tell(Evaluate{});
    }

    void fire() {
        if (!run_.due().has_value()) return;
        watch_stop(run_.timer());
        settle();
    }

    /// The first fill counts the stop again, once; from then on each one is better than the one before.
    void watch_stop(const GroupEvents& events) {
        bool is_first = false;
        for (const auto& event : events) {
            is_first = is_first || std::holds_alternative<PositionGoverned>(event);
            const auto* moved = std::get_if<StopMoved>(&event);
            if (moved == nullptr) continue;
            RC_ASSERT(moved->price.has_value());
            const bool is_recount = is_first && moved->reason == CloseReason::stop;
            if (stop_.has_value() && !is_recount) {
                RC_ASSERT((run_.side == PositionSide::long_side ? *moved->price > *stop_ : *moved->price < *stop_));
            }
            stop_ = moved->price;
        }
    }

    GroupRun run_;
    Preset preset_;
    Price last_;
    std::optional<Price> stop_;
    std::uint32_t version_ = 1;
};

// B-10 to B-13, R-54: watch_stop holds each move against the one before.
RC_GTEST_PROP(GovernedProperty, R54AStopOnlyTightensWhateverHappens, ()) {
    Life life(any_preset(*rc::gen::arbitrary<bool>()));
    for (int turns = *rc::gen::inRange(0, 80); turns > 0 && !life.is_over(); --turns) life.step();
}

// B-25: any sequence of versions in between; R0 stays as the first fill had it, and targets never sell more than is open.
RC_GTEST_PROP(GovernedProperty, B25NoSequenceOfVersionsLoosensAStop, ()) {
    Life life(any_preset(*rc::gen::arbitrary<bool>()));
    std::optional<Price> risk;
    for (int turns = *rc::gen::inRange(0, 80); turns > 0 && !life.is_over(); --turns) {
        *rc::gen::inRange(0, 4) == 0 ? life.apply() : life.step();
        const Governed& governed = *life.group().governed;
        if (risk.has_value()) RC_ASSERT(governed.risk == *risk);
        if (governed.entry.has_value()) risk = governed.risk;
        if (!life.is_over() && life.resting() > life.group().open_quantity) RC_FAIL(life.story());
    }
}

// B-8, B-9, R-53: whatever was filled, closed and merged, the targets together rest for every whole step of the position.
RC_GTEST_PROP(GovernedProperty, B9TargetsOfAHundredPercentRestForAllThatIsOpen, ()) {
    Life life(any_preset(true));
    for (int turns = *rc::gen::inRange(0, 60); turns > 0; --turns) {
        life.step();
        if (life.is_over()) return;
        const Quantity whole = round_to_step(life.group().open_quantity, life.instrument().step, Rounding::floor);
        const bool is_placeable = whole >= life.instrument().min_quantity;
        if (life.group().governed->entry.has_value() && is_placeable && life.resting() != whole) RC_FAIL(life.story());
    }
}

// B-8, R-53: what is less than 100 % rests for its part and never for more than is open.
RC_GTEST_PROP(GovernedProperty, B9TargetsNeverRestForMoreThanIsOpen, ()) {
    Life life(any_preset(false));
    for (int turns = *rc::gen::inRange(0, 60); turns > 0; --turns) {
        life.step();
        if (life.is_over()) return;
        if (life.resting() > life.group().open_quantity) RC_FAIL(life.story());
    }
}

}  // namespace
}  // namespace trellis::tests
