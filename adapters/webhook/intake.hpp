// What the webhook listener does with a request before anything is recorded, and how it tells the sender what became of it. It
// waits for nobody and asks no clock; docs/webhook.md has the table of answers.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/admin/control.hpp"
#include "adapters/net/http.hpp"
#include "adapters/webhook/intake_memory.hpp"
#include "adapters/webhook/routes.hpp"
#include "engine/signal/signal.hpp"

namespace trellis::adapters {

/// What became of a request: the label of the metric.
enum class WebhookOutcome : std::uint8_t {
    accepted,
    queued,
    duplicate,
    ignored,
    rejected,
    schema,
    unauthorized,
    forbidden,
    not_found,
    bad_method,
    too_large,
    unavailable,
    failed,
};
inline constexpr std::size_t webhook_outcome_count = 13;
/// "accepted"
std::string_view text(WebhookOutcome outcome);

/// Nothing is recorded of it. To be answered after `delay`, without holding anything but the connection.
struct IntakeRefusal {
    WebhookOutcome outcome{};
    Duration delay{};
    HttpResponse response;
};

/// To be recorded: give it a number, hand it to the engine, answer when it is durable.
struct IntakeAcceptance {
    AccountId account;
    std::string route;
    ReceivedSignal signal;              ///< number still 0: set_number
    std::vector<std::string> warnings;  ///< for the answer and the log
    std::uint32_t unknown_fields = 0;
    std::optional<Fingerprint> signature{};  ///< used up by this; IntakeMemory::forget_signature when nothing is recorded
};

using IntakeDecision = std::variant<IntakeRefusal, IntakeAcceptance>;

/// Any method and path; the body is wiped. From any thread: routes are immutable, memory guards itself.
IntakeDecision decide_intake(const Routes& routes, IntakeMemory& memory, HttpRequest request, Timestamp now);

void set_number(ReceivedSignal& signal, SignalNumber number);
/// Takes from the position and adds nothing: may pass while the disk is nearly full and entries may not.
bool is_exit(const ReceivedSignal& signal);

struct WebhookAnswer {
    WebhookOutcome outcome{};
    HttpResponse response;
};

/// Beside what the desk said.
struct AnswerNotes {
    std::vector<std::string> warnings;  ///< of the acceptance
    std::string original_outcome;       ///< of a duplicate's original, as far as it is known ("accepted", "rejected")
};

/// 503 with Retry-After, for what came before anything was recorded: BUSY, JOURNAL_FULL, STOPPING.
WebhookAnswer unavailable(const Error& error);

/// When the signal is durable, or nothing of it was recorded (BUSY, JOURNAL_FULL, STOPPING: 503).
WebhookAnswer answer_of(const Result<SignalAnswer>& answer, const AnswerNotes& notes);

}  // namespace trellis::adapters
