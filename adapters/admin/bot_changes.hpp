// Changes of bots: read, checked as far as can be, handed over, and answered when they are durable.
#pragma once

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

void create_bot(const AdminServices& services, const Call& call, const HttpReply& reply);
/// Needs If-Match.
void revise_bot(const AdminServices& services, const Call& call, const HttpReply& reply);
void delete_bot(const AdminServices& services, const Call& call, const HttpReply& reply);
void start_bot(const AdminServices& services, const Call& call, const HttpReply& reply);
void pause_bot(const AdminServices& services, const Call& call, const HttpReply& reply);
/// With `flatten` what it opened closes, also of one that is stopped already.
void stop_bot(const AdminServices& services, const Call& call, const HttpReply& reply);
void assign_bot_preset(const AdminServices& services, const Call& call, const HttpReply& reply);

}  // namespace trellis::adapters::admin
