#include "engine/pool/week.hpp"

#include <algorithm>
#include <set>

#include "engine/base/rounding.hpp"
#include "engine/base/wide.hpp"
#include "engine/pool/entry_plan.hpp"
#include "engine/preset/schedule.hpp"
#include "engine/risk/valuation.hpp"

namespace trellis {

namespace {

constexpr Int128 hundred = Int128{100} * Ratio::scale;

/// A preset of that name whose weeks can be told; null: none.
const Preset* with_weeks(const Config& config, OwnerId owner, std::string_view name) {
    const Preset* preset = find_preset(config, owner, name);
    if (preset == nullptr) return nullptr;
    const bool counts = preset->enabled && preset->week.enabled && preset_zone(config, preset->schedule) != nullptr;
    return counts ? preset : nullptr;
}

/// Names that entries of the account may come under. A default governs only where no grid strategy does.
std::set<std::string_view> names_in_use(const Desk& desk, const AccountConfig& account, const Config& config) {
    std::set<std::string_view> names;
    for (const auto& [name, week] : desk.weeks) names.insert(name);
    names.insert(account.preset);
    if (config.grid_strategy.enabled) return names;
    names.insert(user_default_of(config, account.owner));
    names.insert(config.preset_settings.system_default);
    return names;
}

std::vector<const Preset*> counted(const Desk& desk, const Config& config) {
    std::vector<const Preset*> presets;
    const AccountConfig* account = find_account(config, desk.account);
    if (account == nullptr) return presets;
    for (const auto name : names_in_use(desk, *account, config)) {
        if (const Preset* preset = with_weeks(config, account->owner, name)) presets.push_back(preset);
    }
    return presets;
}

const PresetWeekCount* week_of(const Desk& desk, const std::string& preset) {
    const auto found = desk.weeks.find(preset);
    return found == desk.weeks.end() ? nullptr : &found->second;
}

bool is_at_target(const PresetWeekCount& week, Ratio percent) {
    if (!week.base.has_value() || !week.base->is_positive()) return false;
    return compare_products(week.realised.raw(), hundred, week.base->raw(), percent.raw()) >= 0;
}

Money target_of(Money base, Ratio percent) {
    return Money::from_raw(multiply_divide(base.raw(), percent.raw(), hundred, Rounding::ceil));
}

/// U of all that the account holds, at the newest marks; of what has no quote nothing is known, and nothing counted.
Money unrealised_of(const Desk& desk, const DeskContext& context) {
    Money sum;
    for (const auto& [id, figures] : context.board.groups()) {
        if (id.account != desk.account || !figures.open_quantity.is_positive()) continue;
        const Quote* quote = context.board.quote(figures.identity.instrument);
        if (quote == nullptr) continue;
        const Instrument& instrument = context.instruments.at(figures.identity.instrument);
        const PositionSide side = figures.identity.side;
        sum += value_at({side, figures.open_quantity, figures.open_cost, figures.open_entry_fees}, mark(*quote, side), instrument.taker_fee).unrealised;
    }
    return sum;
}

/// What counts of it (B-19): nothing, unless weekly_include_unrealised.
Money counted_unrealised(const Desk& desk, const DeskContext& context) {
    return context.config.schedule.week_includes_unrealised ? unrealised_of(desk, context) : Money{};
}

/// The targets that are reached with `more` realised; what is open counts as it gained since the week began.
DeskEvents reached(const Desk& desk, Money more, std::optional<Timestamp> booked_at, const DeskContext& context) {
    DeskEvents events;
    const Money open = counted_unrealised(desk, context);
    const bool includes = context.config.schedule.week_includes_unrealised;
    for (const Preset* preset : counted(desk, context.config)) {
        const PresetWeekCount* week = week_of(desk, preset->name);
        if (week == nullptr || week->reached_at.has_value()) continue;
        PresetWeekCount after = *week;
        if (booked_at.has_value() && *booked_at >= after.starts) after.realised += more;
        const Money gained = includes ? open - after.unrealised : Money{};
        const Money realised = after.realised;
        after.realised += gained;
        const Ratio percent = *preset->week.target_percent;
        if (!is_at_target(after, percent)) continue;
        events.emplace_back(
            WeeklyTargetReached{desk.account, preset->name, realised, target_of(*after.base, percent), context.now, gained});
    }
    return events;
}

}  // namespace

DeskEvents begin_week_of(const Desk& desk, const Preset& preset, const DeskContext& context) {
    if (with_weeks(context.config, context.account.owner, preset.name) == nullptr) return {};
    const PresetWeekCount* week = week_of(desk, preset.name);
    const auto equity = equity_of(context);
    const bool is_over = week == nullptr || week->ends <= context.now;
    if (!is_over && (week->base.has_value() || !equity.has_value())) return {};
    const TimeZone& zone = *preset_zone(context.config, preset.schedule);
    const WeekSpan span = is_over ? week_around(preset.week.reset_day, zone, context.now) : WeekSpan{week->starts, week->ends};
    return {WeekBegan{desk.account, preset.name, span.starts, span.ends, equity, context.now, counted_unrealised(desk, context)}};
}

DeskEvents begin_weeks(const Desk& desk, const DeskContext& context) {
    DeskEvents events;
    for (const Preset* preset : counted(desk, context.config)) {
        for (auto& begun : begin_week_of(desk, *preset, context)) events.push_back(std::move(begun));
    }
    return events;
}

DeskEvents weekly_targets_reached(const Desk& desk, const RealisedBooked& booked, const DeskContext& context) {
    return reached(desk, booked.amount, booked.at, context);
}

DeskEvents weekly_targets_at_mark(const Desk& desk, const DeskContext& context) {
    if (!context.config.schedule.week_includes_unrealised) return {};
    return reached(desk, {}, std::nullopt, context);
}

std::optional<Error> stopped_by_week(const Desk& desk, const Preset& preset, Timestamp now) {
    if (!preset.week.enabled || !preset.week.stops) return std::nullopt;
    const PresetWeekCount* week = week_of(desk, preset.name);
    if (week == nullptr || !week->reached_at.has_value() || week->ends <= now) return std::nullopt;
    return Error{"WEEKLY_TARGET", "preset " + preset.name + " reached its weekly target at " + rfc3339(*week->reached_at) +
                                      "; entries come again at " + rfc3339(week->ends) + " (B-19)"};
}

std::optional<Timestamp> next_week(const Desk& desk, const Config& config, Timestamp now) {
    std::optional<Timestamp> next;
    const auto consider = [&](Timestamp at) { next = next.has_value() ? std::min(*next, at) : at; };
    for (const Preset* preset : counted(desk, config)) {
        const PresetWeekCount* week = week_of(desk, preset->name);
        consider(week == nullptr ? config.timer_origin : week->ends);
        const bool is_watched = config.schedule.week_includes_unrealised && week != nullptr && !week->reached_at.has_value();
        if (week == nullptr || (week->base.has_value() && !is_watched)) continue;
        constexpr Duration second = std::chrono::seconds(1);
        consider(config.timer_origin + ((now - config.timer_origin) / second + 1) * second);
    }
    return next;
}

void begin_week(Desk& desk, const WeekBegan& event) {
    PresetWeekCount& week = desk.weeks[event.preset];
    if (week.starts != event.starts || week.ends != event.ends) week = {};
    week.starts = event.starts;
    week.ends = event.ends;
    week.base = event.base;
    week.unrealised = event.unrealised;
}

void reach_weekly_target(Desk& desk, const WeeklyTargetReached& event) { desk.weeks.at(event.preset).reached_at = event.at; }

void count_in_weeks(Desk& desk, Money amount, Timestamp at) {
    for (auto& [preset, week] : desk.weeks) {
        if (at >= week.starts) week.realised += amount;
    }
}

}  // namespace trellis
