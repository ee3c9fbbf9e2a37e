// The rows of `grid_strategy`: the strategy of everyone, its exceptions in `strategies[]`, and one level of a ladder.
#include "adapters/config/key_table.hpp"

namespace trellis::adapters {

namespace {

using keys::at_least;
using keys::between;
using keys::boolean;
using keys::choice;
using keys::decimal;
using keys::integer;
using keys::other;
using keys::required;

/// Above 0; the upper end keeps products inside 128 bits.
constexpr Range percent{"0", "1000000", true};

constexpr Key grid_keys[] = {
    boolean("enabled", "true", "R-52").means("False: nobody trades by this strategy."),
    Key{"levels", KeyType::levels,
        R"([{"gap": "0", "weight": "20", "tp": "1"}, {"gap": "-0.5", "weight": "20", "tp": "0.5"}, {"gap": "-1", "weight": "20", "tp": "2"}, {"gap": "-1.5", "weight": "20", "tp": "1.5"}, {"gap": "-2", "weight": "20", "tp": "1"}])",
        "D-8"}.means("The ladder: gap below (long) or above (short) the base price, weight of the capital, take-profit, in percent."),
    other(KeyType::level_map, "pyramid_specific_levels", "{}", "D-8").means("Ladders of single pyramids, by number from 0."),
    integer("max_pyramids", between("1", "100"), "5", "P-1").also("max_pyramids_per_group").means("The initial entry included."),
    integer("max_dca_per_pyramid", between("1", "20"), "7", "D-8").means("The most levels of a ladder."),
    choice("tp_mode", "per_leg|leg|aggregate|hybrid|pyramid_aggregate", "\"per_leg\"", "T-2")
        .means("`leg` is the same as `per_leg`."),
    decimal("tp_aggregate_percent", percent, "null", "T-8").means("Required in the modes aggregate, hybrid and pyramid_aggregate."),
    other(KeyType::decimal_map, "pyramid_tp_percents", "{}", "T-7").means("By pyramid, instead of `tp_aggregate_percent`."),
    choice("tp_pyramid_scope", "combined|per_pyramid", "\"combined\"", "T-7").means("Of mode pyramid_aggregate: one target over all, or one each."),
    choice("aggregate_execution", "market_on_touch|resting_limit", "\"market_on_touch\"", "T-4").means("Watched, or resting at the venue."),
    choice("tp_basis", "gross|net", "\"gross\"", "T-5").means("Of aggregate targets: before fees, or after them."),
    choice("on_flat", "close_and_cancel|keep_waiting", "\"close_and_cancel\"", "T-9").means("What becomes of a group that its targets sold out."),
    choice("rounding", "sow|passive", "\"sow\"", "D-2"),
    choice("min_leg_policy", "skip_leg|merge_forward|reject_signal", "\"skip_leg\"", "D-5"),
    choice("entry_order_type", "limit|market", "\"limit\"", "D-6"),
    choice("anchor", "signal|first_fill", "null", "P-2").means("Null: by order type."),
    choice("pyramid_price_rule", "none|better_than_last|worse_than_last|min_distance_pct", "\"none\"", "P-5"),
    decimal("pyramid_min_distance_pct", at_least("0"), "\"0\"", "P-5"),
    boolean("pyramid_requires_prev_fill", "false", "P-5"),
    decimal("max_slippage_percent", between("0", "50"), "null", "F-4"),
    integer("exit_escalations", between("1", "20"), "3", "X-2").means("Bounded tries before the market order."),
    integer("exit_retry_ms", between("1", "60000"), "250", "X-2"),
    boolean("exit_final_market", "true", "X-2"),
    other(KeyType::object, "sizing", "{}", "S-1").means("Keys of `sizing`, over the account's."),
    boolean("allow_positive_gap", "false", "D-1"),
    boolean("post_only", "false", "D-7"),
    boolean("recycle_legs", "false", "T-10").means("A leg that its target sold out waits for its entry again."),
    boolean("all_or_nothing", "false", "G-4").means("A refused leg cancels the others."),
    boolean("replace_unfilled_prev", "false", "P-7").means("A new pyramid cancels the unfilled legs of the one before."),
    boolean("follow_config_changes", "false", "D-12").means("Open groups take new settings too."),
    decimal("leg0_chase_pct", at_least("0"), "\"0\"", "D-7").means("0 = off."),
    integer("leg0_timeout_sec", between("0", "1000000"), "0", "D-7").means("0 = off."),
    decimal("cancel_dca_beyond_percent", at_least("0"), "\"0\"", "D-9").means("0 = off."),
    choice("dca_trigger", "resting|market_if_touched", "\"resting\"", "D-6"),
};

constexpr Key strategies_keys[] = {
    other(KeyType::list, "strategies", "[]", "D-12").means("Exceptions: the most specific match wins, then the first."),
};

constexpr Key selector_keys[] = {
    other(KeyType::text, "account", "null", "D-12"),
    other(KeyType::text, "instrument", "null", "D-12").means("Canonical, as `binance:spot:BTC-USDT`."),
    other(KeyType::venue, "venue", "null", "D-12"),
    integer("timeframe", between("1", "4000000000"), "null", "D-12").means("In seconds."),
};

constexpr Key level_keys[] = {
    decimal("gap", between("-1000000", "1000000"), required, "D-1").means("Above 0, a stop-entry, only with `allow_positive_gap`."),
    decimal("weight", percent, required, "D-1"),
    decimal("tp", percent, required, "D-1"),
};

constexpr Section grid{"grid_strategy", "R-70", grid_keys, "Kept with a group when it opens (D-12).", false, Effect::new_groups};
constexpr Section strategies{"grid_strategy", "R-70", strategies_keys};
constexpr Section selector{"grid_strategy.strategies[]", "R-70", selector_keys,
                           "And any key of `grid_strategy`, which an absent one is taken from; `enabled` is true unless said.",
                           false, Effect::new_groups};
constexpr Section level{"grid_strategy.levels[]", "D-8", level_keys};

}  // namespace

const Section& grid_section() { return grid; }
const Section& strategies_section() { return strategies; }
const Section& selector_section() { return selector; }
const Section& level_section() { return level; }

}  // namespace trellis::adapters
