#include "engine/signal/intent.hpp"

#include "engine/base/check.hpp"

namespace trellis {

namespace {

bool is_open(std::optional<MarketPosition> position) {
    return position.has_value() && *position != MarketPosition::flat;
}

PositionSide side_of(MarketPosition position) {
    return position == MarketPosition::long_position ? PositionSide::long_side : PositionSide::short_side;
}

/// I-6: the previous position names the side, else a named action, else what an order of that side would close.
PositionSide exit_side(const Signal& signal, Market market) {
    if (market == Market::spot) return PositionSide::long_side;
    if (is_open(signal.previous_position)) return side_of(*signal.previous_position);
    switch (signal.action) {
        case SignalAction::go_long: return PositionSide::long_side;
        case SignalAction::go_short: return PositionSide::short_side;
        case SignalAction::sell: return PositionSide::long_side;
        case SignalAction::buy: return PositionSide::short_side;
    }
    TRELLIS_CHECK(false, "an action is one of the four");
    return PositionSide::long_side;
}

PositionSide reduce_side(const Signal& signal, Market market) {
    return is_open(signal.position) ? side_of(*signal.position) : exit_side(signal, market);
}

bool shrinks(const Signal& signal) {
    if (!signal.position_size.has_value()) return false;
    if (!signal.previous_position_size.has_value()) return false;
    return *signal.position_size < *signal.previous_position_size;
}

/// Rows 4 to 6: inference only ever turns an apparent entry into something that closes (I-5).
std::optional<IntendedAction> inferred_action(const Signal& signal) {
    if (!is_open(signal.previous_position)) return std::nullopt;
    if (!signal.position.has_value()) return std::nullopt;
    const MarketPosition previous = *signal.previous_position;
    const MarketPosition current = *signal.position;
    if (current == MarketPosition::flat) return IntendedAction{Intent::exit, side_of(previous), true};
    if (current != previous) return IntendedAction{Intent::reverse, side_of(current), true};
    if (shrinks(signal)) return IntendedAction{Intent::reduce, side_of(current), true};
    return std::nullopt;
}

}  // namespace

PositionSide direction(SignalAction action) {
    const bool is_long = action == SignalAction::buy || action == SignalAction::go_long;
    return is_long ? PositionSide::long_side : PositionSide::short_side;
}

IntendedAction intended_action(const Signal& signal, Market market, bool infer_intent) {
    switch (signal.type) {
        case SignalType::exit: return {Intent::exit, exit_side(signal, market), false};
        case SignalType::reduce: return {Intent::reduce, reduce_side(signal, market), false};
        case SignalType::reverse: return {Intent::reverse, direction(signal.action), false};
        case SignalType::signal: break;
    }
    if (infer_intent) {
        if (const auto inferred = inferred_action(signal)) return *inferred;
    }
    return {Intent::entry, direction(signal.action), false};
}

}  // namespace trellis
