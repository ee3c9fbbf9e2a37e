#include "engine/group/candle_exit.hpp"

#include "engine/group/close.hpp"

namespace trellis {

std::optional<Timestamp> candle_exit_at(const Group& group) {
    if (!group.governed.has_value()) return std::nullopt;
    return candle_exit_at(group, group.governed->use.preset->candle_exit);
}

std::optional<Timestamp> candle_exit_at(const Group& group, const PresetCandleExit& exit) {
    if (!exit.enabled || !group.first_fill_at.has_value()) return std::nullopt;
    const std::uint32_t timeframe = exit.timeframe_seconds.value_or(group.identity.timeframe_seconds);
    return candle_start(candle_index(*group.first_fill_at, timeframe) + exit.hold_candles, timeframe);
}

GroupEvents close_at_candle_end(const Group& group, const GroupContext& context) {
    if (group.has_ended() || group.closing.has_value()) return {};
    const auto at = candle_exit_at(group);
    if (!at.has_value() || *at > context.now) return {};
    return start_close(group, CloseReason::candle, OrderRole::exit, std::nullopt, std::nullopt, context);
}

}  // namespace trellis
