// P19, the part of the risk engine.
#pragma once

namespace trellis::bench {

void promise_risk();

}  // namespace trellis::bench
