#include "adapters/admin/queue_commands.hpp"

#include "adapters/admin/body.hpp"
#include "adapters/admin/outlook.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/history/ids.hpp"
#include "engine/pool/promotion.hpp"

namespace trellis::adapters::admin {

namespace {

/// Which entry is meant, and in whose queue it would be.
struct Place {
    AccountId account;
    QueueReference entry;
};

Error invalid_entry(std::string_view id) {
    return {"INVALID_PARAMETER", "\"" + shortened(id) + "\" is no entry: it is s12 or ACCOUNT:SYMBOL:TIMEFRAME:SIDE"};
}

Result<Place> place_of_signal(const Scene& scene, SignalNumber number) {
    const auto row = scene.history().signal(number);
    if (!row) return row.error();
    const auto* account = *row ? scene.account((*row)->account) : nullptr;
    if (account == nullptr) return Error{"NOT_FOUND", "no signal " + text(number) + " waits"};
    return Place{account->id, number};
}

Result<Place> place_of(const Scene& scene, std::string_view id) {
    if (const auto number = parse_signal_number(id)) return place_of_signal(scene, *number);
    const auto identity = find_identity(scene, id);
    if (!identity) return identity.error().code == "INVALID_PARAMETER" ? invalid_entry(id) : identity.error();
    return Place{identity->account, identity->identity};
}

/// What became of it, as the first events of the decision say.
struct Decided {
    std::string outcome;  ///< promoted, waiting, rejected, removed
    std::string code;
    std::string detail;
    std::vector<GroupId> groups;
};

void take(Decided& decided, const Event& event) {
    if (const auto* admitted = std::get_if<SignalAdmitted>(&event)) {
        decided.outcome = "promoted";
        decided.groups = admitted->groups;
    } else if (const auto* failed = std::get_if<PromotionFailed>(&event)) {
        decided = {"waiting", failed->code, failed->detail, {}};
    } else if (const auto* left = std::get_if<QueueEntryLeft>(&event)) {
        decided = {left->exit == QueueExit::removed ? "removed" : "rejected", left->code, left->detail, {}};
    }
}

/// Of the decision that began with that event: only what is about the entry itself, which stands first. It is read from the journal,
/// where it is already; the lists may be a moment behind.
Decided decided_by(const OwnHistory& history, std::uint64_t first) {
    Decided decided;
    const auto commit = history.commit_of(first);
    if (commit) {
        for (const auto& row : *commit) {
            if (decided.outcome.empty()) take(decided, row.event);
        }
    }
    if (decided.outcome.empty()) decided.outcome = "done";
    return decided;
}

HttpResponse answer(const Scene& scene, const std::string& id, const Obeyed& obeyed) {
    if (!obeyed.event) return problem_response(Error{"STATE_CHANGED", "the entry left the queue, or its slot was taken, in this very moment"});
    const auto decided = decided_by(scene.history(), *obeyed.event);
    json::Writer out;
    out.begin_object().name("id").string(id).name("outcome").string(decided.outcome);
    text_or_null(out, "code", decided.code);
    text_or_null(out, "detail", decided.detail);
    out.name("groups").begin_array();
    for (const GroupId group : decided.groups) out.string(text(group));
    return json_response(out.end_array().name("event").integer(*obeyed.event).end_object());
}

HttpResponse dry_response(const std::string& id, std::string_view would) {
    json::Writer out;
    out.begin_object().name("dry_run").boolean(true).name("id").string(id).name("would").begin_array().string(would);
    return json_response(out.end_array().end_object());
}

/// Why it cannot be obeyed, as the lists have it.
Result<std::optional<Error>> refusal_of(const AdminServices& services, const Scene& scene, const Place& place,
                                        const QueueCommand& command) {
    const auto* account = scene.account(place.account);
    if (account == nullptr) return std::optional(Error{"NOT_FOUND", "the account is not configured any more"});
    const auto outlook = Outlook::of(services, scene, *account);
    if (!outlook) return outlook.error();
    if (const auto* promotion = std::get_if<PromoteEntry>(&command)) {
        return refuse(outlook->desk(), *promotion, outlook->desk_context());
    }
    if (find_entry(outlook->desk(), place.entry) != nullptr) return std::optional<Error>{};
    return std::optional(Error{"NOT_FOUND", "no entry of that name waits"});
}

struct Telling {
    QueueCommand command;
    std::string_view words;
};

void tell(const AdminServices& services, const Call& call, const HttpReply& reply, const Place& place, const Telling& telling) {
    const Scene scene(services, call);
    const auto refused = refusal_of(services, scene, place, telling.command);
    if (!refused) return reply.send(problem_response(refused.error()));
    if (*refused) return reply.send(problem_response(**refused));
    const std::string id(call.parameter("id"));
    if (call.is_dry_run) return reply.send(dry_response(id, telling.words));
    services.control.tell_queue(place.account, telling.command, [&services, reply, caller = call.caller, id](const Result<Obeyed>& obeyed) {
        reply.send(obeyed ? answer(Scene(services, caller), id, *obeyed) : problem_response(obeyed.error()));
    });
}

/// The entry of the path, when the body is right too.
std::optional<Place> read_place(const AdminServices& services, const Call& call, const HttpReply& reply, Result<Body>& body) {
    if (!body) {
        reply.send(problem_response(body.error()));
        return std::nullopt;
    }
    if (body->has_errors()) {
        reply.send(problem_response(body->problem()));
        return std::nullopt;
    }
    const auto place = place_of(Scene(services, call), call.parameter("id"));
    if (place) return *place;
    reply.send(problem_response(place.error()));
    return std::nullopt;
}

}  // namespace

void promote_entry(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (body) body->allow_only({});
    const auto place = read_place(services, call, reply, body);
    if (place) tell(services, call, reply, *place, {PromoteEntry{place->entry, false, false}, "execute it now in a free slot"});
}

void force_entry(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    bool ignores_exposure = false;
    if (body) {
        body->allow_only({"ignore_exposure"});
        ignores_exposure = body->boolean("ignore_exposure");
    }
    const auto place = read_place(services, call, reply, body);
    if (place) tell(services, call, reply, *place, {PromoteEntry{place->entry, true, ignores_exposure}, "execute it now whatever the pool says"});
}

void remove_entry(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (body) body->allow_only({});
    const auto place = read_place(services, call, reply, body);
    if (place) tell(services, call, reply, *place, {RemoveEntry{place->entry}, "take it out of the queue"});
}

}  // namespace trellis::adapters::admin
