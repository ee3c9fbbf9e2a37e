// A strategy as the document that reads as it: every key of `grid_strategy`, decimals as text.
#include <algorithm>

#include "adapters/config/document_writer.hpp"
#include "adapters/config/key_value.hpp"
#include "adapters/config/strategies.hpp"
#include "engine/event/enumerators.hpp"

namespace trellis::adapters {

namespace {

template <class E>
void write_word(DocumentWriter& out, std::string_view key, E value) {
    out.text(key, enumerator_name(value));
}

void write_value(DocumentWriter& out, std::string_view key, const KeyValue& value) { out.member(key).raw(json_text(value)); }

void write_ladder(DocumentWriter& out, const GridStrategy& grid) {
    write_value(out, "levels", grid.levels);
    write_value(out, "pyramid_specific_levels", grid.pyramid_levels);
    std::size_t most = grid.levels.size();
    for (const auto& [pyramid, levels] : grid.pyramid_levels) most = std::max(most, levels.size());
    write_word(out, "rounding", grid.rounding);
    write_word(out, "min_leg_policy", grid.min_leg_policy);
    out.flag("all_or_nothing", grid.all_or_nothing);
    write_word(out, "entry_order_type", grid.entry_order_type);
    if (grid.anchor == LadderAnchor::by_order_type) {
        write_value(out, "anchor", {});
    } else {
        write_word(out, "anchor", grid.anchor);
    }
    out.flag("allow_positive_gap", grid.allow_positive_gap);
    out.flag("post_only", grid.post_only);
    out.decimal("leg0_chase_pct", grid.leg0_chase_percent);
    out.number("leg0_timeout_sec", grid.leg0_timeout_seconds);
    out.decimal("cancel_dca_beyond_percent", grid.cancel_dca_beyond_percent);
    write_word(out, "dca_trigger", grid.dca_trigger);
    // A bound of what may be written, which nothing that trades remembers: as wide as these ladders need it, and never below its default.
    constexpr std::size_t usual = 7;
    out.number("max_dca_per_pyramid", std::max(most, usual));
}

void write_pyramids(DocumentWriter& out, const GridStrategy& grid) {
    out.number("max_pyramids", grid.max_pyramids);
    out.flag("replace_unfilled_prev", grid.replace_unfilled_previous);
    write_word(out, "pyramid_price_rule", grid.pyramid_price_rule);
    out.decimal("pyramid_min_distance_pct", grid.pyramid_min_distance_percent);
    out.flag("pyramid_requires_prev_fill", grid.pyramid_requires_previous_fill);
}

void write_targets(DocumentWriter& out, const GridStrategy& grid) {
    write_word(out, "tp_mode", grid.take_profit_mode);
    out.decimal("tp_aggregate_percent", grid.take_profit_aggregate_percent);
    write_value(out, "pyramid_tp_percents", grid.pyramid_take_profit_percents);
    write_word(out, "tp_pyramid_scope", grid.take_profit_scope);
    write_word(out, "aggregate_execution", grid.aggregate_execution);
    write_word(out, "tp_basis", grid.take_profit_basis);
    write_word(out, "on_flat", grid.on_flat);
    out.flag("recycle_legs", grid.recycle_legs);
}

void write_exits(DocumentWriter& out, const GridStrategy& grid) {
    out.decimal("max_slippage_percent", grid.max_slippage_percent);
    out.number("exit_escalations", grid.exit_escalations);
    out.number("exit_retry_ms", grid.exit_retry_ms);
    out.flag("exit_final_market", grid.exit_final_market);
}

void write_sizing(json::Writer& out, const Sizing& sizing) {
    out.begin_object();
    DocumentWriter part(out);
    write_word(part, "mode", sizing.mode);
    part.decimal("custom_capital", sizing.custom_capital);
    DecimalMap capitals;
    for (const auto& [pyramid, capital] : sizing.pyramid_custom_capitals) capitals.emplace(pyramid, as<Ratio>(capital));
    write_value(part, "pyramid_custom_capitals", capitals);
    part.decimal("equity_percent", sizing.equity_percent);
    part.decimal("group_budget", sizing.group_budget);
    write_value(part, "pyramid_weights", sizing.pyramid_weights);
    part.flag("include_fees", sizing.include_fees);
    write_word(part, "risk_scope", sizing.risk_scope);
    out.end_object();
}

void write_members(json::Writer& out, const GridStrategy& grid) {
    DocumentWriter document(out);
    document.flag("enabled", grid.enabled);
    write_ladder(document, grid);
    write_pyramids(document, grid);
    write_targets(document, grid);
    write_exits(document, grid);
    document.flag("follow_config_changes", grid.follow_config_changes);
    write_sizing(out.name("sizing"), grid.sizing);
}

}  // namespace

void write_grid(json::Writer& out, const GridStrategy& grid) {
    out.begin_object();
    write_members(out, grid);
    out.end_object();
}

void write_strategy(json::Writer& out, std::string_view name, const StrategyRule& rule) {
    out.begin_object();
    DocumentWriter scope(out);
    if (!name.empty()) scope.text("name", name);
    scope.text_or_null("account", rule.account);
    scope.text_or_null("instrument", rule.instrument);
    scope.text_or_null("venue", rule.venue);
    scope.number("timeframe", rule.timeframe_seconds);
    write_members(out, rule.strategy);
    out.end_object();
}

}  // namespace trellis::adapters
