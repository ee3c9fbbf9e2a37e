// The limits of an account and the reasons why its entries wait, as they are named outside.
#pragma once

#include <cstdint>
#include <string_view>

namespace trellis::adapters::admin {

enum class LimitKind : std::uint8_t { slots, queue, positions_per_symbol, exposure, daily_loss, drawdown };
/// The code that a refusal by it has: "POOL_FULL".
std::string_view text(LimitKind kind);

/// In the order in which one is named when several hold (K-18).
enum class EntryHalt : std::uint8_t { paused, loss_limit, drawdown, force_stopped, connection_silent };
std::string_view text(EntryHalt halt);  ///< "PAUSED"

}  // namespace trellis::adapters::admin
