#include "engine/world/world.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/base/overloaded.hpp"
#include "engine/event/owner.hpp"
#include "engine/group/copied.hpp"
#include "engine/group/leading.hpp"
#include "engine/pool/bots.hpp"
#include "engine/pool/copies.hpp"
#include "engine/world/risk_shell.hpp"

namespace trellis {

namespace {

/// An entry that waited in the queue may be older than signals its group obeyed since.
bool is_done(const World& world, GroupId group, const PendingSignal& pending) {
    const auto found = world.groups.find(group);
    if (found == world.groups.end()) return false;
    if (pending.hand_over == HandOver::add_pyramid) {
        return has_pyramid_of(found->second, pending.signal) || !answer_to(found->second, pending.signal).empty();
    }
    return found->second.last_signal >= pending.signal;
}

/// As they were admitted: a promoted signal is older than one that was handed over before it.
std::vector<const PendingSignal*> in_order_of_admission(const Desk& desk) {
    std::vector<const PendingSignal*> ordered;
    for (const auto& [signal, pending] : desk.pending) ordered.push_back(&pending);
    std::ranges::stable_sort(ordered, {}, &PendingSignal::place);
    return ordered;
}

void follow_signals(const World& world, const Desk& desk, FollowUp& result) {
    for (const PendingSignal* pending : in_order_of_admission(desk)) {
        for (const GroupId group : pending->waiting_for) {
            if (is_done(world, group, *pending)) {
                const std::string answer = answer_to(world.groups.at(group), pending->signal);
                result.facts.push_back({desk.account, GroupAnswered{group, pending->signal, answer}});
            } else {
                result.commands.push_back(hand_over(desk, *pending, group));
            }
        }
    }
}

/// A group without working entries still has to say that it obeyed, so it is asked what it did, not what it has.
bool is_task_done(const Group& group, const GroupTask& task, const DeskGroup& known) {
    if (group.has_ended()) return true;
    if (group.closing.has_value()) return !task.flatten || !is_discretionary(*group.closing);
    if (task.flatten) return false;
    return group.cancels_obeyed >= known.cancels_ordered;
}

void follow_tasks(const World& world, const Desk& desk, FollowUp& result) {
    for (const auto& [id, task] : desk.tasks) {
        const auto group = world.groups.find(id);
        const DeskGroup* known = desk.find(id);
        if (group != world.groups.end() && known != nullptr && is_task_done(group->second, task, *known)) {
            result.facts.push_back({desk.account, GroupTaskDone{id}});
            continue;
        }
        for (auto& command : task_commands(desk, id, task)) result.commands.push_back(std::move(command));
    }
}

void follow_groups(const World& world, const Desk& desk, FollowUp& result) {
    for (const auto& [id, known] : desk.groups) {
        const auto found = world.groups.find(id);
        if (found == world.groups.end()) continue;
        const Group& group = found->second;
        if (group.realised != known.realised) {
            result.facts.push_back({desk.account, GroupRealised{id, group.realised, group.last_closed_at}});
        }
        if (!group.has_ended() && group.outside.told < known.taken_outside) {
            result.commands.push_back(outside_command(desk, id));
        }
        if (group.has_ended()) {
            result.facts.push_back({desk.account, ended(group)});
        } else if (const GroupClosing closing = closing_of(group);
                   closing.is_closing != known.is_closing || closing.may_be_given_up != known.may_be_given_up) {
            result.facts.push_back({desk.account, closing});
        }
    }
}

/// A group that heard of the offset has begun with it or is done; one that is gone or over closed nothing more for it.
void follow_part(const World& world, const Offset& offset, const OffsetPart& part, bool is_loser, FollowUp& result) {
    if (part.is_done) return;
    const AccountId account = part.group.account;
    const auto found = world.groups.find(part.group);
    const OffsetLeg* leg = nullptr;
    if (found != world.groups.end() && found->second.offset_leg.has_value()) leg = &*found->second.offset_leg;
    const bool is_heard = leg != nullptr && leg->offset == offset.number;
    if (is_heard && !leg->is_over) return;
    if (is_heard) {
        result.risk_facts.push_back({account, OffsetLegDone{part.group, offset.number, leg->quantity, leg->realised}});
    } else if (found == world.groups.end() || found->second.has_ended()) {
        result.risk_facts.push_back({account, OffsetLegDone{part.group, offset.number, {}, {}}});
    } else {
        for (auto& command : part_commands(offset, part, is_loser)) result.commands.push_back(std::move(command));
    }
}

void follow_risk(const World& world, const Risk& risk, FollowUp& result) {
    if (risk.is_pass_open()) result.passes.push_back(risk.account);
    if (!risk.offset.has_value()) return;
    const Offset& offset = *risk.offset;
    if (offset.are_winners_ordered()) {
        for (const auto& winner : offset.winners) follow_part(world, offset, winner, false, result);
    }
    if (offset.is_loser_ordered) follow_part(world, offset, offset.loser, true, result);
}

/// P-3: a group that missed a confirmation is told again.
void follow_replacements(const World& world, const Desk& desk, FollowUp& result) {
    for (const auto& [id, known] : desk.groups) {
        const auto group = world.groups.find(id);
        if (group == world.groups.end() || group->second.has_ended()) continue;
        if (group->second.replacements_noted >= known.replacement_count) continue;
        result.commands.push_back({{known.identity.instrument, id}, NoteReplacement{known.replacement_count}});
    }
}

/// A quarantined copy is told behind its release.
void follow_copies(const World& world, const Desk& desk, FollowUp& result) {
    for (const auto& [origin, copy] : desk.copies) {
        if (!copy.has_leader_ended && !world.groups.contains(origin.leader)) {
            LeaderMoved gone;
            gone.origin = origin;
            gone.figures = copy.told;
            gone.is_closing = gone.has_ended = true;
            result.facts.push_back({desk.account, std::move(gone)});
        }
        if (copy.owed.empty()) continue;
        const auto group = world.groups.find(copy.group);
        const bool is_there = group != world.groups.end();
        if (is_there && (group->second.has_ended() || group->second.quarantine.has_value())) continue;
        const bool is_heard = is_there && group->second.copied->step >= copy.owed.front().number;
        if (!is_heard) {
            result.commands.push_back(copy_command(desk, origin, copy).value());
        } else if (is_copy_step_done(group->second)) {
            result.facts.push_back({desk.account, followed(group->second)});
        }
    }
}

void follow_leader(const World& world, const Subscription& subscription, const Config& config, FollowUp& result) {
    const auto desk = world.desks.find(subscription.terms.follower);
    if (desk == world.desks.end()) return;
    for (auto at = world.groups.lower_bound(GroupId{subscription.terms.leader, 0}); at != world.groups.end(); ++at) {
        const Group& group = at->second;
        if (group.id.account != subscription.terms.leader) break;
        if (!is_followed_by(group, subscription)) continue;
        LeaderMoved told = leader_moved(group, subscription.id, config);
        if (is_news(desk->second, told, subscription)) result.facts.push_back({desk->first, std::move(told)});
    }
}

bool is_to_flatten(const Bot& bot, const Config& config) {
    return bot.flattens && bot.state == BotState::stopped && find_account(config, bot.terms.account) != nullptr;
}

/// A stop that flattens is one decision of the directory: where its desk did not come to it, it is told now. One that did leaves nothing
/// open that neither closes nor has its task, so nothing is closed twice (B-31).
void follow_bot(const World& world, const Bot& bot, const Config& config, FollowUp& result) {
    const auto desk = world.desks.find(bot.terms.account);
    if (desk == world.desks.end() || !is_to_flatten(bot, config)) return;
    if (!left_open(desk->second, bot.id, config).empty()) result.facts.push_back({desk->first, BotStopped{bot.id}});
}

}  // namespace

namespace {

void open_account(World& world, AccountId account, std::uint32_t dedupe_window_hours) {
    Desk desk;
    desk.account = account;
    desk.dedupe_window_hours = dedupe_window_hours;
    world.desks.emplace(account, std::move(desk));
    Risk risk;
    risk.account = account;
    world.risks.emplace(account, std::move(risk));
}

}  // namespace

World World::empty(const Config& config) {
    World world;
    for (const auto& account : config.accounts) open_account(world, account.id, config.limits.dedupe_window_hours);
    return world;
}

void World::apply(const Event& event) {
    std::visit(Overloaded{
                   [&](const SlotReleased& released) {
                       desks.at(released.group.account).apply(DeskEvent{released});
                       groups.erase(released.group);
                   },
                   [&](const GroupOpened& opened) {
                       TRELLIS_CHECK(!groups.contains(opened.group), "a group is opened once");
                       groups[opened.group].apply(GroupEvent{opened}, incarnation);
                   },
                   [&](const RunStarted& started) { incarnation = started.incarnation; },
                   [](const RunFinished&) {},
                   [](const CommitHashed&) {},
                   [](const ConfigApplied&) {},
                   [&]<DeskOwned T>(const T& happened) { desks.at(account_of(happened)).apply(DeskEvent{happened}); },
                   [&]<RiskOwned T>(const T& happened) {
                       auto& risk = risks[happened.account];  // a journal from before it knows no risk engine
                       risk.account = happened.account;
                       risk.apply(RiskEvent{happened});
                   },
                   [&](const ConnectionOpened& opened) {
                       directory.apply(DirectoryEvent{opened});
                       open_account(*this, opened.account, opened.dedupe_window_hours);
                   },
                   [&]<DirectoryOwned T>(const T& happened) { directory.apply(DirectoryEvent{happened}); },
                   [&]<GroupOwned T>(const T& happened) {
                       groups.at(happened.group).apply(GroupEvent{happened}, incarnation);
                   },
               },
               event);
}

Board board_of(const World& world, const std::map<InstrumentId, SymbolBook>& books) {
    Board board;
    for (const auto& [instrument, book] : books) {
        if (const auto newest = book.newest()) board.set_quote(instrument, *newest);
    }
    for (const auto& [id, group] : world.groups) board.note(group, true);
    return board;
}

std::vector<HandOverCommand> timer_tests(const World& world, AccountId account) {
    std::vector<HandOverCommand> tests;
    for (const auto& [id, group] : world.groups) {
        if (id.account == account && !group.has_ended()) tests.push_back({{group.identity.instrument, id}, TestRiskTimer{}});
    }
    return tests;
}

FollowUp follow_up(const World& world, const Config& config) {
    FollowUp result;
    for (const auto& [account, desk] : world.desks) {
        if (desk.is_round_cut) result.facts.push_back({account, PoolMessage{}});
        follow_signals(world, desk, result);
        follow_tasks(world, desk, result);
        follow_groups(world, desk, result);
        follow_replacements(world, desk, result);
        follow_copies(world, desk, result);
    }
    for (const auto& subscription : config.subscriptions) follow_leader(world, subscription, config, result);
    for (const auto& bot : config.bots) follow_bot(world, bot, config, result);
    for (const auto& [account, risk] : world.risks) follow_risk(world, risk, result);
    return result;
}

std::vector<FactItem> facts_of(const Config& config, const std::vector<AccountId>& accounts) {
    std::vector<FactItem> facts;
    for (const AccountId account : accounts) facts.push_back({account, PoolMessage{}});
    for (const auto& bot : config.bots) {
        if (!is_to_flatten(bot, config) || std::ranges::find(accounts, bot.terms.account) == accounts.end()) continue;
        facts.push_back({bot.terms.account, BotStopped{bot.id}});
    }
    return facts;
}

SignalNumber last_signal(const World& world) {
    SignalNumber last;
    for (const auto& [account, desk] : world.desks) {
        if (!desk.pending.empty()) last = std::max(last, desk.pending.rbegin()->first);
        for (const auto& [identity, entry] : desk.queue) last = std::max(last, entry.signal);
        for (const auto& [closes, entry] : desk.reversals) last = std::max(last, entry.signal);
        if (!desk.remembered_order.empty()) last = std::max(last, desk.remembered_order.rbegin()->first);
    }
    for (const auto& [id, group] : world.groups) last = std::max(last, group.last_signal);
    return last;
}

void check_invariants(const World& world) {
    check_invariants(world.directory);
    for (const auto& [account, desk] : world.desks) check_invariants(desk);
    for (const auto& [account, risk] : world.risks) check_invariants(risk);
    for (const auto& [id, group] : world.groups) {
        check_invariants(group);
        TRELLIS_CHECK(group.id == id, "a group is kept under its own id");
        TRELLIS_CHECK(world.desks.at(id.account).find(id) != nullptr, "a group holds a slot until it is released");
    }
}

}  // namespace trellis
