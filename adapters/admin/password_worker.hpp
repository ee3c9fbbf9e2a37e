// The one thread on which passwords are hashed: it takes a second and a quarter of a gigabyte, so no io thread waits for it and no two
// are under way at once.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace trellis::adapters::admin {

inline constexpr std::size_t passwords_waiting_max = 16;

class PasswordWorker {
  public:
    /// `in_place`: whoever gives work does it himself, as tests want it.
    explicit PasswordWorker(bool in_place);
    PasswordWorker(const PasswordWorker&) = delete;
    PasswordWorker& operator=(const PasswordWorker&) = delete;
    /// Work that waits is dropped; what is under way is finished.
    ~PasswordWorker();

    /// Any thread. False: too much waits already, and it was not taken.
    bool give(std::function<void()> work);

  private:
    void run();

    const bool in_place_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable given_;
    std::deque<std::function<void()>> waiting_;
    bool is_ending_ = false;
    std::thread thread_;
};

}  // namespace trellis::adapters::admin
