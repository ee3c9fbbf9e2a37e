#include "adapters/admin/connection_changes.hpp"

#include <algorithm>

#include "adapters/admin/body.hpp"
#include "adapters/admin/connection_view.hpp"
#include "adapters/admin/named.hpp"
#include "adapters/config/config_reader.hpp"
#include "adapters/digest/sha256.hpp"
#include "adapters/json/writer.hpp"
#include "engine/directory/overlay.hpp"

namespace trellis::adapters::admin {

namespace {

/// Of a webhook that is made: told once, by the answer.
struct WebhookTold {
    std::string token;
    std::string secret;
};

AccountId subject_of(const DirectoryCommand& command, const DirectoryEvents& events) {
    if (!events.empty()) {
        if (const auto* opened = std::get_if<ConnectionOpened>(&events.front())) return opened->account;
    }
    return std::visit(
        []<class Command>(const Command& told) {
            if constexpr (requires { told.account; }) {
                return told.account;
            } else {
                return AccountId{};
            }
        },
        command);
}

HttpResponse answer_with(const Scene& scene, const DirectoryChange& change, const DirectoryWish& wish, const WebhookTold* webhook) {
    const AccountId id = subject_of(wish.command, change.events);
    const Config laid = with_directory(scene.applied().document.config, *change.directory);
    json::Writer out;
    out.begin_object().name("connection");
    if (auto written = write_connection(out, scene, *change.directory, account_of(laid, id)); !written.ok()) return problem_response(written.error());
    if (webhook != nullptr) {
        out.name("webhook").begin_object().name("path").string("/hook/" + webhook->token).name("secret").string(webhook->secret);
        out.name("note").string("shown once; an earlier webhook of the connection is refused from now on").end_object();
    }
    write_event(out, change);
    out.end_object();
    return connection_response(out, *change.directory, id, wish.status);
}

HttpResponse changed_response(const Scene& scene, const DirectoryChange& change, const DirectoryWish& wish) {
    return answer_with(scene, change, wish, nullptr);
}

Result<Named<AccountId>> named(const AdminServices& services, const Call& call) {
    const auto found = Scene(services, call).find_account(call.parameter("id"));
    if (!found) return Error{"NOT_FOUND", found.error().detail};
    if (is_of_document(*found)) {
        return Error{"ACCOUNT_OF_DOCUMENT", shortened(call.parameter("id")) + " stands in the configuration's accounts: it is changed there"};
    }
    return named_at(call, "/connections/" + std::string(call.parameter("id")), *found);
}

/// What an account trades stands in the configuration's instruments.
bool has_instruments(const Scene& scene, const AccountConfig& account) {
    return std::ranges::any_of(scene.instruments().all(), [&](const Instrument& instrument) {
        return instrument.venue == account.venue && instrument.market == account.market;
    });
}

ConnectionSettings settings_of(const AccountConfig& account) {
    return {account.name,          account.venue,   account.market,        account.currency,      account.leverage, account.position_mode,
            account.enabled, account.use_signal_sl, account.use_signal_tp, account.pip, account.balances};
}

/// The body as settings, or nothing when it was answered already.
std::optional<ConnectionSettings> read_settings(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto read = read_account(call.request.body);
    if (!read) {
        reply.send(problem_response(document_problem("INVALID_CONNECTION", std::move(read.errors))));
        return std::nullopt;
    }
    const auto refuse = [&](std::string pointer, std::string value, std::string hint) -> std::optional<ConnectionSettings> {
        reply.send(problem_response(document_problem("INVALID_CONNECTION", {{"INVALID_VALUE", FieldError{std::move(pointer), std::move(value), "R-4", std::move(hint)}}})));
        return std::nullopt;
    };
    if (!read->preset.empty()) return refuse("/preset", read->preset, "assign it: PUT /connections/" + read->name + "/preset");
    if (read->latency_ms != 0) return refuse("/latency_ms", std::to_string(read->latency_ms), "only accounts of the configuration have one");
    if (!has_instruments(Scene(services, call), *read)) {
        return refuse("/venue", read->venue, "the configuration has no instrument of this venue and market");
    }
    return settings_of(*read);
}

template <class Make>
void change_named(const AdminServices& services, const Call& call, const HttpReply& reply, const Make& make) {
    const auto found = named(services, call);
    if (!found) return reply.send(problem_response(found.error()));
    hand_over(services, call, reply, {make(found->id), found->expected}, changed_response);
}

/// Key, secret and, where the venue has one, passphrase: one box.
std::string to_be_sealed(std::string_view key, std::string_view secret, std::string_view passphrase) {
    json::Writer out;
    out.begin_object().name("api_key").string(key).name("api_secret").string(secret);
    return out.name("passphrase").string(passphrase).end_object().take();
}

}  // namespace

std::string seal_context(AccountId account) { return "trellis connection " + std::to_string(account.value); }

void open_connection(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto settings = read_settings(services, call, reply);
    if (settings.has_value()) hand_over(services, call, reply, {OpenConnection{*std::move(settings)}, std::nullopt, 201}, changed_response);
}

void change_connection(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto found = with_basis(named(services, call));
    if (!found) return reply.send(problem_response(found.error()));
    auto settings = read_settings(services, call, reply);
    if (settings.has_value()) hand_over(services, call, reply, {ChangeConnection{found->id, *std::move(settings)}, found->expected}, changed_response);
}

void remove_connection(const AdminServices& services, const Call& call, const HttpReply& reply) {
    change_named(services, call, reply, [](AccountId account) { return RemoveConnection{account}; });
}

void seal_credential(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->hide_unknown();
    body->allow_only({"api_key", "api_secret", "passphrase"});
    auto key = body->required_text("api_key");
    auto secret = body->required_text("api_secret");
    auto passphrase = body->text("passphrase");
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    const auto found = named(services, call);
    if (!found) return reply.send(problem_response(found.error()));
    std::string plain = to_be_sealed(*key, *secret, passphrase.value_or(""));
    SealedCredential sealed{masked(*key), services.control.seal().close(plain, seal_context(found->id))};
    for (std::string* text : {&plain, &*key, &*secret}) wipe(*text);
    if (passphrase) wipe(*passphrase);
    hand_over(services, call, reply, {SealCredential{found->id, std::move(sealed)}, found->expected}, changed_response);
}

void remove_credential(const AdminServices& services, const Call& call, const HttpReply& reply) {
    change_named(services, call, reply, [](AccountId account) { return SealCredential{account, std::nullopt}; });
}

void make_webhook(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto found = named(services, call);
    if (!found) return reply.send(problem_response(found.error()));
    const WebhookTold told{draw_token(), draw_token()};
    const SetConnectionWebhook command{found->id, WebhookProof{sha256_hex(told.token), sha256_hex(told.secret)}};
    hand_over(services, call, reply, {command, found->expected}, [told](const Scene& scene, const DirectoryChange& change, const DirectoryWish& wish) {
        return answer_with(scene, change, wish, &told);
    });
}

void remove_webhook(const AdminServices& services, const Call& call, const HttpReply& reply) {
    change_named(services, call, reply, [](AccountId account) { return SetConnectionWebhook{account, std::nullopt}; });
}

}  // namespace trellis::adapters::admin
