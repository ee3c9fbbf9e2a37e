#include "adapters/simulation/runner.hpp"

#include <algorithm>

#include "adapters/simulation/oracle.hpp"
#include "adapters/simulation/timeline.hpp"
#include "adapters/webhook/parse.hpp"
#include "engine/base/check.hpp"
#include "engine/base/overloaded.hpp"
#include "engine/event/codec.hpp"
#include "engine/event/names.hpp"
#include "engine/group/reduce.hpp"
#include "engine/world/direct.hpp"
#include "engine/world/replay.hpp"

namespace trellis::adapters {

std::unique_ptr<Engine> make_direct_engine(const Config& config, const InstrumentTable& instruments, World world,
                                           std::map<InstrumentId, SymbolBook> books, CommitPort& journal,
                                           LinePort& line, const WalletPort* wallets) {
    return std::make_unique<DirectEngine>(config, instruments, std::move(world), std::move(books), journal, line, wallets);
}

Runner::Runner(const Scenario& scenario, JournalSession& journal, RunnerOptions options)
    : scenario_(scenario),
      journal_(journal),
      options_(std::move(options)),
      venue_(scenario.instruments, scenario.config.accounts),
      config_(scenario.config),
      now_(scenario.start) {}

Result<std::optional<RunResult>> Runner::run() {
    begin();
    Timeline timeline(scenario_);
    while (!is_stopped_) {
        auto next = timeline.next();
        if (!next.ok()) return next.error();
        if (!next->has_value()) break;
        const Happening& happening = **next;
        advance_to(happening.at);
        now_ = std::max(now_, happening.at);
        happen(*happening.body);
        drain();
        if (journal_.failure().has_value()) return *journal_.failure();
    }
    if (is_stopped_) return std::optional<RunResult>();
    return std::optional(conclude());
}

/// A fresh directory is lived from the start; history is replayed first, and somebody decides where it ends.
void Runner::begin() {
    auto replay = std::make_unique<ReplayEngine>(scenario_.config, scenario_.instruments, journal_.history(), *this,
                                                 *this);
    replay_ = replay.get();
    engine_ = std::move(replay);
    engine_->arm();
    if (replay_->is_exhausted()) go_live(0);
}

/// The history is used up in the middle of item `cut_item`: what it rebuilt goes on deciding, beginning with the hand-overs
/// that were cut off. What waits on the line was rebuilt with it.
void Runner::go_live(std::uint64_t cut_item) {
    World world = replay_->stop();
    auto books = replay_->take_books();
    if (options_.recover) {
        auto recovered = options_.recover();
        if (!recovered.ok()) {
            violations_.push_back({"recovery", recovered.error().code + ": " + recovered.error().detail});
        } else if (state_sha256(*recovered) != state_sha256(world)) {
            violations_.push_back({"replay difference", "recovered and replayed state differ"});
        }
    }
    FollowUp unanswered = follow_up(world, config_);
    if (const auto account = replay_->account_of_pass(); account.has_value() && config_.risk.timer_requires_loss) {
        std::ranges::move(timer_tests(world, *account), std::back_inserter(unanswered.commands));
    }
    world.incarnation = journal_.incarnation();
    chronicle_.apply(RunStarted{world.incarnation, "", ""}, sequence_);
    const InstrumentTable known = replay_->instruments();
    engine_ = options_.make_engine(config_, known, std::move(world), std::move(books), *this,
                                   *this, this);
    replay_ = nullptr;
    for (const auto& command : unanswered.commands) engine_->hand_over(command, cut_item, now_);
    for (const AccountId account : unanswered.passes) engine_->continue_pass(account, cut_item, now_);
    const auto put = [this](const Item& fact) {
        if (!is_on_its_way(fact)) facts_.push_back(fact);
    };
    for (const auto& fact : unanswered.risk_facts) put(fact);
    for (const auto& fact : unanswered.facts) put(fact);
}

/// True when the fact waits on the rebuilt line, or comes with the item in hand.
bool Runner::is_on_its_way(const Item& fact) const {
    const auto is_it = [&](const Item& other) {
        if (const auto* told = std::get_if<FactItem>(&fact)) {
            const auto* same = std::get_if<FactItem>(&other);
            return same != nullptr && same->account == told->account && same->fact == told->fact;
        }
        const auto& told = std::get<RiskFactItem>(fact);
        const auto* same = std::get_if<RiskFactItem>(&other);
        return same != nullptr && same->account == told.account && same->fact == told.fact;
    };
    return std::ranges::any_of(facts_, is_it) || std::ranges::any_of(line_, is_it);
}

// ---- the engine's ways out ----

void Runner::commit(Commit commit) {
    if (is_stopped_) return;
    // A replay already hands out the head of the history while it is made, before there is an engine.
    const bool is_replayed = replay_ != nullptr || engine_ == nullptr;
    ++commits_;
    record(commit, is_replayed);
    if (is_replayed) {
        send(commit.requests);
        return;
    }
    const bool is_last = options_.stop_after != 0 && domain_events_ >= options_.stop_after;
    // Behind the journal, maybe later than this call: nothing of it may be captured by reference.
    journal_.append(commit, [this, is_last, requests = commit.requests] {
        if (!is_last) send(requests);
    });
    if (!is_last) return;
    is_stopped_ = true;
    if (journal_.flush().ok()) options_.on_stop();
}

std::optional<Group> Runner::reload(GroupId group, const std::exception_ptr& fault) {
    auto read = journal_.read_group(group);
    if (!read.ok()) std::rethrow_exception(fault);
    return std::move(read).value();
}

void Runner::send(const std::vector<VenueRequest>& requests) {
    for (const auto& request : requests) venue_.request(request, now_);
    is_unsettled_ = is_unsettled_ || !requests.empty();
}

/// Counts, hashes and chronicles a commit's events.
void Runner::record(const Commit& commit, bool is_replayed) {
    if (is_replayed) sequence_ = static_cast<std::uint64_t>(commit.ticket) - 1;
    for (const auto& event : commit.events) {
        ++sequence_;
        chronicle_.apply(event, sequence_);
        if (is_operational(event)) continue;
        ++domain_events_;
        scratch_.clear();
        encode(event, scratch_);
        journal_hash_.update(scratch_);
    }
}

void Runner::fact(AccountId account, DeskFact fact) {
    if (!is_stopped_) facts_.emplace_back(FactItem{account, std::move(fact)});
}

void Runner::risk_fact(AccountId account, RiskFact fact) {
    if (!is_stopped_) facts_.emplace_back(RiskFactItem{account, std::move(fact)});
}

void Runner::filled(AccountId account) {
    if (!is_stopped_) filled_.insert(account);
}

void Runner::evaluate(GroupAddress address) {
    if (!is_stopped_) due_groups_.insert(address);
}

void Runner::due(TimerOwner owner, std::optional<Due> due) {
    if (!is_stopped_) timers_.update(owner, due);
}

// ---- the line (R-20) ----

/// Gives one item to the engine and puts what came of it on the line: the venue's reports, then the facts.
void Runner::give(Item item) {
    const NumberedItem numbered{++items_, now_, std::move(item)};
    const std::uint64_t before = commits_;
    engine_->handle(numbered);
    if (is_silent_pass(numbered.item) && commits_ == before) --items_;
    if (replay_ != nullptr && replay_->is_exhausted()) go_live(items_);
    collect();
}

void Runner::collect() {
    if (is_unsettled_) {
        for (auto& report : venue_.take_reports()) line_.emplace_back(ReportItem{std::move(report)});
    }
    for (auto& fact : facts_) line_.emplace_back(std::move(fact));
    facts_.clear();
}

void Runner::drain_line() {
    while (!is_stopped_) {
        while (!line_.empty() && !is_stopped_) {
            const Item item = std::move(line_.front());
            line_.pop_front();
            give(item);
        }
        if (!is_unsettled_) return;
        venue_.settle(now_);
        collect();
        if (!line_.empty()) continue;
        is_unsettled_ = false;
    }
}

/// R-20 b: each due group once, in order of opening; what becomes due meanwhile waits for the next round.
bool Runner::evaluate_groups() {
    if (due_groups_.empty()) return false;
    const auto due = std::exchange(due_groups_, {});
    std::vector<GroupAddress> round(due.begin(), due.end());
    std::ranges::sort(round, {}, [this](const GroupAddress& address) { return chronicle_.opened_as(address.group); });
    for (const auto& address : round) {
        if (!is_stopped_) give(EvaluateItem{address});
    }
    return true;
}

/// R-20 d: one pass for each account that had a fill since its last one, in file order.
bool Runner::run_risk_passes() {
    if (filled_.empty()) return false;
    const auto accounts = std::exchange(filled_, {});
    for (const AccountId account : accounts) {
        if (!is_stopped_) give(RiskItem{account, RunRiskPass{RiskTrigger::fill, false}});
    }
    return true;
}

void Runner::drain() {
    drain_line();
    while (!is_stopped_ && (evaluate_groups() || run_risk_passes())) drain_line();
}

/// Everything that is due up to `at`, in time order; at one time what the venue sends goes first.
void Runner::advance_to(Timestamp at) {
    while (!is_stopped_) {
        const auto from_venue = venue_.next_due();
        const auto from_timers = timers_.next();
        if (!from_venue.has_value() && !from_timers.has_value()) return;
        const bool venue_first = from_venue.has_value() && (!from_timers.has_value() || *from_venue <= *from_timers);
        const Timestamp next = venue_first ? *from_venue : *from_timers;
        if (next > at) return;
        now_ = std::max(now_, next);
        if (venue_first) {
            venue_.advance(now_);
            is_unsettled_ = true;
            collect();
        } else if (const auto fired = timers_.pop(now_)) {
            give(TimerItem{fired->owner, fired->kind});
        }
        drain();
    }
}

// ---- what happens outside ----

void Runner::happen(const TimelineBody& body) {
    std::visit([this](const auto& entry) { happen(entry); }, body);
}

void Runner::happen(const QuoteEntry& entry) {
    const Quote quote{entry.bid, entry.ask, entry.bid_size, entry.ask_size, now_, 0};
    venue_.on_quote(entry.instrument, quote, now_);
    is_unsettled_ = true;
    give(QuoteItem{entry.instrument, quote});
}

void Runner::happen(const PrintEntry& entry) {
    venue_.on_print(entry.instrument, entry.price, entry.quantity, now_);
    is_unsettled_ = true;
    collect();
}

void Runner::happen(const SignalEntry& entry) {
    give(SignalItem{parse_signal(entry.body, entry.account, SignalNumber{++signals_}, now_)});
}

void Runner::happen(const ForcedFillEntry& entry) {
    const auto order = find_order(entry);
    if (!order.has_value()) return;
    venue_.force_fill(*order, entry.quantity, now_);
    is_unsettled_ = true;
    collect();
}

namespace {

/// The venue's word for a scenario's fault; clock_step is none of the venue's.
std::optional<VenueFaultKind> venue_kind(FaultKind kind) {
    switch (kind) {
        case FaultKind::reject: return VenueFaultKind::reject;
        case FaultKind::timeout_before_accept: return VenueFaultKind::timeout_before_accept;
        case FaultKind::timeout_after_accept: return VenueFaultKind::timeout_after_accept;
        case FaultKind::server_error: return VenueFaultKind::server_error;
        case FaultKind::disconnect: return VenueFaultKind::disconnect;
        case FaultKind::drop_fill: return VenueFaultKind::drop_fill;
        case FaultKind::duplicate_fill: return VenueFaultKind::duplicate_fill;
        case FaultKind::reorder_fills: return VenueFaultKind::reorder_fills;
        case FaultKind::cancel_by_venue: return VenueFaultKind::cancel_by_venue;
        case FaultKind::rate_limit: return VenueFaultKind::rate_limit;
        case FaultKind::metadata_missing: return VenueFaultKind::metadata_missing;
        case FaultKind::manual_trade: return VenueFaultKind::manual_trade;
        case FaultKind::late_fee: return VenueFaultKind::late_fee;
        case FaultKind::unknown_order: return VenueFaultKind::unknown_order;
        case FaultKind::clock_step: break;
    }
    return std::nullopt;
}

}  // namespace

/// The engine's clock is steady: a step of the wall clock does not reach it, so `clock_step` changes nothing.
void Runner::happen(const FaultEntry& entry) {
    const auto kind = venue_kind(entry.kind);
    if (!kind.has_value() || !entry.account.has_value()) return;
    Fault fault;
    fault.account = *entry.account;
    fault.kind = *kind;
    fault.orders = entry.orders;
    if (!entry.code.empty()) fault.code = entry.code;
    fault.duration = entry.lasts;
    fault.side = entry.side;
    fault.quantity = entry.quantity;
    fault.instrument = entry.instrument;
    fault.price = entry.price;
    fault.client_id = entry.client_id;
    venue_.inject(fault, now_);
    is_unsettled_ = true;
    collect();
}

/// V-3: announced, the first account that trades there asks for them; unannounced, nobody does.
void Runner::happen(const RulesEntry& entry) {
    const Instrument& instrument = venue_.instruments().at(entry.instrument);
    venue_.change_rules(entry.instrument, changed(rules_of(instrument), entry.change));
    if (!entry.is_announced) return;
    for (const auto& account : scenario_.config.accounts) {
        if (account.venue != instrument.venue || account.market != instrument.market) continue;
        return give(RulesItem{account.id, RefreshRules{RefreshCause::announced, entry.instrument}});
    }
}

// ---- the end ----

std::string state_sha256(const World& world) {
    Sha256 hash;
    std::vector<std::byte> bytes;
    const auto add = [&](const auto& aggregate) {
        bytes.clear();
        encode_fields(aggregate, bytes);
        hash.update(bytes);
    };
    for (const auto& [account, desk] : world.desks) add(desk);
    for (const auto& [id, group] : world.groups) add(group);
    for (const auto& [account, risk] : world.risks) add(risk);
    return hash.hex();
}

RunResult Runner::conclude() {
    RunResult result;
    result.ended_at = now_;
    result.config = config_;
    result.events = domain_events_;
    result.journal_sha256 = journal_hash_.hex();
    result.world = engine_->stop();
    result.state_sha256 = state_sha256(result.world);
    result.violations = std::move(violations_);
    for (auto& found : examine(result.world, config_, chronicle_, venue_)) {
        result.violations.push_back(std::move(found));
    }
    return result;
}

}  // namespace trellis::adapters
