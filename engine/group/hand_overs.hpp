// Whom a group obeyed or refused, and what came of it: by this a repeated hand-over is known, and answered as the first time. Part of
// apply; nothing here decides anything.
#pragma once

#include "engine/group/group.hpp"

namespace trellis {

/// It obeys a signal, or does its part of an offset, from now on.
void obey(Group& group, std::optional<SignalNumber> signal, std::optional<OffsetNumber> offset);
/// Its part of that offset is over, with what it brought so far.
void end_offset_leg(Group& group, std::optional<OffsetNumber> offset);

void begin_reduction(Group& group, const ReductionStarted& event);
void end_reduction(Group& group, const ReductionEnded& event);
void note_refusal(Group& group, const ReductionRefused& event);
void note_copy_step(Group& group, const CopyFollowed& event);

}  // namespace trellis
