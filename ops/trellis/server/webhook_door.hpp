// The webhook listener's handler: who knocks is proved (adapters/webhook), what they bring is given to the engine, and the answer
// leaves when it is durable (W-1).
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "adapters/admin/control.hpp"
#include "adapters/net/io_thread.hpp"
#include "adapters/webhook/intake.hpp"
#include "ops/trellis/server/log.hpp"
#include "ops/trellis/server/stages.hpp"

namespace trellis::program {

/// Gives a signal a number and submits it; `done` when its first event is durable, or at once with why nothing was recorded.
using SubmitSignal = std::function<void(ReceivedSignal, Stages::Time received, adapters::OnSignalAnswer done)>;

/// What became of an earlier signal, as a word; empty when that is not known yet.
using OutcomeOf = std::function<std::string(SignalNumber)>;

class WebhookDoor {
public:
    /// All of it outlives the door.
    WebhookDoor(adapters::IoThread& thread, Stages& stages, Log& log, std::function<Timestamp()> clock, SubmitSignal submit,
                OutcomeOf outcome_of);

    /// Who may knock from now on.
    void set_routes(std::shared_ptr<const adapters::Routes> routes);
    void handle(adapters::HttpRequest request, const adapters::HttpReply& reply);

private:
    std::shared_ptr<const adapters::Routes> routes();
    void refuse(adapters::IntakeRefusal refusal, const adapters::HttpReply& reply);
    void submit(adapters::IntakeAcceptance accepted, Stages::Time received, const adapters::HttpReply& reply);
    void answer(const Result<adapters::SignalAnswer>& result, const adapters::AnswerNotes& notes, Stages::Time received,
                const adapters::HttpReply& reply);

    adapters::IoThread& thread_;
    Stages& stages_;
    Log& log_;
    std::function<Timestamp()> clock_;
    SubmitSignal submit_;
    OutcomeOf outcome_of_;
    adapters::IntakeMemory memory_;
    std::mutex routes_mutex_;
    std::shared_ptr<const adapters::Routes> routes_;
};

}  // namespace trellis::program
