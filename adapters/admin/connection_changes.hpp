// Changes of connections. API keys come in here, are sealed at once, and leave no more than a mask (Z-1); a webhook's token and secret are
// drawn here and told once.
#pragma once

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

void open_connection(const AdminServices& services, const Call& call, const HttpReply& reply);
/// Needs If-Match.
void change_connection(const AdminServices& services, const Call& call, const HttpReply& reply);
void remove_connection(const AdminServices& services, const Call& call, const HttpReply& reply);
void seal_credential(const AdminServices& services, const Call& call, const HttpReply& reply);
void remove_credential(const AdminServices& services, const Call& call, const HttpReply& reply);
void make_webhook(const AdminServices& services, const Call& call, const HttpReply& reply);
void remove_webhook(const AdminServices& services, const Call& call, const HttpReply& reply);

/// For what an account's keys are sealed.
std::string seal_context(AccountId account);

}  // namespace trellis::adapters::admin
