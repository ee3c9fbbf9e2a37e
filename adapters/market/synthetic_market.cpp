#include "adapters/market/synthetic_market.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"

namespace trellis::adapters {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Noise and jumps are counted in shares of the swing; together they never exceed the whole.
constexpr std::int64_t whole = std::int64_t{1} << 40U;

struct Octave {
    Duration period;
    std::int64_t share;  // thousandths of the swing
};
// The middle ones are strong: within half a minute the price goes a good part of its swing.
constexpr std::array<Octave, 6> octaves{{{seconds(4096), 90}, {seconds(512), 110}, {seconds(64), 310},
                                         {seconds(16), 240}, {seconds(4), 100}, {seconds(1), 25}}};
constexpr std::int64_t jump_share = 125;
static_assert(90 + 110 + 310 + 240 + 100 + 25 + jump_share == 1000);

constexpr Duration jump_cell = seconds(20);
constexpr std::uint64_t jump_one_in = 5;
constexpr Duration gap_cell = seconds(30);
constexpr std::uint64_t gap_one_in = 6;
constexpr std::uint64_t spread_ticks_most = 3;

// What each draw is for: the same cell number means something else in another stream.
enum class Stream : std::uint64_t { octave = 1, jump_choice = 101, jump_size, gap_choice, gap_length, spread };

std::uint64_t mixed(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

std::uint64_t draw(std::uint64_t seed, std::uint64_t stream, std::int64_t cell) {
    return mixed(mixed(mixed(seed) ^ stream) ^ static_cast<std::uint64_t>(cell));
}
std::uint64_t draw(std::uint64_t seed, Stream stream, std::int64_t cell) {
    return draw(seed, static_cast<std::uint64_t>(stream), cell);
}

// From -whole to whole.
std::int64_t signed_part(std::uint64_t random) {
    return static_cast<std::int64_t>(random % (2 * static_cast<std::uint64_t>(whole) + 1)) - whole;
}

struct Place {
    std::int64_t cell = 0;
    Duration within{};
};
Place place_of(Timestamp at, Duration cell) {
    const auto count = at.time_since_epoch().count();
    auto within = count % cell.count();
    if (within < 0) within += cell.count();
    return {(count - within) / cell.count(), Duration(within)};
}

// Straight lines between random values at the edges of the octave's cells.
std::int64_t noise(std::uint64_t seed, Timestamp at) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < octaves.size(); ++i) {
        const auto& [period, share] = octaves[i];
        const auto stream = static_cast<std::uint64_t>(Stream::octave) + i;
        const Place place = place_of(at, period);
        const Int128 from = signed_part(draw(seed, stream, place.cell));
        const Int128 to = signed_part(draw(seed, stream, place.cell + 1));
        const Int128 value = from + (to - from) * place.within.count() / period.count();
        sum += static_cast<std::int64_t>(value * share / 1000);
    }
    return sum;
}

std::int64_t jump(std::uint64_t seed, Timestamp at) {
    const auto cell = place_of(at, jump_cell).cell;
    if (draw(seed, Stream::jump_choice, cell) % jump_one_in != 0) return 0;
    const auto size = signed_part(draw(seed, Stream::jump_size, cell));
    return static_cast<std::int64_t>(Int128{size} * jump_share / 1000);
}

}  // namespace

SyntheticMarket::SyntheticMarket(const SyntheticTerms& terms)
    : terms_(terms),
      swing_(multiply_divide(terms.price.raw(), terms.swing_percent.raw(), Int128{100} * Ratio::scale, Rounding::toward_zero)) {
    TRELLIS_CHECK(terms_.price.is_positive(), "a synthetic market moves around a positive price");
    TRELLIS_CHECK(terms_.tick.is_positive(), "a tick is positive");
    TRELLIS_CHECK(terms_.interval > Duration{}, "quotes come at an interval");
    TRELLIS_CHECK(!terms_.swing_percent.is_negative() && swing_ < terms_.price.raw(), "a price stays positive");
}

Price SyntheticMarket::mid(Timestamp at) const {
    const std::int64_t part = noise(terms_.seed, at) + jump(terms_.seed, at);
    return terms_.price + Price::from_raw(multiply_divide(swing_, part, whole, Rounding::toward_zero));
}

bool SyntheticMarket::is_gap(Timestamp at) const {
    const Place place = place_of(at, gap_cell);
    if (draw(terms_.seed, Stream::gap_choice, place.cell) % gap_one_in != 0) return false;
    const auto length = milliseconds(1000 + draw(terms_.seed, Stream::gap_length, place.cell) % 3000);
    return place.within < length;
}

std::optional<Quote> SyntheticMarket::quote(Timestamp at) const {
    if (is_gap(at)) return std::nullopt;
    const auto spread = 1 + draw(terms_.seed, Stream::spread, at.time_since_epoch().count()) % spread_ticks_most;
    Quote quote;
    quote.bid = std::max(round_to_tick(mid(at), terms_.tick, Rounding::floor), terms_.tick);
    quote.ask = quote.bid + Price::from_raw(multiply(terms_.tick.raw(), static_cast<Int128>(spread)));
    quote.at = at;
    return quote;
}

Timestamp SyntheticMarket::round_up(Timestamp at) const {
    const Place place = place_of(at, terms_.interval);
    return place.within == Duration{} ? at : at - place.within + terms_.interval;
}

SyntheticFeed::SyntheticFeed(InstrumentId instrument, const SyntheticTerms& terms, Timestamp start)
    : instrument_(instrument), market_(terms), next_at_(market_.round_up(start)) {}

Result<std::optional<FeedRow>> SyntheticFeed::next() {
    while (true) {
        const Timestamp at = next_at_;
        next_at_ += market_.terms().interval;
        if (const auto quote = market_.quote(at)) return std::optional(FeedRow{at, instrument_, *quote});
    }
}

}  // namespace trellis::adapters
