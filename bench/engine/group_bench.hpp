// What a group needs to decide.
#pragma once

namespace trellis::bench {

/// decide and apply of each command of a group, small groups and a full one; prints an answer for each.
void promise_engine();

}  // namespace trellis::bench
