// The little of CAF that the actors use, under our own names: another version of CAF changes this file and the shells' heads.
#pragma once

#include <utility>

#include <caf/all.hpp>

namespace trellis::actors {

/// What an actor understands: each message is one struct, none is answered.
template <class... Message>
using Interface = caf::typed_actor<caf::reacts_to<Message>...>;

/// How an actor sees itself.
template <class Actor, class State>
using Self = typename Actor::template stateful_pointer<State>;

template <class Actor>
using Behavior = typename Actor::behavior_type;

/// From one actor to another. Deciders use commit_then instead.
template <class Me, class Actor, class Message>
void tell(Me* self, const Actor& to, Message message) {
    self->send(to, std::move(message));
}

/// From outside the ring.
template <class Actor, class Message>
void tell(const Actor& to, Message message) {
    caf::anon_send(to, std::move(message));
}

}  // namespace trellis::actors
