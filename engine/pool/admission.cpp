#include "engine/pool/admission.hpp"

#include <algorithm>

#include "engine/pool/entry_plan.hpp"
#include "engine/pool/sizing.hpp"

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

/// I-10: in one-way mode any timeframe of the instrument nets with it, in hedge mode only its own.
const DeskGroup* opposite_group(const Admission& admission) {
    const Identity& wanted = admission.identity();
    const bool is_one_way = admission.context.account.position_mode == PositionMode::one_way;
    const Identity first{wanted.instrument, 0, PositionSide::long_side};
    for (auto it = admission.desk.by_identity.lower_bound(first); it != admission.desk.by_identity.end(); ++it) {
        const Identity& other = it->first;
        if (other.instrument != wanted.instrument) break;
        if (other.side == wanted.side) continue;
        if (is_one_way || other.timeframe_seconds == wanted.timeframe_seconds) return admission.desk.find(it->second);
    }
    return nullptr;
}

std::optional<Error> trading_halted(const Desk& desk) {
    switch (desk.trading_state) {
        case TradingState::active: return std::nullopt;
        case TradingState::reducing: return Error{"PAUSED", "trading is paused: no new exposure"};
        case TradingState::halted: return Error{"FORCE_STOPPED", "trading is stopped: no new exposure"};
    }
    return std::nullopt;
}

std::optional<Error> pool_full(const Admission& admission) {
    const std::size_t used = admission.desk.groups.size();
    const std::uint32_t limit = admission.context.config.max_open_groups;
    if (used < limit) return std::nullopt;
    return Error{"POOL_FULL", std::to_string(used) + " of " + std::to_string(limit) + " slots are taken"};
}

/// P-2: the base price is that of the signal itself.
EntryRequest entry_request(const Admission& admission, const GridStrategy& strategy, PyramidIndex pyramid,
                           const DeskGroup* group) {
    return {admission.instruction, strategy, pyramid, *admission.instruction.entry_price, group};
}

DeskEvents admit_pyramid(const Admission& admission, const DeskGroup& group, const GridStrategy& current) {
    const GridStrategy& strategy = group.strategy.follow_config_changes ? current : group.strategy;  // D-12
    if (group.entries_total >= strategy.max_pyramids) {
        auto events = reject(admission, {"MAX_PYRAMIDS", text(group.id) + " has " +
                                                             std::to_string(group.entries_total) + " of " +
                                                             std::to_string(strategy.max_pyramids) + " entries"});
        events.push_back(ReplacementCounted{group.id});  // P-3
        return events;
    }
    const EntryRequest request = entry_request(admission, strategy, PyramidIndex{group.entries_total}, &group);
    if (auto barred = refuse_by_gate(request, admission.context.board)) return reject(admission, std::move(*barred));
    if (auto halted = trading_halted(admission.desk)) return reject(admission, std::move(*halted));
    if (!admission.context.config.same_pair_timeframe) {  // P-4: a free slot must exist, none is taken
        if (auto full = pool_full(admission)) return reject(admission, std::move(*full));
    }
    auto plan = plan_entry(request, admission.context);
    if (!plan.ok()) return reject(admission, plan.error());
    SignalAdmitted event = admitted(admission, HandOver::add_pyramid, {group.id});
    event.plan = std::move(plan).value();
    return {std::move(event)};
}

DeskEvents admit_group(const Admission& admission, const GridStrategy& strategy) {
    if (const DeskGroup* other = opposite_group(admission)) {
        return reject(admission, {"OPPOSITE_SIDE", text(other->id) + " holds the other side of " +
                                                       admission.instrument().symbol});
    }
    if (auto halted = trading_halted(admission.desk)) return reject(admission, std::move(*halted));
    if (auto full = pool_full(admission)) return reject(admission, std::move(*full));
    auto plan = plan_entry(entry_request(admission, strategy, PyramidIndex{0}, nullptr), admission.context);
    if (!plan.ok()) return reject(admission, plan.error());
    const GroupId id{admission.desk.account, admission.desk.group_counter + 1};
    SignalAdmitted event = admitted(admission, HandOver::open_group, {id});
    event.strategy = strategy;
    event.plan = std::move(plan).value();
    return {std::move(event), SlotTaken{id, admission.identity()}};
}

/// only where the signal itself gives the capital.
std::optional<Error> missing_size(const Admission& admission, const GridStrategy& current) {
    const DeskGroup* group = admission.desk.find(admission.identity());
    const bool has_snapshot = group != nullptr && !group->strategy.follow_config_changes;
    const GridStrategy& strategy = has_snapshot ? group->strategy : current;
    if (strategy.sizing.mode != SizingMode::signal) return std::nullopt;
    const auto size = signal_capital(admission.instruction, *admission.instruction.entry_price);
    return size.ok() ? std::nullopt : std::optional(size.error());
}

DeskEvents admit_entry(const Admission& admission) {
    const Identity& identity = admission.identity();
    const Config& config = admission.context.config;
    const Instrument& instrument = admission.instrument();
    if (instrument.market == Market::spot && identity.side == PositionSide::short_side) {
        return reject(admission, {"SHORT_NOT_SUPPORTED", "spot has no short positions (I-9)"});
    }
    const GridStrategy* strategy =
        select_strategy(config, admission.context.account, instrument, identity.timeframe_seconds);
    if (strategy == nullptr) {
        return reject(admission, {"NO_CONFIG", "no grid strategy applies to " + instrument.name + " on " +
                                                   std::to_string(identity.timeframe_seconds) + " s (D-12)"});
    }
    if (auto missing = missing_size(admission, *strategy)) return reject(admission, std::move(*missing));
    if (config.limits.one_entry_per_candle) {
        const auto last = admission.desk.last_candle.find(identity);
        if (last != admission.desk.last_candle.end() && last->second == admission.instruction.candle) {
            return reject(admission, {"DUPLICATE_CANDLE", "bar " + std::to_string(admission.instruction.candle) +
                                                              " already brought an entry (W-11)"});
        }
    }
    const DeskGroup* group = admission.desk.find(identity);
    if (group == nullptr) return admit_group(admission, *strategy);
    if (group->is_closing) {  // I-11; of two reasons to wait the trading state is named
        if (auto halted = trading_halted(admission.desk)) return reject(admission, std::move(*halted));
        return reject(admission, {"GROUP_CLOSING", text(group->id) + " is closing (I-11)"});
    }
    return admit_pyramid(admission, *group, *strategy);
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

DeskEvents admit_exit(const Admission& admission) {
    const auto targets = exit_targets(admission);
    if (targets.empty()) return ignore(admission, {"NO_POSITION", "no group to close"});
    std::vector<GroupId> open;
    for (const DeskGroup* group : targets) {
        if (!group->is_closing) open.push_back(group->id);
    }
    if (open.empty()) return ignore(admission, {"ALREADY_CLOSING", text(targets.front()->id) + " is closing (X-3)"});
    return {admitted(admission, HandOver::close_groups, std::move(open))};
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
            if (!signal.preset.empty()) {  // an exit needs none, so it is not refused for one
                return reject(admission, {"NOT_BUILT", "preset: presets are not built yet (B-20)"});
            }
            return admit_entry(admission);
        case Intent::exit: return admit_exit(admission);
        case Intent::reduce: return reject(admission, {"NOT_BUILT", "reduce is not built yet (I-7)"});
        case Intent::reverse: return reject(admission, {"NOT_BUILT", "reverse is not built yet (I-8)"});
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
