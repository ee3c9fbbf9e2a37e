#include "ops/trellis/run_engine.hpp"

#include "actors/engine.hpp"

namespace trellis::program {

std::unique_ptr<Engine> make_actor_engine(const Config& config, const InstrumentTable& instruments, World world,
                                          std::map<InstrumentId, SymbolBook> books, CommitPort& journal,
                                          LinePort& line, const WalletPort* wallets) {
    return std::make_unique<actors::ActorEngine>(config, instruments, std::move(world), std::move(books), journal, line,
                                                 actors::Options{{}, {}, nullptr, wallets});
}

}  // namespace trellis::program
