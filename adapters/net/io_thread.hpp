// One event loop on one thread of its own: where sockets live. Nothing that blocks may run on it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace trellis::adapters {

class IoMailbox;

struct IoThreadOptions {
    std::string name = "io";  ///< as the system shows it, 15 characters
    bool spin = false;        ///< poll instead of sleeping: a core for 2 us instead of 20
    int niceness = 0;         ///< 0 to 19: how far it stands back where processors are short
};

class IoThread {
public:
    explicit IoThread(const IoThreadOptions& options);
    IoThread(const IoThread&) = delete;
    IoThread& operator=(const IoThread&) = delete;
    /// As stop(). Servers on this thread must be gone by then.
    ~IoThread();

    /// Runs it on the thread, in order of posting; from any thread. False when the thread has ended (then it never runs).
    bool post(std::function<void()> work);
    /// The same not before that time has passed; what has not run when the thread ends never does.
    bool post_after(std::chrono::nanoseconds delay, std::function<void()> work);
    bool is_current() const;
    /// Ends the loop; what was posted before still runs. Not from the thread itself.
    void stop();

    /// For the other files of this folder.
    const std::shared_ptr<IoMailbox>& mailbox() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace trellis::adapters
