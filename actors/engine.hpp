// The engine as actors: every desk, symbol and group behind a mailbox of its own. It journals what direct execution journals.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "engine/market/symbol_book.hpp"
#include "engine/world/engine.hpp"

namespace trellis::actors {

enum class Threading : std::uint8_t {
    simulated,   ///< all actors on the caller's thread; `handle` returns when the ring is quiet
    one_worker,  ///< one worker thread; `handle` submits and returns at once, from any thread
    spinning,    ///< the same with a worker that never sleeps: a core for a few microseconds
};

struct Options {
    Threading threading = Threading::simulated;
    /// Simulated only: at each step anybody who has a message may be the next, drawn from this seed.
    std::optional<std::uint64_t> schedule_seed;
    /// Where quotes wait that drain() takes; without it they come as items.
    TickPort* ticks = nullptr;
    /// Null: nothing is known about balances.
    const WalletPort* wallets = nullptr;
    /// On the worker: a pass of a risk engine has looked at all there is.
    std::function<void(RiskTrigger)> on_risk_pass{};
};

/// Instruments and ports must outlive it. The ports are called one at a time, by the journal actor and by the line
/// actor.
///
/// What an actor throws ends the ring: nobody handles anything any more, and it is thrown at the caller by this call, or with
/// `one_worker` by the next. What was committed stays; the engine can then only be destroyed.
class ActorEngine final : public Engine {
public:
    ActorEngine(const Config& config, const InstrumentTable& instruments, World world, std::map<InstrumentId, SymbolBook> books,
                CommitPort& journal, LinePort& line, Options options);
    ~ActorEngine() override;

    void arm() override;
    void handle(const NumberedItem& item) override;
    void hand_over(const HandOverCommand& command, std::uint64_t item, Timestamp at) override;
    void continue_pass(AccountId account, std::uint64_t item, Timestamp at) override;
    /// Ends every actor and collects what they knew. With `one_worker` what was submitted before is handled first, but what
    /// followed from it may be cut off, as by a crash.
    World stop() override;

    /// `CommitPort::reached(token)` is called behind everything that this account's desk was given before.
    void barrier(AccountId account, std::uint64_t token);
    void reconfigure(const Config& config, Timestamp at) override;
    /// The same behind everything that this account's risk engine was given before.
    void risk_barrier(AccountId account, std::uint64_t token);
    /// A desk and a risk engine for each account of `config` that has none yet; they are there when it returns. One caller at a time.
    void open_accounts(const Config& config, Timestamp at);
    /// There are quotes in Options::ticks. Takes all there are.
    void drain();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace trellis::actors
