// What a preset may say (section 23).
#include "engine/preset/validate.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "engine/preset/templates.hpp"

namespace trellis::tests {
namespace {

Ratio ratio(const char* text) { return decimal<Ratio>(text); }

/// A preset with nothing wrong, then one change.
std::vector<std::string> fields_at_fault(const std::function<void(Preset&)>& change) {
    Preset preset = preset_templates().at(2);  // layers, trailing, three targets
    change(preset);
    std::vector<std::string> fields;
    for (const auto& fault : faults_of(preset)) fields.push_back(fault.field);
    return fields;
}

struct Row {
    const char* field;
    std::function<void(Preset&)> change;
};

const std::vector<Row> rows{
    {"name", [](Preset& p) { p.name.clear(); }},
    {"name", [](Preset& p) { p.name.assign(256, 'a'); }},
    {"symbol", [](Preset& p) { p.symbol = std::string(51, 'X'); }},
    {"tags", [](Preset& p) { p.tags.assign(21, "tag"); }},
    {"tags", [](Preset& p) { p.tags = {std::string(51, 't')}; }},
    {"fixed_lot", [](Preset& p) { p.size.mode = SizeMode::fixed; }},
    {"fixed_lot", [](Preset& p) { p.size.fixed_lot = decimal<Quantity>("1000.01"); }},
    {"risk_per_trade_pct", [](Preset& p) { p.size.risk_per_trade_percent.reset(); }},
    {"risk_per_trade_pct", [](Preset& p) { p.size.risk_per_trade_percent = ratio("0.009"); }},
    {"risk_per_trade_pct", [](Preset& p) { p.size.risk_per_trade_percent = ratio("100.01"); }},
    {"max_positions", [](Preset& p) { p.size.max_positions = 101; }},
    {"max_positions_per_symbol", [](Preset& p) { p.size.max_positions_per_symbol = 6; }},
    {"equity_base", [](Preset& p) { p.size.equity_mode = EquityMode::linear; }},
    {"equity_base", [](Preset& p) { p.size.equity_base = Money{}; }},
    {"risk_max_pct", [](Preset& p) { p.size.risk_min_percent = ratio("2"), p.size.risk_max_percent = ratio("1"); }},
    {"sl_pips", [](Preset& p) { p.stop.pips.reset(); }},
    {"sl_pips", [](Preset& p) { p.stop.pips = 0; }},
    {"sl_pips", [](Preset& p) { p.stop.pips = 10'001; }},
    {"sl_r_multiple", [](Preset& p) { p.stop.mode = StopMode::r_multiple; }},
    {"tp1_rr", [](Preset& p) { p.targets.targets[0].rr.reset(); }},
    {"tp2_rr", [](Preset& p) { p.targets.targets[1].rr = ratio("1.5"); }},
    {"tp3_close_pct", [](Preset& p) { p.targets.targets[2].close_percent.reset(); }},
    {"tp1_close_pct", [](Preset& p) { p.targets.targets[0].close_percent = ratio("51"); }},
    {"be_trigger_rr", [](Preset& p) { p.trail.break_even = true; }},
    {"be_offset_pips", [](Preset& p) { p.trail.break_even_offset = -1001; }},
    {"ts_trigger_rr", [](Preset& p) { p.trail.trigger_rr.reset(); }},
    {"ts_step_pips", [](Preset& p) { p.trail.mode = TrailingMode::step_pips; }},
    {"ts_atr_multiplier", [](Preset& p) { p.trail.atr_multiplier.reset(); }},
    {"ts_atr_period", [](Preset& p) { p.trail.atr_period = 201; }},
    {"ts_update_interval_sec", [](Preset& p) { p.trail.update_interval_seconds = 3601; }},
    {"max_layers_per_symbol", [](Preset& p) { p.layers.max_per_symbol = 21; }},
    {"layer_distance_pips", [](Preset& p) { p.layers.distance.reset(); }},
    {"layer_martingale_factor", [](Preset& p) { p.layers.factor.reset(); }},
    {"layer_max_total_risk_pct", [](Preset& p) { p.layers.max_total_risk_percent.reset(); }},
    {"hedge_lot_factor", [](Preset& p) { p.hedge = {true, ratio("2"), 20, {}}; }},
    {"hedge_trigger_drawdown_pct", [](Preset& p) { p.hedge.trigger_drawdown_percent = ratio("-2"); }},
    {"hold_max_candles", [](Preset& p) { p.candle_exit.hold_candles = 0; }},
    {"trading_hours_end", [](Preset& p) { p.schedule.begins = MinuteOfDay{480}; }},
    {"trading_hours_end", [](Preset& p) { p.schedule.begins = p.schedule.ends = MinuteOfDay{480}; }},
    {"trading_days_mask", [](Preset& p) { p.schedule.days = 0; }},
    {"weekly_target_profit_pct", [](Preset& p) { p.week.target_percent.reset(); }},
    {"weekly_reset_day", [](Preset& p) { p.week.reset_day = 8; }},
};

TEST(ValidatePreset, EachFieldsRangeAndWhatAsksForIt) {
    EXPECT_TRUE(fields_at_fault([](Preset&) {}).empty());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        EXPECT_EQ(fields_at_fault(rows[row].change), std::vector<std::string>{rows[row].field}) << "row " << row;
    }
}

TEST(ValidatePreset, B0HoursOverMidnightAreHours) {
    EXPECT_TRUE(fields_at_fault([](Preset& p) { p.schedule.begins = MinuteOfDay{22 * 60}, p.schedule.ends = MinuteOfDay{6 * 60}; }).empty());
}

TEST(ValidatePreset, WarnsOfWhatIsAllowedAndUnwise) {
    Preset bold = preset_templates().at(2);
    EXPECT_TRUE(warnings_of(bold).empty());
    bold.size.risk_per_trade_percent = ratio("11");
    bold.size.max_positions = 6;
    const auto warnings = warnings_of(bold);
    ASSERT_EQ(warnings.size(), 3U);
    EXPECT_EQ(warnings[0].field, "risk_per_trade_pct");
    EXPECT_EQ(warnings[1].field, "max_positions");
    EXPECT_EQ(warnings[2].field, "layering_enabled");
}

// B-15: 5 % in 1, 1.5 and 2.25 parts are 23.75 %; a cap below 20 % answers it.
TEST(ValidatePreset, B15WarnsOfTheWorstLossOfLayers) {
    Preset deep = preset_templates().at(2);
    deep.size.risk_per_trade_percent = ratio("5");
    deep.layers.max_total_risk_percent = ratio("50");
    const auto warnings = warnings_of(deep);
    ASSERT_EQ(warnings.size(), 2U);
    EXPECT_EQ(warnings[1].field, "layer_max_total_risk_pct");
    EXPECT_EQ(warnings[1].value, "23.75");
    deep.layers.max_total_risk_percent = ratio("20");
    EXPECT_EQ(warnings_of(deep).size(), 1U);
}

TEST(ValidatePreset, B15WarnsOfGrowingLayersWithoutAStopOfTheirOwn) {
    Preset growing = preset_templates().at(4);
    EXPECT_TRUE(warnings_of(growing).empty());
    growing.stop = {StopMode::r_multiple, std::nullopt, ratio("1")};
    ASSERT_EQ(warnings_of(growing).size(), 1U);
    EXPECT_EQ(warnings_of(growing)[0].field, "layer_martingale_mode");
}

}  // namespace
}  // namespace trellis::tests
