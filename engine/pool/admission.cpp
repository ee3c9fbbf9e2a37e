#include "engine/pool/admission.hpp"

#include <algorithm>

#include "engine/pool/bots.hpp"
#include "engine/pool/precision.hpp"
#include "engine/pool/preset_entry.hpp"
#include "engine/pool/preset_gate.hpp"
#include "engine/pool/preset_ladder.hpp"
#include "engine/pool/promotion.hpp"
#include "engine/pool/reverse.hpp"
#include "engine/pool/sizing.hpp"
#include "engine/pool/slots.hpp"
#include "engine/pool/standing.hpp"
#include "engine/pool/waiting.hpp"

namespace trellis {

namespace {

/// One signal on its way through the lists.
struct Admission {
    const Desk& desk;
    const Signal& signal;
    const Instruction& instruction;
    const DeskContext& context;

    const Identity& identity() const { return instruction.identity; }
    const Instrument& instrument() const { return context.instruments.at(identity().instrument); }
};

SignalRefused refusal(const Desk& desk, const Signal& signal, SignalOutcome outcome, Error error, std::string key) {
    SignalRefused event;
    event.account = desk.account;
    event.signal = signal.number;
    event.at = signal.received_at;
    event.outcome = outcome;
    event.code = std::move(error.code);
    event.detail = std::move(error.detail);
    event.duplicate_key = std::move(key);
    event.body = signal.body;
    return event;
}

DeskEvents reject(const Admission& admission, Error error) {
    return {refusal(admission.desk, admission.signal, SignalOutcome::rejected, std::move(error),
                    admission.instruction.duplicate_key)};
}

DeskEvents ignore(const Admission& admission, Error error) {
    return {refusal(admission.desk, admission.signal, SignalOutcome::ignored, std::move(error),
                    admission.instruction.duplicate_key)};
}

SignalAdmitted admitted(const Admission& admission, HandOver hand_over, std::vector<GroupId> groups) {
    SignalAdmitted event;
    event.account = admission.desk.account;
    event.signal = admission.signal.number;
    event.at = admission.signal.received_at;
    event.instruction = admission.instruction;
    event.hand_over = hand_over;
    event.groups = std::move(groups);
    event.body = admission.signal.body;
    return event;
}

// ---- ENTRY (R-31, R-32) ----

EntryOrder order_of(const Admission& admission) {
    return {admission.signal.number, admission.instruction, *admission.instruction.entry_price, admission.signal.body};
}

DeskEvents queue_it(const Admission& admission) {
    auto queued = enqueue(admission.desk, order_of(admission), admission.context);
    if (!queued.ok()) return reject(admission, queued.error());
    return std::move(queued).value();
}

DeskEvents act(const Admission& admission, Result<DeskEvents> done) {
    if (!done.ok()) return reject(admission, done.error());
    return std::move(done).value();
}

DeskEvents admit_pyramid(const Admission& admission, const DeskGroup& group) {
    const EntryOrder order = order_of(admission);
    if (auto refused = check_pyramid(group, order, admission.context)) {
        const bool is_beyond = refused->code == "MAX_PYRAMIDS";
        auto events = reject(admission, std::move(*refused));
        if (is_beyond) events.push_back(ReplacementCounted{group.id});  // P-3
        return events;
    }
    if (entries_halted(admission.desk, admission.context).has_value()) return queue_it(admission);  // P-6
    // P-4: a free slot must exist, none is taken.
    const bool needs_room = !admission.context.config.same_pair_timeframe;
    if (needs_room && pool_full(admission.desk, admission.context).has_value()) return queue_it(admission);
    return act(admission, add_pyramid(admission.desk, group, order, admission.context));
}

/// I-10, where a group on the other side is in the way.
DeskEvents admit_against(const Admission& admission, const DeskGroup& other) {
    const Error held{"OPPOSITE_SIDE",
                     text(other.id) + " holds the other side of " + admission.instrument().symbol};
    const bool is_own_timeframe = other.identity.timeframe_seconds == admission.identity().timeframe_seconds;
    switch (admission.context.config.opposite_side_policy) {
        case OppositeSidePolicy::queue: return queue_it(admission);
        case OppositeSidePolicy::reject: return reject(admission, held);
        case OppositeSidePolicy::reverse:
            if (!is_own_timeframe) return queue_it(admission);
            return reverse_group(admission.desk, other, order_of(admission), admission.context);
        case OppositeSidePolicy::hedge:
            return reject(admission, {"HEDGE_UNSUPPORTED", held.detail + ", and the account is in one-way mode"});
    }
    return {};
}

DeskEvents admit_group(const Admission& admission) {
    const Desk& desk = admission.desk;
    if (const DeskGroup* other = opposite_group(desk, admission.identity(), admission.context)) {
        return admit_against(admission, *other);
    }
    if (auto capped = check_caps(desk, admission.instruction, admission.context)) return reject(admission, std::move(*capped));
    if (entries_halted(desk, admission.context).has_value()) return queue_it(admission);
    if (pool_full(desk, admission.context).has_value()) return queue_it(admission);
    // A fresh signal does not overtake: it is ranked among those that wait.
    if (first_promotable(desk, admission.context) != nullptr) return queue_it(admission);
    return act(admission, open_group(desk, order_of(admission), admission.context));
}

/// NO_CONFIG, then the size.
std::optional<Error> unusable(const Admission& admission, const Instruction& sized) {
    const GridStrategy* strategy = strategy_for(admission.identity(), admission.context);
    const DeskGroup* group = admission.desk.find(sized.identity);
    const bool is_governed = group != nullptr && group->preset.has_value();  // by what it opened with
    if (!is_governed) {
        if (auto refused = refuse_by_preset(sized, strategy, admission.context)) return refused;
    }
    if (strategy == nullptr || sizes_by_preset(sized, group, admission.context)) return std::nullopt;
    const GridStrategy& governing = group != nullptr ? strategy_of(*group, admission.context) : *strategy;
    if (governing.sizing.mode != SizingMode::signal) return std::nullopt;
    const auto size = signal_capital(sized, *sized.entry_price);
    return size.ok() ? std::nullopt : std::optional(size.error());
}

std::optional<Error> same_candle(const Admission& admission) {
    if (!admission.context.config.limits.one_entry_per_candle) return std::nullopt;
    const auto last = admission.desk.last_candle.find(admission.identity());
    if (last == admission.desk.last_candle.end() || last->second != admission.instruction.candle) return std::nullopt;
    return Error{"DUPLICATE_CANDLE",
                 "bar " + std::to_string(admission.instruction.candle) + " already brought an entry (W-11)"};
}

DeskEvents admit_entry(const Admission& admission) {
    const Identity& identity = admission.identity();
    if (admission.instrument().market == Market::spot && identity.side == PositionSide::short_side) {
        return reject(admission, {"SHORT_NOT_SUPPORTED", "spot has no short positions (I-9)"});
    }
    if (auto error = unusable(admission, admission.instruction)) return reject(admission, std::move(*error));
    const bool waits = waits_for_hours(admission.desk, admission.instruction, admission.context).has_value();
    if (auto error = refuse_by_gates(admission.desk, admission.instruction, admission.context); error && !waits) {
        return reject(admission, std::move(*error));
    }
    if (auto error = same_candle(admission)) return reject(admission, std::move(*error));
    if (held_for_rules(identity.instrument, admission.context.now, admission.context)) return queue_it(admission);  // V-1
    if (waits) return queue_it(admission);  // B-18
    const DeskGroup* group = admission.desk.find(identity);
    if (group != nullptr && group->is_closing) return queue_it(admission);  // I-11
    if (group != nullptr && is_quarantined(*group, admission.context)) return queue_it(admission);
    if (group != nullptr) return admit_pyramid(admission, *group);
    if (admission.desk.waiting(identity) != nullptr) return queue_it(admission);
    return admit_group(admission);
}

// ---- EXIT (R-33, I-6) ----

std::vector<const DeskGroup*> exit_targets(const Admission& admission) {
    std::vector<const DeskGroup*> found;
    const Identity& wanted = admission.identity();
    if (admission.context.config.exit_scope == ExitScope::timeframe) {
        if (const DeskGroup* group = admission.desk.find(wanted)) found.push_back(group);
        return found;
    }
    for (const auto& [id, group] : admission.desk.groups) {  // by counter: in order of opening
        if (group.identity.instrument == wanted.instrument && group.identity.side == wanted.side) {
            found.push_back(&group);
        }
    }
    return found;
}

/// I-12: what waits for the groups that are left does not come in behind them.
DeskEvents cancelled_by(const Admission& admission) {
    std::vector<Identity> left{admission.identity()};
    if (admission.context.config.exit_scope == ExitScope::instrument) {
        const auto add = [&](const Identity& other) {
            const bool is_left = other.instrument == left.front().instrument && other.side == left.front().side;
            if (is_left && other != left.front()) left.push_back(other);
        };
        for (const auto& [identity, entry] : admission.desk.queue) add(identity);
        for (const auto& [closes, entry] : admission.desk.reversals) add(entry.identity());
    }
    DeskEvents events = cancel_waiting(admission.desk, left, admission.signal.number, admission.context);
    std::ranges::move(cancel_reversals(admission.desk, left, admission.signal.number, admission.context),
                      std::back_inserter(events));
    return events;
}

/// An exit that only cancelled what waited.
DeskEvents admit_cancelling_exit(const Admission& admission, DeskEvents cancelled) {
    DeskEvents events;
    events.emplace_back(admitted(admission, HandOver::close_groups, {}));
    std::ranges::move(cancelled, std::back_inserter(events));
    events.emplace_back(SignalCompleted{admission.desk.account, admission.signal.number, SignalOutcome::accepted, ""});
    return events;
}

DeskEvents admit_exit(const Admission& admission) {
    const auto targets = exit_targets(admission);
    DeskEvents cancelled = cancelled_by(admission);
    std::vector<GroupId> open;
    for (const DeskGroup* group : targets) {
        if (!is_bound_to_close(*group, admission.context.config)) open.push_back(group->id);
    }
    if (open.empty()) {
        if (!cancelled.empty()) return admit_cancelling_exit(admission, std::move(cancelled));
        if (targets.empty()) return ignore(admission, {"NO_POSITION", "no group to close"});
        return ignore(admission, {"ALREADY_CLOSING", text(targets.front()->id) + " is closing (X-3)"});
    }
    DeskEvents events;
    events.emplace_back(admitted(admission, HandOver::close_groups, std::move(open)));
    std::ranges::move(cancelled, std::back_inserter(events));
    return events;
}

// ---- REVERSE and REDUCE (R-33, I-7, I-8) ----

DeskEvents admit_reverse(const Admission& admission) {
    const Identity& wanted = admission.identity();
    const DeskGroup* other = admission.desk.find({wanted.instrument, wanted.timeframe_seconds, opposite(wanted.side)});
    if (other == nullptr) {
        const Instruction sized = sized_for_reversal(admission.instruction);
        return admit_entry({admission.desk, admission.signal, sized, admission.context});
    }
    if (auto error = unusable(admission, sized_for_reversal(admission.instruction)); error && error->code == "SCHEMA") {
        return reject(admission, std::move(*error));
    }
    return reverse_group(admission.desk, *other, order_of(admission), admission.context);
}

DeskEvents admit_reduce(const Admission& admission) {
    const DeskGroup* group = admission.desk.find(admission.identity());
    if (group == nullptr) return ignore(admission, {"NO_POSITION", "no group to reduce"});
    if (group->is_closing) return ignore(admission, {"ALREADY_CLOSING", text(group->id) + " is closing (X-3)"});
    return {admitted(admission, HandOver::reduce_group, {group->id})};
}

// ---- common (R-30) ----

std::optional<DeskEvents> check_duplicate(const Admission& admission) {
    const auto known = admission.desk.remembered.find(admission.instruction.duplicate_key);
    if (known == admission.desk.remembered.end()) return std::nullopt;
    const Duration window = std::chrono::hours(admission.context.config.limits.dedupe_window_hours);
    if (known->second.at + window <= admission.context.now) return std::nullopt;
    SignalRefused event = refusal(admission.desk, admission.signal, SignalOutcome::duplicate,
                                  {"", "the same as " + text(known->second.signal) + " (W-8)"}, "");
    event.original = known->second.signal;
    return DeskEvents{std::move(event)};
}

/// W-10: closing late is better than not closing, so only what adds exposure can be too old.
std::optional<DeskEvents> check_staleness(const Admission& admission) {
    const Intent intent = admission.instruction.intent;
    if (intent != Intent::entry && intent != Intent::reverse) return std::nullopt;
    const Duration age = admission.context.now - admission.instruction.stamp;
    const Duration limit = std::chrono::seconds(admission.context.config.limits.max_signal_age_seconds);
    if (age <= limit) return std::nullopt;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(age).count();
    return reject(admission, {"STALE", "the signal is " + std::to_string(seconds) + " s old, " +
                                           std::to_string(admission.context.config.limits.max_signal_age_seconds) +
                                           " s are allowed (W-10)"});
}

}  // namespace

DeskEvents admit(const Desk& desk, const Signal& signal, const DeskContext& context) {
    if (!context.account.enabled) {
        return {refusal(desk, signal, SignalOutcome::rejected,
                        {"ACCOUNT_DISABLED", "account " + context.account.name + " is disabled"}, "")};
    }
    const auto instruction = interpret(signal, context.account, context.instruments, context.config.infer_intent);
    if (!instruction.ok()) return {refusal(desk, signal, SignalOutcome::rejected, instruction.error(), "")};
    const Admission admission{desk, signal, *instruction, context};
    if (auto duplicate = check_duplicate(admission)) return std::move(*duplicate);
    if (auto stale = check_staleness(admission)) return std::move(*stale);
    switch (instruction->intent) {
        case Intent::entry:
            // An exit needs none, so it is not refused for one.
            if (!signal.preset.empty() && !context.config.preset_settings.allow_signal_preset) {
                return reject(admission, {"SCHEMA", "preset: presets.allow_signal_preset is false (B-20)"});
            }
            return admit_entry(admission);
        case Intent::exit: return admit_exit(admission);
        case Intent::reduce: return admit_reduce(admission);
        case Intent::reverse: return admit_reverse(admission);
    }
    return {};
}

DeskEvents refuse_malformed(const Desk& desk, const MalformedSignal& signal) {
    SignalRefused event;
    event.account = desk.account;
    event.signal = signal.number;
    event.at = signal.received_at;
    event.outcome = SignalOutcome::rejected;
    event.code = "SCHEMA";
    event.detail = std::to_string(signal.errors.size()) + " field errors";
    event.errors = signal.errors;
    event.body = signal.body;
    return {std::move(event)};
}

}  // namespace trellis
