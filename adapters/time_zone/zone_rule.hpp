// The rule at the end of a zone file: how a zone goes on for ever, in POSIX notation ("CET-1CEST,M3.5.0,M10.5.0/3").
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/time_zone.hpp"

namespace trellis::adapters {

/// One day of every year, and a time of it.
struct YearlyMoment {
    enum class Form : std::uint8_t { month_week_day, day_without_29_february, day };
    Form form{};
    unsigned month = 0;
    unsigned week = 0;     ///< 5: the last
    unsigned day = 0;      ///< of the week, 0 = Sunday, or of the year
    std::int32_t time = 7200;  ///< seconds since midnight, may be negative or beyond the day
};

struct ZoneRule {
    std::int32_t standard_offset = 0;
    struct Summer {
        std::int32_t offset = 0;
        YearlyMoment begin;
        YearlyMoment end;
    };
    std::optional<Summer> summer;
};

/// Nothing when the text is no such rule.
std::optional<ZoneRule> parse_zone_rule(std::string_view text);

/// The changes of one year, in order.
std::vector<TimeZone::Change> changes_of_year(const ZoneRule& rule, int year);

}  // namespace trellis::adapters
