// The floor of a webhook: the steps that cannot be left out, done raw. Accept and read, wake a thread for each stage, append, sync if
// asked to, write the order if there is a wire, wake the first thread, write the answer.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "bench/server/live.hpp"

namespace trellis::bench {

struct RawOptions {
    int stages = 2;          ///< threads behind the one that reads: the last of them appends
    bool syncs = true;
    bool has_wire = true;
    std::size_t appended_bytes = 2048;
};

class RawChain {
public:
    explicit RawChain(const RawOptions& options);
    ~RawChain();
    RawChain(const RawChain&) = delete;
    RawChain& operator=(const RawChain&) = delete;

    std::uint16_t port() const { return port_of(listening_); }
    const Socket& sink() const { return sink_; }

private:
    /// What wakes a thread.
    class Baton {
    public:
        void pass();
        void await();

    private:
        std::mutex mutex_;
        std::condition_variable passed_;
        bool is_here_ = false;
    };

    void serve();
    void run_stage(std::size_t stage);
    void append();

    RawOptions options_;
    Folder folder_;
    int file_ = -1;
    std::int64_t end_ = 0;
    Socket listening_;
    Socket wire_;
    Socket sink_;
    std::vector<std::unique_ptr<Baton>> batons_;  // into each stage, and back
    std::atomic<bool> is_stopping_{false};
    std::vector<std::thread> threads_;
};

}  // namespace trellis::bench
