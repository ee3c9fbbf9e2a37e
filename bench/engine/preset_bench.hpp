// Presets where there are very many of them: which one governs, and what a change of one costs.
#pragma once

namespace trellis::bench {

/// P18: a preset is resolved where 1,000 users have 1,000 each.
void promise_p18();
/// A preset is revised where there are 1,000, 10,000 and a million: the directory and what desks decide by, anew.
void promise_preset_change();

}  // namespace trellis::bench
