// Calendar text to nanoseconds and back, with whole-range checks: what does not fit int64 nanoseconds is refused, not wrapped.
#include "engine/base/time.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <optional>

#include "engine/base/wide.hpp"

namespace trellis {
namespace {

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;
constexpr int fraction_digits_max = 9;

Error bad(const char* code, std::string_view text, const char* why) {
    constexpr std::size_t shown_max = 64;
    return {code, '"' + std::string(text.substr(0, shown_max)) + (text.size() > shown_max ? "...\" " : "\" ") + why};
}

Error bad_time(std::string_view text, const char* why) { return bad("BAD_TIME", text, why); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes characters off the front of a text; the first thing that does not fit makes it broken.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool is_broken() const { return is_broken_; }
    bool is_done() const { return rest_.empty(); }
    bool is_next(char c) const { return !rest_.empty() && rest_.front() == c; }

    /// Exactly `count` digits.
    int number(std::size_t count) {
        if (rest_.size() < count) return fail();
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (!is_digit(rest_[i])) return fail();
            value = value * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(count);
        return value;
    }
    char one_of(std::string_view allowed) {
        if (rest_.empty() || allowed.find(rest_.front()) == std::string_view::npos) return static_cast<char>(fail());
        const char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }
    /// The digits behind a point as nanoseconds; beyond nine they must be zeros.
    std::int64_t fraction() {
        std::int64_t value = 0;
        int digits = 0;
        for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), ++digits) {
            if (digits < fraction_digits_max) value = value * 10 + (rest_.front() - '0');
            if (digits >= fraction_digits_max && rest_.front() != '0') return fail();
        }
        if (digits == 0) return fail();
        for (; digits < fraction_digits_max; ++digits) value *= 10;
        return value;
    }

    int fail() {
        is_broken_ = true;
        return 0;
    }

private:
    std::string_view rest_;
    bool is_broken_ = false;
};

std::optional<Timestamp> from_parts(std::int64_t seconds, std::int64_t nanoseconds) {
    const Int128 total = static_cast<Int128>(seconds) * nanoseconds_per_second + nanoseconds;
    if (total < Duration::min().count() || total > Duration::max().count()) return std::nullopt;
    return Timestamp{Duration{static_cast<std::int64_t>(total)}};
}

Result<Timestamp> checked(std::string_view text, std::int64_t seconds, std::int64_t nanoseconds) {
    const auto at = from_parts(seconds, nanoseconds);
    if (!at) return bad_time(text, "is outside of 1677 to 2262");
    return *at;
}

/// Seconds to subtract for "Z" or "+05:30".
std::int64_t read_offset(Reader& reader) {
    const char sign = reader.one_of("Zz+-");
    if (reader.is_broken() || sign == 'Z' || sign == 'z') return 0;
    const int hours = reader.number(2);
    reader.one_of(":");
    const int minutes = reader.number(2);
    if (hours > 23 || minutes > 59) reader.fail();
    const std::int64_t offset = hours * 3600 + minutes * 60;
    return sign == '-' ? -offset : offset;
}

char* two_digits(char* out, unsigned value) {
    *out++ = static_cast<char>('0' + value / 10 % 10);
    *out++ = static_cast<char>('0' + value % 10);
    return out;
}

}  // namespace

std::string rfc3339(Timestamp at) {
    constexpr Duration whole_day = std::chrono::days{1};
    // Not "time - start of its day": the first day of the range starts before the range does.
    Duration since_midnight = at.time_since_epoch() % whole_day;
    if (since_midnight < Duration::zero()) since_midnight += whole_day;
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::floor<std::chrono::days>(at.time_since_epoch())}};
    const std::chrono::hh_mm_ss clock{since_midnight};
    char buffer[32];
    char* out = two_digits(buffer, static_cast<unsigned>(static_cast<int>(date.year()) / 100));
    out = two_digits(out, static_cast<unsigned>(static_cast<int>(date.year()) % 100));
    *out++ = '-';
    out = two_digits(out, static_cast<unsigned>(date.month()));
    *out++ = '-';
    out = two_digits(out, static_cast<unsigned>(date.day()));
    *out++ = 'T';
    out = two_digits(out, static_cast<unsigned>(clock.hours().count()));
    *out++ = ':';
    out = two_digits(out, static_cast<unsigned>(clock.minutes().count()));
    *out++ = ':';
    out = two_digits(out, static_cast<unsigned>(clock.seconds().count()));
    if (auto fraction = clock.subseconds().count(); fraction != 0) {
        *out++ = '.';
        char* last = out + fraction_digits_max;
        for (char* digit = last; digit != out; fraction /= 10) *--digit = static_cast<char>('0' + fraction % 10);
        while (last[-1] == '0') --last;
        out = last;
    }
    *out++ = 'Z';
    return std::string(buffer, out);
}

Result<Timestamp> parse_rfc3339(std::string_view text) {
    Reader reader(text);
    const int y = reader.number(4);
    reader.one_of("-");
    const int m = reader.number(2);
    reader.one_of("-");
    const int d = reader.number(2);
    reader.one_of("Tt ");
    const int hours = reader.number(2);
    reader.one_of(":");
    const int minutes = reader.number(2);
    reader.one_of(":");
    const int seconds = reader.number(2);
    std::int64_t fraction = 0;
    if (reader.is_next('.')) {
        reader.one_of(".");
        fraction = reader.fraction();
    }
    const std::int64_t offset = read_offset(reader);
    if (reader.is_broken() || !reader.is_done()) return bad_time(text, "is not an RFC 3339 time");
    const std::chrono::year_month_day date{std::chrono::year{y}, std::chrono::month{static_cast<unsigned>(m)},
                                           std::chrono::day{static_cast<unsigned>(d)}};
    if (!date.ok()) return bad_time(text, "is not a day of the calendar");
    if (hours > 23 || minutes > 59 || seconds > 59) return bad_time(text, "is not a time of the day");
    const std::int64_t days_since_epoch = std::chrono::sys_days{date}.time_since_epoch().count();
    return checked(text, days_since_epoch * 86'400 + hours * 3600 + minutes * 60 + seconds - offset, fraction);
}

Result<Timestamp> parse_timestamp(std::string_view text) {
    const auto digits_end = text.find_first_not_of("0123456789");
    const std::string_view whole = text.substr(0, digits_end);
    const std::string_view behind = digits_end == std::string_view::npos ? std::string_view{} : text.substr(digits_end);
    if (whole.empty() || (!behind.empty() && behind.front() != '.')) return parse_rfc3339(text);
    std::int64_t value = 0;
    if (std::from_chars(whole.data(), whole.data() + whole.size(), value).ec != std::errc{}) {
        return bad_time(text, "is outside of 1677 to 2262");
    }
    std::int64_t fraction = 0;
    if (!behind.empty()) {
        Reader reader(behind.substr(1));
        fraction = reader.fraction();
        if (reader.is_broken() || !reader.is_done()) return bad_time(text, "is neither an RFC 3339 time nor a number of seconds");
    }
    constexpr std::int64_t milliseconds_from = 100'000'000'000;
    if (value < milliseconds_from) return checked(text, value, fraction);
    return checked(text, value / 1000, value % 1000 * 1'000'000 + fraction / 1000);
}

Result<Duration> parse_duration(std::string_view text) {
    struct Unit {
        std::string_view name;
        std::int64_t nanoseconds;
    };
    static constexpr std::array<Unit, 8> units{{{"ns", 1},
                                                {"us", 1'000},
                                                {"ms", 1'000'000},
                                                {"s", nanoseconds_per_second},
                                                {"m", 60 * nanoseconds_per_second},
                                                {"h", 3'600 * nanoseconds_per_second},
                                                {"d", 86'400 * nanoseconds_per_second},
                                                {"w", 604'800 * nanoseconds_per_second}}};
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    if (text.empty() || !is_digit(text.front())) return bad("BAD_DURATION", text, "does not start with a digit");
    const auto [at, fault] = std::from_chars(text.data(), end, value);
    if (fault != std::errc{}) return bad("BAD_DURATION", text, "is too long");
    const std::string_view name(at, static_cast<std::size_t>(end - at));
    for (const Unit& unit : units) {
        if (unit.name != name) continue;
        const Int128 total = static_cast<Int128>(value) * unit.nanoseconds;
        if (total > Duration::max().count()) return bad("BAD_DURATION", text, "is longer than 292 years");
        return Duration{static_cast<std::int64_t>(total)};
    }
    return bad("BAD_DURATION", text, "does not end with ns, us, ms, s, m, h, d or w");
}

}  // namespace trellis
