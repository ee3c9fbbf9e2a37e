#include "actors/line.hpp"

#include "actors/guarded.hpp"

namespace trellis::actors {

Behavior<LineActor> line(Self<LineActor, LineState> self, Ring* ring, LinePort* port) {
    return {
        guarded(ring->faults, [port](FactItem& item) { port->fact(item.account, std::move(item.fact)); }),
        guarded(ring->faults, [port](RiskFactItem& item) { port->risk_fact(item.account, std::move(item.fact)); }),
        guarded(ring->faults, [port](const Filled& filled) { port->filled(filled.account); }),
        guarded(ring->faults, [port](const EvaluateItem& item) { port->evaluate(item.address); }),
        guarded(ring->faults, [port](const DueChanged& changed) { port->due(changed.owner, changed.due); }),
        guarded(ring->faults, [ring](const Reconfigure& change) {
            ring->config = change.config;
            if (*ring->bars != *change.bars) ring->bars = change.bars;
            if (change.taken != nullptr) change.taken->set_value();
        }),
        guarded_end(ring->faults, [self](const End&) { self->quit(); }),
    };
}

}  // namespace trellis::actors
