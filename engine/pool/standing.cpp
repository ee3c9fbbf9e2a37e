#include "engine/pool/standing.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/wide.hpp"
#include "engine/pool/week.hpp"

namespace trellis {

namespace {

constexpr HaltReason all_reasons[] = {HaltReason::loss_limit, HaltReason::drawdown};
constexpr Int128 hundred = Int128{100} * Ratio::scale;
/// Peaks are journaled in steps of a tenth of a percent: a rising market does not fill the journal.
constexpr Int128 peak_step_per_mille = 1;

Error halted(HaltReason reason, const Halt& halt) {
    const std::string end = halt.until.has_value() ? ", until " + rfc3339(*halt.until) : ", until it is resumed";
    return {std::string(text(reason)), halt.detail + end};
}

std::optional<Error> silent(const Desk& desk, const DeskContext& context) {
    if (context.wallets == nullptr || context.wallets->is_connected(desk.account)) return std::nullopt;
    return Error{"CONNECTION_SILENT", "the venue's stream has been silent for more than 5 s (K-20)"};
}

/// At least a step above the known peak.
bool is_new_peak(Money equity, const std::optional<Money>& peak) {
    if (!peak.has_value()) return true;
    return equity > *peak && compare_products(equity.raw(), 1000, peak->raw(), 1000 + peak_step_per_mille) >= 0;
}

/// K-19: sampled while the limit is set and has not been reached.
DeskEvents sample_equity(const Desk& desk, const DeskContext& context) {
    const Ratio limit = context.config.trade_limits.max_equity_drawdown_percent;
    const Standing& standing = desk.standing;
    if (limit.is_zero() || standing.drawdown.has_value() || context.wallets == nullptr) return {};
    const auto wallet = context.wallets->wallet(desk.account);
    if (!wallet.has_value() || !wallet->equity.has_value()) return {};
    const Money equity = *wallet->equity;
    if (is_new_peak(equity, standing.equity_peak)) return {EquityPeakRaised{desk.account, equity, context.now}};
    const Money lost = *standing.equity_peak - equity;
    if (!lost.is_positive() || !standing.equity_peak->is_positive()) return {};
    if (compare_products(lost.raw(), hundred, standing.equity_peak->raw(), limit.raw()) < 0) return {};
    return {EntriesHalted{desk.account, HaltReason::drawdown, context.now, std::nullopt,
                          "equity " + equity.text() + " is " + limit.text() + " % or more below its peak " +
                              standing.equity_peak->text() + " (K-19)"}};
}

}  // namespace

std::string_view text(HaltReason reason) {
    switch (reason) {
        case HaltReason::loss_limit: return "LOSS_LIMIT";
        case HaltReason::drawdown: return "DRAWDOWN";
    }
    fail_check("a halt has a known reason", __FILE__, __LINE__);
}

std::string_view text(HaltEnd end) {
    switch (end) {
        case HaltEnd::next_day: return "NEXT_DAY";
        case HaltEnd::resumed: return "RESUMED";
        case HaltEnd::reset: return "RESET";
    }
    fail_check("a halt has a known end", __FILE__, __LINE__);
}

// ---- state ----

const std::optional<Halt>& Standing::halt(HaltReason reason) const {
    return reason == HaltReason::loss_limit ? loss_limit : drawdown;
}

void Standing::book(std::int64_t on, Money amount) {
    if (on < day) return;  // of a day that is over
    if (on > day) realised_today = {};
    day = on;
    realised_today += amount;
}

void Standing::apply(const RealisedBooked& event) { book(event.day, event.amount); }

void Standing::apply(const LeftFeeSettled& event) { book(event.day, event.amount); }

void Standing::apply(const EntriesHalted& event) {
    const Halt halt{event.at, event.until, event.detail};
    (event.reason == HaltReason::loss_limit ? loss_limit : drawdown) = halt;
}

void Standing::apply(const EntriesReleased& event) {
    if (event.reason == HaltReason::loss_limit) {
        loss_limit.reset();
    } else {
        drawdown.reset();
        equity_peak.reset();  // K-19: after a resume it is measured from where equity is then
    }
}

void Standing::apply(const EquityPeakRaised& event) { equity_peak = event.equity; }

void Standing::apply(const LimitsReset&) {
    realised_today = {};
    equity_peak.reset();
    loss_limit.reset();
    drawdown.reset();
}

// ---- decisions ----

std::optional<Error> entries_halted(const Desk& desk, const DeskContext& context) {
    if (desk.trading_state == TradingState::reducing) return Error{"PAUSED", "trading is paused: no new exposure"};
    for (const auto reason : all_reasons) {
        if (const auto& halt = desk.standing.halt(reason)) return halted(reason, *halt);
    }
    if (desk.trading_state == TradingState::halted) return Error{"FORCE_STOPPED", "trading is stopped: no new exposure"};
    return silent(desk, context);
}

DeskEvents halt_on_loss(const Desk& desk, const Standing& after, std::int64_t day, const DeskContext& context) {
    const TradeLimits& limits = context.config.trade_limits;
    const bool is_today = day == context.config.time_zone.day_of(context.now).value;
    const bool is_reached = limits.max_realized_loss.is_positive() && after.realised_today <= -limits.max_realized_loss;
    if (!is_today || !is_reached || after.loss_limit.has_value()) return {};
    std::optional<Timestamp> until;
    if (limits.latch == LossLatch::day) until = context.config.time_zone.start_of({after.day + 1});
    return {EntriesHalted{desk.account, HaltReason::loss_limit, context.now, until,
                          "realised today " + after.realised_today.text() + ", the limit is -" + limits.max_realized_loss.text() +
                              " (K-17)"}};
}

DeskEvents book_realised(const Desk& desk, const GroupRealised& fact, const DeskContext& context) {
    const DeskGroup* group = desk.find(fact.group);
    if (group == nullptr || group->realised == fact.realised) return {};
    const Timestamp at = fact.at.value_or(Timestamp{});
    const RealisedBooked booked{fact.group, fact.realised, fact.realised - group->realised,
                                context.config.time_zone.day_of(at).value, at};
    DeskEvents events{booked};
    Standing after = desk.standing;
    after.apply(booked);
    for (auto& halt : halt_on_loss(desk, after, booked.day, context)) events.push_back(std::move(halt));
    for (auto& sampled : sample_equity(desk, context)) events.push_back(std::move(sampled));
    for (auto& reached : weekly_targets_reached(desk, booked, context)) events.push_back(std::move(reached));
    return events;
}

DeskEvents pass_boundary(const Desk& desk, const DeskContext& context) {
    DeskEvents events = begin_weeks(desk, context);
    if (events.empty()) events = weekly_targets_at_mark(desk, context);
    const auto& loss = desk.standing.loss_limit;
    if (loss.has_value() && loss->until.has_value() && *loss->until <= context.now) {
        events.emplace_back(EntriesReleased{desk.account, HaltReason::loss_limit, HaltEnd::next_day, context.now});
    }
    for (auto& sampled : sample_equity(desk, context)) events.push_back(std::move(sampled));
    return events;
}

DeskEvents end_halts(const Desk& desk, HaltEnd end, Timestamp now) {
    DeskEvents events;
    for (const auto reason : all_reasons) {
        if (desk.standing.halt(reason).has_value()) events.emplace_back(EntriesReleased{desk.account, reason, end, now});
    }
    return events;
}

DeskEvents reset_limits(const Desk& desk, Timestamp now) {
    const Standing& standing = desk.standing;
    const bool has_any = standing.is_halted() || !standing.realised_today.is_zero() || standing.equity_peak.has_value();
    if (!has_any) return {};
    DeskEvents events = end_halts(desk, HaltEnd::reset, now);
    events.emplace_back(LimitsReset{desk.account, now});
    return events;
}

std::optional<Timestamp> next_boundary(const Desk& desk, const Config& config, Timestamp now) {
    std::optional<Timestamp> next = next_week(desk, config, now);
    const auto& loss = desk.standing.loss_limit;
    if (loss.has_value() && loss->until.has_value()) next = next.has_value() ? std::min(*next, *loss->until) : *loss->until;
    if (config.trade_limits.max_equity_drawdown_percent.is_zero() || desk.standing.drawdown.has_value()) return next;
    constexpr Duration second = std::chrono::seconds(1);
    const Timestamp sample = config.timer_origin + ((now - config.timer_origin) / second + 1) * second;
    return next.has_value() ? std::min(*next, sample) : sample;
}

TradingState shown_state(TradingState word, const Standing& standing) {
    return word == TradingState::active && standing.is_halted() ? TradingState::reducing : word;
}

Money realised_today(const Standing& standing, const Config& config, Timestamp now) {
    return standing.day == config.time_zone.day_of(now).value ? standing.realised_today : Money{};
}

}  // namespace trellis
