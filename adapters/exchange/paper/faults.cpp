#include "adapters/exchange/paper/faults.hpp"

#include "engine/base/check.hpp"

namespace trellis::adapters {

namespace {

bool is_about_fills(FaultKind kind) {
    switch (kind) {
        case FaultKind::drop_fill:
        case FaultKind::duplicate_fill:
        case FaultKind::reorder_fills: return true;
        case FaultKind::reject:
        case FaultKind::timeout_before_accept:
        case FaultKind::timeout_after_accept:
        case FaultKind::server_error:
        case FaultKind::disconnect:
        case FaultKind::cancel_by_venue: return false;
    }
    TRELLIS_CHECK(false, "a fault has a known kind");
    return false;
}

void count_down(std::vector<Fault>& faults) {
    for (auto& fault : faults) --fault.orders;
    std::erase_if(faults, [](const Fault& fault) { return fault.orders == 0; });
}

}  // namespace

void FaultList::add(const Fault& fault) {
    if (fault.orders == 0) return;
    (is_about_fills(fault.kind) ? fills_ : orders_).push_back(fault);
}

std::optional<Fault> FaultList::next_order() {
    if (orders_.empty()) return std::nullopt;
    std::optional<Fault> oldest = orders_.front();
    count_down(orders_);
    return oldest;
}

Mishap FaultList::next_fill() {
    Mishap mishap;
    for (const auto& fault : fills_) {
        mishap.is_dropped |= fault.kind == FaultKind::drop_fill;
        mishap.is_doubled |= fault.kind == FaultKind::duplicate_fill;
        mishap.is_late |= fault.kind == FaultKind::reorder_fills;
    }
    count_down(fills_);
    return mishap;
}

}  // namespace trellis::adapters
