// What an operator tells the risk engine (K-12).
#pragma once

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

/// POST /risk/run: a pass now; `force` ignores timer and age only.
void run_risk(const AdminServices& services, const Call& call, const HttpReply& reply);
/// POST and DELETE /risk/groups/{id}/block
void block_group(const AdminServices& services, const Call& call, const HttpReply& reply);
void unblock_group(const AdminServices& services, const Call& call, const HttpReply& reply);
/// POST /risk/groups/{id}/skip-once
void skip_group_once(const AdminServices& services, const Call& call, const HttpReply& reply);

}  // namespace trellis::adapters::admin
