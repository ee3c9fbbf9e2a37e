#include "tests/simulator/generator.hpp"

#include <string>

#include "engine/base/rounding.hpp"
#include "tests/simulator/random_bots.hpp"
#include "tests/simulator/random_presets.hpp"

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
    Generator(std::uint64_t seed, Faults faults, Size size, Rules rules)
        : dice_(seed), outside_(~seed), presets_(seed ^ 0x5052'4553'4554ULL), bots_(seed ^ 0x424F'5453ULL), faults_(faults), size_(size), rules_(rules) {}

    Scenario make() {
        scenario_.start = parse_rfc3339("2026-03-02T09:00:00Z").value();
        now_ = scenario_.start;
        make_instruments();
        make_accounts();
        make_config();
        if (rules_ == Rules::presets) {
            draw_presets(presets_, scenario_);
            if (!bots_.one_in(3)) draw_bots(bots_, scenario_);
            in_force_ = scenario_.config;
        }
        for (auto& walk : walks_) add(quote(walk));
        const auto entries = size_ == Size::wide ? dice_.between(60, 140) : dice_.between(20, 70);
        for (std::int64_t entry = 0; entry < entries; ++entry) {
            now_ += std::chrono::milliseconds(dice_.one_in(6) ? dice_.between(0, 400'000) : dice_.between(0, 900));
            add(anything());
            if (faults_ == Faults::some && outside_.one_in(20)) add_outside();
            if (rules_ == Rules::presets && bots_.one_in(8)) add(interference());
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
        for (const auto& name : instrument_names()) {
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

    /// Spot markets of one venue and perpetuals of another.
    std::vector<std::string> instrument_names() const {
        if (size_ == Size::small) return {"binance:spot:BTC-USDT", "binance:spot:ETH-USDT", "bybit:linear:BTC-USDT-USDT"};
        std::vector<std::string> names;
        for (int coin = 0; coin < wide_instruments; ++coin) {
            const std::string base = std::string("C") + static_cast<char>('A' + coin / 10) + static_cast<char>('A' + coin % 10);
            names.push_back(coin % 2 == 0 ? "binance:spot:" + base + "-USDT" : "bybit:linear:" + base + "-USDT-USDT");
        }
        return names;
    }

    void make_accounts() {
        const int accounts = size_ == Size::wide ? wide_accounts : 2;
        for (int place = 0; place < accounts; ++place) {
            AccountConfig account;
            account.id = AccountId{static_cast<std::uint16_t>(place + 1)};
            account.name = "a" + std::to_string(place + 1);
            account.latency_ms = dice_.one_in(3) ? static_cast<std::uint32_t>(dice_.between(1, 1500)) : 0;
            if (place % 2 == 0) {
                account.venue = "binance";
                account.balances["USDT"] = Money::from_integer(dice_.one_in(8) ? 900 : 100'000);
            } else {
                account.venue = "bybit";
                account.market = Market::linear;
                account.leverage = static_cast<std::uint16_t>(dice_.between(1, 10));
                account.position_mode = dice_.one_in(2) ? PositionMode::hedge : PositionMode::one_way;
                account.balances["USDT"] = Money::from_integer(50'000);
            }
            scenario_.config.accounts.push_back(account);
        }
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
        make_targets(grid);
        make_entries(grid);
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
        if (dice_.one_in(4)) config.slippage_action = SlippageAction::reject;
        config.opposite_side_policy = static_cast<OppositeSidePolicy>(dice_.roll(4));
        config.timer_origin = scenario_.start;
        if (dice_.one_in(3)) config.precision.refresh_seconds = 60;
        make_queue(config);
        make_risk(config.risk);
        make_limits(config.trade_limits);
    }

    void make_targets(GridStrategy& grid) {
        grid.take_profit_mode = static_cast<TakeProfitMode>(dice_.roll(4));
        if (grid.take_profit_mode != TakeProfitMode::per_leg) grid.take_profit_aggregate_percent = decimal<Ratio>("0.5");
        if (dice_.one_in(3)) grid.pyramid_take_profit_percents[1] = decimal<Ratio>("0.8");
        grid.take_profit_scope = dice_.one_in(2) ? PyramidScope::per_pyramid : PyramidScope::combined;
        grid.aggregate_execution = dice_.one_in(3) ? AggregateExecution::resting_limit : AggregateExecution::market_on_touch;
        grid.take_profit_basis = dice_.one_in(3) ? TakeProfitBasis::net : TakeProfitBasis::gross;
        grid.recycle_legs = dice_.one_in(6);
    }

    void make_entries(GridStrategy& grid) {
        grid.min_leg_policy = static_cast<MinLegPolicy>(dice_.roll(3));
        grid.entry_order_type = dice_.one_in(4) ? EntryOrderType::market : EntryOrderType::limit;
        grid.anchor = static_cast<LadderAnchor>(dice_.roll(3));
        if (dice_.one_in(4)) grid.pyramid_price_rule = static_cast<PyramidPriceRule>(dice_.roll(4));
        grid.pyramid_min_distance_percent = decimal<Ratio>("0.1");
        grid.pyramid_requires_previous_fill = dice_.one_in(6);
        grid.post_only = dice_.one_in(6);
        if (dice_.one_in(6)) grid.leg0_chase_percent = decimal<Ratio>("0.3");
        if (dice_.one_in(6)) grid.leg0_timeout_seconds = static_cast<std::uint32_t>(dice_.between(1, 60));
        if (dice_.one_in(6)) grid.cancel_dca_beyond_percent = decimal<Ratio>("0.5");
        if (dice_.one_in(6)) grid.dca_trigger = DcaTrigger::market_if_touched;
        if (!dice_.one_in(4)) return;
        grid.sizing.mode = dice_.one_in(2) ? SizingMode::fixed_quote : SizingMode::equity_percent;
        grid.sizing.custom_capital = Money::from_integer(dice_.between(20, 500));
        grid.sizing.equity_percent = decimal<Ratio>("0.5");
    }

    void make_queue(Config& config) {
        QueueSettings& queue = config.queue;
        queue.limit = static_cast<std::uint32_t>(dice_.between(0, 6));
        queue.limit_policy = dice_.one_in(2) ? QueueLimitPolicy::drop_lowest : QueueLimitPolicy::reject_new;
        queue.replace_same_symbol = !dice_.one_in(4);
        queue.drop_on_exit = !dice_.one_in(4);
        queue.ttl_candles = dice_.one_in(3) ? static_cast<std::uint32_t>(dice_.between(1, 3)) : 0;
        queue.promotion_price = static_cast<PromotionPrice>(dice_.roll(3));
        if (dice_.one_in(4)) queue.max_promotion_drift_percent = decimal<Ratio>("0.5");
        if (dice_.one_in(3)) {
            queue.selection_priority = {RankingRule::highest_expected_profit, RankingRule::highest_replacement,
                                        RankingRule::deepest_loss_percent, RankingRule::fifo};
        }
        if (dice_.one_in(4)) queue.loss_tie_bucket = Ratio{};
        config.count_pyramids_toward_pool = dice_.one_in(6);
        config.count_dca_toward_pool = dice_.one_in(8);
    }

    void make_risk(RiskSettings& risk) {
        risk.loss_threshold_percent = decimal<Ratio>(dice_.one_in(2) ? "-0.2" : "-1");
        risk.required_pyramids_for_timer = static_cast<std::uint16_t>(dice_.between(1, 3));
        risk.require_full_pyramids = dice_.one_in(3);
        risk.enable_post_full_wait = dice_.one_in(3);
        risk.post_full_wait_minutes = static_cast<std::uint32_t>(dice_.between(0, 3));
        risk.timer_start_condition = static_cast<TimerStart>(dice_.roll(3));
        risk.reset_timer_on_replacement = dice_.one_in(3);
        risk.partial_close_enabled = !dice_.one_in(4);
        risk.min_close_notional = Money::from_integer(dice_.between(0, 40));
        risk.evaluate_on_fill = !dice_.one_in(4);
        risk.timer_requires_loss = dice_.one_in(4);
        risk.keep_winner_open = dice_.one_in(4);
        risk.on_shortfall = static_cast<OnShortfall>(dice_.roll(3));
        risk.offset_sequence = static_cast<OffsetSequence>(dice_.roll(3));
        risk.cancel_orders_on_partial_close = dice_.one_in(4);
    }

    void make_limits(TradeLimits& limits) {
        if (dice_.one_in(4)) limits.max_total_exposure = Money::from_integer(dice_.between(500, 4000));
        if (dice_.one_in(4)) limits.max_open_positions_per_symbol = 1;
        if (dice_.one_in(4)) limits.max_realized_loss = Money::from_integer(dice_.between(1, 40));
        limits.latch = dice_.one_in(2) ? LossLatch::manual : LossLatch::day;
        if (dice_.one_in(6)) limits.max_equity_drawdown_percent = decimal<Ratio>("0.5");
        limits.sweep_dust = dice_.one_in(3);
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

    /// One of those that trade on the instrument's market: the odd ones spot, the even ones perpetuals.
    AccountId account_of(InstrumentId instrument) {
        const bool is_linear = scenario_.instruments.at(instrument).market == Market::linear;
        const auto pairs = static_cast<std::int64_t>(scenario_.config.accounts.size() / 2);
        return AccountId{static_cast<std::uint16_t>(2 * dice_.between(1, pairs) - (is_linear ? 0 : 1))};
    }
    AccountId any_account() { return AccountId{static_cast<std::uint16_t>(dice_.between(1, static_cast<std::int64_t>(scenario_.config.accounts.size())))}; }

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
        if (dice_.one_in(6)) {
            static const char* const positions[] = {"long", "short", "flat"};
            body += R"(,"market_position":")" + std::string(dice_.pick(positions)) + R"(","market_position_size":)" + std::to_string(dice_.between(0, 4));
            body += R"(,"prev_market_position":")" + std::string(dice_.pick(positions)) + R"(","prev_market_position_size":4)";
        }
        const char* type = is_exit ? "exit" : "signal";
        if (is_exit && dice_.one_in(3)) type = "reduce";
        if (!is_exit && dice_.one_in(8)) type = "reverse";
        body += R"(},"execution_intent":{"type":")" + std::string(type) + R"("})";
        if (dice_.one_in(6)) body += R"(,"signal_id":"again")";
        if (rules_ == Rules::presets && !is_exit) body += random_wish(presets_, walk.price);
        return adapters::SignalEntry{account_of(walk.instrument), body + "}"};
    }

    TimelineBody forced_fill() {
        const Walk& walk = any_walk();
        adapters::ForcedFillEntry entry;
        entry.account = account_of(walk.instrument);
        entry.instrument = walk.instrument;
        if (dice_.one_in(2)) entry.role = dice_.one_in(2) ? OrderRole::entry : OrderRole::leg_tp;
        if (rules_ == Rules::presets && presets_.one_in(4)) entry.role = OrderRole::tp1;
        entry.quantity = Quantity::from_raw(scenario_.instruments.at(walk.instrument).step.raw() * dice_.between(1, 400));
        return entry;
    }

    TimelineBody admin() {
        adapters::AdminEntry entry;
        const GroupId group{any_account(), static_cast<std::uint32_t>(dice_.between(1, 4))};
        if (rules_ == Rules::presets && presets_.one_in(3)) {
            const Price price = walks_.front().price;
            const Price moved = price + Price::from_raw(price.raw() / 1000 * presets_.between(-15, 15));
            entry.request = GroupRequest{group, MoveStop{moved}};
            return entry;
        }
        switch (dice_.roll(6)) {
            case 0: entry.request = CloseRequest{group}; break;
            case 1: entry.request = CancelEntriesRequest{group}; break;
            case 2: entry.request = PauseTrading{}; break;
            case 3: entry.request = StopTrading{std::nullopt, dice_.one_in(2), dice_.one_in(2)}; break;
            default: entry.request = ResumeTrading{}; break;
        }
        return entry;
    }

    /// Somebody changes a bot, or gives an open group another version of a preset (B-25).
    TimelineBody interference() {
        adapters::AdminEntry entry;
        if (!in_force_.bots.empty() && bots_.one_in(3)) {
            in_force_ = changed_bots(bots_, std::move(in_force_));
            entry.request = ChangeConfig{in_force_};
            return entry;
        }
        const GroupId group{AccountId{static_cast<std::uint16_t>(bots_.between(1, static_cast<std::int64_t>(scenario_.config.accounts.size())))},
                            static_cast<std::uint32_t>(bots_.between(1, 8))};
        const PresetVersionId version{{operator_owner, 1}, static_cast<std::uint32_t>(bots_.between(1, 3))};
        entry.request = GroupRequest{group, ApplyPreset{random_preset(bots_, random_preset_name(bots_)), version, operator_owner}};
        return entry;
    }

    TimelineBody fault() {
        using adapters::FaultKind;
        static constexpr FaultKind kinds[] = {
            FaultKind::reject,          FaultKind::timeout_before_accept, FaultKind::timeout_after_accept,
            FaultKind::server_error,    FaultKind::disconnect,            FaultKind::drop_fill,
            FaultKind::duplicate_fill,  FaultKind::reorder_fills,         FaultKind::clock_step,
            FaultKind::cancel_by_venue, FaultKind::late_fee,
        };
        adapters::FaultEntry entry;
        entry.account = any_account();
        entry.kind = dice_.pick(kinds);
        entry.orders = static_cast<std::uint32_t>(dice_.between(1, 4));
        entry.code = "REJECTED";
        entry.lasts = std::chrono::milliseconds(dice_.between(50, 20'000));
        entry.step = std::chrono::seconds(dice_.between(-3600, 3600));
        return entry;
    }

    /// An order of nobody here, with an id of ours or without, maybe the very number of a living group's order (O-8).
    void add_outside() {
        const AccountConfig& owner = scenario_.config.accounts[outside_.roll(scenario_.config.accounts.size())];
        const Walk& walk = walks_[outside_.roll(walks_.size())];
        const Instrument& instrument = scenario_.instruments.at(walk.instrument);
        if (owner.market != Market::spot || instrument.market != Market::spot || instrument.venue != owner.venue) return;
        adapters::FaultEntry entry;
        entry.account = owner.id;
        entry.kind = adapters::FaultKind::unknown_order;
        entry.instrument = walk.instrument;
        entry.side = OrderSide::buy;
        entry.quantity = decimal<Quantity>("0.1");
        entry.price = walk.price - Price::from_raw(walk.tick.raw() * outside_.between(0, 20));
        const std::string number = std::to_string(outside_.between(1, 5));
        const bool is_ours = !outside_.one_in(4);
        entry.client_id = is_ours ? "TzzZ" + std::to_string(owner.id.value) + "Z" + number + "Z" + number : "web_" + number;
        add(entry);
    }

    /// V-3: announced, found out by a refusal, or by age.
    TimelineBody new_rules() {
        static const char* const ticks[] = {"0.01", "0.05", "0.3", "2"};
        static const char* const steps[] = {"0.00003", "0.001", "0.002", "0.025"};
        adapters::RulesEntry entry;
        entry.instrument = any_walk().instrument;
        if (!dice_.one_in(3)) entry.change.tick = decimal<Price>(dice_.pick(ticks));
        if (!dice_.one_in(3)) entry.change.step = decimal<Quantity>(dice_.pick(steps));
        entry.change.min_quantity = entry.change.step;
        if (dice_.one_in(4)) entry.change.max_quantity = Quantity::from_integer(dice_.between(1, 3));
        entry.change.min_notional = Money::from_integer(dice_.between(0, 20));
        entry.is_announced = dice_.one_in(3);
        return entry;
    }

    TimelineBody anything() {
        const auto roll = dice_.roll(100);
        if (faults_ == Faults::some && roll == 11) return new_rules();
        if (faults_ == Faults::some && roll < 12) return fault();
        if (roll < 60) return quote(any_walk());
        if (roll < 82) return signal();
        if (roll < 90) return forced_fill();
        if (roll < 94) return admin();
        const Walk& walk = any_walk();
        return adapters::PrintEntry{walk.instrument, walk.price, decimal<Quantity>("0.3")};
    }

    static constexpr int wide_accounts = 10;
    static constexpr int wide_instruments = 50;

    Dice dice_;
    Dice outside_;  // apart, so that the rest of a scenario stays what it was
    Dice presets_;  // for the same reason
    Dice bots_;     // and that
    Faults faults_;
    Size size_;
    Rules rules_;
    Scenario scenario_;
    std::vector<Walk> walks_;
    Config in_force_;
    Timestamp now_{};
};

}  // namespace

Scenario random_scenario(std::uint64_t seed, Faults faults, Size size, Rules rules) { return Generator(seed, faults, size, rules).make(); }

}  // namespace trellis::tests
