#include "ops/trellis/server/process.hpp"

#include <sys/resource.h>

#include <csignal>
#include <cstdlib>

#include <atomic>
#include <chrono>
#include <thread>

#include <unistd.h>

namespace trellis::program {

namespace {

constexpr std::chrono::seconds hang_limit{10};
constexpr std::chrono::seconds stop_limit{20};

sigset_t watched_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGUSR2}) sigaddset(&set, number);
    return set;
}

/// The next signal, or 0 after a second.
int next_signal() {
    const sigset_t set = watched_signals();
    const timespec second{1, 0};
    const int number = ::sigtimedwait(&set, nullptr, &second);
    return number > 0 ? number : 0;
}

/// Asks once a second whether the worker still passes messages.
class Watchdog {
public:
    Watchdog(Log& log, const ServiceManager& manager) : log_(log), manager_(manager) {}

    void look(Server& server) {
        if (server.is_alive()) {
            last_alive_ = std::chrono::steady_clock::now();
            if (manager_.watchdog_interval().has_value()) manager_.tell("WATCHDOG=1");
            return;
        }
        if (std::chrono::steady_clock::now() - last_alive_ < hang_limit) return;
        log_.error("the worker has passed nothing for 10 s: aborting, so that a restart recovers");
        log_.flush();
        std::abort();
    }

private:
    Log& log_;
    const ServiceManager& manager_;
    std::chrono::steady_clock::time_point last_alive_ = std::chrono::steady_clock::now();
};

int stop_server(Server& server, Log& log, const ServiceManager& manager) {
    log.info("stopping: nothing new is taken, what was taken is finished");
    manager.tell("STOPPING=1");
    std::atomic<bool> is_stopped{false};
    std::thread stopper([&] {
        server.stop();
        is_stopped = true;
    });
    const auto begun = std::chrono::steady_clock::now();
    while (!is_stopped.load()) {
        const timespec moment{0, 20'000'000};
        const sigset_t set = watched_signals();
        const int number = ::sigtimedwait(&set, nullptr, &moment);
        if (number == SIGTERM || number == SIGINT) {
            log.warn("stopping at once");
            server.hurry();
        }
        if (std::chrono::steady_clock::now() - begun < stop_limit) continue;
        log.error("stopping hangs: ending hard, the next start recovers");
        log.flush();
        ::_exit(EXIT_FAILURE);
    }
    stopper.join();
    log.info("stopped");
    return EXIT_SUCCESS;
}

}  // namespace

void hold_process_signals() {
    const sigset_t set = watched_signals();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

void raise_file_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    [[maybe_unused]] const int ignored = ::setrlimit(RLIMIT_NOFILE, &limit);
}

int run_process(Server& server, const std::string& config_file, Log& log, const ServiceManager& manager,
                const std::function<void()>& before_stop) {
    manager.tell("READY=1");
    Watchdog watchdog(log, manager);
    for (;;) {
        switch (next_signal()) {
            case SIGTERM:
            case SIGINT: before_stop(); return stop_server(server, log, manager);
            case SIGHUP:
                manager.tell("RELOADING=1");
                server.reload(config_file);
                manager.tell("READY=1");
                break;
            case SIGUSR2: server.dump(); break;
            default: break;
        }
        watchdog.look(server);
    }
}

}  // namespace trellis::program
