#include "ops/trellis/server/live_ring.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

namespace trellis::program {

namespace {

/// Item numbers of one start never meet those of another: the incarnation stands in front.
constexpr std::uint64_t items_of_a_start = 1'000'000'000'000ULL;

/// Between a decision and the venue lie a sync and a thread, so a venue that claims no latency has some: a target may fill before its
/// cancel arrives, and a close has to wait for the answer, or it would sell that part twice.
Config with_latency(Config config) {
    for (auto& account : config.accounts) account.latency_ms = std::max(account.latency_ms, std::uint32_t{1});
    return config;
}

}  // namespace

template <class Act>
void LiveRing::guarded(const Act& act) {
    try {
        act();
    } catch (const std::exception& fault) {
        options_.on_fault(fault.what());
    }
}

LiveRing::LiveRing(adapters::EngineClock& clock, Stages& stages, RoundTrips& trips, LiveRingOptions options)
    : options_(std::move(options)), clock_(clock), stages_(stages), trips_(trips), ticks_(options_.quotes_waiting_max), evaluations_(evaluations_kept) {}

LiveRing::~LiveRing() {
    if (timers_ != nullptr) timers_->stop();
}

void LiveRing::start(const Config& config, const InstrumentTable& instruments, World world, LiveJournal& journal,
                     const WalletPort* wallets) {
    journal_ = &journal;
    FollowUp unanswered = follow_up(world, config);
    std::vector<GroupAddress> groups;
    for (const auto& [id, group] : world.groups) groups.push_back({group.identity.instrument, id});
    quote_times_ = std::vector<std::atomic<Stages::Time>>(instruments.all().size());
    items_ = world.incarnation.value * items_of_a_start;
    timers_ = std::make_unique<TimerThread>(
        clock_, [this](TimerQueue::Fired fired) { give(TimerItem{fired.owner, fired.kind}); },
        [this] { for (auto& fact : held_.look(clock_.now())) give(std::move(fact)); });
    const auto threading = options_.spin ? actors::Threading::spinning : actors::Threading::one_worker;
    const auto on_pass = [this](RiskTrigger trigger) { stages_.metrics().risk_passes[trigger].add(); };
    engine_ = std::make_unique<actors::ActorEngine>(with_latency(config), instruments, std::move(world), std::map<InstrumentId, SymbolBook>{},
                                                    journal, *this, actors::Options{threading, std::nullopt, this, wallets, on_pass});
    guarded([&] {
        engine_->arm();
        for (const auto& command : unanswered.commands) engine_->hand_over(command, next_number(), clock_.now());
        for (const AccountId account : unanswered.passes) engine_->continue_pass(account, next_number(), clock_.now());
    });
    for (const auto& fact : unanswered.risk_facts) give(fact);
    hold_back(std::move(unanswered.facts));
    for (const auto& group : groups) give(EvaluateItem{group});  // the configuration may be another than before
}

/// What a leader did before a crash is copied when prices and balances are known again.
void LiveRing::hold_back(std::vector<FactItem> facts) {
    const auto moves = std::stable_partition(facts.begin(), facts.end(),
                                             [](const FactItem& item) { return !std::holds_alternative<LeaderMoved>(item.fact); });
    held_.hold({std::make_move_iterator(moves), std::make_move_iterator(facts.end())}, quote_times_.size(), clock_.now());
    facts.erase(moves, facts.end());
    for (auto& fact : facts) give(std::move(fact));
}

bool LiveRing::has_room() {
    if (quotes_waiting() >= options_.quotes_waiting_max) return false;
    return journal_->state() == adapters::JournalState::running && journal_->credit() > 0;
}

World LiveRing::stop() {
    if (engine_ == nullptr) return {};
    timers_->stop();
    return engine_->stop();
}

std::uint64_t LiveRing::give(std::uint64_t number, Item item) {
    guarded([&] { engine_->handle({number, clock_.now(), std::move(item)}); });
    return number;
}

void LiveRing::barrier(AccountId account, std::uint64_t number) {
    guarded([&] { engine_->barrier(account, number); });
}

void LiveRing::risk_barrier(AccountId account, std::uint64_t number) {
    guarded([&] { engine_->risk_barrier(account, number); });
}

void LiveRing::open_accounts(const Config& config) {
    guarded([&] { engine_->open_accounts(with_latency(config), clock_.now()); });
}

void LiveRing::reconfigure(const Config& config, const std::vector<AccountId>& accounts, const std::vector<GroupAddress>& groups) {
    guarded([&] { engine_->reconfigure(with_latency(config), clock_.now()); });
    for (auto& fact : facts_of(config, accounts)) give(std::move(fact));
    for (const auto& group : groups) give(EvaluateItem{group});
}

void LiveRing::fact(AccountId account, DeskFact fact) { give(FactItem{account, std::move(fact)}); }

void LiveRing::risk_fact(AccountId account, RiskFact fact) { give(RiskFactItem{account, std::move(fact)}); }

void LiveRing::filled(AccountId account) { give(RiskItem{account, RunRiskPass{RiskTrigger::fill, false}}); }

void LiveRing::evaluate(GroupAddress address) {
    const std::uint64_t number = next_number();
    evaluations_[number % evaluations_kept] = {number, quote_times_[address.instrument.value].load(std::memory_order_relaxed)};
    give(number, EvaluateItem{address});
}

Stages::Time LiveRing::quote_time(std::uint64_t number) const {
    const Evaluation& known = evaluations_[number % evaluations_kept];
    return known.number == number ? known.quote : Stages::Time{};
}

void LiveRing::due(TimerOwner owner, std::optional<Due> due) { timers_->update(owner, due); }

void LiveRing::quote(InstrumentId instrument, const Quote& quote) {
    quote_times_[instrument.value].store(stages_.now(), std::memory_order_relaxed);
    stages_.metrics().ticks[0].add();
    Quote stamped = quote;
    stamped.at = clock_.now();
    quotes_put_.fetch_add(1, std::memory_order_relaxed);
    ticks_.push({instrument, std::move(stamped)});
    if (!is_drain_asked_.exchange(true)) guarded([&] { engine_->drain(); });
    held_.quoted(instrument);
}

std::uint64_t LiveRing::quotes_waiting() const {
    const std::uint64_t put = quotes_put_.load(std::memory_order_relaxed);
    const std::uint64_t taken = quotes_taken_.load(std::memory_order_relaxed);
    return put > taken ? put - taken : 0;
}

std::optional<QuoteItem> LiveRing::take() {
    auto next = ticks_.pop();
    if (!next.has_value()) {
        // Merged ones never come out; one that is put in right now is counted as taken until the next drain.
        quotes_taken_.store(quotes_put_.load(std::memory_order_relaxed), std::memory_order_relaxed);
        const std::uint64_t merged = ticks_.merged();
        stages_.metrics().tick_merges.add(merged - std::exchange(merges_counted_, merged));
        return std::nullopt;
    }
    quotes_taken_.fetch_add(1, std::memory_order_relaxed);
    return QuoteItem{next->instrument, std::move(next->quote)};
}

void LiveRing::report(OrderReport report) {
    trips_.on_report(report, stages_.now());
    give(ReportItem{std::move(report)});
}

}  // namespace trellis::program
