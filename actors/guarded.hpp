// The wall around every handler: an exception that leaves a handler would kill its actor, unheard.
#pragma once

#include <cstdint>
#include <exception>
#include <utility>

#include "actors/ring.hpp"

namespace trellis::actors {

/// What a handler does once anybody has reported a fault: nothing, or still its duty because it is the one that ends the actor.
enum class AfterFault : std::uint8_t { rests, runs };

template <class Handler, class Signature>
class Guarded;

template <class Handler, class Message>
class Guarded<Handler, void (Handler::*)(Message) const> {
public:
    Guarded(Faults& faults, AfterFault after_fault, Handler handler)
        : faults_(&faults), after_fault_(after_fault), handler_(std::move(handler)) {}

    void operator()(Message message) const {
        if (faults_->any() && after_fault_ == AfterFault::rests) return;
        try {
            handler_(message);
        } catch (...) {
            faults_->report(std::current_exception());
        }
    }

private:
    Faults* faults_;
    AfterFault after_fault_;
    Handler handler_;
};

/// A handler that reports what it throws.
template <class Handler>
auto guarded(Faults& faults, Handler handler) {
    return Guarded<Handler, decltype(&Handler::operator())>(faults, AfterFault::rests, std::move(handler));
}

/// The handler that ends an actor: its owner waits for that, whatever happened.
template <class Handler>
auto guarded_end(Faults& faults, Handler handler) {
    return Guarded<Handler, decltype(&Handler::operator())>(faults, AfterFault::runs, std::move(handler));
}

}  // namespace trellis::actors
