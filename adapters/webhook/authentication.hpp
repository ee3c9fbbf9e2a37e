// Whether a request proves where it comes from (W-7): secret of the body, signature over the body, address. Each factor is looked
// at by itself; the intake puts them together and never says which one failed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "adapters/net/http.hpp"
#include "adapters/webhook/intake_memory.hpp"
#include "adapters/webhook/routes.hpp"

namespace trellis::adapters {

/// RFC 3339, or seconds or milliseconds since 1970.
inline constexpr std::string_view timestamp_header = "X-Trellis-Timestamp";
/// "sha256=" and 64 hexadecimal digits: HMAC-SHA256 over the timestamp header's text, ".", and the body as sent.
inline constexpr std::string_view signature_header = "X-Trellis-Signature";
/// How far a signature's time may be from ours.
inline constexpr Duration signature_age_max = std::chrono::seconds(30);

/// The first header of that name in any case; empty when there is none.
std::string_view header_of(const HttpRequest& request, std::string_view name);

/// Any of the route's live secrets; takes as long whichever it is.
bool has_right_secret(const Route& route, const Secret& offered);

enum class Signing : std::uint8_t { absent, right, wrong, no_room };
/// A right signature is remembered and right only once; `no_room` when it cannot be remembered.
Signing check_signature(const Route& route, const HttpRequest& request, IntakeMemory& memory, Timestamp now);

/// What the request bears as one, if it has the form.
std::optional<Fingerprint> signature_of(const HttpRequest& request);

/// Who really asks: the peer, or behind trusted proxies the right-most address of X-Forwarded-For that is not one of them. Nothing
/// when a proxy wrote what is no address.
std::optional<IpAddress> client_of(const HttpRequest& request, const AddressSet& trusted_proxies);

bool is_allowed(const Route& route, const std::optional<IpAddress>& client);

}  // namespace trellis::adapters
