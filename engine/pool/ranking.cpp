#include "engine/pool/ranking.hpp"

#include <algorithm>

#include "engine/base/overloaded.hpp"
#include "engine/base/rounding.hpp"
#include "engine/pool/entry.hpp"
#include "engine/pool/promotion.hpp"
#include "engine/pool/waiting.hpp"

namespace trellis {

namespace {

constexpr Int128 hundred = 100;
const Price lowest = Price::from_raw(int128_min);
const Price highest = Price::from_raw(int128_max);

/// what an order that opens would meet.
std::optional<Price> ranking_price(const Identity& identity, const DeskContext& context) {
    const Quote* quote = context.board.quote(identity.instrument);
    if (quote == nullptr) return std::nullopt;
    return touch(*quote, opening_side(identity.side));
}

/// What a loss is measured from: the price that the sender named, and the side he wanted.
struct Claim {
    Price price;
    PositionSide side{};
};
Claim claim_of(const QueueEntry& entry) { return {*entry.instruction.entry_price, entry.identity().side}; }

/// How far the price has run against it; never below zero. Of a long: E - P.
Price adverse(const Claim& claim, Price price) {
    const Price distance = claim.side == PositionSide::long_side ? claim.price - price : price - claim.price;
    return std::max(distance, Price{});
}

/// floor(loss / bucket) with loss = distance / E * 100, on the exact value; both are counts of 1e-16.
Int128 bucket_of(const Claim& claim, Price price, Ratio bucket) {
    return multiply_divide(adverse(claim, price).raw(), hundred * Ratio::scale, claim.price.raw(), bucket.raw(),
                           Rounding::floor);
}

/// The distance from E at which the loss is `count` buckets, rounded up to the next price there is.
Price bucket_start(const Claim& claim, Int128 count, Ratio bucket) {
    return Price::from_raw(multiply_divide(claim.price.raw(), multiply(count, bucket.raw()), hundred, Ratio::scale,
                                           Rounding::ceil));
}

struct Span {
    Price low;
    Price high;
};

/// The prices at which the bucket stays what it is, bounds included.
Span span_of(const Claim& claim, Price price, Ratio bucket) {
    if (bucket.is_zero()) return {price, price};
    const Price unit = Price::from_raw(1);
    const Int128 count = bucket_of(claim, price, bucket);
    const Price nearest = bucket_start(claim, count, bucket);              // least distance with this bucket
    const Price farthest = bucket_start(claim, count + 1, bucket) - unit;  // greatest one
    if (claim.side == PositionSide::long_side) {
        return {claim.price - farthest, count == 0 ? highest : claim.price - nearest};
    }
    return {count == 0 ? lowest : claim.price + nearest, claim.price + farthest};
}

RankPart loss_part(const Claim& claim, std::optional<Price> price, Ratio bucket) {
    if (!price.has_value()) return {};
    if (!bucket.is_zero()) return {-bucket_of(claim, *price, bucket)};
    return {-adverse(claim, *price).raw(), claim.price.raw()};
}

/// The part under a rule; larger figures stand first, so they are negated.
RankPart part_of(RankingRule rule, const Desk& desk, const QueueEntry& entry, const DeskContext& context) {
    switch (rule) {
        case RankingRule::same_pair_timeframe: return {continues_group(desk, entry.identity()) ? -1 : 0};
        case RankingRule::deepest_loss_percent:
            return loss_part(claim_of(entry), ranking_price(entry.identity(), context), context.config.queue.loss_tie_bucket);
        case RankingRule::highest_replacement: return {-Int128{entry.replacement_count}};
        case RankingRule::highest_expected_profit: {
            const auto profit = expected_profit(desk, entry, context);
            return {profit.has_value() ? -profit->raw() : 0};
        }
        case RankingRule::fifo: break;
    }
    return {};
}

/// Where a rule stands among those that decide: nothing behind fifo can.
std::optional<std::size_t> place_of(const QueueSettings& settings, RankingRule rule) {
    const auto& rules = settings.selection_priority;
    const auto fifo = std::ranges::find(rules, RankingRule::fifo);
    const auto found = std::ranges::find(rules.begin(), fifo, rule);
    return found == fifo ? std::nullopt : std::optional(static_cast<std::size_t>(found - rules.begin()));
}

}  // namespace

RankFigures rank_figures(const Desk& desk, const QueueEntry& entry, const DeskContext& context) {
    RankFigures figures;
    figures.continues_group = continues_group(desk, entry.identity());
    figures.price = ranking_price(entry.identity(), context);
    if (figures.price.has_value()) {
        figures.loss_percent =
            percent_of(as<Money>(adverse(claim_of(entry), *figures.price)), as<Money>(*entry.instruction.entry_price));
    }
    figures.replacement_count = entry.replacement_count;
    figures.expected_profit = expected_profit(desk, entry, context);
    figures.first_queued_at = entry.first_queued_at;
    return figures;
}

RankKey rank_key(const Desk& desk, const QueueEntry& entry, const DeskContext& context) {
    RankKey key;
    std::size_t place = 0;
    for (const RankingRule rule : context.config.queue.selection_priority) {
        if (rule == RankingRule::fifo) break;  // nothing behind it can decide any more
        if (place == key.parts.size()) break;
        key.parts[place++] = part_of(rule, desk, entry, context);
    }
    key.first_queued_at = entry.first_queued_at;
    key.first_signal = entry.first_signal;
    return key;
}

void QueueRanking::note(const Desk& desk, const DeskEvent& event) {
    if (!is_built_) return;
    const auto touch_group = [&](GroupId group) {
        if (const DeskGroup* found = desk.find(group)) touched_.push_back(found->identity);
    };
    std::visit(Overloaded{
                   [&](const SignalQueued& queued) { touched_.push_back(queued.instruction.identity); },
                   [&](const QueueEntryLeft& left) { touched_.push_back(left.identity); },
                   [&](const EntryPromoted& promoted) { touched_.push_back(promoted.identity); },
                   [&](const SlotTaken& taken) { touched_.push_back(taken.identity); },
                   [&](const GroupClosingNoted& closing) { touch_group(closing.group); },
                   [&](const SignalAdmitted& admitted) { touched_.push_back(admitted.instruction.identity); },
                   // A group that is closing takes no pyramid; that it is gone changes no key any more.
                   [](const SlotReleased&) {},
                   [](const SignalRefused&) {},
                   [](const HandOverAnswered&) {},
                   [](const SignalCompleted&) {},
                   [](const ReplacementCounted&) {},
                   [](const TradingStateChanged&) {},
                   [](const TaskCompleted&) {},
                   [](const StrayFillNoted&) {},
                   [](const PromotionFailed&) {},
                   [](const ReversalPlanned&) {},
                   [](const ReversalEnded&) {},
                   [](const PromotionRoundCut&) {},
                   [](const PromotionRoundEnded&) {},
                   [](const RealisedBooked&) {},
                   [](const EntriesHalted&) {},
                   [](const EntriesReleased&) {},
                   [](const EquityPeakRaised&) {},
                   [](const LimitsReset&) {},
                   [](const WeekBegan&) {},
                   [](const WeeklyTargetReached&) {},
                   [](const RulesRenewed&) {},
                   [](const ExternalShortage&) {},
                   [](const DustKept&) {},
                   [](const DustAllotted&) {},
                   [](const FeesLeftOpen&) {},
                   [](const LeftFeeSettled&) {},
                   [](const OrphanFound&) {},
                   [](const OrphanEnded&) {},
                   [](const CopyOpened&) {},  // its slot says so
                   [](const CopyOrdered&) {},
                   [](const CopyRefused&) {},
                   [](const CopyAnswered&) {},
                   [](const CopyLeaderEnded&) {},
                   [](const BotFlattened&) {},
               },
               event);
}

void QueueRanking::refresh(const Desk& desk, const DeskContext& context) {
    // An expected profit moves with capital as well as with prices, so nothing of it is kept.
    const bool keeps_keys = is_built_ && settings_ == context.config.queue &&
                            !place_of(context.config.queue, RankingRule::highest_expected_profit).has_value();
    if (!keeps_keys) return rebuild(desk, context);
    for (const auto& identity : touched_) {
        remove(identity);
        if (desk.queue.contains(identity)) place(desk, identity, context);
    }
    touched_.clear();
    for (std::uint32_t instrument = 0; instrument < sides_.size(); ++instrument) {
        const Quote* quote = context.board.quote(InstrumentId{instrument});
        if (quote != nullptr) follow(InstrumentId{instrument}, *quote);
    }
}

void QueueRanking::rebuild(const Desk& desk, const DeskContext& context) {
    *this = {};
    settings_ = context.config.queue;
    loss_place_ = place_of(settings_, RankingRule::deepest_loss_percent);
    is_built_ = true;
    for (const auto& [identity, entry] : desk.queue) place(desk, identity, context);
}

void QueueRanking::follow(InstrumentId instrument, const Quote& quote) {
    if (instrument.value >= sides_.size()) return;
    auto& [longs, shorts] = sides_[instrument.value];
    if (!longs.by_low.empty()) follow_side(PositionSide::long_side, longs, quote.ask);
    if (!shorts.by_low.empty()) follow_side(PositionSide::short_side, shorts, quote.bid);
}

void QueueRanking::follow_side(PositionSide position, Side& side, Price price) {
    if (price == side.price) return;
    side.price = price;
    crossed_.clear();
    for (auto it = side.by_low.rbegin(); it != side.by_low.rend() && it->first > price; ++it) crossed_.push_back(it->second);
    for (auto it = side.by_high.begin(); it != side.by_high.end() && it->first < price; ++it) crossed_.push_back(it->second);
    for (const auto& identity : crossed_) {
        Standing& standing = standings_.at(identity);
        side.by_low.erase({standing.low, identity});
        side.by_high.erase({standing.high, identity});
        span(standing, position, price);
        side.by_low.insert({standing.low, identity});
        side.by_high.insert({standing.high, identity});
        move(identity, standing, price);
    }
}

/// The loss is the only part of a key that a price moves.
void QueueRanking::move(const Identity& identity, Standing& standing, Price price) {
    if (!loss_place_.has_value()) return;
    const RankPart part = loss_part({standing.signal_price, identity.side}, price, settings_.loss_tie_bucket);
    if (part == standing.key.parts[*loss_place_]) return;
    const auto put = [&](Order& order) {
        auto node = order.extract({standing.key, identity});
        node.value().key.parts[*loss_place_] = part;
        order.insert(std::move(node));
    };
    put(order_);
    if (standing.continues_group) put(continuing_);
    standing.key.parts[*loss_place_] = part;
}

void QueueRanking::span(Standing& standing, PositionSide position, std::optional<Price> price) const {
    if (!price.has_value()) {
        standing.low = standing.high = Price{};  // the first price moves it
    } else if (loss_place_.has_value()) {
        const Span found = span_of({standing.signal_price, position}, *price, settings_.loss_tie_bucket);
        standing.low = found.low;
        standing.high = found.high;
    } else {
        standing.low = lowest;
        standing.high = highest;
    }
}

QueueRanking::Side& QueueRanking::side_of(const Identity& identity) {
    const std::size_t instrument = identity.instrument.value;
    if (instrument >= sides_.size()) sides_.resize(instrument + 1);
    return sides_[instrument][identity.side == PositionSide::long_side ? 0 : 1];
}

void QueueRanking::place(const Desk& desk, const Identity& identity, const DeskContext& context) {
    const QueueEntry& entry = desk.queue.at(identity);
    Standing standing;
    standing.key = rank_key(desk, entry, context);
    standing.signal_price = *entry.instruction.entry_price;
    standing.continues_group = continues_group(desk, identity);
    const auto price = ranking_price(identity, context);
    span(standing, identity.side, price);
    Side& side = side_of(identity);
    if (side.by_low.empty()) side.price = price;
    side.by_low.insert({standing.low, identity});
    side.by_high.insert({standing.high, identity});
    order_.insert({standing.key, identity});
    if (standing.continues_group) continuing_.insert({standing.key, identity});
    standings_.insert_or_assign(identity, standing);
}

void QueueRanking::remove(const Identity& identity) {
    const auto found = standings_.find(identity);
    if (found == standings_.end()) return;
    const Standing& standing = found->second;
    Side& side = side_of(identity);
    side.by_low.erase({standing.low, identity});
    side.by_high.erase({standing.high, identity});
    order_.erase({standing.key, identity});
    if (standing.continues_group) continuing_.erase({standing.key, identity});
    standings_.erase(found);
}

}  // namespace trellis
