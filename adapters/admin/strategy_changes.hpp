// Changes of strategies: read as the document's are, handed over, and answered when they are durable.
#pragma once

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

void create_strategy(const AdminServices& services, const Call& call, const HttpReply& reply);
/// Needs If-Match.
void revise_strategy(const AdminServices& services, const Call& call, const HttpReply& reply);
void delete_strategy(const AdminServices& services, const Call& call, const HttpReply& reply);
/// Of one's own or of the document's; under another name, and for something else where the body says so.
void clone_strategy(const AdminServices& services, const Call& call, const HttpReply& reply);

}  // namespace trellis::adapters::admin
