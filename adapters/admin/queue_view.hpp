// A waiting entry and one that left the queue, as JSON.
#pragma once

#include "adapters/admin/outlook.hpp"
#include "adapters/json/writer.hpp"
#include "engine/pool/queue.hpp"

namespace trellis::adapters::admin {

/// One object: where it stands, by which key of each enabled rule, and why it waits.
void write_queue_row(json::Writer& out, const Scene& scene, const Outlook& outlook, const QueueRow& row);
/// One object.
void write_departure(json::Writer& out, const Scene& scene, const QueueHistoryRow& row);

}  // namespace trellis::adapters::admin
