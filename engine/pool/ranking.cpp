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

/// How far the price has run against the entry; never below zero. Of a long: E - P.
Price adverse(const QueueEntry& entry, Price price) {
    const Price signal = *entry.instruction.entry_price;
    const Price distance = entry.identity().side == PositionSide::long_side ? signal - price : price - signal;
    return std::max(distance, Price{});
}

/// floor(loss / bucket) with loss = distance / E * 100, on the exact value; both are counts of 1e-16.
Int128 bucket_of(const QueueEntry& entry, Price price, Ratio bucket) {
    return multiply_divide(adverse(entry, price).raw(), hundred * Ratio::scale, entry.instruction.entry_price->raw(),
                           bucket.raw(), Rounding::floor);
}

/// The distance from E at which the loss is `count` buckets, rounded up to the next price there is.
Price bucket_start(const QueueEntry& entry, Int128 count, Ratio bucket) {
    return Price::from_raw(multiply_divide(entry.instruction.entry_price->raw(), multiply(count, bucket.raw()), hundred,
                                           Ratio::scale, Rounding::ceil));
}

struct Span {
    Price low;
    Price high;
};

/// The prices at which the bucket stays what it is, bounds included.
Span span_of(const QueueEntry& entry, Price price, Ratio bucket) {
    if (bucket.is_zero()) return {price, price};
    const Price unit = Price::from_raw(1);
    const Int128 count = bucket_of(entry, price, bucket);
    const Price signal = *entry.instruction.entry_price;
    const Price nearest = bucket_start(entry, count, bucket);            // least distance with this bucket
    const Price farthest = bucket_start(entry, count + 1, bucket) - unit;  // greatest one
    if (entry.identity().side == PositionSide::long_side) {
        return {signal - farthest, count == 0 ? highest : signal - nearest};
    }
    return {count == 0 ? lowest : signal + nearest, signal + farthest};
}

/// The part under a rule; larger figures stand first, so they are negated.
RankPart part_of(RankingRule rule, const Desk& desk, const QueueEntry& entry, const DeskContext& context) {
    switch (rule) {
        case RankingRule::same_pair_timeframe: return {continues_group(desk, entry.identity()) ? -1 : 0};
        case RankingRule::deepest_loss_percent: {
            const auto price = ranking_price(entry.identity(), context);
            if (!price.has_value()) return {};
            const Ratio bucket = context.config.queue.loss_tie_bucket;
            if (!bucket.is_zero()) return {-bucket_of(entry, *price, bucket)};
            return {-adverse(entry, *price).raw(), entry.instruction.entry_price->raw()};
        }
        case RankingRule::highest_replacement: return {-Int128{entry.replacement_count}};
        case RankingRule::highest_expected_profit: {
            const auto profit = expected_profit(desk, entry, context);
            return {profit.has_value() ? -profit->raw() : 0};
        }
        case RankingRule::fifo: break;
    }
    return {};
}

bool ranks_by(const QueueSettings& settings, RankingRule rule) {
    return std::ranges::find(settings.selection_priority, rule) != settings.selection_priority.end();
}

}  // namespace

RankFigures rank_figures(const Desk& desk, const QueueEntry& entry, const DeskContext& context) {
    RankFigures figures;
    figures.continues_group = continues_group(desk, entry.identity());
    figures.price = ranking_price(entry.identity(), context);
    if (figures.price.has_value()) {
        figures.loss_percent =
            percent_of(as<Money>(adverse(entry, *figures.price)), as<Money>(*entry.instruction.entry_price));
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
                   [](const ExternalShortage&) {},
                   [](const DustKept&) {},
                   [](const DustAllotted&) {},
               },
               event);
}

void QueueRanking::refresh(const Desk& desk, const DeskContext& context) {
    // An expected profit moves with capital as well as with prices, so nothing of it is kept.
    const bool keeps_keys = is_built_ && settings_ == context.config.queue &&
                            !ranks_by(context.config.queue, RankingRule::highest_expected_profit);
    if (!keeps_keys) return rebuild(desk, context);
    for (const auto& identity : touched_) {
        remove(identity);
        if (desk.queue.contains(identity)) place(desk, identity, context);
    }
    touched_.clear();
    follow_prices(desk, context);
}

void QueueRanking::rebuild(const Desk& desk, const DeskContext& context) {
    *this = {};
    settings_ = context.config.queue;
    is_built_ = true;
    for (const auto& [identity, entry] : desk.queue) place(desk, identity, context);
}

void QueueRanking::follow_prices(const Desk& desk, const DeskContext& context) {
    for (auto& [key, side] : sides_) {
        const auto price = ranking_price({key.first, 0, key.second}, context);
        if (!price.has_value() || price == side.price) continue;
        follow(side, *price, desk, context);
    }
}

void QueueRanking::follow(Side& side, Price price, const Desk& desk, const DeskContext& context) {
    side.price = price;
    std::vector<Identity> crossed;
    for (auto it = side.by_low.upper_bound({price, {InstrumentId{~0U}, ~0U, PositionSide::short_side}});
         it != side.by_low.end(); ++it) {
        crossed.push_back(it->second);
    }
    for (auto it = side.by_high.begin(); it != side.by_high.end() && it->first < price; ++it) crossed.push_back(it->second);
    for (const auto& identity : crossed) {
        remove(identity);
        place(desk, identity, context);
    }
}

void QueueRanking::place(const Desk& desk, const Identity& identity, const DeskContext& context) {
    const QueueEntry& entry = desk.queue.at(identity);
    Standing standing;
    standing.key = rank_key(desk, entry, context);
    standing.continues_group = continues_group(desk, identity);
    const auto price = ranking_price(identity, context);
    Side& side = sides_[{identity.instrument, identity.side}];
    if (!price.has_value()) {
        standing.low = standing.high = Price{};  // the first price moves it
    } else if (ranks_by(settings_, RankingRule::deepest_loss_percent)) {
        const Span span = span_of(entry, *price, settings_.loss_tie_bucket);
        standing.low = span.low;
        standing.high = span.high;
    } else {
        standing.low = lowest;
        standing.high = highest;
    }
    if (!side.price.has_value()) side.price = price;
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
    Side& side = sides_.at({identity.instrument, identity.side});
    side.by_low.erase({standing.low, identity});
    side.by_high.erase({standing.high, identity});
    order_.erase({standing.key, identity});
    if (standing.continues_group) continuing_.erase({standing.key, identity});
    standings_.erase(found);
}

}  // namespace trellis
