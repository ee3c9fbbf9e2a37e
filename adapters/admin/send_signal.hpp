// A signal that comes by the admin API: its body as on the webhook, with the account beside or in it.
#pragma once

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

/// POST /signals. Answered as the webhook answers, when it is durable.
void send_signal(const AdminServices& services, const Call& call, const HttpReply& reply);

/// POST /signals/preview: the engine's own admission over the groups and trading state that the lists show.
HttpResponse preview_signal(const AdminServices& services, const Call& call);

}  // namespace trellis::adapters::admin
