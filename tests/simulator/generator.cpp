#include "tests/simulator/generator.hpp"

#include <string>

#include "engine/base/rounding.hpp"

namespace trellis::tests {

std::uint64_t Dice::next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31U);
}

std::int64_t Dice::between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(roll(static_cast<std::uint64_t>(high - low + 1)));
}

namespace {

using adapters::Scenario;
using adapters::TimelineBody;

/// One market's state while its quotes are invented.
struct Walk {
    InstrumentId instrument;
    Price price;
    Price tick;
};

class Generator {
public:
    Generator(std::uint64_t seed, Faults faults) : dice_(seed), faults_(faults) {}

    Scenario make() {
        scenario_.start = parse_rfc3339("2026-03-02T09:00:00Z").value();
        now_ = scenario_.start;
        make_instruments();
        make_accounts();
        make_config();
        for (auto& walk : walks_) add(quote(walk));
        const auto entries = dice_.between(20, 70);
        for (std::int64_t entry = 0; entry < entries; ++entry) {
            now_ += std::chrono::milliseconds(dice_.one_in(6) ? dice_.between(0, 400'000) : dice_.between(0, 900));
            add(anything());
        }
        // Time for every retry, time-out and late report; then nothing may be left open.
        now_ += std::chrono::minutes(10);
        for (auto& walk : walks_) add(quote(walk));
        return std::move(scenario_);
    }

private:
    void make_instruments() {
        static const char* const ticks[] = {"0.01", "0.1", "0.5", "1"};
        static const char* const steps[] = {"0.00001", "0.001", "0.01"};
        for (const char* name : {"binance:spot:BTC-USDT", "binance:spot:ETH-USDT", "bybit:linear:BTC-USDT-USDT"}) {
            Instrument instrument = parse_instrument_name(name).value();
            instrument.tick = decimal<Price>(dice_.pick(ticks));
            instrument.step = decimal<Quantity>(dice_.pick(steps));
            instrument.min_quantity = instrument.step;
            instrument.min_notional = Money::from_integer(dice_.between(0, 12));
            instrument.maker_fee = decimal<Ratio>("0.0002");
            instrument.taker_fee = decimal<Ratio>("0.001");
            const bool base_fee = instrument.market == Market::spot && dice_.one_in(3);
            instrument.fee_asset = base_fee ? FeeAsset::base : FeeAsset::quote;
            if (dice_.one_in(6)) instrument.max_quantity = instrument.step + instrument.step + Quantity::from_integer(1);
            const InstrumentId id = scenario_.instruments.add(instrument).value();
            walks_.push_back({id, Price::from_integer(dice_.between(800, 3000)), instrument.tick});
        }
    }

    void make_accounts() {
        AccountConfig spot;
        spot.id = AccountId{1};
        spot.name = "main";
        spot.venue = "binance";
        spot.market = Market::spot;
        spot.balances["USDT"] = Money::from_integer(dice_.one_in(8) ? 900 : 100'000);
        spot.latency_ms = dice_.one_in(3) ? static_cast<std::uint32_t>(dice_.between(1, 1500)) : 0;
        AccountConfig linear;
        linear.id = AccountId{2};
        linear.name = "fut";
        linear.venue = "bybit";
        linear.market = Market::linear;
        linear.leverage = static_cast<std::uint16_t>(dice_.between(1, 10));
        linear.position_mode = dice_.one_in(2) ? PositionMode::hedge : PositionMode::one_way;
        linear.balances["USDT"] = Money::from_integer(50'000);
        linear.latency_ms = dice_.one_in(3) ? static_cast<std::uint32_t>(dice_.between(1, 1500)) : 0;
        scenario_.config.accounts = {spot, linear};
    }

    void make_config() {
        Config& config = scenario_.config;
        GridStrategy& grid = config.grid_strategy;
        grid.levels = default_levels();
        if (dice_.one_in(2)) {
            grid.levels = {{decimal<Ratio>("0"), decimal<Ratio>("60"), decimal<Ratio>("0.4")},
                           {decimal<Ratio>("-0.3"), decimal<Ratio>("40"), decimal<Ratio>("0.3")}};
        }
        grid.max_pyramids = static_cast<std::uint16_t>(dice_.between(1, 4));
        if (dice_.one_in(3)) {
            grid.take_profit_mode = TakeProfitMode::aggregate;
            grid.take_profit_aggregate_percent = decimal<Ratio>("0.5");
        }
        grid.on_flat = dice_.one_in(2) ? OnFlat::keep_waiting : OnFlat::close_and_cancel;
        grid.rounding = dice_.one_in(2) ? GridRounding::passive : GridRounding::sow;
        grid.exit_final_market = !dice_.one_in(4);
        grid.all_or_nothing = dice_.one_in(5);
        grid.replace_unfilled_previous = dice_.one_in(3);
        config.max_open_groups = static_cast<std::uint32_t>(dice_.between(1, 4));
        config.same_pair_timeframe = !dice_.one_in(4);
        config.exit_scope = dice_.one_in(3) ? ExitScope::instrument : ExitScope::timeframe;
        config.limits.one_entry_per_candle = !dice_.one_in(2);
        config.risk_max_slippage_percent = dice_.one_in(2) ? decimal<Ratio>("0.05") : decimal<Ratio>("1");
    }

    void add(TimelineBody body) { scenario_.timeline.push_back({now_, std::move(body)}); }

    Walk& any_walk() { return walks_[dice_.roll(walks_.size())]; }

    TimelineBody quote(Walk& walk) {
        const auto steps = dice_.one_in(8) ? dice_.between(-60, 60) : dice_.between(-12, 12);
        const Price moved = walk.price + Price::from_raw(walk.price.raw() / 2000 * steps);
        walk.price = round_to_tick(moved, walk.tick, Rounding::floor);
        adapters::QuoteEntry entry{walk.instrument, walk.price, walk.price + walk.tick, {}, {}};
        if (dice_.one_in(3)) {
            entry.bid_size = decimal<Quantity>("0.05");
            entry.ask_size = decimal<Quantity>("0.05");
        }
        return entry;
    }

    AccountId account_of(InstrumentId instrument) { return AccountId{instrument.value == 2 ? std::uint16_t{2} : std::uint16_t{1}}; }

    TimelineBody signal() {
        const Walk& walk = any_walk();
        const Instrument& instrument = scenario_.instruments.at(walk.instrument);
        static const char* const entry_actions[] = {"buy", "buy", "long", "sell", "short"};
        static const char* const timeframes[] = {"1", "1", "15", "\"1D\""};
        const bool is_exit = dice_.one_in(4);
        std::string body = R"({"tv":{"symbol":")" + instrument.symbol + R"(","timeframe":)";
        body += dice_.pick(timeframes);
        body += R"(,"action":")" + std::string(dice_.pick(entry_actions)) + R"(")";
        if (!is_exit) {
            const Price price = walk.price + Price::from_raw(walk.price.raw() / 1000 * dice_.between(-3, 3));
            body += R"(,"entry_price":)" + price.text() + R"(,"order_size":)" + std::to_string(dice_.between(4, 900));
        }
        body += R"(},"execution_intent":{"type":")" + std::string(is_exit ? "exit" : "signal") + R"("})";
        if (dice_.one_in(6)) body += R"(,"signal_id":"again")";
        return adapters::SignalEntry{account_of(walk.instrument), body + "}"};
    }

    TimelineBody forced_fill() {
        const Walk& walk = any_walk();
        adapters::ForcedFillEntry entry;
        entry.account = account_of(walk.instrument);
        entry.instrument = walk.instrument;
        if (dice_.one_in(2)) entry.role = dice_.one_in(2) ? OrderRole::entry : OrderRole::leg_tp;
        entry.quantity = Quantity::from_raw(scenario_.instruments.at(walk.instrument).step.raw() * dice_.between(1, 400));
        return entry;
    }

    TimelineBody admin() {
        adapters::AdminEntry entry;
        const GroupId group{AccountId{static_cast<std::uint16_t>(dice_.between(1, 2))},
                            static_cast<std::uint32_t>(dice_.between(1, 4))};
        switch (dice_.roll(6)) {
            case 0: entry.request = CloseRequest{group}; break;
            case 1: entry.request = CancelEntriesRequest{group}; break;
            case 2: entry.request = PauseTrading{}; break;
            case 3: entry.request = StopTrading{std::nullopt, dice_.one_in(2), dice_.one_in(2)}; break;
            default: entry.request = ResumeTrading{}; break;
        }
        return entry;
    }

    TimelineBody fault() {
        using adapters::FaultKind;
        static constexpr FaultKind kinds[] = {
            FaultKind::reject,          FaultKind::timeout_before_accept, FaultKind::timeout_after_accept,
            FaultKind::server_error,    FaultKind::disconnect,            FaultKind::drop_fill,
            FaultKind::duplicate_fill,  FaultKind::reorder_fills,         FaultKind::clock_step,
            FaultKind::cancel_by_venue,
        };
        adapters::FaultEntry entry;
        entry.account = AccountId{static_cast<std::uint16_t>(dice_.between(1, 2))};
        entry.kind = dice_.pick(kinds);
        entry.orders = static_cast<std::uint32_t>(dice_.between(1, 4));
        entry.code = "REJECTED";
        entry.lasts = std::chrono::milliseconds(dice_.between(50, 20'000));
        entry.step = std::chrono::seconds(dice_.between(-3600, 3600));
        return entry;
    }

    TimelineBody anything() {
        const auto roll = dice_.roll(100);
        if (faults_ == Faults::some && roll < 12) return fault();
        if (roll < 60) return quote(any_walk());
        if (roll < 82) return signal();
        if (roll < 90) return forced_fill();
        if (roll < 94) return admin();
        const Walk& walk = any_walk();
        return adapters::PrintEntry{walk.instrument, walk.price, decimal<Quantity>("0.3")};
    }

    Dice dice_;
    Faults faults_;
    Scenario scenario_;
    std::vector<Walk> walks_;
    Timestamp now_{};
};

}  // namespace

Scenario random_scenario(std::uint64_t seed, Faults faults) { return Generator(seed, faults).make(); }

}  // namespace trellis::tests
