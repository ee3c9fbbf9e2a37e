// What systemd is told, if it started us: ready, stopping, still alive. Without it every call does nothing.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace trellis::program {

class ServiceManager {
public:
    /// Reads and clears NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID, so that no child inherits them.
    ServiceManager();

    /// "READY=1", "STOPPING=1", "WATCHDOG=1", "STATUS=..."
    void tell(std::string_view state) const;
    /// How often it wants to hear WATCHDOG=1; empty: never.
    std::optional<std::chrono::microseconds> watchdog_interval() const { return watchdog_; }
    /// The socket that it opened for us under that name (LISTEN_FDNAMES), or the only one.
    std::optional<int> listening_socket(std::string_view name) const;

private:
    std::string socket_;
    std::optional<std::chrono::microseconds> watchdog_;
};

}  // namespace trellis::program
