// Who may send signals for which account and how they prove it: `security.routes` with their secrets in hand. Immutable; a reload
// builds another one.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/config/input_error.hpp"
#include "adapters/config/server_settings.hpp"
#include "adapters/secrets/secret.hpp"
#include "adapters/webhook/address.hpp"
#include "engine/config/config.hpp"

namespace trellis::adapters {

struct Route {
    std::string name;
    AccountId account;
    bool is_enabled = true;            ///< as its account
    std::vector<Fingerprint> secrets;  ///< of the body; any of them will do; their texts are not kept
    std::vector<Secret> hmac_keys;
    AddressSet allow;                      ///< empty: any address
    std::optional<std::string> timeframe;  ///< replaces tv.timeframe
};

using SecretLoader = std::function<Result<Secret>(const SecretReference&)>;

class Routes {
  public:
    /// Every error at once, with its place in the document (`/security/routes/0/secrets/1`): a secret that cannot be had, an
    /// unknown account, an address that is none, a route that nothing proves (W-7), two that nothing tells apart.
    static Checked<Routes> build(const SecuritySettings& settings, const std::vector<AccountConfig>& accounts,
                                 const SecretLoader& load);

    /// One more, of a connection: its token stands only as a fingerprint. Its account has an alias path as well, if no route has it.
    void add(Route route, const Fingerprint& token, const std::string& account);

    /// Of `/hook/{token}`; null when no route has that token.
    const Route* by_token(std::string_view token) const;
    /// Of the alias path: the account's route without a token, or else its first one; null when it has none.
    const Route* by_account(std::string_view account) const;
    const std::vector<Route>& all() const { return routes_; }
    /// Whose X-Forwarded-For is believed.
    const AddressSet& trusted_proxies() const { return trusted_proxies_; }

  private:
    friend class RouteBuilder;

    std::vector<Route> routes_;
    std::map<Fingerprint, std::size_t> tokens_;
    std::map<std::string, std::size_t, std::less<>> aliases_;
    AddressSet trusted_proxies_;
};

}  // namespace trellis::adapters
