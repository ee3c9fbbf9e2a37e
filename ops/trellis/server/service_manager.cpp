#include "ops/trellis/server/service_manager.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>

namespace trellis::program {

namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::optional<long long> number(const std::string& text) {
    long long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

ServiceManager::ServiceManager() : socket_(environment("NOTIFY_SOCKET")) {
    const auto interval = number(environment("WATCHDOG_USEC"));
    const auto owner = number(environment("WATCHDOG_PID"));
    if (interval.has_value() && *interval > 0 && (!owner.has_value() || *owner == ::getpid())) {
        watchdog_ = std::chrono::microseconds(*interval);
    }
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) ::unsetenv(name);
}

void ServiceManager::tell(std::string_view state) const {
    if (socket_.empty()) return;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket_.size() >= sizeof(address.sun_path)) return;
    std::memcpy(address.sun_path, socket_.data(), socket_.size());
    if (address.sun_path[0] == '@') address.sun_path[0] = '\0';  // an abstract one
    const int handle = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (handle < 0) return;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
    // Nobody to tell is no reason to stop.
    [[maybe_unused]] const auto sent =
        ::sendto(handle, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), size);
    ::close(handle);
}

std::optional<int> ServiceManager::listening_socket(std::string_view name) const {
    constexpr int first_passed = 3;  // SD_LISTEN_FDS_START
    const auto owner = number(environment("LISTEN_PID"));
    const auto count = number(environment("LISTEN_FDS"));
    if (!owner.has_value() || *owner != ::getpid() || !count.has_value() || *count < 1) return std::nullopt;
    std::string names = environment("LISTEN_FDNAMES");
    for (int i = 0; i < *count; ++i) {
        const auto end = names.find(':');
        if (std::string_view(names).substr(0, end) == name) return first_passed + i;
        names = end == std::string::npos ? "" : names.substr(end + 1);
    }
    return std::nullopt;
}

}  // namespace trellis::program
