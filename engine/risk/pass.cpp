// A pass from its end: what it leads to as events. Records are kept when they say something new (15.7).
#include "engine/risk/scan.hpp"

namespace trellis {

namespace {

/// Flags of groups that are over go with them.
void forget_gone(RiskEvents& events, const Risk& risk, const RiskContext& context) {
    std::set<GroupId> flagged = risk.blocked;
    flagged.insert(risk.skip_once.begin(), risk.skip_once.end());
    for (const GroupId group : flagged) {
        if (context.board.find(group) == nullptr) events.push_back(RiskGroupForgotten{risk.account, group});
    }
}

OffsetShare loser_share(const OffsetChoice& choice) {
    const RiskView& loser = choice.loser;
    OffsetShare share;
    share.group = loser.group;
    share.instrument = loser.identity.instrument;
    share.quantity = choice.loser_part.value_or(loser.closable);
    share.is_whole = !choice.loser_part.has_value();
    share.open = loser.open;
    share.unrealised = loser.value->unrealised;
    share.profit = share.unrealised;
    share.percent = loser.percent;
    share.mark = loser.value->mark;
    return share;
}

OffsetPlanned planned(const Risk& risk, RiskConclusion conclusion, RiskTrigger trigger, bool is_forced,
                      const RiskContext& context) {
    const RiskSettings& settings = context.config.risk;
    OffsetPlanned event;
    event.account = risk.account;
    event.offset = OffsetNumber{risk.account, risk.offset_counter + 1};
    event.at = context.now;
    event.trigger = trigger;
    event.is_forced = is_forced;
    event.loser = loser_share(*conclusion.choice);
    event.required = conclusion.choice->required;
    event.winners = std::move(conclusion.choice->winners);
    event.sequence = settings.offset_sequence;
    event.min_cover = settings.min_cover;
    event.closes_anyway = settings.on_shortfall == OnShortfall::close_anyway;
    event.cancels_entries = settings.cancel_orders_on_partial_close;
    event.skipped = std::move(conclusion.skipped);
    event.candidates = std::move(conclusion.candidates);
    event.candidates_more = conclusion.candidates_more;
    return event;
}

/// K-12: what mattered in this pass is cleared with it.
std::vector<GroupId> to_clear(const Risk& risk, const RiskConclusion& conclusion) {
    std::set<GroupId> groups(conclusion.skipped.begin(), conclusion.skipped.end());
    if (risk.pass.has_value()) groups.insert(risk.pass->skipped.begin(), risk.pass->skipped.end());
    std::erase_if(groups, [&](GroupId group) { return !risk.skip_once.contains(group); });
    return {groups.begin(), groups.end()};
}

}  // namespace

RiskEvents conclude_pass(const Risk& risk, RiskScan scan, RiskTrigger trigger, const RiskContext& context) {
    RiskEvents events;
    forget_gone(events, risk, context);
    const bool is_forced = scan.is_forced();
    RiskConclusion conclusion = conclude(risk, std::move(scan), context);
    if (conclusion.choice.has_value()) {
        events.push_back(planned(risk, std::move(conclusion), trigger, is_forced, context));
        return events;
    }
    RiskPassEnded ended;
    ended.account = risk.account;
    ended.at = context.now;
    ended.trigger = trigger;
    ended.is_forced = is_forced;
    ended.actions = risk.pass.has_value() ? risk.pass->actions : std::uint16_t{0};
    ended.reasons = conclusion.reasons;
    ended.cleared = to_clear(risk, conclusion);
    ended.candidates = std::move(conclusion.candidates);
    ended.candidates_more = conclusion.candidates_more;
    const bool is_news = ended.actions > 0 || ended.reasons != risk.reasons || !ended.cleared.empty();
    if (is_news) events.push_back(std::move(ended));
    return events;
}

}  // namespace trellis
