// What an operator tells the queue.
#pragma once

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

/// POST /queue/{id}/promote: now, if a slot is free.
void promote_entry(const AdminServices& services, const Call& call, const HttpReply& reply);
/// POST /queue/{id}/force: now, whatever the pool and the back-off say.
void force_entry(const AdminServices& services, const Call& call, const HttpReply& reply);
/// DELETE /queue/{id}
void remove_entry(const AdminServices& services, const Call& call, const HttpReply& reply);

}  // namespace trellis::adapters::admin
