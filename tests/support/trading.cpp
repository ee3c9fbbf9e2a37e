#include "tests/support/trading.hpp"

#include <algorithm>
#include <iterator>
#include <string>

#include "engine/base/overloaded.hpp"
#include "engine/base/rounding.hpp"

namespace trellis::tests {
namespace {

constexpr std::uint32_t timeframes[] = {1, 5, 15, 60};

Instrument make_instrument(std::uint32_t number) {
    Instrument row = parse_instrument_name("binance:linear:C" + std::to_string(number) + "-USDT-USDT").value();
    row.tick = decimal<Price>("0.01");
    row.step = decimal<Quantity>("0.001");
    row.min_quantity = decimal<Quantity>("0.001");
    row.min_notional = decimal<Money>("5");
    row.maker_fee = decimal<Ratio>("0.0002");
    row.taker_fee = decimal<Ratio>("0.0005");
    return row;
}

}  // namespace

Config trading_config(const TradingOptions& options) {
    Config config;
    config.max_open_groups = options.max_open_groups;
    config.grid_strategy.levels = default_levels();
    config.opposite_side_policy = OppositeSidePolicy::hedge;
    for (std::uint16_t number = 1; number <= options.accounts; ++number) {
        AccountConfig account;
        account.id = AccountId{number};
        account.name = "account" + std::to_string(number);
        account.venue = "binance";
        account.market = Market::linear;
        account.position_mode = PositionMode::hedge;
        account.latency_ms = number % 2;
        config.accounts.push_back(account);
    }
    return config;
}

InstrumentTable trading_instruments(const TradingOptions& options) {
    InstrumentTable table;
    for (std::uint32_t number = 0; number < options.instruments; ++number) table.add(make_instrument(number)).value();
    return table;
}

Trading::Trading(std::uint64_t seed, Sink sink, const TradingOptions& options)
    : Trading(seed, std::move(sink), options, [](const NumberedItem&) {}) {}

Trading::Trading(std::uint64_t seed, Sink sink, const TradingOptions& options, ItemSink items)
    : options_(options),
      config_(trading_config(options)),
      instruments_(trading_instruments(options)),
      sink_(std::move(sink)),
      item_sink_(std::move(items)),
      seed_(seed) {
    start(World::empty(config_));
}

void Trading::start(World world) {
    std::map<InstrumentId, SymbolBook> books;
    engine_ = std::make_unique<DirectEngine>(config_, instruments_, std::move(world), std::move(books), *this, *this);
    engine_->arm();
    run_line();
}

std::uint64_t Trading::random(std::uint64_t bound) {
    // splitmix64: the same numbers from the same seed with every library.
    seed_ += 0x9E3779B97F4A7C15;
    std::uint64_t mixed = seed_;
    mixed = (mixed ^ mixed >> 30U) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ mixed >> 27U) * 0x94D049BB133111EB;
    return (mixed ^ mixed >> 31U) % bound;
}

void Trading::commit(Commit commit) {
    sink_(commit);
    for (const auto& request : commit.requests) answer(request);
}
void Trading::fact(AccountId account, DeskFact fact) { line_.push_back(FactItem{account, std::move(fact)}); }
void Trading::evaluate(GroupAddress address) { line_.push_back(EvaluateItem{address}); }
void Trading::due(TimerOwner owner, std::optional<Due> due) { timers_.update(owner, due); }

void Trading::begin(Incarnation incarnation) {
    const RunStarted started{incarnation, "trading", "test"};
    sink_({Ticket{}, Cause{CauseKind::operational, 0}, now_, AccountId{}, {started}, {}});
    World world = engine_->stop();
    world.apply(started);
    start(std::move(world));
}

void Trading::put(Item item) {
    const NumberedItem numbered{++items_, now_, std::move(item)};
    item_sink_(numbered);
    engine_->handle(numbered);
}

void Trading::run_line() {
    while (!line_.empty()) {
        Item item = std::move(line_.front());
        line_.pop_front();
        put(std::move(item));
    }
}

void Trading::step() {
    advance_clock();
    const auto choice = random(1'000);
    if (choice < 120) {
        send_signal();
    } else if (choice < 200) {
        send_quote();
    } else if (choice < 203) {
        send_stop();
    } else {
        venue_acts();
    }
    run_line();
}

void Trading::advance_clock() {
    now_ += std::chrono::milliseconds(random(400));
    while (const auto fired = timers_.pop(now_)) {
        put(TimerItem{fired->owner, fired->kind});
        run_line();
    }
}

Price Trading::price_of(InstrumentId instrument) {
    const auto cents = static_cast<std::int64_t>(10'000 * (instrument.value + 1) + random(200));
    return Price::from_raw(Price::scale / 100 * cents);
}

void Trading::send_signal() {
    Signal signal;
    signal.account = AccountId{static_cast<std::uint16_t>(1 + random(options_.accounts))};
    signal.number = SignalNumber{++signals_};
    signal.received_at = now_;
    const InstrumentId instrument{static_cast<std::uint32_t>(random(options_.instruments))};
    signal.symbol = instruments_.at(instrument).symbol;
    signal.timeframe = std::to_string(timeframes[random(std::size(timeframes))]);
    signal.action = random(2) == 0 ? SignalAction::go_long : SignalAction::go_short;
    signal.entry_price = price_of(instrument);
    signal.order_size = Quantity::from_integer(static_cast<std::int64_t>(100 + random(5'000)));
    if (random(6) == 0) signal.type = SignalType::exit;
    if (random(10) == 0) signal.idempotency_key = "key" + std::to_string(random(1'000));
    signal.body = R"({"tv":{"symbol":")" + signal.symbol + R"("}})";
    put(SignalItem{std::move(signal)});
}

void Trading::send_quote() {
    const InstrumentId instrument{static_cast<std::uint32_t>(random(options_.instruments))};
    Quote quote;
    quote.bid = price_of(instrument);
    quote.ask = quote.bid + decimal<Price>("0.02");
    put(QuoteItem{instrument, quote});
}

void Trading::send_stop() {
    SetTradingState change;
    const auto choice = random(8);
    if (choice == 0) change.state = TradingState::reducing;
    if (choice == 1) change = {TradingState::halted, random(2) == 0, random(4) == 0};
    put(TradingItem{AccountId{static_cast<std::uint16_t>(1 + random(options_.accounts))}, change});
}

void Trading::report(const ClientOrderId& id, InstrumentId instrument, ReportBody body) {
    line_.push_back(ReportItem{{id, instrument, std::move(body)}});
}

void Trading::venue_acts() {
    auto found = venue_.end();
    while (found == venue_.end() && !known_.empty()) {
        const auto drawn = static_cast<std::size_t>(random(known_.size()));
        found = venue_.find(known_[drawn]);
        if (found != venue_.end()) break;
        known_[drawn] = known_.back();
        known_.pop_back();
    }
    if (found == venue_.end()) return;
    const auto id = found->first;
    auto& order = found->second;
    // Targets rest longer than entries, or no group would ever be full.
    if (order.is_closing && random(20) > 0) return;
    if (random(100) < 97) return fill(id, order);
    report(id, order.instrument, OrderCancelled{order.filled});
    venue_.erase(found);
}

void Trading::fill(const ClientOrderId& id, VenueOrder& order) {
    const Quantity rest = order.quantity - order.filled;
    Quantity part = rest;
    if (random(3) == 0) part = round_to_step(Quantity::from_raw(rest.raw() / 3), decimal<Quantity>("0.001"), Rounding::floor);
    if (!part.is_positive()) part = rest;
    order.filled += part;
    OrderFill fill;
    fill.trade = TradeId{++trades_};
    fill.price = order.price;
    fill.quantity = part;
    fill.cumulative = order.filled;
    fill.fee = fee_of(notional(order.price, part), decimal<Ratio>("0.0002"));
    fill.maker = true;
    report(id, order.instrument, fill);
    if (random(50) == 0) report(id, order.instrument, fill);
    if (order.filled == order.quantity) venue_.erase(id);
}

void Trading::on_place(const PlaceOrder& place) {
    const auto fate = random(1'000);
    const auto mischief = options_.mischief_percent;
    if (fate < mischief) return report(place.id, place.instrument, OrderRejected{"FILTER"});
    if (fate < 2 * mischief) return report(place.id, place.instrument, RequestNotSent{});
    if (fate < 3 * mischief) return;
    VenueOrder order{place.instrument, place.price, place.quantity, {}, place.side != opening_side(place.position)};
    if (order.price.is_zero()) order.price = price_of(place.instrument);
    const auto placed = venue_.emplace(place.id, order).first;
    known_.push_back(place.id);
    if (fate < 4 * mischief) return report(place.id, place.instrument, RequestUnanswered{});
    report(place.id, place.instrument, OrderAcknowledged{});
    const bool is_taker = place.type == OrderType::market || place.time_in_force == TimeInForce::ioc;
    if (!is_taker) return;
    if (random(5) > 0) return fill(place.id, placed->second);
    report(place.id, place.instrument, OrderExpired{});
    venue_.erase(placed);
}

void Trading::answer(const VenueRequest& request) {
    std::visit(Overloaded{
                   [&](const PlaceOrder& place) { on_place(place); },
                   [&](const AmendOrder& amend) {
                       const auto found = venue_.find(amend.id);
                       if (found == venue_.end() || amend.quantity <= found->second.filled) {
                           return report(amend.id, amend.instrument, RequestRefused{"ORDER_NOT_FOUND"});
                       }
                       found->second.price = amend.price;
                       found->second.quantity = amend.quantity;
                       report(amend.id, amend.instrument, OrderAmended{amend.price, amend.quantity});
                   },
                   [&](const CancelOrder& cancel) {
                       const auto found = venue_.find(cancel.id);
                       if (found == venue_.end()) {
                           return report(cancel.id, cancel.instrument, RequestRefused{"ORDER_NOT_FOUND"});
                       }
                       report(cancel.id, cancel.instrument, OrderCancelled{found->second.filled});
                       venue_.erase(found);
                   },
                   [&](const QueryOrder& query) {
                       const auto found = venue_.find(query.id);
                       if (found == venue_.end()) return report(query.id, query.instrument, OrderNotFound{});
                       const auto& order = found->second;
                       const auto state = order.filled.is_positive() ? OrderState::partial : OrderState::working;
                       report(query.id, query.instrument, OrderFound{state, order.price, order.quantity, order.filled});
                   },
                   [](const CancelOrphan&) {},
               },
               request);
}

}  // namespace trellis::tests
