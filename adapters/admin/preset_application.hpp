// A version of a preset for groups that are open (B-25): which ones are meant, what each made of it, one answer for all of them.
#pragma once

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

/// POST /presets/{id}/apply: every open group under the preset, those of one account, or those that are named.
void apply_preset(const AdminServices& services, const Call& call, const HttpReply& reply);

}  // namespace trellis::adapters::admin
