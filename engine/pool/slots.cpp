#include "engine/pool/slots.hpp"

#include <algorithm>

namespace trellis {

namespace {

std::size_t later_pyramids(const Desk& desk) {
    std::size_t count = 0;
    for (const auto& [id, group] : desk.groups) count += group.entries_total > 1 ? group.entries_total - std::size_t{1} : 0U;
    return count;
}

/// Entry orders that work, and those of ladders whose group has not answered yet.
std::size_t entry_orders(const Desk& desk, const DeskContext& context) {
    std::size_t count = 0;
    for (const auto& [id, group] : desk.groups) {
        if (const GroupFigures* figures = context.board.find(id)) count += figures->live_entries;
    }
    for (const auto& [signal, pending] : desk.pending) {
        if (!pending.plan.has_value() || pending.waiting_for.empty()) continue;
        const GroupFigures* figures = context.board.find(pending.waiting_for.front());
        if (figures != nullptr && figures->entries_total > pending.plan->pyramid.value) continue;
        count += static_cast<std::size_t>(
            std::ranges::count_if(pending.plan->legs, [](const PlannedLeg& leg) { return !leg.skipped; }));
    }
    return count;
}

}  // namespace

std::size_t used_slots(const Desk& desk, const DeskContext& context) {
    std::size_t used = desk.groups.size();
    if (context.config.count_pyramids_toward_pool) used += later_pyramids(desk);
    if (context.config.count_dca_toward_pool) used += entry_orders(desk, context);
    return used;
}

std::optional<Error> pool_full(const Desk& desk, const DeskContext& context) {
    const std::size_t used = used_slots(desk, context);
    const std::uint32_t limit = context.config.max_open_groups;
    if (used < limit) return std::nullopt;
    return Error{"POOL_FULL", std::to_string(used) + " of " + std::to_string(limit) + " slots are taken"};
}

}  // namespace trellis
