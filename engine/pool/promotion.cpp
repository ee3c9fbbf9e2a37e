#include "engine/pool/promotion.hpp"

#include <algorithm>

#include "engine/base/overloaded.hpp"
#include "engine/pool/bots.hpp"
#include "engine/pool/entry_plan.hpp"
#include "engine/pool/preset_gate.hpp"
#include "engine/pool/sizing.hpp"
#include "engine/pool/slots.hpp"
#include "engine/pool/standing.hpp"
#include "engine/pool/waiting.hpp"

namespace trellis {

namespace {

constexpr Duration back_off = std::chrono::seconds(5);

/// What an order that opens would meet now.
std::optional<Price> current_price(const Identity& identity, const DeskContext& context) {
    const Quote* quote = context.board.quote(identity.instrument);
    if (quote == nullptr) return std::nullopt;
    return touch(*quote, opening_side(identity.side));
}

/// How far the present price is worse than the signal's, in percent of it, as a comparison with the limit.
bool drifted_too_far(const QueueEntry& entry, Price current, Ratio limit) {
    const Price signal = *entry.instruction.entry_price;
    const Price worse = entry.identity().side == PositionSide::long_side ? current - signal : signal - current;
    if (!worse.is_positive()) return false;
    return compare_products(worse.raw(), Int128{100} * Ratio::scale, limit.raw(), signal.raw()) > 0;
}

bool is_better(const Identity& identity, Price a, Price b) {
    return identity.side == PositionSide::long_side ? a < b : a > b;
}

Price chosen_price(const QueueEntry& entry, std::optional<Price> current, PromotionPrice rule) {
    const Price signal = *entry.instruction.entry_price;
    if (!current.has_value() || rule == PromotionPrice::signal) return signal;
    if (rule == PromotionPrice::current) return *current;
    return is_better(entry.identity(), *current, signal) ? *current : signal;
}

DeskEvents failed(const Desk& desk, const QueueEntry& entry, Error error, const DeskContext& context) {
    if (is_transient(error.code)) {
        return {PromotionFailed{desk.account, entry.signal, entry.identity(), std::move(error.code), std::move(error.detail),
                                context.now, context.now + back_off}};
    }
    DeskEvents events;
    if (error.code == "MAX_PYRAMIDS") events.emplace_back(ReplacementCounted{desk.find(entry.identity())->id});  // P-3
    QueueEntryLeft left = entry_left(desk, entry, QueueExit::rejected, context);
    left.code = std::move(error.code);
    left.detail = std::move(error.detail);
    events.emplace_back(std::move(left));
    return events;
}

/// an entry whose group is there by now is one more pyramid of it.
Result<DeskEvents> execute(const Desk& desk, const EntryOrder& order, const DeskContext& context) {
    if (auto refused = refuse_by_gates(desk, order.instruction, context)) return *refused;
    const Identity& identity = order.instruction.identity;
    if (const DeskGroup* group = desk.find(identity)) {
        if (auto refused = check_pyramid(*group, order, context)) return *refused;
        return add_pyramid(desk, *group, order, context);
    }
    if (auto capped = check_caps(desk, order.instruction, context)) return *capped;
    return open_group(desk, order, context);
}

}  // namespace

std::optional<Money> expected_profit(const Desk& desk, const QueueEntry& entry, const DeskContext& context) {
    const Identity& identity = entry.identity();
    const DeskGroup* group = desk.find(identity);
    const GridStrategy* strategy =
        group != nullptr ? &strategy_of(*group, context) : strategy_for(identity, context);
    const auto price = promotion_price(entry, context);
    if (strategy == nullptr || !price.ok()) return std::nullopt;
    const PyramidIndex pyramid{group != nullptr ? group->entries_total : std::uint16_t{0}};
    const auto capital = entry_capital({entry.instruction, *strategy, pyramid, *price, group}, context);
    if (!capital.ok()) return std::nullopt;
    return expected_profit(*strategy, pyramid, *capital);
}

Result<Price> promotion_price(const QueueEntry& entry, const DeskContext& context) {
    const QueueSettings& settings = context.config.queue;
    const auto current = current_price(entry.identity(), context);
    const bool needs_current =
        settings.promotion_price == PromotionPrice::current || settings.max_promotion_drift_percent.is_positive();
    if (!current.has_value() && needs_current) return Error{"NO_PRICE", "no quote to promote by (Q-9)"};
    if (settings.max_promotion_drift_percent.is_positive() &&
        drifted_too_far(entry, *current, settings.max_promotion_drift_percent)) {
        return Error{"PROMOTION_DRIFT", current->text() + " is worse than " + entry.instruction.entry_price->text() +
                                            " by more than " + settings.max_promotion_drift_percent.text() + " % (Q-9)"};
    }
    return chosen_price(entry, current, settings.promotion_price);
}

const QueueEntry* first_promotable(const Desk& desk, const DeskContext& context) {
    if (desk.queue.empty() || entries_halted(desk, context).has_value()) return nullptr;
    const bool has_slot = !pool_full(desk, context).has_value();
    if (!has_slot && !context.config.same_pair_timeframe) return nullptr;
    const RankingInHand ranking(desk, context);
    for (const auto& place : has_slot ? ranking->order() : ranking->continuing()) {
        const QueueEntry& entry = desk.queue.at(place.identity);
        if (!blocked(desk, entry, context).has_value()) return &entry;
    }
    return nullptr;
}

DeskEvents try_promotion(const Desk& desk, const QueueEntry& entry, bool is_forced, bool ignores_exposure,
                         const DeskContext& context) {
    const auto price = promotion_price(entry, context);
    if (!price.ok()) return failed(desk, entry, price.error(), context);
    auto done = execute(desk, {entry.signal, entry.instruction, *price, "", is_forced, ignores_exposure}, context);
    if (!done.ok()) return failed(desk, entry, done.error(), context);
    DeskEvents events = std::move(done).value();
    events.emplace_back(EntryPromoted{desk.account, entry.signal, entry.identity(), context.now, is_forced,
                                      rank_figures(desk, entry, context)});
    return events;
}

DeskEvents promote_next(const Desk& desk, const DeskContext& context) {
    const QueueEntry* first = first_promotable(desk, context);
    return first == nullptr ? DeskEvents{} : try_promotion(desk, *first, false, false, context);
}

const QueueEntry* find_entry(const Desk& desk, const QueueReference& reference) {
    return std::visit(
        Overloaded{
            [&](const Identity& identity) { return desk.waiting(identity); },
            [&](SignalNumber signal) -> const QueueEntry* {
                const auto found = std::ranges::find_if(desk.queue, [&](const auto& item) {
                    return item.second.signal == signal || item.second.first_signal == signal;
                });
                return found == desk.queue.end() ? nullptr : &found->second;
            },
        },
        reference);
}

std::optional<Error> refuse(const Desk& desk, const PromoteEntry& command, const DeskContext& context) {
    const QueueEntry* entry = find_entry(desk, command.entry);
    if (entry == nullptr) return Error{"NOT_FOUND", "no entry of that name waits"};
    QueueEntry tried = *entry;
    if (command.force) tried.retry_at.reset();
    if (auto held = blocked(desk, tried, context)) return held;
    if (command.force || !needs_slot(desk, entry->identity(), context.config)) return std::nullopt;
    return pool_full(desk, context);
}

DeskEvents promote_for_operator(const Desk& desk, const PromoteEntry& command, const DeskContext& context) {
    if (refuse(desk, command, context).has_value()) return {};
    return try_promotion(desk, *find_entry(desk, command.entry), command.force, command.ignore_exposure, context);
}

DeskEvents remove_for_operator(const Desk& desk, const RemoveEntry& command, const DeskContext& context) {
    const QueueEntry* entry = find_entry(desk, command.entry);
    if (entry == nullptr) return {};
    return {entry_left(desk, *entry, QueueExit::removed, context)};
}

}  // namespace trellis
