// The way onto an io thread that stays safe after the thread has ended: a reply may come long after its server is gone.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace trellis::adapters {

class IoMailbox {
public:
    explicit IoMailbox(boost::asio::io_context& context) : executor_(context.get_executor()), context_(&context) {}

    /// For sockets that are made before the thread knows them; only while it runs.
    boost::asio::io_context::executor_type executor() const { return executor_; }

    /// False when the thread has ended; what was taken is run in any case.
    template <class Work>
    bool post(Work&& work) {
        // asio takes its own lock in there; this one adds the promise that the context still exists.
        const std::scoped_lock guard(mutex_);
        if (context_ == nullptr) return false;
        boost::asio::post(*context_, std::forward<Work>(work));
        return true;
    }

    /// Runs it on the thread and waits. When the thread has ended, nobody else touches what lived there: then it runs here.
    template <class Work>
    void call(Work work) {
        if (is_current()) return work();
        // Shared: the thread may still be inside set_value() when the one who waits is gone already.
        const auto done = std::make_shared<std::promise<void>>();
        const auto is_taken = post([&work, done] {
            work();
            done->set_value();
        });
        if (!is_taken) return work();
        done->get_future().wait();
    }

    bool is_current() const { return owner_.load(std::memory_order_relaxed) == std::this_thread::get_id(); }
    void set_owner(std::thread::id owner) { owner_.store(owner, std::memory_order_relaxed); }
    void close() {
        const std::scoped_lock guard(mutex_);
        context_ = nullptr;
    }

private:
    boost::asio::io_context::executor_type executor_;
    std::mutex mutex_;
    boost::asio::io_context* context_;
    std::atomic<std::thread::id> owner_{};
};

}  // namespace trellis::adapters
