#include "adapters/history/facts.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <string_view>

#include "adapters/json/document.hpp"
#include "adapters/json/event_json.hpp"
#include "engine/base/check.hpp"

namespace trellis::adapters {

namespace {

using Aspect = FactsAbout::Aspect;

FactsAbout of_account(Aspect aspect, AccountId account) { return {aspect, OwnerId{}, account.value}; }
FactsAbout of_copy(Aspect aspect, SubscriptionId id) { return {aspect, id.owner, id.counter}; }

// Which thing it is says who reads the list.
constexpr std::array<std::string_view, 9> left_out{"by", "at", "account", "connection", "subscription", "bot", "owner", "token", "fingerprint"};

/// What a change is about where the event wraps it up.
const json::Value* core_of(const json::Value& data) {
    for (const std::string_view name : {"settings", "terms"}) {
        if (const auto* core = data.find(name)) return core;
    }
    return nullptr;
}

std::string facts_of(const CredentialSealed& event) {
    json::Writer out;
    out.begin_object().name("api_key");
    event.credential.has_value() ? out.string(event.credential->mask) : out.null();
    return out.end_object().take();
}

std::string facts_of(const ConnectionWebhookSet& event) {
    json::Writer out;
    return out.begin_object().name("webhook").boolean(event.proof.has_value()).end_object().take();
}

std::string facts_in(const json::Value& data) {
    if (const auto* core = core_of(data)) return std::string(core->raw());
    json::Writer out;
    out.begin_object();
    for (const auto& [name, value] : data.members()) {
        if (std::ranges::find(left_out, name) == left_out.end()) out.name(name).raw(value.raw());
    }
    return out.end_object().take();
}

}  // namespace

std::optional<FactsAbout> facts_about(const Event& event) {
    using Found = std::optional<FactsAbout>;
    return std::visit(
        []<class E>(const E& one) -> Found {
            if constexpr (std::same_as<E, PresetAssigned>) {
                return FactsAbout{Aspect::assigned_preset, one.connection.owner, one.connection.account.value};
            } else if constexpr (std::same_as<E, DefaultPresetChosen>) {
                return FactsAbout{Aspect::default_preset, one.owner, 0};
            } else if constexpr (std::same_as<E, ConnectionOpened> || std::same_as<E, ConnectionChanged> ||
                                 std::same_as<E, ConnectionRemoved>) {
                return of_account(Aspect::connection, one.account);
            } else if constexpr (std::same_as<E, CredentialSealed>) {
                return of_account(Aspect::api_key, one.account);
            } else if constexpr (std::same_as<E, ConnectionWebhookSet>) {
                return of_account(Aspect::webhook, one.account);
            } else if constexpr (std::same_as<E, SubscriptionCreated> || std::same_as<E, SubscriptionRevised>) {
                return of_copy(Aspect::copy_terms, one.subscription);
            } else if constexpr (std::same_as<E, SubscriptionSwitched>) {
                return of_copy(Aspect::copy_state, one.subscription);
            } else if constexpr (std::same_as<E, SubscriptionPresetAssigned>) {
                return of_copy(Aspect::copy_preset, one.subscription);
            } else if constexpr (std::same_as<E, BotCreated> || std::same_as<E, BotRevised>) {
                return FactsAbout{Aspect::bot_terms, one.bot.owner, one.bot.counter};
            } else if constexpr (std::same_as<E, BotSwitched>) {
                return FactsAbout{Aspect::bot_state, one.bot.owner, one.bot.counter};
            } else if constexpr (std::same_as<E, BotPresetAssigned>) {
                return FactsAbout{Aspect::bot_preset, one.bot.owner, one.bot.counter};
            } else if constexpr (std::same_as<E, StrategyCreated> || std::same_as<E, StrategyRevised> || std::same_as<E, StrategyDeleted>) {
                return FactsAbout{Aspect::strategy, one.strategy.owner, one.strategy.counter};
            } else if constexpr (std::same_as<E, TokenCreated> || std::same_as<E, TokenRevoked>) {
                return FactsAbout{Aspect::token, OwnerId{}, one.token.value};
            } else {
                return std::nullopt;
            }
        },
        event);
}

std::string facts_of(const Event& event) {
    if (std::holds_alternative<ConnectionRemoved>(event) || std::holds_alternative<TokenRevoked>(event) ||
        std::holds_alternative<StrategyDeleted>(event)) {
        return "{}";
    }
    if (const auto* sealed = std::get_if<CredentialSealed>(&event)) return facts_of(*sealed);
    if (const auto* webhook = std::get_if<ConnectionWebhookSet>(&event)) return facts_of(*webhook);
    json::Writer whole;
    write_event_data(whole, event);
    const auto data = json::Document::parse(whole.take());
    TRELLIS_CHECK(data.ok(), "an event's JSON can be read again");
    return facts_in(data->root());
}

}  // namespace trellis::adapters
