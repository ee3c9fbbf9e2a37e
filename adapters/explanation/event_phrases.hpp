// Phrases that several events share: a leg, a level that moved, a candidate of the risk engine.
#pragma once

#include <string>
#include <vector>

#include "adapters/explanation/preset_words.hpp"
#include "adapters/explanation/story.hpp"
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

inline std::string close_words(const CloseStarted& event) {
    std::string says = "group " + text(event.group) + " is closing: " + std::string(text(event.reason));
    if (event.signal.has_value()) says += " of signal " + text(*event.signal);
    if (event.reason == CloseReason::candle) says += ", its last bar has ended";
    if (event.offset.has_value()) says += " for offset " + text(*event.offset);
    return says;
}

inline std::string rules_words(const RulesRenewed& event, const std::string& instrument) {
    return "the venue was asked (" + std::string(text(event.cause)) + ") and has other rules for " + instrument + ": " +
           difference(event.before, event.rules);
}

inline std::string rules_words(const RulesRenewedOnRefusal& event, const std::string& instrument) {
    return "a filter refused order " + std::to_string(event.order.value) + " of group " + text(event.group) +
           ": the venue has other rules for " + instrument + ", " + difference(event.before, event.rules);
}

inline std::string deferral_words(const LegHeld& event) {
    if (event.hold == LegHold::refit) return leg_words(event) + " is rounded again by the venue's newer rules; " + event.detail;
    const char* why = event.hold == LegHold::band ? "the venue's price band" : "the venue's limit of orders";
    return leg_words(event) + " is deferred by " + why + (event.detail.empty() ? "" : ": " + event.detail);
}

inline std::string drop_words(const LegDropped& event) {
    return leg_words(event) + " will not be sent: " + event.code + (event.detail.empty() ? "" : ", " + event.detail);
}

inline std::string orphan_words(const OrphanFound& event, const Story& story) {
    std::string says = "alarm: " + std::string(text(event.side)) + " order " + event.order + ", " + event.quantity.text() + " of " +
                       story.instrument(event.instrument).name + " at " + event.price.text() + ", " + event.filled.text() +
                       " filled, is open at the venue of " + story.account_name(event.account) + " and no journal knows it; ";
    if (event.times > 1) says += "found " + std::to_string(event.times) + " times; ";
    return says + (event.is_cancelled ? "it is cancelled" : "it is only told: cancel_orphans is off");
}

inline std::string orphan_words(const OrphanEnded& event, const Story& story) {
    std::string says = "order " + event.order + " that no journal knows ended: " + std::string(text(event.end));
    if (!event.filled.is_positive()) return says;
    return "alarm: " + says + "; " + event.filled.text() + " of " + story.instrument(event.instrument).name +
           " were filled and belong to no group of " + story.account_name(event.account);
}

/// "0.5 in quote (0.001 BNB)", "0.5 in quote, estimated" (F-5..F-8)
inline std::string fee_words(const auto& event, FeeState state) {
    std::string says = event.fee.text() + " in " + (event.fee_asset == FeeAsset::quote ? "quote" : "base");
    if (!event.paid.unit.empty()) says += " (" + event.paid.amount.text() + " " + event.paid.unit + ")";
    if (state == FeeState::unpriced) says += ", without a price yet";
    if (state == FeeState::estimated) says += ", estimated";
    return says;
}

inline std::string refusal_words(const ReductionRefused& event) {
    const bool is_broken = event.code == "GROUP_QUARANTINED";
    return "group " + text(event.group) + (is_broken ? " does not do what was asked: " : " closes no part of itself: ") + event.code + ", " +
           event.detail;
}

inline std::string quarantine_words(const GroupQuarantined& event) {
    return "alarm: GROUP_QUARANTINED, " + event.reason + "; group " + text(event.group) +
           " is as the journal has it, its entries are cancelled, and until it is released it only books fills and cancels";
}

inline std::string level_words(const std::string& what, const auto& event) {
    std::string says = event.source == LevelSource::signal ? "by the signal, " : "by hand, ";
    if constexpr (requires { event.reason; }) {
        if (event.source == LevelSource::preset) says = stop_mover(event.reason);
    }
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
