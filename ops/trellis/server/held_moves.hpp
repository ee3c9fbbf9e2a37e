// What leaders did before a crash and nobody has copied yet (B-30). A desk that knows no price refuses a copy for good, so it waits here
// until the market has spoken again: for its own instrument as long as it takes, for the others (they price the accounts) a while.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <vector>

#include "engine/world/item.hpp"

namespace trellis::program {

/// All members may be called from any thread.
class HeldMoves {
public:
    /// How long copies wait for instruments other than their own; what closes waits no longer for any.
    static constexpr std::chrono::seconds patience{5};

    /// Before quotes come. `facts` are all of LeaderMoved.
    void hold(std::vector<FactItem> facts, std::size_t instruments, Timestamp now);
    /// There was a quote of it. Costs a load where nothing is held.
    void quoted(InstrumentId instrument) {
        if (is_holding_.load(std::memory_order_relaxed)) quoted_[instrument.value].store(true, std::memory_order_relaxed);
    }
    /// Those that can be decided now, to be called about once a second: a quote is with the engine at the look after the one that saw it.
    std::vector<FactItem> look(Timestamp now);

private:
    bool is_ready(const FactItem& item, bool is_late) const;

    std::atomic<bool> is_holding_{false};
    std::vector<std::atomic<bool>> quoted_;  // by instrument, since the start
    std::mutex mutex_;
    std::vector<bool> known_;                // what the last look saw of it
    std::vector<FactItem> held_;
    Timestamp until_{};
};

}  // namespace trellis::program
