#include "adapters/admin/send_signal.hpp"

#include <algorithm>
#include <array>

#include "adapters/admin/body.hpp"
#include "adapters/admin/outlook.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/webhook/intake.hpp"
#include "adapters/webhook/parse.hpp"
#include "engine/event/enumerators.hpp"
#include "engine/pool/admission.hpp"
#include "engine/pool/bots.hpp"

namespace trellis::adapters::admin {

namespace {

constexpr std::string_view account_header = "X-Trellis-Account";

struct Addressed {
    AccountId account;
    std::string body;  ///< as the webhook takes it
};

std::string without_account(const json::Value& root) {
    json::Writer out;
    out.begin_object();
    for (const auto& member : root.members()) {
        if (member.name != "account") out.name(member.name).raw(member.value.raw());
    }
    return out.end_object().take();
}

/// The account stands in the header, and the body is the sender's byte for byte; or it is a member of the body.
Result<Addressed> address(const Scene& scene, const HttpRequest& request) {
    const auto header = request.header(account_header);
    if (!header.empty()) {
        const auto account = scene.find_account(header);
        if (!account) return account.error();
        return Addressed{*account, request.body};
    }
    auto body = Body::parse(request.body);
    if (!body) return body.error();
    const auto name = body->text("account");
    if (!name)
        return Error{"INVALID_BODY",
                     "the account is missing: \"account\" in the body, or the header " + std::string(account_header)};
    const auto account = scene.find_account(*name);
    if (!account) return account.error();
    return Addressed{*account, without_account(body->root())};
}

// ---- preview ----

void write_errors(json::Writer& out, const std::vector<FieldError>& errors) {
    out.name("errors").begin_array();
    for (const auto& error : errors) {
        out.begin_object().name("pointer").string(error.pointer).name("value").string(error.value);
        out.name("rule").string(error.rule).name("hint").string(error.hint).end_object();
    }
    out.end_array();
}

void write_admitted(json::Writer& out, const Scene& scene, const SignalAdmitted& admitted) {
    out.name("outcome").string("accepted").name("code").null().name("detail").null();
    out.name("would").string(enumerator_name(admitted.hand_over)).name("groups").begin_array();
    for (const GroupId group : admitted.groups) out.string(text(group));
    out.end_array().name("instruction");
    write_instruction(out, scene, admitted.instruction);
    out.name("plan");
    admitted.plan ? write_plan(out, *admitted.plan) : static_cast<void>(out.null());
    write_errors(out, {});
}

void write_queued(json::Writer& out, const Scene& scene, const SignalQueued& queued) {
    out.name("outcome").string("queued").name("code").string(queued.reason).name("detail").string(queued.detail);
    out.name("would").string("wait").name("groups").begin_array().end_array().name("instruction");
    write_instruction(out, scene, queued.instruction);
    out.name("plan").null();
    write_errors(out, {});
}

void write_refused(json::Writer& out, const Scene& scene, const SignalRefused& refused, const Result<Instruction>& instruction) {
    out.name("outcome").string(text(refused.outcome));
    text_or_null(out, "code", refused.code);
    text_or_null(out, "detail", refused.detail);
    out.name("would").null().name("groups").begin_array().end_array().name("instruction");
    instruction.ok() ? write_instruction(out, scene, *instruction) : static_cast<void>(out.null());
    out.name("plan").null();
    write_errors(out, refused.errors);
}

/// What this preview cannot know; said, so that nobody takes it for a promise.
constexpr std::array<std::string_view, 4> not_evaluated{
    "whether it is a duplicate of an earlier signal (W-8)",
    "whether its bar already brought an entry (W-11)",
    "whether the venue takes the orders: balances and margin are not looked at",
    "what happens between now and its arrival",
};

void write_notes(json::Writer& out, const Scene& scene, const Result<Instruction>& instruction) {
    std::optional<Quote> quote;
    if (instruction.ok()) quote = scene.quote(instruction->identity.instrument);
    optional_text(out, "bid", quote ? std::optional(quote->bid) : std::nullopt);
    optional_text(out, "ask", quote ? std::optional(quote->ask) : std::nullopt);
    out.name("not_evaluated").begin_array();
    for (const auto note : not_evaluated) out.string(note);
    out.end_array();
}

void write_decision(json::Writer& out, const Scene& scene, const Outlook& outlook, const ReceivedSignal& received) {
    const auto* signal = std::get_if<Signal>(&received);
    const Desk& desk = outlook.desk();
    const DeskContext context = outlook.desk_context();
    Result<Instruction> instruction = Error{"SCHEMA", ""};
    if (signal != nullptr) instruction = interpret(*signal, context.account, context.instruments, context.config.infer_intent);
    const auto events =
        signal != nullptr ? admit(desk, *signal, context) : refuse_malformed(desk, std::get<MalformedSignal>(received));
    for (const auto& event : events) {
        if (const auto* admitted = std::get_if<SignalAdmitted>(&event)) write_admitted(out, scene, *admitted);
        if (const auto* queued = std::get_if<SignalQueued>(&event)) write_queued(out, scene, *queued);
        if (const auto* refused = std::get_if<SignalRefused>(&event)) write_refused(out, scene, *refused, instruction);
    }
    const bool enters = instruction.ok() && (instruction->intent == Intent::entry || instruction->intent == Intent::reverse);
    const Bot* bot = enters ? taker_of(desk, instruction->identity, context) : nullptr;
    text_or_null(out, "bot", bot == nullptr ? "" : text(bot->id));
    write_notes(out, scene, instruction);
}

}  // namespace

void send_signal(const AdminServices& services, const Call& call, const HttpReply& reply) {
    if (call.is_dry_run) return reply.send(preview_signal(services, call));
    const Scene scene(services, call);
    auto addressed = address(scene, call.request);
    if (!addressed) return reply.send(problem_response(addressed.error()));
    services.control.signal(addressed->account, std::move(addressed->body),
                            [reply](const Result<SignalAnswer>& answer) { reply.send(answer_of(answer, {}).response); });
}

HttpResponse preview_signal(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto addressed = address(scene, call.request);
    if (!addressed) return problem_response(addressed.error());
    const auto outlook = Outlook::of(services, scene, *scene.account(addressed->account));
    if (!outlook) return problem_response(outlook.error());
    const Timestamp now = outlook->now();
    const auto received = parse_signal(addressed->body, addressed->account, SignalNumber{}, now);
    json::Writer out;
    out.begin_object().name("account").string(scene.account_name(addressed->account)).name("at").string(rfc3339(now));
    write_decision(out, scene, *outlook, received);
    return json_response(out.end_object());
}

}  // namespace trellis::adapters::admin
