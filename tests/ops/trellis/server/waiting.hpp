// Waiting in tests for what another thread does: bounded, and no longer than it takes.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

namespace trellis::tests {

/// Collects what callbacks bring.
template <class T>
class Collected {
public:
    void add(T value) {
        const std::scoped_lock guard(mutex_);
        values_.push_back(std::move(value));
        changed_.notify_all();
    }
    /// The first `count` of them; fails the test when they do not come.
    std::vector<T> wait_for(std::size_t count) {
        std::unique_lock guard(mutex_);
        EXPECT_TRUE(changed_.wait_for(guard, std::chrono::seconds(20), [&] { return values_.size() >= count; }));
        return values_;
    }
    std::size_t size() {
        const std::scoped_lock guard(mutex_);
        return values_.size();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<T> values_;
};

}  // namespace trellis::tests
