// The production actors as the engine of a simulated run: one thread, any schedule.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "actors/engine.hpp"
#include "adapters/simulation/runner.hpp"

namespace trellis::tests {

/// A schedule permutes what of the ring may run first; empty: in order.
inline adapters::EngineFactory actors_with(std::optional<std::uint64_t> schedule) {
    return [schedule](const Config& config, const InstrumentTable& instruments, World world,
                      std::map<InstrumentId, SymbolBook> books, CommitPort& journal, LinePort& line,
                      const WalletPort* wallets) {
        return std::make_unique<actors::ActorEngine>(config, instruments, std::move(world), std::move(books), journal,
                                                     line, actors::Options{actors::Threading::simulated, schedule, nullptr, wallets});
    };
}

}  // namespace trellis::tests
