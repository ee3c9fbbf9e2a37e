// What a pip is (B-0a): of a currency pair and a metal an amount, of a coin a hundredth of a percent of the price it was opened at.
#pragma once

#include "engine/market/instrument.hpp"
#include "engine/preset/preset.hpp"

namespace trellis {

/// `crypto_pip` of a connection: a basis point of the opening price, a tick, or an amount.
enum class CryptoPip : std::uint8_t { basis_point = 0, tick = 1, amount = 2 };

struct PipSettings {
    CryptoPip crypto = CryptoPip::basis_point;
    Price amount;  ///< of CryptoPip::amount
    bool operator==(const PipSettings&) const = default;
};

/// One pip of the instrument for a position opened at `opened_at`; positive: the operator's word about the instrument, else what its kind
/// has. Frozen at the opening: nobody asks again.
Price pip_of(const Instrument& instrument, Price opened_at, const PipSettings& settings = {});

/// `pips` of them; exact.
Price distance_of(Pips pips, Price pip);

/// True for pairs of two currencies, metals and indices: they are traded in lots, and their pip is an amount.
bool has_fixed_pip(const Instrument& instrument);

}  // namespace trellis
