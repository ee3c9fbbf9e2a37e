// Whatever is asked of the paper exchange, its books agree with its trades: money is conserved, nothing negative is locked, no quoted
// size is exceeded, and the engine sees each trade once.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/rounding.hpp"
#include "tests/adapters/exchange/paper/venue.hpp"

namespace trellis::adapters {
namespace {

using testing::Venue;

std::string cents(int value) { return std::to_string(value / 100) + "." + std::to_string(value / 10 % 10) + std::to_string(value % 10); }
std::string thousandths(int value) { return std::to_string(value) + "e-3"; }

// One random step of the market or of an account; every account acts in the one instrument of its market.
class Walk {
public:
    explicit Walk(bool is_linear, std::uint32_t latency_ms = 0) : venue(latency_ms), accounts(pick(is_linear)) {
        venue.at = is_linear ? Venue::perpetual : Venue::btc;
    }

    void step() {
        venue.account = *rc::gen::elementOf(accounts);
        venue.group = *rc::gen::inRange<std::uint32_t>(1, 3);
        venue.position = venue.group == 1 ? PositionSide::long_side : PositionSide::short_side;
        switch (*rc::gen::inRange(0, 12)) {
            case 0: case 1: case 2: return quote();
            case 3: return venue.print(price().c_str(), quantity().c_str());
            case 4: return venue.cancel(known());
            case 5: return venue.amend(known(), quantity().c_str(), price().c_str());
            case 6: return force_fill();
            case 7: return fault();
            case 8: venue.now += std::chrono::milliseconds(*rc::gen::inRange(0, 40)); return venue.exchange.advance(venue.now);
            default: return order();
        }
    }
    void collect() {
        for (auto& report : venue.exchange.take_reports()) reports.push_back(std::move(report));
    }
    // Everything that rests is filled, some of it unseen; then the streams come to rest.
    void finish() {
        venue.now += std::chrono::minutes(1);
        for (const auto account : accounts) {
            venue.account = account;
            venue.fault(VenueFaultKind::drop_fill, *rc::gen::inRange<std::uint32_t>(0, 3));
        }
        venue.quote("1", "1.01");
        venue.quote("1000", "1000.01");
        venue.now += std::chrono::minutes(1);
        venue.exchange.advance(venue.now);
        venue.exchange.settle(venue.now);
        collect();
    }

    Venue venue;
    std::vector<AccountId> accounts;
    std::vector<OrderReport> reports;

private:
    static std::vector<AccountId> pick(bool is_linear) {
        return is_linear ? std::vector{Venue::one_way, Venue::hedge} : std::vector{Venue::main, Venue::other};
    }
    static std::string price() { return cents(*rc::gen::inRange(900, 1100)); }
    static std::string quantity() { return thousandths(*rc::gen::inRange(1, 30'000)); }
    // The number of an order that was asked for; from here on its account and group act.
    std::uint32_t known() {
        if (placed_.empty()) return 1;
        const auto id = *rc::gen::elementOf(placed_);
        venue.account = id.key.group.account;
        venue.group = id.key.group.counter;
        return id.key.order.value;
    }

    void quote() {
        const int bid = *rc::gen::inRange(900, 1100);
        const auto size = quantity();
        const bool is_sized = *rc::gen::arbitrary<bool>();
        venue.quote(cents(bid).c_str(), cents(bid + *rc::gen::inRange(1, 20)).c_str(), is_sized ? size.c_str() : nullptr,
                    is_sized ? size.c_str() : nullptr);
    }
    void force_fill() {
        const auto number = known();
        venue.exchange.force_fill(venue.id(number), decimal<Quantity>(quantity().c_str()), venue.now);
    }
    void order() {
        const bool is_market = *rc::gen::inRange(0, 6) == 0;
        const auto limit = price();
        auto terms = venue.terms(++next_, *rc::gen::arbitrary<bool>() ? OrderSide::buy : OrderSide::sell, quantity().c_str(),
                                 is_market ? nullptr : limit.c_str());
        terms.time_in_force = *rc::gen::inRange(0, 3) == 0 ? TimeInForce::ioc : TimeInForce::gtc;
        terms.reduce_only = venue.at == Venue::perpetual && *rc::gen::arbitrary<bool>();
        placed_.push_back(terms.id);
        venue.exchange.request(terms, venue.now);
    }
    void fault() {
        Fault injected;
        injected.account = venue.account;
        injected.kind = static_cast<VenueFaultKind>(*rc::gen::inRange(0, 10));
        injected.orders = *rc::gen::inRange<std::uint32_t>(1, 4);
        injected.duration = std::chrono::milliseconds(*rc::gen::inRange(0, 50));
        venue.exchange.inject(injected, venue.now);
    }

    std::uint32_t next_ = 0;
    std::vector<ClientOrderId> placed_;
};

struct Flow {
    Money base;
    Money quote;
    Money held_quote;
    Money held_base;
};

// What the trades and resting orders of an account say its spot balances must be.
Flow flow_of(const PaperExchange& exchange, AccountId account) {
    Flow flow;
    for (const auto& [id, order] : exchange.orders()) {
        if (id.key.group.account != account) continue;
        const bool is_buy = order.side == OrderSide::buy;
        for (const auto& trade : order.trades) {
            const Money cost = notional(trade.price, trade.quantity);
            flow.quote += (is_buy ? -cost : cost) - trade.fee;
            flow.base += is_buy ? as<Money>(trade.quantity) : -as<Money>(trade.quantity);
        }
        if (is_terminal(order.state)) continue;
        if (is_buy) flow.held_quote += notional(order.price, order.remaining());
        if (!is_buy) flow.held_base += as<Money>(order.remaining());
    }
    return flow;
}

Balance balance_of(const PaperExchange& exchange, AccountId account, const std::string& asset) {
    const auto all = exchange.balances(account);
    return all.contains(asset) ? all.at(asset) : Balance{};
}

RC_GTEST_PROP(PaperExchange, R14MoneyIsConservedOnSpotAndLocksAreTheRestingOrders, ()) {
    Walk walk(false);
    const int steps = *rc::gen::inRange(1, 120);
    for (int i = 0; i < steps; ++i) {
        walk.step();
        for (const auto account : walk.accounts) {
            const Flow flow = flow_of(walk.venue.exchange, account);
            const Balance usdt = balance_of(walk.venue.exchange, account, "USDT");
            const Balance btc = balance_of(walk.venue.exchange, account, "BTC");
            RC_ASSERT(usdt.total() == decimal<Money>("1000") + flow.quote);
            RC_ASSERT(btc.total() == flow.base);
            RC_ASSERT(usdt.locked == flow.held_quote);
            RC_ASSERT(btc.locked == flow.held_base);
            RC_ASSERT(!btc.free.is_negative());
        }
    }
}

// An account's cash is what its trades paid; what that leaves over the wallet is the cost of what is open.
RC_GTEST_PROP(PaperExchange, R15MoneyIsConservedOnLinearAndMarginIsPositionsAndOpeningOrders, ()) {
    Walk walk(true);
    const int steps = *rc::gen::inRange(1, 120);
    for (int i = 0; i < steps; ++i) {
        walk.step();
        for (const auto account : walk.accounts) {
            const Flow flow = flow_of(walk.venue.exchange, account);
            Money signed_cost;
            Money signed_quantity;
            Money cost;
            for (const auto& open : walk.venue.exchange.positions(account)) {
                const bool is_long = open.side == PositionSide::long_side;
                RC_ASSERT(open.quantity.is_positive());
                RC_ASSERT(open.cost.is_positive());
                signed_cost += is_long ? open.cost : -open.cost;
                signed_quantity += is_long ? as<Money>(open.quantity) : -as<Money>(open.quantity);
                cost += open.cost;
            }
            const Balance usdt = balance_of(walk.venue.exchange, account, "USDT");
            RC_ASSERT(usdt.total() == decimal<Money>("1000") + flow.quote + signed_cost);
            RC_ASSERT(signed_quantity == flow.base);
            RC_ASSERT(!usdt.locked.is_negative());
            Money opening;
            for (const auto& [id, order] : walk.venue.exchange.orders()) {
                if (id.key.group.account != account) continue;
                opening += order.held;
                if (is_terminal(order.state)) RC_ASSERT(order.held.is_zero());
            }
            const std::int64_t leverage = account == Venue::one_way ? 5 : 2;
            const auto margin = Money::from_raw(divide((opening + cost).raw(), leverage, Rounding::half_even));
            RC_ASSERT(usdt.locked == margin);
        }
    }
}

RC_GTEST_PROP(PaperExchange, R15ReduceOnlyOrdersNeverTurnTheirGroup, ()) {
    Walk walk(true);
    for (int i = 0; i < 100; ++i) {
        std::map<GroupId, Quantity> before;
        std::map<ClientOrderId, std::size_t> traded;
        for (const auto& [id, order] : walk.venue.exchange.orders()) {
            before[id.key.group] = walk.venue.exchange.net_quantity(id.key.group);
            traded[id] = order.trades.size();
        }
        walk.step();
        std::map<GroupId, bool> has_opened;
        std::map<GroupId, bool> has_closed;
        for (const auto& [id, order] : walk.venue.exchange.orders()) {
            if (order.trades.size() == traded[id]) continue;
            (order.reduce_only ? has_closed : has_opened)[id.key.group] = true;
        }
        for (const auto& [group, closed] : has_closed) {
            if (has_opened[group]) continue;
            const Quantity after = walk.venue.exchange.net_quantity(group);
            RC_ASSERT(after.abs() < before[group].abs());
            RC_ASSERT(after.is_zero() || after.is_positive() == before[group].is_positive());
        }
    }
}

RC_GTEST_PROP(PaperExchange, R10NoQuotedSizeIsExceededUntilTheNextQuote, ()) {
    Walk walk(false);
    walk.venue.account = Venue::main;
    const auto size = decimal<Quantity>("3");
    for (int round = 0; round < 5; ++round) {
        walk.venue.quote("9.90", "10.00", "3", "3");
        const auto traded = [&](OrderSide side) {
            Quantity sum;
            for (const auto& [id, order] : walk.venue.exchange.orders()) {
                if (order.side == side) sum += order.filled;
            }
            return sum;
        };
        const auto bought = traded(OrderSide::buy);
        const auto sold = traded(OrderSide::sell);
        const auto number = static_cast<std::uint32_t>(round * 10 + 1);
        for (std::uint32_t i = 0; i < 4; ++i) {
            const auto quantity = thousandths(*rc::gen::inRange(1000, 3000));
            if (*rc::gen::arbitrary<bool>()) walk.venue.buy(number + i, quantity.c_str(), "10.00");
            else walk.venue.sell(number + i, quantity.c_str(), "9.90");
        }
        RC_ASSERT(traded(OrderSide::buy) - bought <= size);
        RC_ASSERT(traded(OrderSide::sell) - sold <= size);
    }
}

// Latency, lost, doubled and turned fills, lines that break: in the end the engine has seen exactly the venue's trades, each order's
// cumulative quantity rising.
RC_GTEST_PROP(PaperExchange, R61NoTradeIsLostAndNoneIsSeenTwice, ()) {
    Walk walk(*rc::gen::arbitrary<bool>(), *rc::gen::elementOf(std::vector<std::uint32_t>{0, 10}));
    const int steps = *rc::gen::inRange(1, 120);
    for (int i = 0; i < steps; ++i) {
        walk.step();
        if (*rc::gen::arbitrary<bool>()) walk.collect();
        if (*rc::gen::inRange(0, 4) == 0) walk.venue.exchange.settle(walk.venue.now);
    }
    walk.finish();
    std::map<ClientOrderId, std::vector<TradeId>> seen;
    std::map<ClientOrderId, Quantity> cumulative;
    for (const auto& report : walk.reports) {
        if (const auto* fill = std::get_if<OrderFill>(&report.body)) {
            seen[report.id].push_back(fill->trade);
            cumulative[report.id] += fill->quantity;
            RC_ASSERT(fill->cumulative == cumulative[report.id]);
        }
    }
    for (const auto& [id, order] : walk.venue.exchange.orders()) {
        std::vector<TradeId> trades;
        for (const auto& trade : order.trades) trades.push_back(trade.id);
        RC_ASSERT(seen[id] == trades);
        RC_ASSERT(cumulative[id] == order.filled);
        RC_ASSERT(order.filled <= order.quantity || order.state == OrderState::rejected);
    }
    RC_ASSERT(walk.venue.exchange.next_due() == std::nullopt);
}

}  // namespace
}  // namespace trellis::adapters
