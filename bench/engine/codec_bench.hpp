// The codec's own figures.
#pragma once

namespace trellis::bench {

/// Encode, decode and hash of the events that trading writes most, and of the largest; prints an answer for each.
void promise_codec();

}  // namespace trellis::bench
