#include "tests/engine/risk/risk_rig.hpp"

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"

namespace trellis::tests {

namespace {

Instrument spot(const char* name, const char* tick, const char* step) {
    Instrument made = parse_instrument_name(name).value();
    made.tick = decimal<Price>(tick);
    made.step = decimal<Quantity>(step);
    made.min_quantity = made.step;
    made.min_notional = decimal<Money>("5");
    made.taker_fee = decimal<Ratio>("0.001");
    made.maker_fee = decimal<Ratio>("0.001");
    return made;
}

const Instrument& find(const InstrumentTable& table, const std::string& symbol) {
    for (const auto& instrument : table.all()) {
        if (instrument.symbol == symbol) return instrument;
    }
    TRELLIS_CHECK(false, "a test names an instrument of the rig");
    return table.all().front();
}

}  // namespace

RiskRig::RiskRig() {
    instruments.add(spot("binance:spot:ETH-USDT", "0.01", "0.0001")).value();
    instruments.add(spot("binance:spot:SOL-USDT", "0.01", "0.01")).value();
    instruments.add(spot("binance:spot:XRP-USDT", "0.0001", "1")).value();
    instruments.add(spot("binance:spot:ADA-USDT", "0.0001", "1")).value();
    instruments.add(spot("binance:spot:DOT-USDT", "0.001", "0.1")).value();
    instruments.add(spot("binance:spot:LTC-BTC", "0.000001", "0.01")).value();
    config.risk.enable_post_full_wait = false;
    config.risk.require_full_pyramids = false;
    AccountConfig account;
    account.id = AccountId{1};
    account.name = "main";
    account.venue = "binance";
    config.accounts = {account};
    risk.account = AccountId{1};
}

GroupId RiskRig::hold(const Holding& holding) {
    const GroupId id{AccountId{1}, static_cast<std::uint32_t>(groups.size() + 1)};
    Group group;
    group.id = id;
    group.identity = {find(instruments, holding.symbol).id, 900 * id.counter, holding.side};
    group.opened_at = Timestamp(std::chrono::hours(id.counter));
    group.first_fill_at = group.opened_at;
    group.open_quantity = decimal<Quantity>(holding.quantity);
    group.bought = group.open_quantity;
    group.open_cost = notional(decimal<Price>(holding.price), group.open_quantity);
    group.open_entry_fees = fee_of(group.open_cost, decimal<Ratio>(holding.fee_rate));
    group.risk_timer_started_at = group.opened_at;
    groups.emplace(id, std::move(group));
    note(id);
    return id;
}

void RiskRig::forget(GroupId group) {
    groups.erase(group);
    board.forget(group);
}

void RiskRig::quote(const char* symbol, const char* bid, const char* ask) {
    board.set_quote(find(instruments, symbol).id, {decimal<Price>(bid), decimal<Price>(ask), {}, {}, now, 1});
}

std::vector<Event> RiskRig::tell(const RiskCommand& command) {
    std::vector<Event> events;
    RiskStep done = step(risk, command, context());
    while (true) {
        events.insert(events.end(), done.events.begin(), done.events.end());
        told.insert(told.end(), done.hand_overs.begin(), done.hand_overs.end());
        if (!done.goes_on) break;
        done = step(risk, ContinueRiskPass{}, context());
    }
    journal.insert(journal.end(), events.begin(), events.end());
    return events;
}

std::vector<Event> RiskRig::answer(GroupId group, const char* quantity, const char* realised) {
    return tell(RiskFact(OffsetLegDone{group, offset().number, decimal<Quantity>(quantity), decimal<Money>(realised)}));
}

std::vector<Event> RiskRig::answer_as_planned(GroupId group) {
    for (const auto& winner : plan().winners) {
        if (winner.group == group) return answer(group, winner.quantity.text().c_str(), winner.profit.text().c_str());
    }
    return answer(group, offset().loser.quantity.text().c_str(), plan().loser.profit.text().c_str());
}

const OffsetPlanned& RiskRig::plan() const {
    for (auto event = journal.rbegin(); event != journal.rend(); ++event) {
        if (const auto* planned = std::get_if<OffsetPlanned>(&*event)) return *planned;
    }
    TRELLIS_CHECK(false, "a test asks for a plan that was made");
    return std::get<OffsetPlanned>(journal.front());
}

std::vector<RiskReason> why(const std::vector<Event>& events, GroupId group) {
    std::vector<RiskReason> reasons;
    const auto look = [&](const std::vector<RiskCandidate>& candidates) {
        for (const auto& candidate : candidates) {
            if (candidate.group == group) reasons = candidate.reasons;
        }
    };
    for (const auto& event : events) {
        if (const auto* planned = std::get_if<OffsetPlanned>(&event)) look(planned->candidates);
        if (const auto* ended = std::get_if<RiskPassEnded>(&event)) look(ended->candidates);
    }
    return reasons;
}

}  // namespace trellis::tests
