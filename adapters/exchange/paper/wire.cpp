#include "adapters/exchange/paper/wire.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/check.hpp"

namespace trellis::adapters {

void Wire::add_account(AccountId account, Duration latency) {
    const auto [place, is_new] = lines_.try_emplace(account);
    TRELLIS_CHECK(is_new, "an account has one stream");
    place->second.latency = latency;
}

Wire::Line& Wire::line(AccountId account) {
    const auto found = lines_.find(account);
    TRELLIS_CHECK(found != lines_.end(), "reports go to accounts of this exchange");
    return found->second;
}

const Wire::Line& Wire::line(AccountId account) const {
    const auto found = lines_.find(account);
    TRELLIS_CHECK(found != lines_.end(), "reports go to accounts of this exchange");
    return found->second;
}

void Wire::send(AccountId account, OrderReport report, Timestamp now, Mishap mishap) {
    Line& to = line(account);
    const auto number = ++to.last_number;
    if (mishap.is_dropped) to.lost.emplace(number, report);
    to.last_due = std::max({now + to.latency, to.held_until, to.last_due});  // a clock set back turns no order round
    under_way_.emplace(Slot{to.last_due, next_ordinal_++}, Parcel{account, number, std::move(report), mishap});
}

void Wire::answer_locally(AccountId account, OrderReport report, Timestamp now) {
    under_way_.emplace(Slot{now, next_ordinal_++}, Parcel{account, 0, std::move(report), {}});
}

void Wire::disconnect(AccountId account, Timestamp now, Timestamp until) {
    Line& from = line(account);
    if (from.held_until <= now) from.held_since = now;
    from.held_until = std::max(from.held_until, until);
    std::map<Slot, Parcel> later;
    for (auto at = under_way_.begin(); at != under_way_.end();) {
        const auto next = std::next(at);
        auto node = under_way_.extract(at);
        if (node.mapped().account == account) node.key().due = std::max(node.key().due, from.held_until);
        later.insert(std::move(node));
        at = next;
    }
    under_way_ = std::move(later);
}

bool Wire::is_connected(AccountId account, Timestamp now) const { return line(account).held_until <= now; }

std::optional<Timestamp> Wire::silent_since(AccountId account, Timestamp now) const {
    if (is_connected(account, now)) return std::nullopt;
    return line(account).held_since;
}

std::optional<Timestamp> Wire::next_due() const {
    if (under_way_.empty()) return std::nullopt;
    return under_way_.begin()->first.due;
}

void Wire::advance(Timestamp now) {
    std::vector<Parcel> together;
    while (!under_way_.empty()) {
        const auto first = under_way_.begin();
        if (first->first.due > now) break;
        const bool is_same_line = !together.empty() && together.back().account == first->second.account;
        if (!is_same_line) arrive(together);
        together.push_back(std::move(first->second));
        under_way_.erase(first);
    }
    arrive(together);
}

void Wire::settle(Timestamp now) {
    advance(now);
    for (auto& entry : lines_) {
        Line& line = entry.second;
        if (line.held_until > now) continue;
        if (line.lost.empty()) continue;
        pass(line.guard.heartbeat(line.last_arrived, [&line](std::uint64_t number) { return refetch(line, number); }));
    }
}

std::vector<OrderReport> Wire::take() { return std::exchange(available_, {}); }

// Takes what arrived at one time for one account and leaves the list empty.
void Wire::arrive(std::vector<Parcel>& together) {
    if (together.empty()) return;
    for (std::size_t i = 0; i + 1 < together.size(); ++i) {
        if (together[i].mishap.is_late) std::swap(together[i], together[i + 1]), ++i;
    }
    Line& to = line(together.front().account);
    std::vector<StreamMessage> messages;
    const auto hand_over = [&] {
        pass(to.guard.receive(std::exchange(messages, {}), [&](std::uint64_t number) { return refetch(to, number); }));
    };
    for (auto& parcel : together) {
        if (parcel.number == 0) {
            hand_over();
            available_.push_back(std::move(parcel.report));
            continue;
        }
        to.last_arrived = std::max(to.last_arrived, parcel.number);
        if (parcel.mishap.is_dropped) continue;
        if (parcel.mishap.is_doubled) messages.push_back({parcel.number, parcel.report});
        messages.push_back({parcel.number, std::move(parcel.report)});
    }
    hand_over();
    together.clear();
}

void Wire::pass(std::vector<OrderReport> reports) {
    available_.insert(available_.end(), std::make_move_iterator(reports.begin()), std::make_move_iterator(reports.end()));
}

// Lines keep their order, so a hole in the numbers is a lost report and nothing else.
OrderReport Wire::refetch(Line& line, std::uint64_t number) {
    auto node = line.lost.extract(number);
    TRELLIS_CHECK(!node.empty(), "the venue has every report that it numbered");
    return std::move(node.mapped());
}

}  // namespace trellis::adapters
