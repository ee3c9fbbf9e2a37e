// A strategy as the document that reads as it: every key of `grid_strategy`, decimals as text.
#include <algorithm>

#include "adapters/config/key_value.hpp"
#include "adapters/config/strategies.hpp"
#include "engine/event/enumerators.hpp"

namespace trellis::adapters {

namespace {

class GridWriter {
public:
    explicit GridWriter(json::Writer& out) : out_(out) {}

    void flag(std::string_view key, bool value) { out_.name(key).boolean(value); }
    void number(std::string_view key, std::integral auto value) { out_.name(key).integer(value); }
    template <class Tag>
    void decimal(std::string_view key, Decimal<Tag> value) {
        out_.name(key).string(value.text());
    }
    template <class Tag>
    void decimal(std::string_view key, const std::optional<Decimal<Tag>>& value) {
        out_.name(key);
        value.has_value() ? out_.string(value->text()) : out_.null();
    }
    template <class E>
    void word(std::string_view key, E value) {
        out_.name(key).string(enumerator_name(value));
    }
    void value(std::string_view key, const KeyValue& value) { out_.name(key).raw(json_text(value)); }

private:
    json::Writer& out_;
};

void write_ladder(GridWriter& out, const GridStrategy& grid) {
    out.value("levels", grid.levels);
    out.value("pyramid_specific_levels", grid.pyramid_levels);
    std::size_t most = grid.levels.size();
    for (const auto& [pyramid, levels] : grid.pyramid_levels) most = std::max(most, levels.size());
    out.word("rounding", grid.rounding);
    out.word("min_leg_policy", grid.min_leg_policy);
    out.flag("all_or_nothing", grid.all_or_nothing);
    out.word("entry_order_type", grid.entry_order_type);
    if (grid.anchor == LadderAnchor::by_order_type) {
        out.value("anchor", {});
    } else {
        out.word("anchor", grid.anchor);
    }
    out.flag("allow_positive_gap", grid.allow_positive_gap);
    out.flag("post_only", grid.post_only);
    out.decimal("leg0_chase_pct", grid.leg0_chase_percent);
    out.number("leg0_timeout_sec", grid.leg0_timeout_seconds);
    out.decimal("cancel_dca_beyond_percent", grid.cancel_dca_beyond_percent);
    out.word("dca_trigger", grid.dca_trigger);
    // A bound of what may be written, which nothing that trades remembers: as wide as these ladders need it, and never below its default.
    constexpr std::size_t usual = 7;
    out.number("max_dca_per_pyramid", std::max(most, usual));
}

void write_pyramids(GridWriter& out, const GridStrategy& grid) {
    out.number("max_pyramids", grid.max_pyramids);
    out.flag("replace_unfilled_prev", grid.replace_unfilled_previous);
    out.word("pyramid_price_rule", grid.pyramid_price_rule);
    out.decimal("pyramid_min_distance_pct", grid.pyramid_min_distance_percent);
    out.flag("pyramid_requires_prev_fill", grid.pyramid_requires_previous_fill);
}

void write_targets(GridWriter& out, const GridStrategy& grid) {
    out.word("tp_mode", grid.take_profit_mode);
    out.decimal("tp_aggregate_percent", grid.take_profit_aggregate_percent);
    out.value("pyramid_tp_percents", grid.pyramid_take_profit_percents);
    out.word("tp_pyramid_scope", grid.take_profit_scope);
    out.word("aggregate_execution", grid.aggregate_execution);
    out.word("tp_basis", grid.take_profit_basis);
    out.word("on_flat", grid.on_flat);
    out.flag("recycle_legs", grid.recycle_legs);
}

void write_exits(GridWriter& out, const GridStrategy& grid) {
    out.decimal("max_slippage_percent", grid.max_slippage_percent);
    out.number("exit_escalations", grid.exit_escalations);
    out.number("exit_retry_ms", grid.exit_retry_ms);
    out.flag("exit_final_market", grid.exit_final_market);
}

void write_sizing(json::Writer& out, const Sizing& sizing) {
    out.begin_object();
    GridWriter part(out);
    part.word("mode", sizing.mode);
    part.decimal("custom_capital", sizing.custom_capital);
    DecimalMap capitals;
    for (const auto& [pyramid, capital] : sizing.pyramid_custom_capitals) capitals.emplace(pyramid, as<Ratio>(capital));
    part.value("pyramid_custom_capitals", capitals);
    part.decimal("equity_percent", sizing.equity_percent);
    part.decimal("group_budget", sizing.group_budget);
    part.value("pyramid_weights", sizing.pyramid_weights);
    part.flag("include_fees", sizing.include_fees);
    part.word("risk_scope", sizing.risk_scope);
    out.end_object();
}

void write_members(json::Writer& out, const GridStrategy& grid) {
    GridWriter document(out);
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
    const auto text_or_null = [&](std::string_view key, const std::optional<std::string>& value) {
        out.name(key);
        value.has_value() ? out.string(*value) : out.null();
    };
    if (!name.empty()) out.name("name").string(name);
    text_or_null("account", rule.account);
    text_or_null("instrument", rule.instrument);
    text_or_null("venue", rule.venue);
    out.name("timeframe");
    rule.timeframe_seconds.has_value() ? out.integer(*rule.timeframe_seconds) : out.null();
    write_members(out, rule.strategy);
    out.end_object();
}

}  // namespace trellis::adapters
