// What a document says about the process around the engine: listeners, who may knock, and the paper market it trades on.
// Secrets stand here by reference only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/market/instrument.hpp"

namespace trellis::adapters {

/// Where a secret is: `{"file": "..."}` (relative to the document), `{"credential": "..."}` (systemd), `{"sealed": "id"}`.
struct SecretReference {
    enum class Kind : std::uint8_t { file, credential, sealed };
    Kind kind{};
    std::string name;
    bool operator==(const SecretReference&) const = default;
};

struct TlsSettings {
    std::string certificate;  ///< path of a PEM chain
    SecretReference key;
    bool operator==(const TlsSettings&) const = default;
};

struct ListenerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;   ///< 0: one that the system chooses
    std::uint32_t connections_max = 1024;
    std::optional<TlsSettings> tls{};
    bool operator==(const ListenerSettings&) const = default;
};

/// Who may send signals for an account, and how they prove it (W-7).
struct RouteSettings {
    std::string name;
    std::string account;                          ///< its id
    std::optional<SecretReference> token;         ///< of `/hook/{token}`; without it only the alias path leads here
    std::vector<SecretReference> secrets;         ///< of the body; two while one replaces the other
    std::vector<SecretReference> hmac_keys;       ///< the same for signed requests
    std::vector<std::string> allow;               ///< addresses, CIDR ranges, or `tradingview`; empty: any
    std::optional<std::string> timeframe;         ///< replaces tv.timeframe
    bool operator==(const RouteSettings&) const = default;
};

struct SecuritySettings {
    ListenerSettings webhook{.port = 7781};
    ListenerSettings admin{.port = 7780};
    std::vector<std::string> trusted_proxies;     ///< whose X-Forwarded-For is believed
    std::vector<RouteSettings> routes;
    bool operator==(const SecuritySettings&) const = default;
};

/// Where the quotes of one paper instrument come from.
struct PaperFeedSettings {
    enum class Kind : std::uint8_t { synthetic, quotes, frames };
    std::string instrument;       ///< canonical name
    Kind kind{};
    std::string file;             ///< quotes, frames: path, relative to the document
    Ratio speed = Ratio::from_integer(1);  ///< quotes, frames: how many times faster than recorded
    bool repeat = true;           ///< quotes, frames: from the start again at the end
    std::uint64_t seed = 1;       ///< synthetic
    Price price;                  ///< synthetic: around which it moves
    Ratio swing_percent = Ratio::from_integer(2);  ///< synthetic: how far, about
    std::uint32_t interval_ms = 100;  ///< synthetic: between two quotes
    bool operator==(const PaperFeedSettings&) const = default;
};

/// `runtime.paper`.
struct PaperSettings {
    std::vector<Instrument> instruments;
    std::vector<PaperFeedSettings> market;
    bool operator==(const PaperSettings&) const = default;
};

}  // namespace trellis::adapters
