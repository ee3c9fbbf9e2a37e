#include "engine/world/direct.hpp"

#include <exception>
#include <new>

#include "engine/base/check.hpp"
#include "engine/base/overloaded.hpp"
#include "engine/config/wanted_bars.hpp"
#include "engine/world/quarantine.hpp"
#include "engine/world/risk_shell.hpp"

namespace trellis {

DirectEngine::DirectEngine(const Config& config, const InstrumentTable& instruments, World world,
                           std::map<InstrumentId, SymbolBook> books, CommitPort& journal, LinePort& line,
                           const WalletPort* wallets)
    : config_(config),
      instruments_(instruments),
      world_(std::move(world)),
      journal_(journal),
      line_(line),
      wallets_(wallets),
      books_(std::move(books)),
      board_(board_of(world_, books_)) {
    keep_wanted_bars(books_, instruments_, config_);
}

void DirectEngine::arm() {
    for (const auto& [id, group] : world_.groups) {
        const InstrumentId instrument = group.identity.instrument;
        arm_group({instrument, id}, watch(group, instruments_.at(instrument)), next_due(group));
    }
    for (const auto& [account, desk] : world_.desks) {
        arm_desk(desk, {});
        line_.due(SweepTimer{account}, next_sweep(config_, {}));
    }
    for (const auto& [account, risk] : world_.risks) arm_risk(account, {});
}

void DirectEngine::reconfigure(const Config& config, Timestamp at) {
    config_ = config;
    keep_wanted_bars(books_, instruments_, config_);
    for (const auto& [account, risk] : world_.risks) arm_risk(account, at);
}

void DirectEngine::handle(const NumberedItem& item) {
    const CommitCause cause = Cause{cause_kind(item.item), item.number};
    std::visit(Overloaded{
                   [&](const SignalItem& signal) {
                       const AccountId account =
                           std::visit([](const auto& received) { return received.account; }, signal.signal);
                       run_desk(account, ReceiveSignal{signal.signal}, cause, item.at);
                   },
                   [&](const TradingItem& trading) { run_desk(trading.account, trading.change, cause, item.at); },
                   [&](const FactItem& fact) { run_desk(fact.account, fact.fact, cause, item.at); },
                   [&](const QueueItem& told) { run_desk(told.account, told.command, cause, item.at); },
                   [&](const RulesItem& told) { run_desk(told.account, told.refresh, cause, item.at); },
                   [&](const OperatorItem& told) {
                       const DeskGroup* group = world_.desks.at(told.group.account).find(told.group);
                       if (group == nullptr) return;
                       run_group({group->identity.instrument, told.group}, told.command, cause, item.at);
                       if (!std::holds_alternative<ReleaseQuarantine>(told.command)) return;
                       for (const auto& owed : owed_after_quarantine(world_.desks.at(told.group.account), told.group)) {
                           run_group(owed.address, owed.command, cause, item.at);
                       }
                   },
                   [&](const QuoteItem& quote) { on_quote(quote, item.at); },
                   [&](const ReportItem& report) { on_report(report, cause, item.at); },
                   [&](const TimerItem& timer) { on_timer(timer, cause, item.at); },
                   [&](const EvaluateItem& due) { run_group(due.address, Evaluate{}, cause, item.at); },
                   [&](const RiskItem& told) { run_risk(told.account, told.command, cause, item.at); },
                   [&](const RiskFactItem& fact) { run_risk(fact.account, fact.fact, cause, item.at); },
               },
               item.item);
}

void DirectEngine::hand_over(const HandOverCommand& command, std::uint64_t item, Timestamp at) {
    run_group(command.address, command.command, Cause{CauseKind::follow_up, item}, at);
}

void DirectEngine::run_desk(AccountId account, const DeskCommand& command, CommitCause cause, Timestamp at) {
    Desk& desk = world_.desks.at(account);
    const DeskContext context{at,     config_,  account_of(config_, account), instruments_,
                              board_, wallets_, &rankings_[account]};
    DeskStep done = step(desk, command, context);
    if (std::holds_alternative<DeskTimerDue>(command)) desk_dues_.erase(account);
    if (done.events.empty()) return arm_desk(desk, at);
    renew(instruments_, done.events);
    const Ticket ticket = commit(cause, at, account, std::move(done.events), std::move(done.requests));
    arm_desk(desk, at);
    for (auto& fact : done.facts) line_.fact(account, std::move(fact));
    for (const auto& released : done.released) {
        books_[released.instrument].forget(released.group);
        board_.forget(released.group);
        line_.due(released, std::nullopt);
        world_.groups.erase(released.group);
    }
    for (const auto& command_for_group : done.hand_overs) {
        run_group(command_for_group.address, command_for_group.command, ticket, at);
    }
}

void DirectEngine::run_group(const GroupAddress& address, const GroupCommand& command, CommitCause cause,
                             Timestamp at) {
    const bool opens = std::holds_alternative<OpenGroup>(command);
    auto found = world_.groups.find(address.group);
    if (found == world_.groups.end() && opens) found = world_.groups.try_emplace(address.group).first;
    const AccountId account = address.group.account;
    if (found == world_.groups.end()) {
        for (auto& fact : risk_answer_gone(address.group, command)) line_.risk_fact(account, std::move(fact));
        for (auto& fact : answer_gone(address.group, command)) line_.fact(account, std::move(fact));
        return;
    }
    SymbolBook& book = books_[address.instrument];
    GroupContext context = group_context(config_, instruments_.at(address.instrument), account, book.newest(), at);
    context.board = &board_;
    context.instruments = &instruments_;
    context.wallets = wallets_;
    context.bars = book.bars_of(address.group);
    if (std::holds_alternative<Evaluate>(command)) context.missed = book.wake(address.group);
    GroupStep done = act(found->second, {address.group, command, context, world_.incarnation, board_});
    if (!done.events.empty()) {
        renew(instruments_, done.events);
        commit(cause, at, address.group, std::move(done.events), std::move(done.requests));
        arm_group(address, done.levels, done.due);
    } else if (std::holds_alternative<TimerDue>(command)) {
        line_.due(address, next_due_after(found->second, at));
    }
    for (auto& fact : done.risk_facts) line_.risk_fact(account, std::move(fact));
    for (auto& fact : done.facts) line_.fact(account, std::move(fact));
    for (auto& copy : done.copies) line_.fact(copy.account, std::move(copy.fact));
    if (done.starts_pass) line_.filled(account);
}

/// What breaks a group, breaks it alone.
GroupStep DirectEngine::act(Group& group, const GroupWork& work) {
    std::exception_ptr fault;
    std::string reason;
    try {
        return run(group, work);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& broken) {
        fault = std::current_exception();
        reason = broken.what();
    }
    return quarantine(group, journal_.reload(work.group, fault), work, reason);
}

void DirectEngine::run_risk(AccountId account, const RiskCommand& command, CommitCause cause, Timestamp at) {
    Risk& risk = world_.risks.at(account);
    const RiskContext context{at, config_, instruments_, board_};
    RiskStep done = step(risk, command, context);
    while (true) {
        if (!done.events.empty()) cause = commit(cause, at, RiskId{account}, std::move(done.events), {});
        for (const auto& told : done.hand_overs) run_group(told.address, told.command, cause, at);
        if (!done.goes_on) return;
        done = step(risk, ContinueRiskPass{}, context);
    }
}

void DirectEngine::continue_pass(AccountId account, std::uint64_t item, Timestamp at) {
    run_risk(account, ContinueRiskPass{}, Cause{CauseKind::follow_up, item}, at);
}

void DirectEngine::on_quote(const QuoteItem& item, Timestamp at) {
    Quote quote = item.quote;
    quote.at = at;
    board_.set_quote(item.instrument, quote);
    for (auto& [account, ranking] : rankings_) ranking.follow(item.instrument, quote);
    for (const GroupId group : books_[item.instrument].on_quote(std::move(quote))) {
        line_.evaluate({item.instrument, group});
    }
}

void DirectEngine::on_timer(const TimerItem& item, CommitCause cause, Timestamp at) {
    std::visit(Overloaded{
                   [&](const GroupAddress& address) { run_group(address, TimerDue{item.kind}, cause, at); },
                   [&](const DeskTimer& desk) { run_desk(desk.account, DeskTimerDue{item.kind}, cause, at); },
                   [&](const RiskTimer& risk) {
                       arm_risk(risk.account, at);
                       run_risk(risk.account, RunRiskPass{RiskTrigger::timer, false}, cause, at);
                   },
                   [&](const SweepTimer& sweep) {
                       line_.due(sweep, next_sweep(config_, at));
                       run_desk(sweep.account, SweepOrphans{}, cause, at);
                   },
               },
               item.owner);
}

void DirectEngine::on_report(const ReportItem& item, CommitCause cause, Timestamp at) {
    const OrderKey key = item.report.id.key;
    if (const auto* orphan = std::get_if<OrphanReported>(&item.report.body)) {
        return run_desk(orphan->account, OrphanAnswered{item.report.id, orphan->state, orphan->cumulative}, cause, at);
    }
    if (const auto* holdings = std::get_if<HoldingsReported>(&item.report.body)) {
        const VenueHoldings told{item.report.instrument, holdings->side, holdings->total};
        return run_desk(key.group.account, told, cause, at);
    }
    run_group({item.report.instrument, key.group}, handle_report(item.report), cause, at);
}

void DirectEngine::arm_group(const GroupAddress& address, const WatchLevels& levels, std::optional<Due> due) {
    if (books_[address.instrument].watch(address.group, levels)) line_.evaluate(address);
    line_.due(address, due);
}

void DirectEngine::arm_desk(const Desk& desk, Timestamp at) {
    const auto due = next_due(desk, config_, at);
    auto& told = desk_dues_[desk.account];
    if (due == told) return;
    told = due;
    line_.due(DeskTimer{desk.account}, due);
}

void DirectEngine::arm_risk(AccountId account, Timestamp at) {
    line_.due(RiskTimer{account}, next_due(world_.risks.at(account), config_, at));
}

Ticket DirectEngine::commit(CommitCause cause, Timestamp at, CommitOwner owner,
                            std::vector<Event> events, std::vector<VenueRequest> requests) {
    const Ticket ticket{++last_ticket_};
    journal_.commit({ticket, cause, at, owner, std::move(events), std::move(requests)});
    return ticket;
}

}  // namespace trellis
