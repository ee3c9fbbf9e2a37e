// A pool whose one slot is taken while two signals wait: what most tests of promotion begin with.
#pragma once

#include <gtest/gtest.h>

#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {

inline constexpr Identity btc15{btc_linear, 900, PositionSide::long_side};

inline Signal on_timeframe(const char* timeframe) { return on(buy_signal(), "BTCUSDT", timeframe); }

inline GroupId group(std::uint32_t counter) { return {AccountId{1}, counter}; }

/// One slot, taken by ETHUSDT on 15 minutes; BTCUSDT waits on 15 minutes and on 60.
inline DeskRig waiting_pool() {
    DeskRig rig;
    rig.config.max_open_groups = 1;
    rig.open(on(buy_signal(), "ETHUSDT", "15"));
    rig.pass(std::chrono::seconds(1));
    rig.send(on_timeframe("15"));
    rig.pass(std::chrono::seconds(1));
    rig.send(on_timeframe("60"));
    rig.pass(std::chrono::seconds(1));
    return rig;
}

template <class E>
E single(const DeskEvents& events) {
    const auto found = only<E>(events);
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? E{} : found.front();
}

}  // namespace trellis::tests
