#include "tests/actors/rig.hpp"

#include <algorithm>
#include <deque>
#include <map>

#include "engine/base/overloaded.hpp"
#include "engine/event/codec.hpp"
#include "engine/world/direct.hpp"

namespace trellis::tests {

namespace {

Timestamp time_of(std::uint64_t item) { return Timestamp(std::chrono::seconds(1'700'000'000 + item)); }

/// Ports that write down what they get and queue what returns.
class Rig final : public CommitPort, public LinePort {
public:
    Rig(const Setting& setting, World world, const MakeEngine& make)
        : setting_(setting), engine_(make(setting, std::move(world), *this, *this)) {}

    void commit(Commit commit) override {
        SeenCommit seen{{}, commit.at, commit.owner, {}, commit.requests};
        std::visit(Overloaded{
                       [&](const Cause& cause) { seen.cause = cause; },
                       [&](Ticket cause) { seen.cause = places_.at(cause); },
                   },
                   commit.cause);
        for (const auto& event : commit.events) encode(event, seen.events);
        places_.emplace(commit.ticket, outcome_.commits.size());
        outcome_.commits.push_back(std::move(seen));
        for (const auto& request : commit.requests) requests_.push_back(request);
    }
    void fact(AccountId account, DeskFact fact) override {
        outcome_.notices.emplace_back(SeenFact{account, fact});
        line_.emplace_back(FactItem{account, std::move(fact)});
    }
    void evaluate(GroupAddress address) override {
        outcome_.notices.emplace_back(address);
        line_.emplace_back(EvaluateItem{address});
    }
    void due(TimerOwner owner, std::optional<Due> due) override { outcome_.notices.emplace_back(SeenDue{owner, due}); }

    Outcome play(const Script& script) {
        engine_->arm();
        drain();
        for (const auto& step : script) {
            std::visit(Overloaded{
                           [&](const Item& item) { handle(item); },
                           [&](const Fill& fill) {
                               fill_order({fill.group, fill.order}, fill.quantity, std::nullopt);
                           },
                       },
                       step);
            drain();
        }
        outcome_.world = engine_->stop();
        return std::move(outcome_);
    }

private:
    struct VenueOrder {
        PlaceOrder placed;
        Quantity filled;
    };

    void handle(const Item& item) {
        if (const auto* news = std::get_if<QuoteItem>(&item)) newest_[news->instrument] = news->quote;
        ++items_;
        engine_->handle({items_, time_of(items_), item});
    }

    void drain() {
        while (!line_.empty() || !requests_.empty()) {
            if (!requests_.empty()) {
                const VenueRequest request = std::move(requests_.front());
                requests_.pop_front();
                answer(request);
                continue;
            }
            const Item item = std::move(line_.front());
            line_.pop_front();
            handle(item);
        }
    }

    void report(ClientOrderId id, InstrumentId instrument, ReportBody body) {
        handle(ReportItem{{id, instrument, std::move(body)}});
    }

    void answer(const VenueRequest& request) {
        std::visit(Overloaded{
                       [&](const PlaceOrder& placed) {
                           orders_[placed.id.key] = {placed, {}};
                           report(placed.id, placed.instrument, OrderAcknowledged{});
                           if (placed.type == OrderType::limit && placed.time_in_force == TimeInForce::gtc) return;
                           fill_order(placed.id.key, {}, touch(newest_.at(placed.instrument), placed.side));
                       },
                       [&](const AmendOrder& amended) {
                           PlaceOrder& order = orders_.at(amended.id.key).placed;
                           order.price = amended.price;
                           order.quantity = amended.quantity;
                           report(amended.id, amended.instrument, OrderAmended{amended.price, amended.quantity});
                       },
                       [&](const CancelOrder& cancel) {
                           report(cancel.id, cancel.instrument, OrderCancelled{orders_[cancel.id.key].filled});
                       },
                       [&](const QueryOrder& query) { report(query.id, query.instrument, OrderNotFound{}); },
                       [&](const CancelOrphan& orphan) {
                           report(orphan.id, orphan.instrument, OrphanReported{orphan.account, OrderState::cancelled, {}});
                       },
                   },
                   request);
    }

    void fill_order(OrderKey key, Quantity quantity, std::optional<Price> price) {
        VenueOrder& order = orders_.at(key);
        if (quantity.is_zero()) quantity = order.placed.quantity - order.filled;
        order.filled += quantity;
        ++trades_;
        OrderFill fill{};
        fill.trade = TradeId{trades_};
        fill.price = price.value_or(order.placed.price);
        fill.quantity = quantity;
        fill.cumulative = order.filled;
        report(order.placed.id, order.placed.instrument, fill);
    }

    const Setting& setting_;
    Outcome outcome_;
    std::map<Ticket, std::size_t> places_;
    std::deque<VenueRequest> requests_;
    std::deque<Item> line_;
    std::map<OrderKey, VenueOrder> orders_;
    std::map<InstrumentId, Quote> newest_;
    std::uint64_t items_ = 0;
    std::uint64_t trades_ = 0;
    std::unique_ptr<Engine> engine_;
};

Instrument spot(const std::string& name, const char* tick, const char* step) {
    Instrument instrument = parse_instrument_name(name).value();
    instrument.tick = decimal<Price>(tick);
    instrument.step = decimal<Quantity>(step);
    instrument.min_quantity = decimal<Quantity>(step);
    instrument.min_notional = decimal<Money>("5");
    return instrument;
}

AccountConfig account(std::uint16_t id, const std::string& name) {
    AccountConfig account;
    account.id = AccountId{id};
    account.name = name;
    account.venue = "binance";
    return account;
}

}  // namespace

std::string difference(const Outcome& expected, const Outcome& actual) {
    for (std::size_t i = 0; i < std::min(expected.commits.size(), actual.commits.size()); ++i) {
        if (expected.commits[i] != actual.commits[i]) return "commit " + std::to_string(i);
    }
    if (expected.commits.size() != actual.commits.size()) return "number of commits";
    for (std::size_t i = 0; i < std::min(expected.notices.size(), actual.notices.size()); ++i) {
        if (expected.notices[i] != actual.notices[i]) return "notice " + std::to_string(i);
    }
    if (expected.notices.size() != actual.notices.size()) return "number of notices";
    return expected.world == actual.world ? "" : "world";
}

Setting Setting::plain() {
    Setting setting;
    setting.config.accounts = {account(1, "main"), account(2, "other")};
    setting.config.grid_strategy.levels = default_levels();
    setting.instruments.add(spot("binance:spot:BTC-USDT", "0.01", "0.00001")).value();
    setting.instruments.add(spot("binance:spot:ETH-USDT", "0.01", "0.0001")).value();
    return setting;
}

Signal Setting::signal(std::uint64_t number, const std::string& symbol, SignalType type) const {
    Signal signal;
    signal.account = AccountId{1};
    signal.number = SignalNumber{number};
    signal.received_at = time_of(0);
    signal.idempotency_key = "s" + std::to_string(number);
    signal.symbol = symbol;
    signal.timeframe = "60";
    signal.action = type == SignalType::exit ? SignalAction::sell : SignalAction::buy;
    signal.type = type;
    signal.entry_price = decimal<Price>(symbol == "BTCUSDT" ? "60000" : "3000");
    signal.order_size = decimal<Quantity>("1000");
    return signal;
}

MakeEngine direct() {
    return [](const Setting& setting, World world, CommitPort& journal, LinePort& line) -> std::unique_ptr<Engine> {
        return std::make_unique<DirectEngine>(setting.config, setting.instruments, std::move(world),
                                              std::map<InstrumentId, SymbolBook>{}, journal, line);
    };
}

MakeEngine actors_with(actors::Options options) {
    return [options](const Setting& setting, World world, CommitPort& journal, LinePort& line) -> std::unique_ptr<Engine> {
        return std::make_unique<actors::ActorEngine>(setting.config, setting.instruments, std::move(world),
                                                     std::map<InstrumentId, SymbolBook>{}, journal, line, options);
    };
}

Outcome run_from(const Setting& setting, World world, const Script& script, const MakeEngine& make) {
    return Rig(setting, std::move(world), make).play(script);
}

Outcome run(const Setting& setting, const Script& script, const MakeEngine& make) {
    World world = World::empty(setting.config);
    world.incarnation = Incarnation{1};
    return run_from(setting, std::move(world), script, make);
}

}  // namespace trellis::tests
