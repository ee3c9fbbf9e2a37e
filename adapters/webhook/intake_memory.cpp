#include "adapters/webhook/intake_memory.hpp"

#include <algorithm>

namespace trellis::adapters {

Duration IntakeMemory::count_failure(const std::string& source, Timestamp now) {
    const std::scoped_lock lock(mutex_);
    const auto known = source_by_name_.find(source);
    if (known == source_by_name_.end()) {
        if (sources_.size() >= failing_sources_max) {
            source_by_name_.erase(sources_.front().name);
            sources_.pop_front();
        }
        sources_.push_back({source, 1, now});
        source_by_name_.emplace(source, std::prev(sources_.end()));
        return Duration::zero();
    }
    Source& entry = *known->second;
    if (now - entry.last > failure_memory) entry.failures = 0;
    const Duration delay = std::min(failure_delay_step * entry.failures, failure_delay_max);
    if (delay < failure_delay_max) ++entry.failures;
    entry.last = now;
    sources_.splice(sources_.end(), sources_, known->second);
    return delay;
}

IntakeMemory::Use IntakeMemory::use_signature(const Fingerprint& signature, Timestamp now, Timestamp until) {
    const std::scoped_lock lock(mutex_);
    while (!signatures_by_end_.empty() && signatures_by_end_.begin()->first < now) {
        signatures_.erase(signatures_by_end_.begin()->second);
        signatures_by_end_.erase(signatures_by_end_.begin());
    }
    if (signatures_.contains(signature)) return Use::again;
    if (signatures_.size() >= used_signatures_max) return Use::no_room;
    signatures_.insert(signature);
    signatures_by_end_.emplace(until, signature);
    return Use::first;
}

void IntakeMemory::forget_signature(const Fingerprint& signature) {
    const std::scoped_lock lock(mutex_);
    if (signatures_.erase(signature) == 0) return;
    std::erase_if(signatures_by_end_, [&](const auto& entry) { return entry.second == signature; });
}

bool IntakeMemory::is_first_minute_signal(const std::string& route) {
    const std::scoped_lock lock(mutex_);
    return minute_routes_.size() < minute_routes_max && minute_routes_.insert(route).second;
}

}  // namespace trellis::adapters
