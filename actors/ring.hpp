// What the actors of one ring have in common: what they read, where they report, and the state they hand in at the end.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "engine/config/config.hpp"
#include "engine/event/commit.hpp"
#include "engine/market/instrument.hpp"
#include "engine/market/watch.hpp"
#include "engine/pool/ranking.hpp"
#include "engine/world/world.hpp"

namespace trellis::actors {

/// The first exception that a handler met. From then on no handler does anything: the ring is lost and its owner must know.
class Faults {
public:
    void report(std::exception_ptr fault);
    bool any() const { return any_.load(std::memory_order_acquire); }
    void rethrow() const;

private:
    std::atomic<bool> any_{false};
    mutable std::mutex mutex_;
    std::exception_ptr first_;
};

/// Where the owners of state leave it when they are told to end. Counts who is still there.
class Harvest {
public:
    void enter();
    void leave();
    void take(Desk desk);
    void take(GroupId id, Group group);
    void take(Risk risk);
    /// Blocks until nobody is there.
    void await_all();
    World& world() { return world_; }

private:
    std::mutex mutex_;
    std::condition_variable left_;
    std::size_t present_ = 0;
    World world_;
};

/// From the spawning of an actor to the end of its state, however that comes. Who spawns makes it: the actor itself begins later.
class Presence {
public:
    Presence() = default;
    explicit Presence(Harvest& harvest) : harvest_(&harvest) { harvest.enter(); }
    Presence(Presence&& other) noexcept : harvest_(other.harvest_) { other.harvest_ = nullptr; }
    Presence& operator=(Presence&& other) noexcept {
        std::swap(harvest_, other.harvest_);
        return *this;
    }
    ~Presence() {
        if (harvest_ != nullptr) harvest_->leave();
    }

private:
    Harvest* harvest_ = nullptr;
};

struct Ring {
    std::shared_ptr<const Config> config;  ///< replaced on the worker only
    std::shared_ptr<const std::vector<BarWish>> bars;  ///< that its presets want (R-55); the same
    InstrumentTable instruments;           ///< by the rules known now (V-3); written and read on the worker
    Incarnation incarnation;
    Board board{};                         ///< written and read on the worker
    const WalletPort* wallets = nullptr;
    std::function<void(RiskTrigger)> on_risk_pass{};  ///< a pass has looked at all there is; may be empty
    std::map<AccountId, QueueRanking> rankings{};  ///< of every desk's queue; written and read on the worker
    Faults faults{};
    Harvest harvest{};
    std::atomic<std::uint64_t> last_ticket{0};

    Ticket next_ticket() { return Ticket{last_ticket.fetch_add(1, std::memory_order_relaxed) + 1}; }
};

}  // namespace trellis::actors
