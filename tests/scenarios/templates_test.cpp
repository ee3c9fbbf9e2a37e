// The six templates (section 25) over recorded markets, alone and beside a grid: what they promise holds at every quote of the whole
// files, and a run that is crashed after every commit around the payrolls jump of 2 May 2014, 12:30 UTC, ends as if it had not been.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "adapters/market/csv.hpp"
#include "engine/preset/templates.hpp"
#include "tests/scenarios/preset_oracle.hpp"
#include "tests/support/actor_engine.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/simulated_run.hpp"

namespace trellis::tests {
namespace {

using adapters::FaultyDisk;
using adapters::QuoteEntry;
using adapters::Scenario;
using adapters::SignalEntry;
using std::chrono::seconds;

/// A recorded market and what trades on it.
struct Market {
    std::string name;
    std::string file;
    std::string instrument;
    std::string account;
    std::string exchange;
    std::string symbol;
    std::string grid;     ///< levels that the recorded moves reach
    Timestamp starts{};   ///< when its first row shall happen: within the hours of every template
};

Market gold() {
    return {"gold",
            "xauusd_oanda_20140502_ticks_1215_1330utc.csv",
            R"({"id": "oanda:linear:XAU-USD-USD", "tick_size": "0.001", "step_size": "1", "min_qty": "1", "maker_fee": "0", "taker_fee": "0.00002", "lot_size": "100"})",
            R"("venue": "oanda", "market": "linear", "currency": "USD", "balances": {"USD": "100000"}, "leverage": 20)",
            "OANDA",
            "XAUUSD",
            R"([{"gap": "0", "weight": "50", "tp": "0.08"}, {"gap": "-0.03", "weight": "30", "tp": "0.06"}, {"gap": "-0.06", "weight": "20", "tp": "0.05"}])",
            parse_rfc3339("2014-05-02T12:15:00Z").value()};
}

/// A pip of 1 makes of the calm night of the recording what a day makes of basis points.
Market bitcoin_perpetual() {
    return {"bitcoin",
            "binance_spot_btcusdt_20240809_bbo.csv",
            R"({"id": "bybit:linear:BTC-USDT-USDT", "tick_size": "0.01", "step_size": "0.00001", "min_qty": "0.00001", "min_notional": "5", "maker_fee": "0", "taker_fee": "0.00005"})",
            R"("venue": "bybit", "market": "linear", "balances": {"USDT": "100000"}, "leverage": 50, "position_mode": "hedge", "crypto_pip": "1")",
            "BYBIT",
            "BTCUSDT.P",
            R"([{"gap": "0", "weight": "50", "tp": "0.03"}, {"gap": "-0.01", "weight": "30", "tp": "0.02"}, {"gap": "-0.02", "weight": "20", "tp": "0.02"}])",
            parse_rfc3339("2024-08-09T10:00:00Z").value()};
}

/// The rows of the file, the first at `starts`.
std::vector<Quote> recorded(const Market& market) {
    auto file = adapters::QuoteCsv::open((shared_data() / market.file).string());
    std::vector<Quote> quotes;
    if (!file.ok()) return quotes;
    while (auto row = file->next().value()) quotes.push_back(std::move(*row));
    const Duration shift = market.starts - quotes.front().at;
    for (auto& quote : quotes) quote.at += shift;
    return quotes;
}

std::vector<Quote> between(const std::vector<Quote>& quotes, const char* from, const char* to) {
    std::vector<Quote> cut;
    const Timestamp begin = parse_rfc3339(from).value();
    const Timestamp end = parse_rfc3339(to).value();
    std::ranges::copy_if(quotes, std::back_inserter(cut), [&](const Quote& quote) { return quote.at >= begin && quote.at < end; });
    return cut;
}

enum class Ladder : std::uint8_t { none, grid };

/// The scenario without its timeline.
Scenario bare(const Market& market, const Preset& preset, Ladder ladder, Timestamp start) {
    std::string text = R"({"version": 1, "start": ")" + rfc3339(start) + R"(", "seed": 1, "instruments": [)" + market.instrument + "],";
    text += R"("accounts": [{"id": "own", )" + market.account + R"(, "preset": ")" + preset.name + R"("}],)";
    text += R"("config": {"risk_engine": {"enabled": false}, "grid_strategy": {"enabled": )";
    text += ladder == Ladder::grid ? R"(true, "levels": )" + market.grid : R"(false, "entry_order_type": "limit")";
    text += R"(}}, "presets": [], "timeline": []})";
    return scenario_of(text);
}

/// The worst price for that side in the half minute before, a little beyond: where a chart has its structure.
Price structure_behind(const std::vector<Quote>& quotes, std::size_t place, bool buys) {
    const Timestamp begin = quotes[place].at - seconds(30);
    Price worst = buys ? quotes[place].bid : quotes[place].ask;
    for (std::size_t at = place + 1; at-- > 0 && quotes[at].at >= begin;) {
        worst = buys ? std::min(worst, quotes[at].bid) : std::max(worst, quotes[at].ask);
    }
    const Price beyond = Price::from_raw(worst.raw() / 10'000 * 3);
    return buys ? worst - beyond : worst + beyond;
}

/// An entry at what the market asks, with the trend of the last half minute; every fifth signal an exit of both sides.
std::string signal_body(const Market& market, const std::vector<Quote>& quotes, std::size_t place, bool buys, bool is_exit) {
    std::string body = R"({"tv": {"exchange": ")" + market.exchange + R"(", "symbol": ")" + market.symbol + R"(", "timeframe": "5S", "action": ")";
    body += buys ? "long" : "short";
    if (is_exit) return body + R"("}, "execution_intent": {"type": "exit"}})";
    const Price price = buys ? quotes[place].ask : quotes[place].bid;
    body += R"(", "entry_price": )" + price.text() + R"(}, "execution_intent": {"type": "signal"}, "risk": {"structure_sl": )";
    return body + structure_behind(quotes, place, buys).text() + "}}";
}

Scenario scenario_over(const std::vector<Quote>& quotes, const Market& market, const Preset& preset, Ladder ladder, seconds pause) {
    Scenario scenario = bare(market, preset, ladder, quotes.front().at);
    const InstrumentId instrument = scenario.instruments.all().front().id;
    Timestamp next_signal = quotes.front().at + seconds(20);
    int signals = 0;
    for (std::size_t place = 0; place < quotes.size(); ++place) {
        const Quote& quote = quotes[place];
        scenario.timeline.push_back({quote.at, QuoteEntry{instrument, quote.bid, quote.ask, {}, {}}});
        const bool is_last_of_its_time = place + 1 < quotes.size() && quotes[place + 1].at > quote.at;
        if (quote.at < next_signal || !is_last_of_its_time) continue;
        const bool is_exit = ++signals % 5 == 0;
        const bool buys = signals % 3 != 0;
        scenario.timeline.push_back({quote.at, SignalEntry{AccountId{1}, signal_body(market, quotes, place, buys, is_exit)}});
        if (is_exit) scenario.timeline.push_back({quote.at, SignalEntry{AccountId{1}, signal_body(market, quotes, place, !buys, true)}});
        next_signal += pause;
    }
    return scenario;
}

struct Case {
    std::string name;
    Market market;
    Preset preset;
    Ladder ladder{};
    friend void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

    /// A fixed lot in a ladder sizes its legs once and has nothing to do in most of a cut: half of what the others have to show.
    std::uint64_t fewest_in_cut(std::uint64_t usual) const {
        return preset.size.mode == SizeMode::fixed && ladder != Ladder::none ? usual / 2 : usual;
    }
};

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const auto& preset : preset_templates()) {
        std::string name = preset.name;
        std::erase_if(name, [](char one) { return one == ' ' || one == '-'; });
        for (const auto& market : {gold(), bitcoin_perpetual()}) {
            all.push_back({name + "_" + market.name, market, preset, Ladder::none});
            all.push_back({name + "_" + market.name + "_grid", market, preset, Ladder::grid});
        }
    }
    return all;
}

std::string lines(const std::vector<std::string>& all) {
    std::string out;
    for (const auto& one : all) out += one + "\n";
    return out;
}

class Template : public testing::TestWithParam<Case> {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(shared_data())) GTEST_SKIP() << "no recorded data at " << shared_data();
    }
    Scenario over(const std::vector<Quote>& quotes, seconds pause) const {
        return scenario_over(quotes, GetParam().market, GetParam().preset, GetParam().ladder, pause);
    }
    /// Gold around the jump; the calm bitcoin night wholly.
    static std::vector<Quote> cut(const Market& market) {
        const auto quotes = recorded(market);
        return market.name == "gold" ? between(quotes, "2014-05-02T12:28:00Z", "2014-05-02T12:34:00Z") : quotes;
    }
};

void hold_promises(const Scenario& scenario, std::uint64_t fewest_events) {
    FaultyDisk disk;
    const Ran ran = run(scenario, disk);
    ASSERT_EQ(ran.error, "");
    EXPECT_EQ(text(ran.violations), "");
    EXPECT_GE(ran.events, fewest_events);
    EXPECT_EQ(lines(broken_promises(scenario, told_by(disk), ran.report)), "");
    FaultyDisk actor_disk;
    const Ran by_actors = run(scenario, actor_disk, {actors_with(7)});
    EXPECT_TRUE(by_actors.report == ran.report) << first_difference(by_actors.report, ran.report);
    EXPECT_TRUE(journal_bytes(actor_disk) == journal_bytes(disk));
}

TEST_P(Template, KeepsItsPromisesOverTheWholeFile) { hold_promises(over(recorded(GetParam().market), seconds(60)), 60); }

TEST_P(Template, KeepsItsPromisesAtEveryTickAroundTheJump) { hold_promises(over(cut(GetParam().market), seconds(12)), GetParam().fewest_in_cut(60)); }

TEST_P(Template, EndsAlikeWhateverCommitItIsCrashedAfter) {
    const auto scenario = over(cut(GetParam().market), seconds(25));
    FaultyDisk whole_disk;
    const Ran whole = run(scenario, whole_disk);
    ASSERT_EQ(whole.error, "");
    ASSERT_GT(whole.events, GetParam().fewest_in_cut(30));
    EXPECT_EQ(lines(broken_promises(scenario, told_by(whole_disk), whole.report)), "");
    for (std::uint64_t stop = 1; stop <= whole.events; ++stop) {
        FaultyDisk stopped_disk;
        ASSERT_TRUE(run(scenario, stopped_disk, {adapters::make_direct_engine, stop}).is_stopped) << "after event " << stop;
        for (std::size_t kept = 0; kept <= stopped_disk.unsynced_operations(); ++kept) {
            const auto disk = stopped_disk.copy();
            disk->crash_keeping(kept);
            const Ran resumed = run(scenario, *disk, {adapters::make_direct_engine, 0, true});
            ASSERT_EQ(resumed.error, "") << "after event " << stop << ", " << kept << " operations kept";
            ASSERT_TRUE(resumed.report == whole.report) << "after event " << stop << ", " << kept << " operations kept\n"
                                                        << first_difference(resumed.report, whole.report);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, Template, testing::ValuesIn(cases()), [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace trellis::tests
