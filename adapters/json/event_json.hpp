// Events as JSON lines, for --events, `journal cat` and the event list. Nothing loses a digit on the way: decimals and integers of
// 64 bits are strings, times are RFC 3339, enumerators are words.
//
//   {"seq":57,"at":"2026-01-05T00:00:08Z","cause":{"kind":"trade","id":12},"type":"OrderFilled","data":{"group":"g1.4",...}}
//
// The cause is {"event":5} when it is another event, and the event's own fields stand apart, because some are called `at` or `type`.
#pragma once

#include <cstdint>
#include <string>

#include "adapters/json/writer.hpp"
#include "engine/event/commit.hpp"
#include "engine/event/event.hpp"

namespace trellis::adapters {

/// One line without its end. `sequence` is the event's own: that of its frame and its place there.
std::string event_line(const FrameHeader& frame, std::uint64_t sequence, const Event& event);

/// The event's fields by name, as one object.
void write_event_data(json::Writer& writer, const Event& event);

/// {"event":5} or {"kind":"trade","id":12}.
void write_cause(json::Writer& writer, const Cause& cause);

}  // namespace trellis::adapters
