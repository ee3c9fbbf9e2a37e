#include "engine/group/hand_overs.hpp"

#include "engine/base/check.hpp"

namespace trellis {

void obey(Group& group, std::optional<SignalNumber> signal, std::optional<OffsetNumber> offset) {
    if (signal.has_value()) {
        group.last_signal = *signal;
        group.refused.clear();
    }
    if (offset.has_value()) group.offset_leg = OffsetLeg{*offset, {}, {}, false};
}

void end_offset_leg(Group& group, std::optional<OffsetNumber> offset) {
    if (!offset.has_value() || !group.offset_leg.has_value()) return;
    if (group.offset_leg->offset == *offset) group.offset_leg->is_over = true;
}

void begin_reduction(Group& group, const ReductionStarted& event) {
    TRELLIS_CHECK(!group.reducing.has_value(), "one reduction at a time");
    TRELLIS_CHECK(!group.closing.has_value(), "a closing group is not reduced");
    Reduction reduction;
    reduction.role = event.role;
    reduction.signal = event.signal;
    reduction.offset = event.offset;
    reduction.pyramid = event.pyramid;
    reduction.quantity = event.quantity;
    reduction.max_slippage_percent = event.max_slippage_percent;
    group.reducing = reduction;
    obey(group, event.signal, event.offset);
}

void end_reduction(Group& group, const ReductionEnded& event) {
    TRELLIS_CHECK(group.reducing.has_value(), "a reduction ends once");
    group.reducing.reset();
    for (auto& fee : group.open_fees) fee.is_of_reduction = false;
    end_offset_leg(group, event.offset);
}

void note_refusal(Group& group, const ReductionRefused& event) {
    // A pyramid that waited in the queue may be older than what the group has obeyed since.
    if (event.signal.has_value() && *event.signal >= group.last_signal) {
        group.last_signal = *event.signal;
        group.refused = event.code;
    }
    const bool is_busy = group.offset_leg.has_value() && !group.offset_leg->is_over;
    if (event.offset.has_value() && !is_busy) group.offset_leg = OffsetLeg{*event.offset, {}, {}, true};
}

void note_copy_step(Group& group, const CopyFollowed& event) {
    TRELLIS_CHECK(group.copied.has_value(), "only a copy follows");
    group.copied->step = event.step;
    group.copied->code = event.code;
}

}  // namespace trellis
