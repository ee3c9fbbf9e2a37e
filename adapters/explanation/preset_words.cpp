#include "adapters/explanation/preset_words.hpp"

#include "engine/directory/people.hpp"

namespace trellis::adapters {

std::string preset_words(const Boxed<PresetUse>& use) {
    if (!use.has_value()) return "";
    std::string says = ", by preset " + use->preset->name + " of level " + std::string(text(use->level)) + ": a pip is " + use->pip.text() +
                       ", the stop is planned at " + use->stop.text() + " (" + std::string(text(use->origin)) + ")";
    if (use->has_layers) says += ", with layers against it";
    if (use->has_hedge) says += ", hedged where it loses enough of " + use->equity.value_or(Money{}).text();
    if (use->wanted.has_value()) says += ", SIZE_CAPPED: " + use->wanted->text() + " was wanted";
    return says;
}

std::string stop_words(const StopMoved& event) {
    return event.layer.has_value() ? "the stop of layer " + std::to_string(event.layer->value) : "the stop";
}

std::string stop_mover(CloseReason reason) {
    if (reason == CloseReason::break_even) return "at break-even, ";
    return reason == CloseReason::trailing ? "by trailing, " : "by the preset, ";
}

std::string stop_rule(const StopMoved& event) {
    if (event.source == LevelSource::signal) return "W-5";
    if (event.source == LevelSource::by_hand) return "T-13";
    if (event.reason == CloseReason::break_even) return "B-10";
    return event.reason == CloseReason::trailing ? "R-54" : "B-5";
}

std::string position_words(std::optional<LegIndex> layer) {
    return layer.has_value() ? "layer " + std::to_string(layer->value) : "the first position";
}

std::string words_of(const PositionGoverned& event) {
    const std::string whose = event.layer.has_value() ? position_words(event.layer) + " of " : "";
    std::string says = whose + "group " + text(event.group) + " is entered at " + event.entry.text() + " and risks R0 = " + event.risk.text() +
                       " of it (stop by " + std::string(text(event.origin)) + ")";
    for (const auto& target : event.targets) {
        says += "; tp" + std::to_string(target.place + 1) + " " + target.price.text() + " for " + target.close_percent.text() + " %";
        if (target.takes_rest) says += ", with all the rest";
    }
    return says;
}

std::string words_of(const TrailNoted& event) {
    std::string says = "the best mark of " + (event.layer.has_value() ? position_words(event.layer) + " of " : "") + "group " + text(event.group) + " is " + event.best.text();
    if (event.broke_even) says += ", break-even is done";
    if (event.activated_at.has_value()) says += ", trailing counts from " + event.activated_at->text();
    if (event.is_waiting) says += ", a better stop waits for ts_update_interval_sec";
    return says;
}

namespace {

std::string version_words(const std::optional<PresetVersionId>& version) {
    return version.has_value() ? text(version->preset) + " version " + std::to_string(version->version) : "no version of the catalogue";
}

}  // namespace

std::string words_of(const PresetApplied& event) {
    std::string says = "user " + text(event.by) + " gave group " + text(event.group) + " preset " + event.preset->name + " (" + version_words(event.applied) +
                       ", before: " + version_words(event.previous) + "); its stop of " + event.stop.text() +
                       (event.is_tighter ? " is the tighter one" : " is no tighter than the one that stands, which stays");
    for (const auto& applied : event.targets) {
        says += "; targets of " + position_words(applied.layer) + ":";
        if (applied.targets.empty()) says += " none";
        for (const auto& target : applied.targets) {
            says += " tp" + std::to_string(target.place + 1) + " " + target.price.text() + " for " + target.close_percent.text() + " %" +
                    (target.takes_rest ? " with all the rest" : "");
        }
    }
    return says;
}

std::string week_words(const WeekBegan& event, const std::string& account) {
    std::string says = "the week of preset " + event.preset + " begins for " + account + ": from " + rfc3339(event.starts) + " to " +
                       rfc3339(event.ends);
    if (!event.base.has_value()) return says + "; its equity is not known yet";
    return says + ", measured by an equity of " + event.base->text();
}

std::string week_words(const WeeklyTargetReached& event, const std::string& account) {
    return account + " made " + event.realised.text() + " in this week of preset " + event.preset + ", its target is " + event.target.text();
}

}  // namespace trellis::adapters
