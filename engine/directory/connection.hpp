// A connection: an account that somebody opened beside those of the configuration's document. What it is stands in here; what may change
// of it later is said at its decision.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/config/config.hpp"

namespace trellis {

/// As an account of the document has them.
struct ConnectionSettings {
    std::string name;                         ///< among all accounts only once
    std::string venue;
    Market market = Market::spot;
    std::string currency = "USDT";
    std::uint16_t leverage = 1;
    PositionMode position_mode = PositionMode::one_way;
    bool is_enabled = true;
    bool use_signal_sl = false;
    bool use_signal_tp = false;
    PipSettings pip;
    std::map<std::string, Money> balances;    ///< of the paper exchange at the opening, by asset
    bool operator==(const ConnectionSettings&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.name, self.venue, self.market, self.currency, self.leverage, self.position_mode, self.is_enabled, self.use_signal_sl,
             self.use_signal_tp, self.pip.crypto, self.pip.amount, self.balances);
    }
};

/// API keys as they may be written down: nobody opens the box without the installation that closed it (Z-1).
struct SealedCredential {
    std::string mask;  ///< "****A4B1"
    std::string box;   ///< base64
    bool operator==(const SealedCredential&) const = default;
    static void fields(auto& self, auto&& each) { each(self.mask, self.box); }
};

/// What a webhook of the connection has to show: SHA-256 of either, in hex digits. The texts are known to whoever was told them once.
struct WebhookProof {
    std::string token;   ///< of the path
    std::string secret;  ///< of the body
    bool operator==(const WebhookProof&) const = default;
    static void fields(auto& self, auto&& each) { each(self.token, self.secret); }
};

struct Connection {
    AccountId account;
    OwnerId owner;
    ConnectionSettings settings;
    std::optional<SealedCredential> credential;
    std::optional<WebhookProof> webhook;
    bool is_removed = false;         ///< trades no more; its groups stay in the history under its name
    std::uint32_t revision = 0;      ///< counts every change
    std::uint32_t dedupe_window_hours = 24;  ///< as its desk began with (W-8)
    Timestamp opened_at{};
    Timestamp changed_at{};
    bool operator==(const Connection&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.owner, self.settings, self.credential, self.webhook, self.is_removed, self.revision,
             self.dedupe_window_hours, self.opened_at, self.changed_at);
    }
};

/// The account that desks decide by; its preset is nobody's yet.
AccountConfig account_of(const Connection& connection);

}  // namespace trellis
