// The configuration as the engine sees it: every key of R-70 with its default, typed and validated before it gets here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/shared_map.hpp"
#include "engine/base/time.hpp"
#include "engine/base/time_zone.hpp"
#include "engine/config/bots.hpp"
#include "engine/config/subscriptions.hpp"
#include "engine/directory/preset_id.hpp"
#include "engine/market/instrument.hpp"
#include "engine/preset/pip.hpp"
#include "engine/preset/shared_preset.hpp"

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
enum class PyramidScope : std::uint8_t { combined, per_pyramid };
enum class AggregateExecution : std::uint8_t { market_on_touch, resting_limit };
enum class TakeProfitBasis : std::uint8_t { gross, net };
enum class EntryOrderType : std::uint8_t { limit, market };
enum class LadderAnchor : std::uint8_t { by_order_type, signal, first_fill };
enum class PyramidPriceRule : std::uint8_t { none, better_than_last, worse_than_last, min_distance_pct };
enum class DcaTrigger : std::uint8_t { resting, market_if_touched };
enum class RiskScope : std::uint8_t { pyramid, group };
enum class QueueLimitPolicy : std::uint8_t { reject_new, drop_lowest };
enum class PromotionPrice : std::uint8_t { better_of, signal, current };
enum class TimerStart : std::uint8_t { after_required_pyramids, after_all_dca_submitted, after_all_dca_filled };
enum class OnShortfall : std::uint8_t { skip, partial_loser, close_anyway };
enum class OffsetSequence : std::uint8_t { winners_first, parallel, loser_first };
enum class LossLatch : std::uint8_t { day, manual };
enum class OnMissingMetadata : std::uint8_t { hold, reject, fallback };
/// One key of a ranking.
enum class RankingRule : std::uint8_t {
    same_pair_timeframe, deepest_loss_percent, highest_replacement, highest_expected_profit, fifo,
};

/// One level of a ladder (D-1): gap and take-profit in percent, weight in percent of the pyramid's capital.
struct GridLevel {
    Ratio gap;
    Ratio weight;
    Ratio take_profit;
    bool operator==(const GridLevel&) const = default;
    static void fields(auto& self, auto&& each) { each(self.gap, self.weight, self.take_profit); }
};

/// `sizing`: where the capital of a pyramid comes from (S-1).
struct Sizing {
    SizingMode mode = SizingMode::signal;
    Money custom_capital = Money::from_integer(200);
    std::map<std::uint16_t, Money> pyramid_custom_capitals;  ///< by pyramid
    Ratio equity_percent = Ratio::from_integer(10);
    std::optional<Money> group_budget;
    std::vector<Ratio> pyramid_weights;                      ///< empty: equal over max_pyramids
    bool include_fees = true;
    RiskScope risk_scope = RiskScope::pyramid;
    bool operator==(const Sizing&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.mode, self.custom_capital, self.pyramid_custom_capitals, self.equity_percent, self.group_budget,
             self.pyramid_weights, self.include_fees, self.risk_scope);
    }
};

/// `grid_strategy` as it applies to one signal; snapshotted in the group at open (D-12).
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
    std::map<std::uint16_t, Ratio> pyramid_take_profit_percents;        ///< `pyramid_tp_percents` (T-7)
    PyramidScope take_profit_scope = PyramidScope::combined;            ///< `tp_pyramid_scope` (T-7)
    AggregateExecution aggregate_execution = AggregateExecution::market_on_touch;  ///< T-4
    TakeProfitBasis take_profit_basis = TakeProfitBasis::gross;         ///< T-5
    EntryOrderType entry_order_type = EntryOrderType::limit;            ///< of leg 0 (D-6)
    LadderAnchor anchor = LadderAnchor::by_order_type;                  ///< P-2
    PyramidPriceRule pyramid_price_rule = PyramidPriceRule::none;       ///< P-5
    Ratio pyramid_min_distance_percent;
    bool pyramid_requires_previous_fill = false;
    Sizing sizing;                        ///< the account's, with the strategy's own keys over it (S-1)
    bool allow_positive_gap = false;      ///< D-1
    bool post_only = false;               ///< D-7
    bool recycle_legs = false;            ///< T-10
    Ratio leg0_chase_percent;             ///< D-7; 0 = off
    std::uint32_t leg0_timeout_seconds = 0;
    Ratio cancel_dca_beyond_percent;      ///< D-9; 0 = off
    DcaTrigger dca_trigger = DcaTrigger::resting;  ///< D-6
    bool operator==(const GridStrategy&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.enabled, self.levels, self.pyramid_levels, self.max_pyramids, self.take_profit_mode,
             self.take_profit_aggregate_percent, self.on_flat, self.rounding, self.min_leg_policy,
             self.max_slippage_percent, self.exit_escalations, self.exit_retry_ms, self.exit_final_market,
             self.all_or_nothing, self.replace_unfilled_previous, self.follow_config_changes,
             self.pyramid_take_profit_percents, self.take_profit_scope, self.aggregate_execution,
             self.take_profit_basis, self.entry_order_type, self.anchor, self.pyramid_price_rule,
             self.pyramid_min_distance_percent, self.pyramid_requires_previous_fill, self.sizing,
             self.allow_positive_gap, self.post_only, self.recycle_legs, self.leg0_chase_percent,
             self.leg0_timeout_seconds, self.cancel_dca_beyond_percent, self.dca_trigger);
    }
};

/// The ladder of 7.1: gaps 0, -0.5 ... -2; weight 20 each; take-profit 1, 0.5, 2, 1.5, 1.
std::vector<GridLevel> default_levels();

/// One item of `grid_strategy.strategies[]`, or a strategy of the directory: whom it applies to, and the whole strategy that results there.
struct StrategyRule {
    std::optional<OwnerId> owner;           ///< whose accounts; empty: everybody's
    std::optional<std::string> account;
    std::optional<std::string> instrument;  ///< canonical name
    std::optional<std::string> venue;
    std::optional<std::uint32_t> timeframe_seconds;
    GridStrategy strategy;
    std::string id{};                       ///< "s1.3" of the directory; empty: it stands in the document
    bool operator==(const StrategyRule&) const = default;
};

struct AccountConfig {
    AccountId id;                                 ///< in the document: place + 1; connections of the directory: from 1001 on
    OwnerId owner{operator_owner};                ///< Z-9
    std::string name;
    std::string venue;
    Market market = Market::spot;
    std::string currency = "USDT";                ///< R-4
    std::uint16_t leverage = 1;                   ///< S-5, R-15
    PositionMode position_mode = PositionMode::one_way;
    std::uint32_t latency_ms = 0;                 ///< PV-7
    bool enabled = true;
    bool use_signal_sl = false;                   ///< W-5
    bool use_signal_tp = false;                   ///< W-5, B-9
    std::string preset;                           ///< B-20, connection level; empty: none
    PipSettings pip;                              ///< `crypto_pip` (B-0a)
    std::map<std::string, Money> balances;        ///< of the paper exchange, by asset
    bool is_paper = true;                         ///< its orders go to the paper exchange (B-31)
    bool operator==(const AccountConfig&) const = default;
};

struct SignalLimits {
    std::uint32_t max_signal_age_seconds = 60;    ///< W-10
    std::uint32_t dedupe_window_hours = 24;       ///< W-8
    bool one_entry_per_candle = true;             ///< W-11
    bool operator==(const SignalLimits&) const = default;
};

/// `limits` before a trade and on an account's results (15.6); 0 = off.
struct TradeLimits {
    Money max_total_exposure;                     ///< S-4, K-16
    std::uint32_t max_open_positions_per_symbol = 0;  ///< K-15
    Money max_realized_loss;                      ///< K-17
    LossLatch latch = LossLatch::day;
    Ratio max_equity_drawdown_percent;            ///< K-19
    bool sweep_dust = false;                      ///< X-5
    bool operator==(const TradeLimits&) const = default;
};

/// `queue` (section 14).
struct QueueSettings {
    std::uint32_t limit = 100;                    ///< Q-4
    QueueLimitPolicy limit_policy = QueueLimitPolicy::reject_new;
    bool replace_same_symbol = true;              ///< Q-1
    bool drop_on_exit = true;                     ///< Q-3
    std::uint32_t ttl_hours = 24;                 ///< Q-4
    std::uint32_t ttl_candles = 0;                ///< 0 = off
    std::vector<RankingRule> selection_priority{RankingRule::same_pair_timeframe, RankingRule::deepest_loss_percent,
                                                RankingRule::highest_replacement, RankingRule::fifo};  ///< Q-5
    Ratio loss_tie_bucket = Ratio::from_raw(Ratio::scale / 10);  ///< percent
    PromotionPrice promotion_price = PromotionPrice::better_of;  ///< Q-9
    Ratio max_promotion_drift_percent;            ///< 0 = off
    bool operator==(const QueueSettings&) const = default;
};

/// `risk_engine` (15.1) but its slippage bound, which Config holds.
struct RiskSettings {
    bool enabled = true;
    Ratio loss_threshold_percent = Ratio::from_integer(-5);
    std::uint16_t required_pyramids_for_timer = 5;  ///< entries, the initial one included (P-1)
    bool require_full_pyramids = true;
    bool enable_post_full_wait = true;
    std::uint32_t post_full_wait_minutes = 15;
    TimerStart timer_start_condition = TimerStart::after_all_dca_filled;
    bool reset_timer_on_replacement = false;
    bool use_trade_age_filter = false;
    std::uint32_t age_threshold_minutes = 200;
    std::uint16_t max_winners_to_combine = 3;
    bool partial_close_enabled = true;
    Money min_close_notional = Money::from_integer(20);
    bool cancel_orders_on_partial_close = false;
    bool evaluate_on_fill = true;
    std::uint32_t evaluate_interval_seconds = 10;
    bool timer_requires_loss = false;             ///< K-1
    bool same_connection_only = false;            ///< K-5
    bool keep_winner_open = false;                ///< K-8
    OnShortfall on_shortfall = OnShortfall::skip; ///< K-7
    Ratio min_cover = Ratio::from_raw(Ratio::scale / 100 * 95);  ///< K-9
    OffsetSequence offset_sequence = OffsetSequence::winners_first;
    std::uint16_t max_actions_per_pass = 5;       ///< K-11
    bool operator==(const RiskSettings&) const = default;
};

/// `precision` (section 12).
struct PrecisionSettings {
    OnMissingMetadata on_missing = OnMissingMetadata::hold;  ///< V-1
    std::uint32_t hold_max_seconds = 300;
    std::uint32_t refresh_seconds = 172'800;      ///< V-3
    bool operator==(const PrecisionSettings&) const = default;
};

/// Who says something where a preset and a grid strategy meet.
enum class PresetSource : std::uint8_t { config = 0, preset = 1, both = 2 };

/// `presets`.
struct PresetSettings {
    bool allow_signal_preset = false;             ///< B-20
    bool strict = false;                          ///< an assigned preset that does not apply refuses the signal
    std::string user_default;                     ///< empty: none
    PresetSource size = PresetSource::preset;     ///< of a ladder (B-32)
    PresetSource take_profit = PresetSource::config;  ///< of a position with a ladder (B-33)
    std::string system_default = "Conservative Scalper";  ///< the last level; empty: none
    bool allow_layering_with_dca = false;         ///< B-34
    LayerExit layer_exit = LayerExit::independent;  ///< B-15
    bool stop_follows_average = false;            ///< B-35: `sl_anchor` average
    bool drops_legs_beyond_stop = false;          ///< B-35: `sl_above_dca_ok`
    bool break_even_includes_fees = false;        ///< B-10
    bool operator==(const PresetSettings&) const = default;
};

/// `schedule`.
struct ScheduleSettings {
    bool week_includes_unrealised = false;        ///< B-19
    bool queues_out_of_schedule = false;          ///< B-18: `out_of_schedule` queue
    bool operator==(const ScheduleSettings&) const = default;
};

/// What a user other than the operator trades by.
struct OwnPresets {
    SharedMap<std::string, SharedPreset> presets;               ///< by name, beside the templates
    std::string user_default;                                   ///< empty: none
    bool operator==(const OwnPresets&) const = default;
};

struct Config {
    TimeZone time_zone;                                         ///< `app.timezone`: of day boundaries (K-17, B-18)
    bool infer_intent = true;                                   ///< I-5
    ExitScope exit_scope = ExitScope::timeframe;                ///< I-6
    OppositeSidePolicy opposite_side_policy = OppositeSidePolicy::queue;
    bool cancel_orphans = true;                                 ///< O-8
    std::vector<AccountConfig> accounts;                        ///< by id
    std::uint32_t max_open_groups = 10;                         ///< L-1
    bool same_pair_timeframe = true;                            ///< P-4
    GridStrategy grid_strategy;
    std::vector<StrategyRule> strategies;                       ///< D-12
    Ratio risk_max_slippage_percent = Ratio::from_integer(1);   ///< F-4, the account's bound
    SlippageAction slippage_action = SlippageAction::warn;      ///< F-3
    SignalLimits limits;
    bool count_pyramids_toward_pool = false;                    ///< L-3
    bool count_dca_toward_pool = false;
    QueueSettings queue;
    Sizing sizing;                                              ///< the account's (S-1)
    RiskSettings risk;
    TradeLimits trade_limits;
    PrecisionSettings precision;
    PresetSettings preset_settings;
    SharedMap<std::string, SharedPreset> presets;               ///< by name; templates, the operator's and those of the document (B-20)
    SharedMap<OwnerId, OwnPresets> owners;                      ///< other users' (Z-9)
    SharedMap<std::string, TimeZone> preset_zones;              ///< that presets name, apart from SERVER and UTC (B-18)
    std::vector<Subscription> subscriptions;                    ///< who copies whom (B-30), ended ones too
    ScheduleSettings schedule;
    SharedMap<OwnerId, SharedMap<std::string, PresetVersionId>> preset_versions;  ///< of the catalogue, by owner and name (B-28)
    std::vector<Bot> bots;                                      ///< those that are there, whatever their state (B-31)
    Timestamp timer_origin{};                                   ///< sweeps and passes count from here (R-42, R-50)
    bool operator==(const Config&) const = default;
};

/// All keys at their defaults.
const Config& default_config();

/// Accounts of the document have ids up to this one; connections of the directory come behind it.
inline constexpr std::uint16_t document_accounts_max = 1000;
/// How many connections the directory may ever have; their ids are never given again.
inline constexpr std::uint16_t connections_max = 1000;

/// Null: there is no such account.
const AccountConfig* find_account(const Config& config, AccountId id);
/// Throws InvariantBroken when there is none.
const AccountConfig& account_of(const Config& config, AccountId id);

/// The preset that `owner` calls so: one of his own, or a template. Null: there is none.
const Preset* find_preset(const Config& config, OwnerId owner, std::string_view name);
/// Which version of the catalogue that is; empty: the preset is a document's.
std::optional<PresetVersionId> find_preset_version(const Config& config, OwnerId owner, std::string_view name);
/// The name of the preset that a user trades by where nothing else is said; empty: none.
const std::string& user_default_of(const Config& config, OwnerId owner);

/// B-16: both sides of an instrument at once need a perpetual in hedge mode.
inline bool can_hedge(const AccountConfig& account) { return account.market == Market::linear && account.position_mode == PositionMode::hedge; }

/// Where the hours and weeks of a preset are told: `SERVER` is app.timezone (B-18). Null: a zone that nothing names any more.
const TimeZone* preset_zone(const Config& config, const PresetSchedule& schedule);

/// D-12: how exactly a rule names the place of a signal, instrument and timeframe weighing most. Zero: it does not apply there.
int specificity(const StrategyRule& rule, const AccountConfig& account, const Instrument& instrument, std::uint32_t timeframe_seconds);
/// The most specific of the rules, then the first in the list. Null: none applies, so `grid_strategy` does.
const StrategyRule* select_rule(const Config& config, const AccountConfig& account, const Instrument& instrument, std::uint32_t timeframe_seconds);

/// D-12: the strategy for (account, instrument, timeframe): most specific match, then first in the list, then
/// `grid_strategy`; null when that is not enabled. Those of the directory stand in front of the document's.
const GridStrategy* select_strategy(const Config& config, const AccountConfig& account, const Instrument& instrument,
                                    std::uint32_t timeframe_seconds);
/// The strategy of the directory that a bot names (B-31), whatever accounts, instruments or timeframes that says of itself: the bot
/// says where it trades. Null: it names none.
const StrategyRule* chosen_rule(const Config& config, const Bot& bot);
/// The same for what a bot would open, as that says (B-31). Null: D-12.
const GridStrategy* select_strategy(const Config& config, const AccountConfig& account, const Instrument& instrument,
                                    std::uint32_t timeframe_seconds, const Bot* bot);

}  // namespace trellis
