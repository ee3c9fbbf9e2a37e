#include "adapters/time_zone/zone_rule.hpp"

#include <algorithm>
#include <chrono>

namespace trellis::adapters {

namespace {

constexpr std::int32_t seconds_of_hour = 3600;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/// Takes characters off the front; what does not fit makes it broken for good.
class RuleReader {
public:
    explicit RuleReader(std::string_view text) : rest_(text) {}

    bool is_broken() const { return is_broken_; }
    bool is_done() const { return rest_.empty(); }

    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void demand(char c) {
        if (!take(c)) is_broken_ = true;
    }
    unsigned number(unsigned low, unsigned high) {
        unsigned value = 0;
        std::size_t digits = 0;
        for (; digits < rest_.size() && digits < 3 && is_digit(rest_[digits]); ++digits) {
            value = value * 10 + static_cast<unsigned>(rest_[digits] - '0');
        }
        rest_.remove_prefix(digits);
        if (digits == 0 || value < low || value > high) is_broken_ = true;
        return value;
    }
    /// "CET" or "<+03>".
    void name() {
        const bool is_quoted = take('<');
        const auto end = std::ranges::find_if(rest_, [&](char c) { return is_quoted ? c == '>' : !is_letter(c); });
        if (end == rest_.begin()) is_broken_ = true;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.begin()));
        if (is_quoted) demand('>');
    }
    /// "-1", "5:30", "+167:59:59".
    std::int32_t time() {
        const bool is_negative = take('-');
        if (!is_negative) take('+');
        auto seconds = static_cast<std::int32_t>(number(0, 167)) * seconds_of_hour;
        if (take(':')) seconds += static_cast<std::int32_t>(number(0, 59)) * 60;
        if (take(':')) seconds += static_cast<std::int32_t>(number(0, 59));
        return is_negative ? -seconds : seconds;
    }
    YearlyMoment moment() {
        YearlyMoment moment;
        if (take('M')) {
            moment.month = number(1, 12);
            demand('.');
            moment.week = number(1, 5);
            demand('.');
            moment.day = number(0, 6);
        } else if (take('J')) {
            moment.form = YearlyMoment::Form::day_without_29_february;
            moment.day = number(1, 365);
        } else {
            moment.form = YearlyMoment::Form::day;
            moment.day = number(0, 365);
        }
        if (take('/')) moment.time = time();
        return moment;
    }

private:
    std::string_view rest_;
    bool is_broken_ = false;
};

std::chrono::sys_days date_of(const YearlyMoment& moment, std::chrono::year year) {
    const std::chrono::sys_days january_1{year / std::chrono::January / 1};
    switch (moment.form) {
        case YearlyMoment::Form::month_week_day: {
            const std::chrono::month month{moment.month};
            const std::chrono::weekday day{moment.day};
            if (moment.week == 5) return std::chrono::sys_days{year / month / day[std::chrono::last]};
            return std::chrono::sys_days{year / month / day[moment.week]};
        }
        case YearlyMoment::Form::day_without_29_february: {
            const bool is_behind = year.is_leap() && moment.day >= 60;
            return january_1 + std::chrono::days{moment.day - (is_behind ? 0U : 1U)};
        }
        case YearlyMoment::Form::day: return january_1 + std::chrono::days{moment.day};
    }
    return january_1;
}

/// The instant, while local time is UTC + `offset`.
std::int64_t second_of(const YearlyMoment& moment, std::chrono::year year, std::int32_t offset) {
    return std::chrono::seconds{date_of(moment, year).time_since_epoch()}.count() + moment.time - offset;
}

}  // namespace

std::optional<ZoneRule> parse_zone_rule(std::string_view text) {
    RuleReader reader(text);
    ZoneRule rule;
    reader.name();
    rule.standard_offset = -reader.time();  // POSIX counts west as positive
    if (!reader.is_done() && !reader.is_broken()) {
        ZoneRule::Summer summer;
        reader.name();
        summer.offset = rule.standard_offset + seconds_of_hour;
        if (!reader.take(',')) {
            summer.offset = -reader.time();
            reader.demand(',');
        }
        summer.begin = reader.moment();
        reader.demand(',');
        summer.end = reader.moment();
        rule.summer = summer;
    }
    if (reader.is_broken() || !reader.is_done()) return std::nullopt;
    return rule;
}

std::vector<TimeZone::Change> changes_of_year(const ZoneRule& rule, int year) {
    if (!rule.summer.has_value()) return {};
    const auto& summer = *rule.summer;
    const std::chrono::year of{year};
    std::vector<TimeZone::Change> changes{{second_of(summer.begin, of, rule.standard_offset), summer.offset},
                                          {second_of(summer.end, of, summer.offset), rule.standard_offset}};
    std::ranges::sort(changes, {}, &TimeZone::Change::at);
    return changes;
}

}  // namespace trellis::adapters
