// Zone files of the machine, whole, cut short and damaged: days of Berlin and Cairo to the second.
#include "adapters/time_zone/zone_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace trellis::adapters {
namespace {

using testing::Contains;
using testing::HasSubstr;

Timestamp at(const char* text) { return parse_rfc3339(text).value(); }

std::string bytes_of(const char* name) {
    std::ifstream file(std::filesystem::path(zone_directory) / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(ZoneFile, UtcNeedsNone) { EXPECT_EQ(load_zone("UTC", "/nowhere").value(), TimeZone()); }

TEST(ZoneFile, K17ReadsTheTableOfTheMachine) {
    const auto berlin = load_zone("Europe/Berlin");
    ASSERT_TRUE(berlin.ok());
    EXPECT_EQ(berlin->name(), "Europe/Berlin");
    EXPECT_EQ(berlin->offset_at(at("1890-01-01T00:00:00Z")), std::chrono::seconds{3208});
    EXPECT_EQ(berlin->next_day(at("2026-03-28T23:00:00Z")), at("2026-03-29T22:00:00Z"));
    EXPECT_EQ(berlin->next_day(at("2026-10-24T22:00:00Z")), at("2026-10-25T23:00:00Z"));
    const auto cairo = load_zone("Africa/Cairo");
    ASSERT_TRUE(cairo.ok());
    EXPECT_EQ(cairo->next_day(at("2026-10-29T20:59:59Z")), at("2026-10-29T22:00:00Z"));
}

TEST(ZoneFile, BehindItsTableAZoneGoesOnByItsRule) {
    const auto new_york = load_zone("America/New_York");
    ASSERT_TRUE(new_york.ok());
    EXPECT_EQ(new_york->offset_at(at("2101-07-01T00:00:00Z")), std::chrono::hours{-4});
    EXPECT_EQ(new_york->offset_at(at("2101-12-01T00:00:00Z")), std::chrono::hours{-5});
}

TEST(ZoneFile, EveryZoneOfTheMachineIsRead) {
    const auto names = zone_names();
    EXPECT_THAT(names, Contains("Asia/Kolkata"));
    std::size_t read = 0;
    for (const auto& name : names) {
        const auto zone = load_zone(name);
        if (zone.ok()) ++read;
        EXPECT_TRUE(zone.ok() || zone.error().code == "BAD_ZONE_FILE") << name;
    }
    EXPECT_GT(read, 400U);
}

TEST(ZoneFile, ANameWithoutAFileAndOneThatLeavesTheDirectoryAreUnknown) {
    for (const char* name : {"Europe/Berlim", "../../../etc/passwd", "/etc/passwd", "", "Europe"}) {
        EXPECT_EQ(load_zone(name).error().code, "UNKNOWN_TIME_ZONE") << name;
    }
}

TEST(ZoneFile, DamageIsNamedWhereverItIs) {
    const std::string whole = bytes_of("Europe/Berlin");
    ASSERT_TRUE(read_zone(whole, "Berlin").ok());
    // The file ends with "\nCET-1CEST,M3.5.0,M10.5.0/3\n": shorter than that it still is a table.
    const std::size_t data_end = whole.rfind('\n', whole.size() - 2);
    for (std::size_t size = 0; size < data_end; ++size) {
        const auto cut = read_zone(whole.substr(0, size), "Berlin");
        ASSERT_FALSE(cut.ok()) << size;
        EXPECT_EQ(cut.error().code, "BAD_ZONE_FILE");
    }
    EXPECT_THAT(read_zone("nonsense", "X").error().detail, HasSubstr("does not begin as one"));
    EXPECT_THAT(read_zone(whole.substr(0, data_end) + "\nCET-1 nonsense\n", "Berlin").error().detail, HasSubstr("rule"));
}

TEST(ZoneFile, NoByteMakesItReadBeyondItsEnd) {
    std::string whole = bytes_of("Africa/Cairo");
    for (std::size_t place = 0; place < whole.size(); ++place) {
        const char before = whole[place];
        for (const char wrong : {'\0', '\x7f', '\xff'}) {
            whole[place] = wrong;
            const auto zone = read_zone(whole, "Cairo");
            EXPECT_TRUE(zone.ok() || zone.error().code == "BAD_ZONE_FILE");
        }
        whole[place] = before;
    }
}

}  // namespace
}  // namespace trellis::adapters
