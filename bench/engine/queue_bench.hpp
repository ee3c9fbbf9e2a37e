// The promises of a long queue: ranks that follow prices, and a slot that does not stay free.
#pragma once

namespace trellis::bench {

/// P19, the queue's part: ten thousand entries ranked anew and promoted, and the longest slice of it.
void promise_queue();
/// A quote of an instrument on which a thousand entries wait.
void promise_queue_tick();
/// From the end of a group to the promoted one's order at the gateway.
void promise_promotion();

}  // namespace trellis::bench
