#include "adapters/explanation/event_words.hpp"

#include "adapters/explanation/directory_words.hpp"
#include "adapters/explanation/event_phrases.hpp"
#include "adapters/explanation/layer_words.hpp"
#include "adapters/explanation/words.hpp"
#include "engine/event/owner.hpp"

namespace trellis::adapters {

namespace {

/// One overload for each event: a new event that nobody can explain does not compile.
class Teller {
  public:
    explicit Teller(const Story& story) : story_(story) {}

    // ---- the desk ----
    Told operator()(const SignalAdmitted& event) const {
        std::string what;
        switch (event.hand_over) {
            case HandOver::open_group: what = "to open group "; break;
            case HandOver::add_pyramid: what = "to add a pyramid to group "; break;
            case HandOver::close_groups: what = "to close "; break;
            case HandOver::reverse_group: what = "to turn the position of "; break;
            case HandOver::reduce_group: what = "to reduce "; break;
        }
        // One that waited was received when it was queued.
        const std::string when = event.body.empty() ? ", at " : ", received at ";
        const std::string taker = event.bot.has_value() ? ", by bot " + text(event.bot->bot) : "";
        std::vector<std::string> rules{"R-30", is_entry(event.hand_over) ? "R-31" : "R-33"};
        if (event.bot.has_value()) rules.push_back("B-31");
        return {"signal " + text(event.signal) + " of " + story_.account_name(event.account) + when + rfc3339(event.at) + ", was admitted " + what + list_of(event.groups) + taker, rules};
    }
    Told operator()(const SignalRefused& event) const {
        std::string says = "signal " + text(event.signal) + " of " + story_.account_name(event.account) + ", received at " +
                           rfc3339(event.at) + ", was " + std::string(text(event.outcome));
        if (!event.code.empty()) says += " " + event.code;
        if (!event.detail.empty()) says += ": " + event.detail;
        return {says, {"R-5", event.outcome == SignalOutcome::duplicate ? "W-8" : "R-30"}};
    }
    Told operator()(const HandOverAnswered& event) const {
        return {"group " + text(event.group) + " answered signal " + text(event.signal) +
                    (event.code.empty() ? ": done" : ": " + event.code),
                {"I-6"}};
    }
    Told operator()(const SignalCompleted& event) const {
        return {"the outcome of signal " + text(event.signal) + ": " + std::string(text(event.outcome)) +
                    (event.code.empty() ? "" : " " + event.code),
                {"R-5"}};
    }
    Told operator()(const SlotTaken& event) const {
        return {"group " + text(event.group) + " takes one slot of the pool", {"L-2"}};
    }
    Told operator()(const SlotReleased& event) const { return {"group " + text(event.group) + " gives its slot back", {"L-2"}}; }
    Told operator()(const GroupClosingNoted& event) const {
        if (event.is_closing) return {"the desk knows that group " + text(event.group) + " is closing", {"I-11"}};
        return {"the desk knows that group " + text(event.group) + " gave its close up", {"F-3"}};
    }
    Told operator()(const ReplacementCounted& event) const {
        return {"an entry beyond max_pyramids confirms group " + text(event.group) + " once more", {"P-3"}};
    }
    Told operator()(const TradingStateChanged& event) const {
        std::string says = "trading of " + story_.account_name(event.account) + " is " + std::string(text(event.state));
        if (!event.cancel_entries.empty()) says += "; to cancel entries: " + list_of(event.cancel_entries);
        if (!event.flatten.empty()) says += "; to close: " + list_of(event.flatten);
        return {says, {"K-18"}};
    }
    Told operator()(const TaskCompleted& event) const {
        return {"group " + text(event.group) + " did what the stop asked", {"K-18"}};
    }
    Told operator()(const StrayFillNoted& event) const {
        return {"alarm: a fill of " + event.quantity.text() + " at " + event.price.text() + " for an order that no living group has",
                {"O-3", "O-8"}};
    }

    // ---- the queue ----
    Told operator()(const SignalQueued& event) const {
        std::string says = "signal " + text(event.signal) + " waits: " + event.reason + ", " + event.detail;
        if (event.replaces.has_value()) says += "; it takes the place of " + text(*event.replaces) + " and keeps its seniority";
        return {says, {"R-40", event.replaces.has_value() ? "Q-1" : "R-31"}};
    }
    Told operator()(const QueueEntryLeft& event) const {
        std::string says = "the waiting entry of signal " + text(event.signal) + " left the queue: " + std::string(text(event.exit));
        if (!event.code.empty()) says += " " + event.code;
        if (!event.detail.empty()) says += ", " + event.detail;
        return {says, {"Q-12"}};
    }
    Told operator()(const EntryPromoted& event) const {
        return {"the waiting entry of signal " + text(event.signal) + (event.is_forced ? " was forced in" : " was promoted"),
                {"Q-5", event.is_forced ? "Q-11" : "R-42"}};
    }
    Told operator()(const PromotionFailed& event) const {
        return {"the waiting entry of signal " + text(event.signal) + " could not be promoted: " + event.code + ", " + event.detail +
                    "; again from " + rfc3339(event.retry_at),
                {"R-42", "Q-8"}};
    }
    Told operator()(const ReversalPlanned& event) const {
        return {"when group " + text(event.closes) + " has ended, signal " + text(event.signal) +
                    " opens the other side with its slot",
                {"I-8", "R-23"}};
    }
    Told operator()(const ReversalEnded& event) const {
        if (event.code.empty()) return {"the turn of signal " + text(event.signal) + " is done", {"I-8"}};
        return {"the other side of signal " + text(event.signal) + " was not opened: " + event.code + ", " + event.detail, {"R-33"}};
    }
    Told operator()(const PromotionRoundCut&) const { return {"more is promoted in a decision of its own", {"R-42"}}; }
    Told operator()(const PromotionRoundEnded&) const { return {"nothing more is to be promoted now", {"R-42"}}; }
    Told operator()(const RealisedBooked& event) const {
        return {"closing fills of group " + text(event.group) + " realised " + event.amount.text() + ", " +
                    event.realised.text() + " in all",
                {"K-17"}};
    }
    Told operator()(const EntriesHalted& event) const {
        std::string says = "new entries of " + story_.account_name(event.account) + " wait, " +
                           std::string(text(event.reason)) + ": " + event.detail;
        if (event.until.has_value()) says += "; until " + rfc3339(*event.until);
        return {says, {event.reason == HaltReason::loss_limit ? "K-17" : "K-19", "K-18"}};
    }
    Told operator()(const EntriesReleased& event) const {
        return {"new entries of " + story_.account_name(event.account) + " wait no longer for " +
                    std::string(text(event.reason)) + ": " + std::string(text(event.end)),
                {event.reason == HaltReason::loss_limit ? "K-17" : "K-19", "K-18"}};
    }
    Told operator()(const EquityPeakRaised& event) const {
        return {"equity of " + story_.account_name(event.account) + " has its peak at " + event.equity.text(), {"K-19"}};
    }
    Told operator()(const RulesRenewed& event) const { return {rules_words(event, story_.instrument(event.instrument).name), {"V-3"}}; }
    Told operator()(const RulesRenewedOnRefusal& event) const { return {rules_words(event, story_.instrument(event.instrument).name), {"O-5"}}; }
    Told operator()(const WeekBegan& event) const { return {week_words(event, story_.account_name(event.account)), {"B-19"}}; }
    Told operator()(const WeeklyTargetReached& event) const { return {week_words(event, story_.account_name(event.account)), {"B-19"}}; }
    Told operator()(const LimitsReset& event) const {
        return {"results of " + story_.account_name(event.account) + " count from nothing again", {"K-17", "K-19"}};
    }
    Told operator()(const ExternalShortage& event) const {
        return {"alarm: the venue holds " + event.total.text() + " of " + story_.instrument(event.instrument).name + ", the groups of " +
                    story_.account_name(event.account) + " hold " + event.held.text() + ": somebody else sold there; " +
                    std::to_string(event.cuts.size()) + " groups give up their share, nothing is bought back",
                {"X-6"}};
    }
    Told operator()(const OrphanFound& event) const { return {orphan_words(event, story_), {"O-8"}}; }
    Told operator()(const OrphanEnded& event) const { return {orphan_words(event, story_), {"O-8"}}; }
    Told operator()(const DustKept& event) const {
        return {"group " + text(event.group) + " left " + event.dust.quantity.text() + " " +
                    story_.instrument(event.instrument).base + ", too little to sell, in the dust ledger",
                {"X-5"}};
    }
    Told operator()(const DustAllotted& event) const {
        return {"group " + text(event.group) + " takes " + event.dust.quantity.text() + " " +
                    story_.instrument(event.instrument).base + " of dust along, to sell it with its close",
                {"X-5"}};
    }
    Told operator()(const FeesLeftOpen& event) const {
        return {"group " + text(event.group) + " ended with " + std::to_string(event.fees.size()) + " fees that are not final", {"F-7", "F-8"}};
    }
    Told operator()(const LeftFeeSettled& event) const {
        return {"the fee of trade " + std::to_string(event.trade.value) + " of group " + text(event.group) + ", which has ended, is " +
                    fee_words(event, event.state) + ": the account's result changes by " + event.amount.text(),
                {"F-7", "F-8"}};
    }

    // ---- the group ----
    Told operator()(const GroupOpened& event) const {
        return {"group " + text(event.group) + " opened by signal " + text(event.signal) + preset_words(event.preset), {"G-1", event.preset.has_value() ? "R-52" : "D-12"}};
    }
    Told operator()(const PyramidAdded& event) const {
        return {"pyramid " + std::to_string(event.plan.pyramid.value) + " of group " + text(event.group) + " added for signal " +
                    text(event.signal) + ": base price " + event.plan.base_price.text() + ", capital " + event.plan.capital.text(),
                {"P-1", "P-2"}};
    }
    Told operator()(const OrderPlaced& event) const {
        std::string says = name(event) + " placed: " + std::string(text(event.side)) + " " + std::string(text(event.type)) + " " +
                           event.quantity.text();
        if (event.type == OrderType::limit) says += " at " + event.price.text();
        return {says, {"O-1"}};
    }
    Told operator()(const OrderAmendRequested& event) const {
        return {name(event) + " to be changed: " + event.quantity.text() + " in all at " + event.price.text(), {"T-2"}};
    }
    Told operator()(const OrderCancelRequested& event) const { return {name(event) + " to be cancelled", {"O-1"}}; }
    Told operator()(const OrderAccepted& event) const { return {"the venue has " + name(event), {"O-1"}}; }
    Told operator()(const OrderFilled& event) const {
        return {name(event) + " filled " + event.quantity.text() + " at " + event.price.text() + " (trade " +
                    std::to_string(event.trade.value) + (event.maker ? ", maker" : ", taker") + ", fee " + fee_words(event, event.fee_state) + ")",
                {"O-3", "F-5"}};
    }
    Told operator()(const FeeSettled& event) const {
        return {"the fee of trade " + std::to_string(event.trade.value) + " of " + name(event) + " is " +
                    fee_words(event, event.state),
                {"F-7", "F-8"}};
    }
    Told operator()(const OrderChanged& event) const {
        return {"the venue changed " + name(event) + ": " + event.quantity.text() + " in all at " + event.price.text(), {"T-2"}};
    }
    Told operator()(const OrderEnded& event) const {
        return {name(event) + " ended " + std::string(text(event.state)) + (event.code.empty() ? "" : ": " + event.code), {"R-7"}};
    }
    Told operator()(const OrderRequestRefused& event) const {
        return {"the venue refused a change of " + name(event) + ": " + event.code + "; it is asked what the order is", {"O-7"}};
    }
    Told operator()(const OrderDelayed& event) const {
        return {name(event) + " did not get through; again at " + rfc3339(event.retry_at) + " under the same id", {"O-5", "T-3"}};
    }
    Told operator()(const OrderRetried& event) const { return {name(event) + " is sent again under the same id", {"O-5"}}; }
    Told operator()(const OrderDoubted& event) const {
        return {"no answer about " + name(event) + ": its fate is unknown, the venue is asked", {"O-2"}};
    }
    Told operator()(const OrderResent& event) const {
        return {"the venue never had " + name(event) + ": it leaves again under the same id", {"O-2"}};
    }
    Told operator()(const CloseStarted& event) const {
        if (event.reason == CloseReason::candle) return {close_words(event), {"B-17", "X-1", "R-24"}};
        return {close_words(event), {"X-1", "R-24"}};
    }
    Told operator()(const CloseRetryScheduled& event) const {
        return {"the closing order left a rest: try " + std::to_string(event.attempt) + " at " + rfc3339(event.at),
                {"X-2", "R-24"}};
    }
    Told operator()(const CloseStuck& event) const {
        return {"alarm: group " + text(event.group) + " has been closing for long", {"G-5"}};
    }
    Told operator()(const GroupWentFlat& event) const {
        return {"group " + text(event.group) + " is flat through its targets and keeps waiting for its entries", {"T-9"}};
    }
    Told operator()(const GroupClosed& event) const {
        return {"group " + text(event.group) + " is closed" + (event.dust.is_zero() ? "" : ", dust " + event.dust.text()), {"X-5"}};
    }
    Told operator()(const GroupFailed& event) const {
        return {"group " + text(event.group) + " failed: nothing was filled and no order lives", {"G-3"}};
    }
    Told operator()(const EntriesCancelOrdered& event) const {
        return {"group " + text(event.group) + " was told to cancel its entries", {"K-18"}};
    }

    Told operator()(const ReductionStarted& event) const {
        std::string says = "group " + text(event.group) + " closes " + event.quantity.text() + " of its position as " +
                           std::string(text(event.role));
        if (event.signal.has_value()) says += " for signal " + text(*event.signal);
        if (event.offset.has_value()) says += " for offset " + text(*event.offset);
        if (event.pyramid.has_value()) says += ", out of pyramid " + std::to_string(event.pyramid->value);
        return {says, {"I-7", "R-27", "R-28"}};
    }
    Told operator()(const ReductionRetryScheduled& event) const {
        return {"the reducing order left a rest: try " + std::to_string(event.attempt) + " at " + rfc3339(event.at), {"X-2"}};
    }
    Told operator()(const ReductionEnded& event) const {
        return {"group " + text(event.group) + " closed " + event.quantity.text() + " of its position, realised " +
                    event.realised.text() + " net of fees" +
                    (event.offset.has_value() ? " for offset " + text(*event.offset) : ""),
                {"R-27", "X-4"}};
    }
    Told operator()(const ReductionRefused& event) const {
        return {refusal_words(event), {"R-33"}};
    }

    // ---- its stop and its targets ----
    Told operator()(const RefusalNoted& event) const {
        return {"group " + text(event.group) + " does not do what was asked, " + event.code + ": " + event.detail, {"W-5", "T-13"}};
    }
    template <class E>
        requires requires(const E& event) { told_of(event); }
    Told operator()(const E& event) const { return told_of(event); }
    Told operator()(const TargetsChanged& event) const {
        std::string says = "by hand, targets of group " + text(event.group) + ":";
        for (const auto& change : event.changes) says += " " + change_words(change) + ";";
        says.pop_back();
        return {says, {"T-2", "T-4", "T-7"}};
    }
    Told operator()(const CloseAbandoned& event) const {
        return {"slippage_action is reject: group " + text(event.group) + " gives its close (" + std::string(text(event.reason)) +
                    ") up and goes on with the rest",
                {"F-3", "R-24"}};
    }
    Told operator()(const CloseInsisted& event) const {
        return {"the close of group " + text(event.group) + " is driven to its end, as asked " +
                    (event.signal.has_value() ? "by signal " + text(*event.signal) : "by hand"),
                {"T-1", "F-3"}};
    }
    Told operator()(const PyramidTargetReached& event) const {
        return {"the mark " + event.mark.text() + " reached the target " + event.target.text() + " of pyramid " +
                    std::to_string(event.pyramid.value) + " of group " + text(event.group),
                {"T-7", "R-36"}};
    }
    Told operator()(const LegRearmed& event) const {
        return {"leg " + std::to_string(event.leg.value) + " of pyramid " + std::to_string(event.pyramid.value) + " of group " +
                    text(event.group) + " is sold out and waits for its entry again",
                {"T-10"}};
    }
    Told operator()(const RiskTimerStarted& event) const { return {"the risk timer of group " + text(event.group) + " starts", {"15.2", "K-1"}}; }
    Told operator()(const RiskTimerCleared& event) const {
        std::string why = ": its condition no longer holds";
        if (event.reason == RiskTimerEnd::replacement) why = ": one more signal confirmed the group";
        if (event.reason == RiskTimerEnd::recovered) why = ": it loses nothing any more";
        return {"the risk timer of group " + text(event.group) + " is cleared" + why, {"K-2"}};
    }
    Told operator()(const ReplacementNoted& event) const {
        return {"group " + text(event.group) + " was confirmed " + std::to_string(event.count) + " times beyond max_pyramids",
                {"P-3"}};
    }

    // ---- the risk engine ----
    Told operator()(const OffsetPlanned& event) const {
        std::string says = "offset " + text(event.offset) + " planned: group " + text(event.loser.group) + " loses " +
                           event.required.text() + " (" + event.loser.percent.text() + " %)";
        for (const auto& winner : event.winners) {
            says += ", " + text(winner.group) + " pays " + winner.profit.text() + " by closing " + winner.quantity.text() + " of " +
                    winner.open.text();
        }
        return {says, {"K-5", "K-6", "K-8", "K-9"}};
    }
    Told operator()(const OffsetLegClosed& event) const {
        return {"offset " + text(event.offset) + ": group " + text(event.group) + " closed " + event.quantity.text() +
                    " and realised " + event.realised.text(),
                {"K-9", "K-13"}};
    }
    Told operator()(const OffsetLoserOrdered& event) const {
        return {"offset " + text(event.offset) + ": the winners brought " + event.realised.text() + ", so the loser is closed " +
                    (event.is_whole ? "whole" : "by " + event.quantity.text()),
                {"K-9", "R-51"}};
    }
    Told operator()(const OffsetCompleted& event) const {
        return {"offset " + text(event.offset) + " ended " + std::string(text(event.outcome)) + ": winners " +
                    event.realised.text() + ", loser " + event.loser_realised.text() + " by closing " +
                    event.loser_quantity.text() + ", not covered " + event.residual.text(),
                {"K-9"}};
    }
    Told operator()(const RiskPassEnded& event) const {
        std::string says = "a risk pass (" + std::string(text(event.trigger)) + ") ended after " + std::to_string(event.actions) +
                           (event.actions == 1 ? " action" : " actions");
        for (const auto& candidate : event.candidates) says += "; " + words_of(candidate);
        return {says, {"15.7", "K-11"}};
    }
    Told operator()(const RiskBlocked& event) const {
        return {"group " + text(event.group) + " is blocked: no part in any offset", {"K-12"}};
    }
    Told operator()(const RiskUnblocked& event) const { return {"group " + text(event.group) + " is no longer blocked", {"K-12"}}; }
    Told operator()(const RiskSkipOrdered& event) const { return {"group " + text(event.group) + " is skipped once", {"K-12"}}; }
    Told operator()(const RiskGroupForgotten& event) const {
        return {"group " + text(event.group) + " is over: its risk flags go with it", {"K-12"}};
    }

    // ---- legs that are planned ----
    Told operator()(const LegHeld& event) const {
        return {deferral_words(event), {event.hold == LegHold::refit ? "O-5" : "D-11", "V-5"}};
    }
    Told operator()(const LegsAnchored& event) const {
        return {"pyramid " + std::to_string(event.pyramid.value) + " of group " + text(event.group) + " prices " +
                    std::to_string(event.legs.size()) + " more legs from " + event.cost.text() + " for " + event.quantity.text(),
                {"P-2", "R-35"}};
    }
    Told operator()(const LegDropped& event) const { return {drop_words(event), {"P-2", "D-5", "D-7", "D-9"}}; }
    Told operator()(const GridAbandoned& event) const {
        return {"the mark " + event.mark.text() + " is at or beyond " + event.beyond.text() + ": group " + text(event.group) +
                    " cancels its deeper legs",
                {"D-9"}};
    }
    Told operator()(const ExternalReduction& event) const {
        return {"alarm: EXTERNAL_REDUCTION, " + event.quantity.text() + " of group " + text(event.group) +
                    " is no longer at the venue; its lots give it up and nothing is bought back",
                {"X-6"}};
    }
    Told operator()(const DustSwept& event) const {
        return {"dust of " + event.dust.quantity.text() + " joins the lots of group " + text(event.group) + " and is sold with them",
                {"X-5"}};
    }
    Told operator()(const GroupQuarantined& event) const { return {quarantine_words(event), {}}; }
    Told operator()(const QuarantineReleased& event) const { return {"group " + text(event.group) + " is released and acts again", {}}; }
    template <DirectoryOwned E>
    Told operator()(const E& event) const { return {words_of(event), {"B-24", "B-25"}}; }
    template <AboutCopies E>
    Told operator()(const E& event) const { return {words_of(event), {"B-29", "B-30"}}; }
    template <DirectoryOwned E> requires AboutStrategies<E>
    Told operator()(const E& event) const { return {words_of(event), {"D-12"}}; }
    template <DirectoryOwned E> requires AboutBots<E>
    Told operator()(const E& event) const { return {words_of(event), {"B-31"}}; }
    Told operator()(const BotFlattened& event) const { return {words_of(event), {"B-31"}}; }
    template <DirectoryOwned E> requires AboutPeople<E>
    Told operator()(const E& event) const { return {words_of(event), {"Z-4", "Z-10"}}; }

    // ---- the process ----
    Told operator()(const RunStarted& event) const {
        return {"start " + std::to_string(event.incarnation.value) + " of the process, program " + event.program +
                    (event.input == "serve" ? ", serving" : ", scenario " + event.input),
                {}};
    }
    Told operator()(const RunFinished&) const { return {"the run reached its end", {}}; }
    Told operator()(const CommitHashed&) const { return {"the hash of the aggregate after the commit", {}}; }
    Told operator()(const ConfigApplied& event) const {
        return {"version " + std::to_string(event.number) + " of the configuration was put into effect by " + event.by, {"C-1"}};
    }
  private:
    std::string name(const auto& event) const { return order_name(story_, {event.group, event.order}); }
    const Story& story_;
};

}  // namespace

Told tell(const Story& story, const Event& event) { return std::visit(Teller(story), event); }

}  // namespace trellis::adapters
