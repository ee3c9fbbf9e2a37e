#include "engine/pool/limits.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"

namespace trellis {

namespace {

Money open_notional(const GroupFigures& figures, const Board& board) {
    if (!figures.open_quantity.is_positive()) return {};
    const Quote* quote = board.quote(figures.identity.instrument);
    return quote == nullptr ? figures.open_cost : notional(mark(*quote, figures.identity.side), figures.open_quantity);
}

/// Accepted, and not yet part of the group's figures.
bool is_under_way(const PendingSignal& pending, const Board& board) {
    if (!pending.plan.has_value() || pending.waiting_for.empty()) return false;
    const GroupFigures* figures = board.find(pending.waiting_for.front());
    return figures == nullptr || figures->entries_total <= pending.plan->pyramid.value;
}

/// Sum of cap_i of the legs that will be sent, rounded up where it is no decimal.
Money placed_capital(const PyramidPlan& plan) {
    Ratio weight;
    for (const auto& leg : plan.legs) {
        if (!leg.skipped) weight += leg.weight;
    }
    return Money::from_raw(
        multiply_divide(plan.capital.raw(), weight.raw(), Int128{100} * Ratio::scale, Rounding::ceil));
}

/// Capital that decided pyramids will take out of the same purse and that the venue does not hold yet.
Money reserved(const Desk& desk, const Instrument& instrument, const DeskContext& context) {
    Money sum;
    for (const auto& [signal, pending] : desk.pending) {
        if (!is_under_way(pending, context.board)) continue;
        const Instrument& other = context.instruments.at(pending.identity.instrument);
        if (instrument.market == Market::spot && other.quote != instrument.quote) continue;
        sum += placed_capital(*pending.plan);
    }
    return sum;
}

}  // namespace

Exposure exposure_of(const Desk& desk, const DeskContext& context) {
    Exposure exposure;
    const auto& groups = context.board.groups();
    for (auto at = groups.lower_bound(GroupId{desk.account, 0}); at != groups.end(); ++at) {
        if (at->first.account != desk.account) break;
        exposure.open += open_notional(at->second, context.board);
        exposure.resting += at->second.resting_entries;
    }
    for (const auto& [signal, pending] : desk.pending) {
        if (is_under_way(pending, context.board)) exposure.pending += pending.plan->capital;
    }
    return exposure;
}

std::optional<Error> check_positions(const Desk& desk, InstrumentId instrument, const DeskContext& context) {
    const std::uint32_t limit = context.config.trade_limits.max_open_positions_per_symbol;
    if (limit == 0) return std::nullopt;
    const auto held = std::ranges::count_if(
        desk.groups, [&](const auto& item) { return item.second.identity.instrument == instrument; });
    if (static_cast<std::uint64_t>(held) < limit) return std::nullopt;
    return Error{"MAX_POSITIONS_PER_SYMBOL", std::to_string(held) + " groups of " +
                                                 context.instruments.at(instrument).symbol + " are open, " +
                                                 std::to_string(limit) + " are allowed (K-15)"};
}

std::optional<Error> check_exposure(const Desk& desk, Money capital, const DeskContext& context) {
    const Money limit = context.config.trade_limits.max_total_exposure;
    if (limit.is_zero()) return std::nullopt;
    const Exposure now = exposure_of(desk, context);
    const Money total = now.total() + capital;
    if (total <= limit) return std::nullopt;
    return Error{"EXPOSURE_LIMIT", "open " + now.open.text() + " + entries " + now.resting.text() + " + pending " +
                                       now.pending.text() + " + new " + capital.text() + " = " + total.text() + " > " +
                                       limit.text() + " (S-4)"};
}

std::optional<Error> check_balance(const Desk& desk, const PyramidPlan& plan, const Instrument& instrument,
                                   const DeskContext& context) {
    if (context.wallets == nullptr) return std::nullopt;
    const bool is_spot = instrument.market == Market::spot;
    const std::string& asset = is_spot ? instrument.quote : context.account.currency;
    const auto known = context.wallets->free(desk.account, asset);
    if (!known.has_value()) return std::nullopt;
    const Money free = *known;
    const Money needed = placed_capital(plan) + reserved(desk, instrument, context);
    const std::uint16_t leverage = is_spot ? std::uint16_t{1} : context.account.leverage;
    if (compare_products(needed.raw(), 1, free.raw(), leverage) <= 0) return std::nullopt;
    const std::string margin = leverage > 1 ? " / " + std::to_string(leverage) : "";
    return Error{"INSUFFICIENT_BALANCE", "legs need " + needed.text() + margin + " " + asset + ", " + free.text() +
                                             " is free (S-5)"};
}

}  // namespace trellis
