// From everything a pass saw to the one offset it carries out (K-5 to K-8, R-51), or to the reasons why there is none.
#include <algorithm>
#include <map>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/risk/scan.hpp"
#include "engine/risk/winner_quantity.hpp"

namespace trellis {

namespace {

using Views = std::vector<const RiskView*>;

const Instrument& instrument_of(const RiskView& view, const RiskContext& context) {
    return context.instruments.at(view.identity.instrument);
}

/// K-5: U descending, ties older first. Only of groups that are valued.
bool pays_before(const RiskView& a, const RiskView& b) {
    if (a.value->unrealised != b.value->unrealised) return a.value->unrealised > b.value->unrealised;
    if (a.opened_at != b.opened_at) return a.opened_at < b.opened_at;
    return a.group < b.group;
}

/// The first `max_winners_to_combine` that are quoted in that asset.
Views first_winners(const RiskScan& scan, const std::string& quote, const RiskContext& context) {
    Views winners;
    for (const auto& winner : scan.winners()) {
        if (instrument_of(winner, context).quote == quote) winners.push_back(&winner);
    }
    const auto most = std::min<std::size_t>(winners.size(), context.config.risk.max_winners_to_combine);
    std::ranges::partial_sort(winners, winners.begin() + static_cast<std::ptrdiff_t>(most),
                              [](const RiskView* a, const RiskView* b) { return pays_before(*a, *b); });
    winners.resize(most);
    return winners;
}

Money sum_of(const Views& winners) {
    Money sum;
    for (const auto* winner : winners) sum += winner->value->unrealised;
    return sum;
}

/// K-5: most negative first; equal within 1e-4 the larger |U|, then the older.
const RiskView* first_loser(const Views& losers) {
    constexpr Ratio tie = Ratio::from_raw(Ratio::scale / 10'000);
    if (losers.empty()) return nullptr;
    const Ratio worst = (*std::ranges::min_element(losers, {}, &RiskView::percent))->percent;
    const RiskView* first = nullptr;
    for (const auto* loser : losers) {
        if (loser->percent > worst + tie) continue;
        const auto key = [](const RiskView& view) { return std::tuple(view.value->unrealised, view.opened_at, view.group); };
        if (first == nullptr || key(*loser) < key(*first)) first = loser;
    }
    return first;
}

Money required_for(const RiskView& loser) { return -loser.value->unrealised; }

OffsetShare share_of(const RiskView& view, Quantity quantity, Money profit) {
    OffsetShare share;
    share.group = view.group;
    share.instrument = view.identity.instrument;
    share.quantity = quantity;
    share.is_whole = quantity == view.closable;
    share.profit = profit;
    share.open = view.open;
    share.unrealised = view.value->unrealised;
    share.percent = view.percent;
    share.mark = view.value->mark;
    return share;
}

/// 15.4: in rank order until the requirement is paid; winners that are not needed take no part.
std::vector<OffsetShare> shares_for(Money required, const Views& winners, const RiskContext& context) {
    const RiskSettings& settings = context.config.risk;
    const WinnerRules rules{settings.partial_close_enabled, settings.min_close_notional, settings.keep_winner_open};
    std::vector<OffsetShare> shares;
    for (const auto* winner : winners) {
        if (!required.is_positive()) break;
        const WinnerTerms terms{winner->open, winner->closable, winner->value->unrealised, winner->value->mark, winner->limit};
        const auto quantity = winner_quantity(required, terms, rules, instrument_of(*winner, context));
        if (!quantity.has_value()) continue;
        const Money profit = profit_of(*quantity, terms);
        shares.push_back(share_of(*winner, *quantity, profit));
        required -= profit;
    }
    return shares;
}

Money profit_of(const std::vector<OffsetShare>& shares) {
    Money sum;
    for (const auto& share : shares) sum += share.profit;
    return sum;
}

/// What may be planned for one loser by the policy (K-7): all of it, a part, or nothing and why.
struct Plan {
    std::optional<OffsetChoice> choice;
    RiskReason refusal = RiskReason::no_winners;
};

Plan refused(RiskReason reason) { return {std::nullopt, reason}; }

Plan plan_for(const RiskView& loser, const Views& winners, const RiskContext& context) {
    const RiskSettings& settings = context.config.risk;
    if (winners.empty()) return refused(RiskReason::no_winners);
    OffsetChoice choice{loser, required_for(loser), {}, std::nullopt};
    const bool is_short = sum_of(winners) < choice.required;
    if (is_short && settings.on_shortfall == OnShortfall::skip) return refused(RiskReason::shortfall);
    choice.winners = shares_for(choice.required, winners, context);
    if (choice.winners.empty()) return refused(RiskReason::no_winners);
    const Money planned = profit_of(choice.winners);
    const bool goes_whole = settings.on_shortfall == OnShortfall::close_anyway ||
                            covers(planned, choice.required, settings.min_cover);
    if (!goes_whole) {
        const Instrument& instrument = instrument_of(loser, context);
        choice.loser_part = covered_part(loser.closable, planned, choice.required, instrument);
        if (!is_placeable(instrument, loser.limit, *choice.loser_part, Purpose::closing)) {
            return refused(RiskReason::not_placeable);
        }
    }
    return {std::move(choice), {}};
}

RiskCandidate candidate_of(const RiskView& view, bool is_winner, std::vector<RiskReason> reasons) {
    RiskCandidate row;
    row.group = view.group;
    row.is_winner = is_winner;
    if (view.value.has_value()) {
        row.unrealised = view.value->unrealised;
        row.percent = view.percent;
        row.mark = view.value->mark;
    }
    row.reasons = std::move(reasons);
    return row;
}

/// Why losers that may be closed were not, by their place among the scan's.
class Refusals {
public:
    explicit Refusals(const RiskScan& scan) : losers_(scan.losers()), reasons_(losers_.size()) {}
    void note(const RiskView& loser, RiskReason reason) { reasons_[place_of(loser)] = reason; }
    RiskReason of(const RiskView& loser) const { return reasons_[place_of(loser)].value_or(RiskReason::ranked_behind); }

private:
    std::size_t place_of(const RiskView& loser) const { return static_cast<std::size_t>(&loser - losers_.data()); }

    const std::vector<RiskView>& losers_;
    std::vector<std::optional<RiskReason>> reasons_;
};

/// Of those that may lose, the ones their winners can pay for; the others are refused at once, so that a market where everybody
/// loses is not tried group by group.
Views coverable(const RiskScan& scan, const std::map<std::string, Views>& winners, Refusals& refusals,
                const RiskContext& context) {
    Views losers;
    for (const auto& loser : scan.losers()) {
        const Views& paying = winners.at(instrument_of(loser, context).quote);
        const bool waits = context.config.risk.on_shortfall == OnShortfall::skip && sum_of(paying) < required_for(loser);
        if (paying.empty()) {
            refusals.note(loser, RiskReason::no_winners);
        } else if (waits) {
            refusals.note(loser, RiskReason::shortfall);
        } else {
            losers.push_back(&loser);
        }
    }
    return losers;
}

/// The first of the ranking that its winners can pay for, or that the policy lets act.
std::optional<OffsetChoice> choose(const RiskScan& scan, Refusals& refusals, const RiskContext& context) {
    std::map<std::string, Views> winners;  // by quote asset
    for (const auto& loser : scan.losers()) {
        const std::string& quote = instrument_of(loser, context).quote;
        if (!winners.contains(quote)) winners.emplace(quote, first_winners(scan, quote, context));
    }
    Views left = coverable(scan, winners, refusals, context);
    for (std::size_t attempt = 0; attempt < losers_tried_max; ++attempt) {
        const RiskView* loser = first_loser(left);
        if (loser == nullptr) break;
        Plan plan = plan_for(*loser, winners.at(instrument_of(*loser, context).quote), context);
        if (plan.choice.has_value()) return std::move(plan.choice);
        refusals.note(*loser, plan.refusal);
        std::erase(left, loser);
    }
    return std::nullopt;
}

/// Who is not any more what was seen of it: a scan takes its time, and groups and operators act meanwhile.
std::vector<GroupId> changed_in(const OffsetChoice& choice, const Risk& risk, bool is_forced, const RiskContext& context) {
    const auto look_again = [&](GroupId group) -> std::optional<RiskView> {
        const GroupFigures* now = context.board.find(group);
        return now == nullptr ? std::nullopt : std::optional(look_at(risk, group, *now, is_forced, context));
    };
    std::vector<GroupId> changed;
    const auto loser = look_again(choice.loser.group);
    if (!loser.has_value() || !loser->against_loser.is_empty() || loser->open != choice.loser.open) {
        changed.push_back(choice.loser.group);
    }
    for (const auto& winner : choice.winners) {
        const auto pays = look_again(winner.group);
        const bool is_same = pays.has_value() && pays->against_winner.is_empty() && pays->open == winner.open;
        if (!is_same) changed.push_back(winner.group);
    }
    return changed;
}

/// K-12: a flag counts where nothing else stood against the group.
std::vector<GroupId> skipped_in(const RiskScan& scan) {
    std::vector<GroupId> groups;
    for (const auto& view : scan.refused()) {
        if (view.against_loser.is_only(RiskReason::skip_once)) groups.push_back(view.group);
    }
    if (scan.losers().empty()) return groups;
    for (const auto& view : scan.poor()) {
        if (view.against_winner.is_only(RiskReason::skip_once)) groups.push_back(view.group);
    }
    return groups;
}

/// The first `candidates_max` by that order, and how many there are besides.
template <class Before>
std::size_t keep_first(Views& views, Before before) {
    const auto most = std::min(views.size(), candidates_max);
    std::ranges::partial_sort(views, views.begin() + static_cast<std::ptrdiff_t>(most),
                              [&](const RiskView* a, const RiskView* b) { return before(*a, *b); });
    const std::size_t more = views.size() - most;
    views.resize(most);
    return more;
}

bool loses_before(const RiskView& a, const RiskView& b) {
    return a.percent != b.percent ? a.percent < b.percent : a.group < b.group;
}

void list_losers(RiskConclusion& conclusion, const RiskScan& scan, const Refusals& refusals) {
    Views views;
    for (const auto& view : scan.losers()) {
        const bool is_chosen = conclusion.choice.has_value() && conclusion.choice->loser.group == view.group;
        if (!is_chosen) views.push_back(&view);
    }
    for (const auto& view : scan.refused()) views.push_back(&view);
    conclusion.candidates_more += static_cast<std::uint32_t>(keep_first(views, loses_before));
    for (const auto* view : views) {
        auto reasons = view->against_loser.list();
        if (reasons.empty()) reasons.push_back(refusals.of(*view));
        conclusion.candidates.push_back(candidate_of(*view, false, std::move(reasons)));
    }
}

/// Why somebody who could pay does not; nothing where no loser was chosen.
std::vector<RiskReason> why_unpaid(const RiskView& winner, const std::optional<OffsetChoice>& choice, const Views& first,
                                   const RiskContext& context) {
    if (!choice.has_value()) return {};
    if (instrument_of(winner, context).quote != instrument_of(choice->loser, context).quote) {
        return {RiskReason::other_currency};
    }
    const bool is_first = std::ranges::find(first, winner.group, &RiskView::group) != first.end();
    return {is_first ? RiskReason::not_needed : RiskReason::beyond_maximum};
}

/// Winners matter where somebody may lose.
void list_winners(RiskConclusion& conclusion, const RiskScan& scan, const RiskContext& context) {
    if (scan.losers().empty()) return;
    const auto& choice = conclusion.choice;
    Views first;
    if (choice.has_value()) first = first_winners(scan, instrument_of(choice->loser, context).quote, context);
    Views views;
    for (const auto& view : scan.poor()) views.push_back(&view);
    for (const auto& view : scan.winners()) {
        const bool pays = choice.has_value() && std::ranges::find(choice->winners, view.group, &OffsetShare::group) != choice->winners.end();
        if (!pays) views.push_back(&view);
    }
    conclusion.candidates_more += static_cast<std::uint32_t>(keep_first(views, pays_before));
    for (const auto* view : views) {
        auto reasons = view->against_winner.list();
        if (reasons.empty()) reasons = why_unpaid(*view, choice, first, context);
        conclusion.candidates.push_back(candidate_of(*view, true, std::move(reasons)));
    }
}

}  // namespace

Quantity covered_part(Quantity closable, Money realised, Money required, const Instrument& instrument) {
    if (!realised.is_positive()) return {};
    if (realised >= required) return closable;
    return part_of(closable, as<Quantity>(realised), as<Quantity>(required), instrument.step);
}

RiskConclusion conclude(const Risk& risk, RiskScan scan, const RiskContext& context) {
    RiskConclusion conclusion;
    std::optional<Refusals> refusals;
    while (true) {
        conclusion.choice = choose(scan, refusals.emplace(scan), context);
        if (!conclusion.choice.has_value()) break;
        const auto changed = changed_in(*conclusion.choice, risk, scan.is_forced(), context);
        if (changed.empty()) break;
        for (const GroupId group : changed) scan.drop(group);
    }
    conclusion.skipped = skipped_in(scan);
    conclusion.reasons = scan.reasons();
    list_losers(conclusion, scan, *refusals);
    list_winners(conclusion, scan, context);
    return conclusion;
}

}  // namespace trellis
