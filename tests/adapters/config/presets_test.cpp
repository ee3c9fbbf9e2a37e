// Preset documents (section 23): every field by its name there, faults with their place, and what is not built.
#include "adapters/config/presets.hpp"

#include "adapters/config/timeframe_words.hpp"
#include "adapters/json/document.hpp"
#include "tests/adapters/config/reading.hpp"

namespace trellis::adapters {
namespace {

using tests::one;

/// "CODE /pointer rule" of every error of `[{"name": "a", ...}]`.
std::vector<std::string> faults_in(const std::string& members, Config* config = nullptr) {
    const auto document = json::Document::parse(R"([{"name": "a", "risk_per_trade_pct": "1", "sl_pips": 20, "tp1_rr": 2)" + members + "}]");
    EXPECT_TRUE(document.ok());
    Config made;
    Reporter reporter(*document);
    read_presets(document->root(), config != nullptr ? *config : made, reporter);
    std::vector<std::string> out;
    for (const auto& error : reporter.take()) out.push_back(error.code + " " + error.field.pointer + " " + error.field.rule);
    return out;
}

TEST(Presets, AreReadByTheFieldNamesOfTheSpecification) {
    Config config;
    EXPECT_EQ(faults_in(R"(, "description": null, "symbol": "BTCUSDT", "timeframe": "H1", "tags": ["x"], "max_positions": 3, "tp_mode": "MULTI",
        "tp1_close_pct": 30, "tp2_enabled": true, "tp2_rr": 3, "tp2_close_pct": "40.5", "be_enabled": true, "be_trigger_rr": "1.5", "be_offset_pips": -5,
        "ts_enabled": true, "ts_trigger_rr": 2, "ts_step_pips": 7, "ts_update_interval_sec": 60)", &config), std::vector<std::string>{});
    const Preset& preset = *config.presets.at("a");
    EXPECT_EQ(preset.symbol, "BTCUSDT");
    EXPECT_EQ(preset.timeframe_seconds, 3600U);
    EXPECT_EQ(preset.size.max_positions, 3U);
    EXPECT_EQ(preset.targets.targets[1].close_percent, decimal<Ratio>("40.5"));
    EXPECT_FALSE(preset.targets.targets[2].enabled);
    EXPECT_EQ(preset.trail.break_even_offset, -5);
    EXPECT_EQ(preset.trail.step, 7);
    EXPECT_EQ(preset.trail.update_interval_seconds, 60U);
}

TEST(Presets, B17TakeATimeframeInTheSpellingsOfChartsAndKeepOne) {
    const std::vector<std::pair<std::string, std::uint32_t>> spellings{
        {R"("M5")", 300},    {R"("5m")", 300},     {R"("5")", 300},     {R"("H1")", 3'600},   {R"("1h")", 3'600},
        {R"("60")", 3'600},  {R"("60m")", 3'600}, {R"("1H")", 3'600},  {R"("D1")", 86'400},  {R"("1D")", 86'400},
        {R"("D")", 86'400},  {R"("1440")", 86'400}, {R"("W")", 604'800}, {R"("1w")", 604'800}, {R"("MN")", 2'592'000}, {R"("1M")", 2'592'000},
        {R"("M")", 2'592'000}, {R"("M1")", 60},     {R"("1m")", 60},     {R"("240")", 14'400}};
    for (const auto& [spelling, seconds] : spellings) {
        Config config;
        ASSERT_EQ(faults_in(R"(, "auto_close_on_candle_close": true, "timeframe": )" + spelling + R"(, "auto_close_timeframe": )" + spelling, &config),
                  std::vector<std::string>{})
            << spelling;
        const Preset& preset = *config.presets.at("a");
        EXPECT_EQ(preset.candle_exit.timeframe_seconds, seconds) << spelling;
        EXPECT_EQ(preset.timeframe_seconds, seconds) << spelling;
        json::Writer out;
        write_preset(out, preset);
        const auto written = json::Document::parse(out.take());
        EXPECT_EQ(timeframe_word(seconds), written->root().find("auto_close_timeframe")->string()) << spelling;
    }
    for (const char* wrong : {R"("m5")", R"("h1")", R"("5M")", R"("2h")", R"("7")", R"("0")", R"("-5")", R"("1.5")", R"("05")", R"("h")", R"("m")", R"("1 h")", R"("")", R"("H1 ")",
                              R"("99999999999")", R"("99999W")"}) {
        EXPECT_EQ(faults_in(R"(, "auto_close_timeframe": )" + std::string(wrong)), one("INVALID_VALUE /0/auto_close_timeframe B-17")) << wrong;
    }
    for (const char* wrong : {"true", "60", "[]"}) {
        EXPECT_EQ(faults_in(R"(, "auto_close_timeframe": )" + std::string(wrong)), one("WRONG_TYPE /0/auto_close_timeframe B-17")) << wrong;
    }
}

TEST(Presets, RefuseWhatTheSpecificationDoesNotKnow) {
    EXPECT_EQ(faults_in(R"(, "sl_pip": 3)"), one("UNKNOWN_KEY /0/sl_pip 23"));
    EXPECT_EQ(faults_in(R"(, "sl_mode": "pips")"), one("INVALID_VALUE /0/sl_mode B-5"));
    EXPECT_EQ(faults_in(R"(, "max_positions": 101)"), one("OUT_OF_RANGE /0/max_positions R-59"));
    EXPECT_EQ(faults_in(R"(, "trading_hours_start": "24:00", "trading_hours_end": "08:00")").front(), "INVALID_VALUE /0/trading_hours_start B-18");
}

TEST(Presets, RefuseWhatContradictsItself) {
    EXPECT_EQ(faults_in(R"(, "ts_enabled": true, "ts_trigger_rr": 1)"), one("MISSING_KEY /0/ts_step_pips 23"));
    EXPECT_EQ(faults_in(R"(, "max_positions_per_symbol": 2)"), one("INVALID_VALUE /0/max_positions_per_symbol 23"));
    EXPECT_EQ(faults_in(R"(, "tp_mode": "MULTI", "tp1_close_pct": 60, "tp2_enabled": true, "tp2_rr": 3, "tp2_close_pct": 41)"),
              one("INVALID_VALUE /0/tp1_close_pct 23"));
}

// B-14, B-16: what growing layers and a hedge need.
TEST(Presets, B14LayersAndAHedgeNameTheirDistances) {
    EXPECT_EQ(faults_in(R"(, "layering_enabled": true, "layer_distance_pips": 5)"), std::vector<std::string>{});
    EXPECT_EQ(faults_in(R"(, "layering_enabled": true)"), one("MISSING_KEY /0/layer_distance_pips 23"));
    EXPECT_EQ(faults_in(R"(, "layering_enabled": true, "layer_distance_pips": 5, "layer_martingale_mode": "ADD", "layer_martingale_factor": 1)"),
              one("MISSING_KEY /0/layer_max_total_risk_pct 23"));
    EXPECT_EQ(faults_in(R"(, "hedging_enabled": true, "hedge_trigger_drawdown_pct": 2, "hedge_distance_pips": 20, "hedge_lot_factor": 1)"),
              std::vector<std::string>{});
    EXPECT_EQ(faults_in(R"(, "hedging_enabled": true, "hedge_trigger_drawdown_pct": 2, "hedge_distance_pips": 20)"),
              one("MISSING_KEY /0/hedge_lot_factor 23"));
}

// B-18: the engine reads no zone files, so they come with the presets that name them.
TEST(Presets, B18BringTheirTimeZones) {
    Config config;
    EXPECT_EQ(faults_in(R"(, "trading_timezone": "America/New_York", "trading_days_mask": 31, "session_profiles": ["LONDON", "NY"],
        "only_trade_in_session": true, "trading_hours_start": "22:05", "trading_hours_end": "06:00")", &config), std::vector<std::string>{});
    EXPECT_EQ(config.preset_zones.at("America/New_York").offset_at(parse_rfc3339("2026-07-01T00:00:00Z").value()), std::chrono::hours(-4));
    EXPECT_EQ(config.presets.at("a")->schedule.begins, (MinuteOfDay{22 * 60 + 5}));
    Config other;
    EXPECT_EQ(faults_in(R"(, "trading_timezone": "UTC")", &other), std::vector<std::string>{});
    EXPECT_TRUE(other.preset_zones.empty());
    EXPECT_EQ(faults_in(R"(, "trading_timezone": "Europe/Berln")"), one("INVALID_VALUE /0/trading_timezone B-18"));
    EXPECT_EQ(faults_in(R"(, "trading_timezone": "../Berlin")"), one("INVALID_VALUE /0/trading_timezone B-18"));
    EXPECT_EQ(faults_in(R"(, "trading_hours_start": "22:05")"), one("MISSING_KEY /0/trading_hours_end 23"));
}

TEST(Presets, AreNamedApart) {
    Config config;
    add_templates(config);
    EXPECT_EQ(config.presets.size(), 6U);
    EXPECT_EQ(faults_in("", &config), std::vector<std::string>{});
    EXPECT_EQ(faults_in("", &config), one("DUPLICATE_ID /0/name 23"));
}

TEST(Presets, B20AnAccountNamesAPresetThatIsThere) {
    const auto account = [](const std::string& name, const std::string& more = R"(, "grid_strategy": {"enabled": false})") {
        return tests::faults(R"({"accounts": [{"id": "a", "venue": "binance", "market": "linear", "preset": ")" + name + "\"}]" + more + "}");
    };
    EXPECT_EQ(account("Swing Trader"), std::vector<std::string>{});
    EXPECT_EQ(account("Swing Trader", ""), std::vector<std::string>{}) << "beside a grid (B-32)";
    EXPECT_EQ(account("Swing Trade"), one("UNKNOWN_PRESET /accounts/0/preset B-20"));
    EXPECT_EQ(account("Grid Trading"), std::vector<std::string>{});
    EXPECT_EQ(tests::faults(R"({"presets": {"user_default": "none"}})"), one("UNKNOWN_PRESET /presets/user_default B-20"));
    EXPECT_EQ(tests::faults(R"({"presets": {"system_default": "none"}})"), one("UNKNOWN_PRESET /presets/system_default B-20"));
}

}  // namespace
}  // namespace trellis::adapters
