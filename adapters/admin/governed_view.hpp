// What leads a group's positions when a preset governs them: where each stop stands and why, what each target takes and took, the layers
// and the hedge.
#pragma once

#include "adapters/admin/views.hpp"

namespace trellis::adapters::admin {

/// The member "governed": null where a grid strategy trades alone.
void write_governed(json::Writer& out, const Scene& scene, const GroupRow& row);

}  // namespace trellis::adapters::admin
