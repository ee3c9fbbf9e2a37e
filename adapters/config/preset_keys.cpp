// The rows of section 23. What contradicts between them is engine/preset/validate's business.
#include "adapters/config/presets.hpp"

namespace trellis::adapters {

namespace {

using keys::above;
using keys::between;
using keys::boolean;
using keys::choice;
using keys::decimal;
using keys::integer;
using keys::other;
using keys::required;

constexpr Range rr = between("0.1", "100");
constexpr Range small_rr = between("0.1", "10");
constexpr Range percent = between("0", "100");
constexpr Range risk = between("0.01", "100");

constexpr Key preset_keys[] = {
    other(KeyType::text, "name", required, "23").means("Unique."),
    other(KeyType::text, "description", "null", "23"),
    other(KeyType::text, "symbol", "null", "B-20").means("Applies to this instrument only, as `BTCUSDT`."),
    other(KeyType::timeframe, "timeframe", "null", "B-20").means("Applies to signals of this timeframe only."),
    boolean("enabled", "true", "B-20").means("The resolver passes a disabled one over."),
    other(KeyType::texts, "tags", "[]", "23").or_null(),
    choice("position_size_mode", "FIXED|RISK_PERCENT", "\"RISK_PERCENT\"", "B-1"),
    decimal("fixed_lot", between("0.00000001", "1000"), "null", "B-1").means("In lots: coins, or contracts."),
    decimal("risk_per_trade_pct", risk, "null", "B-2").means("Of equity."),
    integer("max_positions", between("1", "100"), "1", "R-59"),
    integer("max_positions_per_symbol", between("1", "50"), "1", "R-59"),
    choice("equity_dynamic_mode", "NONE|LINEAR|STEP", "\"NONE\"", "B-4"),
    decimal("equity_base", above("0"), "null", "B-4"),
    decimal("equity_step_factor", small_rr, "null", "B-4"),
    decimal("risk_min_pct", risk, "null", "B-4"),
    decimal("risk_max_pct", risk, "null", "B-4"),
    choice("sl_mode", "PIPS|R_MULTIPLE|STRUCTURE", "\"PIPS\"", "B-5"),
    integer("sl_pips", between("1", "10000"), "null", "B-5"),
    decimal("sl_r_multiple", small_rr, "null", "B-6"),
    choice("tp_mode", "DISABLED|SINGLE|MULTI", "\"SINGLE\"", "B-8"),
    boolean("tp1_enabled", "true", "B-8"),
    decimal("tp1_rr", rr, "null", "B-8"),
    decimal("tp1_close_pct", percent, "null", "B-8"),
    boolean("tp2_enabled", "false", "B-8"),
    decimal("tp2_rr", rr, "null", "B-8"),
    decimal("tp2_close_pct", percent, "null", "B-8"),
    boolean("tp3_enabled", "false", "B-8"),
    decimal("tp3_rr", rr, "null", "B-8"),
    decimal("tp3_close_pct", percent, "null", "B-8"),
    boolean("close_remaining_at_tp3", "false", "B-9"),
    boolean("be_enabled", "false", "B-10"),
    decimal("be_trigger_rr", small_rr, "null", "B-10"),
    integer("be_offset_pips", between("-1000", "1000"), "null", "B-10").means("Above 0: into profit."),
    boolean("ts_enabled", "false", "B-11"),
    choice("ts_mode", "STEP_PIPS|STEP_ATR|CHANDELIER", "\"STEP_PIPS\"", "B-11"),
    decimal("ts_trigger_rr", small_rr, "null", "R-54"),
    integer("ts_step_pips", between("1", "1000"), "null", "B-11"),
    integer("ts_atr_period", between("1", "200"), "null", "B-12"),
    decimal("ts_atr_multiplier", small_rr, "null", "B-12"),
    integer("ts_update_interval_sec", between("1", "3600"), "null", "R-54").means("Null: with every quote."),
    boolean("layering_enabled", "false", "B-14"),
    integer("max_layers_per_symbol", between("1", "20"), "3", "B-14"),
    integer("layer_distance_pips", between("1", "1000"), "null", "B-14"),
    choice("layer_martingale_mode", "NONE|MULTIPLY|ADD", "\"NONE\"", "B-14"),
    decimal("layer_martingale_factor", small_rr, "null", "B-14"),
    decimal("layer_max_total_risk_pct", risk, "null", "B-15"),
    boolean("hedging_enabled", "false", "B-16"),
    decimal("hedge_trigger_drawdown_pct", risk, "null", "B-16"),
    integer("hedge_distance_pips", between("1", "1000"), "null", "B-16"),
    decimal("hedge_lot_factor", small_rr, "null", "B-16"),
    boolean("auto_close_on_candle_close", "false", "B-17"),
    other(KeyType::timeframe, "auto_close_timeframe", "null", "B-17").means("Null: the signal's."),
    integer("hold_max_candles", between("1", "10000"), "null", "B-17"),
    other(KeyType::text, "trading_hours_start", "null", "B-18").means("HH:MM."),
    other(KeyType::text, "trading_hours_end", "null", "B-18").means("HH:MM."),
    other(KeyType::text, "trading_timezone", "\"SERVER\"", "B-18"),
    integer("trading_days_mask", between("1", "127"), "127", "B-18").means("1 = Monday ... 64 = Sunday."),
    choice("session_profile", "ASIA|LONDON|NY|CUSTOM", "\"CUSTOM\"", "B-18"),
    Key{"session_profiles", KeyType::choices, "null", "B-18", {}, "ASIA|LONDON|NY|CUSTOM"},
    boolean("only_trade_in_session", "false", "B-18"),
    boolean("weekly_target_enabled", "false", "B-19"),
    decimal("weekly_target_profit_pct", between("0.01", "1000"), "null", "B-19"),
    integer("weekly_reset_day", between("1", "7"), "null", "B-19").means("1 = Monday."),
    boolean("auto_stop_on_weekly_target", "false", "B-19"),
    boolean("is_default_template", "false", "B-22").default_only(),
    boolean("clonable", "true", "B-22"),
    choice("visibility", "PRIVATE|PUBLIC_MARKETPLACE", "\"PRIVATE\"", "B-23"),
};

constexpr Section preset{"presets[]", "23", preset_keys, "A preset document (section 23)."};

}  // namespace

const Section& preset_section() { return preset; }

}  // namespace trellis::adapters
