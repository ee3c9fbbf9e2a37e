// P10: a quote that crosses nothing.
#pragma once

namespace trellis::bench {

/// One quote through history and levels with 1, 1,000 and 100,000 groups armed; prints the answer.
void promise_p10();

}  // namespace trellis::bench
