#include "engine/pool/copies.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/pool/copy_plan.hpp"
#include "engine/pool/week.hpp"

namespace trellis {

namespace {

const Subscription* find_subscription(const Config& config, SubscriptionId id) {
    const auto found = std::ranges::find(config.subscriptions, id, &Subscription::id);
    return found == config.subscriptions.end() ? nullptr : &*found;
}

/// What the leader closes is closed here too. True where nobody says otherwise any more.
bool follows_closes(const Subscription* subscription) { return subscription == nullptr || subscription->terms.follow_close; }

CopyRefused refused(const Desk& desk, const LeaderMoved& fact, CopyKind kind, Error error, Timestamp now) {
    CopyRefused event;
    event.account = desk.account;
    event.origin = fact.origin;
    event.told = fact.figures;
    event.kind = kind;
    event.code = std::move(error.code);
    event.detail = std::move(error.detail);
    event.at = now;
    return event;
}

DeskEvents open(const Desk& desk, const Subscription& subscription, const LeaderMoved& fact, const DeskContext& context) {
    auto planned = plan_copy(desk, subscription, fact, context);
    if (!planned.ok()) return {refused(desk, fact, CopyKind::open, planned.error(), context.now)};
    CopyOpened event;
    event.account = desk.account;
    event.origin = fact.origin;
    event.group = {desk.account, desk.group_counter + 1};
    event.identity = planned->identity;
    event.told = fact.figures;
    event.sizing = planned->sizing;
    event.strategy = planned->strategy;
    event.plan = std::move(planned->plan);
    event.preset = std::move(planned->preset);
    event.at = context.now;
    DeskEvents begun;
    if (event.preset.has_value()) begun = begin_week_of(desk, event.preset->preset, context);
    const SlotTaken slot{event.group, event.identity, false};
    DeskEvents events{std::move(event), slot};
    std::ranges::move(begun, std::back_inserter(events));
    return events;
}

/// One position after its leader, as far as one decision takes it.
struct Following {
    const Desk& desk;
    const Copy& copy;
    const LeaderMoved& fact;
    const DeskContext& context;
    DeskEvents events{};
    CopyFigures told{};
    std::uint32_t steps = 0;

    CopyOrdered ordered(CopyKind kind) {
        CopyOrdered event;
        event.account = desk.account;
        event.origin = fact.origin;
        event.group = copy.group;
        event.told = told;
        event.step.number = ++steps;
        event.step.kind = kind;
        event.at = context.now;
        return event;
    }
};

void add(Following& following, const Subscription& subscription) {
    const Quantity entered = following.fact.figures.entered - following.told.entered;
    following.told.entered = following.fact.figures.entered;
    auto planned = plan_addition(following.desk, subscription, following.copy, {following.fact, entered}, following.context);
    if (!planned.ok()) {
        CopyRefused event = refused(following.desk, following.fact, CopyKind::add, planned.error(), following.context.now);
        event.told = following.told;
        following.events.emplace_back(std::move(event));
        return;
    }
    CopyOrdered event = following.ordered(CopyKind::add);
    event.step.plan = std::move(planned->plan);
    event.sizing = planned->sizing;
    following.events.emplace_back(std::move(event));
}

/// The same fraction of what is open as the leader closed of what it held.
void reduce(Following& following) {
    const Quantity held = following.fact.bought - following.told.closed;
    const Quantity part = following.fact.figures.closed - following.told.closed;
    following.told.closed = following.fact.figures.closed;
    CopyOrdered event = following.ordered(CopyKind::reduce);
    event.step.part = std::min(part, held);
    event.step.whole = held;
    following.events.emplace_back(std::move(event));
}

DeskEvents follow(const Desk& desk, const Copy& copy, const LeaderMoved& fact, const Subscription* subscription,
                  const DeskContext& context) {
    Following following{desk, copy, fact, context};
    following.told = copy.told;
    following.steps = copy.steps;
    if (copy.is_over || copy.closes) return {};
    if (fact.is_closing) {
        if (follows_closes(subscription)) following.events.emplace_back(following.ordered(CopyKind::close));
        return std::move(following.events);
    }
    if (subscription != nullptr && fact.figures.entered > copy.told.entered) add(following, *subscription);
    if (follows_closes(subscription) && fact.figures.closed > copy.told.closed) reduce(following);
    return std::move(following.events);
}

}  // namespace

bool is_news(const Desk& desk, const LeaderMoved& fact, const Subscription& subscription) {
    const auto known = desk.copies.find(fact.origin);
    if (known == desk.copies.end()) {
        const bool is_new = fact.opened_at >= subscription.since && !fact.is_closing;
        return is_new && fact.figures.entered.is_positive() && subscription.state != SubscriptionState::ended;
    }
    const Copy& copy = known->second;
    if (copy.has_leader_ended) return false;
    if (fact.has_ended) return true;
    if (copy.is_over || copy.closes) return false;
    const bool closes = subscription.terms.follow_close;
    if (fact.is_closing) return closes;
    return fact.figures.entered > copy.told.entered || (closes && fact.figures.closed > copy.told.closed);
}

DeskEvents follow_leader(const Desk& desk, const LeaderMoved& fact, const DeskContext& context) {
    const Subscription* subscription = find_subscription(context.config, fact.origin.subscription);
    const auto known = desk.copies.find(fact.origin);
    if (known == desk.copies.end()) {
        const bool is_wanted = subscription != nullptr && is_news(desk, fact, *subscription);
        return is_wanted ? open(desk, *subscription, fact, context) : DeskEvents{};
    }
    if (known->second.has_leader_ended) return {};
    DeskEvents events = follow(desk, known->second, fact, subscription, context);
    if (fact.has_ended) events.emplace_back(CopyLeaderEnded{desk.account, fact.origin, context.now});
    return events;
}

DeskEvents note_followed(const Desk& desk, const GroupFollowed& fact) {
    const auto* found = desk.copy_of(fact.group);
    if (found == nullptr) return {};
    const auto& [origin, copy] = *found;
    if (copy.owed.empty() || copy.owed.front().number > fact.step) return {};
    return {CopyAnswered{desk.account, origin, fact.step, fact.code}};
}

void open_copy(Desk& desk, const CopyOpened& event) {
    DeskGroup group;
    group.id = event.group;
    group.identity = event.identity;
    group.strategy = event.strategy;
    group.entries_total = 1;
    group.preset = event.preset;
    group.last_base_price = event.plan.base_price;
    desk.groups.emplace(event.group, std::move(group));
    desk.by_identity[event.identity] = event.group;
    desk.group_counter = event.group.counter;
    Copy copy;
    copy.group = event.group;
    copy.told = event.told;
    copy.steps = 1;
    copy.owed.push_back({1, CopyKind::open, event.plan, {}, {}});
    const bool is_new = desk.copies.emplace(event.origin, std::move(copy)).second;
    TRELLIS_CHECK(is_new, "a leader's position is copied once");
}

void order_copy(Desk& desk, const CopyOrdered& event) {
    Copy& copy = desk.copies.at(event.origin);
    copy.told = event.told;
    copy.steps = event.step.number;
    if (event.step.kind == CopyKind::close) {
        // Nothing that waited matters any more; its group may not be there yet.
        std::erase_if(copy.owed, [](const CopyStep& step) { return step.kind != CopyKind::open; });
        copy.closes = true;
    } else if (event.step.kind == CopyKind::add) {
        DeskGroup& group = desk.groups.at(copy.group);
        group.entries_total += 1;
        group.last_base_price = event.step.plan->base_price;
    }
    copy.owed.push_back(event.step);
}

void refuse_copy(Desk& desk, const CopyRefused& event) {
    Copy& copy = desk.copies[event.origin];
    copy.told = event.told;
    if (event.kind == CopyKind::open) copy.is_over = true;
}

void answer_copy(Desk& desk, const CopyAnswered& event) {
    std::erase_if(desk.copies.at(event.origin).owed, [&](const CopyStep& step) { return step.number <= event.step; });
}

void end_leader(Desk& desk, const CopyLeaderEnded& event) {
    const auto found = desk.copies.find(event.origin);
    TRELLIS_CHECK(found != desk.copies.end(), "a leader's position ends once");
    found->second.has_leader_ended = true;
    if (found->second.is_over) desk.copies.erase(found);
}

void end_copy(Desk& desk, GroupId group) {
    const auto* found = desk.copy_of(group);
    if (found == nullptr) return;
    Copy& copy = desk.copies.at(found->first);
    copy.is_over = true;
    copy.owed.clear();
    if (copy.has_leader_ended) desk.copies.erase(CopyOrigin(found->first));
}

}  // namespace trellis
