#include "engine/group/outside.hpp"

#include <algorithm>

#include "engine/group/close.hpp"

namespace trellis {

GroupDecision take_outside(const Group& group, const TakeOutside& command, const GroupContext& context) {
    if (group.has_ended()) return Refusal{"NO_POSITION", "the group has ended"};
    if (command.total <= group.outside.told) return GroupEvents{};
    const Quantity quantity = std::min(command.total - group.outside.told, group.open_quantity);
    return GroupEvents{ExternalReduction{group.id, quantity, command.total, context.now}};
}

GroupEvents settle_outside(const Group& group, const GroupContext& context) {
    if (is_placeable_at_mark(group, context)) return {};
    return start_close(group, CloseReason::external, OrderRole::exit, std::nullopt, std::nullopt, context);
}

}  // namespace trellis
