#include "adapters/admin/sessions.hpp"

#include <algorithm>

#include "adapters/secrets/seal.hpp"

namespace trellis::adapters::admin {

Sessions::Opened Sessions::open(OwnerId user, Timestamp now) {
    Opened opened{draw_token(), now + session_lasts};
    const std::lock_guard lock(mutex_);
    make_room(now);
    entries_.insert_or_assign(fingerprint(opened.token), Entry{user, now, now});
    return opened;
}

std::optional<OwnerId> Sessions::use(const Fingerprint& token, Timestamp now) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(token);
    if (found == entries_.end()) return std::nullopt;
    if (!found->second.is_good_at(now)) {
        entries_.erase(found);
        return std::nullopt;
    }
    found->second.used_at = now;
    return found->second.user;
}

bool Sessions::end(const Fingerprint& token) {
    const std::lock_guard lock(mutex_);
    return entries_.erase(token) == 1;
}

void Sessions::end_all_of(OwnerId user) {
    const std::lock_guard lock(mutex_);
    std::erase_if(entries_, [user](const auto& item) { return item.second.user == user; });
}

void Sessions::make_room(Timestamp now) {
    std::erase_if(entries_, [now](const auto& item) { return !item.second.is_good_at(now); });
    if (entries_.size() < sessions_max) return;
    entries_.erase(std::ranges::min_element(entries_, {}, [](const auto& item) { return item.second.used_at; }));
}

}  // namespace trellis::adapters::admin
