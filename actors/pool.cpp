#include "actors/pool.hpp"

#include "actors/commit_then.hpp"
#include "actors/guarded.hpp"
#include "engine/base/overloaded.hpp"

namespace trellis::actors {

namespace {

using Me = Self<PoolActor, PoolState>;

DeskStep step(PoolState& state, const Timed<DeskCommand>& order) {
    const Config& config = *state.ring->config;
    const AccountConfig& account = account_of(config, state.desk.account);
    return trellis::step(state.desk, order.command, {order.at, config, account, state.ring->instruments, state.ring->board, state.ring->wallets, &state.ring->rankings.at(state.desk.account)});
}

void send_next(Me self) {
    auto& state = self->state;
    if (state.is_waiting || state.outbox.empty()) return;
    auto next = std::move(state.outbox.front());
    state.outbox.pop_front();
    state.is_waiting = true;
    const auto symbol_of = [&](GroupAddress address) -> const SymbolActor& { return state.symbols.at(address.instrument.value); };
    std::visit(Overloaded{
                   [&](GroupOrder& order) {
                       const SymbolActor& symbol = symbol_of(order.order.command.address);
                       tell(self, symbol, std::move(order));
                   },
                   [&](const Release& release) { tell(self, symbol_of(release.address), release); },
                   [&](const Barrier& barrier) {
                       state.is_waiting = false;
                       tell(self, state.journal, barrier);
                       send_next(self);
                   },
               },
               next);
}

void enqueue(Me self, HandOverCommand command, CommitCause cause, Timestamp at) {
    self->state.outbox.emplace_back(GroupOrder{{std::move(command), cause, at}, PoolActor{self}});
}

void arm(Me self, Timestamp at) {
    auto& state = self->state;
    const auto due = next_due(state.desk, *state.ring->config, at);
    if (due == state.told_due) return;
    state.told_due = due;
    tell(self, state.line, DueChanged{DeskTimer{state.desk.account}, due});
}

void arm_sweep(Me self, Timestamp at) {
    auto& state = self->state;
    tell(self, state.line, DueChanged{SweepTimer{state.desk.account}, next_sweep(*state.ring->config, at)});
}

void decide(Me self, const Timed<DeskCommand>& order) {
    auto& state = self->state;
    if (std::holds_alternative<SweepOrphans>(order.command)) arm_sweep(self, order.at);
    DeskStep done = step(state, order);
    if (std::holds_alternative<DeskTimerDue>(order.command)) state.told_due.reset();
    if (done.events.empty()) return arm(self, order.at);
    renew(state.ring->instruments, done.events);
    commit_then(self, {{}, order.cause, order.at, state.desk.account, std::move(done.events), std::move(done.requests)}, [&](Ticket ticket) {
        arm(self, order.at);
        for (auto& fact : done.facts) tell(self, state.line, FactItem{state.desk.account, std::move(fact)});
        for (const auto& address : done.released) state.outbox.emplace_back(Release{address, PoolActor{self}});
        for (auto& command : done.hand_overs) enqueue(self, std::move(command), ticket, order.at);
        send_next(self);
    });
}

/// An operator names a group; its desk knows where it is. A group that holds no slot is gone.
void find_for_operator(Me self, Timed<OperatorItem>& order) {
    const GroupId id = order.command.group;
    const DeskGroup* known = self->state.desk.find(id);
    if (known == nullptr) return;
    const bool is_release = std::holds_alternative<ReleaseQuarantine>(order.command.command);
    enqueue(self, {{known->identity.instrument, id}, std::move(order.command.command)}, order.cause, order.at);
    if (is_release) {
        for (auto& owed : owed_after_quarantine(self->state.desk, id)) enqueue(self, std::move(owed), order.cause, order.at);
    }
    send_next(self);
}

void hand_over_again(Me self, Timed<HandOverCommand>& order) {
    enqueue(self, std::move(order.command), order.cause, order.at);
    send_next(self);
}

void pass_behind(Me self, const Barrier& barrier) {
    self->state.outbox.emplace_back(barrier);
    send_next(self);
}

void on_obeyed(Me self) {
    self->state.is_waiting = false;
    send_next(self);
}

void hand_in(Me self) {
    self->quit();
    self->state.ring->harvest.take(std::move(self->state.desk));
}

}  // namespace

Behavior<PoolActor> pool(Me self, PoolStart start) {
    auto& state = self->state;
    Faults& faults = start.ring->faults;
    state.ring = start.ring;
    state.journal = std::move(start.journal);
    state.line = std::move(start.line);
    state.symbols = std::move(start.symbols);
    state.desk = std::move(start.desk);
    state.ring->rankings.try_emplace(state.desk.account);
    state.presence = std::move(start.presence);
    return {
        guarded(faults, [self](const Timed<DeskCommand>& order) { decide(self, order); }),
        guarded(faults, [self](Timed<OperatorItem>& order) { find_for_operator(self, order); }),
        guarded(faults, [self](Timed<HandOverCommand>& order) { hand_over_again(self, order); }),
        guarded(faults,
                [self](const ArmDesk&) {
                    arm(self, {});
                    arm_sweep(self, {});
                }),
        guarded(faults, [self](const Barrier& barrier) { pass_behind(self, barrier); }),
        guarded(faults, [self](const Obeyed&) { on_obeyed(self); }),
        guarded_end(faults, [self](const HandIn&) { hand_in(self); }),
    };
}

}  // namespace trellis::actors
