// The promises that are measured on a running server.
#pragma once

#include <cstddef>

namespace trellis::bench {

/// Webhook to first order on the wire: durability `write` (P1) and `fsync` (P2).
void promise_p1();
void promise_p2();
/// Webhook to durable 202.
void promise_acknowledgement();
/// 1,000 signals a second.
void promise_signals(int seconds);
/// Panic to the last of 350 cancels.
void promise_p14();
/// What metrics and stage timing cost.
void promise_p16();

}  // namespace trellis::bench
