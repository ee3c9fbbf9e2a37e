#include "actors/risk.hpp"

#include <algorithm>

#include "actors/commit_then.hpp"
#include "actors/guarded.hpp"
#include "engine/world/risk_shell.hpp"

namespace trellis::actors {

namespace {

using Me = Self<RiskActor, RiskActorState>;

RiskContext context(const RiskActorState& state, Timestamp at) {
    return {at, *state.ring->config, state.ring->instruments, state.ring->board};
}

/// A pass looks when nothing is left to be told: what groups were told before it counts for it.
void look_soon(Me self) {
    auto& state = self->state;
    if (state.is_looking || state.is_waiting || !state.outbox.empty() || state.wanted.empty()) return;
    state.is_looking = true;
    tell(self, RiskActor{self}, LookOn{});
}

/// Nothing is left to be told, and no pass waits.
void let_pass(Me self) {
    auto& state = self->state;
    if (!state.wanted.empty()) return look_soon(self);
    for (const auto& barrier : std::exchange(state.barriers, {})) tell(self, state.journal, barrier);
}

void send_next(Me self) {
    auto& state = self->state;
    if (state.is_waiting) return;
    if (state.outbox.empty()) return let_pass(self);
    GroupOrder order = std::move(state.outbox.front());
    state.outbox.pop_front();
    state.is_waiting = true;
    const SymbolActor& symbol = state.symbols.at(order.order.command.address.instrument.value);
    tell(self, symbol, std::move(order));
}

void hand_over(Me self, RiskStep done, CommitCause cause, Timestamp at) {
    auto& state = self->state;
    for (auto& command : done.hand_overs) {
        state.outbox.push_back(GroupOrder{{std::move(command), cause, at}, AskerActor{RiskActor{self}}});
    }
    if (done.goes_on) state.wanted.push_front({ContinueRiskPass{}, cause, at});
    send_next(self);
}

void finish(Me self, RiskStep done, CommitCause cause, Timestamp at) {
    if (done.events.empty()) return hand_over(self, std::move(done), cause, at);
    std::vector<Event> events = std::move(done.events);
    commit_then(self, {{}, cause, at, RiskId{self->state.risk.account}, std::move(events), {}},
                [&](Ticket ticket) { hand_over(self, std::move(done), ticket, at); });
}

/// Fills come in numbers: passes that wait and want the same are one.
void want(Me self, WantedPass pass) {
    auto& state = self->state;
    const bool is_known = std::ranges::any_of(state.wanted, [&](const WantedPass& other) { return other.command == pass.command; });
    const bool is_under_way = state.scan.has_value() && state.wanted.front().command == pass.command;
    if (!is_known || is_under_way) state.wanted.push_back(std::move(pass));
    look_soon(self);
}

void arm(Me self, const Config& config, Timestamp at) {
    auto& state = self->state;
    const auto due = next_due(state.risk, config, at);
    tell(self, state.line, DueChanged{RiskTimer{state.risk.account}, due});
}

void decide(Me self, const Timed<RiskCommand>& order) {
    auto& state = self->state;
    if (const auto* run = std::get_if<RunRiskPass>(&order.command)) {
        if (run->trigger == RiskTrigger::timer) arm(self, *self->state.ring->config, order.at);
        return want(self, {*run, order.cause, order.at});
    }
    if (std::holds_alternative<ContinueRiskPass>(order.command)) return want(self, {ContinueRiskPass{}, order.cause, order.at});
    finish(self, step(state.risk, order.command, context(state, order.at)), order.cause, order.at);
}

struct PassTerms {
    RiskTrigger trigger{};
    bool is_forced = false;
};

/// How the pass looks; nothing when it may not.
std::optional<PassTerms> terms_of(const Risk& risk, const WantedPass& pass, const RiskContext& context) {
    if (const auto* run = std::get_if<RunRiskPass>(&pass.command)) {
        if (!may_begin(risk, *run, context)) return std::nullopt;
        return PassTerms{run->trigger, run->is_forced};
    }
    if (!may_continue(risk, context)) return std::nullopt;
    return PassTerms{risk.pass->trigger, risk.pass->is_forced};
}

/// A pass that may not look: one under way ends with that.
void end_look(Me self, const WantedPass& pass) {
    RiskStep done;
    auto& state = self->state;
    if (std::holds_alternative<ContinueRiskPass>(pass.command)) {
        done = step(state.risk, ContinueRiskPass{}, context(state, pass.at));
    }
    finish(self, std::move(done), pass.cause, pass.at);
}

void look_on(Me self) {
    auto& state = self->state;
    state.is_looking = false;
    if (state.is_waiting || !state.outbox.empty() || state.wanted.empty()) return;
    const WantedPass pass = state.wanted.front();
    const RiskContext seen = context(state, pass.at);
    const auto terms = terms_of(state.risk, pass, seen);
    if (!terms.has_value()) {
        state.wanted.pop_front();
        state.scan.reset();
        return end_look(self, pass);
    }
    if (!state.scan.has_value()) state.scan.emplace(terms->is_forced);
    if (!state.scan->advance(state.risk, seen, groups_per_look)) return look_soon(self);
    state.wanted.pop_front();
    RiskScan scan = *std::exchange(state.scan, std::nullopt);
    if (state.ring->on_risk_pass) state.ring->on_risk_pass(terms->trigger);
    finish(self, conclude_step(state.risk, std::move(scan), terms->trigger, seen), pass.cause, pass.at);
}

void on_obeyed(Me self) {
    self->state.is_waiting = false;
    send_next(self);
}

void pass_behind(Me self, const Barrier& barrier) {
    self->state.barriers.push_back(barrier);
    send_next(self);
}

void hand_in(Me self) {
    self->quit();
    self->state.ring->harvest.take(std::move(self->state.risk));
}

}  // namespace

Behavior<RiskActor> risk(Me self, RiskStart start) {
    auto& state = self->state;
    Faults& faults = start.ring->faults;
    state.ring = start.ring;
    state.journal = std::move(start.journal);
    state.line = std::move(start.line);
    state.symbols = std::move(start.symbols);
    state.risk = std::move(start.risk);
    state.presence = std::move(start.presence);
    return {
        guarded(faults, [self](const Timed<RiskCommand>& order) { decide(self, order); }),
        guarded(faults, [self](const LookOn&) { look_on(self); }),
        guarded(faults, [self](const ArmRisk& order) { arm(self, *order.config, order.at); }),
        guarded(faults, [self](const Barrier& barrier) { pass_behind(self, barrier); }),
        guarded(faults, [self](const Obeyed&) { on_obeyed(self); }),
        guarded_end(faults, [self](const HandIn&) { hand_in(self); }),
    };
}

}  // namespace trellis::actors
