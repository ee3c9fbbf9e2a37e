// The machine as the doctor sees it: clock, disk, limits and ports.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <system_error>

#include "adapters/clock/engine_clock.hpp"
#include "adapters/net/http_client.hpp"
#include "ops/trellis/doctor_checks.hpp"

namespace trellis::program {

namespace {

using std::chrono::milliseconds;
using Monotonic = std::chrono::steady_clock;
using Wall = std::chrono::system_clock;

constexpr std::uint64_t mebibyte = 1U << 20U;
constexpr std::uint64_t free_bytes_good = 2'048 * mebibyte;
constexpr std::size_t sync_count = 20;
constexpr std::size_t sync_bytes = 4'096;
constexpr milliseconds sync_slow{10};
constexpr milliseconds sync_unusable{200};
constexpr milliseconds drift_max{20};
constexpr std::chrono::seconds ahead_max{2};
constexpr std::uint64_t own_files = 128;  // journal, snapshots, log, libraries

std::string system_words(int error_number) { return std::generic_category().message(error_number); }

std::string microseconds(std::chrono::nanoseconds duration) {
    return std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(duration).count()) + " us";
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    int get() const { return number_; }

private:
    int number_;
};

/// What the kernel says of its own clock: 16 s of possible error and more is what it says of one that nobody sets.
Finding check_synchronised() {
    timex state{};
    const int code = ::adjtimex(&state);
    if (code < 0) return {Level::warn, "clock", "the kernel does not say whether it is synchronised: " + system_words(errno), "check it with timedatectl"};
    const bool is_synchronised = code != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
    if (!is_synchronised) {
        return {Level::warn, "clock", "it is not synchronised with anything",
                "run chrony or systemd-timesyncd: signals are judged by their age (limits.max_signal_age_sec)"};
    }
    return {Level::ok, "clock", "synchronised, wrong by at most " + std::to_string(state.maxerror / 1000) + " ms", ""};
}

/// What stands against listening there; 0: nothing.
template <class Address>
int bind_error(const Address& address, int family) {
    const Descriptor socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int yes = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    return ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? 0 : errno;
}

int bind_error(const adapters::ListenerSettings& listener) {
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_port = htons(listener.port);
    if (::inet_pton(AF_INET, listener.address.c_str(), &four.sin_addr) == 1) return bind_error(four, AF_INET);
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(listener.port);
    if (::inet_pton(AF_INET6, listener.address.c_str(), &six.sin6_addr) == 1) return bind_error(six, AF_INET6);
    return EADDRNOTAVAIL;
}

bool is_ours(const adapters::ListenerSettings& listener) {
    adapters::HttpCall call;
    const bool is_any = listener.address.empty() || listener.address == "0.0.0.0" || listener.address == "::";
    call.address = is_any ? "127.0.0.1" : listener.address;
    call.port = listener.port;
    call.target = "/version";
    call.tls = listener.tls.has_value();
    call.insecure = true;  // nothing secret is sent, and the certificate is another check's
    call.timeout = milliseconds(2'000);
    const auto answer = adapters::http_call(call);
    return answer.ok() && answer->status == 200 && answer->body.find("\"trellis\"") != std::string::npos;
}

Finding check_port(const std::string& name, const adapters::ListenerSettings& listener, bool is_held_by_ours) {
    const std::string place = listener.address + ":" + std::to_string(listener.port);
    if (listener.port == 0) return {Level::ok, name, "the system chooses a port at each start", ""};
    const int code = bind_error(listener);
    if (code == 0) return {Level::ok, name, place + " is free", ""};
    if (code == EADDRINUSE && is_held_by_ours) return {Level::ok, name, place + " is the running server's", ""};
    if (code == EADDRINUSE) return {Level::fail, name, place + " is taken by another program", "ss -ltnp shows which; or choose another port"};
    if (code == EACCES) {
        return {Level::fail, name, place + " may be opened only by root",
                "take a port from 1024 on, or give the service AmbientCapabilities=CAP_NET_BIND_SERVICE"};
    }
    return {Level::fail, name, place + " cannot be opened: " + system_words(code), "the address must be one of this machine; ip addr lists them"};
}

}  // namespace

Findings check_clock(std::optional<Timestamp> newest_event) {
    Findings findings{check_synchronised()};
    const auto now = adapters::EngineClock().now();
    if (newest_event.has_value() && *newest_event > now + ahead_max) {
        findings.push_back({Level::fail, "clock", "the journal's last event is of " + rfc3339(*newest_event) + ", it is " + rfc3339(now) + " now",
                            "set the clock right before the server starts"});
    }
    return findings;
}

Findings check_disk(const std::string& directory, const adapters::JournalSettings& journal) {
    struct statvfs state {};
    if (::statvfs(directory.c_str(), &state) != 0) {
        return {{Level::fail, "disk", directory + ": " + system_words(errno), "make the directory, or give another one"}};
    }
    const std::uint64_t free = std::uint64_t{state.f_bavail} * state.f_frsize;
    const std::string says = std::to_string(free / mebibyte) + " MiB are free for " + directory;
    const std::uint64_t least = 4 * std::uint64_t{journal.segment_mib} * mebibyte;
    if (free < least) return {{Level::fail, "disk", says, "make room: the journal needs " + std::to_string(least / mebibyte) + " MiB to go on"}};
    const bool has_names = state.f_files == 0 || state.f_favail > own_files;
    if (free < free_bytes_good || !has_names) {
        return {{Level::warn, "disk", says + (has_names ? "" : ", and no inodes"), "make room, or lower journal.keep_segments"}};
    }
    return {{Level::ok, "disk", says, ""}};
}

Findings check_sync(const std::string& directory) {
    std::string name = directory + "/.doctor.XXXXXX";
    const Descriptor file(::mkstemp(name.data()));
    if (file.get() < 0) {
        return {{Level::fail, "sync", "cannot write to " + directory + ": " + system_words(errno), "give the directory to the server's user"}};
    }
    ::unlink(name.c_str());
    const std::array<char, sync_bytes> block{};
    std::array<std::chrono::nanoseconds, sync_count> times{};
    const auto wall = Wall::now();
    const auto begun = Monotonic::now();
    for (auto& time : times) {
        const auto before = Monotonic::now();
        const bool is_written = ::write(file.get(), block.data(), block.size()) == static_cast<ssize_t>(block.size()) && ::fdatasync(file.get()) == 0;
        if (!is_written) return {{Level::fail, "sync", "a write to " + directory + " failed: " + system_words(errno), "look at dmesg: the disk is full or broken"}};
        time = Monotonic::now() - before;
    }
    const auto drift = std::chrono::abs((Wall::now() - wall) - std::chrono::duration_cast<Wall::duration>(Monotonic::now() - begun));
    std::ranges::sort(times);
    const auto median = times[sync_count / 2];
    const std::string says = "a synced write takes " + microseconds(median) + " (median of " + std::to_string(sync_count) + ", slowest " +
                             microseconds(times.back()) + ")";
    Findings findings;
    const std::string remedy = "every acknowledged signal waits for one: take a local SSD";
    findings.push_back({median < sync_slow ? Level::ok : median < sync_unusable ? Level::warn : Level::fail, "sync", says,
                        median < sync_slow ? "" : remedy});
    if (drift > drift_max) {
        findings.push_back({Level::warn, "clock", "the wall clock was stepped while this ran", "let it be slewed, as chrony and timesyncd do"});
    }
    return findings;
}

Findings check_file_limit(const adapters::SecuritySettings& security) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return {{Level::warn, "files", "the limit of open files cannot be read", "check ulimit -n"}};
    const std::uint64_t needed = std::uint64_t{security.webhook.connections_max} + security.admin.connections_max + own_files;
    const std::string says = "a process may open " + (limit.rlim_cur == RLIM_INFINITY ? "any number of" : std::to_string(limit.rlim_cur)) + " files, " +
                             std::to_string(needed) + " may be needed";
    if (limit.rlim_cur >= needed) return {{Level::ok, "files", says, ""}};
    return {{Level::warn, "files", says, "ulimit -n " + std::to_string(needed) + ", or LimitNOFILE= of the service; or lower connections_max"}};
}

Findings check_ports(const adapters::SecuritySettings& security, bool is_running) {
    // The webhook listener tells nobody what it is; with the admin listener ours and the directory held, so is the other one.
    const bool is_admin_ours = is_ours(security.admin);
    return {check_port("webhook port", security.webhook, is_running), check_port("admin port", security.admin, is_admin_ours)};
}

}  // namespace trellis::program
