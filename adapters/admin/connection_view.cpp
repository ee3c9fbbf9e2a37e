#include "adapters/admin/connection_view.hpp"

#include "adapters/admin/views.hpp"
#include "engine/preset/validate.hpp"

namespace trellis::adapters::admin {

namespace {

std::string pip_word(const PipSettings& pip) {
    switch (pip.crypto) {
        case CryptoPip::basis_point: return "bp";
        case CryptoPip::tick: return "tick";
        case CryptoPip::amount: break;
    }
    return pip.amount.text();
}

/// In the words in which an account is written down, so that what was read can be sent back.
void write_settings(json::Writer& out, const AccountConfig& account) {
    out.name("document").begin_object().name("id").string(account.name).name("venue").string(account.venue);
    out.name("market").string(account.market == Market::linear ? "linear" : "spot").name("currency").string(account.currency);
    out.name("leverage").integer(account.leverage);
    out.name("position_mode").string(account.position_mode == PositionMode::hedge ? "hedge" : "one_way");
    out.name("use_signal_sl").boolean(account.use_signal_sl).name("use_signal_tp").boolean(account.use_signal_tp);
    out.name("crypto_pip").string(pip_word(account.pip)).name("enabled").boolean(account.enabled);
    out.name("balances").begin_object();
    for (const auto& [asset, amount] : account.balances) out.name(asset).string(amount.text());
    out.end_object().end_object();
}

/// B-19: the weeks of the presets that the account traded by.
void write_weeks(json::Writer& out, const Desk& desk) {
    out.name("weeks").begin_array();
    for (const auto& [preset, week] : desk.weeks) {
        out.begin_object().name("preset").string(preset);
        optional_time(out, "starts", week.starts);
        optional_time(out, "ends", week.ends);
        out.name("base");
        week.base.has_value() ? out.string(week.base->text()) : out.null();
        out.name("realised").string(week.realised.text());
        optional_time(out, "target_reached_at", week.reached_at);
        out.end_object();
    }
    out.end_array();
}

void write_keys(json::Writer& out, const Connection* connection) {
    out.name("api_key");
    connection != nullptr && connection->credential.has_value() ? out.string(connection->credential->mask) : out.null();
    out.name("has_webhook").boolean(connection != nullptr && connection->webhook.has_value());
    optional_time(out, "opened_at", connection == nullptr ? std::nullopt : std::optional(connection->opened_at));
    out.name("revision");
    connection == nullptr ? out.null() : out.integer(connection->revision);
}

const Connection* connection_of(const Directory& directory, AccountId account) {
    const auto found = directory.connections.find(account);
    return found == directory.connections.end() ? nullptr : &found->second;
}

}  // namespace

bool is_of_document(AccountId account) { return account.value <= document_accounts_max; }

Result<void> write_connection(json::Writer& out, const Scene& scene, const Directory& directory, const AccountConfig& account) {
    const auto desk = scene.history().desk(account.id);
    if (!desk.ok()) return desk.error();
    const Connection* connection = connection_of(directory, account.id);
    out.begin_object().name("id").string(account.name).name("account").integer(account.id.value);
    out.name("kind").string(connection == nullptr ? "document" : "connection");
    out.name("venue").string(account.venue).name("market").string(account.market == Market::linear ? "linear" : "spot");
    out.name("enabled").boolean(account.enabled).name("removed").boolean(connection != nullptr && connection->is_removed);
    out.name("preset");
    account.preset.empty() ? out.null() : out.string(account.preset);
    const auto shared = directory.shared.find(account.id);
    out.name("shared").boolean(shared != directory.shared.end() && shared->second);
    write_keys(out, connection);
    write_weeks(out, *desk);
    write_settings(out, account);
    out.end_object();
    return {};
}

HttpResponse connection_response(json::Writer& out, const Directory& directory, AccountId account, unsigned status) {
    const Connection* connection = connection_of(directory, account);
    return tagged_response(out, connection == nullptr ? std::nullopt : std::optional<std::uint64_t>(connection->revision), status);
}

}  // namespace trellis::adapters::admin
