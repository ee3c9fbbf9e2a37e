#include "adapters/admin/preset_changes.hpp"

#include <algorithm>

#include "adapters/admin/body.hpp"
#include "adapters/admin/named.hpp"
#include "adapters/admin/preset_view.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/user_view.hpp"
#include "adapters/config/presets.hpp"

namespace trellis::adapters::admin {

namespace {

/// The preset that a command was about: the one it made, or the one it names.
std::optional<PresetId> subject_of(const DirectoryCommand& command, const std::vector<DirectoryEvent>& events) {
    if (!events.empty()) {
        if (const auto* created = std::get_if<PresetCreated>(&events.front())) return created->preset;
    }
    return std::visit(
        []<class Command>(const Command& told) -> std::optional<PresetId> {
            if constexpr (requires { told.preset; }) {
                return told.preset;
            } else {
                return std::nullopt;
            }
        },
        command);
}

/// B-16: what of the preset the account cannot do, and does without.
void write_left_out(json::Writer& out, const Scene& scene, const DirectoryChange& change, const DirectoryWish& wish, const std::optional<PresetId>& id) {
    out.name("left_out").begin_array();
    const auto* assigned = std::get_if<AssignPreset>(&wish.command);
    if (assigned != nullptr && id.has_value()) {
        for (const auto& one : reservations(*change.directory->find(*id)->current(), *scene.account(assigned->account))) {
            out.begin_object().name("code").string(one.code).name("detail").string(one.detail).end_object();
        }
    }
    out.end_array();
}

HttpResponse assignment_response(const Scene& scene, const DirectoryChange& change, const DirectoryWish& wish) {
    json::Writer out;
    out.begin_object();
    if (const auto* assigned = std::get_if<AssignPreset>(&wish.command)) out.name("account").string(scene.account_name(assigned->account));
    const auto id = subject_of(wish.command, {});
    out.name("preset");
    if (id.has_value()) {
        out.begin_object();
        write_preset_fields(out, scene, *change.directory, *change.directory->find(*id));
        out.end_object();
    } else {
        out.null();
    }
    write_left_out(out, scene, change, wish, id);
    write_event(out, change);
    return json_response(out.end_object());
}

HttpResponse changed_response(const Scene& scene, const DirectoryChange& change, const DirectoryWish& wish) {
    if (std::holds_alternative<AssignPreset>(wish.command) || std::holds_alternative<ChooseDefaultPreset>(wish.command)) {
        return assignment_response(scene, change, wish);
    }
    const CataloguePreset& preset = *change.directory->find(subject_of(wish.command, change.events).value());
    json::Writer out;
    out.begin_object().name("preset");
    write_preset_detail(out, scene, *change.directory, preset);
    out.name("is_deleted").boolean(preset.is_deleted);
    write_event(out, change);
    out.end_object();
    return tagged_response(out, preset.revision, wish.status);
}

void refuse_document(const AdminServices& services, const HttpReply& reply, InputErrors errors) {
    note_refused_preset(services, errors.front().code);
    reply.send(problem_response(document_problem("INVALID_PRESET", std::move(errors))));
}

Result<Named<PresetId>> named(const AdminServices& services, const Call& call) {
    const auto id = find_preset(*services.control.directory(), call.parameter("id"), call.caller.owner);
    if (!id) return id.error();
    return named_at(call, "/presets/" + text(*id), *id);
}

/// A change that says everything by its path.
template <class Make>
void change_named(const AdminServices& services, const Call& call, const HttpReply& reply, const Make& make) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({});
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    const auto found = named(services, call);
    if (!found) return reply.send(problem_response(found.error()));
    hand_over(services, call, reply, {make(found->id), found->expected}, changed_response);
}

/// `preset` of a body: an id or a name, or null for none.
Result<std::optional<PresetId>> wanted_preset(const AdminServices& services, OwnerId reader, Body& body) {
    const auto* value = body.find("preset");
    if (value == nullptr) return Error{"INVALID_BODY", "say which preset, or null for none"};
    const auto name = body.text("preset");
    if (!name) return std::optional<PresetId>{};
    const auto id = find_preset(*services.control.directory(), *name, reader);
    if (!id) return id.error();
    return std::optional(*id);
}

template <class Make>
void assign_from_body(const AdminServices& services, const Call& call, const HttpReply& reply, const Make& make) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({"preset"});
    const auto wanted = wanted_preset(services, call.caller.owner, *body);
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    if (!wanted) return reply.send(problem_response(wanted.error()));
    hand_over(services, call, reply, {make(*wanted)}, changed_response);
}

}  // namespace

void create_preset(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto read = read_preset(call.request.body);
    if (!read) return refuse_document(services, reply, std::move(read.errors));
    hand_over(services, call, reply, {CreatePreset{*std::move(read)}, std::nullopt, 201}, changed_response);
}

void revise_preset(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto found = with_basis(named(services, call));
    if (!found) return reply.send(problem_response(found.error()));
    // B-22: what everybody trades by is an admin's business, with what his token is for; anybody else is refused where it is decided.
    const bool is_for_admins = found->id.owner == system_owner && call.caller.has_role(Role::admin);
    if (const auto too_far = is_for_admins ? overreach(call.caller, Role::admin) : std::nullopt) return reply.send(problem_response(*too_far));
    auto read = read_preset(call.request.body);
    if (!read) return refuse_document(services, reply, std::move(read.errors));
    hand_over(services, call, reply, {RevisePreset{found->id, *std::move(read)}, found->expected}, changed_response);
}

void delete_preset(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto found = named(services, call);
    if (!found) return reply.send(problem_response(found.error()));
    const auto force = call.query.flag("force");
    if (!force) return reply.send(problem_response(force.error()));
    hand_over(services, call, reply, {DeletePreset{found->id, *force}, found->expected}, changed_response);
}

void clone_preset(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({"name"});
    const auto name = body->text("name");
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    const auto found = find_preset(*services.control.directory(), call.parameter("id"), call.caller.owner);
    if (!found) return reply.send(problem_response(found.error()));
    hand_over(services, call, reply, {ClonePreset{*found, name.value_or("")}, std::nullopt, 201}, changed_response);
}

void publish_preset(const AdminServices& services, const Call& call, const HttpReply& reply) {
    change_named(services, call, reply, [](PresetId id) { return PublishPreset{id, true}; });
}

void unpublish_preset(const AdminServices& services, const Call& call, const HttpReply& reply) {
    change_named(services, call, reply, [](PresetId id) { return PublishPreset{id, false}; });
}

void enable_preset(const AdminServices& services, const Call& call, const HttpReply& reply) {
    change_named(services, call, reply, [](PresetId id) { return SwitchPreset{id, true}; });
}

void disable_preset(const AdminServices& services, const Call& call, const HttpReply& reply) {
    change_named(services, call, reply, [](PresetId id) { return SwitchPreset{id, false}; });
}

void assign_preset(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto account = Scene(services, call).find_account(call.parameter("account"));
    if (!account) return reply.send(problem_response(Error{"NOT_FOUND", account.error().detail}));
    assign_from_body(services, call, reply, [&](const std::optional<PresetId>& preset) { return AssignPreset{*account, preset}; });
}

void choose_default_preset(const AdminServices& services, const Call& call, const HttpReply& reply) {
    // Everybody chooses for himself.
    const auto owner = find_owner(*services.control.directory(), call.caller, call.parameter("user"));
    if (!owner) return reply.send(problem_response(owner.error()));
    if (*owner != call.caller.owner) return reply.send(problem_response(Error{"FORBIDDEN", "everybody chooses his own default preset"}));
    assign_from_body(services, call, reply, [](const std::optional<PresetId>& preset) { return ChooseDefaultPreset{preset}; });
}

}  // namespace trellis::adapters::admin
