// What an account holds at its venue, as far as the venue has said. Context of decisions, like quotes: never journaled.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/market/instrument.hpp"
#include "engine/market/order.hpp"

namespace trellis {

struct AssetBalance {
    Money free;
    Money locked;
    bool operator==(const AssetBalance&) const = default;
};

struct Wallet {
    std::map<std::string, AssetBalance> assets;
    std::optional<Money> equity;  ///< F-11, in account currency; empty: not known
    bool is_connected = true;     ///< K-20: the venue's stream is heard
    bool operator==(const Wallet&) const = default;
};

/// Where decisions read wallets. Called on the worker; never blocks.
class WalletPort {
public:
    WalletPort() = default;
    WalletPort(const WalletPort&) = delete;
    WalletPort& operator=(const WalletPort&) = delete;
    virtual ~WalletPort() = default;
    /// Empty: nothing is known about the account.
    virtual std::optional<Wallet> wallet(AccountId account) const = 0;
    /// What may be spent of one asset (S-5), without the rest of the wallet. Empty: nothing is known about the account.
    virtual std::optional<Money> free(AccountId account, std::string_view asset) const = 0;
    /// K-20: false while the venue has been silent for too long. True where nothing is known.
    virtual bool is_connected(AccountId account) const = 0;
    /// V-1: did the venue say the instrument's rules, as far as was known at that time? True where nothing else is known.
    virtual bool has_rules(InstrumentId /*instrument*/, Timestamp /*at*/) const { return true; }
    /// O-8: every order of the account that rests at the venue, ours and others', not older than the newest report that was given.
    /// Empty: the venue did not say.
    virtual std::optional<std::vector<OpenOrder>> open_orders(AccountId /*account*/) const { return std::nullopt; }
    /// V-3: the instrument's rules as the venue says them when it is asked then; empty: it does not say.
    virtual std::optional<InstrumentRules> rules(InstrumentId /*instrument*/, Timestamp /*at*/) const { return std::nullopt; }
};

}  // namespace trellis
