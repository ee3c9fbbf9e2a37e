// Which engine decides in a run of the program: the production actors.
#pragma once

#include <map>
#include <memory>

#include "engine/market/symbol_book.hpp"
#include "engine/world/engine.hpp"

namespace trellis::program {

/// The production actors on one thread, quiet after every item.
std::unique_ptr<Engine> make_actor_engine(const Config& config, const InstrumentTable& instruments, World world,
                                          std::map<InstrumentId, SymbolBook> books, CommitPort& journal, LinePort& line, const WalletPort* wallets);

}  // namespace trellis::program
