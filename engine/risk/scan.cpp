#include "engine/risk/scan.hpp"

#include <algorithm>

#include "engine/event/hash.hpp"

namespace trellis {

namespace {

/// What stood against one group.
struct Finding {
    GroupId group;
    std::uint32_t reasons{};
    static void fields(auto& self, auto&& each) { each(self.group, self.reasons); }
};

/// Nothing but the missing mark, or that it broke, keeps it from being looked at.
bool is_only_unmarked(RiskReasons reasons) {
    return reasons.is_only(RiskReason::no_mark) || reasons.is_only(RiskReason::stale_mark) ||
           reasons.is_only(RiskReason::quarantined);
}

}  // namespace

bool RiskScan::advance(const Risk& risk, const RiskContext& context, std::size_t most) {
    const auto& groups = context.board.groups();
    auto next = last_.has_value() ? groups.upper_bound(*last_) : groups.lower_bound(GroupId{risk.account, 0});
    for (; next != groups.end() && next->first.account == risk.account; ++next) {
        if (most-- == 0) return false;
        last_ = next->first;
        RiskView view = look_at(risk, next->first, next->second, is_forced_, context);
        test_timer(view, next->second, context);
        take(std::move(view));
    }
    return true;
}

void RiskScan::test_timer(const RiskView& view, const GroupFigures& figures, const RiskContext& context) {
    if (!context.config.risk.timer_requires_loss || !view.value.has_value()) return;
    const bool is_started = figures.risk_timer_started_at.has_value();
    const bool loses = !view.against_loser.contains(RiskReason::above_threshold);
    const bool is_wrong = is_started ? !view.value->unrealised.is_negative() : loses;
    if (is_wrong) to_test_.push_back({figures.identity.instrument, view.group});
}

void RiskScan::take(RiskView view) {
    const bool loses = view.value.has_value() && !view.against_loser.contains(RiskReason::above_threshold);
    const bool gains = view.value.has_value() && view.value->unrealised.is_positive();
    if (view.against_winner.is_empty()) {
        winners_.push_back(view);
    } else if (gains) {
        poor_.push_back(view);
    }
    if (view.against_loser.is_empty()) {
        note(view);
        losers_.push_back(std::move(view));
    } else if (loses || is_only_unmarked(view.against_loser)) {
        note(view);
        refused_.push_back(std::move(view));
    }
}

/// Findings are summed up, so that the order in which groups are looked at does not count.
void RiskScan::note(const RiskView& view) { reasons_ += state_hash(Finding{view.group, view.against_loser.bits()}, buffer_); }

void RiskScan::drop(GroupId group) {
    std::erase_if(losers_, [group](const RiskView& view) { return view.group == group; });
    std::erase_if(winners_, [group](const RiskView& view) { return view.group == group; });
}

}  // namespace trellis
