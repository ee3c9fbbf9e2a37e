// What a venue's report means for an order: the events that record it (O-2..O-5, O-7). Silence where it says nothing new.
#pragma once

#include "engine/group/commands.hpp"

namespace trellis {

/// The group placed that order, in that start: another that only bears its number is none of its own (O-8).
bool is_report_of(const Group& group, const HandleReport& report);

GroupEvents decide_report(const Group& group, const Order& order, const ReportBody& body, const GroupContext& context);

/// O-2, O-5: requests that are to be tried again, and orders whose answer is overdue.
GroupEvents decide_order_timeouts(const Group& group, Timestamp now);

/// O-5: how long to wait before a request that could not be sent is tried again: 50, 100, 200 ms ... 5 s.
Duration retry_backoff(std::uint8_t delays);

/// An answer is overdue after this time (section 11).
inline constexpr Duration answer_timeout = std::chrono::seconds(3);

}  // namespace trellis
