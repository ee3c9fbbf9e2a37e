#include "engine/pool/bots.hpp"

#include "engine/preset/schedule.hpp"

namespace trellis {

namespace {

std::string words(const Bot& bot) { return "bot " + text(bot.id) + " (" + bot.terms.name + ")"; }

std::int64_t today(const DeskContext& context) { return context.config.time_zone.day_of(context.now).value; }

std::optional<Error> refuse_by_state(const Bot& bot) {
    switch (bot.state) {
        case BotState::running: return std::nullopt;
        case BotState::paused: return Error{"BOT_PAUSED", words(bot) + " is paused (B-31)"};
        case BotState::stopped: return Error{"BOT_STOPPED", words(bot) + " is stopped (B-31)"};
        case BotState::removed: return std::nullopt;
    }
    return std::nullopt;
}

// Hours that cannot be told let nothing in.
std::optional<Error> refuse_by_schedule(const Bot& bot, const DeskContext& context) {
    const PresetSchedule& schedule = bot.terms.schedule;
    const TimeZone* zone = preset_zone(context.config, schedule);
    if (zone == nullptr) {
        return Error{"BOT_SCHEDULE", words(bot) + " keeps the hours of " + schedule.time_zone + ", a time zone that is not known here (B-31)"};
    }
    if (is_open(schedule, *zone, context.now)) return std::nullopt;
    return Error{"BOT_SCHEDULE", words(bot) + " lets entries in on " + schedule_words(schedule, *zone) + "; there it is " +
                                     local_time_words(context.now, *zone) + " (B-31)"};
}

std::optional<Error> refuse_by_caps(const Desk& desk, const Bot& bot, const DeskContext& context) {
    const BotDay day = desk.bots.on(bot.id, today(context));
    const auto& most = bot.terms.max_entries_per_day;
    if (most.has_value() && day.entries >= *most) {
        return Error{"BOT_DAILY_CAP", words(bot) + " took " + std::to_string(day.entries) + " entries today, " + std::to_string(*most) +
                                          " are allowed (B-31)"};
    }
    const auto& loss = bot.terms.max_loss_per_day;
    if (!loss.has_value() || day.realised > -*loss) return std::nullopt;
    return Error{"BOT_DAILY_CAP", words(bot) + " realised " + day.realised.text() + " today, the limit is -" + loss->text() + " (B-31)"};
}

}  // namespace

// ---- state ----

BotDay BotBook::on(BotId bot, std::int64_t day) const {
    const auto found = days.find(bot);
    if (found != days.end() && found->second.day == day) return found->second;
    BotDay none;
    none.day = day;
    return none;
}

void BotBook::note_entry(const BotTake& take) {
    BotDay& day = days[take.bot];
    if (take.day > day.day) day = BotDay{take.day, 0, {}};
    day.entries += 1;
}

void BotBook::note_realised(GroupId group, Money amount, std::int64_t on) {
    const auto opener = opened.find(group);
    if (opener == opened.end()) return;
    BotDay& day = days[opener->second];
    if (on < day.day) return;  // of a day that is over
    if (on > day.day) day = BotDay{on, 0, {}};
    day.realised += amount;
}

// ---- decisions ----

const Bot* bot_for(const Identity& identity, const DeskContext& context) {
    if (context.config.bots.empty()) return nullptr;
    const Instrument& instrument = context.instruments.at(identity.instrument);
    return bot_for(context.config.bots, {context.account.id, context.account.owner, instrument.symbol, identity.timeframe_seconds,
                                         identity.side == PositionSide::long_side});
}

const Bot* taker_of(const Desk& desk, const Identity& identity, const DeskContext& context) {
    if (context.config.bots.empty()) return nullptr;
    const DeskGroup* group = desk.find(identity);
    const auto opener = group == nullptr || group->is_closing ? desk.bots.opened.end() : desk.bots.opened.find(group->id);
    if (opener != desk.bots.opened.end()) {
        const Bot* bot = find_bot(context.config.bots, opener->second);
        if (bot != nullptr && bot->terms.account == desk.account) return bot;
    }
    return bot_for(identity, context);
}

std::optional<Error> refuse_by_bot(const Desk& desk, const Identity& identity, const DeskContext& context) {
    const Bot* bot = taker_of(desk, identity, context);
    if (bot == nullptr) return std::nullopt;
    if (auto refused = refuse_by_state(*bot)) return refused;
    if (auto refused = refuse_by_schedule(*bot, context)) return refused;
    return refuse_by_caps(desk, *bot, context);
}

std::optional<BotTake> take_of(const Desk& desk, const Identity& identity, const DeskContext& context) {
    const Bot* bot = taker_of(desk, identity, context);
    return bot == nullptr ? std::nullopt : std::optional(BotTake{bot->id, today(context)});
}

const GridStrategy* strategy_for(const Identity& identity, const DeskContext& context) {
    const Instrument& instrument = context.instruments.at(identity.instrument);
    return select_strategy(context.config, context.account, instrument, identity.timeframe_seconds, bot_for(identity, context));
}

std::vector<GroupId> left_open(const Desk& desk, BotId bot, const Config& config) {
    std::vector<GroupId> left;
    for (const auto& [id, opener] : desk.bots.opened) {
        const DeskGroup* group = desk.find(id);
        if (opener != bot || group == nullptr || is_bound_to_close(*group, config)) continue;
        const auto task = desk.tasks.find(id);
        const bool is_told = task != desk.tasks.end() && task->second.flatten;
        if (!is_told) left.push_back(id);
    }
    return left;
}

DeskEvents flatten_bot(const Desk& desk, BotId bot, const DeskContext& context) {
    BotFlattened event{desk.account, bot, left_open(desk, bot, context.config), context.now};
    return event.groups.empty() ? DeskEvents{} : DeskEvents{std::move(event)};
}

}  // namespace trellis
