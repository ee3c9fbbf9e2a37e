#include "adapters/admin/login_throttle.hpp"

#include <algorithm>

namespace trellis::adapters::admin {

Duration LoginThrottle::Tries::wait() const {
    if (wrong <= free_tries) return Duration{};
    Duration wait = login_wait_min;
    for (std::uint32_t more = wrong - free_tries - 1; more > 0 && wait < login_wait_max; --more) wait *= 2;
    return std::min(wait, login_wait_max);
}

std::optional<Duration> LoginThrottle::left(const Table& table, const std::string& key, Timestamp now) {
    const auto found = table.find(key);
    if (found == table.end()) return std::nullopt;
    const Timestamp until = found->second.last + found->second.wait();
    return now < until ? std::optional<Duration>(until - now) : std::nullopt;
}

/// A table that is full forgets who tried longest ago.
void LoginThrottle::count(Table& table, const std::string& key, Timestamp now) {
    std::erase_if(table, [now](const auto& item) { return item.second.last + tries_kept_for <= now; });
    if (table.size() >= tries_kept_max && !table.contains(key)) {
        table.erase(std::ranges::min_element(table, {}, [](const auto& item) { return item.second.last; }));
    }
    Tries& tries = table[key];
    ++tries.wrong;
    tries.last = now;
}

std::optional<Duration> LoginThrottle::begin(const std::string& name, const std::string& address, Timestamp now) {
    const std::lock_guard lock(mutex_);
    const auto by_name = left(names_, name, now);
    const auto by_address = left(addresses_, address, now);
    if (by_name || by_address) return std::max(by_name.value_or(Duration{}), by_address.value_or(Duration{}));
    count(names_, name, now);
    count(addresses_, address, now);
    return std::nullopt;
}

void LoginThrottle::uncount(Table& table, const std::string& key) {
    const auto found = table.find(key);
    if (found == table.end()) return;
    if (--found->second.wrong == 0) table.erase(found);
}

void LoginThrottle::forgive(const std::string& name, const std::string& address) {
    const std::lock_guard lock(mutex_);
    names_.erase(name);
    uncount(addresses_, address);
}

void LoginThrottle::take_back(const std::string& name, const std::string& address) {
    const std::lock_guard lock(mutex_);
    uncount(names_, name);
    uncount(addresses_, address);
}

}  // namespace trellis::adapters::admin
