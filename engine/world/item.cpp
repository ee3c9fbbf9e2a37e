#include "engine/world/item.hpp"

#include "engine/base/overloaded.hpp"

namespace trellis {

CauseKind cause_kind(const Item& item) {
    return std::visit(Overloaded{
                          [](const SignalItem&) { return CauseKind::signal; },
                          [](const TradingItem&) { return CauseKind::request; },
                          [](const OperatorItem&) { return CauseKind::request; },
                          [](const QuoteItem&) { return CauseKind::quote; },
                          [](const ReportItem&) { return CauseKind::trade; },
                          [](const FactItem&) { return CauseKind::fact; },
                          [](const TimerItem& timer) {
                              if (std::holds_alternative<SweepTimer>(timer.owner)) return CauseKind::orphan_sweep;
                              const bool is_pass = std::holds_alternative<RiskTimer>(timer.owner);
                              return is_pass ? CauseKind::risk_pass : CauseKind::timer;
                          },
                          [](const RiskItem& risk) {
                              const auto* run = std::get_if<RunRiskPass>(&risk.command);
                              const bool is_asked = run == nullptr || run->trigger == RiskTrigger::request;
                              return is_asked ? CauseKind::request : CauseKind::risk_pass;
                          },
                          [](const RiskFactItem&) { return CauseKind::fact; },
                          [](const EvaluateItem&) { return CauseKind::evaluate; },
                          [](const QueueItem&) { return CauseKind::request; },
                          [](const RulesItem&) { return CauseKind::request; },
                      },
                      item);
}

bool is_silent_pass(const Item& item) {
    const CauseKind kind = cause_kind(item);
    return kind == CauseKind::risk_pass || kind == CauseKind::orphan_sweep;
}

}  // namespace trellis
