// May this signal act, and how? The ordered lists, first that applies.
#pragma once

#include "engine/pool/commands.hpp"

namespace trellis {

DeskEvents admit(const Desk& desk, const Signal& signal, const DeskContext& context);
DeskEvents refuse_malformed(const Desk& desk, const MalformedSignal& signal);

}  // namespace trellis
