// A small paper venue for tests: two accounts on each market, orders named by small numbers, reports as lines of text.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "adapters/exchange/paper/exchange.hpp"
#include "engine/base/overloaded.hpp"

namespace trellis::adapters::testing {

inline Instrument instrument(const std::string& name, FeeAsset fee_asset = FeeAsset::quote) {
    Instrument row = parse_instrument_name(name).value();
    row.tick = decimal<Price>("0.01");
    row.step = decimal<Quantity>("0.001");
    row.min_quantity = decimal<Quantity>("0.002");
    row.max_quantity = decimal<Quantity>("1000");
    row.min_notional = decimal<Money>("5");
    row.maker_fee = decimal<Ratio>("0.001");
    row.taker_fee = decimal<Ratio>("0.002");
    row.fee_asset = fee_asset;
    return row;
}

/// "1 ack", "1 fill 2@100 taker 0.4", "1 cancelled 0.5" ...
inline std::string line(const OrderReport& report) {
    std::string out = std::to_string(report.id.key.order.value) + " ";
    const auto add = [&](const std::string& words) { out += words; };
    std::visit(Overloaded{
                   [&](const OrderAcknowledged&) { add("ack"); },
                   [&](const OrderFill& fill) {
                       add("fill " + fill.quantity.text() + "@" + fill.price.text() + (fill.maker ? " maker " : " taker ") +
                           fill.fee.text() + (fill.fee_asset == FeeAsset::base ? " base" : ""));
                   },
                   [&](const OrderAmended& amended) { add("amended " + amended.quantity.text() + "@" + amended.price.text()); },
                   [&](const OrderCancelled& end) { add("cancelled " + end.cumulative.text()); },
                   [&](const OrderExpired& end) { add("expired " + end.cumulative.text()); },
                   [&](const OrderRejected& end) { add("rejected " + end.code); },
                   [&](const RequestRefused& refused) { add("refused " + refused.code); },
                   [&](const RequestNotSent&) { add("not sent"); },
                   [&](const RequestUnanswered&) { add("unanswered"); },
                   [&](const OrderFound& found) {
                       add("found " + std::string(text(found.state)) + " " + found.cumulative.text() + "/" +
                           found.quantity.text() + "@" + found.price.text());
                   },
                   [&](const OrderNotFound&) { add("not found"); },
                   [&](const FeeReported& fee) {
                       add("fee " + fee.fee.text() + (fee.fee_unit.empty() ? "" : " " + fee.fee_unit));
                   },
                   [&](const OrphanReported& orphan) {
                       add("orphan " + std::string(text(orphan.state)) + " " + orphan.cumulative.text());
                   },
                   [&](const HoldingsReported& held) {
                       add("holds " + held.total.text() + " " + std::string(text(held.side)));
                   },
               },
               report.body);
    return out;
}

using Lines = std::vector<std::string>;

struct Venue {
    static constexpr InstrumentId btc{0};       // spot, fee in quote
    static constexpr InstrumentId sol{1};       // spot, fee in base
    static constexpr InstrumentId perpetual{2};  // linear
    static constexpr AccountId main{1};
    static constexpr AccountId other{2};
    static constexpr AccountId one_way{3};  // leverage 5
    static constexpr AccountId hedge{4};    // leverage 2

    explicit Venue(std::uint32_t latency_ms = 0) : exchange(table(), accounts(latency_ms)) {}

    static InstrumentTable table() {
        InstrumentTable rows;
        rows.add(instrument("binance:spot:BTC-USDT")).value();
        rows.add(instrument("binance:spot:SOL-USDT", FeeAsset::base)).value();
        rows.add(instrument("binance:linear:BTC-USDT-USDT", FeeAsset::base)).value();
        return rows;
    }
    static std::vector<AccountConfig> accounts(std::uint32_t latency_ms) {
        std::vector<AccountConfig> all(4);
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i].id = AccountId{static_cast<std::uint16_t>(i + 1)};
            all[i].name = "account" + std::to_string(i + 1);
            all[i].venue = "binance";
            all[i].latency_ms = latency_ms;
            all[i].balances = {{"USDT", decimal<Money>("1000")}};
        }
        for (const auto i : {2U, 3U}) all[i].market = Market::linear;
        all[2].leverage = 5;
        all[3].leverage = 2;
        all[3].position_mode = PositionMode::hedge;
        return all;
    }

    ClientOrderId id(std::uint32_t number) const { return {Incarnation{1}, {{account, group}, OrderNumber{number}}}; }

    void quote(const char* bid, const char* ask, const char* bid_size = nullptr, const char* ask_size = nullptr) {
        Quote next{decimal<Price>(bid), decimal<Price>(ask), {}, {}, now, ++quotes};
        if (bid_size != nullptr) next.bid_size = decimal<Quantity>(bid_size);
        if (ask_size != nullptr) next.ask_size = decimal<Quantity>(ask_size);
        exchange.on_quote(at, next, now);
    }
    void print(const char* price, const char* quantity) {
        exchange.on_print(at, decimal<Price>(price), decimal<Quantity>(quantity), now);
    }
    PlaceOrder terms(std::uint32_t number, OrderSide side, const char* quantity, const char* price) const {
        PlaceOrder order;
        order.id = id(number);
        order.instrument = at;
        order.side = side;
        order.type = price == nullptr ? OrderType::market : OrderType::limit;
        order.price = price == nullptr ? Price{} : decimal<Price>(price);
        order.quantity = decimal<Quantity>(quantity);
        order.reduce_only = reduce_only;
        order.position = position;
        return order;
    }
    void buy(std::uint32_t number, const char* quantity, const char* price = nullptr) {
        exchange.request(terms(number, OrderSide::buy, quantity, price), now);
    }
    void sell(std::uint32_t number, const char* quantity, const char* price = nullptr) {
        exchange.request(terms(number, OrderSide::sell, quantity, price), now);
    }
    void take(std::uint32_t number, OrderSide side, const char* quantity, const char* price) {
        auto order = terms(number, side, quantity, price);
        order.time_in_force = TimeInForce::ioc;
        exchange.request(order, now);
    }
    void amend(std::uint32_t number, const char* quantity, const char* price) {
        exchange.request(AmendOrder{id(number), at, decimal<Price>(price), decimal<Quantity>(quantity)}, now);
    }
    void cancel(std::uint32_t number) { exchange.request(CancelOrder{id(number), at}, now); }
    void query(std::uint32_t number) { exchange.request(QueryOrder{id(number), at}, now); }
    void fault(VenueFaultKind kind, std::uint32_t orders = 1) {
        Fault injected;
        injected.account = account;
        injected.kind = kind;
        injected.orders = orders;
        exchange.inject(injected, now);
    }

    Lines seen() {
        Lines lines;
        for (const auto& report : exchange.take_reports()) lines.push_back(line(report));
        return lines;
    }
    /// "free/locked"
    std::string balance(const std::string& asset) const {
        const auto all = exchange.balances(account);
        const auto found = all.find(asset);
        return found == all.end() ? "none" : found->second.free.text() + "/" + found->second.locked.text();
    }
    const VenueOrder& order(std::uint32_t number) const { return *exchange.order(id(number)); }
    /// "long 2 cost 200"
    std::string position_text() const {
        std::string out;
        for (const auto& open : exchange.positions(account)) {
            out += std::string(out.empty() ? "" : ", ") + std::string(text(open.side)) + " " + open.quantity.text() + " cost " +
                   open.cost.text();
        }
        return out;
    }

    PaperExchange exchange;
    Timestamp now{std::chrono::seconds(1000)};
    AccountId account = main;  // who acts
    InstrumentId at = btc;     // where
    std::uint32_t group = 1;
    bool reduce_only = false;
    PositionSide position = PositionSide::long_side;
    std::uint64_t quotes = 0;
};

}  // namespace trellis::adapters::testing
