// What governs an entry at one place: the bot that takes it (B-31), the strategy (D-12) and the preset (B-20), what was passed over and why,
// and every value of both with its origin (B-27).
#pragma once

#include <optional>
#include <string_view>

#include "adapters/admin/views.hpp"
#include "engine/directory/directory.hpp"

namespace trellis::adapters::admin {

/// The account, the instrument, the timeframe in seconds, and the side: a bot may take one of them only.
struct Place {
    AccountId account;
    InstrumentId instrument;
    std::uint32_t timeframe_seconds = 0;
    PositionSide side = PositionSide::long_side;
};

/// Errors UNKNOWN_ACCOUNT, UNKNOWN_INSTRUMENT.
Result<Place> find_place(const Scene& scene, std::string_view account, std::string_view symbol, std::uint32_t timeframe_seconds);

/// The members, inside an object. `wished`: the preset that a signal names; empty: none.
void write_governance(json::Writer& out, const Scene& scene, const Directory& directory, const Place& place, std::string_view wished);

}  // namespace trellis::adapters::admin
