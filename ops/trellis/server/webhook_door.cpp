#include "ops/trellis/server/webhook_door.hpp"

#include <utility>

namespace trellis::program {

WebhookDoor::WebhookDoor(adapters::IoThread& thread, Stages& stages, Log& log, std::function<Timestamp()> clock, SubmitSignal submit,
                         OutcomeOf outcome_of)
    : thread_(thread),
      stages_(stages),
      log_(log),
      clock_(std::move(clock)),
      submit_(std::move(submit)),
      outcome_of_(std::move(outcome_of)) {}

void WebhookDoor::set_routes(std::shared_ptr<const adapters::Routes> routes) {
    const std::scoped_lock guard(routes_mutex_);
    routes_ = std::move(routes);
}

std::shared_ptr<const adapters::Routes> WebhookDoor::routes() {
    const std::scoped_lock guard(routes_mutex_);
    return routes_;
}

void WebhookDoor::handle(adapters::HttpRequest request, const adapters::HttpReply& reply) {
    const auto received = request.received_at;
    auto decision = adapters::decide_intake(*routes(), memory_, std::move(request), clock_());
    if (auto* refusal = std::get_if<adapters::IntakeRefusal>(&decision)) return refuse(std::move(*refusal), reply);
    submit(std::move(std::get<adapters::IntakeAcceptance>(decision)), received, reply);
}

void WebhookDoor::refuse(adapters::IntakeRefusal refusal, const adapters::HttpReply& reply) {
    stages_.metrics().webhook_requests[refusal.outcome].add();
    if (refusal.delay <= Duration::zero()) return reply.send(std::move(refusal.response));
    thread_.post_after(refusal.delay, [reply, response = std::move(refusal.response)]() mutable { reply.send(std::move(response)); });
}

void WebhookDoor::submit(adapters::IntakeAcceptance accepted, Stages::Time received, const adapters::HttpReply& reply) {
    for (const auto& warning : accepted.warnings) log_.warn("route " + accepted.route + ": " + warning);
    stages_.metrics().webhook_unknown_fields.add(accepted.unknown_fields);
    adapters::AnswerNotes notes{std::move(accepted.warnings), ""};
    submit_(std::move(accepted.signal), received,
            [this, received, reply, notes = std::move(notes), signature = accepted.signature](const Result<adapters::SignalAnswer>& result) {
        if (!result.ok() && signature.has_value()) memory_.forget_signature(*signature);
        const bool is_duplicate = result.ok() && result->refused.has_value() && result->refused->original.has_value();
        if (!is_duplicate) return answer(result, notes, received, reply);
        // The original is looked up in a file: not on the journal's thread.
        thread_.post([this, result, notes, received, reply]() mutable {
            notes.original_outcome = outcome_of_(*result->refused->original);
            answer(result, notes, received, reply);
        });
    });
}

void WebhookDoor::answer(const Result<adapters::SignalAnswer>& result, const adapters::AnswerNotes& notes, Stages::Time received,
                         const adapters::HttpReply& reply) {
    auto said = adapters::answer_of(result, notes);
    stages_.metrics().webhook_requests[said.outcome].add();
    reply.send(std::move(said.response));
    stages_.observe(stages_.metrics().webhook_acknowledgement, received, stages_.now());
}

}  // namespace trellis::program
