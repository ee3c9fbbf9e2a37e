// Changes of the configuration: all of a document or nothing, and only by somebody who knows which version is in effect.
#pragma once

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

using ConfigHandler = void (*)(const AdminServices& services, const Call& call, const HttpReply& reply);

/// PUT /config, POST /config/apply: If-Match is required.
void put_config(const AdminServices& services, const Call& call, const HttpReply& reply);
/// PATCH /config/{category}: the same.
void patch_config(const AdminServices& services, const Call& call, const HttpReply& reply);
/// POST /config/rollback {version}: If-Match is obeyed when it is there.
void rollback_config(const AdminServices& services, const Call& call, const HttpReply& reply);
/// POST /config/validate: 200 whatever is found; changes nothing.
void validate_config(const AdminServices& services, const Call& call, const HttpReply& reply);

}  // namespace trellis::adapters::admin
