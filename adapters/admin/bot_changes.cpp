#include "adapters/admin/bot_changes.hpp"

#include "adapters/admin/body.hpp"
#include "adapters/admin/bot_view.hpp"
#include "adapters/admin/named.hpp"
#include "adapters/admin/preset_view.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/config/bots.hpp"

namespace trellis::adapters::admin {

namespace {

BotId subject_of(const DirectoryCommand& command, const std::vector<DirectoryEvent>& events) {
    if (!events.empty()) {
        if (const auto* created = std::get_if<BotCreated>(&events.front())) return created->bot;
    }
    return std::visit(
        []<class Command>(const Command& told) {
            if constexpr (requires { BotId{told.bot}; }) {
                return told.bot;
            } else {
                return BotId{};
            }
        },
        command);
}

HttpResponse changed_response(const AdminServices& services, const Scene& scene, const DirectoryChange& change, const DirectoryWish& wish) {
    const CatalogueBot& known = change.directory->bots.at(subject_of(wish.command, change.events));
    json::Writer out;
    out.begin_object().name("bot").begin_object();
    write_bot(out, scene, *change.directory, known, services.now());
    out.end_object();
    write_event(out, change);
    out.end_object();
    return tagged_response(out, known.revision, wish.status);
}

void hand_over(const AdminServices& services, const Call& call, const HttpReply& reply, DirectoryWish wish) {
    hand_over(services, call, reply, std::move(wish), [&services](const Scene& scene, const DirectoryChange& change, const DirectoryWish& done) {
        return changed_response(services, scene, change, done);
    });
}

/// The stop is durable, and says that what the bot opened closes: its desk hears that with the change, or at the next start (follow_up).
/// It is asked here too, so that the answer comes when it closes, and a stop that is repeated does no less.
void flatten(const AdminServices& services, const HttpReply& reply, const Caller& caller, const DirectoryChange& change, const DirectoryWish& wish) {
    const BotId bot = subject_of(wish.command, change.events);
    SetTradingState closing;
    closing.flattens_bot = bot;
    services.control.set_trading(change.directory->bots.at(bot).terms.account, closing, [&services, reply, caller, change, wish](const Result<Obeyed>& obeyed) {
        if (!obeyed.ok()) return reply.send(problem_response(obeyed.error()));
        DirectoryChange answered = change;
        if (!answered.event.has_value()) answered.event = obeyed->event;
        reply.send(changed_response(services, Scene(services, caller), answered, wish));
    });
}

void stop_and_flatten(const AdminServices& services, const Call& call, const HttpReply& reply, const DirectoryWish& wish) {
    if (call.is_dry_run) return reply.send(tried_response(services, call, wish));
    services.control.change_directory(call.caller.owner, wish.command, wish.expected_revision,
                                      [&services, reply, caller = call.caller, wish](const Result<DirectoryChange>& change) {
                                          if (!change.ok()) return reply.send(problem_response(change.error()));
                                          flatten(services, reply, caller, *change, wish);
                                      });
}

Result<Named<BotId>> named(const AdminServices& services, const Call& call) {
    const auto id = find_bot(*services.control.directory(), call.parameter("id"), call.caller.owner);
    if (!id) return id.error();
    return named_at(call, "/bots/" + text(*id), *id);
}

/// Its preset by the name or the id that is said; empty: none.
Result<std::optional<PresetId>> preset_named(const AdminServices& services, const Call& call, const std::string& name) {
    if (name.empty()) return std::optional<PresetId>();
    const auto found = find_preset(*services.control.directory(), name, call.caller.owner);
    if (!found) return found.error();
    return std::optional(*found);
}

void switch_to(const AdminServices& services, const Call& call, const HttpReply& reply, BotState state) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    const bool may_flatten = state == BotState::stopped;
    may_flatten ? body->allow_only({"flatten"}) : body->allow_only({});
    const bool flattens = may_flatten && body->boolean("flatten");
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    const auto found = named(services, call);
    if (!found) return reply.send(problem_response(found.error()));
    const DirectoryWish wish{SwitchBot{found->id, state, flattens}, found->expected};
    flattens ? stop_and_flatten(services, call, reply, wish) : hand_over(services, call, reply, wish);
}

}  // namespace

void create_bot(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    const auto said = read_bot(body->root(), Scene(services, call).accounts(), body->reporter());
    if (!said) return reply.send(problem_response(body->problem()));
    if (said->state == BotState::paused) body->refuse("INVALID_VALUE", *body->find("state"), {"B-31", "a new bot is running or stopped"});
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    const auto preset = preset_named(services, call, said->preset);
    if (!preset) return reply.send(problem_response(preset.error()));
    hand_over(services, call, reply, {CreateBot{said->terms, *preset, said->state == BotState::running}, std::nullopt, 201});
}

void revise_bot(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto found = with_basis(named(services, call));
    if (!found) return reply.send(problem_response(found.error()));
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    for (const std::string_view other : {"preset", "state"}) {
        if (const auto* value = body->find(other)) body->refuse("INVALID_VALUE", *value, {"B-31", "it has a route of its own"});
    }
    const auto said = read_bot(body->root(), Scene(services, call).accounts(), body->reporter());
    if (!said || body->has_errors()) return reply.send(problem_response(body->problem()));
    hand_over(services, call, reply, {ReviseBot{found->id, said->terms}, found->expected});
}

void delete_bot(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto found = named(services, call);
    if (!found) return reply.send(problem_response(found.error()));
    hand_over(services, call, reply, {SwitchBot{found->id, BotState::removed}, found->expected});
}

void start_bot(const AdminServices& services, const Call& call, const HttpReply& reply) { switch_to(services, call, reply, BotState::running); }
void pause_bot(const AdminServices& services, const Call& call, const HttpReply& reply) { switch_to(services, call, reply, BotState::paused); }
void stop_bot(const AdminServices& services, const Call& call, const HttpReply& reply) { switch_to(services, call, reply, BotState::stopped); }

void assign_bot_preset(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto found = named(services, call);
    if (!found) return reply.send(problem_response(found.error()));
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({"preset"});
    if (body->find("preset") == nullptr) return reply.send(problem_response(Error{"INVALID_BODY", "say which preset, or null for none"}));
    const auto name = body->text("preset");
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    const auto preset = preset_named(services, call, name.value_or(""));
    if (!preset) return reply.send(problem_response(preset.error()));
    hand_over(services, call, reply, {AssignBotPreset{found->id, *preset}, found->expected});
}

}  // namespace trellis::adapters::admin
