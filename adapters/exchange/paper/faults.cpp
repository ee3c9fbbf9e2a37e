#include "adapters/exchange/paper/faults.hpp"

#include "engine/base/check.hpp"

namespace trellis::adapters {

namespace {

bool is_about_fills(VenueFaultKind kind) {
    switch (kind) {
        case VenueFaultKind::drop_fill:
        case VenueFaultKind::duplicate_fill:
        case VenueFaultKind::late_fee:
        case VenueFaultKind::reorder_fills: return true;
        case VenueFaultKind::reject:
        case VenueFaultKind::timeout_before_accept:
        case VenueFaultKind::timeout_after_accept:
        case VenueFaultKind::server_error:
        case VenueFaultKind::disconnect:
        case VenueFaultKind::rate_limit:
        case VenueFaultKind::metadata_missing:
        case VenueFaultKind::cancel_by_venue:
        case VenueFaultKind::unknown_order:
        case VenueFaultKind::manual_trade: return false;
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
        mishap.is_dropped |= fault.kind == VenueFaultKind::drop_fill;
        mishap.is_doubled |= fault.kind == VenueFaultKind::duplicate_fill;
        mishap.is_late |= fault.kind == VenueFaultKind::reorder_fills;
        if (fault.kind == VenueFaultKind::late_fee) mishap.fee_after = fault.duration;
    }
    count_down(fills_);
    return mishap;
}

}  // namespace trellis::adapters
