// The one switch of the desk.
#include <algorithm>

#include "engine/base/overloaded.hpp"
#include "engine/pool/admission.hpp"

namespace trellis {

namespace {

bool waits_for(const PendingSignal& pending, GroupId group) {
    return std::ranges::find(pending.waiting_for, group) != pending.waiting_for.end();
}

/// The last answer completes the signal; with several groups the others are noted one by one.
DeskEvents note_answer(const Desk& desk, const GroupAnswered& answer) {
    const auto found = desk.pending.find(answer.signal);
    if (found == desk.pending.end()) return {};
    const PendingSignal& pending = found->second;
    if (!waits_for(pending, answer.group)) return {};
    if (pending.waiting_for.size() > 1) {
        return {HandOverAnswered{desk.account, answer.signal, answer.group, answer.code}};
    }
    if (answer.code.empty() || pending.was_obeyed) {
        return {SignalCompleted{desk.account, answer.signal, SignalOutcome::accepted, ""}};
    }
    // R-33 knows these two answers to an exit as "nothing to do"; whatever else a group answers is a refusal.
    const bool nothing_to_do = pending.hand_over == HandOver::close_groups &&
                               (answer.code == "NO_POSITION" || answer.code == "ALREADY_CLOSING");
    return {SignalCompleted{desk.account, answer.signal,
                            nothing_to_do ? SignalOutcome::ignored : SignalOutcome::rejected, answer.code}};
}

DeskEvents note_closing(const Desk& desk, const GroupClosing& fact) {
    const DeskGroup* found = desk.find(fact.group);
    if (found == nullptr || found->is_closing == fact.is_closing) return {};
    return {GroupClosingNoted{fact.group, fact.is_closing}};
}

DeskEvents note_end(const Desk& desk, GroupId group) {
    if (desk.find(group) == nullptr) return {};
    return {SlotReleased{group}};
}

DeskEvents set_trading_state(const Desk& desk, const SetTradingState& command) {
    TradingStateChanged event;
    event.account = desk.account;
    event.state = command.state;
    for (const auto& [id, group] : desk.groups) {
        if (group.is_closing) continue;
        if (command.flatten) {
            event.flatten.push_back(id);
        } else if (command.cancel_entries) {
            event.cancel_entries.push_back(id);
        }
    }
    const bool changes = desk.trading_state != command.state || !event.flatten.empty() || !event.cancel_entries.empty();
    return changes ? DeskEvents{std::move(event)} : DeskEvents{};
}

DeskEvents note_fact(const Desk& desk, const DeskFact& fact) {
    return std::visit(
        Overloaded{
            [&](const GroupAnswered& answer) { return note_answer(desk, answer); },
            [&](const GroupClosing& closing) { return note_closing(desk, closing); },
            [&](const GroupEnded& ended) { return note_end(desk, ended.group); },
            [&](const GroupTaskDone& done) {
                return desk.tasks.contains(done.group) ? DeskEvents{TaskCompleted{done.group}} : DeskEvents{};
            },
            [&](const StrayFill& stray) {
                return DeskEvents{StrayFillNoted{desk.account, stray.order, stray.fill.trade, stray.fill.price,
                                                 stray.fill.quantity}};
            },
        },
        fact);
}

}  // namespace

DeskEvents decide(const Desk& desk, const DeskCommand& command, const DeskContext& context) {
    return std::visit(Overloaded{
                          [&](const ReceiveSignal& received) {
                              return std::visit(
                                  Overloaded{
                                      [&](const Signal& signal) { return admit(desk, signal, context); },
                                      [&](const MalformedSignal& broken) { return refuse_malformed(desk, broken); },
                                  },
                                  received.signal);
                          },
                          [&](const SetTradingState& change) { return set_trading_state(desk, change); },
                          [&](const DeskFact& fact) { return note_fact(desk, fact); },
                          [](const DeskTimerDue&) { return DeskEvents{}; },
                      },
                      command);
}

std::optional<Due> next_due(const Desk&, const Config&, Timestamp) { return std::nullopt; }

}  // namespace trellis
