// Days of a zone. Between two changes local time runs with UTC, so a midnight is looked for piece by piece.
#include "engine/base/time_zone.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/check.hpp"

namespace trellis {

namespace {

constexpr std::int64_t seconds_of_day = 86'400;
/// No zone is further from UTC, so a midnight lies within it.
constexpr std::int64_t offset_max = 26 * 3600;

std::int64_t second_of(Timestamp at) { return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count(); }

Timestamp instant_of(std::int64_t second) {
    constexpr std::int64_t low = std::chrono::ceil<std::chrono::seconds>(Duration::min()).count();
    constexpr std::int64_t high = std::chrono::floor<std::chrono::seconds>(Duration::max()).count();
    return Timestamp{std::chrono::seconds{std::clamp(second, low, high)}};
}

std::int64_t floor_day(std::int64_t second) {
    return second >= 0 ? second / seconds_of_day : -((-second + seconds_of_day - 1) / seconds_of_day);
}

}  // namespace

TimeZone::TimeZone(std::string name, std::int32_t offset, std::vector<Change> changes)
    : name_(std::move(name)), first_offset_(offset), changes_(std::move(changes)) {
    const auto is_wrong = [](const Change& a, const Change& b) { return a.at >= b.at; };
    TRELLIS_CHECK(std::ranges::adjacent_find(changes_, is_wrong) == changes_.end(), "changes of a time zone ascend");
}

std::size_t TimeZone::place_of(std::int64_t second) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(changes_, second, {}, &Change::at) - changes_.begin());
}

std::int32_t TimeZone::offset_behind(std::size_t place) const {
    return place == 0 ? first_offset_ : changes_[place - 1].offset;
}

std::chrono::seconds TimeZone::offset_at(Timestamp at) const {
    return std::chrono::seconds{offset_behind(place_of(second_of(at)))};
}

std::int64_t TimeZone::start_second(LocalDay day) const {
    const std::int64_t midnight = day.value * seconds_of_day;
    for (std::size_t place = place_of(midnight - offset_max);; ++place) {
        const std::int64_t here = midnight - offset_behind(place);
        // A day that a change leaps over begins with the change.
        const std::int64_t begin = place == 0 ? here : std::max(here, changes_[place - 1].at);
        if (place == changes_.size() || begin < changes_[place].at) return begin;
    }
}

Timestamp TimeZone::start_of(LocalDay day) const { return instant_of(start_second(day)); }

LocalDay TimeZone::day_of(Timestamp at) const {
    const std::int64_t second = second_of(at);
    LocalDay day{floor_day(second + offset_behind(place_of(second)))};
    while (start_second({day.value + 1}) <= second) ++day.value;
    return day;
}

}  // namespace trellis
