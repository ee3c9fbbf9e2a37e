#include "actors/journal.hpp"

#include "actors/guarded.hpp"

namespace trellis::actors {

Behavior<JournalActor> journal(Self<JournalActor, JournalState> self, Ring* ring, CommitPort* port) {
    return {
        // The journal is the only receiver of the message, so it may empty it.
        guarded(ring->faults, [port](Commit& decision) { port->commit(std::move(decision)); }),
        guarded(ring->faults, [port](const Barrier& barrier) { port->reached(barrier.token); }),
        guarded(ring->faults, [self, port](const Reload& ask) { tell(self, ask.asker, Reloaded{port->reload(ask.group, ask.fault)}); }),
        guarded_end(ring->faults, [self](const End&) { self->quit(); }),
    };
}

}  // namespace trellis::actors
