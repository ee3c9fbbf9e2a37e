#include "adapters/admin/risk_commands.hpp"

#include "adapters/admin/body.hpp"
#include "adapters/admin/gathering.hpp"
#include "adapters/admin/views.hpp"

namespace trellis::adapters::admin {

namespace {

/// A flag of one group, and what is said when it has it already.
struct Flagging {
    RiskCommand command;
    std::string_view words;
    std::optional<Error> refused;
};

Result<GroupId> open_group_of(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto id = find_group(scene, call.parameter("id"));
    if (!id) return id.error();
    const auto row = scene.history().group(*id);
    if (!row) return row.error();
    if (!*row) return Error{"NOT_FOUND", "there is and was no group " + text(*id)};
    if ((*row)->group.has_ended()) return Error{"GROUP_ENDED", text(*id) + " has ended; the risk engine has nothing to do with it"};
    return *id;
}

HttpResponse flagged_response(GroupId group, const Obeyed& obeyed) {
    json::Writer out;
    out.begin_object().name("group").string(text(group)).name("event");
    obeyed.event ? out.integer(*obeyed.event) : out.null();
    text_or_null(out, "detail", obeyed.event ? "" : "nothing was left to do");
    return json_response(out.end_object());
}

HttpResponse dry_response(GroupId group, std::string_view would) {
    json::Writer out;
    out.begin_object().name("dry_run").boolean(true).name("group").string(text(group)).name("would").begin_array().string(would);
    return json_response(out.end_array().end_object());
}

/// `flagging_of` says what to do about the group, seen the flags that there are.
template <class FlaggingOf>
void flag(const AdminServices& services, const Call& call, const HttpReply& reply, FlaggingOf flagging_of) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({});
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    const auto group = open_group_of(services, call);
    if (!group) return reply.send(problem_response(group.error()));
    const auto risk = Scene(services, call).history().risk(group->account);
    if (!risk) return reply.send(problem_response(risk.error()));
    const Flagging flagging = flagging_of(*group, *risk);
    if (flagging.refused) return reply.send(problem_response(*flagging.refused));
    if (call.is_dry_run) return reply.send(dry_response(*group, flagging.words));
    services.control.tell_risk(group->account, flagging.command, [reply, group = *group](const Result<Obeyed>& obeyed) {
        reply.send(obeyed ? flagged_response(group, *obeyed) : problem_response(obeyed.error()));
    });
}

std::optional<Error> refused_if(bool is_so, std::string_view code, GroupId group, std::string_view why) {
    return is_so ? std::optional(Error{std::string(code), text(group) + std::string(why)}) : std::nullopt;
}

/// What `POST /risk/run` asks for.
struct Wish {
    RunRiskPass pass{RiskTrigger::request, false};
    std::vector<AccountId> accounts;
};

std::variant<Wish, ApiProblem> read_wish(const Scene& scene, const Call& call) {
    auto body = Body::parse(call.request.body);
    if (!body) return ApiProblem{body.error().code, body.error().detail};
    body->allow_only({"account", "force"});
    const auto name = body->text("account");
    Wish wish;
    wish.pass.is_forced = body->boolean("force");
    if (body->has_errors()) return body->problem();
    auto accounts = accounts_named(scene, name);
    if (!accounts) return ApiProblem{accounts.error().code, accounts.error().detail};
    wish.accounts = std::move(*accounts);
    return wish;
}

}  // namespace

void run_risk(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const Scene scene(services, call);
    const auto read = read_wish(scene, call);
    if (const auto* problem = std::get_if<ApiProblem>(&read)) return reply.send(problem_response(*problem));
    const auto& wish = std::get<Wish>(read);
    if (call.is_dry_run) {
        json::Writer out;
        out.begin_object().name("dry_run").boolean(true).name("would").begin_array();
        for (const AccountId id : wish.accounts) out.string("look for losers and winners of " + scene.account_name(id) + "; see /risk/plan");
        return reply.send(json_response(out.end_array().end_object()));
    }
    if (wish.accounts.empty()) return reply.send(problem_response(ApiProblem{"NOT_FOUND", "the configuration has no account"}));
    std::vector<std::string> names;
    for (const AccountId id : wish.accounts) names.push_back(scene.account_name(id));
    const auto gathering = std::make_shared<Gathering>(reply, std::move(names), "K-12", [](json::Writer&) {});
    for (std::size_t i = 0; i < wish.accounts.size(); ++i) {
        services.control.tell_risk(wish.accounts[i], wish.pass, [gathering, i](const Result<Obeyed>& answer) { gathering->take(i, answer); });
    }
}

void block_group(const AdminServices& services, const Call& call, const HttpReply& reply) {
    flag(services, call, reply, [](GroupId group, const Risk& risk) {
        return Flagging{BlockGroup{group, true}, "keep it out of every pass until it is unblocked",
                        refused_if(risk.blocked.contains(group), "ALREADY_BLOCKED", group, " is blocked already")};
    });
}

void unblock_group(const AdminServices& services, const Call& call, const HttpReply& reply) {
    flag(services, call, reply, [](GroupId group, const Risk& risk) {
        return Flagging{BlockGroup{group, false}, "let it take part in passes again",
                        refused_if(!risk.blocked.contains(group), "NOT_BLOCKED", group, " is not blocked")};
    });
}

void skip_group_once(const AdminServices& services, const Call& call, const HttpReply& reply) {
    flag(services, call, reply, [](GroupId group, const Risk& risk) {
        return Flagging{SkipGroupOnce{group}, "keep it out of the next pass in which that matters",
                        refused_if(risk.skip_once.contains(group), "ALREADY_SKIPPED", group, " is skipped once already")};
    });
}

}  // namespace trellis::adapters::admin
