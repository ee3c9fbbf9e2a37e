#include "adapters/admin/group_commands.hpp"

#include "adapters/admin/body.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/config/level_body.hpp"
#include "engine/group/reduce.hpp"

namespace trellis::adapters::admin {

namespace {

/// X-7; absent: all of it. Nothing when it was refused.
std::optional<Ratio> read_fraction(Body& body) {
    const auto* value = body.find("fraction");
    if (value == nullptr) return Ratio::from_integer(1);
    std::optional<Ratio> fraction;
    if (value->is_number() || value->is_string()) {
        if (auto read = Ratio::parse(value->is_number() ? value->number() : value->string()); read.ok()) fraction = *read;
    }
    if (fraction && fraction->is_positive() && *fraction <= Ratio::from_integer(1)) return fraction;
    body.refuse("OUT_OF_RANGE", *value, {"X-7", "above 0, at most 1"});
    return std::nullopt;
}

struct Target {
    GroupId group;
    bool is_listed = true;
    bool has_ended = false;
};

Result<Target> target_of(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto id = find_group(scene, call.parameter("id"));
    if (!id) return id.error();
    const auto row = scene.history().group(*id);
    if (!row) return row.error();
    if (*row) return Target{*id, true, (*row)->group.has_ended()};
    // On a full disk the lists stay behind; a group that they do not have yet can be closed all the same: the engine knows.
    if (services.history.sequence() < services.control.status().durable_sequence) return Target{*id, false, false};
    return Error{"NOT_FOUND", "there is and was no group " + text(*id)};
}

HttpResponse obeyed_response(GroupId group, const Obeyed& obeyed) {
    json::Writer out;
    out.begin_object().name("group").string(text(group)).name("event");
    obeyed.event ? out.integer(*obeyed.event) : out.null();
    text_or_null(out, "detail", obeyed.event ? "" : "nothing was left to do");
    return json_response(out.end_object());
}

HttpResponse dry_response(const Target& target, std::string_view would) {
    if (!target.is_listed) return problem_response(Error{"NOT_FOUND", "there is and was no group " + text(target.group)});
    json::Writer out;
    out.begin_object().name("dry_run").boolean(true).name("group").string(text(target.group)).name("would").begin_array();
    if (!target.has_ended) out.string(would);
    return json_response(out.end_array().end_object());
}

/// What to tell it, and that in words.
struct Telling {
    GroupCommand command;
    std::string words;
};

void tell_group(const AdminServices& services, const Call& call, const HttpReply& reply, const Telling& telling) {
    const auto target = target_of(services, call);
    if (!target) return reply.send(problem_response(target.error()));
    if (call.is_dry_run) return reply.send(dry_response(*target, telling.words));
    if (target->has_ended) return reply.send(obeyed_response(target->group, {}));
    services.control.command(target->group, telling.command, [reply, group = target->group](const Result<Obeyed>& obeyed) {
        reply.send(obeyed ? obeyed_response(group, *obeyed) : problem_response(obeyed.error()));
    });
}

}  // namespace

void close_group(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({"fraction"});
    const auto fraction = read_fraction(*body);
    if (body->has_errors() || !fraction) return reply.send(problem_response(body->problem()));
    const std::string part = "lower its targets and close " + fraction->text() + " of what is open at the market";
    const bool is_whole = *fraction == Ratio::from_integer(1);
    tell_group(services, call, reply,
               {close_by_hand(*fraction), is_whole ? "cancel its orders and close what is open at the market" : part});
}

void move_stop(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    const auto command = read_move_stop(body->root(), body->reporter());
    if (!command) return reply.send(problem_response(body->problem()));
    tell_group(services, call, reply, {*command, command->price ? "set its stop to " + command->price->text() : "take its stop away"});
}

void change_targets(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    auto command = read_change_targets(body->root(), body->reporter());
    if (!command) return reply.send(problem_response(body->problem()));
    const auto count = std::to_string(command->targets.size());
    tell_group(services, call, reply, {*std::move(command), "change " + count + " of its targets"});
}

void cancel_entries(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({});
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    tell_group(services, call, reply, {CancelEntries{.answers_stop = false}, "cancel its entries that still work"});
}

void release_quarantine(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({});
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    tell_group(services, call, reply, {ReleaseQuarantine{}, "let it act again"});
}

}  // namespace trellis::adapters::admin
