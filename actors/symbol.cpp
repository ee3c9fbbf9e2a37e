#include "actors/symbol.hpp"

#include "actors/group.hpp"
#include "actors/guarded.hpp"

namespace trellis::actors {

namespace {

using Me = Self<SymbolActor, SymbolState>;

GroupActor spawn_group(Me self, GroupId id, Group group_state) {
    auto& state = self->state;
    GroupStart start{state.ring,
                     SymbolActor{self},
                     state.journal,
                     {state.instrument, id},
                     std::move(group_state),
                     Presence(state.ring->harvest)};
    // Linked: a symbol that is told to exit takes its groups along.
    GroupActor actor = self->template spawn<caf::linked>(group, std::move(start));
    state.groups.emplace(id, actor);
    return actor;
}

void tell_facts(Me self, AccountId account, std::vector<DeskFact> facts) {
    for (auto& fact : facts) tell(self, self->state.line, FactItem{account, std::move(fact)});
}

void tell_risk(Me self, AccountId account, std::vector<RiskFact> facts) {
    for (auto& fact : facts) tell(self, self->state.line, RiskFactItem{account, std::move(fact)});
}

void answer(Me self, const AskerActor& asker) {
    if (asker) tell(self, asker, Obeyed{});
}

/// To the group, which is spawned if that is what opens it; a command for none is answered here.
void pass_on(Me self, GroupId id, Timed<GroupCommand> order, const AskerActor& asker) {
    auto& state = self->state;
    const auto found = state.groups.find(id);
    if (found == state.groups.end() && !std::holds_alternative<OpenGroup>(order.command)) {
        tell_risk(self, id.account, risk_answer_gone(id, order.command));
        tell_facts(self, id.account, answer_gone(id, order.command));
        return answer(self, asker);
    }
    const GroupActor actor = found == state.groups.end() ? spawn_group(self, id, {}) : found->second;
    std::optional<QuoteExtremes> missed;
    if (std::holds_alternative<Evaluate>(order.command)) {
        state.waking.erase(id);
        missed = state.book.wake(id);
    }
    tell(self, actor, GroupTask{std::move(order), state.book.newest(), missed, state.book.bars_of(id), asker});
}

/// A group that is being woken already will see this quote too.
void wake(Me self, GroupId id) {
    auto& state = self->state;
    if (state.waking.insert(id).second) tell(self, state.line, EvaluateItem{{state.instrument, id}});
}

/// A new configuration may want other bars.
void keep_bars(SymbolState& state) {
    if (state.bars == state.ring->bars) return;
    state.bars = state.ring->bars;
    state.book.want_bars(*state.bars);
}

void on_quote(Me self, Quote& quote) {
    keep_bars(self->state);
    self->state.ring->board.set_quote(self->state.instrument, quote);
    for (auto& [account, ranking] : self->state.ring->rankings) ranking.follow(self->state.instrument, quote);
    for (const GroupId crossed : self->state.book.on_quote(std::move(quote))) wake(self, crossed);
}

void on_report(Me self, Timed<OrderReport>& report) {
    const ClientOrderId id = report.command.id;
    pass_on(self, id.key.group, {HandleReport{id.key.order, std::move(report.command.body), id.incarnation}, report.cause, report.at}, {});
}

void on_order(Me self, GroupOrder& order) {
    Timed<HandOverCommand>& given = order.order;
    pass_on(self, given.command.address.group, {std::move(given.command.command), given.cause, given.at}, order.asker);
}

void rearm(Me self, GroupId id, const Armed& armed) {
    auto& state = self->state;
    if (!state.groups.contains(id)) return;  // released while it was acting
    const GroupAddress address{state.instrument, id};
    if (armed.levels.has_value() && state.book.watch(id, *armed.levels, armed.seen)) wake(self, id);
    tell(self, state.line, DueChanged{address, armed.due});
}

void on_acted(Me self, GroupActed& acted) {
    if (acted.armed.has_value()) rearm(self, acted.group, *acted.armed);
    tell_risk(self, acted.group.account, std::move(acted.risk_facts));
    tell_facts(self, acted.group.account, std::move(acted.facts));
    for (auto& copy : acted.copies) tell(self, self->state.line, std::move(copy));
    if (acted.starts_pass) tell(self, self->state.line, Filled{acted.group.account});
    answer(self, acted.asker);
}

void on_release(Me self, const Release& release) {
    auto& state = self->state;
    const GroupId id = release.address.group;
    state.book.forget(id);
    state.ring->board.forget(id);
    state.waking.erase(id);
    tell(self, state.line, DueChanged{release.address, std::nullopt});
    if (const auto found = state.groups.find(id); found != state.groups.end()) {
        tell(self, found->second, End{});
        state.groups.erase(found);
    }
    answer(self, release.asker);
}

void hand_in(Me self) {
    self->quit();
    for (const auto& [id, actor] : self->state.groups) tell(self, actor, HandIn{});
}

}  // namespace

Behavior<SymbolActor> symbol(Me self, SymbolStart start) {
    auto& state = self->state;
    Faults& faults = start.ring->faults;
    state.ring = start.ring;
    state.journal = std::move(start.journal);
    state.line = std::move(start.line);
    state.instrument = start.instrument;
    state.book = std::move(start.book);
    state.presence = std::move(start.presence);
    while (!start.groups.empty()) {
        auto node = start.groups.extract(start.groups.begin());
        spawn_group(self, node.key(), std::move(node.mapped()));
    }
    return {
        guarded(faults, [self](Quote& quote) { on_quote(self, quote); }),
        guarded(faults, [self](Timed<OrderReport>& report) { on_report(self, report); }),
        guarded(faults, [self](GroupOrder& order) { on_order(self, order); }),
        guarded(faults, [self](GroupActed& acted) { on_acted(self, acted); }),
        guarded(faults, [self](const Release& release) { on_release(self, release); }),
        guarded(faults, [self](const ArmGroup& arm) { tell(self, self->state.groups.at(arm.group), Arm{}); }),
        guarded_end(faults, [self](const HandIn&) { hand_in(self); }),
    };
}

}  // namespace trellis::actors
