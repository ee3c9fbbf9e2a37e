#include "engine/risk/offset.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"
#include "engine/risk/eligibility.hpp"
#include "engine/risk/scan.hpp"

namespace trellis {

namespace {

/// What the end of the offset finds, in words of its outcome.
OffsetOutcome outcome_of(const Offset& offset) {
    if (!offset.loser.closed.is_positive()) return OffsetOutcome::loser_kept;
    if (!offset.loser.is_whole || offset.loser.closed < offset.loser.quantity) return OffsetOutcome::partial;
    return covers(offset.realised(), offset.required, offset.min_cover) ? OffsetOutcome::covered : OffsetOutcome::uncovered;
}

RiskEvent completed(const Risk& risk, const Offset& offset, OffsetOutcome outcome, Timestamp now) {
    OffsetCompleted event;
    event.account = risk.account;
    event.offset = offset.number;
    event.at = now;
    event.outcome = outcome;
    event.realised = offset.realised();
    event.loser_quantity = offset.loser.closed;
    event.loser_realised = offset.loser.realised;
    event.residual = std::max(Money{}, offset.required - event.realised);
    return event;
}

/// The loser's turn: whole when the winners brought enough, else the part they pay for, else nothing.
RiskEvent order_loser(const Risk& risk, const Offset& offset, const RiskContext& context) {
    const GroupFigures* figures = context.board.find(offset.loser.group);
    const auto gone = [&] { return completed(risk, offset, OffsetOutcome::loser_gone, context.now); };
    if (figures == nullptr) return gone();
    const RiskView loser = look_at(risk, offset.loser.group, *figures, true, context);
    const auto is_barred = [&](RiskReason reason) { return loser.against_loser.contains(reason); };
    if (is_barred(RiskReason::closing) || is_barred(RiskReason::no_position) || is_barred(RiskReason::quarantined)) return gone();
    const Money realised = offset.realised();
    OffsetLoserOrdered event{risk.account, offset.number, realised, true, {}};
    if (offset.closes_anyway || covers(realised, offset.required, offset.min_cover)) return event;
    const Instrument& instrument = context.instruments.at(offset.loser.instrument);
    const Quantity closable = round_to_step(loser.open, instrument.step, Rounding::floor);
    event.is_whole = false;
    event.quantity = covered_part(closable, realised, offset.required, instrument);
    const bool may_close = loser.value.has_value()
                               ? is_placeable(instrument, loser.limit, event.quantity, Purpose::closing)
                               : event.quantity.is_positive();
    return may_close ? RiskEvent{event} : completed(risk, offset, OffsetOutcome::loser_kept, context.now);
}

/// What is due now that the newest answer is booked.
std::optional<RiskEvent> next_step(const Risk& risk, const RiskContext& context) {
    const Offset& offset = *risk.offset;
    const bool was_refused = offset.sequence == OffsetSequence::loser_first && offset.loser.is_done &&
                             !offset.loser.closed.is_positive();
    if (was_refused) return completed(risk, offset, OffsetOutcome::loser_gone, context.now);  // nothing to pay for
    if (!offset.are_winners_done()) return std::nullopt;
    if (!offset.is_loser_ordered) return order_loser(risk, offset, context);
    if (!offset.loser.is_done) return std::nullopt;
    return completed(risk, offset, outcome_of(offset), context.now);
}

bool is_awaited(const OffsetPart& leg, GroupId group) { return leg.group == group && !leg.is_done; }

}  // namespace

RiskEvents note_leg(const Risk& risk, const OffsetLegDone& done, const RiskContext& context) {
    if (!risk.offset.has_value() || risk.offset->number != done.offset) return {};
    const Offset& offset = *risk.offset;
    const bool is_known = is_awaited(offset.loser, done.group) ||
                          std::ranges::any_of(offset.winners, [&](const OffsetPart& leg) { return is_awaited(leg, done.group); });
    if (!is_known) return {};
    RiskEvents events{OffsetLegClosed{risk.account, done.offset, done.group, done.quantity, done.realised}};
    Risk after = risk;
    after.apply(events.back());
    if (auto step = next_step(after, context)) events.push_back(std::move(*step));
    return events;
}

}  // namespace trellis
