// The event stream: what the feed hands out, written to one connection. A slow reader is offered the same event again; who stays
// slow is dropped by the feed and comes back with its Last-Event-ID.
#include <algorithm>
#include <mutex>

#include "adapters/admin/events.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/history/mentions.hpp"
#include "engine/event/names.hpp"

namespace trellis::adapters::admin {

namespace {

/// A browser comes back after that many milliseconds.
constexpr std::string_view opening = "retry: 2000\n\n";
constexpr std::string_view heartbeat = ": heartbeat\n\n";

bool is_wanted(const EventFilter& filter, const EventRow& row) {
    if (!filter.type.empty() && name_of(row.event) != filter.type) return false;
    if (filter.category && category_of(row.event) != *filter.category) return false;
    if (!filter.group) return true;
    const auto named = history::groups_named_by(row.event);
    return std::ranges::find(named, *filter.group) != named.end();
}

/// Between feed and connection. The feed may call before the connection has its stream: it is full until then.
class Subscription {
  public:
    Subscription(EventFilter filter, Sight sight, std::function<bool()> is_known_still)
        : filter_(std::move(filter)), sight_(std::move(sight)), is_known_still_(std::move(is_known_still)) {}

    void attach(std::shared_ptr<HttpStream> stream) {
        const std::lock_guard lock(mutex_);
        stream_ = std::move(stream);
        stream_->write(std::string(opening));
    }
    Delivery take(const EventRow& row) {
        return sight_.covers(row.event) && is_wanted(filter_, row) ? write([&] { return sse_text(row); }) : Delivery::taken;
    }
    Delivery beat() {
        return write([] { return std::string(heartbeat); });
    }

  private:
    template <class Text>
    Delivery write(Text text) {
        const std::lock_guard lock(mutex_);
        if (stream_ == nullptr) return Delivery::full;
        if (is_known_still_ && !is_known_still_()) stream_->close();
        if (!stream_->is_open()) return Delivery::gone;
        if (stream_->write(text())) return Delivery::taken;
        return stream_->is_open() ? Delivery::full : Delivery::gone;
    }

    const EventFilter filter_;
    const Sight sight_;
    const std::function<bool()> is_known_still_;  // a session that has ended is told nothing more
    std::mutex mutex_;  // guards stream_
    std::shared_ptr<HttpStream> stream_;
};

/// Behind the last event that the reader has; 0: from now on.
Result<std::uint64_t> start_of(const Call& call) {
    std::string_view last = call.request.header("Last-Event-ID");
    if (last.empty()) {
        if (const auto* parameter = call.query.find("last_event_id")) last = *parameter;
    }
    if (last.empty()) return std::uint64_t{0};
    const auto number = whole_number(last);
    if (!number || *number == UINT64_MAX) {
        return Error{"INVALID_HEADER", "Last-Event-ID is the sequence of an event, not \"" + shortened(last) + "\""};
    }
    return *number + 1;
}

Error refused(Error error) {
    if (error.code == "TOO_MANY") error.code = "TOO_MANY_STREAMS";
    return error;
}

}  // namespace

std::string sse_text(const EventRow& row) {
    return "id: " + std::to_string(row.sequence) + "\nevent: " + std::string(name_of(row.event)) + "\ndata: " + event_json(row) +
           "\n\n";
}

void stream_events(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const Scene scene(services, call);
    const auto filter = event_filter(scene, call.query);
    if (!filter) return reply.send(problem_response(filter.error()));
    const auto from = start_of(call);
    if (!from) return reply.send(problem_response(from.error()));
    HttpResponse head;
    head.content_type = "text/event-stream";
    head.headers = {{"X-Accel-Buffering", "no"}};
    if (call.request.method == "HEAD") return reply.send(std::move(head));
    const auto subscription = std::make_shared<Subscription>(*filter, scene.history().sight(), call.caller.is_known_still);
    EventSubscriber subscriber;
    subscriber.from = *from;
    subscriber.take = [subscription](const EventRow& row) { return subscription->take(row); };
    subscriber.heartbeat = [subscription] { return subscription->beat(); };
    const auto subscribed = services.feed.subscribe(std::move(subscriber));
    if (!subscribed) return reply.send(problem_response(refused(subscribed.error())));
    subscription->attach(reply.stream(std::move(head)));
}

}  // namespace trellis::adapters::admin
