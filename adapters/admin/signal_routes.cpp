// Signals and what became of them; sending one, and asking what one would do.
#include <array>

#include "adapters/admin/problem.hpp"
#include "adapters/admin/routes.hpp"
#include "adapters/admin/send_signal.hpp"
#include "adapters/admin/state_view.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/history/ids.hpp"

namespace trellis::adapters::admin {

namespace {

constexpr std::array<SignalOutcome, 5> outcomes{SignalOutcome::accepted, SignalOutcome::queued, SignalOutcome::duplicate,
                                                SignalOutcome::ignored, SignalOutcome::rejected};

Result<SignalFilter> filter_of(const Scene& scene, const Query& query) {
    SignalFilter filter;
    if (const auto* name = query.find("account")) {
        const auto account = scene.find_account(*name);
        if (!account) return account.error();
        filter.account = *account;
    }
    if (const auto* word = query.find("outcome")) {
        for (const auto outcome : outcomes) {
            if (*word == text(outcome)) filter.outcome = outcome;
        }
        if (!filter.outcome) {
            return Error{"INVALID_PARAMETER",
                         "outcome is accepted, queued, duplicate, ignored or rejected, not \"" + shortened(*word) + "\""};
        }
    }
    return filter;
}

HttpResponse signals(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto page = call.query.page();
    if (!page) return problem_response(page.error());
    const auto filter = filter_of(scene, call.query);
    if (!filter) return problem_response(filter.error());
    const auto found = scene.history().signals(*filter, *page);
    if (!found) return problem_response(found.error());
    return list_response(call, *found, [&](json::Writer& out, const SignalRow& row) {
        write_signal(out, scene, row, time_of(scene, row));
    });
}

void write_refusal(json::Writer& out, const SignalRefused& refused) {
    out.name("original");
    refused.original ? out.string(text(*refused.original)) : out.null();
    out.name("errors").begin_array();
    for (const auto& error : refused.errors) {
        out.begin_object().name("pointer").string(error.pointer).name("value").string(error.value);
        out.name("rule").string(error.rule).name("hint").string(error.hint).end_object();
    }
    out.end_array();
    text_or_null(out, "body", refused.body);
}

/// What its first event says, as far as that is kept.
void write_origin(json::Writer& out, const Scene& scene, const SignalRow& row, const std::optional<EventRow>& first) {
    const auto* refused = first ? std::get_if<SignalRefused>(&first->event) : nullptr;
    out.name("instruction");
    row.admitted ? write_instruction(out, scene, row.admitted->instruction) : static_cast<void>(out.null());
    out.name("plan");
    row.admitted&& row.admitted->plan ? write_plan(out, *row.admitted->plan) : static_cast<void>(out.null());
    if (refused != nullptr) {
        write_refusal(out, *refused);
        return;
    }
    out.name("original").null().name("errors").begin_array().end_array();
    text_or_null(out, "body", row.admitted ? std::string_view(row.admitted->body) : std::string_view());
}

HttpResponse signal(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto number = parse_signal_number(call.parameter("id"));
    if (!number) {
        return problem_response(Error{"INVALID_PARAMETER", "a signal is s3, not \"" + shortened(call.parameter("id")) + "\""});
    }
    const auto row = scene.history().signal(*number);
    if (!row) return problem_response(row.error());
    if (!*row) return problem_response(Error{"NOT_FOUND", "there is no signal " + text(*number)});
    const auto events = scene.history().events_of(*number);
    if (!events) return problem_response(events.error());
    const auto first = scene.history().event((*row)->sequence);
    if (!first && first.error().code != "EVENT_NOT_KEPT") return problem_response(first.error());
    const auto origin = first ? *first : std::nullopt;
    json::Writer out;
    out.begin_object().name("signal");
    write_signal(out, scene, **row, origin ? std::optional(origin->at) : std::nullopt);
    write_origin(out, scene, **row, origin);
    out.name("events").begin_array();
    for (const auto sequence : *events) out.integer(sequence);
    out.end_array().end_object();
    return json_response(out);
}

}  // namespace

std::vector<Route> signal_routes(const AdminServices& services) {
    const AdminServices* s = &services;
    return {
        {"GET",
         "/signals",
         Role::viewer,
         "Signals, newest first",
         answering([s](const Call& call) { return signals(*s, call); }),
         {"account", "outcome", "limit", "cursor"}},
        {"GET", "/signals/{id}", Role::viewer, "A signal with what it asked for and what became of it",
         answering([s](const Call& call) { return signal(*s, call); })},
        {"POST",
         "/signals",
         Role::operating,
         "Send a signal as a bot or another program does",
         [s](const Call& call, const HttpReply& reply) { send_signal(*s, call, reply); },
         {},
         BodyKind::fields},
        {"POST",
         "/signals/preview",
         Role::viewer,
         "What a signal would do now; nothing is recorded",
         answering([s](const Call& call) { return preview_signal(*s, call); }),
         {},
         BodyKind::fields},
    };
}

}  // namespace trellis::adapters::admin
