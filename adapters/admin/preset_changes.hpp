// Changes of presets and of who trades by them: read, checked as far as can be, handed over, and answered when they are durable.
#pragma once

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

void create_preset(const AdminServices& services, const Call& call, const HttpReply& reply);
/// B-25: needs If-Match.
void revise_preset(const AdminServices& services, const Call& call, const HttpReply& reply);
void delete_preset(const AdminServices& services, const Call& call, const HttpReply& reply);
void clone_preset(const AdminServices& services, const Call& call, const HttpReply& reply);
void publish_preset(const AdminServices& services, const Call& call, const HttpReply& reply);
void unpublish_preset(const AdminServices& services, const Call& call, const HttpReply& reply);
void enable_preset(const AdminServices& services, const Call& call, const HttpReply& reply);
void disable_preset(const AdminServices& services, const Call& call, const HttpReply& reply);
void assign_preset(const AdminServices& services, const Call& call, const HttpReply& reply);
void choose_default_preset(const AdminServices& services, const Call& call, const HttpReply& reply);

}  // namespace trellis::adapters::admin
