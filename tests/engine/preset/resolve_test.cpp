// Which preset of the hierarchy applies (B-20).
#include "engine/preset/resolve.hpp"

#include <gtest/gtest.h>

namespace trellis::tests {
namespace {

const PresetSubject bitcoin_hourly{"BTCUSDT", 3600};

Preset named(const char* name) {
    Preset preset;
    preset.name = name;
    return preset;
}

TEST(Resolve, B20TakesTheNearestLevelThatFits) {
    const Preset bot = named("bot");
    const Preset connection = named("connection");
    const auto found = resolve({{PresetLevel::bot, &bot, false, true}, {PresetLevel::connection, &connection, false, true}}, bitcoin_hourly);
    EXPECT_EQ(found.preset, &bot);
    EXPECT_EQ(found.level, PresetLevel::bot);
    EXPECT_TRUE(found.skipped.empty());
}

TEST(Resolve, B20SaysWhyEachLevelWasPassedOver) {
    Preset disabled = named("disabled");
    disabled.enabled = false;
    Preset gold = named("gold");
    gold.symbol = "XAUUSD";
    Preset daily = named("daily");
    daily.timeframe_seconds = 86'400;
    const Preset last = named("last");
    const auto found = resolve({{PresetLevel::signal, nullptr, false, true},
                                {PresetLevel::bot, &disabled, false, true},
                                {PresetLevel::subscription, &gold, false, true},
                                {PresetLevel::connection, &daily, false, true},
                                {PresetLevel::user_default, &last, true, true},
                                {PresetLevel::system_default, &last, false, true}},
                               bitcoin_hourly);
    EXPECT_EQ(found.level, PresetLevel::system_default);
    EXPECT_EQ(found.skipped, (std::vector<SkippedLevel>{{PresetLevel::signal, SkipReason::unassigned},
                                                        {PresetLevel::bot, SkipReason::disabled},
                                                        {PresetLevel::subscription, SkipReason::other_symbol},
                                                        {PresetLevel::connection, SkipReason::other_timeframe},
                                                        {PresetLevel::user_default, SkipReason::deleted}}));
    EXPECT_TRUE(found.is_overridden());
}

TEST(Resolve, B20IsTotal) {
    const auto found = resolve({}, bitcoin_hourly);
    EXPECT_EQ(found.preset, nullptr);
    EXPECT_FALSE(found.level.has_value());
    const Preset other = named("somebody's");
    EXPECT_EQ(resolve({{PresetLevel::connection, &other, false, false}}, bitcoin_hourly).skipped.at(0).reason, SkipReason::not_visible);
}

}  // namespace
}  // namespace trellis::tests
