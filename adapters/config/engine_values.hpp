// What the values of a section are in the engine's own terms: one function for each struct of engine/config/, so that each can be
// tested with any value, built or not.
#pragma once

#include <cstddef>
#include <string_view>

#include "adapters/config/section_values.hpp"
#include "engine/config/config.hpp"
#include "engine/event/enumerators.hpp"

namespace trellis::adapters {

/// The enumerator that is written like the word; the row of the key allows no other word.
template <class E>
E named(std::string_view word) {
    for (std::size_t number = 0; number < enumerator_count<E>; ++number) {
        if (enumerator_name(static_cast<E>(number)) == word) return static_cast<E>(number);
    }
    fail_check("every word of a choice is an enumerator", __FILE__, __LINE__);
}

/// `tp_mode`; `leg` is the same as `per_leg`.
TakeProfitMode take_profit_mode_of(std::string_view word);

GridStrategy grid_of(const SectionValues& values, const SectionValues& sizing);
Sizing sizing_of(const SectionValues& values);
QueueSettings queue_of(const SectionValues& values);
RiskSettings risk_of(const SectionValues& values);
TradeLimits trade_limits_of(const SectionValues& values);
PrecisionSettings precision_of(const SectionValues& values);

}  // namespace trellis::adapters
