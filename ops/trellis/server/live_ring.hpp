// The engine with a clock and threads around it: numbers every item, hands it to the ring, and carries back over the line what
// returns as an item of its own. What the ring throws ends the process by way of `on_fault`: the journal has everything.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "actors/engine.hpp"
#include "adapters/clock/engine_clock.hpp"
#include "adapters/exchange/paper/paper_venue.hpp"
#include "adapters/market/tick_queue.hpp"
#include "ops/trellis/server/held_moves.hpp"
#include "ops/trellis/server/live_journal.hpp"
#include "ops/trellis/server/timer_thread.hpp"

namespace trellis::program {

struct LiveRingOptions {
    bool spin = false;
    /// Quotes that may wait for the ring. A recorded market waits then; a live one's are merged.
    std::uint64_t quotes_waiting_max = 4'096;
    std::function<void(const std::string&)> on_fault;
};

/// All members may be called from any thread, once it was started.
class LiveRing final : public LinePort, public TickPort, public adapters::VenueSink {
public:
    /// `clock` outlives it. Nothing may be given before start().
    LiveRing(adapters::EngineClock& clock, Stages& stages, RoundTrips& trips, LiveRingOptions options);
    ~LiveRing() override;

    /// Starts the engine from what was recovered, arms what every group waits for, and hands over what was unanswered at the end of
    /// the last start. Instruments and journal outlive it.
    void start(const Config& config, const InstrumentTable& instruments, World world, LiveJournal& journal,
               const WalletPort* wallets);
    /// Ends the clock and the ring. Returns what the engine knew.
    World stop();

    /// Submits an item; its number.
    std::uint64_t give(Item item) { return give(next_number(), std::move(item)); }
    std::uint64_t next_number() { return items_.fetch_add(1, std::memory_order_relaxed) + 1; }
    std::uint64_t give(std::uint64_t number, Item item);
    /// Behind what the account was given before.
    void barrier(AccountId account, std::uint64_t number);
    /// The same for what its risk engine was given.
    void risk_barrier(AccountId account, std::uint64_t number);
    /// For accounts that are new in `config`; they can be given items when it returns. One caller at a time.
    void open_accounts(const Config& config);
    /// Also lets the pools of `accounts` promote, and `groups` look whether they have to act by what changed.
    void reconfigure(const Config& config, const std::vector<AccountId>& accounts, const std::vector<GroupAddress>& groups);
    /// On the worker: when the quote came that evaluation `number` is about.
    Stages::Time quote_time(std::uint64_t number) const;
    std::uint64_t quotes_waiting() const;

    void fact(AccountId account, DeskFact fact) override;
    void risk_fact(AccountId account, RiskFact fact) override;
    void filled(AccountId account) override;
    void evaluate(GroupAddress address) override;
    void due(TimerOwner owner, std::optional<Due> due) override;

    void begin() override { is_drain_asked_.store(false); }
    std::optional<QuoteItem> take() override;

    void quote(InstrumentId instrument, const Quote& quote) override;
    void report(OrderReport report) override;
    /// The market waits for the ring, and for a journal that takes nothing: each quote may add a commit to what waits there.
    bool has_room() override;

private:
    /// A template: a quote must not pay for a std::function.
    template <class Act>
    void guarded(const Act& act);

    void hold_back(std::vector<FactItem> facts);

    LiveRingOptions options_;
    /// An evaluation under way, and when the newest quote before it came.
    struct Evaluation {
        std::uint64_t number{};
        Stages::Time quote{};
    };
    static constexpr std::size_t evaluations_kept = 1024;

    adapters::EngineClock& clock_;
    Stages& stages_;
    RoundTrips& trips_;
    adapters::TickQueue ticks_;
    std::atomic<bool> is_drain_asked_{false};
    std::atomic<std::uint64_t> quotes_put_{0};
    std::atomic<std::uint64_t> quotes_taken_{0};
    std::uint64_t merges_counted_ = 0;  // the worker's own
    HeldMoves held_;
    std::vector<std::atomic<Stages::Time>> quote_times_;  // by instrument
    std::vector<Evaluation> evaluations_;                 // by number, the newest; the worker's own
    std::atomic<std::uint64_t> items_{0};
    LiveJournal* journal_ = nullptr;
    std::unique_ptr<TimerThread> timers_;
    std::unique_ptr<actors::ActorEngine> engine_;
};

}  // namespace trellis::program
