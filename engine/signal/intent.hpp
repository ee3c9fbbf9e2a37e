// What a signal wants: the table of 3.2, evaluated top-down.
#pragma once

#include "engine/signal/instruction.hpp"

namespace trellis {

struct IntendedAction {
    Intent intent{};
    PositionSide side{};
    bool inferred = false;
    bool operator==(const IntendedAction&) const = default;
};

/// 3.2 with I-5 and I-6. On spot the side of an EXIT by type is always long (I-6 d).
IntendedAction intended_action(const Signal& signal, Market market, bool infer_intent);

/// The direction an action names: buy and long, or sell and short.
PositionSide direction(SignalAction action);

}  // namespace trellis
