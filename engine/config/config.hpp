// The configuration as the engine sees it: every key of R-70 with its default, typed and validated before it gets here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/market/instrument.hpp"

namespace trellis {

enum class ExitScope : std::uint8_t { timeframe, instrument };
enum class OppositeSidePolicy : std::uint8_t { queue, reject, reverse, hedge };
enum class PositionMode : std::uint8_t { one_way, hedge };
enum class TakeProfitMode : std::uint8_t { per_leg, aggregate, hybrid, pyramid_aggregate };
enum class OnFlat : std::uint8_t { close_and_cancel, keep_waiting };
enum class GridRounding : std::uint8_t { sow, passive };
enum class MinLegPolicy : std::uint8_t { skip_leg, merge_forward, reject_signal };
enum class SizingMode : std::uint8_t { signal, fixed_quote, equity_percent, group_budget, risk_percent };
enum class SlippageAction : std::uint8_t { warn, reject };

/// One level of a ladder (D-1): gap and take-profit in percent, weight in percent of the pyramid's capital.
struct GridLevel {
    Ratio gap;
    Ratio weight;
    Ratio take_profit;
    bool operator==(const GridLevel&) const = default;
    static void fields(auto& self, auto&& each) { each(self.gap, self.weight, self.take_profit); }
};

/// `grid_strategy` as it applies to one signal; snapshotted in the group at open (D-12).
/// Keys whose rule is not built are held at their default by validation and are not represented.
struct GridStrategy {
    bool enabled = true;
    std::vector<GridLevel> levels;                                      ///< default: the five of 7.1
    std::map<std::uint16_t, std::vector<GridLevel>> pyramid_levels;     ///< `pyramid_specific_levels` (D-8)
    std::uint16_t max_pyramids = 5;                                     ///< P-1, the initial entry included
    TakeProfitMode take_profit_mode = TakeProfitMode::per_leg;
    std::optional<Ratio> take_profit_aggregate_percent;                 ///< T-8
    OnFlat on_flat = OnFlat::close_and_cancel;                          ///< T-9
    GridRounding rounding = GridRounding::sow;                          ///< D-2
    MinLegPolicy min_leg_policy = MinLegPolicy::skip_leg;               ///< D-5
    std::optional<Ratio> max_slippage_percent;                          ///< F-4
    std::uint8_t exit_escalations = 3;                                  ///< X-2
    std::uint32_t exit_retry_ms = 250;
    bool exit_final_market = true;
    bool all_or_nothing = false;          ///< G-4
    bool replace_unfilled_previous = false;  ///< P-7
    bool follow_config_changes = false;   ///< D-12
    bool operator==(const GridStrategy&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.enabled, self.levels, self.pyramid_levels, self.max_pyramids, self.take_profit_mode,
             self.take_profit_aggregate_percent, self.on_flat, self.rounding, self.min_leg_policy,
             self.max_slippage_percent, self.exit_escalations, self.exit_retry_ms, self.exit_final_market,
             self.all_or_nothing, self.replace_unfilled_previous, self.follow_config_changes);
    }
};

/// The ladder of 7.1: gaps 0, -0.5 ... -2; weight 20 each; take-profit 1, 0.5, 2, 1.5, 1.
std::vector<GridLevel> default_levels();

/// One item of `grid_strategy.strategies[]`: whom it applies to, and the whole strategy that results there.
struct StrategyRule {
    std::optional<std::string> account;
    std::optional<std::string> instrument;  ///< canonical name
    std::optional<std::string> venue;
    std::optional<std::uint32_t> timeframe_seconds;
    GridStrategy strategy;
    bool operator==(const StrategyRule&) const = default;
};

struct AccountConfig {
    AccountId id;
    std::string name;
    std::string venue;
    Market market = Market::spot;
    std::string currency = "USDT";                ///< R-4
    std::uint16_t leverage = 1;                   ///< S-5, R-15
    PositionMode position_mode = PositionMode::one_way;
    std::uint32_t latency_ms = 0;                 ///< PV-7
    bool enabled = true;
    std::map<std::string, Money> balances;        ///< of the paper exchange, by asset
    bool operator==(const AccountConfig&) const = default;
};

struct SignalLimits {
    std::uint32_t max_signal_age_seconds = 60;    ///< W-10
    std::uint32_t dedupe_window_hours = 24;       ///< W-8
    bool one_entry_per_candle = true;             ///< W-11
    bool operator==(const SignalLimits&) const = default;
};

struct Config {
    bool infer_intent = true;                                   ///< I-5
    ExitScope exit_scope = ExitScope::timeframe;                ///< I-6
    OppositeSidePolicy opposite_side_policy = OppositeSidePolicy::queue;
    std::vector<AccountConfig> accounts;                        ///< id = place + 1
    std::uint32_t max_open_groups = 10;                         ///< L-1
    bool same_pair_timeframe = true;                            ///< P-4
    GridStrategy grid_strategy;
    std::vector<StrategyRule> strategies;                       ///< D-12
    Ratio risk_max_slippage_percent = Ratio::from_integer(1);   ///< F-4, the account's bound
    SlippageAction slippage_action = SlippageAction::warn;      ///< F-3
    SignalLimits limits;
    bool operator==(const Config&) const = default;
};

/// D-12: the strategy for (account, instrument, timeframe): most specific match, then first in the list, then
/// `grid_strategy`; null when that is not enabled.
const GridStrategy* select_strategy(const Config& config, const AccountConfig& account, const Instrument& instrument,
                                    std::uint32_t timeframe_seconds);

}  // namespace trellis
