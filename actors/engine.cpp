#include "actors/engine.hpp"

#include <chrono>
#include <future>
#include <tuple>
#include <vector>

#include "actors/feed.hpp"
#include "actors/journal.hpp"
#include "actors/line.hpp"
#include "actors/pool.hpp"
#include "actors/risk.hpp"
#include "actors/schedule.hpp"
#include "actors/symbol.hpp"
#include "engine/base/check.hpp"
#include "engine/base/overloaded.hpp"
#include "engine/config/wanted_bars.hpp"

namespace trellis::actors {

namespace {

constexpr std::size_t account_ids_max = document_accounts_max + connections_max;

struct SystemConfig : caf::actor_system_config {
    explicit SystemConfig(Threading threading) {
        if (threading == Threading::simulated) {
            set("scheduler.policy", caf::atom("testing"));
            return;
        }
        if (threading == Threading::spinning) {
            set("scheduler.policy", caf::atom("stealing"));
            set("work-stealing.aggressive-poll-attempts", std::size_t{1} << 40U);
        } else {
            set("scheduler.policy", caf::atom("sharing"));  // wakes an idle worker sooner than the default
        }
        set("scheduler.max-threads", std::size_t{1});
        set("scheduler.max-throughput", std::size_t{50});  // messages of one actor before the next gets its turn
    }
};

/// Looked up here once, not by every symbol on the worker.
std::shared_ptr<const std::vector<BarWish>> bars_of(const Config& config) {
    return std::make_shared<const std::vector<BarWish>>(wanted_bars(config));
}

}  // namespace

class ActorEngine::Impl {
public:
    Impl(const Config& config, const InstrumentTable& instruments, World&& world, std::map<InstrumentId, SymbolBook> books,
         CommitPort& journal_port, LinePort& line_port, Options options);
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl();

    void arm();
    void handle(const NumberedItem& item);
    void hand_over(const HandOverCommand& command, CommitCause cause, Timestamp at);
    void tell_risk(AccountId account, RiskCommand command, CommitCause cause, Timestamp at);
    World stop();
    void risk_barrier(AccountId account, std::uint64_t token) {
        ring_.faults.rethrow();
        tell(risk_of(account), Barrier{token});
    }
    void barrier(AccountId account, std::uint64_t token) {
        ring_.faults.rethrow();
        tell(pool_of(account), Barrier{token});
    }
    void reconfigure(const Config& config, Timestamp at) {
        const auto changed = std::make_shared<const Config>(config);
        tell(line_, Reconfigure{changed, bars_of(config)});
        const bool has_other_timers = std::tie(told_->risk, told_->timer_origin) != std::tie(config.risk, config.timer_origin);
        told_ = changed;
        for (const auto& actor : risks_) {
            if (actor && has_other_timers) tell(actor, ArmRisk{changed, at});
        }
        settle();
    }
    void open_accounts(const Config& config, Timestamp at);
    void drain() {
        ring_.faults.rethrow();
        tell(feed_, Drain{});
    }

private:
    const SymbolActor& symbol_of(InstrumentId instrument) const;
    const PoolActor& pool_of(AccountId account) const;
    const RiskActor& risk_of(AccountId account) const;
    void spawn_pool(Desk desk);
    void spawn_risk(Risk known);
    void order(GroupAddress address, GroupCommand command, CommitCause cause, Timestamp at);
    void dispatch(const NumberedItem& item, CommitCause cause);
    /// Until the ring is quiet, if it is ours to run; then whatever it met.
    void settle();
    void await_owners();

    Ring ring_;
    std::shared_ptr<const Config> told_ = ring_.config;  // what the ring was told last; it may not have heard of it yet
    SystemConfig settings_;
    caf::actor_system system_;
    std::optional<Schedule> schedule_;
    JournalActor journal_;
    LineActor line_;
    FeedActor feed_;                    // null without a queue of quotes
    std::vector<SymbolActor> symbols_;  // by InstrumentId
    // By AccountId - 1; null where the world has no such account. Never longer: others read them while an account is opened.
    std::vector<PoolActor> pools_{account_ids_max};
    std::vector<RiskActor> risks_{account_ids_max};
    std::vector<GroupAddress> armed_first_;
    bool has_ended_ = false;
};

ActorEngine::Impl::Impl(const Config& config, const InstrumentTable& instruments, World&& world,
                        std::map<InstrumentId, SymbolBook> books, CommitPort& journal_port, LinePort& line_port, Options options)
    : ring_{std::make_shared<const Config>(config), bars_of(config), instruments, world.incarnation, board_of(world, books), options.wallets, std::move(options.on_risk_pass)}, settings_(options.threading), system_(settings_) {
    if (options.threading == Threading::simulated) {
        schedule_.emplace(dynamic_cast<caf::scheduler::test_coordinator&>(system_.scheduler()), options.schedule_seed);
    }
    journal_ = system_.spawn(journal, &ring_, &journal_port);
    line_ = system_.spawn(line, &ring_, &line_port);
    std::map<InstrumentId, std::map<GroupId, Group>> groups;
    // Nodes change hands as they are: a copy of each beside the first would leave holes between very many groups.
    while (!world.groups.empty()) {
        auto node = world.groups.extract(world.groups.begin());
        const InstrumentId instrument = node.mapped().identity.instrument;
        armed_first_.push_back({instrument, node.key()});
        auto& owned = groups[instrument];
        owned.insert(owned.end(), std::move(node));
    }
    for (const auto& instrument : instruments.all()) {
        const InstrumentId id = instrument.id;
        SymbolStart start{&ring_, journal_, line_, id, std::move(books[id]), std::move(groups[id]), Presence(ring_.harvest)};
        symbols_.push_back(system_.spawn(symbol, std::move(start)));
    }
    if (options.ticks != nullptr) feed_ = system_.spawn(feed, &ring_, options.ticks, symbols_);
    for (auto& [account, desk] : world.desks) spawn_pool(std::move(desk));
    for (auto& [account, known] : world.risks) spawn_risk(std::move(known));
    settle();
}

void ActorEngine::Impl::spawn_pool(Desk desk) {
    const AccountId account = desk.account;
    PoolStart start{&ring_, journal_, line_, symbols_, std::move(desk), Presence(ring_.harvest)};
    pools_.at(account.value - 1U) = system_.spawn(pool, std::move(start));
}

void ActorEngine::Impl::spawn_risk(Risk known) {
    const AccountId account = known.account;
    RiskStart start{&ring_, journal_, line_, symbols_, std::move(known), Presence(ring_.harvest)};
    risks_.at(account.value - 1U) = system_.spawn(risk, std::move(start));
}

/// The configuration goes first: a desk looks its account up in it.
void ActorEngine::Impl::open_accounts(const Config& config, Timestamp at) {
    constexpr std::chrono::milliseconds look_again{10};
    TRELLIS_CHECK(!has_ended_, "a stopped engine opens no accounts");
    const auto changed = std::make_shared<const Config>(config);
    const auto taken = std::make_shared<std::promise<void>>();
    auto in_force = taken->get_future();
    tell(line_, Reconfigure{changed, bars_of(config), taken});
    settle();
    while (in_force.wait_for(look_again) != std::future_status::ready) ring_.faults.rethrow();
    World opened = World::empty(config);
    for (auto& [account, desk] : opened.desks) {
        if (pools_.at(account.value - 1U)) continue;
        spawn_pool(std::move(desk));
        spawn_risk(std::move(opened.risks.at(account)));
        tell(pools_.at(account.value - 1U), ArmDesk{});
        tell(risks_.at(account.value - 1U), ArmRisk{changed, at});
        settle();
    }
}

ActorEngine::Impl::~Impl() {
    if (has_ended_) return;
    // Handles form cycles: everybody is told. Groups are linked to their symbols.
    for (const auto& actor : pools_) {
        if (actor) caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
    }
    for (const auto& actor : risks_) {
        if (actor) caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
    }
    for (const auto& actor : symbols_) caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(journal_, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(line_, caf::exit_reason::user_shutdown);
    if (feed_) caf::anon_send_exit(feed_, caf::exit_reason::user_shutdown);
    if (schedule_.has_value()) schedule_->drain();
}

const SymbolActor& ActorEngine::Impl::symbol_of(InstrumentId instrument) const {
    TRELLIS_CHECK(instrument.value < symbols_.size(), "an item names an instrument of the table");
    return symbols_[instrument.value];
}

const PoolActor& ActorEngine::Impl::pool_of(AccountId account) const {
    TRELLIS_CHECK(account.value >= 1, "an item names an account");
    TRELLIS_CHECK(account.value <= pools_.size(), "an item names an account of the configuration");
    const PoolActor& found = pools_[account.value - 1U];
    TRELLIS_CHECK(found, "an item names an account that has a desk");
    return found;
}

const RiskActor& ActorEngine::Impl::risk_of(AccountId account) const {
    TRELLIS_CHECK(account.value >= 1, "an item names an account");
    TRELLIS_CHECK(account.value <= risks_.size(), "an item names an account of the configuration");
    const RiskActor& found = risks_[account.value - 1U];
    TRELLIS_CHECK(found, "an item names an account that has a risk engine");
    return found;
}

void ActorEngine::Impl::tell_risk(AccountId account, RiskCommand command, CommitCause cause, Timestamp at) {
    TRELLIS_CHECK(!has_ended_, "a stopped engine gets no commands");
    ring_.faults.rethrow();
    tell(risk_of(account), Timed<RiskCommand>{std::move(command), cause, at});
    settle();
}

void ActorEngine::Impl::order(GroupAddress address, GroupCommand command, CommitCause cause, Timestamp at) {
    tell(symbol_of(address.instrument), GroupOrder{{{address, std::move(command)}, cause, at}, {}});
}

void ActorEngine::Impl::dispatch(const NumberedItem& item, CommitCause cause) {
    const auto to_desk = [&](AccountId account, DeskCommand command) {
        tell(pool_of(account), Timed<DeskCommand>{std::move(command), cause, item.at});
    };
    const auto to_risk = [&](AccountId account, RiskCommand command) {
        tell(risk_of(account), Timed<RiskCommand>{std::move(command), cause, item.at});
    };
    std::visit(Overloaded{
                   [&](const SignalItem& signal) {
                       const AccountId account = std::visit([](const auto& received) { return received.account; }, signal.signal);
                       to_desk(account, ReceiveSignal{signal.signal});
                   },
                   [&](const TradingItem& trading) { to_desk(trading.account, trading.change); },
                   [&](const FactItem& fact) { to_desk(fact.account, fact.fact); },
                   [&](const QueueItem& told) { to_desk(told.account, told.command); },
                   [&](const RulesItem& told) { to_desk(told.account, told.refresh); },
                   [&](const OperatorItem& told) {
                       tell(pool_of(told.group.account), Timed<OperatorItem>{told, cause, item.at});
                   },
                   [&](const QuoteItem& news) {
                       Quote quote = news.quote;
                       quote.at = item.at;
                       tell(symbol_of(news.instrument), std::move(quote));
                   },
                   [&](const ReportItem& news) {
                       if (const auto* orphan = std::get_if<OrphanReported>(&news.report.body)) {
                           return to_desk(orphan->account, OrphanAnswered{news.report.id, orphan->state, orphan->cumulative});
                       }
                       if (const auto* holdings = std::get_if<HoldingsReported>(&news.report.body)) {
                           const VenueHoldings told{news.report.instrument, holdings->side, holdings->total};
                           return to_desk(news.report.id.key.group.account, told);
                       }
                       tell(symbol_of(news.report.instrument), Timed<OrderReport>{news.report, cause, item.at});
                   },
                   [&](const TimerItem& timer) {
                       std::visit(Overloaded{
                                      [&](const GroupAddress& address) { order(address, TimerDue{timer.kind}, cause, item.at); },
                                      [&](const DeskTimer& desk) { to_desk(desk.account, DeskTimerDue{timer.kind}); },
                                      [&](const RiskTimer& risk) { to_risk(risk.account, RunRiskPass{RiskTrigger::timer, false}); },
                                      [&](const SweepTimer& sweep) { to_desk(sweep.account, SweepOrphans{}); },
                                  },
                                  timer.owner);
                   },
                   [&](const EvaluateItem& due) { order(due.address, Evaluate{}, cause, item.at); },
                   [&](const RiskItem& told) { to_risk(told.account, told.command); },
                   [&](const RiskFactItem& fact) { to_risk(fact.account, fact.fact); },
               },
               item.item);
}

void ActorEngine::Impl::settle() {
    if (schedule_.has_value()) schedule_->run(ring_.faults);
    ring_.faults.rethrow();
}

void ActorEngine::Impl::arm() {
    for (const auto& address : armed_first_) {
        tell(symbol_of(address.instrument), ArmGroup{address.group});
        settle();
    }
    armed_first_.clear();
    // One after the other: whose timer the line hears of first does not depend on who is scheduled.
    for (const auto& actor : pools_) {
        if (actor) tell(actor, ArmDesk{});
        settle();
    }
    for (const auto& actor : risks_) {
        if (actor) tell(actor, ArmRisk{ring_.config, {}});
        settle();
    }
}

void ActorEngine::Impl::handle(const NumberedItem& item) {
    TRELLIS_CHECK(!has_ended_, "a stopped engine gets no items");
    ring_.faults.rethrow();
    dispatch(item, Cause{cause_kind(item.item), item.number});
    settle();
}

void ActorEngine::Impl::hand_over(const HandOverCommand& command, CommitCause cause, Timestamp at) {
    TRELLIS_CHECK(!has_ended_, "a stopped engine gets no commands");
    ring_.faults.rethrow();
    tell(pool_of(command.address.group.account), Timed<HandOverCommand>{command, cause, at});
    settle();
}

void ActorEngine::Impl::await_owners() {
    settle();
    ring_.harvest.await_all();
    ring_.faults.rethrow();
}

World ActorEngine::Impl::stop() {
    TRELLIS_CHECK(!has_ended_, "an engine is stopped once");
    ring_.faults.rethrow();
    for (const auto& actor : pools_) {
        if (actor) tell(actor, HandIn{});
    }
    for (const auto& actor : risks_) {
        if (actor) tell(actor, HandIn{});
    }
    for (const auto& actor : symbols_) tell(actor, HandIn{});
    await_owners();
    if (feed_) tell(feed_, End{});
    tell(journal_, End{});
    tell(line_, End{});
    settle();
    system_.await_all_actors_done();
    ring_.faults.rethrow();
    has_ended_ = true;
    World& world = ring_.harvest.world();
    world.incarnation = ring_.incarnation;
    return std::move(world);
}

ActorEngine::ActorEngine(const Config& config, const InstrumentTable& instruments, World world,
                         std::map<InstrumentId, SymbolBook> books, CommitPort& journal, LinePort& line, Options options)
    : impl_(std::make_unique<Impl>(config, instruments, std::move(world), std::move(books), journal, line, std::move(options))) {}

ActorEngine::~ActorEngine() = default;

void ActorEngine::arm() { impl_->arm(); }
void ActorEngine::handle(const NumberedItem& item) { impl_->handle(item); }
void ActorEngine::hand_over(const HandOverCommand& command, std::uint64_t item, Timestamp at) {
    impl_->hand_over(command, Cause{CauseKind::follow_up, item}, at);
}
void ActorEngine::continue_pass(AccountId account, std::uint64_t item, Timestamp at) {
    impl_->tell_risk(account, ContinueRiskPass{}, Cause{CauseKind::follow_up, item}, at);
}
void ActorEngine::risk_barrier(AccountId account, std::uint64_t token) { impl_->risk_barrier(account, token); }
World ActorEngine::stop() { return impl_->stop(); }
void ActorEngine::barrier(AccountId account, std::uint64_t token) { impl_->barrier(account, token); }
void ActorEngine::reconfigure(const Config& config, Timestamp at) { impl_->reconfigure(config, at); }
void ActorEngine::open_accounts(const Config& config, Timestamp at) { impl_->open_accounts(config, at); }
void ActorEngine::drain() { impl_->drain(); }

}  // namespace trellis::actors
