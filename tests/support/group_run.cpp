#include "tests/support/group_run.hpp"

#include <gtest/gtest.h>

#include "engine/base/rounding.hpp"
#include "engine/event/names.hpp"
#include "engine/group/refit.hpp"

namespace trellis::tests {

namespace {

Instrument bitcoin_on(const char* name) {
    Instrument instrument = parse_instrument_name(name).value();
    instrument.tick = decimal<Price>("0.01");
    instrument.step = decimal<Quantity>("0.00001");
    instrument.maker_fee = decimal<Ratio>("0.001");
    instrument.taker_fee = decimal<Ratio>("0.001");
    return instrument;
}

}  // namespace

Instrument bitcoin() { return bitcoin_on("binance:spot:BTC-USDT"); }
Instrument bitcoin_perpetual() { return bitcoin_on("binance:linear:BTC-USDT-USDT"); }

PyramidPlan ladder(const std::vector<LegText>& legs, std::uint16_t pyramid) {
    PyramidPlan plan;
    plan.pyramid = PyramidIndex{pyramid};
    plan.base_price = decimal<Price>(legs.front().price);
    plan.capital = Money::from_integer(1'000);
    for (const auto& leg : legs) {
        PlannedLeg planned;
        planned.index = LegIndex{static_cast<std::uint16_t>(plan.legs.size())};
        planned.price = decimal<Price>(leg.price);
        planned.quantity = decimal<Quantity>(leg.quantity);
        planned.take_profit = decimal<Ratio>(leg.take_profit);
        plan.legs.push_back(planned);
    }
    return plan;
}

PyramidPlan default_ladder() {
    return ladder({{"64231.37", "0.00311", "1"},
                   {"63910.21", "0.00312", "0.5"},
                   {"63589.05", "0.00314", "2"},
                   {"63267.89", "0.00316", "1.5"},
                   {"62946.74", "0.00317", "1"}});
}

std::string row(const Order& order) {
    std::string out(text(order.role));
    if (order.pyramid.has_value()) out += " " + std::to_string(order.pyramid->value);
    if (order.leg.has_value()) out += "/" + std::to_string(order.leg->value);
    out += " " + std::string(text(order.side)) + " ";
    if (order.filled.is_positive()) out += order.filled.text() + "/";
    out += order.quantity.text() + " @ " + (order.type == OrderType::market ? "market" : order.price.text());
    return out + " " + std::string(text(order.state));
}

std::string names(const GroupEvents& events) {
    std::string out;
    for (const auto& event : events) {
        if (!out.empty()) out += ' ';
        out += std::visit([](const auto& happened) { return name_of(happened.tag); }, event);
    }
    return out;
}

GroupRun::GroupRun(Instrument traded, PositionSide held) : instrument(std::move(traded)), side(held) {
    strategy.levels = default_levels();
}

GroupContext GroupRun::context() const {
    return {now, instrument, book, account_bound, cancels_at_once, std::nullopt, config, &board, &table, wallets, bars};
}

GroupEvents GroupRun::open(const PyramidPlan& plan) {
    OpenGroup command;
    command.group = {AccountId{1}, 1};
    command.identity = {instrument.id, 900, side};
    command.signal = SignalNumber{++signals};
    command.strategy = strategy;
    command.plan = plan;
    command.max_slippage_percent = payload_bound;
    command.stop_loss = stop_loss;
    command.take_profit = take_profit;
    return tell(command);
}

GroupEvents GroupRun::add(const PyramidPlan& plan) { return tell(AddPyramid{SignalNumber{++signals}, plan}); }

GroupEvents GroupRun::exit() {
    return tell(CloseGroup{CloseReason::exit_signal, SignalNumber{++signals}, std::nullopt});
}

GroupEvents GroupRun::reduce(const char* part, const char* whole) {
    ReduceGroup command;
    command.signal = SignalNumber{++signals};
    command.fraction = Portion{decimal<Quantity>(part), decimal<Quantity>(whole)};
    return tell(command);
}

GroupEvents GroupRun::tell(const GroupCommand& command) {
    constexpr Incarnation incarnation{1};
    const GroupDecision decision = handle(group, command, context(), incarnation);
    if (const auto* refused = std::get_if<Refusal>(&decision)) {
        ADD_FAILURE() << "refused: " << refused->code << " " << refused->detail;
        return {};
    }
    const auto& events = std::get<GroupEvents>(decision);
    if (!events.empty()) passed = Timestamp::min();
    if (const auto anew = renewed(events, instrument)) instrument = *anew;
    for (const auto& event : events) rebuilt_.apply(event, incarnation);
    EXPECT_EQ(rebuilt_, group) << "rebuilt from its events, the group is another: " << names(events);
    return events;
}

void GroupRun::quarantine(const char* reason) {
    const GroupQuarantined event{group.id, reason, now};
    group.apply(event, Incarnation{1});
    rebuilt_.apply(event, Incarnation{1});
}

std::string GroupRun::refusal(const GroupCommand& command) {
    const GroupDecision decision = handle(group, command, context(), Incarnation{1});
    EXPECT_EQ(rebuilt_, group) << "a refusal changes nothing";
    const auto* refused = std::get_if<Refusal>(&decision);
    return refused == nullptr ? "" : refused->code;
}

void GroupRun::quote(const char* bid, const char* ask) {
    book = Quote{decimal<Price>(bid), decimal<Price>(ask), {}, {}, now, 1};
}

GroupEvents GroupRun::evaluate(const char* bid, const char* ask) {
    quote(bid, ask);
    return tell(Evaluate{});
}

GroupEvents GroupRun::timer() {
    const auto next = due();
    EXPECT_TRUE(next.has_value()) << "the group waits for no timer";
    if (!next.has_value()) return {};
    now = std::max(now, next->at);
    GroupEvents events = tell(TimerDue{next->kind});
    passed = events.empty() ? now : Timestamp::min();
    return events;
}

GroupEvents GroupRun::report(std::uint32_t number, const ReportBody& body) {
    return tell(HandleReport{OrderNumber{number}, body});
}

GroupEvents GroupRun::acknowledge(std::uint32_t number) { return report(number, OrderAcknowledged{}); }

void GroupRun::acknowledge_all() {
    for (std::uint32_t number = 1; number <= group.orders.size(); ++number) {
        if (order(number).state == OrderState::sent) acknowledge(number);
    }
}

OrderFill GroupRun::fill_of(std::uint32_t number, const char* price, const char* quantity) {
    OrderFill fill;
    fill.trade = TradeId{++trades};
    fill.price = decimal<Price>(price);
    fill.quantity = decimal<Quantity>(quantity);
    fill.cumulative = order(number).filled + fill.quantity;
    const bool takes_base = instrument.fee_asset == FeeAsset::base && order(number).side == OrderSide::buy;
    fill.fee_asset = takes_base ? FeeAsset::base : FeeAsset::quote;
    fill.fee = takes_base ? as<Money>(base_fee_of(fill.quantity, instrument.maker_fee))
                          : fee_of(notional(fill.price, fill.quantity), instrument.maker_fee);
    fill.maker = true;
    return fill;
}

GroupEvents GroupRun::fill(std::uint32_t number, const char* price, const char* quantity) {
    return report(number, fill_of(number, price, quantity));
}

GroupEvents GroupRun::fill_whole(std::uint32_t number) {
    const std::string price = order(number).price.text();
    return fill(number, price.c_str(), order(number).remaining().text().c_str());
}

GroupEvents GroupRun::cancelled(std::uint32_t number) { return report(number, OrderCancelled{order(number).filled}); }
GroupEvents GroupRun::expired(std::uint32_t number) { return report(number, OrderExpired{order(number).filled}); }
GroupEvents GroupRun::rejected(std::uint32_t number, std::string code) {
    return report(number, OrderRejected{std::move(code)});
}

void GroupRun::answer_requests() {
    for (std::uint32_t number = 1; number <= group.orders.size(); ++number) {
        const Order& asked = order(number);
        if (asked.state == OrderState::pending_cancel) {
            cancelled(number);
        } else if (asked.state == OrderState::pending_replace) {
            report(number, OrderAmended{asked.price, asked.quantity});
        } else if (asked.state == OrderState::sent) {
            acknowledge(number);
        }
    }
}

}  // namespace trellis::tests
