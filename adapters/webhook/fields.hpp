// The table of 1.2: which fields a body may have, by which words and within which bounds. Both readers of bodies stand on it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "engine/base/decimal.hpp"
#include "engine/signal/signal.hpp"

namespace trellis::adapters {

/// Where a field stands: in the body ("") or in one of its objects.
struct Field {
    std::string_view object;
    std::string_view name;
};

inline constexpr std::array<std::string_view, 4> field_objects{"tv", "strategy_info", "execution_intent", "risk"};

inline constexpr std::array<Field, 28> known_fields{{
    {"", "secret"},
    {"", "source"},
    {"", "timestamp"},
    {"", "signal_id"},
    {"", "idempotency_key"},
    {"", "preset"},
    {"tv", "exchange"},
    {"tv", "symbol"},
    {"tv", "timeframe"},
    {"tv", "action"},
    {"tv", "market_position"},
    {"tv", "market_position_size"},
    {"tv", "prev_market_position"},
    {"tv", "prev_market_position_size"},
    {"tv", "entry_price"},
    {"tv", "close_price"},
    {"tv", "order_size"},
    {"strategy_info", "trade_id"},
    {"strategy_info", "alert_name"},
    {"strategy_info", "alert_message"},
    {"execution_intent", "type"},
    {"execution_intent", "side"},
    {"execution_intent", "position_size_type"},
    {"execution_intent", "precision_mode"},
    {"risk", "stop_loss"},
    {"risk", "take_profit"},
    {"risk", "structure_sl"},
    {"risk", "max_slippage_percent"},
}};

/// Lower case; a body may write them as it likes.
template <class E>
struct Word {
    std::string_view text;
    E value;
};
inline constexpr std::array<Word<SignalAction>, 4> action_words{
    {{"buy", SignalAction::buy}, {"sell", SignalAction::sell}, {"long", SignalAction::go_long}, {"short", SignalAction::go_short}}};
inline constexpr std::array<Word<MarketPosition>, 3> position_words{
    {{"long", MarketPosition::long_position}, {"short", MarketPosition::short_position}, {"flat", MarketPosition::flat}}};
inline constexpr std::array<Word<SignalType>, 4> type_words{
    {{"signal", SignalType::signal}, {"exit", SignalType::exit}, {"reduce", SignalType::reduce}, {"reverse", SignalType::reverse}}};
inline constexpr std::array<Word<SizeType>, 3> size_type_words{
    {{"contracts", SizeType::contracts}, {"base", SizeType::base}, {"quote", SizeType::quote}}};
inline constexpr std::array<Word<bool>, 1> precision_mode_words{{{"auto", true}}};

/// Ends of a number; `is_low_open`: the low end itself is not allowed.
struct NumberRange {
    Ratio low;
    Ratio high;
    bool is_low_open;
    bool contains(Ratio number) const { return number <= high && (is_low_open ? number > low : number >= low); }
};
inline constexpr NumberRange price_range{Ratio{}, Ratio::from_integer(10'000'000'000), true};
inline constexpr NumberRange size_range{Ratio{}, Ratio::from_integer(1'000'000'000'000), true};
inline constexpr NumberRange position_size_range{Ratio{}, Ratio::from_integer(1'000'000'000'000), false};
inline constexpr NumberRange slippage_range{Ratio{}, Ratio::from_integer(50), false};

/// The longest text of each, in characters.
namespace text_max {
inline constexpr std::size_t secret = 256;
inline constexpr std::size_t source = 32;
inline constexpr std::size_t key = 128;
inline constexpr std::size_t preset = 128;
inline constexpr std::size_t exchange = 32;
inline constexpr std::size_t symbol = 50;
inline constexpr std::size_t timeframe = 16;
inline constexpr std::size_t trade_id = 128;
inline constexpr std::size_t alert_name = 256;
inline constexpr std::size_t alert_message = 1024;
}  // namespace text_max

}  // namespace trellis::adapters
