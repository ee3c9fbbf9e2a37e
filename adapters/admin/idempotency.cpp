#include "adapters/admin/idempotency.hpp"

#include <algorithm>

namespace trellis::adapters::admin {

bool is_idempotency_key(std::string_view key) {
    const auto is_visible = [](char letter) { return letter > ' ' && letter < '\x7f'; };
    return !key.empty() && key.size() <= idempotency_key_bytes_max && std::ranges::all_of(key, is_visible);
}

IdempotencyTable::Begun IdempotencyTable::begin(const std::string& key, const Fingerprint& request, Timestamp now) {
    const std::lock_guard lock(mutex_);
    forget_older_than(now);
    if (const auto known = by_key_.find(key); known != by_key_.end()) {
        const Entry& entry = *known->second;
        if (!is_same(entry.request, request)) return {State::mismatch};
        if (!entry.answer) return {State::in_flight};
        return {State::answered, entry.answer};
    }
    make_room();
    if (entries_.size() >= answers_kept_max) return {State::full};
    Entry entry;
    entry.key = key;
    entry.request = request;
    entry.at = now;
    entries_.push_back(std::move(entry));
    by_key_.emplace(key, std::prev(entries_.end()));
    return {State::fresh};
}

void IdempotencyTable::finish(const std::string& key, const HttpResponse& answer) {
    const std::lock_guard lock(mutex_);
    const auto known = by_key_.find(key);
    if (known == by_key_.end()) return;
    Entry& entry = *known->second;
    entry.answer = answer;
    entry.bytes = answer.body.size();
    bytes_ += entry.bytes;
    make_room();
}

void IdempotencyTable::abandon(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (const auto known = by_key_.find(key); known != by_key_.end()) forget(known->second);
}

void IdempotencyTable::forget(Entries::iterator entry) {
    bytes_ -= entry->bytes;
    by_key_.erase(entry->key);
    entries_.erase(entry);
}

void IdempotencyTable::forget_older_than(Timestamp now) {
    for (auto entry = entries_.begin(); entry != entries_.end() && entry->at + answers_kept_for <= now;) {
        const auto next = std::next(entry);
        if (entry->answer) forget(entry);
        entry = next;
    }
}

/// The oldest answers go; what has no answer yet stays, or its request could run twice.
void IdempotencyTable::make_room() {
    for (auto entry = entries_.begin();
         entry != entries_.end() && (entries_.size() >= answers_kept_max || bytes_ > answers_bytes_max);) {
        const auto next = std::next(entry);
        if (entry->answer) forget(entry);
        entry = next;
    }
}

}  // namespace trellis::adapters::admin
