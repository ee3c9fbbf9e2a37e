// What the sender is told, as one JSON object: what TradingView does with a status is in docs/webhook.md.
#include <string>
#include <utility>

#include "adapters/json/writer.hpp"
#include "adapters/webhook/intake.hpp"
#include "adapters/webhook/problem.hpp"

namespace trellis::adapters {

namespace {

/// In seconds; TradingView comes back after five by itself.
constexpr std::string_view retry_after = "5";

void add_warnings(json::Writer& writer, const std::vector<std::string>& warnings) {
    if (warnings.empty()) return;
    writer.name("warnings").begin_array();
    for (const auto& warning : warnings) writer.string(warning);
    writer.end_array();
}

HttpResponse response_of(unsigned status, json::Writer& writer) {
    HttpResponse response;
    response.status = status;
    response.body = writer.end_object().take();
    return response;
}

WebhookAnswer taken(const SignalAnswer& answer, WebhookOutcome outcome, const AnswerNotes& notes) {
    json::Writer writer;
    writer.begin_object().name("signal_id").string(text(answer.signal)).name("status").string(text(outcome));
    add_warnings(writer, notes.warnings);
    return {outcome, response_of(202, writer)};
}

WebhookAnswer duplicate(const SignalAnswer& answer, const AnswerNotes& notes) {
    json::Writer writer;
    writer.begin_object().name("duplicate").boolean(true);
    writer.name("signal_id").string(text(answer.refused->original.value_or(answer.signal)));
    writer.name("status").string("duplicate");
    if (!notes.original_outcome.empty()) writer.name("outcome").string(notes.original_outcome);
    return {WebhookOutcome::duplicate, response_of(200, writer)};
}

WebhookAnswer ignored(const SignalAnswer& answer, const AnswerNotes& notes) {
    json::Writer writer;
    writer.begin_object().name("signal_id").string(text(answer.signal)).name("status").string("ignored");
    writer.name("code").string(answer.refused->code).name("detail").string(answer.refused->detail);
    add_warnings(writer, notes.warnings);
    return {WebhookOutcome::ignored, response_of(200, writer)};
}

WebhookAnswer rejected(const SignalAnswer& answer) {
    const SignalRefused& refused = *answer.refused;
    const bool is_schema = refused.code == "SCHEMA";
    Problem problem{.status = is_schema ? 400U : 422U, .code = refused.code, .detail = refused.detail, .errors = refused.errors};
    problem.signal = answer.signal;
    return {is_schema ? WebhookOutcome::schema : WebhookOutcome::rejected, problem_response(problem)};
}

}  // namespace

std::string_view text(WebhookOutcome outcome) {
    switch (outcome) {
        case WebhookOutcome::accepted:
            return "accepted";
        case WebhookOutcome::queued:
            return "queued";
        case WebhookOutcome::duplicate:
            return "duplicate";
        case WebhookOutcome::ignored:
            return "ignored";
        case WebhookOutcome::rejected:
            return "rejected";
        case WebhookOutcome::schema:
            return "schema";
        case WebhookOutcome::unauthorized:
            return "unauthorized";
        case WebhookOutcome::forbidden:
            return "forbidden";
        case WebhookOutcome::not_found:
            return "not_found";
        case WebhookOutcome::bad_method:
            return "bad_method";
        case WebhookOutcome::too_large:
            return "too_large";
        case WebhookOutcome::unavailable:
            return "unavailable";
        case WebhookOutcome::failed:
            return "failed";
    }
    fail_check("an outcome of the webhook must have a name", __FILE__, __LINE__);
}

WebhookAnswer unavailable(const Error& error) {
    HttpResponse response = problem_response({.status = 503, .code = error.code, .detail = error.detail, .errors = {}});
    response.headers.push_back({"Retry-After", std::string(retry_after)});
    return {WebhookOutcome::unavailable, std::move(response)};
}

WebhookAnswer answer_of(const Result<SignalAnswer>& answer, const AnswerNotes& notes) {
    if (!answer) {
        const Error& error = answer.error();
        const bool is_unrecorded = error.code == "BUSY" || error.code == "JOURNAL_FULL" || error.code == "STOPPING";
        if (is_unrecorded) return unavailable(error);
        return {WebhookOutcome::failed,
                problem_response({.status = 500, .code = error.code, .detail = error.detail, .errors = {}})};
    }
    if (!answer->refused) return taken(*answer, WebhookOutcome::accepted, notes);
    switch (answer->refused->outcome) {
        case SignalOutcome::accepted:
            return taken(*answer, WebhookOutcome::accepted, notes);
        case SignalOutcome::queued:
            return taken(*answer, WebhookOutcome::queued, notes);
        case SignalOutcome::duplicate:
            return duplicate(*answer, notes);
        case SignalOutcome::ignored:
            return ignored(*answer, notes);
        case SignalOutcome::rejected:
            return rejected(*answer);
    }
    fail_check("a refused signal must have an outcome", __FILE__, __LINE__);
}

}  // namespace trellis::adapters
