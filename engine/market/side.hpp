// The two directions of a position and of an order, and the arithmetic sign that ties them together.
#pragma once

#include <cstdint>
#include <string_view>

namespace trellis {

/// Direction of a position.
enum class PositionSide : std::uint8_t { long_side = 0, short_side = 1 };
/// Direction of an order.
enum class OrderSide : std::uint8_t { buy = 0, sell = 1 };

constexpr OrderSide opening_side(PositionSide side) {
    return side == PositionSide::long_side ? OrderSide::buy : OrderSide::sell;
}
constexpr OrderSide closing_side(PositionSide side) {
    return side == PositionSide::long_side ? OrderSide::sell : OrderSide::buy;
}
constexpr PositionSide opposite(PositionSide side) {
    return side == PositionSide::long_side ? PositionSide::short_side : PositionSide::long_side;
}
constexpr std::string_view text(PositionSide side) { return side == PositionSide::long_side ? "long" : "short"; }
constexpr std::string_view text(OrderSide side) { return side == OrderSide::buy ? "buy" : "sell"; }

}  // namespace trellis
