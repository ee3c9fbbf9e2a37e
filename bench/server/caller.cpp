#include "bench/server/caller.hpp"

#include <poll.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <thread>

namespace trellis::bench {

namespace {

struct Moments {
    Clock::time_point order{};
    Clock::time_point answer{};
};

/// A signal that the desk refused was recorded and answered as well.
void check_answer(const Socket& connection) {
    char bytes[4096];
    const std::size_t size = connection.read(bytes, sizeof bytes);
    const std::string_view answer(bytes, size);
    const bool is_recorded = answer.starts_with("HTTP/1.1 202") || answer.starts_with("HTTP/1.1 422");
    if (!is_recorded) throw std::runtime_error("not taken: " + std::string(answer.substr(0, 400)));
}

/// Until both have come, or only the answer where no order is awaited.
Moments await(const Socket& connection, const Socket* sink) {
    Moments seen;
    pollfd waiting[2] = {{connection.descriptor(), POLLIN, 0}, {sink != nullptr ? sink->descriptor() : -1, POLLIN, 0}};
    bool needs_order = sink != nullptr;
    bool needs_answer = true;
    while (needs_order || needs_answer) {
        if (::poll(waiting, 2, 10'000) <= 0) throw std::runtime_error("the server is silent");
        const auto now = Clock::now();
        if (waiting[1].revents != 0) {
            seen.order = now;
            needs_order = false;
            waiting[1].fd = -1;
        }
        if (waiting[0].revents != 0) {
            seen.answer = now;
            needs_answer = false;
            waiting[0].fd = -1;
        }
    }
    return seen;
}

/// A late order of one request would be taken for the first of the next.
void swallow(const Socket& sink, std::size_t bytes) {
    char thrown[4096];
    while (bytes > 0) {
        const std::size_t size = sink.read(thrown, std::min(bytes, sizeof thrown));
        if (size == 0) throw std::runtime_error("the wire ended");
        bytes -= size;
    }
}

double microseconds(Clock::duration time) { return std::chrono::duration<double, std::micro>(time).count(); }

}  // namespace

Times send_all(const Course& course, std::size_t count) {
    Times times;
    auto due = Clock::now() + course.interval;
    for (std::size_t i = 0; i < count; ++i, due += course.interval) {
        const std::string request = course.next();
        auto begin = Clock::now();
        if (begin < due) {
            std::this_thread::sleep_until(due);
            begin = Clock::now();
        } else if (course.interval.count() > 0) {
            begin = due;
        }
        const Socket connection = connect_to(course.port);
        connection.write(request);
        const Moments seen = await(connection, course.sink);
        check_answer(connection);
        if (course.sink != nullptr) {
            times.order.push_back(microseconds(seen.order - begin));
            swallow(*course.sink, course.orders_each * request_bytes);
        }
        times.answer.push_back(microseconds(seen.answer - begin));
        course.settle();
    }
    return times;
}

double quantile(std::vector<double> values, double part) {
    std::ranges::sort(values);
    const auto place = static_cast<std::size_t>(part * static_cast<double>(values.size()));
    return values[std::min(place, values.size() - 1)];
}

}  // namespace trellis::bench
