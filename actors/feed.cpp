#include "actors/feed.hpp"

#include "actors/guarded.hpp"

namespace trellis::actors {

namespace {

constexpr int batch_max = 64;  // then the others on the worker get their turn

void drain(Self<FeedActor, FeedState> self) {
    auto& state = self->state;
    state.ticks->begin();
    for (int taken = 0; taken < batch_max; ++taken) {
        auto next = state.ticks->take();
        if (!next.has_value()) return;
        tell(self, state.symbols.at(next->instrument.value), std::move(next->quote));
    }
    tell(self, FeedActor{self}, Drain{});
}

}  // namespace

Behavior<FeedActor> feed(Self<FeedActor, FeedState> self, Ring* ring, TickPort* ticks, std::vector<SymbolActor> symbols) {
    self->state.ticks = ticks;
    self->state.symbols = std::move(symbols);
    return {
        guarded(ring->faults, [self](const Drain&) { drain(self); }),
        guarded_end(ring->faults, [self](const End&) { self->quit(); }),
    };
}

}  // namespace trellis::actors
