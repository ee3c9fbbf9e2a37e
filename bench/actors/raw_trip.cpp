// The floor of the round trip: the same two wake-ups and the same rest between trips, and nothing else.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>

#include "bench/actors/trip.hpp"

namespace trellis::bench {

namespace {

using Clock = std::chrono::steady_clock;

/// Sleeps on a condition until it is called, and rings an eventfd then.
class Answerer {
public:
    explicit Answerer(int bell) : bell_(bell), thread_([this] { answer(); }) {}
    Answerer(const Answerer&) = delete;
    Answerer& operator=(const Answerer&) = delete;
    ~Answerer() {
        tell(false);
        thread_.join();
    }
    void call() { tell(true); }

private:
    void tell(bool goes_on) {
        {
            const std::scoped_lock guard(mutex_);
            is_called_ = true;
            goes_on_ = goes_on;
        }
        called_.notify_one();
    }
    bool is_wanted() {
        std::unique_lock guard(mutex_);
        called_.wait(guard, [this] { return is_called_; });
        is_called_ = false;
        return goes_on_;
    }
    void answer() {
        while (is_wanted()) {
            const std::uint64_t one = 1;
            [[maybe_unused]] const auto written = write(bell_, &one, sizeof one);
        }
    }

    int bell_;
    std::mutex mutex_;
    std::condition_variable called_;
    bool is_called_ = false;
    bool goes_on_ = true;
    std::thread thread_;
};

class RawTrip final : public Trip {
public:
    explicit RawTrip(const Seats& seats)
        : io_cores_(seats.io),
          bell_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
          timer_(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)),
          poll_(epoll_create1(EPOLL_CLOEXEC)) {
        for (const int source : {bell_, timer_}) {
            epoll_event interest{};
            interest.events = EPOLLIN;
            interest.data.fd = source;
            epoll_ctl(poll_, EPOLL_CTL_ADD, source, &interest);
        }
        const Seated far(seats.far);
        answerer_.emplace(bell_);
    }
    ~RawTrip() override {
        answerer_.reset();
        for (const int file : {poll_, timer_, bell_}) close(file);
    }

    std::vector<double> run(int trips) override {
        std::vector<double> taken;
        const Seated io(io_cores_);
        std::thread([&] {
            for (int i = 0; i < trips; ++i) taken.push_back(trip());
        }).join();
        return taken;
    }

private:
    double trip() {
        itimerspec until{};
        until.it_value.tv_nsec = std::chrono::nanoseconds(trip_rest).count();
        timerfd_settime(timer_, 0, &until, nullptr);
        await();
        const auto begin = Clock::now();
        answerer_->call();
        await();
        return microseconds(Clock::now() - begin);
    }
    void await() {
        epoll_event seen{};
        while (epoll_wait(poll_, &seen, 1, -1) != 1) {
        }
        std::uint64_t count = 0;
        [[maybe_unused]] const auto got = read(seen.data.fd, &count, sizeof count);
    }

    cpu_set_t io_cores_;
    int bell_;
    int timer_;
    int poll_;
    std::optional<Answerer> answerer_;
};

cpu_set_t allowed() {
    cpu_set_t cores;
    sched_getaffinity(0, sizeof cores, &cores);
    return cores;
}

/// The core at this place among those the program may use; the last where there are fewer.
cpu_set_t one_core(int place) {
    const cpu_set_t cores = allowed();
    std::size_t found = 0;
    for (std::size_t core = 0; core < CPU_SETSIZE; ++core) {
        if (!CPU_ISSET(core, &cores)) continue;
        found = core;
        if (place-- == 0) break;
    }
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(found, &one);
    return one;
}

}  // namespace

Seats seats_apart() { return {one_core(0), one_core(1)}; }
Seats seats_together() { return {one_core(0), one_core(0)}; }

Seated::Seated(const cpu_set_t& cores) : before_(allowed()) { sched_setaffinity(0, sizeof cores, &cores); }
Seated::~Seated() { sched_setaffinity(0, sizeof before_, &before_); }

std::unique_ptr<Trip> raw_trip(const Seats& seats) { return std::make_unique<RawTrip>(seats); }

}  // namespace trellis::bench
