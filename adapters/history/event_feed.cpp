#include "adapters/history/event_feed.hpp"

#include <algorithm>

#include "engine/event/codec.hpp"

namespace trellis::adapters {
namespace {

// What one subscriber behind, or all at the head, get at a time.
constexpr std::uint64_t events_per_pump = 1024;

Result<std::vector<EventRow>> rows_of(const FrameView& frame) {
    auto events = decode_all(frame.payload, frame.header.event_count);
    if (!events) return events.error();
    std::vector<EventRow> rows;
    auto sequence = frame.header.first_sequence;
    for (auto& event : *events) {
        rows.push_back({sequence++, frame.header.first_sequence, frame.header.at, frame.header.cause, std::move(event)});
    }
    return rows;
}

/// The next commit as rows; empty: nothing yet.
Result<std::vector<EventRow>> next_rows(Follower& follower, std::uint64_t limit) {
    const auto frame = follower.next(limit);
    if (!frame) return frame.error();
    if (!*frame) return std::vector<EventRow>{};
    return rows_of(**frame);
}

}  // namespace

Result<EventFeed::Id> EventFeed::subscribe(EventSubscriber subscriber, Clock::time_point now) {
    const std::scoped_lock guard(mutex_);
    if (subscribers_.size() >= subscribers_max) {
        return Error{"TOO_MANY", "there are " + std::to_string(subscribers_max) + " subscribers already"};
    }
    const auto from = subscriber.from == 0 ? durable_ + 1 : subscriber.from;
    if (from > durable_ + 1) {
        return Error{"NOT_FOUND", "there is no event e" + std::to_string(from) + " yet: the newest is e" + std::to_string(durable_)};
    }
    auto follower = Follower::open(disk_, journal_, from);
    if (!follower && follower.error().code == "JOURNAL_STARTS_LATER") return Error{"EVENT_NOT_KEPT", follower.error().detail};
    if (!follower) return follower.error();
    Subscriber added{.calls = std::move(subscriber), .next = from, .own = std::move(*follower), .served = now, .full_since = {}};
    subscribers_.emplace(next_id_, std::move(added));
    if (wake_) wake_();
    return next_id_++;
}

void EventFeed::set_waker(std::function<void()> wake) {
    const std::scoped_lock guard(mutex_);
    wake_ = std::move(wake);
}

void EventFeed::unsubscribe(Id id) {
    const std::scoped_lock guard(mutex_);
    subscribers_.erase(id);
}

std::size_t EventFeed::subscribers() const {
    const std::scoped_lock guard(mutex_);
    return subscribers_.size();
}

void EventFeed::close() {
    const std::scoped_lock guard(mutex_);
    subscribers_.clear();
    head_.reset();
}

bool EventFeed::pump(std::uint64_t durable, Clock::time_point now) {
    const std::scoped_lock guard(mutex_);
    durable_ = std::max(durable_, durable);
    bool is_more = false;
    for (auto& [id, subscriber] : subscribers_) {
        if (subscriber.is_at_head) continue;
        // Not beyond the head: it joins there.
        const auto limit = head_ ? std::min(durable_, head_->next_sequence() - 1) : durable_;
        is_more |= pump_behind(subscriber, limit, now);
    }
    is_more |= pump_head(durable_, now);
    keep_alive(now);
    std::erase_if(subscribers_, [](const auto& entry) { return entry.second.is_gone; });
    return is_more;
}

bool EventFeed::pump_behind(Subscriber& subscriber, std::uint64_t limit, Clock::time_point now) {
    if (!subscriber.own) {
        auto opened = Follower::open(disk_, journal_, subscriber.next);
        if (!opened) {
            subscriber.is_gone = true;
            return false;
        }
        subscriber.own.emplace(std::move(*opened));
    }
    const auto end = subscriber.next + events_per_pump;
    while (subscriber.next < end) {
        const auto rows = next_rows(*subscriber.own, limit);
        subscriber.is_gone = !rows.ok();
        if (subscriber.is_gone) return false;
        if (rows->empty()) {
            join_head(subscriber);
            return false;
        }
        offer(subscriber, *rows, now);
        if (subscriber.is_gone) return false;
        if (subscriber.next <= rows->back().sequence) {
            subscriber.own.reset();
            return false;
        }
    }
    return true;
}

void EventFeed::join_head(Subscriber& subscriber) {
    if (!head_) {
        head_ = std::move(subscriber.own);
    } else if (head_->next_sequence() != subscriber.next) {
        return;
    }
    subscriber.own.reset();
    subscriber.is_at_head = true;
}

bool EventFeed::pump_head(std::uint64_t durable, Clock::time_point now) {
    const auto is_at_head = [](const auto& entry) { return entry.second.is_at_head; };
    for (std::uint64_t handed_out = 0; handed_out < events_per_pump;) {
        if (std::ranges::none_of(subscribers_, is_at_head)) head_.reset();
        if (!head_) return false;
        const auto rows = next_rows(*head_, durable);
        if (!rows) {
            leave_head();
            return false;
        }
        if (rows->empty()) return false;
        handed_out += rows->size();
        for (auto& [id, subscriber] : subscribers_) {
            if (!subscriber.is_at_head) continue;
            offer(subscriber, *rows, now);
            subscriber.is_at_head = !subscriber.is_gone && subscriber.next > rows->back().sequence;
        }
    }
    return true;
}

/// The journal could not be read at the head: each tries by itself from where it is.
void EventFeed::leave_head() {
    head_.reset();
    for (auto& [id, subscriber] : subscribers_) subscriber.is_at_head = false;
}

void EventFeed::offer(Subscriber& subscriber, const std::vector<EventRow>& rows, Clock::time_point now) {
    for (const auto& row : rows) {
        if (row.sequence < subscriber.next) continue;
        const auto delivery = subscriber.calls.take(row);
        judge(subscriber, delivery, now);
        if (delivery != Delivery::taken) return;
        subscriber.next = row.sequence + 1;
    }
}

void EventFeed::judge(Subscriber& subscriber, Delivery delivery, Clock::time_point now) {
    switch (delivery) {
        case Delivery::taken:
            subscriber.served = now;
            subscriber.full_since.reset();
            return;
        case Delivery::full:
            if (!subscriber.full_since) subscriber.full_since = now;
            subscriber.is_gone = now - *subscriber.full_since >= subscriber_patience;
            return;
        case Delivery::gone: subscriber.is_gone = true; return;
    }
}

void EventFeed::keep_alive(Clock::time_point now) {
    for (auto& [id, subscriber] : subscribers_) {
        if (subscriber.is_gone || subscriber.full_since || now - subscriber.served < heartbeat_every) continue;
        judge(subscriber, subscriber.calls.heartbeat(), now);
    }
}

}  // namespace trellis::adapters
