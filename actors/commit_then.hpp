// The only way in which an owner of state lets others know what it decided: the commit first, then the messages.
#pragma once

#include <utility>

#include "actors/messages.hpp"
#include "actors/ring.hpp"

namespace trellis::actors {

/// Commits a decision, then sends what follows from it: `then` gets the commit's ticket, the cause of what it sends.
template <class Me, class Then>
void commit_then(Me* self, Commit decision, const Then& then) {
    decision.ticket = self->state.ring->next_ticket();
    const Ticket ticket = decision.ticket;
    tell(self, self->state.journal, std::move(decision));
    then(ticket);
}

}  // namespace trellis::actors
