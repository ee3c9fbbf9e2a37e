// Where days begin for somebody: a zone's offset from UTC over time, as a table. Pure: whoever reads the machine's zone files fills it
// (adapters/time_zone), rules for the future included, so days with 23 or 25 hours are as long as they are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/time.hpp"

namespace trellis {

/// A date of a local calendar, as days since 1970-01-01.
struct LocalDay {
    std::int64_t value{};
    constexpr auto operator<=>(const LocalDay&) const = default;
};

class TimeZone {
public:
    /// From `at` (seconds since the epoch) on local time is UTC + `offset`.
    struct Change {
        std::int64_t at{};
        std::int32_t offset{};
        bool operator==(const Change&) const = default;
    };

    /// UTC.
    TimeZone() = default;
    /// `changes` ascend; before the first one `offset` holds.
    TimeZone(std::string name, std::int32_t offset, std::vector<Change> changes);

    const std::string& name() const { return name_; }
    /// Local time minus UTC.
    std::chrono::seconds offset_at(Timestamp at) const;
    /// The day an instant belongs to: the one that began last. Clocks set back over midnight do not bring a day back.
    LocalDay day_of(Timestamp at) const;
    /// The first instant whose local date is that day or a later one; inside the range of Timestamp.
    Timestamp start_of(LocalDay day) const;
    /// When the day of `at` ends.
    Timestamp next_day(Timestamp at) const { return start_of({day_of(at).value + 1}); }

    bool operator==(const TimeZone&) const = default;

private:
    /// Place of the last change at or before that second; 0: before all of them, n: behind the n-th.
    std::size_t place_of(std::int64_t second) const;
    std::int32_t offset_behind(std::size_t place) const;
    std::int64_t start_second(LocalDay day) const;

    std::string name_ = "UTC";
    std::int32_t first_offset_ = 0;
    std::vector<Change> changes_;
};

}  // namespace trellis
