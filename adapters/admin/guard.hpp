// Who may talk to the admin listener: which Host a request may name, and which token it must bear.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/net/http.hpp"
#include "adapters/secrets/secret.hpp"

namespace trellis::adapters::admin {

/// A page of another site can make a browser send requests here only under that site's name (DNS rebinding): numbers and
/// `localhost` are ours, other names must be in the list.
bool is_own_host(std::string_view host_header, const std::vector<std::string>& names);

/// What `Authorization: Bearer TOKEN` bears, as it is compared; empty: nothing of the kind.
std::optional<Fingerprint> borne_token(const HttpRequest& request);

}  // namespace trellis::adapters::admin
