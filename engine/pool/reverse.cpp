#include "engine/pool/reverse.hpp"

#include <algorithm>
#include <array>

#include "engine/pool/preset_gate.hpp"
#include "engine/pool/waiting.hpp"

namespace trellis {

namespace {

/// R-31 without candle and pool: opened, or what it has to wait for, or why it cannot be.
Result<DeskEvents> open_or_queue(const Desk& desk, const QueueEntry& entry, const DeskContext& context) {
    const EntryOrder order{entry.signal, entry.instruction, *entry.instruction.entry_price, ""};
    if (blocked(desk, entry, context).has_value()) return enqueue(desk, order, context);
    if (auto refused = refuse_by_gates(desk, entry.instruction, context)) return *refused;
    if (const DeskGroup* group = desk.find(entry.identity())) {
        if (auto refused = check_pyramid(*group, order, context)) return *refused;
        return add_pyramid(desk, *group, order, context);
    }
    if (auto capped = check_caps(desk, entry.instruction, context)) return *capped;
    return open_group(desk, order, context);
}

bool has_shorts(const EntryOrder& order, const DeskContext& context) {
    return context.instruments.at(order.instruction.identity.instrument).market == Market::linear;
}

}  // namespace

Instruction sized_for_reversal(Instruction instruction) {
    if (instruction.position_size.has_value()) {
        instruction.order_size = instruction.position_size;
        instruction.size_type = SizeType::base;
    }
    return instruction;
}

DeskEvents cancel_reversals(const Desk& desk, std::span<const Identity> left, SignalNumber by, const DeskContext& context) {
    DeskEvents events;
    for (const auto& [closes, entry] : desk.reversals) {
        if (std::ranges::find(left, entry.identity()) == left.end()) continue;
        events.emplace_back(ReversalEnded{desk.account, closes, entry.signal, "CANCELLED_BY_EXIT",
                                          text(by) + " leaves that side before it was opened", context.now});
    }
    return events;
}

DeskEvents reverse_group(const Desk& desk, const DeskGroup& other, const EntryOrder& order, const DeskContext& context) {
    DeskEvents events;
    SignalAdmitted admitted;
    admitted.account = desk.account;
    admitted.signal = order.signal;
    admitted.at = context.now;
    admitted.instruction = order.instruction;
    admitted.hand_over = HandOver::reverse_group;
    admitted.body = order.body;
    if (!other.is_closing) admitted.groups = {other.id};
    const bool opens = order.instruction.identity.side == PositionSide::long_side || has_shorts(order, context);
    events.emplace_back(std::move(admitted));
    const std::array left{other.identity};
    std::ranges::move(cancel_waiting(desk, left, order.signal, context), std::back_inserter(events));
    std::ranges::move(cancel_reversals(desk, left, order.signal, context), std::back_inserter(events));
    if (opens) {
        Instruction entry = sized_for_reversal(order.instruction);
        entry.duplicate_key.clear();
        events.emplace_back(ReversalPlanned{desk.account, other.id, order.signal, std::move(entry), context.now});
    }
    if (other.is_closing) {
        events.emplace_back(SignalCompleted{desk.account, order.signal, SignalOutcome::accepted,
                                            opens ? "" : "SHORT_NOT_SUPPORTED"});
    }
    return events;
}

DeskEvents settle_reversals(const Desk& desk, const DeskContext& context) {
    const auto found = std::ranges::find_if(
        desk.reversals, [&](const auto& planned) { return desk.find(planned.first) == nullptr; });
    if (found == desk.reversals.end()) return {};
    const auto& [closes, entry] = *found;
    DeskEvents events;
    if (const auto pending = desk.pending.find(entry.signal); pending != desk.pending.end()) {
        events.emplace_back(SignalCompleted{desk.account, entry.signal, SignalOutcome::accepted, ""});
    }
    auto done = open_or_queue(desk, entry, context);
    ReversalEnded ended{desk.account, closes, entry.signal, "", "", context.now};
    if (done.ok()) {
        std::ranges::move(*done, std::back_inserter(events));
    } else {
        ended.code = done.error().code;
        ended.detail = done.error().detail;
    }
    events.emplace_back(std::move(ended));
    return events;
}

}  // namespace trellis
