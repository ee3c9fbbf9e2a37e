// The risk engine of one account as JSON: who could lose and who could pay, offsets, and passes that chose nobody (15.7).
#pragma once

#include "adapters/admin/outlook.hpp"
#include "adapters/json/writer.hpp"
#include "engine/risk/preview.hpp"

namespace trellis::adapters::admin {

/// One object: flags, timers and figures of every open group, and the offset under way.
void write_risk_state(json::Writer& out, const Scene& scene, const Outlook& outlook);
/// One object: what a pass would do now, and everything that stands for or against each group.
void write_risk_plan(json::Writer& out, const Scene& scene, const Outlook& outlook, const RiskPlan& plan);
/// One object: an offset with its plan and what came of it.
void write_risk_action(json::Writer& out, const Scene& scene, const RiskActionRow& row);
/// One object (15.7).
void write_risk_pass(json::Writer& out, const Scene& scene, const RiskPassRow& row);

}  // namespace trellis::adapters::admin
