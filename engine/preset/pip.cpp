#include "engine/preset/pip.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace trellis {

namespace {

using std::string_view_literals::operator""sv;

constexpr std::array currencies{"AUD"sv, "CAD"sv, "CHF"sv, "CNH"sv, "CZK"sv, "DKK"sv, "EUR"sv, "GBP"sv, "HKD"sv, "HUF"sv, "JPY"sv,
                                "MXN"sv, "NOK"sv, "NZD"sv, "PLN"sv, "SEK"sv, "SGD"sv, "THB"sv, "TRY"sv, "USD"sv, "ZAR"sv};
constexpr std::array hundredth_quotes{"JPY"sv, "HUF"sv, "THB"sv};
constexpr std::array indices{"AUS200"sv, "DE40"sv, "EU50"sv, "FR40"sv, "GER40"sv, "HK50"sv,  "JP225"sv, "NAS100"sv,
                             "SPX500"sv, "UK100"sv, "US100"sv, "US30"sv, "US500"sv, "US2000"sv};

constexpr Price ten_thousandth = Price::from_raw(Price::scale / 10'000);
constexpr Price hundredth = Price::from_raw(Price::scale / 100);
constexpr Price tenth = Price::from_raw(Price::scale / 10);

bool is_in(const auto& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

std::optional<Price> fixed_pip(const Instrument& instrument) {
    if (instrument.base == "XAU") return tenth;
    if (instrument.base == "XAG") return hundredth;
    if (is_in(indices, instrument.base)) return Price::from_integer(1);
    if (!is_in(currencies, instrument.base) || !is_in(currencies, instrument.quote)) return std::nullopt;
    return is_in(hundredth_quotes, instrument.quote) ? hundredth : ten_thousandth;
}

}  // namespace

bool has_fixed_pip(const Instrument& instrument) { return fixed_pip(instrument).has_value(); }

Price pip_of(const Instrument& instrument, Price opened_at, const PipSettings& settings) {
    if (instrument.pip.has_value()) return *instrument.pip;
    if (const auto pip = fixed_pip(instrument)) return *pip;
    switch (settings.crypto) {
        case CryptoPip::basis_point: break;
        case CryptoPip::tick: return instrument.tick;
        case CryptoPip::amount: return settings.amount;
    }
    return Price::from_raw(divide(opened_at.raw(), 10'000, Rounding::half_even));
}

Price distance_of(Pips pips, Price pip) { return Price::from_raw(multiply(pip.raw(), pips)); }

}  // namespace trellis
