// Where a position's stop and targets stand when it opens (B-5 to B-9, R-53), and the risk that everything later is measured in.
#pragma once

#include <optional>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/market/side.hpp"
#include "engine/preset/preset.hpp"

namespace trellis {

/// What a signal says about its own stop.
struct SignalLevels {
    std::optional<Price> stop_loss;     ///< `risk.stop_loss`
    std::optional<Price> structure;     ///< `structure_sl`
    bool operator==(const SignalLevels&) const = default;
    static void fields(auto& self, auto&& each) { each(self.stop_loss, self.structure); }
};

/// What stops and targets are counted from: the planned price before the first fill, the price of that fill behind it.
struct OpeningTerms {
    PositionSide side{};
    Price entry;
    Price pip;
    Price tick;
};

/// Which part of a preset gave the stop.
enum class StopOrigin : std::uint8_t { pips = 0, r_multiple = 1, structure = 2, signal = 3 };
std::string_view text(StopOrigin origin);

struct PlannedStop {
    Price price;                        ///< rounded away from entry: never tighter than asked
    StopOrigin origin{};
    Price risk;                         ///< R0 = |entry - price|
    bool operator==(const PlannedStop&) const = default;
};

/// B-5 to B-7 with their fallbacks. Error NO_STOP: none can be told, or it is not on the losing side of the entry.
Result<PlannedStop> plan_stop(const PresetStop& stop, const SignalLevels& signal, const OpeningTerms& terms);

/// One target as it stands (B-8): its place (0 to 2), its price, its part of the original quantity in percent.
struct PlannedTarget {
    std::uint8_t place = 0;
    Price price;                        ///< rounded away from entry (D-2), at least a tick beyond it (D-3)
    Ratio close_percent;
    bool takes_rest = false;            ///< B-9: closes what is left of the position
    bool operator==(const PlannedTarget&) const = default;
    static void fields(auto& self, auto&& each) { each(self.place, self.price, self.close_percent, self.takes_rest); }
};

/// The enabled targets in ascending place; none when they are DISABLED.
std::vector<PlannedTarget> plan_targets(const PresetTargets& targets, Price risk, const OpeningTerms& terms);

/// entry + s x distance.
Price towards_profit(Price entry, Price distance, PositionSide side);
/// Away from entry on the losing side: a long's down, a short's up.
Price stop_tick(Price price, PositionSide side, Price tick);
/// The one that protects more.
Price tighter(Price a, Price b, PositionSide side);

}  // namespace trellis
