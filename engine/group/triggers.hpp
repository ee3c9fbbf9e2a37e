// What a new quote or a fill sets off in a group, in the order of R-21.
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// Evaluates every trigger once: stop, then targets. The first that starts a close ends it; nothing fires on dust.
GroupEvents evaluate_triggers(const Group& group, const GroupContext& context);

/// The quote as somebody who acted on it remembers it.
SeenQuote seen(const Quote& quote);

}  // namespace trellis
