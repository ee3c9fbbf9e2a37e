// What presets would do: which of them governs a signal (B-20, B-27), and what one makes of an entry. Nothing is recorded.
#pragma once

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

HttpResponse resolve_preset(const AdminServices& services, const Call& call);
HttpResponse preview_preset(const AdminServices& services, const Call& call);

}  // namespace trellis::adapters::admin
