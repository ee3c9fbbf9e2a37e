#include "engine/pool/precision.hpp"

#include <array>
#include <set>

namespace trellis {

namespace {

using std::chrono::milliseconds;

constexpr std::array<Duration, 5> first_tries{milliseconds(0), milliseconds(500), milliseconds(1500), milliseconds(3500),
                                              milliseconds(7500)};
constexpr Duration later_tries = std::chrono::seconds(10);

bool has_rules(InstrumentId instrument, Timestamp at, const DeskContext& context) {
    return context.wallets == nullptr || context.wallets->has_rules(instrument, at);
}

bool is_traded(const Instrument& instrument, const AccountConfig& account) {
    return instrument.venue == account.venue && instrument.market == account.market;
}

/// V-1: what entries waited for and a try has found by now.
std::set<InstrumentId> found_for_entries(const Desk& desk, const DeskContext& context) {
    std::set<InstrumentId> found;
    if (context.wallets == nullptr) return found;
    for (const auto& [identity, entry] : desk.queue) {
        if (has_rules(identity.instrument, entry.last_refreshed_at, context)) continue;
        if (has_rules(identity.instrument, newest_try(entry.last_refreshed_at, context.now), context)) found.insert(identity.instrument);
    }
    return found;
}

std::set<InstrumentId> all_traded(const DeskContext& context) {
    std::set<InstrumentId> traded;
    for (const auto& instrument : context.instruments.all()) {
        if (is_traded(instrument, context.account)) traded.insert(instrument.id);
    }
    return traded;
}

/// Asks for each of them.
DeskEvents ask(const Desk& desk, const std::set<InstrumentId>& instruments, RefreshCause cause, const DeskContext& context) {
    DeskEvents events;
    if (context.wallets == nullptr) return events;
    for (const InstrumentId id : instruments) {
        const auto said = context.wallets->rules(id, context.now);
        const InstrumentRules known = rules_of(context.instruments.at(id));
        if (!said.has_value() || *said == known) continue;
        events.emplace_back(RulesRenewed{desk.account, id, cause, known, *said, context.now});
    }
    return events;
}

Error missing(InstrumentId instrument, const DeskContext& context) {
    return {"PRECISION", "the venue has not given the rules of " + context.instruments.at(instrument).name + " (V-1)"};
}

}  // namespace

Timestamp newest_try(Timestamp since, Timestamp now) {
    const Duration waited = now - since;
    if (waited >= first_tries.back()) {
        return since + first_tries.back() + (waited - first_tries.back()) / later_tries * later_tries;
    }
    Timestamp newest = since;
    for (const Duration offset : first_tries) {
        if (offset <= waited) newest = since + offset;
    }
    return newest;
}

std::optional<Error> check_rules(InstrumentId instrument, const DeskContext& context) {
    if (context.config.precision.on_missing == OnMissingMetadata::fallback) return std::nullopt;
    if (has_rules(instrument, context.now, context)) return std::nullopt;
    return missing(instrument, context);
}

std::optional<Error> held_for_rules(InstrumentId instrument, Timestamp since, const DeskContext& context) {
    if (context.config.precision.on_missing != OnMissingMetadata::hold) return std::nullopt;
    if (has_rules(instrument, newest_try(since, context.now), context)) return std::nullopt;
    return missing(instrument, context);
}

std::optional<Error> rules_timed_out(InstrumentId instrument, Timestamp since, const DeskContext& context) {
    const Duration patience = std::chrono::seconds(context.config.precision.hold_max_seconds);
    if (context.now - since < patience) return std::nullopt;
    auto held = held_for_rules(instrument, since, context);
    if (!held.has_value()) return std::nullopt;
    return Error{"PRECISION_TIMEOUT", held->detail + "; held since " + rfc3339(since)};
}

DeskEvents renew_rules(const Desk& desk, const DeskCommand& command, const DeskContext& context) {
    if (const auto* refresh = std::get_if<RefreshRules>(&command)) {
        if (!refresh->instrument.has_value()) return ask(desk, all_traded(context), refresh->cause, context);
        return ask(desk, {*refresh->instrument}, refresh->cause, context);
    }
    const auto* due = std::get_if<DeskTimerDue>(&command);
    if (due == nullptr) return {};
    if (due->kind == TimerKind::rules_refresh) return ask(desk, all_traded(context), RefreshCause::age, context);
    return ask(desk, found_for_entries(desk, context), RefreshCause::missing, context);
}

Timestamp next_refresh(const Config& config, Timestamp now) {
    const Duration interval = std::chrono::seconds(config.precision.refresh_seconds);
    if (now < config.timer_origin) return config.timer_origin + interval;
    return config.timer_origin + ((now - config.timer_origin) / interval + 1) * interval;
}

}  // namespace trellis
