// POST /backup: copies take longer than a request may, so they have a thread of their own, one at a time.
#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

class Backups {
  public:
    explicit Backups(Control& control) : control_(control) {}
    Backups(const Backups&) = delete;
    Backups& operator=(const Backups&) = delete;
    /// Waits for the one under way.
    ~Backups();

    /// Body {path}: an absolute path on the server. Answered when the copy is whole.
    void start(const Call& call, const HttpReply& reply);

  private:
    void run(const std::string& path, const HttpReply& reply);

    Control& control_;
    std::atomic<bool> is_running_{false};
    std::mutex mutex_;  // guards thread_
    std::thread thread_;
};

std::vector<Route> backup_routes(Backups& backups);

}  // namespace trellis::adapters::admin
