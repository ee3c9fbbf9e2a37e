// The resolver is pure and total (B-20, B-28): whatever is assigned at whatever level, it answers, twice alike, and as the rule reads.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <deque>

#include "engine/preset/resolve.hpp"

namespace trellis::tests {
namespace {

struct Assigned {
    std::deque<Preset> presets;  // candidates point into it
    std::vector<PresetCandidate> candidates;
};

Preset any_preset() {
    Preset preset;
    preset.name = *rc::gen::element(std::string("a"), std::string("b"), std::string());
    preset.enabled = *rc::gen::weightedElement<bool>({{3, true}, {1, false}});
    if (*rc::gen::arbitrary<bool>()) preset.symbol = *rc::gen::element(std::string("BTCUSDT"), std::string("XAUUSD"), std::string());
    if (*rc::gen::arbitrary<bool>()) preset.timeframe_seconds = *rc::gen::element<std::uint32_t>(0, 60, 900, 4'294'967'295U);
    return preset;
}

/// Some levels, in their order; a level may be missing, and may have nothing.
Assigned any_assigned() {
    Assigned made;
    for (const auto level : {PresetLevel::signal, PresetLevel::bot, PresetLevel::subscription, PresetLevel::connection,
                             PresetLevel::user_default, PresetLevel::system_default}) {
        if (*rc::gen::inRange(0, 5) == 0) continue;
        PresetCandidate candidate{level, nullptr, *rc::gen::inRange(0, 4) == 0, *rc::gen::inRange(0, 4) != 0};
        if (*rc::gen::inRange(0, 4) != 0) candidate.preset = &made.presets.emplace_back(any_preset());
        made.candidates.push_back(candidate);
    }
    return made;
}

bool fits(const PresetCandidate& candidate, const PresetSubject& subject) {
    if (candidate.preset == nullptr || candidate.is_deleted || !candidate.is_visible) return false;
    const Preset& preset = *candidate.preset;
    const bool is_symbol = !preset.symbol.has_value() || *preset.symbol == subject.symbol;
    const bool is_timeframe = !preset.timeframe_seconds.has_value() || *preset.timeframe_seconds == subject.timeframe_seconds;
    return preset.enabled && is_symbol && is_timeframe;
}

RC_GTEST_PROP(ResolveProperty, B20TakesTheFirstLevelThatFitsAndNamesEveryOneBefore, ()) {
    const Assigned assigned = any_assigned();
    const std::string symbol = *rc::gen::element(std::string("BTCUSDT"), std::string("XAUUSD"), std::string());
    const PresetSubject subject{symbol, *rc::gen::element<std::uint32_t>(0, 60, 900)};
    const Resolution found = resolve(assigned.candidates, subject);
    std::size_t place = 0;
    while (place < assigned.candidates.size() && !fits(assigned.candidates[place], subject)) ++place;
    RC_ASSERT(found.skipped.size() == place);
    for (std::size_t skipped = 0; skipped < place; ++skipped) RC_ASSERT(found.skipped[skipped].level == assigned.candidates[skipped].level);
    const bool is_found = place < assigned.candidates.size();
    RC_ASSERT(found.level.has_value() == is_found);
    RC_ASSERT((found.preset != nullptr) == is_found);
    if (is_found) RC_ASSERT(found.preset == assigned.candidates[place].preset && found.level == assigned.candidates[place].level);
}

RC_GTEST_PROP(ResolveProperty, B28AnswersTheSameTwiceAndChangesNothing, ()) {
    const Assigned assigned = any_assigned();
    const std::deque<Preset> before = assigned.presets;
    const PresetSubject subject{"BTCUSDT", 60};
    const Resolution once = resolve(assigned.candidates, subject);
    const Resolution again = resolve(assigned.candidates, subject);
    RC_ASSERT(once.preset == again.preset);
    RC_ASSERT(once.level == again.level);
    RC_ASSERT(once.skipped == again.skipped);
    RC_ASSERT(assigned.presets == before);
}

/// B-20: an assigned preset was passed over exactly when a level before the winner had one.
RC_GTEST_PROP(ResolveProperty, B20IsOverriddenExactlyWhenSomethingAssignedWasPassedOver, ()) {
    const Assigned assigned = any_assigned();
    const PresetSubject subject{"XAUUSD", 900};
    const Resolution found = resolve(assigned.candidates, subject);
    bool is_passed_over = false;
    for (const auto& candidate : assigned.candidates) {
        if (fits(candidate, subject)) break;
        is_passed_over = is_passed_over || candidate.preset != nullptr;
    }
    RC_ASSERT(found.is_overridden() == is_passed_over);
}

}  // namespace
}  // namespace trellis::tests
