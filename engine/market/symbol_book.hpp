// The market of one instrument for its groups: its newest quotes, and who wants to be woken at which price (property 5).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/ids.hpp"
#include "engine/market/bar_book.hpp"
#include "engine/market/levels.hpp"
#include "engine/market/quote.hpp"
#include "engine/market/quote_ring.hpp"
#include "engine/market/watch.hpp"

namespace trellis {

class SymbolBook {
public:
    /// Takes the next quote. Returns the groups whose level it crossed, by GroupId; valid until the next call.
    const std::vector<GroupId>& on_quote(Quote quote);
    /// Replaces what a group watches. True when the newest quote has reached it already.
    bool watch(GroupId group, const WatchLevels& levels);
    /// The same for a group that decided when quote `seen` was the newest: those behind it count as well.
    bool watch(GroupId group, const WatchLevels& levels, std::uint64_t seen);
    /// The group is woken: what lies behind the last quote it saw. From here on it has seen the newest. Empty: nothing newer, or
    /// more than the ring holds.
    std::optional<QuoteExtremes> wake(GroupId group);
    void forget(GroupId group);
    std::optional<Quote> newest() const;

    /// Bars that presets may trail behind, from the next quote on.
    void want_bars(std::span<const BarWish> wishes) { bars_.want(wishes); }
    /// What the group watches of them, as it is now. Empty: nothing, or they are not warm.
    std::optional<BarReading> bars_of(GroupId group) const;

private:
    std::uint32_t slot_of(GroupId group);
    void unwatch(GroupId group);
    void follow_bars(GroupId group, const std::optional<BarWish>& wish);
    void close_bars(const Quote& quote);

    QuoteRing ring_;
    LevelBook levels_;
    std::map<GroupId, std::uint32_t> slots_;  // only groups that watch something
    std::vector<GroupId> groups_;             // by slot
    std::vector<std::uint64_t> seen_;         // by slot: the last quote the group decided with
    std::vector<std::uint32_t> free_slots_;
    std::vector<std::uint32_t> crossed_slots_;
    std::vector<GroupId> crossed_;
    BarBook bars_;
    std::map<GroupId, BarWish> followers_;    // of bars
};

}  // namespace trellis
