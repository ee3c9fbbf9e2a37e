// A group as its events tell it to somebody who knows none of the engine's rules: in plain numbers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "engine/group/events.hpp"

namespace trellis::tests {

inline constexpr double nothing = 1e-9;

template <class Tag>
double number(Decimal<Tag> value) {
    return static_cast<double>(value.raw()) / static_cast<double>(Decimal<Tag>::scale);
}

struct Touch {
    double bid = 0;
    double ask = 0;
};

struct SeenOrder {
    OrderRole role{};
    std::uint16_t part = 0;
    bool buys = false;
    double quantity = 0;
    double filled = 0;
    bool is_live = true;
};

/// The first position, or a layer against it (B-14): each with its own stop and targets.
struct Part {
    double open = 0;              ///< in units of the instrument, never negative
    double entered = 0;
    double entered_cost = 0;
    std::optional<double> stop;
    std::optional<double> entry;  ///< of its first fill
    double risk = 0;              ///< R0
    bool is_leaving = false;      ///< its own stop was hit
    bool broke_even = false;
    bool is_recounted = false;    ///< its stop, from its first fill (R-53)
};

/// A group as its events tell it.
struct Position {
    Identity identity;
    Preset preset;
    bool has_grid = false;
    bool takes_profit = false;
    bool sizes = false;
    bool is_capped = false;       ///< buying power allowed less than the preset asked for
    std::map<OrderNumber, SeenOrder> orders;
    std::map<std::uint16_t, Part> parts;  ///< 0: the first position
    double open = 0;              ///< of all parts
    double hedged = 0;            ///< on the other side
    double earned = 0;            ///< of its fills, what is open not counted
    double pip = 0;
    bool is_closing = false;
    bool is_over = false;

    bool is_long() const { return identity.side == PositionSide::long_side; }
    double gain(double from, double to) const { return is_long() ? to - from : from - to; }
};

inline bool is_target(OrderRole role) { return role == OrderRole::tp1 || role == OrderRole::tp2 || role == OrderRole::tp3; }
inline bool is_hedge(OrderRole role) { return role == OrderRole::hedge || role == OrderRole::hedge_close; }

inline std::uint16_t part_of(const std::optional<LegIndex>& layer) { return layer.has_value() ? layer->value : std::uint16_t{0}; }

/// Legs of a ladder are the first position's; whatever else names a leg is of that layer.
inline std::uint16_t part_of(const OrderPlaced& event) {
    return event.role == OrderRole::entry || event.role == OrderRole::leg_tp ? std::uint16_t{0} : part_of(event.leg);
}

}  // namespace trellis::tests
