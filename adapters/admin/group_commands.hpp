// What an operator tells one group.
#pragma once

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

/// POST /groups/{id}/close. Answered when the first step of it is durable.
void close_group(const AdminServices& services, const Call& call, const HttpReply& reply);
/// PATCH /groups/{id}/stop and /targets (T-13, T-8)
void move_stop(const AdminServices& services, const Call& call, const HttpReply& reply);
void change_targets(const AdminServices& services, const Call& call, const HttpReply& reply);
/// POST /groups/{id}/cancel-entries
void cancel_entries(const AdminServices& services, const Call& call, const HttpReply& reply);
/// POST /groups/{id}/quarantine/release
void release_quarantine(const AdminServices& services, const Call& call, const HttpReply& reply);

}  // namespace trellis::adapters::admin
