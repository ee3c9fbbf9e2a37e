// The one switch of the desk.
#include <algorithm>

#include "engine/base/overloaded.hpp"
#include "engine/pool/admission.hpp"
#include "engine/pool/bots.hpp"
#include "engine/pool/copies.hpp"
#include "engine/pool/holdings.hpp"
#include "engine/pool/late_fees.hpp"
#include "engine/pool/orphans.hpp"
#include "engine/pool/precision.hpp"
#include "engine/pool/promotion.hpp"
#include "engine/pool/standing.hpp"

namespace trellis {

namespace {

bool waits_for(const PendingSignal& pending, GroupId group) {
    return std::ranges::find(pending.waiting_for, group) != pending.waiting_for.end();
}

/// I-11, Q-8: a pyramid whose group began to close meanwhile, or broke, waits as it would have had it come later.
std::optional<DeskEvents> wait_again(const Desk& desk, const PendingSignal& pending, const GroupAnswered& answer,
                                     const DeskContext& context) {
    if (pending.hand_over != HandOver::add_pyramid || !pending.entry.has_value()) return std::nullopt;
    if (answer.code != "GROUP_CLOSING" && answer.code != "NO_POSITION" && answer.code != "GROUP_QUARANTINED") return std::nullopt;
    if (desk.waiting(pending.identity) != nullptr) return std::nullopt;  // a newer one waits already
    auto queued = enqueue(desk, {pending.signal, pending.entry->instruction, pending.plan->base_price, ""}, context);
    if (!queued.ok()) return std::nullopt;
    return std::move(queued).value();
}

/// R-33 knows these answers as "nothing to do"; whatever else a group answers is a refusal.
SignalOutcome outcome_of(HandOver hand_over, std::string_view code) {
    const bool has_nothing_to_do = code == "NO_POSITION" || code == "ALREADY_CLOSING" || code == "NOTHING_TO_REDUCE";
    switch (hand_over) {
        case HandOver::close_groups:
        case HandOver::reduce_group: return has_nothing_to_do ? SignalOutcome::ignored : SignalOutcome::rejected;
        // The group that was to be closed is closing: what stands behind it opens all the same.
        case HandOver::reverse_group: return has_nothing_to_do ? SignalOutcome::accepted : SignalOutcome::rejected;
        case HandOver::open_group:
        case HandOver::add_pyramid: break;
    }
    return SignalOutcome::rejected;
}

SignalCompleted completed(const Desk& desk, const PendingSignal& pending, std::string_view code) {
    const bool obeyed = code.empty() || pending.was_obeyed;
    SignalCompleted event{desk.account, pending.signal, SignalOutcome::accepted, ""};
    if (!obeyed) event.outcome = outcome_of(pending.hand_over, code);
    if (event.outcome != SignalOutcome::accepted) event.code = code;
    const bool only_closed = pending.hand_over == HandOver::reverse_group && !pending.opens_later;
    if (event.outcome == SignalOutcome::accepted && only_closed) event.code = "SHORT_NOT_SUPPORTED";  // I-8
    return event;
}

/// The last answer completes the signal; with several groups the others are noted one by one.
DeskEvents note_answer(const Desk& desk, const GroupAnswered& answer, const DeskContext& context) {
    const auto found = desk.pending.find(answer.signal);
    if (found == desk.pending.end()) return {};
    const PendingSignal& pending = found->second;
    if (!waits_for(pending, answer.group)) return {};
    if (pending.waiting_for.size() > 1) {
        return {HandOverAnswered{desk.account, answer.signal, answer.group, answer.code}};
    }
    if (auto again = wait_again(desk, pending, answer, context)) return std::move(*again);
    return {completed(desk, pending, answer.code)};
}

DeskEvents note_closing(const Desk& desk, const GroupClosing& fact) {
    const DeskGroup* found = desk.find(fact.group);
    if (found == nullptr) return {};
    if (found->is_closing == fact.is_closing && found->may_be_given_up == fact.may_be_given_up) return {};
    return {GroupClosingNoted{fact.group, fact.is_closing, fact.may_be_given_up}};
}

DeskEvents note_end(const Desk& desk, const GroupEnded& fact) {
    if (desk.find(fact.group) == nullptr) return {};
    DeskEvents events{SlotReleased{fact.group}};
    if (!fact.open_fees.empty()) {
        events.emplace_back(FeesLeftOpen{fact.group, fact.instrument, fact.last_closed_at.value_or(Timestamp{}), fact.open_fees});
    }
    return events;
}

DeskEvents set_trading_state(const Desk& desk, const SetTradingState& command, const DeskContext& context) {
    if (command.only_resets_limits) return reset_limits(desk, context.now);
    if (command.flattens_bot.has_value()) return flatten_bot(desk, *command.flattens_bot, context);
    TradingStateChanged event;
    event.account = desk.account;
    event.state = command.state;
    for (const auto& [id, group] : desk.groups) {
        if (is_bound_to_close(group, context.config) || (group.is_closing && !command.flatten)) continue;
        if (command.flatten) {
            event.flatten.push_back(id);
        } else if (command.cancel_entries) {
            event.cancel_entries.push_back(id);
        }
    }
    DeskEvents events;
    if (command.state == TradingState::active) events = end_halts(desk, HaltEnd::resumed, context.now);
    const bool changes = desk.trading_state != command.state || !event.flatten.empty() || !event.cancel_entries.empty();
    if (changes) events.emplace_back(std::move(event));
    return events;
}

DeskEvents note_fact(const Desk& desk, const DeskFact& fact, const DeskContext& context) {
    return std::visit(
        Overloaded{
            [&](const GroupAnswered& answer) { return note_answer(desk, answer, context); },
            [&](const GroupClosing& closing) { return note_closing(desk, closing); },
            [&](const GroupEnded& ended) { return note_end(desk, ended); },
            [&](const GroupTaskDone& done) {
                return desk.tasks.contains(done.group) ? DeskEvents{TaskCompleted{done.group}} : DeskEvents{};
            },
            [&](const StrayFill& stray) {
                return DeskEvents{StrayFillNoted{desk.account, stray.order, stray.fill.trade, stray.fill.price,
                                                 stray.fill.quantity}};
            },
            [](const PoolMessage&) { return DeskEvents{}; },
            [&](const GroupRealised& realised) { return book_realised(desk, realised, context); },
            [&](const StrayFee& stray) { return book_stray_fee(desk, stray, context); },
            [&](const LeaderMoved& moved) { return follow_leader(desk, moved, context); },
            [&](const GroupFollowed& followed) { return note_followed(desk, followed); },
            [&](const BotStopped& stopped) { return flatten_bot(desk, stopped.bot, context); },
        },
        fact);
}

DeskEvents note_timer(const Desk& desk, TimerKind kind, const DeskContext& context) {
    switch (kind) {
        case TimerKind::queue_sweep: return expire(desk, context);
        case TimerKind::rules_refresh:
        case TimerKind::boundary: {
            // It may stand in for the sweep of the same second; a refresh for both.
            auto events = pass_boundary(desk, context);
            std::ranges::move(expire(desk, context), std::back_inserter(events));
            return events;
        }
        case TimerKind::order_timeout:
        case TimerKind::close_retry:
        case TimerKind::candle_exit:
        case TimerKind::risk_pass:
        case TimerKind::orphan_sweep: break;
    }
    return {};
}

DeskEvents obey_operator(const Desk& desk, const QueueCommand& command, const DeskContext& context) {
    return std::visit(Overloaded{
                          [&](const PromoteEntry& promote) { return promote_for_operator(desk, promote, context); },
                          [&](const RemoveEntry& remove) { return remove_for_operator(desk, remove, context); },
                      },
                      command);
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
                          [&](const SetTradingState& change) { return set_trading_state(desk, change, context); },
                          [&](const DeskFact& fact) { return note_fact(desk, fact, context); },
                          [&](const DeskTimerDue& due) { return note_timer(desk, due.kind, context); },
                          [&](const QueueCommand& told) { return obey_operator(desk, told, context); },
                          [&](const VenueHoldings& told) { return compare_holdings(desk, told, context); },
                          [&](const SweepOrphans&) { return sweep_orphans(desk, context); },
                          [&](const OrphanAnswered& answer) { return end_orphan(desk, answer, context.now); },
                          [](const RefreshRules&) { return DeskEvents{}; },  // renew_rules has asked (V-3)
                      },
                      command);
}

Due next_due(const Desk& desk, const Config& config, Timestamp now) {
    const Due refresh{next_refresh(config, now), TimerKind::rules_refresh};
    std::optional<Due> next;
    if (const auto boundary = next_boundary(desk, config, now)) next = Due{*boundary, TimerKind::boundary};
    if (!desk.queue.empty()) {
        // at each whole second after the start while entries wait.
        constexpr Duration second = std::chrono::seconds(1);
        const auto passed = (now - config.timer_origin) / second;
        const Due sweep{config.timer_origin + (passed + 1) * second, TimerKind::queue_sweep};
        next = next.has_value() ? std::min(*next, sweep) : sweep;
    }
    return next.has_value() && next->at < refresh.at ? *next : refresh;
}

std::vector<DeskFact> facts_of(const DeskEvents& events) {
    std::vector<DeskFact> facts;
    if (std::ranges::any_of(events, [](const auto& event) { return std::holds_alternative<PromotionRoundCut>(event); })) {
        facts.emplace_back(PoolMessage{});
    }
    return facts;
}

}  // namespace trellis
