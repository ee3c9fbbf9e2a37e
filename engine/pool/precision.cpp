#include "engine/pool/precision.hpp"

#include <array>

namespace trellis {

namespace {

using std::chrono::milliseconds;

constexpr std::array<Duration, 5> first_tries{milliseconds(0), milliseconds(500), milliseconds(1500), milliseconds(3500),
                                              milliseconds(7500)};
constexpr Duration later_tries = std::chrono::seconds(10);

bool has_rules(InstrumentId instrument, Timestamp at, const DeskContext& context) {
    return context.wallets == nullptr || context.wallets->has_rules(instrument, at);
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

}  // namespace trellis
