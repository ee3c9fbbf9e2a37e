#include "engine/pool/waiting.hpp"

#include <algorithm>
#include <array>

#include "engine/pool/precision.hpp"
#include "engine/pool/preset_gate.hpp"
#include "engine/pool/standing.hpp"

namespace trellis {

namespace {

bool allows_both_sides(const DeskContext& context) {
    return context.config.opposite_side_policy == OppositeSidePolicy::hedge &&
           context.account.position_mode == PositionMode::hedge;
}

std::optional<Error> closing(const Desk& desk, const Identity& identity) {
    const DeskGroup* group = desk.find(identity);
    if (group == nullptr || !group->is_closing) return std::nullopt;
    return Error{"GROUP_CLOSING", text(group->id) + " is closing (I-11)"};
}

std::optional<Error> quarantined(const Desk& desk, const Identity& identity, const DeskContext& context) {
    const DeskGroup* group = desk.find(identity);
    if (group == nullptr || !is_quarantined(*group, context)) return std::nullopt;
    return Error{"GROUP_QUARANTINED", text(group->id) + " is quarantined until an operator releases it"};
}

std::optional<Error> opposed(const Desk& desk, const Identity& identity, const DeskContext& context) {
    if (desk.find(identity) != nullptr) return std::nullopt;  // a pyramid: its group is there already
    const DeskGroup* other = opposite_group(desk, identity, context);
    if (other == nullptr) return std::nullopt;
    return Error{"OPPOSITE_SIDE",
                 text(other->id) + " holds the other side of " + context.instruments.at(identity.instrument).symbol};
}

std::optional<Error> backing_off(const QueueEntry& entry, const DeskContext& context) {
    if (!entry.retry_at.has_value() || *entry.retry_at <= context.now) return std::nullopt;
    return Error{entry.failure, "tried " + std::to_string(entry.attempts) + " times; again at " + rfc3339(*entry.retry_at)};
}

}  // namespace

const DeskGroup* opposite_group(const Desk& desk, const Identity& identity, const DeskContext& context) {
    if (allows_both_sides(context)) return nullptr;
    const Identity mirrored{identity.instrument, identity.timeframe_seconds, opposite(identity.side)};
    if (const DeskGroup* own = desk.find(mirrored)) return own;
    if (context.account.position_mode == PositionMode::hedge) return nullptr;
    const Identity first{identity.instrument, 0, PositionSide::long_side};
    for (auto it = desk.by_identity.lower_bound(first); it != desk.by_identity.end(); ++it) {
        if (it->first.instrument != identity.instrument) break;
        if (it->first.side != identity.side) return desk.find(it->second);
    }
    return nullptr;
}

bool is_quarantined(const DeskGroup& group, const DeskContext& context) {
    const GroupFigures* figures = context.board.find(group.id);
    return figures != nullptr && figures->is_quarantined;
}

std::optional<Error> blocked(const Desk& desk, const QueueEntry& entry, const DeskContext& context) {
    if (auto held = held_for_rules(entry.identity().instrument, entry.last_refreshed_at, context)) return held;
    if (auto halted = entries_halted(desk, context)) return halted;
    if (auto waits = closing(desk, entry.identity())) return waits;
    if (auto waits = quarantined(desk, entry.identity(), context)) return waits;
    if (auto waits = opposed(desk, entry.identity(), context)) return waits;
    if (auto waits = waits_for_hours(desk, entry.instruction, context)) return waits;
    return backing_off(entry, context);
}

Error wait_reason(const Desk& desk, const QueueEntry& entry, const DeskContext& context) {
    if (auto held = blocked(desk, entry, context)) return *held;
    return {"POOL_FULL", "waits for its turn at a slot"};
}

bool continues_group(const Desk& desk, const Identity& identity) {
    const DeskGroup* group = desk.find(identity);
    return group != nullptr && !group->is_closing;
}

bool needs_slot(const Desk& desk, const Identity& identity, const Config& config) {
    return !config.same_pair_timeframe || desk.find(identity) == nullptr;
}

bool is_transient(std::string_view code) {
    static constexpr std::array<std::string_view, 11> codes{
        "BOT_DAILY_CAP", "BOT_PAUSED", "BOT_SCHEDULE", "EXPOSURE_LIMIT", "INSUFFICIENT_BALANCE", "OUT_OF_SCHEDULE", "WEEKLY_TARGET", "MAX_POSITIONS_PER_SYMBOL",
        "PRESET_MAX_POSITIONS", "NO_PRICE", "PRECISION"};
    return std::ranges::find(codes, code) != codes.end();
}

}  // namespace trellis
