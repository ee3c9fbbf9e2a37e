// Phrases that several events share: a leg, a level that moved, a candidate of the risk engine.
#pragma once

#include <string>
#include <vector>

#include "engine/event/event.hpp"

namespace trellis::adapters {

inline std::string list_of(const std::vector<GroupId>& groups) {
    std::string out;
    for (const auto id : groups) out += (out.empty() ? "" : ", ") + text(id);
    return out;
}

inline bool is_entry(HandOver hand_over) {
    return hand_over == HandOver::open_group || hand_over == HandOver::add_pyramid;
}

inline std::string leg_words(const auto& event) {
    return "leg " + std::to_string(event.leg.value) + " of pyramid " + std::to_string(event.pyramid.value) + " of group " +
           text(event.group);
}

inline std::string level_words(const std::string& what, const auto& event) {
    std::string says = event.source == LevelSource::signal ? "by the signal, " : "by hand, ";
    says += what + " of group " + text(event.group) + " is " + (event.price.has_value() ? event.price->text() : "taken away");
    return says + (event.previous.has_value() ? ", was " + event.previous->text() : "");
}

inline std::string change_words(const TargetChange& change) {
    std::string says = change.pyramid.has_value() ? "pyramid " + std::to_string(change.pyramid->value) : "aggregate";
    if (change.leg.has_value()) says += " leg " + std::to_string(change.leg->value);
    says += " " + change.percent.text() + " %";
    return says + (change.previous.has_value() ? ", was " + change.previous->text() + " %" : "");
}

inline std::string words_of(const RiskCandidate& candidate) {
    std::string says = text(candidate.group) + (candidate.is_winner ? " (winner)" : "");
    if (candidate.percent.has_value()) says += " " + candidate.percent->text() + " %";
    for (const auto reason : candidate.reasons) says += " " + std::string(text(reason));
    return says;
}

}  // namespace trellis::adapters
