#include "actors/group.hpp"

#include "actors/commit_then.hpp"
#include "actors/guarded.hpp"

namespace trellis::actors {

namespace {

Armed armed(const GroupActorState& state, std::uint64_t seen) {
    return {watch(state.group, state.ring->instruments.at(state.address.instrument)), next_due(state.group), seen};
}

GroupStep step(GroupActorState& state, const GroupTask& task) {
    const GroupId id = state.address.group;
    GroupContext context = group_context(*state.ring->config, state.ring->instruments.at(state.address.instrument), id.account,
                                               task.newest, task.order.at);
    context.missed = task.missed;
    context.board = &state.ring->board;
    context.instruments = &state.ring->instruments;
    return trellis::step(state.group, id, task.order.command, context, state.ring->incarnation);
}

void act(Self<GroupActor, GroupActorState> self, const GroupTask& task) {
    auto& state = self->state;
    GroupStep done = step(state, task);
    GroupActed acted{state.address.group, std::nullopt, std::move(done.facts), task.asker, std::move(done.risk_facts), done.starts_pass};
    if (done.events.empty()) {
        if (std::holds_alternative<TimerDue>(task.order.command)) {
            acted.armed = Armed{std::nullopt, next_due_after(state.group, task.order.at), 0};
        }
        return tell(self, state.symbol, std::move(acted));
    }
    state.ring->board.note(state.group, done.entries_changed);
    acted.armed = armed(state, task.newest.has_value() ? task.newest->number : 0);
    commit_then(self, {{}, task.order.cause, task.order.at, state.address.group, std::move(done.events), std::move(done.requests)},
                [&](Ticket) { tell(self, state.symbol, std::move(acted)); });
}

void hand_in(Self<GroupActor, GroupActorState> self) {
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
        guarded(faults, [self](const GroupTask& task) { act(self, task); }),
        guarded(faults,
                [self](const Arm&) {
                    auto& own = self->state;
                    tell(self, own.symbol, GroupActed{own.address.group, armed(own, 0), {}, {}, {}, false});
                }),
        guarded_end(faults, [self](const HandIn&) { hand_in(self); }),
        guarded_end(faults, [self](const End&) { self->quit(); }),
    };
}

}  // namespace trellis::actors
