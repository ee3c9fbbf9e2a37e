// The promise about an io thread that asks a group and hears from it.
#pragma once

namespace trellis::bench {

void promise_p8();

}  // namespace trellis::bench
