// `GET /risk/plan`: what a pass would do now, with every group of the account and everything that stands for or against it. Changes nothing.
#pragma once

#include <optional>
#include <vector>

#include "engine/risk/scan.hpp"

namespace trellis {

/// One group as the plan sees it.
struct RiskPlanRow {
    RiskView view;
    std::optional<Timestamp> timer_started_at;
    std::optional<Timestamp> timer_expires_at;   ///< started + wait, from the present configuration
    std::vector<RiskReason> against_loser;       ///< why it does not lose; empty: it does, or it would be next
    std::vector<RiskReason> against_winner;      ///< why it does not pay
    bool is_loser = false;                       ///< chosen
    std::optional<Quantity> pays;                ///< chosen, that much
};

struct RiskPlan {
    bool is_enabled = true;
    bool is_offset_under_way = false;            ///< a pass waits until it is over
    std::optional<OffsetChoice> choice;
    std::vector<RiskPlanRow> groups;             ///< worst first
};

/// As a pass would find it (`is_forced` as in K-12).
RiskPlan plan_preview(const Risk& risk, const RiskContext& context, bool is_forced = false);

}  // namespace trellis
