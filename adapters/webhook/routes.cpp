#include "adapters/webhook/routes.hpp"

#include <algorithm>
#include <utility>

#include "engine/signal/instruction.hpp"

namespace trellis::adapters {

namespace {

constexpr std::size_t body_secret_size_max = 256;  // of the field `secret` (1.2)

/// What RFC 3986 leaves as it is in a path.
bool is_path_text(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
               c == '~';
    });
}

std::string words_of(const SecretReference& reference) {
    switch (reference.kind) {
        case SecretReference::Kind::file:
            return "file " + reference.name;
        case SecretReference::Kind::credential:
            return "credential " + reference.name;
        case SecretReference::Kind::sealed:
            return "sealed " + reference.name;
    }
    fail_check("a reference to a secret must have a kind", __FILE__, __LINE__);
}

}  // namespace

/// Builds the routes of one document and collects what is wrong with it.
class RouteBuilder {
  public:
    RouteBuilder(const std::vector<AccountConfig>& accounts, const SecretLoader& load) : accounts_(accounts), load_(load) {}

    Checked<Routes> run(const SecuritySettings& settings) {
        add_addresses(settings.trusted_proxies, "/security/trusted_proxies", routes_.trusted_proxies_);
        for (const auto& route : settings.routes) add_route(route, "/security/routes/" + std::to_string(routes_.routes_.size()));
        if (!errors_.empty()) return {std::nullopt, std::move(errors_)};
        return {std::move(routes_), {}};
    }

  private:
    void add_route(const RouteSettings& settings, const std::string& at) {
        Route route;
        route.name = settings.name;
        route.timeframe = settings.timeframe;
        if (settings.timeframe && !parse_timeframe(*settings.timeframe))
            fail("INVALID_VALUE", {at + "/timeframe", *settings.timeframe, "1.2", "expected an interval as 15, 30S, 1D, W, M"});
        const bool is_twice = std::ranges::find(routes_.routes_, settings.name, &Route::name) != routes_.routes_.end();
        if (is_twice) fail("DUPLICATE_ID", {at + "/name", settings.name, "W-7", "give each route a name of its own"});
        add_addresses(settings.allow, at + "/allow", route.allow);
        add_proofs(settings, at, route);
        find_account(settings, at, route);
        add_token(settings, at);
        routes_.routes_.push_back(std::move(route));
    }

    void find_account(const RouteSettings& settings, const std::string& at, Route& route) {
        const auto account = std::ranges::find(accounts_, settings.account, &AccountConfig::name);
        if (account == accounts_.end())
            return fail("UNKNOWN_ACCOUNT", {at + "/account", settings.account, "W-7", "expected the id of one of accounts[]"});
        route.account = account->id;
        route.is_enabled = account->enabled;
        add_alias(settings, at);
    }

    /// A route without a token is reached by its account's alias only, so it goes before one that has a token.
    void add_alias(const RouteSettings& settings, const std::string& at) {
        const auto [alias, is_new] = routes_.aliases_.try_emplace(settings.account, routes_.routes_.size());
        if (settings.token) return;
        if (!tokenless_.insert({settings.account, at}).second)
            return fail("DUPLICATE_ID",
                        {at + "/token", "", "W-2",
                         tokenless_[settings.account] + " has no token either: the account's path would lead to both"});
        if (!is_new) alias->second = routes_.routes_.size();
    }

    void add_token(const RouteSettings& settings, const std::string& at) {
        if (!settings.token) return;
        const auto token = load(*settings.token, at + "/token");
        if (token.is_empty()) return;
        if (!is_path_text(token.reveal()))
            return fail("INVALID_VALUE", {at + "/token", words_of(*settings.token), "W-2",
                                          "a token is of letters, digits and -._~, as it stands in a path"});
        if (!routes_.tokens_.emplace(fingerprint(token.reveal()), routes_.routes_.size()).second)
            fail("DUPLICATE_ID", {at + "/token", words_of(*settings.token), "W-2", "another route has the same token"});
    }

    void add_proofs(const RouteSettings& settings, const std::string& at, Route& route) {
        for (std::size_t i = 0; i < settings.secrets.size(); ++i)
            add_secret(settings.secrets[i], at + "/secrets/" + std::to_string(i), route);
        for (std::size_t i = 0; i < settings.hmac_keys.size(); ++i)
            route.hmac_keys.push_back(load(settings.hmac_keys[i], at + "/hmac_keys/" + std::to_string(i)));
        if (settings.secrets.empty() && settings.hmac_keys.empty())
            fail("MISSING_KEY",
                 {at, settings.name, "W-7", "give it at least one of secrets and hmac_keys: a path alone proves nothing"});
    }

    void add_secret(const SecretReference& reference, const std::string& at, Route& route) {
        const Secret secret = load(reference, at);
        if (secret.is_empty()) return;
        if (secret.reveal().size() > body_secret_size_max)
            return fail("INVALID_VALUE", {at, words_of(reference), "1.2", "a body's secret has at most 256 characters"});
        route.secrets.push_back(fingerprint(secret.reveal()));
    }

    /// Empty, with an error, when it cannot be had.
    Secret load(const SecretReference& reference, const std::string& at) {
        auto secret = load_(reference);
        if (secret && !secret->is_empty()) return *std::move(secret);
        if (secret)
            fail("SECRET_SIZE", {at, words_of(reference), "W-7", "it is empty"});
        else
            fail(secret.error().code, {at, words_of(reference), "W-7", secret.error().detail});
        return {};
    }

    void add_addresses(const std::vector<std::string>& texts, const std::string& at, AddressSet& out) {
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (const auto added = out.add(texts[i]); !added)
                fail("INVALID_VALUE", {at + "/" + std::to_string(i), texts[i], "W-7", added.error().detail});
        }
    }

    void fail(std::string code, FieldError field) {
        if (errors_.size() < input_errors_max) errors_.push_back({std::move(code), std::move(field)});
    }

    const std::vector<AccountConfig>& accounts_;
    const SecretLoader& load_;
    Routes routes_;
    std::map<std::string, std::string> tokenless_;  ///< account to its route without a token
    InputErrors errors_;
};

Checked<Routes> Routes::build(const SecuritySettings& settings, const std::vector<AccountConfig>& accounts,
                              const SecretLoader& load) {
    return RouteBuilder(accounts, load).run(settings);
}

void Routes::add(Route route, const Fingerprint& token, const std::string& account) {
    const std::size_t place = routes_.size();
    tokens_.emplace(token, place);
    aliases_.try_emplace(account, place);
    routes_.push_back(std::move(route));
}

// What is looked up is a digest, so how far a comparison got says nothing about any token.
const Route* Routes::by_token(std::string_view token) const {
    const auto found = tokens_.find(fingerprint(token));
    return found == tokens_.end() ? nullptr : &routes_[found->second];
}

const Route* Routes::by_account(std::string_view account) const {
    const auto found = aliases_.find(account);
    return found == aliases_.end() ? nullptr : &routes_[found->second];
}

}  // namespace trellis::adapters
