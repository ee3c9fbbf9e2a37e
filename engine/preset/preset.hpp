// A preset: everything of section 23 that says how an entry is sized, stopped, closed in profit and when it may come. A value; who
// may use it, and which one applies, is the resolver's business (engine/preset/resolve.hpp).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/decimal.hpp"

namespace trellis {

enum class SizeMode : std::uint8_t { fixed = 0, risk_percent = 1 };
enum class EquityMode : std::uint8_t { none = 0, linear = 1, step = 2 };
enum class StopMode : std::uint8_t { pips = 0, r_multiple = 1, structure = 2 };
enum class TargetMode : std::uint8_t { disabled = 0, single = 1, multi = 2 };
enum class TrailingMode : std::uint8_t { step_pips = 0, step_atr = 1, chandelier = 2 };
enum class Martingale : std::uint8_t { none = 0, multiply = 1, add = 2 };
/// How layers leave (B-15): each by its own stop and targets, or all with the first position. Numbers are on disk.
enum class LayerExit : std::uint8_t { independent = 0, basket = 1 };
enum class SessionProfile : std::uint8_t { asia = 0, london = 1, new_york = 2, custom = 3 };
enum class PresetVisibility : std::uint8_t { private_one = 0, marketplace = 1 };

std::string_view text(SizeMode mode);
std::string_view text(EquityMode mode);
std::string_view text(StopMode mode);
std::string_view text(TargetMode mode);
std::string_view text(TrailingMode mode);
std::string_view text(Martingale mode);
std::string_view text(SessionProfile profile);
std::string_view text(PresetVisibility visibility);

/// A whole number of pips (B-0a); what one is depends on the instrument.
using Pips = std::int32_t;

/// A minute of the day, 0 to 1439.
struct MinuteOfDay {
    std::uint16_t value = 0;
    constexpr auto operator<=>(const MinuteOfDay&) const = default;
    static void fields(auto& self, auto&& each) { each(self.value); }
};

/// How large a position is (B-1 to B-4), and how many there may be.
struct PresetSize {
    SizeMode mode = SizeMode::risk_percent;
    std::optional<Quantity> fixed_lot;            ///< in lots
    std::optional<Ratio> risk_per_trade_percent;  ///< of equity
    std::uint16_t max_positions = 1;
    std::uint16_t max_positions_per_symbol = 1;
    EquityMode equity_mode = EquityMode::none;
    std::optional<Money> equity_base;
    std::optional<Ratio> equity_step_factor;
    std::optional<Ratio> risk_min_percent;        ///< clamps the effective risk
    std::optional<Ratio> risk_max_percent;
    bool operator==(const PresetSize&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.mode, self.fixed_lot, self.risk_per_trade_percent, self.max_positions, self.max_positions_per_symbol,
             self.equity_mode, self.equity_base, self.equity_step_factor, self.risk_min_percent, self.risk_max_percent);
    }
};

/// Where the stop starts (B-5 to B-7).
struct PresetStop {
    StopMode mode = StopMode::pips;
    std::optional<Pips> pips;
    std::optional<Ratio> r_multiple;
    bool operator==(const PresetStop&) const = default;
    static void fields(auto& self, auto&& each) { each(self.mode, self.pips, self.r_multiple); }
};

/// One take-profit: `rr` times the initial risk, for a part of what was filled (B-8).
struct PresetTarget {
    bool enabled = false;
    std::optional<Ratio> rr;
    std::optional<Ratio> close_percent;  ///< of the original quantity
    bool operator==(const PresetTarget&) const = default;
    static void fields(auto& self, auto&& each) { each(self.enabled, self.rr, self.close_percent); }
};

struct PresetTargets {
    TargetMode mode = TargetMode::single;
    std::array<PresetTarget, 3> targets{PresetTarget{true, {}, {}}, PresetTarget{}, PresetTarget{}};
    bool close_remaining_at_tp3 = false;          ///< B-9
    bool operator==(const PresetTargets&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.mode, self.targets[0], self.targets[1], self.targets[2], self.close_remaining_at_tp3);
    }
};

/// How the stop follows (B-10 to B-13).
struct PresetTrail {
    bool break_even = false;
    std::optional<Ratio> break_even_trigger_rr;
    Pips break_even_offset = 0;                   ///< positive: into profit
    bool enabled = false;
    TrailingMode mode = TrailingMode::step_pips;
    std::optional<Ratio> trigger_rr;
    std::optional<Pips> step;
    std::optional<std::uint16_t> atr_period;      ///< empty: 14, chandelier 22
    std::optional<Ratio> atr_multiplier;
    std::uint16_t update_interval_seconds = 0;    ///< 0: with every quote
    bool operator==(const PresetTrail&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.break_even, self.break_even_trigger_rr, self.break_even_offset, self.enabled, self.mode, self.trigger_rr,
             self.step, self.atr_period, self.atr_multiplier, self.update_interval_seconds);
    }
};

/// More positions against the first one (B-14, B-15).
struct PresetLayers {
    bool enabled = false;
    std::uint16_t max_per_symbol = 3;             ///< the first position included
    std::optional<Pips> distance;
    Martingale martingale = Martingale::none;
    std::optional<Ratio> factor;
    std::optional<Ratio> max_total_risk_percent;
    bool operator==(const PresetLayers&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.enabled, self.max_per_symbol, self.distance, self.martingale, self.factor, self.max_total_risk_percent);
    }
};

/// The other side against a losing basket (B-16).
struct PresetHedge {
    bool enabled = false;
    std::optional<Ratio> trigger_drawdown_percent;
    std::optional<Pips> distance;
    std::optional<Ratio> lot_factor;
    bool operator==(const PresetHedge&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.enabled, self.trigger_drawdown_percent, self.distance, self.lot_factor);
    }
};

/// Closing at the end of a bar (B-17).
struct PresetCandleExit {
    bool enabled = false;
    std::optional<std::uint32_t> timeframe_seconds;  ///< empty: the signal's
    std::uint16_t hold_candles = 1;
    bool operator==(const PresetCandleExit&) const = default;
    static void fields(auto& self, auto&& each) { each(self.enabled, self.timeframe_seconds, self.hold_candles); }
};

/// When an entry may come (B-18).
struct PresetSchedule {
    std::optional<MinuteOfDay> begins;            ///< inclusive; both or none
    std::optional<MinuteOfDay> ends;              ///< exclusive; before `begins`: the window goes over midnight
    std::string time_zone = "SERVER";             ///< IANA name, SERVER or UTC
    std::uint8_t days = 127;                      ///< 1 = Monday ... 64 = Sunday
    std::vector<SessionProfile> sessions{SessionProfile::custom};
    bool only_in_session = false;
    bool operator==(const PresetSchedule&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.begins, self.ends, self.time_zone, self.days, self.sessions, self.only_in_session);
    }
};

/// Enough for a week (B-19).
struct PresetWeek {
    bool enabled = false;
    std::optional<Ratio> target_percent;
    std::uint8_t reset_day = 1;                   ///< 1 = Monday ... 7 = Sunday
    bool stops = false;                           ///< no new entries until the reset
    bool operator==(const PresetWeek&) const = default;
    static void fields(auto& self, auto&& each) { each(self.enabled, self.target_percent, self.reset_day, self.stops); }
};

struct Preset {
    std::string name;
    std::string description;
    std::optional<std::string> symbol;            ///< applies to this instrument only, `XAUUSD`
    std::optional<std::uint32_t> timeframe_seconds;
    bool enabled = true;
    std::vector<std::string> tags;
    PresetSize size;
    PresetStop stop;
    PresetTargets targets;
    PresetTrail trail;
    PresetLayers layers;
    PresetHedge hedge;
    PresetCandleExit candle_exit;
    PresetSchedule schedule;
    PresetWeek week;
    bool is_template = false;                     ///< B-22
    bool clonable = true;
    PresetVisibility visibility = PresetVisibility::private_one;
    bool operator==(const Preset&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.name, self.description, self.symbol, self.timeframe_seconds, self.enabled, self.tags, self.size,
             self.stop, self.targets, self.trail, self.layers, self.hedge, self.candle_exit, self.schedule, self.week,
             self.is_template, self.clonable, self.visibility);
    }
};

/// The periods of B-12 and B-13 where a preset leaves them open.
std::uint16_t atr_period_of(const PresetTrail& trail);

}  // namespace trellis
