// What a signal means here: instrument, timeframe and intent decided (sections 2 and 3).
#pragma once

#include <optional>
#include <string>

#include "engine/base/boxed.hpp"
#include "engine/base/result.hpp"
#include "engine/config/config.hpp"
#include "engine/market/instrument.hpp"
#include "engine/preset/use.hpp"
#include "engine/signal/signal.hpp"

namespace trellis {

enum class Intent : std::uint8_t { entry = 0, exit = 1, reduce = 2, reverse = 3 };

/// Whose position: at most one group of an identity is neither CLOSED nor FAILED (G-1). The account is the desk's.
struct Identity {
    InstrumentId instrument;
    std::uint32_t timeframe_seconds{};
    PositionSide side{};
    constexpr auto operator<=>(const Identity&) const = default;
    static void fields(auto& self, auto&& each) { each(self.instrument, self.timeframe_seconds, self.side); }
};

struct Instruction {
    Identity identity;            ///< side: of the position to open, close or reduce; to reverse into
    Intent intent{};
    bool inferred = false;        ///< I-5
    Timestamp stamp{};            ///< payload time; a missing or future one is the time of receipt (W-10)
    std::int64_t candle{};        ///< W-11
    std::string duplicate_key;    ///< W-8: the key tuple itself
    std::optional<Price> entry_price;
    std::optional<Quantity> order_size;
    SizeType size_type{};
    std::optional<Ratio> max_slippage_percent;
    std::optional<Price> stop_loss;    ///< W-5: where the account uses the signal's
    std::optional<Price> take_profit;
    std::optional<Quantity> position_size;           ///< REDUCE, REVERSE: the sender's position, in base units
    std::optional<Quantity> previous_position_size;  ///< REDUCE: before it (I-7)
    Boxed<PresetWish> wish;            ///< what it says that a preset asks for; empty: nothing (B-6, B-7, B-20)
    bool operator==(const Instruction&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.identity, self.intent, self.inferred, self.stamp, self.candle, self.duplicate_key, self.entry_price,
             self.order_size, self.size_type, self.max_slippage_percent, self.stop_loss, self.take_profit,
             self.position_size, self.previous_position_size, self.wish);
    }
};

/// R-30 up to the intent: venue, instrument, timeframe, side against action, then table 3.2.
/// Errors: UNKNOWN_VENUE, UNKNOWN_INSTRUMENT, UNSUPPORTED_TIMEFRAME, SIDE_CONFLICT, SCHEMA.
Result<Instruction> interpret(const Signal& signal, const AccountConfig& account, const InstrumentTable& instruments,
                              bool infer_intent);

/// integer minutes, nS, [n]D, [n]W, [n]M, as seconds (M = 2592000); empty when it is none of them.
std::optional<std::uint32_t> parse_timeframe(std::string_view text);

/// W-11: the bar a time falls into: intraday and daily by epoch, weekly from Monday, monthly by calendar.
std::int64_t candle_index(Timestamp at, std::uint32_t timeframe_seconds);

/// When the bar of that index begins; empty: beyond what a Timestamp tells.
std::optional<Timestamp> candle_start(std::int64_t index, std::uint32_t timeframe_seconds);

}  // namespace trellis
