// When copies that a crash cut off are decided.
#include "ops/trellis/server/held_moves.hpp"

#include <gtest/gtest.h>

namespace trellis::program {
namespace {

constexpr Timestamp start{std::chrono::seconds(1'767'571'200)};
constexpr InstrumentId bitcoin{0};
constexpr InstrumentId ether{1};

Timestamp after(std::chrono::milliseconds time) { return start + time; }

FactItem moved(std::uint32_t leader, InstrumentId instrument, bool is_closing = false) {
    LeaderMoved told;
    told.origin.leader = {AccountId{1}, leader};
    told.identity.instrument = instrument;
    told.is_closing = is_closing;
    return {AccountId{2}, told};
}

std::vector<std::uint32_t> leaders(const std::vector<FactItem>& items) {
    std::vector<std::uint32_t> counters;
    for (const auto& item : items) counters.push_back(std::get<LeaderMoved>(item.fact).origin.leader.counter);
    return counters;
}

using Leaders = std::vector<std::uint32_t>;

class Held : public testing::Test {
protected:
    void hold(std::vector<FactItem> facts) { moves_.hold(std::move(facts), 2, start); }
    Leaders look(std::chrono::milliseconds time) { return leaders(moves_.look(after(time))); }
    HeldMoves moves_;
};

using std::chrono::milliseconds;
constexpr milliseconds late = HeldMoves::patience;

TEST_F(Held, B30CopiesAreDecidedWhenEveryPriceIsWithTheEngine) {
    hold({moved(1, bitcoin), moved(2, ether)});
    moves_.quoted(bitcoin);
    moves_.quoted(ether);
    EXPECT_EQ(look(milliseconds(10)), Leaders{}) << "the quotes may still be on their way to the engine";
    EXPECT_EQ(look(milliseconds(1010)), (Leaders{1, 2}));
    EXPECT_EQ(look(milliseconds(2010)), Leaders{}) << "each once";
}

TEST_F(Held, B30AMarketThatSpeaksOnceIsEnough) {
    hold({moved(1, bitcoin)});
    moves_.quoted(bitcoin);
    moves_.quoted(ether);
    for (int second = 1; second < 3; ++second) {
        const auto ready = look(std::chrono::seconds(second));
        EXPECT_EQ(ready, second == 2 ? Leaders{1} : Leaders{});
    }
}

TEST_F(Held, B30OfAMarketThatIsSilentInPartTheRestIsDecided) {
    hold({moved(1, bitcoin), moved(2, ether)});
    moves_.quoted(bitcoin);
    EXPECT_EQ(look(milliseconds(1000)), Leaders{});
    EXPECT_EQ(look(milliseconds(2000)), Leaders{}) << "the price of the other may still come";
    EXPECT_EQ(look(late), Leaders{1});
    EXPECT_EQ(look(std::chrono::hours(48)), Leaders{}) << "a weekend without a price of its own";
    moves_.quoted(ether);
    EXPECT_EQ(look(std::chrono::hours(49)), Leaders{});
    EXPECT_EQ(look(std::chrono::hours(50)), Leaders{2});
}

TEST_F(Held, B30WhatClosesWaitsForNoPriceForLong) {
    hold({moved(1, bitcoin), moved(2, bitcoin, true)});
    EXPECT_EQ(look(late - milliseconds(1)), Leaders{});
    EXPECT_EQ(look(late), Leaders{2});
}

}  // namespace
}  // namespace trellis::program
