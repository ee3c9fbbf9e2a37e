#include "ops/trellis/run_engine.hpp"

#include "actors/engine.hpp"

namespace trellis::program {

std::unique_ptr<Engine> make_actor_engine(const Config& config, const InstrumentTable& instruments, World world,
                                          std::map<InstrumentId, SymbolBook> books, CommitPort& journal,
                                          LinePort& line) {
    return std::make_unique<actors::ActorEngine>(config, instruments, std::move(world), std::move(books), journal, line,
                                                 actors::Options{});
}

}  // namespace trellis::program
