// Refusals of the webhook as RFC 9457 writes them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/net/http.hpp"
#include "engine/base/ids.hpp"
#include "engine/signal/signal.hpp"

namespace trellis::adapters {

struct Problem {
    unsigned status = 400;
    std::string code;  ///< stable, upper snake case
    std::string detail;
    std::vector<FieldError> errors;
    std::optional<SignalNumber> signal = std::nullopt;  ///< when it was recorded
};

/// application/problem+json with type, title, status, code, and what else there is.
HttpResponse problem_response(const Problem& problem);

}  // namespace trellis::adapters
