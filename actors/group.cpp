#include "actors/group.hpp"

#include <exception>
#include <new>
#include <utility>

#include "actors/commit_then.hpp"
#include "actors/guarded.hpp"
#include "engine/world/quarantine.hpp"

namespace trellis::actors {

namespace {

using Me = Self<GroupActor, GroupActorState>;

Armed armed(const GroupActorState& state, std::uint64_t seen) {
    return {watch(state.group, state.ring->instruments.at(state.address.instrument)), next_due(state.group), seen};
}

GroupContext context_of(const GroupActorState& state, const GroupTask& task) {
    GroupContext context = group_context(*state.ring->config, state.ring->instruments.at(state.address.instrument),
                                         state.address.group.account, task.newest, task.order.at);
    context.missed = task.missed;
    context.bars = task.bars;
    context.board = &state.ring->board;
    context.instruments = &state.ring->instruments;
    context.wallets = state.ring->wallets;
    return context;
}

GroupWork work_of(GroupActorState& state, const GroupTask& task, const GroupContext& context) {
    return {state.address.group, task.order.command, context, state.ring->incarnation, state.ring->board};
}

void conclude(Me self, const GroupTask& task, GroupStep&& done) {
    auto& state = self->state;
    GroupActed acted{state.address.group, std::nullopt, std::move(done.facts), task.asker, std::move(done.risk_facts), done.starts_pass, std::move(done.copies)};
    if (done.events.empty()) {
        if (std::holds_alternative<TimerDue>(task.order.command)) {
            acted.armed = Armed{std::nullopt, next_due_after(state.group, task.order.at), 0};
        }
        return tell(self, state.symbol, std::move(acted));
    }
    renew(state.ring->instruments, done.events);
    acted.armed = Armed{done.levels, done.due, task.newest.has_value() ? task.newest->number : 0};
    commit_then(self, {{}, task.order.cause, task.order.at, state.address.group, std::move(done.events), std::move(done.requests)},
                [&](Ticket) { tell(self, state.symbol, std::move(acted)); });
}

/// What breaks a group, breaks it alone: it is loaded again, and what it is told meanwhile waits.
void load_again(Me self, const GroupTask& task, std::string reason) {
    auto& state = self->state;
    state.broken = std::make_unique<BrokenGroup>();
    state.broken->reason = std::move(reason);
    state.broken->waiting.push_back(task);
    tell(self, state.journal, Reload{state.address.group, std::current_exception(), GroupActor{self}});
}

void act(Me self, const GroupTask& task) {
    auto& state = self->state;
    const GroupContext context = context_of(state, task);
    GroupStep done;
    try {
        done = run(state.group, work_of(state, task, context));
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& broken) {
        return load_again(self, task, broken.what());
    }
    conclude(self, task, std::move(done));
}

void on_task(Me self, const GroupTask& task) {
    if (self->state.broken != nullptr) {
        self->state.broken->waiting.push_back(task);
    } else {
        act(self, task);
    }
}

void on_reloaded(Me self, const Reloaded& reloaded) {
    auto& state = self->state;
    const auto broken = std::move(state.broken);
    const GroupTask task = std::move(broken->waiting.front());
    broken->waiting.pop_front();
    const GroupContext context = context_of(state, task);
    conclude(self, task, quarantine(state.group, reloaded.group, work_of(state, task, context), broken->reason));
    for (const auto& next : broken->waiting) on_task(self, next);
}

/// In the middle of being loaded again it is cut off, as by a crash: the journal has what it was.
void hand_in(Me self) {
    auto& state = self->state;
    self->quit();
    state.ring->harvest.take(state.address.group, std::move(state.group));
}

}  // namespace

Behavior<GroupActor> group(Self<GroupActor, GroupActorState> self, GroupStart start) {
    auto& state = self->state;
    Faults& faults = start.ring->faults;
    state.ring = start.ring;
    state.symbol = std::move(start.symbol);
    state.journal = std::move(start.journal);
    state.address = start.address;
    state.group = std::move(start.group);
    state.presence = std::move(start.presence);
    return {
        guarded(faults, [self](const GroupTask& task) { on_task(self, task); }),
        guarded(faults,
                [self](const Arm&) {
                    auto& own = self->state;
                    tell(self, own.symbol, GroupActed{own.address.group, armed(own, 0), {}, {}, {}, false});
                }),
        guarded(faults, [self](const Reloaded& reloaded) { on_reloaded(self, reloaded); }),
        guarded_end(faults, [self](const HandIn&) { hand_in(self); }),
        guarded_end(faults, [self](const End&) { self->quit(); }),
    };
}

}  // namespace trellis::actors
