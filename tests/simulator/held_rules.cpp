#include "tests/simulator/held_rules.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "adapters/journal/reader.hpp"
#include "engine/event/codec.hpp"
#include "engine/preset/schedule.hpp"
#include "engine/world/world.hpp"
#include "tests/support/simulated_run.hpp"

namespace trellis::tests {

namespace {

using adapters::AdminEntry;

/// Follows a journal, and looks at each event before it is applied.
class Watch {
public:
    Watch(const adapters::Scenario& scenario, Met& met) : scenario_(scenario), met_(met), world_(World::empty(scenario.config)) {}

    /// Empty: nothing is against it.
    std::string see(const Event& event) {
        std::string broken;
        if (const auto* admitted = std::get_if<SignalAdmitted>(&event)) broken = broken_by(*admitted);
        if (const auto* moved = std::get_if<StopMoved>(&event)) broken = broken_by(*moved);
        if (std::holds_alternative<BotFlattened>(event)) ++met_.flattened;
        if (const auto* applied = std::get_if<PresetApplied>(&event)) {
            ++met_.applied;
            given_.insert(applied->group);
        }
        if (const auto* governed = std::get_if<PositionGoverned>(&event)) anchored_.insert_or_assign(governed->group, governed->at);
        world_.apply(event);
        return broken;
    }

private:
    /// At the instant of a change either configuration may have been asked.
    std::vector<const Config*> in_force(Timestamp at) const {
        std::vector<const Config*> found{&scenario_.config};
        for (const auto& entry : scenario_.timeline) {
            if (entry.at > at) break;
            const auto* admin = std::get_if<AdminEntry>(&entry.body);
            const auto* change = admin == nullptr ? nullptr : std::get_if<ChangeConfig>(&admin->request);
            if (change == nullptr || !change->config.has_value()) continue;
            if (entry.at < at) found.clear();
            found.push_back(&*change->config);
        }
        return found;
    }

    std::string broken_by(const SignalAdmitted& admitted) {
        const bool is_entry = admitted.hand_over == HandOver::open_group || admitted.hand_over == HandOver::add_pyramid;
        if (!is_entry) return "";
        std::string broken;
        for (const Config* config : in_force(admitted.at)) {
            broken = admitted.bot.has_value() ? refusal_of(admitted, *config) : missed(admitted, *config);
            if (broken.empty()) return "";
        }
        return text(admitted.groups.front()) + ": " + broken;
    }

    std::string missed(const SignalAdmitted& admitted, const Config& config) const {
        const Identity& identity = admitted.instruction.identity;
        const AccountConfig& account = account_of(config, admitted.account);
        const Bot* bot = bot_for(config.bots, {account.id, account.owner, scenario_.instruments.at(identity.instrument).symbol,
                                               identity.timeframe_seconds, identity.side == PositionSide::long_side});
        return bot == nullptr ? "" : "an entry that bot " + text(bot->id) + " takes came by none";
    }

    std::string refusal_of(const SignalAdmitted& admitted, const Config& config) {
        ++met_.entries_of_bots;
        const Bot* bot = find_bot(config.bots, admitted.bot->bot);
        if (bot == nullptr) return "it came by a bot that is not there";
        const std::string name = "bot " + text(bot->id);
        if (bot->state != BotState::running) return name + " took an entry while it was " + std::string(text(bot->state));
        if (!is_open(bot->terms.schedule, *preset_zone(config, bot->terms.schedule), admitted.at)) return name + " took an entry out of its hours";
        const BotDay day = world_.desks.at(admitted.account).bots.on(bot->id, admitted.bot->day);
        const auto& most = bot->terms.max_entries_per_day;
        if (most.has_value() && day.entries >= *most) return name + " took more entries than it may";
        const auto& loss = bot->terms.max_loss_per_day;
        if (loss.has_value() && day.realised <= -*loss) return name + " lost " + day.realised.text() + " and took an entry";
        return "";
    }

    /// B-25: by a version that somebody applied, and ever after, a stop only gets tighter; a hand may do what it likes. Until the first fill it
    /// stands where that was expected, and moves to where it was (B-35).
    std::string broken_by(const StopMoved& moved) {
        if (!given_.contains(moved.group) || moved.source == LevelSource::by_hand) return "";
        const auto anchored = anchored_.find(moved.group);
        const bool is_first = anchored != anchored_.end() && anchored->second == moved.at;
        if (!moved.previous.has_value() || is_first) return "";
        ++met_.tightened;
        const Group& group = world_.groups.at(moved.group);
        const bool is_looser = !moved.price.has_value() || (group.side() == PositionSide::long_side ? *moved.price < *moved.previous
                                                                                                      : *moved.price > *moved.previous);
        return is_looser ? text(moved.group) + ": its stop moved from " + moved.previous->text() + " to " +
                               (moved.price.has_value() ? moved.price->text() : "nowhere")
                         : "";
    }

    const adapters::Scenario& scenario_;
    Met& met_;
    World world_;
    std::set<GroupId> given_;                // groups that got another version
    std::map<GroupId, Timestamp> anchored_;  // when the newest position of a group was first filled
};

}  // namespace

std::string broken_rule(const adapters::Scenario& scenario, adapters::FaultyDisk& disk, Met& met) {
    Watch watch(scenario, met);
    auto reader = adapters::Reader::open(disk, data_directory + std::string("/journal")).value();
    while (const auto frame = reader.next().value()) {
        const auto events = decode_all(frame->payload, frame->header.event_count).value();
        for (const auto& event : events) {
            std::string broken = watch.see(event);
            if (!broken.empty()) return broken;
        }
    }
    return "";
}

}  // namespace trellis::tests
