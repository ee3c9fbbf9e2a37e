// What happens to every answer on its way out: headers that all of them have, and the memory of Idempotency-Keys.
#pragma once

#include <memory>
#include <string>

#include "adapters/admin/idempotency.hpp"
#include "adapters/net/http.hpp"

namespace trellis::adapters::admin {

/// The same reply; its answer gets the request's id and what keeps browsers and caches from being clever.
HttpReply dressed(HttpReply reply, std::string request_id);

/// The same reply; its answer is remembered under the key, unless it says that nothing was done (5xx).
HttpReply remembered(HttpReply reply, std::shared_ptr<IdempotencyTable> table, std::string key);

}  // namespace trellis::adapters::admin
