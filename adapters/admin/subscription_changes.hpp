// Changes of copy subscriptions: read, checked as far as can be, handed over, and answered when they are durable.
#pragma once

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

/// One's own that is not deleted: c1.3. Error NOT_FOUND.
Result<SubscriptionId> find_subscription(const Directory& directory, std::string_view id, OwnerId reader);

/// Whom he may copy, by name: his own accounts, and those that others share.
std::vector<AccountConfig> leaders_for(const Scene& scene, const Directory& directory);

/// The members of a subscription, inside an object.
void write_subscription_fields(json::Writer& out, const Scene& scene, const Directory& directory, const CatalogueSubscription& known);

void create_subscription(const AdminServices& services, const Call& call, const HttpReply& reply);
/// Needs If-Match.
void revise_subscription(const AdminServices& services, const Call& call, const HttpReply& reply);
void delete_subscription(const AdminServices& services, const Call& call, const HttpReply& reply);
void pause_subscription(const AdminServices& services, const Call& call, const HttpReply& reply);
void resume_subscription(const AdminServices& services, const Call& call, const HttpReply& reply);
void assign_subscription_preset(const AdminServices& services, const Call& call, const HttpReply& reply);
/// Others may copy an account, or may not any more.
void share_account(const AdminServices& services, const Call& call, const HttpReply& reply);

}  // namespace trellis::adapters::admin
