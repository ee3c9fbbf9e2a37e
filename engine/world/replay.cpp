#include "engine/world/replay.hpp"

#include "engine/base/check.hpp"
#include "engine/config/wanted_bars.hpp"
#include "engine/event/owner.hpp"
#include "engine/group/reports.hpp"
#include "engine/world/shell.hpp"

namespace trellis {

namespace {

std::vector<GroupEvent> group_events(const std::vector<Event>& events) {
    std::vector<GroupEvent> result;
    for (const auto& event : events) {
        if (auto own = as_group_event(event)) result.push_back(std::move(*own));
    }
    return result;
}

std::vector<DeskEvent> desk_events(const std::vector<Event>& events) {
    std::vector<DeskEvent> result;
    for (const auto& event : events) {
        if (auto own = as_desk_event(event)) result.push_back(std::move(*own));
    }
    return result;
}

/// The desk that an item goes to; nothing when it goes to a group or a risk engine.
std::optional<AccountId> desk_of(const Item& item) {
    using Own = std::optional<AccountId>;
    if (const auto* signal = std::get_if<SignalItem>(&item)) {
        return std::visit([](const auto& received) { return Own(received.account); }, signal->signal);
    }
    if (const auto* trading = std::get_if<TradingItem>(&item)) return trading->account;
    if (const auto* fact = std::get_if<FactItem>(&item)) return fact->account;
    if (const auto* told = std::get_if<QueueItem>(&item)) return told->account;
    if (const auto* rules = std::get_if<RulesItem>(&item)) return rules->account;
    const auto* timer = std::get_if<TimerItem>(&item);
    if (timer == nullptr) return std::nullopt;
    if (const auto* sweep = std::get_if<SweepTimer>(&timer->owner)) return sweep->account;
    const auto* desk = std::get_if<DeskTimer>(&timer->owner);
    return desk == nullptr ? Own() : desk->account;
}

std::optional<AccountId> pass_of(const Item& item) {
    using Own = std::optional<AccountId>;
    if (const auto* timer = std::get_if<TimerItem>(&item)) {
        const auto* risk = std::get_if<RiskTimer>(&timer->owner);
        return risk == nullptr ? Own() : risk->account;
    }
    const auto* told = std::get_if<RiskItem>(&item);
    return told != nullptr && std::holds_alternative<RunRiskPass>(told->command) ? told->account : Own();
}

/// The account of a pass or a sweep.
std::optional<AccountId> account_of_silent(const Item& item) {
    const auto pass = pass_of(item);
    return pass.has_value() ? pass : desk_of(item);
}

/// Whose commit it is, whether a desk, a group or a risk engine decided it.
std::optional<AccountId> account_of_commit(const std::vector<Event>& events) {
    return events.empty() ? std::nullopt : account_of(events.front());
}

/// The desk that decided a commit; nothing when no desk did.
std::optional<AccountId> desk_of(const std::vector<Event>& events) { return events.empty() ? std::nullopt : desk_of(events.front()); }

/// Decided outside of the ring, whatever item came before it.
bool is_of_directory(const std::vector<Event>& events) { return !events.empty() && is_of_directory(events.front()); }

}  // namespace

ReplayEngine::ReplayEngine(const Config& config, const InstrumentTable& instruments,
                           std::span<const ReplayedCommit> commits, CommitPort& journal, LinePort& line)
    : config_(config),
      instruments_(instruments),
      commits_(commits),
      journal_(journal),
      line_(line),
      world_(World::empty(config)) {
    keep_wanted_bars(books_, instruments_, config_);
    skip_operational();
}

void ReplayEngine::skip_operational() {
    while (!is_exhausted() && (commits_[next_].cause.kind == CauseKind::operational || is_of_directory(commits_[next_].events))) {
        for (const auto& event : commits_[next_].events) world_.apply(event);
        journal_.commit({Ticket{commits_[next_].first_sequence}, commits_[next_].cause, commits_[next_].at, AccountId{},
                         commits_[next_].events, {}});
        ++next_;
    }
}

/// The outside item at the end of a commit's chain of causes.
std::uint64_t ReplayEngine::item_of(const ReplayedCommit& commit) {
    if (commit.cause.kind != CauseKind::event) return commit.cause.id;
    const auto found = items_.find(commit.cause.id);
    TRELLIS_CHECK(found != items_.end(), "a commit's cause is an earlier commit of the same item");
    return found->second;
}

void ReplayEngine::handle(const NumberedItem& item) {
    if (const auto* quote = std::get_if<QuoteItem>(&item.item)) {
        Quote seen = quote->quote;
        seen.at = item.at;
        for (const GroupId group : books_[quote->instrument].on_quote(std::move(seen))) {
            line_.evaluate({quote->instrument, group});
        }
    }
    if (const auto* due = std::get_if<EvaluateItem>(&item.item)) books_[due->address.instrument].wake(due->address.group);
    items_.clear();
    pass_of_ = pass_of(item.item);
    while (has_commit_of(item)) {
        const ReplayedCommit& commit = commits_[next_];
        items_.emplace(commit.first_sequence, item.number);
        ++next_;
        take(commit);
        skip_operational();
    }
    if (const auto* report = std::get_if<ReportItem>(&item.item); report != nullptr && items_.empty()) tell_stray(report->report);
    // What led to nothing has no commit, and timers are armed again all the same.
    if (const auto desk = desk_of(item.item)) arm_desk(*desk, item.at);
    if (const auto* timer = std::get_if<TimerItem>(&item.item)) {
        if (const auto* risk = std::get_if<RiskTimer>(&timer->owner)) arm_risk(risk->account, item.at);
        if (const auto* sweep = std::get_if<SweepTimer>(&timer->owner)) line_.due(*sweep, next_sweep(config_, item.at));
        const auto* group = std::get_if<GroupAddress>(&timer->owner);
        if (group != nullptr && items_.empty()) arm_group_after(*group, item.at);
    }
}

/// A report to a group that is gone or over, or that never placed the order, led to a fact for its desk, without a commit.
void ReplayEngine::tell_stray(const OrderReport& report) {
    const OrderKey key = report.id.key;
    const auto found = world_.groups.find(key.group);
    const bool is_late_fee = std::holds_alternative<FeeReported>(report.body);
    const HandleReport command = handle_report(report);
    const bool is_own = found != world_.groups.end() && is_report_of(found->second, command);
    if (is_own && !(is_late_fee && found->second.has_ended())) return;
    for (auto& fact : answer_gone(key.group, command)) line_.fact(key.group.account, std::move(fact));
}

/// The number of a pass without consequences is given again, so a commit of that number may be another item's.
bool ReplayEngine::has_commit_of(const NumberedItem& item) {
    if (is_exhausted()) return false;
    const ReplayedCommit& commit = commits_[next_];
    const bool is_of_kind = commit.cause.kind == cause_kind(item.item) && commit.at == item.at;
    const bool is_its = is_of_kind && account_of_commit(commit.events) == account_of_silent(item.item);  // of several accounts at one time
    if (items_.empty() && is_silent_pass(item.item) && !is_its) return false;
    return item_of(commit) == item.number;
}

void ReplayEngine::arm() {
    for (const auto& [account, desk] : world_.desks) {
        arm_desk(account, config_.timer_origin);
        line_.due(SweepTimer{account}, next_sweep(config_, config_.timer_origin));
    }
    for (const auto& [account, risk] : world_.risks) arm_risk(account, config_.timer_origin);
}

void ReplayEngine::reconfigure(const Config& config, Timestamp at) {
    config_ = config;
    keep_wanted_bars(books_, instruments_, config_);
    for (const auto& [account, risk] : world_.risks) arm_risk(account, at);
}

void ReplayEngine::arm_risk(AccountId account, Timestamp at) {
    line_.due(RiskTimer{account}, next_due(world_.risks.at(account), config_, at));
}

void ReplayEngine::continue_pass(AccountId, std::uint64_t, Timestamp) {
    TRELLIS_CHECK(false, "a replay decides nothing");
}

void ReplayEngine::arm_group_after(const GroupAddress& address, Timestamp at) {
    const auto found = world_.groups.find(address.group);
    if (found != world_.groups.end()) line_.due(address, next_due_after(found->second, at));
}

void ReplayEngine::arm_desk(AccountId account, Timestamp at) {
    line_.due(DeskTimer{account}, next_due(world_.desks.at(account), config_, at));
}

void ReplayEngine::hand_over(const HandOverCommand&, std::uint64_t, Timestamp) {
    TRELLIS_CHECK(false, "a replay decides nothing");
}

void ReplayEngine::take(const ReplayedCommit& commit) {
    auto events = group_events(commit.events);
    if (!events.empty()) {
        take_group_commit(commit, std::move(events));
        return;
    }
    renew(instruments_, commit.events);
    std::vector<GroupAddress> released;
    for (const auto& event : commit.events) {
        if (const auto* slot = std::get_if<SlotReleased>(&event)) {
            released.push_back({world_.groups.at(slot->group).identity.instrument, slot->group});
        }
        if (const auto* pass = std::get_if<RiskPassEnded>(&event)) pass_of_ = account_of(RiskEvent{*pass});
        world_.apply(event);
    }
    const auto own = desk_events(commit.events);
    journal_.commit({Ticket{commit.first_sequence}, commit.cause, commit.at, AccountId{}, commit.events, requests_of(own)});
    const auto account = desk_of(commit.events);
    if (account.has_value()) {
        arm_desk(*account, commit.at);
        for (auto& fact : facts_of(own)) line_.fact(*account, std::move(fact));
    }
    for (const auto& address : released) {
        books_[address.instrument].forget(address.group);
        line_.due(address, std::nullopt);
    }
}

void ReplayEngine::take_group_commit(const ReplayedCommit& commit, std::vector<GroupEvent> events) {
    const GroupId id = group_of(events.front());
    for (const auto& event : commit.events) world_.apply(event);
    renew(instruments_, commit.events);
    const Group& group = world_.groups.at(id);
    const Instrument& instrument = instruments_.at(group.identity.instrument);
    journal_.commit({Ticket{commit.first_sequence}, commit.cause, commit.at, id, commit.events,
                     requests_of(group, events, instrument)});
    const GroupAddress address{instrument.id, id};
    if (books_[instrument.id].watch(id, watch(group, instrument))) line_.evaluate(address);
    line_.due(address, next_due(group));
    for (auto& fact : risk_facts_of(group, events)) line_.risk_fact(id.account, std::move(fact));
    for (auto& fact : facts_of(group, events)) line_.fact(id.account, std::move(fact));
    for (auto& copy : copies_of(group, events, config_)) line_.fact(copy.account, std::move(copy.fact));
    if (starts_pass(group, events)) line_.filled(id.account);
}

}  // namespace trellis
