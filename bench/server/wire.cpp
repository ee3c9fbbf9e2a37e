#include "bench/server/wire.hpp"

#include <algorithm>

#include "engine/base/overloaded.hpp"

namespace trellis::bench {

namespace {

std::string line_of(const VenueRequest& request) {
    const auto id = [](const auto& asked) { return text(asked.id); };
    std::string line = std::visit(Overloaded{[&](const PlaceOrder& order) {
                                                 return "PLACE " + id(order) + " " + order.price.text() + " " + order.quantity.text();
                                             },
                                             [&](const AmendOrder& order) { return "AMEND " + id(order) + " " + order.price.text(); },
                                             [&](const CancelOrder& order) { return "CANCEL " + id(order); },
                                             [&](const QueryOrder& order) { return "QUERY " + id(order); },
                                             [&](const CancelOrphan& order) { return "CANCEL " + id(order); }},
                                  request);
    line.resize(request_bytes - 1, ' ');
    return line + '\n';
}

void answer_one(const VenueRequest& request, adapters::VenueSink& venue) {
    std::visit(Overloaded{[&](const PlaceOrder& order) { venue.report({order.id, order.instrument, OrderAcknowledged{}}); },
                          [&](const AmendOrder& order) { venue.report({order.id, order.instrument, OrderAmended{order.price, order.quantity}}); },
                          [&](const CancelOrder& order) { venue.report({order.id, order.instrument, OrderCancelled{Quantity{}}}); },
                          [&](const QueryOrder& order) { venue.report({order.id, order.instrument, OrderNotFound{}}); },
                          [&](const CancelOrphan& order) {
                              venue.report({order.id, order.instrument, OrphanReported{order.account, OrderState::unknown, {}}});
                          }},
               request);
}

}  // namespace

TcpWire::TcpWire() {
    const Socket listening = listen_on_loopback();
    sink_ = connect_to(port_of(listening));
    wire_ = accept_from(listening);
}

TcpWire::~TcpWire() {
    stop_answering();
    wire_.shut();
    if (swallower_.joinable()) swallower_.join();
}

void TcpWire::swallow() {
    swallower_ = std::thread([this] {
        char thrown[16'384];
        while (sink_.read(thrown, sizeof thrown) > 0) {
        }
    });
}

void TcpWire::send(std::vector<VenueRequest> requests) {
    for (const auto& request : requests) {
        wire_.write(line_of(request));
        count(request);
    }
    const std::scoped_lock guard(mutex_);
    std::ranges::move(requests, std::back_inserter(unanswered_));
    changed_.notify_all();
}

void TcpWire::count(const VenueRequest& request) {
    if (std::holds_alternative<PlaceOrder>(request)) placed_.fetch_add(1, std::memory_order_relaxed);
    if (!std::holds_alternative<CancelOrder>(request)) return;
    const auto now = Clock::now();
    const std::scoped_lock guard(mutex_);
    cancelled_at_.push_back(now);
}

void TcpWire::answer(adapters::VenueSink& venue) {
    std::vector<VenueRequest> taken;
    {
        const std::scoped_lock guard(mutex_);
        taken.swap(unanswered_);
    }
    for (const auto& request : taken) answer_one(request, venue);
}

void TcpWire::keep_answering(adapters::VenueSink& venue) {
    is_stopping_ = false;
    answerer_ = std::thread([this, &venue] {
        for (;;) {
            {
                std::unique_lock guard(mutex_);
                changed_.wait(guard, [this] { return is_stopping_ || !unanswered_.empty(); });
                if (is_stopping_) return;
            }
            answer(venue);
        }
    });
}

void TcpWire::stop_answering() {
    {
        const std::scoped_lock guard(mutex_);
        is_stopping_ = true;
    }
    changed_.notify_all();
    if (answerer_.joinable()) answerer_.join();
}

void TcpWire::begin_counting() {
    const std::scoped_lock guard(mutex_);
    cancelled_at_.clear();
}

Clock::time_point TcpWire::await_cancels(std::size_t count) {
    std::unique_lock guard(mutex_);
    changed_.wait(guard, [&] { return cancelled_at_.size() >= count; });
    return cancelled_at_[count - 1];
}

}  // namespace trellis::bench
