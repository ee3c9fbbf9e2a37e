// The promise about a quote that crosses a level.
#pragma once

namespace trellis::bench {

void promise_p9();

}  // namespace trellis::bench
