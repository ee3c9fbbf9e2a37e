// What the event routes share: which events are wanted, and the stream of them as Server-Sent Events.
#pragma once

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

/// Of the query: category, type, group, from, to, q, first, last.
Result<EventFilter> event_filter(const Scene& scene, const Query& query);

/// One event of the stream: its sequence as id, its type, its line.
std::string sse_text(const EventRow& row);

/// GET /stream
void stream_events(const AdminServices& services, const Call& call, const HttpReply& reply);

}  // namespace trellis::adapters::admin
