#include "ops/trellis/server/live_journal.hpp"

#include <algorithm>
#include <chrono>
#include <concepts>
#include <utility>

#include "adapters/journal/commit_record.hpp"

namespace trellis::program {

/// What leaves behind one commit.
struct LiveJournal::Exit {
    AccountId account;
    std::vector<VenueRequest> requests;
    std::optional<adapters::SignalAnswer> answer;
    std::optional<std::uint64_t> request;  ///< the item that asked for it
    std::optional<Error> refusal;          ///< the group said no to it
    std::shared_ptr<const PresetApplied> preset;  ///< what it took over of one (B-25)
    Stages::Time decided{};
};

namespace {

/// The item of that kind that led here, if one did.
std::optional<std::uint64_t> number_of(const CommitCause& cause, CauseKind kind) {
    const auto* outside = std::get_if<Cause>(&cause);
    if (outside == nullptr || outside->kind != kind) return std::nullopt;
    return outside->id;
}

/// The first word about a signal, if this commit has it. A refusal is taken out of the commit: it is long and nobody else wants it.
std::optional<adapters::SignalAnswer> answer_in(std::vector<Event>& events) {
    for (auto& event : events) {
        if (const auto* admitted = std::get_if<SignalAdmitted>(&event)) {
            return adapters::SignalAnswer{admitted->signal, 0, true, std::nullopt};
        }
        if (const auto* queued = std::get_if<SignalQueued>(&event)) {
            return adapters::SignalAnswer{queued->signal, 0, true, std::nullopt};
        }
        if (auto* refused = std::get_if<SignalRefused>(&event)) {
            const SignalNumber signal = refused->signal;
            return adapters::SignalAnswer{signal, 0, false, std::move(*refused)};
        }
    }
    return std::nullopt;
}

/// Why a group did not do what an operator asked, if this commit says so.
std::optional<Error> refusal_in(const std::vector<Event>& events) {
    for (const auto& event : events) {
        if (const auto* refused = std::get_if<ReductionRefused>(&event)) return Error{refused->code, refused->detail};
        if (const auto* refused = std::get_if<RefusalNoted>(&event)) return Error{refused->code, refused->detail};
        if (const auto* broken = std::get_if<GroupQuarantined>(&event)) return Error{"GROUP_QUARANTINED", "it broke the group: " + broken->reason};
    }
    return std::nullopt;
}

/// What a group took over of a preset, if this commit says so.
std::shared_ptr<const PresetApplied> preset_in(const std::vector<Event>& events) {
    for (const auto& event : events) {
        if (const auto* applied = std::get_if<PresetApplied>(&event)) return std::make_shared<PresetApplied>(*applied);
    }
    return nullptr;
}

/// Offsets that ended: how, and what they brought.
void count_offsets(const std::vector<Event>& events, adapters::Metrics& metrics) {
    for (const auto& event : events) {
        const auto* completed = std::get_if<OffsetCompleted>(&event);
        if (completed == nullptr) continue;
        // Connections share the last label: those of a server's life would be more than a metric should have.
        const std::size_t place = std::min<std::size_t>(completed->account.value - 1U, metrics.offset_value.size() - 1);
        metrics.risk_actions[completed->outcome].add();
        metrics.offset_value.add(place, completed->realised);
        metrics.offset_residual.add(place, completed->residual);
    }
}

adapters::OrphanStep step_of(OrphanEnd end) {
    switch (end) {
        case OrphanEnd::cancelled: return adapters::OrphanStep::cancelled;
        case OrphanEnd::filled: return adapters::OrphanStep::filled;
        case OrphanEnd::gone: break;
    }
    return adapters::OrphanStep::gone;
}

/// O-8: each orphan once when it is found and once when it ends, and what was filled without an owner.
void count_orphans(const std::vector<Event>& events, adapters::Metrics& metrics) {
    for (const auto& event : events) {
        if (const auto* found = std::get_if<OrphanFound>(&event); found != nullptr && found->times == 1) {
            metrics.orphan_orders[adapters::OrphanStep::found].add();
        }
        if (const auto* ended = std::get_if<OrphanEnded>(&event)) metrics.orphan_orders[step_of(ended->end)].add();
        if (std::holds_alternative<StrayFillNoted>(event)) metrics.stray_fills.add();
    }
}

adapters::CopyOutcome outcome_of(CopyKind kind) {
    switch (kind) {
        case CopyKind::open: break;
        case CopyKind::add: return adapters::CopyOutcome::added;
        case CopyKind::reduce: return adapters::CopyOutcome::reduced;
        case CopyKind::close: return adapters::CopyOutcome::closed;
    }
    return adapters::CopyOutcome::opened;
}

/// B-30: what followers made of their leaders' moves.
void count_copies(const std::vector<Event>& events, adapters::Metrics& metrics) {
    for (const auto& event : events) {
        if (std::holds_alternative<CopyOpened>(event)) metrics.copies[adapters::CopyOutcome::opened].add();
        if (const auto* ordered = std::get_if<CopyOrdered>(&event)) metrics.copies[outcome_of(ordered->step.kind)].add();
        if (std::holds_alternative<CopyRefused>(event)) metrics.copies[adapters::CopyOutcome::refused].add();
    }
}

/// B-20: a position opened, and which level gave its preset; or an open one got another version of it (B-25).
void count_opening(const std::vector<Event>& events, adapters::Metrics& metrics) {
    if (events.empty()) return;
    if (std::holds_alternative<PresetApplied>(events.front())) return metrics.preset_applications[adapters::PresetApplication::open_position].add();
    const auto* opened = std::get_if<GroupOpened>(&events.front());
    if (opened == nullptr) return;
    if (!opened->preset) return metrics.presets_not_resolved[adapters::Ungoverned::by_grid].add();
    metrics.presets_resolved[opened->preset->level].add();
    metrics.preset_applications[adapters::PresetApplication::position].add();
}

/// What the event makes a preset apply to; empty: nothing, or it takes one away.
std::optional<adapters::PresetApplication> application_in(const DirectoryEvent& event) {
    using enum adapters::PresetApplication;
    return std::visit(
        []<class E>(const E& one) -> std::optional<adapters::PresetApplication> {
            if constexpr (std::same_as<E, PresetAssigned>) {
                return one.preset.has_value() ? std::optional(connection) : std::nullopt;
            } else if constexpr (std::same_as<E, DefaultPresetChosen>) {
                return one.preset.has_value() ? std::optional(user_default) : std::nullopt;
            } else if constexpr (std::same_as<E, SubscriptionPresetAssigned>) {
                return one.preset.has_value() ? std::optional(subscription) : std::nullopt;
            } else if constexpr (std::same_as<E, BotPresetAssigned>) {
                return one.preset.has_value() ? std::optional(bot) : std::nullopt;
            } else {
                return std::nullopt;
            }
        },
        event);
}

void count_applications(std::span<const DirectoryEvent> events, adapters::Metrics& metrics) {
    for (const auto& event : events) {
        if (const auto application = application_in(event)) metrics.preset_applications[*application].add();
    }
}

AccountId account_of(const CommitOwner& owner) {
    if (const auto* group = std::get_if<GroupId>(&owner)) return group->account;
    if (const auto* risk = std::get_if<RiskId>(&owner)) return risk->account;
    return std::get<AccountId>(owner);
}

}  // namespace

LiveJournal::LiveJournal(adapters::Writer& writer, VenuePort& venue, Stages& stages, RoundTrips& trips,
                         LiveJournalOptions options)
    : options_(std::move(options)),
      venue_(venue),
      stages_(stages),
      trips_(trips),
      thread_(writer, *this, options_.commits, options_.timing) {}

LiveJournal::~LiveJournal() { thread_.stop(); }

void LiveJournal::commit(Commit commit) {
    auto leaving = std::make_shared<Exit>();
    leaving->decided = stages_.now();
    leaving->account = account_of(commit.owner);
    leaving->request = number_of(commit.cause, CauseKind::request);
    adapters::PendingCommit pending = adapters::record_of(commit);
    leaving->requests = std::move(commit.requests);
    if (leaving->request.has_value()) {
        leaving->refusal = refusal_in(commit.events);
        leaving->preset = preset_in(commit.events);
    }
    if (std::holds_alternative<RiskId>(commit.owner)) count_offsets(commit.events, stages_.metrics());
    if (std::holds_alternative<AccountId>(commit.owner)) count_orphans(commit.events, stages_.metrics());
    if (std::holds_alternative<AccountId>(commit.owner)) count_copies(commit.events, stages_.metrics());
    if (std::holds_alternative<GroupId>(commit.owner)) count_opening(commit.events, stages_.metrics());
    leaving->answer = answer_in(commit.events);
    if (const auto evaluation = number_of(commit.cause, CauseKind::evaluate)) {
        stages_.observe(stages_.metrics().tick_to_decision, options_.quote_time(*evaluation), leaving->decided);
    }
    pending.on_durable = [this, leaving](std::uint64_t first_sequence) { release(leaving, first_sequence); };
    push(std::move(pending));
}

void LiveJournal::record(const Event& event, Timestamp at, std::function<void(std::uint64_t)> done) {
    push_own(adapters::record_of(event, at, operational_.fetch_add(1, std::memory_order_relaxed)), std::move(done));
}

void LiveJournal::record(std::span<const DirectoryEvent> events, Timestamp at, std::uint64_t item, std::function<void(std::uint64_t)> done) {
    count_applications(events, stages_.metrics());
    push_own(adapters::record_of(events, at, operational_.fetch_add(1, std::memory_order_relaxed), item), std::move(done));
}

/// Of no actor: whoever hears that it is durable, hears it before the barriers behind it.
void LiveJournal::push_own(adapters::PendingCommit pending, std::function<void(std::uint64_t)> done) {
    pending.on_durable = [this, done = std::move(done)](std::uint64_t first_sequence) {
        done(first_sequence);
        released_.fetch_add(1);
        let_through();
        options_.on_progress();
    };
    push(std::move(pending));
}

/// Counted before it is pushed: a barrier that comes by in between waits for it too.
void LiveJournal::push(adapters::PendingCommit pending) {
    pushed_.fetch_add(1);
    if (!thread_.push(std::move(pending))) stages_.metrics().commits_lost.add();
}

void LiveJournal::release(const std::shared_ptr<Exit>& leaving, std::uint64_t first_sequence) {
    const auto durable = stages_.now();
    stages_.observe(stages_.metrics().decision_to_durable, leaving->decided, durable);
    if (!leaving->requests.empty()) {
        trips_.on_sent(leaving->requests, durable);
        venue_.send(std::move(leaving->requests));
        const auto sent = stages_.now();
        stages_.observe(stages_.metrics().durable_to_wire, durable, sent);
        stages_.observe(stages_.metrics().decision_to_wire, leaving->decided, sent);
    }
    if (leaving->answer.has_value() || leaving->request.has_value()) answer(*leaving, first_sequence);
    released_.fetch_add(1);
    let_through();
    options_.on_progress();
}

void LiveJournal::answer(Exit& leaving, std::uint64_t first_sequence) {
    SignalWaiter waiter;
    {
        const std::scoped_lock guard(waiting_);
        if (leaving.request.has_value()) {
            const auto asked = requests_.find(*leaving.request);
            if (asked != requests_.end() && !asked->second.first_event.has_value()) {
                asked->second.first_event = first_sequence;
                asked->second.refusal = std::move(leaving.refusal);
                asked->second.preset = std::move(leaving.preset);
            }
        }
        if (!leaving.answer.has_value()) return;
        const auto found = signals_.find(leaving.answer->signal);
        if (found == signals_.end()) return;
        waiter = std::move(found->second);
        signals_.erase(found);
    }
    signals_waiting_.fetch_sub(1, std::memory_order_relaxed);
    count(*leaving.answer);
    leaving.answer->event = first_sequence;
    stages_.observe(stages_.metrics().signal_to_decision, waiter.received, leaving.decided);
    waiter.done(std::move(*leaving.answer));
}

void LiveJournal::count(const adapters::SignalAnswer& answer) {
    auto& metrics = stages_.metrics();
    metrics.signals[answer.refused.has_value() ? answer.refused->outcome : SignalOutcome::accepted].add();
    if (answer.refused.has_value() && !answer.refused->code.empty()) metrics.signal_rejections[answer.refused->code].add();
    if (answer.refused.has_value() && answer.refused->code == "NO_CONFIG") metrics.presets_not_resolved[adapters::Ungoverned::refused].add();
}

/// Requests whose commits have all been released.
void LiveJournal::let_through() {
    if (is_awaited_.load()) {
        { const std::scoped_lock guard(waiting_); }  // without it the notice could fall between the worker's look and its sleep
        released_changed_.notify_all();
    }
    if (!has_barriers_.load()) return;
    std::vector<RequestWaiter> through;
    {
        const std::scoped_lock guard(waiting_);
        const std::uint64_t released = released_.load();
        std::erase_if(requests_, [&](auto& entry) {
            auto& waiter = entry.second;
            if (!waiter.behind.has_value() || *waiter.behind > released) return false;
            through.push_back(std::move(waiter));
            return true;
        });
        const bool has_more = std::ranges::any_of(requests_, [](const auto& entry) { return entry.second.behind.has_value(); });
        has_barriers_.store(has_more);
    }
    for (auto& waiter : through) {
        if (waiter.refusal.has_value()) {
            waiter.done(*std::move(waiter.refusal));
        } else {
            waiter.done(adapters::Obeyed{waiter.first_event, std::move(waiter.preset)});
        }
    }
}

void LiveJournal::reached(std::uint64_t token) {
    std::function<void()> passing;
    {
        const std::scoped_lock guard(waiting_);
        if (const auto found = passing_.find(token); found != passing_.end()) {
            passing = std::move(found->second);
            passing_.erase(found);
        }
        if (const auto found = requests_.find(token); found != requests_.end()) {
            found->second.behind = pushed_.load();
            has_barriers_.store(true);
        }
    }
    if (passing) passing();
    let_through();
}

/// Everything that the worker committed has been written; false: not within the time.
bool LiveJournal::await_released() {
    constexpr std::chrono::seconds patience{10};
    const std::uint64_t pushed = pushed_.load();
    std::unique_lock guard(waiting_);
    is_awaited_.store(true);
    const bool is_done = released_changed_.wait_for(guard, patience, [&] { return released_.load() >= pushed; });
    is_awaited_.store(false);
    return is_done;
}

std::optional<Group> LiveJournal::reload(GroupId group, const std::exception_ptr& fault) {
    if (!await_released()) std::rethrow_exception(fault);
    auto loaded = options_.load_group(group, appended_sequence());
    if (!loaded.ok()) std::rethrow_exception(fault);
    return std::move(loaded).value();
}

void LiveJournal::await_signal(SignalNumber signal, adapters::OnSignalAnswer done, Stages::Time received) {
    signals_waiting_.fetch_add(1, std::memory_order_relaxed);
    const std::scoped_lock guard(waiting_);
    signals_.emplace(signal, SignalWaiter{std::move(done), received});
}

void LiveJournal::await_request(std::uint64_t number, adapters::OnObeyed done) {
    const std::scoped_lock guard(waiting_);
    requests_.emplace(number, RequestWaiter{std::move(done), std::nullopt, std::nullopt, nullptr, std::nullopt});
}

void LiveJournal::await_passing(std::uint64_t number, std::function<void()> done) {
    const std::scoped_lock guard(waiting_);
    passing_.emplace(number, std::move(done));
}

void LiveJournal::on_journal_state(adapters::JournalState state, const Error& reason) { options_.on_state(state, reason); }

}  // namespace trellis::program
