#include "adapters/admin/doorkeeper.hpp"

#include "adapters/secrets/password.hpp"
#include "adapters/secrets/seal.hpp"

namespace trellis::adapters::admin {

namespace {

bool is_loopback(std::string_view peer) {
    constexpr std::string_view mapped = "::ffff:";
    if (peer.starts_with(mapped)) peer.remove_prefix(mapped.size());
    return peer.starts_with("127.") || peer == "::1";
}

}  // namespace

Doorkeeper::Doorkeeper(const AdminServices& services, const Fingerprint& operator_token)
    : services_(services), operator_token_(operator_token), worker_(services.hashes_in_place) {}

std::optional<Caller> Doorkeeper::identify(const Fingerprint& token) {
    if (is_same(token, operator_token_)) return Caller::operator_himself();
    const auto directory = services_.control.directory();
    const Timestamp now = services_.now();
    if (const auto user = sessions_.use(token, now)) return caller_of(directory->people, *user, token);
    const AccessToken* kept = directory->people.find_token(kept_form(token), now);
    if (kept == nullptr) return std::nullopt;
    auto caller = caller_of(directory->people, kept->owner, token);
    if (caller) {
        caller->scopes = kept->scopes;
        caller->is_by_token = true;
    }
    return caller;
}

std::optional<Caller> Doorkeeper::caller_of(const People& people, OwnerId owner, const Fingerprint& token) {
    const User* user = people.find(owner);
    if (user == nullptr || !user->may_log_in()) return std::nullopt;
    Caller caller{user->id, user->name, user->standing.role, scopes_of(user->standing.role)};
    caller.is_known_still = [this, token] { return identify(token).has_value(); };
    return caller;
}

const std::string& Doorkeeper::nobodys_hash() {
    if (!nobodys_hash_.empty()) return nobodys_hash_;
    if (auto made = hash_password(Secret(draw_token()), services_.password_cost)) nobodys_hash_ = *std::move(made);
    return nobodys_hash_;
}

bool Doorkeeper::admits(const std::string& peer) const { return is_loopback(peer) || services_.control.directory()->people.has_anybody(); }

}  // namespace trellis::adapters::admin
