#include "adapters/explanation/words.hpp"

#include "engine/base/rounding.hpp"
#include "engine/event/enumerators.hpp"
#include "engine/group/aggregate.hpp"
#include "engine/group/tries.hpp"
#include "engine/market/filters.hpp"
#include "engine/pool/ladder.hpp"
#include "adapters/explanation/event_words.hpp"

namespace trellis::adapters {

namespace {

const Ratio hundred = Ratio::from_integer(100);

const Group& group_in(const Story& story, GroupId id) { return story.chronicle().find(id)->group; }

/// "+ 0.5 %" or "- 0.5 %"
std::string signed_percent(Ratio percent) { return (percent.is_negative() ? "- " : "+ ") + percent.abs().text() + " %"; }

std::string_view direction(Rounding rounding) { return rounding == Rounding::ceil ? "up" : "down"; }

/// D-2, T-2: `sow` rounds everything down, `passive` each order away from the market.
Rounding rounding_of(const GridStrategy& strategy, OrderSide side) {
    if (strategy.rounding == GridRounding::sow) return Rounding::floor;
    return side == OrderSide::buy ? Rounding::floor : Rounding::ceil;
}

/// The bound of that try: it grows with each.
Ratio bound_at(const Story& story, const Group& group, const OrderPlaced& order) {
    Try one;
    if (group.closing.has_value()) one.max_slippage_percent = group.closing->max_slippage_percent;
    for (const auto& other : group.orders) {
        if (other.role == order.role && other.number < order.order) ++one.attempt;
    }
    return slippage_bound(
        group, one,
        {order.at, story.instrument(group.identity.instrument), std::nullopt, story.config().risk_max_slippage_percent, true});
}

std::string plan_line(const Instrument& instrument, const PlannedLeg& leg) {
    const std::string head = "leg " + std::to_string(leg.index.value) + ": " + leg.quantity.text() + " at " + leg.price.text();
    if (!leg.skipped) return head + ", take profit " + leg.take_profit.text() + " %";
    const auto refusal = refused_by(instrument, {leg.price, leg.quantity});
    return head + ", " + (refusal.has_value() ? text(*refusal) : "below the instrument's minimum") + ": skipped (D-5)";
}

Told meaning_of(const Story& story, const Instruction& instruction) {
    const auto& instrument = story.instrument(instruction.identity.instrument);
    std::string meaning = "it means: " + std::string(intent_word(instruction.intent)) +
                          (instruction.inferred ? " (inferred)" : "") + " " + instrument.symbol + " on " +
                          std::to_string(instruction.identity.timeframe_seconds) + " s, " +
                          std::string(text(instruction.identity.side));
    if (instruction.entry_price) meaning += ", base price " + instruction.entry_price->text();
    if (instruction.order_size) meaning += ", size " + instruction.order_size->text();
    return {meaning, {"R-30", instruction.intent == Intent::exit ? "R-33" : "R-31"}};
}

/// Nothing where an earlier event of the signal has it.
void add_body(std::vector<Told>& out, const std::string& body) {
    if (!body.empty()) out.push_back({"its body (secret masked): " + body, {"1.2"}});
}

std::vector<Told> admission_details(const Story& story, const SignalAdmitted& admitted) {
    std::vector<Told> out{meaning_of(story, admitted.instruction)};
    const auto& instrument = story.instrument(admitted.instruction.identity.instrument);
    if (admitted.plan) {
        std::string legs;
        for (const auto& leg : admitted.plan->legs) legs += (legs.empty() ? "" : "; ") + plan_line(instrument, leg);
        out.push_back(
            {"its plan, with " + admitted.plan->capital.text() + " " + instrument.quote + ": " + legs, {"D-1", "D-2", "S-1"}});
    }
    add_body(out, admitted.body);
    return out;
}

std::vector<Told> queue_details(const Story& story, const SignalQueued& queued) {
    std::vector<Told> out{meaning_of(story, queued.instruction)};
    add_body(out, queued.body);
    return out;
}

/// Its key for each enabled rule, the first that differs decides.
std::vector<Told> rank_details(const Story& story, const RankFigures& figures) {
    const auto& settings = story.config().queue;
    std::vector<Told> out;
    for (const auto rule : settings.selection_priority) {
        out.push_back({"rank key " + std::to_string(out.size() + 1) + ", " + std::string(enumerator_name(rule)) + ": " +
                           key_words(rule, figures, settings.loss_tie_bucket),
                       {"Q-5", "Q-6"}});
    }
    return out;
}

std::vector<Told> refusal_details(const SignalRefused& refused) {
    std::vector<Told> out;
    for (const auto& error : refused.errors) {
        out.push_back({"field " + error.pointer + (error.value.empty() ? "" : ": " + error.value) + "; " + error.rule +
                           (error.hint.empty() ? "" : "; " + error.hint),
                       {"1.2"}});
    }
    add_body(out, refused.body);
    return out;
}

}  // namespace

std::string key_words(RankingRule rule, const RankFigures& figures, Ratio bucket) {
    switch (rule) {
        case RankingRule::same_pair_timeframe: return figures.continues_group ? "its group is open" : "its group is not open";
        case RankingRule::deepest_loss_percent: {
            std::string says = "loss " + figures.loss_percent.text() + " %";
            says += figures.price.has_value() ? " at " + figures.price->text() : ", no price";
            return bucket.is_positive() ? says + ", in steps of " + bucket.text() + " %" : says;
        }
        case RankingRule::highest_replacement: return std::to_string(figures.replacement_count) + " replacements";
        case RankingRule::highest_expected_profit:
            return figures.expected_profit.has_value() ? "expected profit " + figures.expected_profit->text() : "expected profit unknown";
        case RankingRule::fifo: return "queued " + rfc3339(figures.first_queued_at);
    }
    return "";
}

std::optional<SignalNumber> signal_of(const Event& event) {
    return std::visit(
        []<class T>(const T& one) -> std::optional<SignalNumber> {
            if constexpr (std::is_same_v<T, SignalAdmitted> || std::is_same_v<T, SignalRefused> ||
                          std::is_same_v<T, SignalCompleted> || std::is_same_v<T, HandOverAnswered> ||
                          std::is_same_v<T, SignalQueued> || std::is_same_v<T, QueueEntryLeft> ||
                          std::is_same_v<T, EntryPromoted> || std::is_same_v<T, PromotionFailed> ||
                          std::is_same_v<T, ReversalPlanned> || std::is_same_v<T, ReversalEnded>) {
                return one.signal;
            } else {
                return std::nullopt;
            }
        },
        event);
}

std::optional<GroupId> group_of(const Event& event) {
    return std::visit(
        []<class T>(const T& one) -> std::optional<GroupId> {
            if constexpr (requires { GroupId{one.group}; } && !std::is_same_v<T, HandOverAnswered>) {
                return one.group;
            } else {
                return std::nullopt;
            }
        },
        event);
}

std::optional<OffsetNumber> offset_of(const Event& event) {
    return std::visit(
        []<class T>(const T& one) -> std::optional<OffsetNumber> {
            if constexpr (requires { OffsetNumber{one.offset}; }) {
                return one.offset;
            } else {
                return std::nullopt;
            }
        },
        event);
}

std::optional<OffsetNumber> offset_served_by(const Event& event) {
    if (const auto* close = std::get_if<CloseStarted>(&event)) return close->offset;
    if (const auto* part = std::get_if<ReductionStarted>(&event)) return part->offset;
    return std::nullopt;
}

std::optional<OrderKey> order_of(const Event& event) {
    return std::visit(
        []<class T>(const T& one) -> std::optional<OrderKey> {
            if constexpr (requires { OrderKey{one.group, one.order}; }) {
                return OrderKey{one.group, one.order};
            } else {
                return std::nullopt;
            }
        },
        event);
}

std::vector<Told> risk_details(const std::vector<RiskCandidate>& candidates, std::uint32_t more) {
    std::vector<Told> details;
    for (const auto& candidate : candidates) {
        std::string says = text(candidate.group) + (candidate.is_winner ? " did not pay" : " was not closed");
        if (candidate.percent.has_value()) {
            says += ": U " + candidate.unrealised.text() + " (" + candidate.percent->text() + " %) at " + candidate.mark->text();
        }
        for (const auto reason : candidate.reasons) says += ", " + std::string(text(reason));
        details.push_back({says, {"15.7"}});
    }
    if (more > 0) details.push_back({"and " + std::to_string(more) + " more", {"15.7"}});
    return details;
}

/// u = U / Q, x x u and the requirement, to the digit (15.4).
std::vector<Told> offset_details(const OffsetPlanned& plan) {
    const auto figures = [](const OffsetShare& share) {
        return " at " + share.mark.text() + ": U " + share.unrealised.text() + " (" + share.percent.text() + " %) for " + share.open.text();
    };
    std::vector<Told> details;
    details.push_back({text(plan.loser.group) + " loses" + figures(plan.loser) + "; required " + plan.required.text(), {"K-4", "K-6"}});
    for (const auto& winner : plan.winners) {
        details.push_back({text(winner.group) + " pays" + figures(winner) + "; closes " + winner.quantity.text() +
                               (winner.is_whole ? ", all of it," : "") + " for " + winner.profit.text(),
                           {"K-5", "K-8"}});
    }
    auto others = risk_details(plan.candidates, plan.candidates_more);
    details.insert(details.end(), others.begin(), others.end());
    return details;
}

std::vector<Told> details_of(const Story& story, const Event& event) {
    if (const auto* planned = std::get_if<OffsetPlanned>(&event)) return offset_details(*planned);
    if (const auto* ended = std::get_if<RiskPassEnded>(&event)) return risk_details(ended->candidates, ended->candidates_more);
    if (const auto* admitted = std::get_if<SignalAdmitted>(&event)) return admission_details(story, *admitted);
    if (const auto* refused = std::get_if<SignalRefused>(&event)) return refusal_details(*refused);
    if (const auto* queued = std::get_if<SignalQueued>(&event)) return queue_details(story, *queued);
    if (const auto* promoted = std::get_if<EntryPromoted>(&event)) return rank_details(story, promoted->figures);
    if (const auto* left = std::get_if<QueueEntryLeft>(&event)) return rank_details(story, left->figures);
    return {};
}

std::string cause_words(const Cause& cause) {
    const std::string number = std::to_string(cause.id);
    switch (cause.kind) {
        case CauseKind::event:
            return "event e" + number;
        case CauseKind::signal:
            return "a signal (item " + number + " of the line)";
        case CauseKind::trade:
            return "a report of the venue (item " + number + " of the line)";
        case CauseKind::quote:
            return "a quote (item " + number + " of the line)";
        case CauseKind::timer:
            return "a timer (item " + number + " of the line)";
        case CauseKind::request:
            return "an operator's request (item " + number + " of the line)";
        case CauseKind::fact:
            return "a group's answer (item " + number + " of the line)";
        case CauseKind::evaluate:
            return "a price level that was reached (item " + number + " of the line)";
        case CauseKind::follow_up:
            return "what an earlier start left unanswered (item " + number + " of the line)";
        case CauseKind::risk_pass:
            return "a pass of the risk engine (item " + number + " of the line)";
        case CauseKind::orphan_sweep:
            return "a sweep of the open orders at the venue (item " + number + " of the line)";
        case CauseKind::operational:
            return "the process itself";
    }
    return "";
}

Told leg_words(const Story& story, const OrderPlaced& order, const PyramidPlan& plan) {
    const Group& group = group_in(story, order.group);
    const auto& instrument = story.instrument(group.identity.instrument);
    const auto& levels = levels_of(group.strategy, plan.pyramid);
    std::string says = "leg " + std::to_string(order.leg->value) + " of pyramid " + std::to_string(plan.pyramid.value);
    if (order.leg->value < levels.size()) {
        const auto& level = levels[order.leg->value];
        const Ratio gap = group.side() == PositionSide::long_side ? level.gap : -level.gap;
        says += ": price = base " + plan.base_price.text() + " x (1 " + signed_percent(gap) + "), " +
                std::string(direction(rounding_of(group.strategy, order.side))) + " to the tick " + instrument.tick.text() + " = " +
                order.price.text() + "; quantity = " + level.weight.text() + " % of " + plan.capital.text() + " " +
                instrument.quote + " / price, down to the step " + instrument.step.text() + " = " + order.quantity.text();
    }
    return {says, {"D-1", "D-2", "D-10", "S-2"}};
}

Told target_words(const Story& story, const Group& group, PyramidIndex pyramid, LegIndex leg, const LegTarget& target) {
    const auto& instrument = story.instrument(group.identity.instrument);
    Ratio percent;
    for (const auto& known : group.pyramids) {
        if (known.index != pyramid) continue;
        for (const auto& one : known.legs) {
            if (one.plan.index == leg) percent = one.plan.take_profit;
        }
    }
    const bool is_long = group.side() == PositionSide::long_side;
    const Rounding rounding = rounding_of(group.strategy, closing_side(group.side()));
    const Price plain =
        average_times(target.cost, target.quantity, is_long ? hundred + percent : hundred - percent, instrument.tick, rounding);
    std::string says = "target of leg " + std::to_string(leg.value) + ": price = VWAP " +
                       average(target.cost, target.quantity).text() + " of " + target.quantity.text() + " bought x (1 " +
                       signed_percent(is_long ? percent : -percent) + "), " + std::string(direction(rounding)) + " to the tick " +
                       instrument.tick.text() + " = " + plain.text();
    if (plain != target.price) says += "; moved to " + target.price.text() + ", one tick beyond the VWAP";
    return {says + "; quantity = what the leg holds, down to the step " + instrument.step.text(), {"T-2", "D-3", "R-36"}};
}

Told closing_price_words(const Story& story, const OrderPlaced& order) {
    if (order.type == OrderType::market) return {"a market order: the limits before it left a rest", {"X-2", "R-24"}};
    const Group& group = group_in(story, order.group);
    const auto& instrument = story.instrument(group.identity.instrument);
    const bool is_sell = order.side == OrderSide::sell;
    std::string says = "price = " + std::string(is_sell ? "bid " : "ask ") + order.reference.value_or(Price{}).text() + " x (1 " +
                       (is_sell ? "- " : "+ ") + bound_at(story, group, order).text() + " %), the slippage bound, " +
                       (is_sell ? "up" : "down") + " to the tick " + instrument.tick.text() + " = " + order.price.text() +
                       "; immediate or cancel";
    return {says, {"X-1", "F-1", "F-2", "F-4"}};
}

Told aggregate_words(const Story& story, GroupId id, std::uint64_t sequence) {
    const Group group = story.group_before(id, sequence);
    const auto& instrument = story.instrument(group.identity.instrument);
    const auto target = aggregate_target(group, instrument);
    if (!target.has_value()) return {"the target of the whole position was reached", {"T-4"}};
    const bool is_long = group.side() == PositionSide::long_side;
    const Ratio percent = group.strategy->take_profit_aggregate_percent.value_or(Ratio{});
    return {"the target of the whole position was reached: average " + average(group.open_cost, group.open_quantity).text() +
                " of " + group.open_quantity.text() + " open x (1 " + signed_percent(is_long ? percent : -percent) + "), " +
                (is_long ? "up" : "down") + " to the tick " + instrument.tick.text() + " = " + target->text(),
            {"T-4", "T-8"}};
}

std::string order_name(const Story& story, OrderKey order) {
    return story.chronicle().find(order.group)->orders.at(order.order.value - 1U).name;
}

std::string signal_title(const Story& story, SignalNumber signal) {
    const auto& row = story.chronicle().signals().at(signal);
    std::string title =
        "signal of " + story.account_name(row.account) + ", " + std::string(text(row.outcome.value_or(SignalOutcome::accepted)));
    if (!row.code.empty()) title += " " + row.code;
    const bool is_promoted = row.outcome == SignalOutcome::queued && row.admitted.has_value();
    return is_promoted ? title + ", then promoted" : title;
}

std::string group_title(const Story& story, GroupId id) {
    const Group& group = group_in(story, id);
    const auto& instrument = story.instrument(group.identity.instrument);
    std::string title = story.account_name(id.account) + ":" + instrument.symbol + ":" +
                        std::to_string(group.identity.timeframe_seconds) + ":" + std::string(text(group.side())) + ", " +
                        std::string(text(state_of(group)));
    if (group.closing.has_value()) title += " by " + std::string(text(group.closing->reason));
    return title + ", open " + shown_open_quantity(group).text() + ", realised " + group.realised.text() + " " + instrument.quote;
}

std::string offset_title(const Story& story, OffsetNumber offset) {
    std::string title;
    for (const auto& row : story.events()) {
        if (const auto* planned = std::get_if<OffsetPlanned>(&row.event); planned != nullptr && planned->offset == offset) {
            title = "winners for the loser " + text(planned->loser.group) + ", " + planned->required.text() + " required";
        }
        const auto* done = std::get_if<OffsetCompleted>(&row.event);
        if (done == nullptr || done->offset != offset) continue;
        title += ", " + std::string(text(done->outcome)) + ": they brought " + done->realised.text() + ", not covered " + done->residual.text();
    }
    return title;
}

std::string order_title(const Story& story, OrderKey key) {
    const Group& group = group_in(story, key.group);
    const Order& order = group.order(key.order);
    const auto& instrument = story.instrument(group.identity.instrument);
    std::string title =
        std::string(text(order.side)) + " " + std::string(text(order.type)) + " " + order.quantity.text() + " " + instrument.symbol;
    if (order.type == OrderType::limit) title += " at " + order.price.text();
    title += ", " + std::string(text(shown_state(order))) + ", filled " + order.filled.text();
    return title + ", client order id " + text(ClientOrderId{group.placed_in.at(key.order.value - 1U), key});
}

}  // namespace trellis::adapters
