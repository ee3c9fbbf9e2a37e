#include "adapters/explanation/layer_words.hpp"

#include "adapters/explanation/event_phrases.hpp"
#include "adapters/explanation/preset_words.hpp"

namespace trellis::adapters {

Told told_of(const StopMoved& event) { return {level_words(stop_words(event), event), {stop_rule(event), "R-53"}}; }

Told told_of(const PositionTargetMoved& event) { return {level_words("the target of the whole position", event), {"W-5"}}; }

Told told_of(const PositionGoverned& event) { return {words_of(event), {"R-53", "B-8"}}; }

Told told_of(const TrailNoted& event) { return {words_of(event), {"R-54"}}; }

Told told_of(const PresetApplied& event) { return {words_of(event), {"B-25", "R-53"}}; }

Told told_of(const LayersPlanned& event) {
    std::string says = "against " + event.quantity.text() + " of group " + text(event.group) + " entered at " + event.entry.text();
    if (event.layers.empty()) says += " there are no layers";
    for (const auto& layer : event.layers) {
        says += "; layer " + std::to_string(layer.index.value) + ": " + layer.quantity.text() + " at " + layer.price.text() + ", stop " +
                layer.stop.text() + ", loses " + layer.loss.text();
    }
    return {says + "; no more, " + event.ended_by + ": " + event.detail, {"B-14", "B-15", "R-56"}};
}

Told told_of(const FirstPositionEnded& event) {
    return {"the first position of group " + text(event.group) + " is gone: layers that are not filled are cancelled, filled ones live on",
            {"B-15", "R-56"}};
}

Told told_of(const PositionExitStarted& event) {
    return {"the stop of " + position_words(event.layer) + " of group " + text(event.group) + " is hit (" + std::string(text(event.reason)) +
                "): it is sold, the others live on",
            {"R-21", "R-56"}};
}

Told told_of(const PositionExitRetryScheduled& event) {
    return {"the stop order of " + position_words(event.layer) + " left a rest: try " + std::to_string(event.attempt) + " at " + rfc3339(event.at),
            {"X-2", "R-24"}};
}

Told told_of(const HedgeArmed& event) {
    return {"at " + event.mark.text() + " group " + text(event.group) + " lost " + (-event.unrealised).text() + " of an equity of " +
                event.equity.text() + ": " + event.quantity.text() + " are hedged when the mark is at " + event.level.text(),
            {"B-16", "R-57"}};
}

Told told_of(const HedgeDropped& event) {
    return {"group " + text(event.group) + " is not hedged, " + event.code + ": " + event.detail, {"B-16", "R-57"}};
}

Told told_of(const HedgeCloseStarted& event) {
    return {"the hedge of group " + text(event.group) + " is closed: the basket is worth " + event.basket.text() + ", the hedge " +
                event.hedge.text(),
            {"B-16", "R-57"}};
}

Told told_of(const HedgeRetryScheduled& event) {
    return {"the order that closes the hedge left a rest: try " + std::to_string(event.attempt) + " at " + rfc3339(event.at), {"X-2", "R-57"}};
}

Told told_of(const HedgeEnded& event) {
    return {"what is left of the hedge of group " + text(event.group) + ", " + event.left.text() + ", cannot be closed", {"R-57", "X-5"}};
}

}  // namespace trellis::adapters
