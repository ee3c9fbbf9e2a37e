#include "actors/ring.hpp"

#include "engine/base/check.hpp"

namespace trellis::actors {

void Faults::report(std::exception_ptr fault) {
    const std::lock_guard lock(mutex_);
    if (!first_) first_ = std::move(fault);
    any_.store(true, std::memory_order_release);
}

void Faults::rethrow() const {
    if (!any()) return;
    const std::lock_guard lock(mutex_);
    std::rethrow_exception(first_);
}

void Harvest::enter() {
    const std::lock_guard lock(mutex_);
    ++present_;
}

void Harvest::leave() {
    const std::lock_guard lock(mutex_);
    --present_;
    if (present_ == 0) left_.notify_all();
}

void Harvest::take(Desk desk) {
    const std::lock_guard lock(mutex_);
    const AccountId account = desk.account;
    const bool is_new = world_.desks.emplace(account, std::move(desk)).second;
    TRELLIS_CHECK(is_new, "an account has one desk");
}

void Harvest::take(Risk risk) {
    const std::lock_guard lock(mutex_);
    const AccountId account = risk.account;
    const bool is_new = world_.risks.emplace(account, std::move(risk)).second;
    TRELLIS_CHECK(is_new, "an account has one risk engine");
}

void Harvest::take(GroupId id, Group group) {
    const std::lock_guard lock(mutex_);
    const bool is_new = world_.groups.emplace(id, std::move(group)).second;
    TRELLIS_CHECK(is_new, "a group has one owner");
}

void Harvest::await_all() {
    std::unique_lock lock(mutex_);
    left_.wait(lock, [this] { return present_ == 0; });
}

}  // namespace trellis::actors
