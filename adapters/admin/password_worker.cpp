#include "adapters/admin/password_worker.hpp"

#include <utility>

namespace trellis::adapters::admin {

PasswordWorker::PasswordWorker(bool in_place) : in_place_(in_place) {
    if (!in_place_) thread_ = std::thread([this] { run(); });
}

PasswordWorker::~PasswordWorker() {
    {
        const std::lock_guard lock(mutex_);
        is_ending_ = true;
    }
    given_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool PasswordWorker::give(std::function<void()> work) {
    if (in_place_) {
        work();
        return true;
    }
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= passwords_waiting_max) return false;
        waiting_.push_back(std::move(work));
    }
    given_.notify_one();
    return true;
}

void PasswordWorker::run() {
    while (true) {
        std::function<void()> work;
        {
            std::unique_lock lock(mutex_);
            given_.wait(lock, [this] { return is_ending_ || !waiting_.empty(); });
            if (is_ending_) return;
            work = std::move(waiting_.front());
            waiting_.pop_front();
        }
        work();
    }
}

}  // namespace trellis::adapters::admin
