// How a stop follows the price (B-10 to B-13, R-54): break-even once, then trailing in steps or behind the bars. Pure: what is known of
// a position and its market in, a better stop out. A stop only ever gets tighter.
#pragma once

#include <optional>

#include "engine/base/time.hpp"
#include "engine/market/bars.hpp"
#include "engine/preset/planned_stop.hpp"

namespace trellis {

/// What a position has to tell.
struct TrailTerms {
    PositionSide side{};
    Price average;          ///< A, of what is open
    Price risk;             ///< R0, frozen at the first fill
    Price pip;
    Price tick;
    Price best;             ///< H: the best mark since the first fill
    std::optional<Price> even{};  ///< where a close costs nothing, fees included, where break-even counts them; empty: it counts from A
};

/// What trailing remembers of a position.
struct TrailState {
    bool broke_even = false;
    std::optional<Price> activated_at;        ///< A_act, frozen when trailing began
    std::optional<Timestamp> last_moved_at;
    bool operator==(const TrailState&) const = default;
    static void fields(auto& self, auto&& each) { each(self.broke_even, self.activated_at, self.last_moved_at); }
};

/// X >= rr for the best mark: s (H - A) / R0, exactly.
bool has_reached(const TrailTerms& terms, Ratio rr);

/// B-10: where break-even puts the stop; empty before its trigger, and when it was done.
std::optional<Price> break_even_stop(const PresetTrail& trail, const TrailTerms& terms, const TrailState& state);

/// With fees break-even waits, beside its trigger, until the mark is past where it puts the stop; empty: without them.
std::optional<Price> break_even_level(const PresetTrail& trail, const TrailTerms& terms);

/// the price at which trailing is active from, A + s x trigger x R0; empty before it.
std::optional<Price> activation(const PresetTrail& trail, const TrailTerms& terms);

/// B-11 to B-13: where trailing would put the stop, rounded away from entry; empty where the bars are not warm.
std::optional<Price> trailing_stop(const PresetTrail& trail, const TrailTerms& terms, Price activated_at,
                                   const std::optional<BarReading>& bars);

/// At least one tick better than `stop`.
bool is_better(Price wanted, Price stop, const TrailTerms& terms);
/// at least one tick better than `stop`, and `update_interval` since the last move.
bool may_move(Price wanted, Price stop, const PresetTrail& trail, const TrailTerms& terms, const TrailState& state, Timestamp now);

}  // namespace trellis
