#include "engine/risk/risk.hpp"

#include <algorithm>

#include "engine/base/check.hpp"

namespace trellis {

std::string_view text(RiskTrigger trigger) {
    switch (trigger) {
        case RiskTrigger::timer: return "timer";
        case RiskTrigger::fill: return "fill";
        case RiskTrigger::request: return "request";
    }
    return {};
}

std::string_view text(RiskReason reason) {
    switch (reason) {
        case RiskReason::no_position: return "NO_POSITION";
        case RiskReason::closing: return "CLOSING";
        case RiskReason::entries_working: return "ENTRIES_WORKING";
        case RiskReason::blocked: return "BLOCKED";
        case RiskReason::skip_once: return "SKIP_ONCE";
        case RiskReason::timer_not_started: return "TIMER_NOT_STARTED";
        case RiskReason::timer_running: return "TIMER_RUNNING";
        case RiskReason::too_young: return "TOO_YOUNG";
        case RiskReason::no_mark: return "NO_PRICE";
        case RiskReason::stale_mark: return "STALE_PRICE";
        case RiskReason::above_threshold: return "ABOVE_THRESHOLD";
        case RiskReason::not_placeable: return "BELOW_MINIMUM";
        case RiskReason::not_in_profit: return "NOT_IN_PROFIT";
        case RiskReason::other_currency: return "OTHER_CURRENCY";
        case RiskReason::beyond_maximum: return "BEYOND_MAX_WINNERS";
        case RiskReason::not_needed: return "NOT_NEEDED";
        case RiskReason::no_winners: return "NO_WINNERS";
        case RiskReason::shortfall: return "SHORTFALL";
        case RiskReason::ranked_behind: return "RANKED_BEHIND";
        case RiskReason::quarantined: return "QUARANTINED";
    }
    return {};
}

std::string_view text(OffsetOutcome outcome) {
    switch (outcome) {
        case OffsetOutcome::covered: return "COVERED";
        case OffsetOutcome::partial: return "PARTIAL";
        case OffsetOutcome::uncovered: return "UNCOVERED";
        case OffsetOutcome::loser_kept: return "LOSER_KEPT";
        case OffsetOutcome::loser_gone: return "LOSER_GONE";
    }
    return {};
}

Money Offset::realised() const {
    Money sum;
    for (const auto& winner : winners) sum += winner.realised;
    return sum;
}

bool Offset::are_winners_done() const { return std::ranges::all_of(winners, &OffsetPart::is_done); }

bool covers(Money realised, Money required, Ratio min_cover) {
    return compare_products(realised.raw(), Ratio::scale, required.raw(), min_cover.raw()) >= 0;
}

namespace {

void check_offset(const Risk& risk, const Offset& offset) {
    TRELLIS_CHECK(risk.pass.has_value(), "an offset belongs to a pass");
    TRELLIS_CHECK(offset.number.account == risk.account, "an offset is numbered by its account");
    TRELLIS_CHECK(offset.number.counter == risk.offset_counter, "the newest offset is the one under way");
    TRELLIS_CHECK(!offset.winners.empty(), "somebody pays");
    TRELLIS_CHECK(offset.required.is_positive(), "an offset is required for a loss");
    for (const auto& winner : offset.winners) {
        TRELLIS_CHECK(winner.group != offset.loser.group, "nobody pays for itself");
        TRELLIS_CHECK(winner.quantity.is_positive(), "a winner closes something");
        if (winner.is_done) TRELLIS_CHECK(offset.are_winners_ordered(), "a winner answers when it was asked");
    }
    const bool waits = offset.sequence == OffsetSequence::winners_first && !offset.are_winners_done();
    if (waits) TRELLIS_CHECK(!offset.is_loser_ordered, "the loser waits for the winners");
    if (offset.loser.is_done) TRELLIS_CHECK(offset.is_loser_ordered, "a loser answers when it was asked");
}

}  // namespace

void check_invariants(const Risk& risk) {
    if (risk.offset.has_value()) check_offset(risk, *risk.offset);
    if (risk.pass.has_value()) TRELLIS_CHECK(risk.pass->actions > 0, "a pass is kept while it acts");
    for (const GroupId group : risk.blocked) TRELLIS_CHECK(group.account == risk.account, "a flag is on a group of the account");
    for (const GroupId group : risk.skip_once) TRELLIS_CHECK(group.account == risk.account, "a flag is on a group of the account");
}

}  // namespace trellis
