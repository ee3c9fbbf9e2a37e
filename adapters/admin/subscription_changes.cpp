#include "adapters/admin/subscription_changes.hpp"

#include <algorithm>

#include "adapters/admin/body.hpp"
#include "adapters/admin/named.hpp"
#include "adapters/admin/preset_view.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/config/subscriptions.hpp"
#include "adapters/explanation/copy_words.hpp"
#include "engine/directory/owned_id.hpp"

namespace trellis::adapters::admin {

namespace {

HttpResponse shared_response(const Scene& scene, const ShareAccount& command, const DirectoryChange& change) {
    json::Writer out;
    out.begin_object().name("account").string(scene.account_name(command.account)).name("shared").boolean(command.is_shared);
    write_event(out, change);
    return json_response(out.end_object());
}

/// The subscription that a command was about: the one it made, or the one it names.
SubscriptionId subject_of(const DirectoryCommand& command, const DirectoryEvents& events) {
    if (!events.empty()) {
        if (const auto* created = std::get_if<SubscriptionCreated>(&events.front())) return created->subscription;
    }
    return std::visit(
        []<class Command>(const Command& told) {
            if constexpr (requires { told.subscription; }) {
                return told.subscription;
            } else {
                return SubscriptionId{};
            }
        },
        command);
}

HttpResponse changed_response(const Scene& scene, const DirectoryChange& change, const DirectoryWish& wish) {
    if (const auto* shared = std::get_if<ShareAccount>(&wish.command)) return shared_response(scene, *shared, change);
    const SubscriptionId id = subject_of(wish.command, change.events);
    const CatalogueSubscription& known = change.directory->subscriptions.at(id);
    json::Writer out;
    out.begin_object().name("subscription").begin_object();
    write_subscription_fields(out, scene, *change.directory, known);
    out.end_object();
    write_event(out, change);
    out.end_object();
    return tagged_response(out, known.revision, wish.status);
}

std::optional<SubscriptionText> read_body(const Scene& scene, const Directory& directory, Body& body) {
    return read_subscription(body.root(), leaders_for(scene, directory), body.reporter());
}

Result<Named<SubscriptionId>> named(const AdminServices& services, const Call& call) {
    const auto id = find_subscription(*services.control.directory(), call.parameter("id"), call.caller.owner);
    if (!id) return id.error();
    return named_at(call, "/subscriptions/" + text(*id), *id);
}

void switch_to(const AdminServices& services, const Call& call, const HttpReply& reply, SubscriptionState state) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({});
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    const auto found = named(services, call);
    if (!found) return reply.send(problem_response(found.error()));
    hand_over(services, call, reply, {SwitchSubscription{found->id, state}, found->expected}, changed_response);
}

void optional_decimal(json::Writer& out, std::string_view name, const auto& value) {
    out.name(name);
    value.has_value() ? out.string(value->text()) : out.null();
}

}  // namespace

std::vector<AccountConfig> leaders_for(const Scene& scene, const Directory& directory) {
    std::vector<AccountConfig> found = scene.accounts();
    for (const auto& account : scene.config().accounts) {
        const auto shared = directory.shared.find(account.id);
        if (shared == directory.shared.end() || !shared->second) continue;
        if (std::ranges::find(found, account.id, &AccountConfig::id) == found.end()) found.push_back(account);
    }
    std::ranges::sort(found, {}, &AccountConfig::name);
    return found;
}

Result<SubscriptionId> find_subscription(const Directory& directory, std::string_view id, OwnerId reader) {
    const auto wanted = parse_owned<SubscriptionId>('c', id);
    if (wanted.has_value() && directory.find_subscription(*wanted, reader) != nullptr) return *wanted;
    return Error{"NOT_FOUND", "there is no subscription \"" + shortened(id) + "\""};
}

void write_subscription_fields(json::Writer& out, const Scene& scene, const Directory& directory, const CatalogueSubscription& known) {
    const CopyTerms& terms = known.terms;
    // The leader may be somebody else's, who shares it.
    const AccountConfig* leader = find_account(scene.config(), terms.leader);
    out.name("id").string(text(known.id)).name("revision").integer(known.revision).name("state").string(text(known.state));
    out.name("leader").string(leader == nullptr ? std::to_string(terms.leader.value) : leader->name);
    out.name("follower").string(scene.account_name(terms.follower)).name("mode").string(text(terms.mode));
    out.name("multiplier").string(terms.multiplier.text());
    optional_decimal(out, "percentage", terms.mode == CopyMode::percentage ? std::optional(terms.percentage) : std::nullopt);
    optional_decimal(out, "fixed_quantity", terms.mode == CopyMode::fixed_quantity ? std::optional(terms.fixed_quantity) : std::nullopt);
    optional_decimal(out, "min_qty", terms.min_quantity);
    optional_decimal(out, "max_qty", terms.max_quantity);
    optional_decimal(out, "max_position_size", terms.max_position_size);
    out.name("follow_close").boolean(terms.follow_close);
    const CataloguePreset* preset = known.preset.has_value() ? directory.find(*known.preset) : nullptr;
    out.name("preset");
    if (preset == nullptr) {
        out.null();
    } else {
        out.begin_object().name("id").string(text(preset->id)).name("name").string(preset->name()).end_object();
    }
    out.name("created_at").string(rfc3339(known.created_at)).name("changed_at").string(rfc3339(known.changed_at));
}

void create_subscription(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    const auto directory = services.control.directory();
    const auto said = read_body(Scene(services, call), *directory, *body);
    if (!said) return reply.send(problem_response(body->problem()));
    CreateSubscription command{said->terms, std::nullopt, said->is_paused};
    if (!said->preset.empty()) {
        const auto preset = find_preset(*directory, said->preset, call.caller.owner);
        if (!preset) return reply.send(problem_response(preset.error()));
        command.preset = *preset;
    }
    hand_over(services, call, reply, {command, std::nullopt, 201}, changed_response);
}

void revise_subscription(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto found = with_basis(named(services, call));
    if (!found) return reply.send(problem_response(found.error()));
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    for (const std::string_view other : {"preset", "paused"}) {
        if (const auto* value = body->find(other)) body->refuse("INVALID_VALUE", *value, {"B-30", "it has a route of its own"});
    }
    const auto said = read_body(Scene(services, call), *services.control.directory(), *body);
    if (!said || body->has_errors()) return reply.send(problem_response(body->problem()));
    hand_over(services, call, reply, {ReviseSubscription{found->id, said->terms}, found->expected}, changed_response);
}

void delete_subscription(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto found = named(services, call);
    if (!found) return reply.send(problem_response(found.error()));
    hand_over(services, call, reply, {SwitchSubscription{found->id, SubscriptionState::ended}, found->expected}, changed_response);
}

void pause_subscription(const AdminServices& services, const Call& call, const HttpReply& reply) {
    switch_to(services, call, reply, SubscriptionState::paused);
}

void resume_subscription(const AdminServices& services, const Call& call, const HttpReply& reply) {
    switch_to(services, call, reply, SubscriptionState::active);
}

void assign_subscription_preset(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto found = named(services, call);
    if (!found) return reply.send(problem_response(found.error()));
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({"preset"});
    if (body->find("preset") == nullptr) return reply.send(problem_response(Error{"INVALID_BODY", "say which preset, or null for none"}));
    const auto name = body->text("preset");
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    AssignSubscriptionPreset command{found->id, std::nullopt};
    if (name) {
        const auto preset = find_preset(*services.control.directory(), *name, call.caller.owner);
        if (!preset) return reply.send(problem_response(preset.error()));
        command.preset = *preset;
    }
    hand_over(services, call, reply, {command, found->expected}, changed_response);
}

void share_account(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto account = Scene(services, call).find_account(call.parameter("account"));
    if (!account) return reply.send(problem_response(Error{"NOT_FOUND", account.error().detail}));
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({"shared"});
    const bool is_shared = body->boolean("shared");
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    hand_over(services, call, reply, {ShareAccount{*account, is_shared}}, changed_response);
}

}  // namespace trellis::adapters::admin
