// What a scenario's admin entries and forced fills make happen: they act like messages from outside.
#include "adapters/simulation/runner.hpp"
#include "engine/base/overloaded.hpp"
#include "engine/group/reduce.hpp"

namespace trellis::adapters {

void Runner::happen(const AdminEntry& entry) {
    std::visit(Overloaded{
                   [&](const CloseRequest& request) {
                       operate(request.group, close_by_hand(request.fraction));
                   },
                   [&](const CancelEntriesRequest& request) { operate(request.group, CancelEntries{false}); },
                   [&](const RunRiskRequest& request) {
                       for (const auto& known : scenario_.config.accounts) {
                           if (request.account.has_value() && *request.account != known.id) continue;
                           give(RiskItem{known.id, RunRiskPass{RiskTrigger::request, request.is_forced}});
                       }
                   },
                   [&](const BlockRequest& request) {
                       tell_risk(request.group, [&](GroupId group) { return BlockGroup{group, request.is_blocked}; });
                   },
                   [&](const SkipOnceRequest& request) {
                       tell_risk(request.group, [](GroupId group) { return SkipGroupOnce{group}; });
                   },
                   [&](const PauseTrading& request) {
                       set_trading(request.account, {TradingState::reducing, false, false});
                   },
                   [&](const ResumeTrading& request) {
                       set_trading(request.account, {TradingState::active, false, false});
                   },
                   [&](const StopTrading& request) {
                       set_trading(request.account, {TradingState::halted, request.cancel_entries, request.flatten});
                   },
                   [&](const QueueRequest& request) { give(QueueItem{request.account, request.command}); },
                   [&](const ResetLimits& request) {
                       set_trading(request.account, {TradingState::active, false, false, true});
                   },
                   [&](const RefreshRequest& request) {
                       for (const auto& known : scenario_.config.accounts) {
                           if (request.account.has_value() && *request.account != known.id) continue;
                           give(RulesItem{known.id, RefreshRules{RefreshCause::requested, std::nullopt}});
                       }
                   },
                   [&](const ChangeConfig& request) { reconfigure(request.config); },
                   [&](const GroupRequest& request) { operate(request.group, request.command); },
               },
               entry.request);
}

std::optional<GroupId> Runner::find_group(const GroupReference& reference) const {
    if (const auto* id = std::get_if<GroupId>(&reference)) return *id;
    const auto& newest = std::get<NewestGroup>(reference);
    return chronicle_.newest(newest.account, newest.identity);
}

/// 404: a refused request changes nothing and is not in the report.
void Runner::tell_risk(const GroupReference& reference, auto make_command) {
    const auto group = find_group(reference);
    if (group.has_value() && chronicle_.find(*group) != nullptr) give(RiskItem{group->account, make_command(*group)});
}

void Runner::operate(const GroupReference& reference, const GroupCommand& command) {
    const auto group = find_group(reference);
    if (!group.has_value()) return;  // 404: a refused request changes nothing and is not in the report
    give(OperatorItem{*group, command});
}

void Runner::reconfigure(const std::optional<Config>& config) {
    if (!config.has_value()) return;
    config_ = *config;
    engine_->reconfigure(config_, now_);
    std::vector<AccountId> everybody;
    for (const auto& account : config_.accounts) everybody.push_back(account.id);
    for (auto& fact : facts_of(config_, everybody)) give(std::move(fact));
    for (const GroupId id : chronicle_.opening_order()) {
        const Group& group = chronicle_.find(id)->group;
        if (!group.has_ended()) evaluate({group.identity.instrument, id});
    }
}

void Runner::set_trading(std::optional<AccountId> account, const SetTradingState& change) {
    for (const auto& known : scenario_.config.accounts) {
        if (account.has_value() && *account != known.id) continue;
        give(TradingItem{known.id, change});
    }
}

/// the first working limit order, in order of groups then rows.
std::optional<ClientOrderId> Runner::find_order(const ForcedFillEntry& entry) const {
    const auto matches = [](const auto& wanted, const auto& found) { return !wanted.has_value() || wanted == found; };
    for (const GroupId id : chronicle_.opening_order()) {
        const Group& group = chronicle_.find(id)->group;
        if (id.account != entry.account || group.identity.instrument != entry.instrument) continue;
        if (entry.timeframe_seconds.has_value() && *entry.timeframe_seconds != group.identity.timeframe_seconds) continue;
        if (entry.side.has_value() && *entry.side != group.side()) continue;
        for (const auto& order : group.orders) {
            if (entry.role.has_value() && *entry.role != order.role) continue;
            if (!matches(entry.pyramid, order.pyramid) || !matches(entry.leg, order.leg)) continue;
            const ClientOrderId client{group.placed_in[order.number.value - 1], {id, order.number}};
            const VenueOrder* resting = venue_.order(client);
            if (resting != nullptr && resting->type == OrderType::limit && !is_terminal(resting->state)) return client;
        }
    }
    return std::nullopt;
}

}  // namespace trellis::adapters
