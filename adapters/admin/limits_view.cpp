#include "adapters/admin/limits_view.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "adapters/admin/views.hpp"
#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/pool/limits.hpp"
#include "engine/pool/slots.hpp"
#include "engine/pool/standing.hpp"

namespace trellis::adapters::admin {

namespace {

Ratio counted(std::size_t number) { return Ratio::from_integer(static_cast<std::int64_t>(number)); }
Ratio plain(Money money) { return Ratio::from_raw(money.raw()); }

/// Zero is off.
LimitStanding standing_of(LimitKind kind, Ratio used, Ratio max, std::string unit, std::string detail = "") {
    LimitStanding row{kind, used, std::nullopt, std::move(unit), std::move(detail), false};
    if (max.is_zero()) return row;
    row.max = max;
    row.is_reached = used >= max;
    return row;
}

/// Places are a limit even where there are none: then nothing opens, or nothing waits.
LimitStanding places(LimitKind kind, std::size_t used, std::size_t max, std::string unit) {
    return {kind, counted(used), counted(max), std::move(unit), "", used >= max};
}

/// Of the instrument with the most groups.
LimitStanding positions(const Outlook& outlook) {
    const auto context = outlook.desk_context();
    std::map<InstrumentId, std::size_t> held;
    for (const auto& [id, group] : outlook.desk().groups) ++held[group.identity.instrument];
    const auto most = std::ranges::max_element(held, {}, [](const auto& item) { return item.second; });
    const Ratio max = counted(context.config.trade_limits.max_open_positions_per_symbol);
    if (most == held.end()) return standing_of(LimitKind::positions_per_symbol, {}, max, "groups");
    return standing_of(LimitKind::positions_per_symbol, counted(most->second), max, "groups", context.instruments.at(most->first).symbol);
}

LimitStanding exposure(const Outlook& outlook) {
    const auto context = outlook.desk_context();
    const Exposure at_stake = exposure_of(outlook.desk(), context);
    return standing_of(LimitKind::exposure, plain(at_stake.total()), plain(context.config.trade_limits.max_total_exposure),
                       outlook.account().currency,
                       "open " + at_stake.open.text() + " + entries " + at_stake.resting.text() + " + pending " + at_stake.pending.text());
}

LimitStanding daily_loss(const Outlook& outlook, const Standing& standing) {
    const auto context = outlook.desk_context();
    const Money today = realised_today(standing, context.config, context.now);
    auto row = standing_of(LimitKind::daily_loss, plain(std::max(-today, Money{})), plain(context.config.trade_limits.max_realized_loss),
                           outlook.account().currency, "realised today " + today.text());
    if (const auto& halt = standing.loss_limit) {
        row.is_reached = true;
        row.detail = halt->detail;
    }
    return row;
}

/// In percent of the peak, rounded down as far as a number goes.
Ratio below_peak(Money equity, Money peak) {
    if (equity >= peak || !peak.is_positive()) return {};
    return Ratio::from_raw(multiply_divide((peak - equity).raw(), Int128{100} * Ratio::scale, peak.raw(), Rounding::floor));
}

LimitStanding drawdown(const Outlook& outlook, const Standing& standing, const AccountStatus* venue) {
    const bool is_known = venue != nullptr && standing.equity_peak.has_value();
    const Ratio used = is_known ? below_peak(venue->equity, *standing.equity_peak) : Ratio{};
    std::string detail;
    if (is_known) detail = "equity " + venue->equity.text() + ", peak " + standing.equity_peak->text();
    auto row = standing_of(LimitKind::drawdown, used, outlook.desk_context().config.trade_limits.max_equity_drawdown_percent, "percent",
                           std::move(detail));
    if (const auto& halt = standing.drawdown) {
        row.is_reached = true;
        row.detail = halt->detail;
    }
    return row;
}

const AccountStatus* venue_of(const ServerStatus& status, AccountId id) {
    const auto found = std::ranges::find(status.accounts, id, &AccountStatus::id);
    return found != status.accounts.end() ? &*found : nullptr;
}

void write_limit(json::Writer& out, const LimitStanding& row) {
    out.begin_object().name("limit").string(text(row.kind)).name("used").string(row.used.text());
    optional_text(out, "max", row.max);
    out.name("unit").string(row.unit).name("reached").boolean(row.is_reached);
    text_or_null(out, "detail", row.detail);
    out.end_object();
}

}  // namespace

std::string_view text(LimitKind kind) {
    switch (kind) {
        case LimitKind::slots: return "POOL_FULL";
        case LimitKind::queue: return "QUEUE_FULL";
        case LimitKind::positions_per_symbol: return "MAX_POSITIONS_PER_SYMBOL";
        case LimitKind::exposure: return "EXPOSURE_LIMIT";
        case LimitKind::daily_loss: return "LOSS_LIMIT";
        case LimitKind::drawdown: return "DRAWDOWN";
    }
    fail_check("a limit has a known kind", __FILE__, __LINE__);
}

std::string_view text(EntryHalt halt) {
    switch (halt) {
        case EntryHalt::paused: return "PAUSED";
        case EntryHalt::loss_limit: return "LOSS_LIMIT";
        case EntryHalt::drawdown: return "DRAWDOWN";
        case EntryHalt::force_stopped: return "FORCE_STOPPED";
        case EntryHalt::connection_silent: return "CONNECTION_SILENT";
    }
    fail_check("a halt has a known reason", __FILE__, __LINE__);
}

std::vector<LimitStanding> limits_of(const Outlook& outlook, const Standing& standing, const AccountStatus* venue) {
    const auto& config = outlook.desk_context().config;
    return {places(LimitKind::slots, used_slots(outlook.desk(), outlook.desk_context()), config.max_open_groups, "groups"),
            places(LimitKind::queue, outlook.desk().queue.size(), config.queue.limit, "entries"),
            positions(outlook),
            exposure(outlook),
            daily_loss(outlook, standing),
            drawdown(outlook, standing, venue)};
}

std::vector<EntryHaltStanding> halts_of(const AccountRow& row, const AccountStatus* venue) {
    std::vector<EntryHaltStanding> halts;
    const auto word = row.trading_state.value_or(TradingState::active);
    if (word == TradingState::reducing) halts.push_back({EntryHalt::paused, "an operator paused it", {}});
    if (const auto& halt = row.standing.loss_limit) halts.push_back({EntryHalt::loss_limit, halt->detail, halt->until});
    if (const auto& halt = row.standing.drawdown) halts.push_back({EntryHalt::drawdown, halt->detail, halt->until});
    if (word == TradingState::halted) halts.push_back({EntryHalt::force_stopped, "an operator stopped it", {}});
    const bool is_silent = venue != nullptr && !venue->is_connected;
    if (is_silent) halts.push_back({EntryHalt::connection_silent, "the venue's stream is not heard", {}});
    return halts;
}

void write_halts(json::Writer& out, const std::vector<EntryHaltStanding>& halts) {
    out.name("halts").begin_array();
    for (const auto& halt : halts) {
        out.begin_object().name("reason").string(text(halt.halt)).name("detail").string(halt.detail);
        optional_time(out, "until", halt.until);
        out.end_object();
    }
    out.end_array();
}

Result<void> write_limits(json::Writer& out, const AdminServices& services, const Scene& scene, const AccountConfig& account,
                          const ServerStatus& status) {
    const auto row = scene.history().account(account.id);
    if (!row) return row.error();
    const auto outlook = Outlook::of(services, scene, account);
    if (!outlook) return outlook.error();
    const auto* venue = venue_of(status, account.id);
    out.begin_object().name("account").string(account.name).name("trading_state").string(trellis::text(row->shown_state()));
    write_halts(out, halts_of(*row, venue));
    out.name("limits").begin_array();
    for (const auto& limit : limits_of(*outlook, row->standing, venue)) write_limit(out, limit);
    out.end_array().end_object();
    return {};
}

}  // namespace trellis::adapters::admin
