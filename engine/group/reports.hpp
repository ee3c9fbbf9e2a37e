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

/// T-3: how long to wait before what a venue refuses is asked for again: nothing the first time, then 50, 100, 200 ms ... 25.6 s.
Duration refusal_backoff(std::uint8_t in_a_row);

/// An amendment of it that did not get through waits (O-5, T-3): what would be asked for besides waits with it. Only less does not wait,
/// since a target never exceeds what it sells (T-2).
bool waits_to_be_amended(const Order& order, Timestamp now);

/// An answer is overdue after this time (section 11).
inline constexpr Duration answer_timeout = std::chrono::seconds(3);

}  // namespace trellis
