#include "engine/group/stop.hpp"

#include "engine/base/rounding.hpp"
#include "engine/preset/planned_stop.hpp"

namespace trellis {

namespace {

/// away from entry too.
Price target_tick(Price price, PositionSide side, Price tick) {
    return round_to_tick(price, tick, side == PositionSide::long_side ? Rounding::ceil : Rounding::floor);
}

/// True when a price on that side is worse than the other.
bool is_worse(Price price, Price other, PositionSide side) {
    return side == PositionSide::long_side ? price < other : price > other;
}

std::string side_words(PositionSide side) { return side == PositionSide::long_side ? "long" : "short"; }

RefusalNoted wrong_side(const OpenGroup& command, std::string_view field, Price price, const char* code, Timestamp now) {
    const bool is_stop = field == "risk.stop_loss";
    const bool must_be_below = is_stop == (command.identity.side == PositionSide::long_side);
    return {command.group, code,
            std::string(field) + " " + price.text() + " is ignored: of a " + side_words(command.identity.side) +
                " it must be " + (must_be_below ? "below" : "above") + " the entry " + command.plan.base_price.text(),
            now};
}

}  // namespace

GroupEvents levels_of_signal(const OpenGroup& command, const GroupContext& context) {
    GroupEvents events;
    const PositionSide side = command.identity.side;
    const Price entry = command.plan.base_price;
    if (command.stop_loss.has_value()) {
        const Price stop = stop_tick(*command.stop_loss, side, context.instrument.tick);
        if (stop.is_positive() && is_worse(stop, entry, side) && is_worse(*command.stop_loss, entry, side)) {
            events.push_back(StopMoved{command.group, stop, std::nullopt, CloseReason::stop, LevelSource::signal, context.now, {}});
        } else {
            events.push_back(wrong_side(command, "risk.stop_loss", *command.stop_loss, "SL_WRONG_SIDE", context.now));
        }
    }
    if (command.take_profit.has_value()) {
        const Price target = target_tick(*command.take_profit, side, context.instrument.tick);
        if (target.is_positive() && is_worse(entry, *command.take_profit, side)) {
            events.push_back(PositionTargetMoved{command.group, target, std::nullopt, LevelSource::signal, context.now});
        } else {
            events.push_back(wrong_side(command, "risk.take_profit", *command.take_profit, "TP_WRONG_SIDE", context.now));
        }
    }
    return events;
}

bool is_stopped(const std::optional<Stop>& at, const Group& group, const GroupContext& context) {
    if (!at.has_value() || !context.quote.has_value()) return false;
    const Price stop = at->price;
    const auto& missed = context.missed;
    if (missed.has_value() && (group.is_long() ? missed->bid_low <= stop : missed->ask_high >= stop)) return true;
    return is_hit(stop, group, *context.quote);
}

bool is_hit(Price stop, const Group& group, const Quote& quote) {
    return group.is_long() ? quote.bid <= stop : quote.ask >= stop;
}

GroupEvents move_stop(const Group& group, const MoveStop& command, const GroupContext& context) {
    const auto refuse = [&](const char* code, std::string detail) {
        return GroupEvents{RefusalNoted{group.id, code, std::move(detail), context.now}};
    };
    if (group.has_ended()) return refuse("NO_POSITION", "the group has ended");
    if (group.closing.has_value()) return refuse("ALREADY_CLOSING", "the group is closing");
    const auto previous = group.stop.has_value() ? std::optional(group.stop->price) : std::nullopt;
    std::optional<Price> price = command.price;
    if (price.has_value()) {
        price = stop_tick(*price, group.side(), context.instrument.tick);
        if (!price->is_positive()) return refuse("OUT_OF_RANGE", "a stop is a price above 0, not " + command.price->text());
        // Without a position it is measured at the price that the group means to enter at.
        const bool has_mark = group.open_quantity.is_positive() && context.quote.has_value();
        const Price measure = has_mark ? mark(*context.quote, group.side()) : group.pyramids.front().base_price;
        if (!is_worse(*price, measure, group.side())) {
            return refuse("WOULD_TRIGGER", "a stop at " + price->text() + " would fire at once: the " +
                                               (has_mark ? "mark" : "planned entry") + " of this " +
                                               side_words(group.side()) + " is " + measure.text());
        }
    }
    if (price == previous) return {};
    return {StopMoved{group.id, price, previous, CloseReason::stop, LevelSource::by_hand, context.now, {}}};
}

}  // namespace trellis
