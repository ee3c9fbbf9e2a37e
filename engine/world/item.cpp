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
                          [](const TimerItem&) { return CauseKind::timer; },
                          [](const EvaluateItem&) { return CauseKind::evaluate; },
                          [](const QueueItem&) { return CauseKind::request; },
                      },
                      item);
}

}  // namespace trellis
