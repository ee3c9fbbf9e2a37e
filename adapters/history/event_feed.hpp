// Who is told of events as they become durable (Server-Sent Events): each subscriber from its own place in the journal, so that one who
// comes back after a restart misses nothing and gets nothing twice.
//
//   behind ──(reads by itself, a bounded piece each time)──► at the head ──(one reading for all of these)──► full ──► behind again
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/history/rows.hpp"
#include "adapters/journal/follower.hpp"

namespace trellis::adapters {

/// What became of an event handed to a subscriber.
enum class Delivery : std::uint8_t {
    taken,
    full,  ///< not now: it is offered again; who is full for subscriber_patience is dropped
    gone,  ///< the subscriber is dropped
};

struct EventSubscriber {
    std::uint64_t from = 0;                            ///< the first event wanted; 0: from now on
    std::function<Delivery(const EventRow&)> take;
    std::function<Delivery()> heartbeat;               ///< after heartbeat_every without an event
};

inline constexpr std::size_t subscribers_max = 64;
inline constexpr std::chrono::seconds heartbeat_every{10};
inline constexpr std::chrono::seconds subscriber_patience{30};

/// pump() belongs to one thread, the archive's; everything else is for any. What subscribers are called with must not block and not
/// come back here.
class EventFeed {
public:
    using Clock = std::chrono::steady_clock;
    using Id = std::uint64_t;

    /// `disk` is where the journal lies, and outlives it.
    EventFeed(Disk& disk, std::string journal) : disk_(disk), journal_(std::move(journal)) {}

    /// Errors: TOO_MANY; EVENT_NOT_KEPT; NOT_FOUND when `from` lies behind the journal's next event; disk errors.
    Result<Id> subscribe(EventSubscriber subscriber, Clock::time_point now = Clock::now());
    /// It is not called any more when this returns. Unknown ids are ignored: it may have been dropped already.
    void unsubscribe(Id id);
    std::size_t subscribers() const;
    /// Called for each new subscriber, so that it need not wait for the next pump; empty: nobody.
    void set_waker(std::function<void()> wake);

    /// Hands out what is durable, a bounded piece of it; true: there is more to do now.
    bool pump(std::uint64_t durable, Clock::time_point now = Clock::now());
    /// Everybody is dropped, without a word: the process ends.
    void close();

private:
    struct Subscriber {
        EventSubscriber calls;
        std::uint64_t next = 0;
        std::optional<Follower> own;  ///< empty: at the head, or to be opened at `next`
        bool is_at_head = false;
        Clock::time_point served{};
        std::optional<Clock::time_point> full_since;
        bool is_gone = false;
    };

    bool pump_behind(Subscriber& subscriber, std::uint64_t limit, Clock::time_point now);
    bool pump_head(std::uint64_t durable, Clock::time_point now);
    void join_head(Subscriber& subscriber);
    void leave_head();
    void offer(Subscriber& subscriber, const std::vector<EventRow>& rows, Clock::time_point now);
    void judge(Subscriber& subscriber, Delivery delivery, Clock::time_point now);
    void keep_alive(Clock::time_point now);

    Disk& disk_;
    std::string journal_;
    mutable std::mutex mutex_;  // guards what follows
    std::map<Id, Subscriber> subscribers_;
    Id next_id_ = 1;
    std::uint64_t durable_ = 0;
    std::optional<Follower> head_;
    std::function<void()> wake_;
};

}  // namespace trellis::adapters
