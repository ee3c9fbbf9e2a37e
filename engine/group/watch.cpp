// The prices at which a group wants to be woken: the nearest of its targets and its stop (architecture, property 5).
#include "engine/group/aggregate.hpp"
#include "engine/group/entries.hpp"
#include "engine/group/governed.hpp"
#include "engine/group/hedge.hpp"
#include "engine/group/position_exits.hpp"
#include "engine/group/outlook.hpp"
#include "engine/market/filters.hpp"

namespace trellis {

namespace {

/// Keeps the nearest level on the side of gain and on the side of loss, as the mark of a long or a short reaches them.
class Nearest {
public:
    explicit Nearest(bool is_long) : is_long_(is_long) {}

    void gain(std::optional<Price> price) { is_long_ ? keep_lower(bid_rises_, price) : keep_higher(ask_falls_, price); }
    void loss(std::optional<Price> price) { is_long_ ? keep_higher(bid_falls_, price) : keep_lower(ask_rises_, price); }

    /// The touch of an entry nearer to where the position would gain, and farther.
    void dip(std::optional<Price> price) { is_long_ ? keep_higher(ask_falls_, price) : keep_lower(bid_rises_, price); }
    void escape(std::optional<Price> price) { is_long_ ? keep_lower(ask_rises_, price) : keep_higher(bid_falls_, price); }

    WatchLevels levels() const { return {level(bid_rises_), level(bid_falls_), level(ask_rises_), level(ask_falls_)}; }

private:
    static void keep_lower(std::optional<Price>& kept, std::optional<Price> price) {
        if (price.has_value() && (!kept.has_value() || *price < *kept)) kept = price;
    }
    static void keep_higher(std::optional<Price>& kept, std::optional<Price> price) {
        if (price.has_value() && (!kept.has_value() || *price > *kept)) kept = price;
    }
    static std::optional<WatchLevel> level(std::optional<Price> price) {
        return price.has_value() ? std::optional(WatchLevel{*price, {}}) : std::nullopt;
    }

    bool is_long_;
    std::optional<Price> bid_rises_;
    std::optional<Price> bid_falls_;
    std::optional<Price> ask_rises_;
    std::optional<Price> ask_falls_;
};

WatchLevels any_quote() {
    WatchLevels levels;
    levels.bid_at_or_above = WatchLevel{Price{}, {}};
    return levels;
}

/// A close that could not be sent waits for a quote, any quote.
WatchLevels watch_closing(const Group& group) {
    if (!group.open_quantity.is_positive() && watches_every_quote(group)) return any_quote();
    const bool has_sent = group.closing->order.value != 0 || group.closing->next_try.has_value();
    return !has_sent && group.open_quantity.is_positive() ? any_quote() : WatchLevels{};
}

/// So does a reduction whose order could not leave yet; triggers are looked at with every quote meanwhile.
bool waits_to_reduce(const Group& group) {
    if (!group.reducing.has_value()) return false;
    const Order* order = group.find(group.reducing->order);
    return order == nullptr || !order->is_live();
}

void watch_pyramids(Nearest& nearest, const Group& group, const Instrument& instrument) {
    for (const auto& pyramid : group.pyramids) {
        const Order* order = group.find(pyramid.closing_order);
        if (order != nullptr && order->is_live()) continue;  // it is being sold
        nearest.gain(pyramid_target(group, pyramid, instrument));
    }
}

/// What planned and working entries wait for (D-1, D-6, D-7, D-9, D-11).
void watch_entries(Nearest& nearest, const Group& group, const Instrument& instrument) {
    nearest.loss(abandon_price(group, instrument));
    for (const auto& pyramid : group.pyramids) {
        nearest.escape(chase_price(group, pyramid, instrument));
        if (group.held_legs == 0) continue;
        for (const auto& leg : pyramid.legs) {
            if (leg.hold == LegHold::touch) nearest.dip(leg.plan.price);
            if (leg.hold == LegHold::breakout) nearest.escape(leg.plan.price);
            if (leg.hold == LegHold::band) nearest.loss(band_edge(leg.plan.price, group.side(), instrument));
        }
    }
}

/// Its stop, and where the mark moves it; of one that leaves, or is gone, neither.
void watch_position(Nearest& nearest, const Group& group, const PositionView& position, const Instrument& instrument) {
    const bool leaves = position.guided != nullptr && position.guided->exit.has_value();
    if (leaves || !position.holding.open.is_positive()) return;
    if (position.stop.has_value()) nearest.loss(position.stop->price);
    nearest.gain(next_trail_level(group, position, instrument));
}

WatchLevels with_bars(WatchLevels levels, const Group& group) {
    levels.bars = followed_bars(group);
    return levels;
}

/// A step was gained inside of the update interval: any quote behind it moves the stop. A direction that is taken wakes earlier, which
/// only costs a look.
void watch_pending_move(WatchLevels& levels, const Group& group) {
    const auto at = pending_move_at(group);
    if (!at.has_value()) return;
    auto& any = group.is_long() ? levels.ask_at_or_above : levels.bid_at_or_above;
    any = WatchLevel{Price{}, any.has_value() ? Timestamp{} : *at};
}

}  // namespace

WatchLevels watch(const Group& group, const Instrument& instrument) {
    if (group.has_ended() || group.quarantine.has_value()) return {};
    if (group.closing.has_value()) return watch_closing(group);
    if (waits_to_reduce(group) || waits_to_leave(group, instrument) || watches_every_quote(group)) return with_bars(any_quote(), group);
    Nearest nearest(group.is_long());
    watch_entries(nearest, group, instrument);
    if (!group.open_quantity.is_positive()) return nearest.levels();
    if (!rests_at_venue(group.strategy)) nearest.gain(aggregate_target(group, instrument));
    if (sells_pyramids_alone(group.strategy)) watch_pyramids(nearest, group, instrument);
    nearest.gain(group.position_target);
    each_position(group, [&](const PositionView& position) { watch_position(nearest, group, position, instrument); });
    nearest.loss(hedge_level(group, instrument));
    WatchLevels levels = nearest.levels();
    watch_pending_move(levels, group);
    levels.bars = followed_bars(group);
    return levels;
}

}  // namespace trellis
