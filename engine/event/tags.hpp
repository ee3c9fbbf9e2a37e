// The number of every event on disk. Append only: a number is never reused, a retired one stays as a comment.
#pragma once

#include <cstdint>

namespace trellis {

enum class EventTag : std::uint16_t {
    // the desk
    signal_admitted = 0x0101,
    signal_refused = 0x0102,
    signal_completed = 0x0103,
    slot_taken = 0x0104,
    slot_released = 0x0105,
    group_closing_noted = 0x0106,
    replacement_counted = 0x0107,
    trading_state_changed = 0x0108,
    task_completed = 0x0109,
    stray_fill_noted = 0x010A,
    hand_over_answered = 0x010B,
    // the queue
    signal_queued = 0x0110,
    queue_entry_left = 0x0111,
    entry_promoted = 0x0112,
    promotion_failed = 0x0113,
    reversal_planned = 0x0114,
    reversal_ended = 0x0115,
    promotion_round_cut = 0x0116,
    promotion_round_ended = 0x0117,
    // limits
    realised_booked = 0x0120,
    entries_halted = 0x0121,
    entries_released = 0x0122,
    equity_peak_raised = 0x0123,
    limits_reset = 0x0124,
    // open orders that no journal knows
    orphan_found = 0x0125,
    orphan_ended = 0x0126,
    // fees that are said late
    fees_left_open = 0x0130,
    left_fee_settled = 0x0131,
    external_shortage = 0x010D,
    dust_kept = 0x010E,
    dust_allotted = 0x010F,
    // the group
    group_opened = 0x0201,
    pyramid_added = 0x0202,
    order_placed = 0x0203,
    order_amend_requested = 0x0204,
    order_cancel_requested = 0x0205,
    order_acknowledged = 0x0206,
    order_filled = 0x0207,
    order_amended = 0x0208,
    order_ended = 0x0209,
    order_request_refused = 0x020A,
    order_delayed = 0x020B,
    order_retried = 0x020C,
    order_doubted = 0x020D,
    order_resent = 0x020E,
    close_started = 0x020F,
    close_retry_scheduled = 0x0210,
    close_stuck = 0x0211,
    group_went_flat = 0x0212,
    group_closed = 0x0213,
    group_failed = 0x0214,
    entries_cancel_ordered = 0x0215,
    refusal_noted = 0x0220,
    stop_moved = 0x0221,
    position_target_moved = 0x0222,
    targets_changed = 0x0223,
    close_abandoned = 0x0224,
    pyramid_target_reached = 0x0225,
    leg_rearmed = 0x0226,
    close_insisted = 0x0227,
    reduction_started = 0x0228,
    reduction_retry_scheduled = 0x0229,
    reduction_ended = 0x022A,
    reduction_refused = 0x022B,
    leg_held = 0x0230,
    legs_anchored = 0x0231,
    leg_dropped = 0x0232,
    grid_abandoned = 0x0233,
    risk_timer_started = 0x0240,
    risk_timer_cleared = 0x0241,
    replacement_noted = 0x0242,
    fee_settled = 0x0248,
    // the risk engine of an account
    offset_planned = 0x0301,
    offset_leg_closed = 0x0302,
    offset_loser_ordered = 0x0303,
    offset_completed = 0x0304,
    risk_pass_ended = 0x0305,
    risk_blocked = 0x0306,
    risk_unblocked = 0x0307,
    risk_skip_ordered = 0x0308,
    risk_group_forgotten = 0x0309,
    external_reduction = 0x022C,
    dust_swept = 0x022D,
    // operational: no part of `events`, `journal_sha256`, `state_sha256`
    run_started = 0xF001,
    run_finished = 0xF002,
    commit_hashed = 0xF003,
    config_applied = 0xF004,
};

constexpr bool is_operational(EventTag tag) { return static_cast<std::uint16_t>(tag) >= 0xF000; }

}  // namespace trellis
