// Who is promoted next: one lexicographic comparison, kept up to date by prices.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "engine/pool/queue.hpp"
#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

using std::chrono::seconds;

using Names = std::vector<std::string>;

/// No slot free: signals wait in the order in which they come.
DeskRig closed_pool() {
    DeskRig rig;
    rig.config.max_open_groups = 0;
    return rig;
}

void wait_at(DeskRig& rig, const char* symbol, const char* timeframe, const char* entry, int replacements = 0) {
    Signal signal = on(buy_signal(), symbol, timeframe);
    signal.entry_price = price(entry);
    for (int count = 0; count <= replacements; ++count) {
        rig.pass(seconds(1));
        if (count > 0) rig.pass(std::chrono::hours(1));
        rig.send(signal);
    }
}

TEST(Ranking, Q5RanksStrictlyLexicographically) {
    DeskRig rig = closed_pool();
    rig.quote(btc_linear, "97", "97");
    wait_at(rig, "BTCUSDT", "15", "100");          // 3 %
    wait_at(rig, "BTCUSDT", "60", "99.99", 2);     // 2.99 %, two replacements
    EXPECT_EQ(rig.order(), (Names{"BTCUSDT/900", "BTCUSDT/3600"}));
}

TEST(Ranking, Q5WithinABucketOfLossReplacementsDecide) {
    DeskRig rig = closed_pool();
    rig.quote(btc_linear, "96.96", "96.96");
    wait_at(rig, "BTCUSDT", "15", "100");        // 3.04 %
    wait_at(rig, "BTCUSDT", "60", "99.97", 2);   // 3.01 %
    EXPECT_EQ(rig.order(), (Names{"BTCUSDT/3600", "BTCUSDT/900"}));
    rig.config.queue.loss_tie_bucket = Ratio{};  // 0 = exact
    EXPECT_EQ(rig.order(), (Names{"BTCUSDT/900", "BTCUSDT/3600"}));
}

TEST(Ranking, Row46AReorderedRuleIsNeverOutweighed) {
    DeskRig rig = closed_pool();
    rig.config.queue.selection_priority = {RankingRule::highest_replacement, RankingRule::deepest_loss_percent};
    rig.quote(btc_linear, "50", "50");
    wait_at(rig, "BTCUSDT", "15", "100");       // 50 %
    wait_at(rig, "BTCUSDT", "60", "50.5", 1);   // 1 %, one replacement
    EXPECT_EQ(rig.order(), (Names{"BTCUSDT/3600", "BTCUSDT/900"}));
}

TEST(Ranking, Section29TheOrderThatThePeersDocumented) {
    DeskRig rig = closed_pool();
    rig.quote(btc_linear, "34", "34");
    rig.quote(eth_linear, "84", "84");
    wait_at(rig, "BTCUSDT", "15", "26.8");   // in profit by 26.8 %
    wait_at(rig, "ETHUSDT", "15", "100");    // -16 %
    wait_at(rig, "BTCUSDT", "60", "100");    // -66 %
    const auto rows = queue_rows(rig.desk, rig.context());
    EXPECT_EQ(rows[0].figures.loss_percent, ratio("66"));
    EXPECT_EQ(rows[1].figures.loss_percent, ratio("16"));
    EXPECT_EQ(rows[2].figures.loss_percent, ratio("0"));
    EXPECT_EQ(rig.order(), (Names{"BTCUSDT/3600", "ETHUSDT/900", "BTCUSDT/900"}));
}

TEST(Ranking, Q5AContinuationStandsFirst) {
    DeskRig rig;
    rig.config.max_open_groups = 1;
    rig.open(buy_signal());
    rig.trade(TradingState::reducing);
    rig.quote(eth_linear, "50", "50");
    wait_at(rig, "ETHUSDT", "15", "100");
    rig.next_bar();
    wait_at(rig, "BTCUSDT", "15", "64000");
    EXPECT_EQ(rig.order(), (Names{"BTCUSDT/900", "ETHUSDT/900"}));
    rig.close(GroupId{AccountId{1}, 1});  // a closing group is none to continue
    EXPECT_EQ(rig.order(), (Names{"ETHUSDT/900", "BTCUSDT/900"}));
}

TEST(Ranking, Q5FifoIsTheLastResortEvenWhenItIsNotEnabled) {
    DeskRig rig = closed_pool();
    rig.config.queue.selection_priority = {};
    wait_at(rig, "ETHUSDT", "15", "100", 3);
    wait_at(rig, "BTCUSDT", "15", "100");
    EXPECT_EQ(rig.order(), (Names{"ETHUSDT/900", "BTCUSDT/900"}));  // seniority survived three replacements
}

TEST(Ranking, Q5NothingBehindFifoDecides) {
    DeskRig rig = closed_pool();
    rig.config.queue.selection_priority = {RankingRule::fifo, RankingRule::deepest_loss_percent};
    rig.quote(btc_linear, "50", "50");
    wait_at(rig, "ETHUSDT", "15", "100");
    wait_at(rig, "BTCUSDT", "15", "100");
    EXPECT_EQ(rig.order(), (Names{"ETHUSDT/900", "BTCUSDT/900"}));
}

TEST(Ranking, R43FullTieGoesToTheLowerSignal) {
    DeskRig rig = closed_pool();
    rig.send(on(buy_signal(), "ETHUSDT", "15"));
    rig.send(on(buy_signal(), "BTCUSDT", "15"));  // in the same instant
    EXPECT_EQ(rig.order(), (Names{"ETHUSDT/900", "BTCUSDT/900"}));
}

TEST(Ranking, R43LongsAreMeasuredAtTheAskAndShortsAtTheBid) {
    DeskRig rig = closed_pool();
    rig.quote(btc_linear, "97", "98");
    rig.quote(eth_linear, "103", "104");
    wait_at(rig, "BTCUSDT", "15", "100");
    Signal sell = on(short_signal(), "ETHUSDT", "15");
    sell.entry_price = price("100");
    rig.pass(seconds(1));
    rig.send(sell);
    const auto rows = queue_rows(rig.desk, rig.context());
    EXPECT_EQ(rows[0].entry->identity().instrument, eth_linear);
    EXPECT_EQ(rows[0].figures.loss_percent, ratio("3"));
    EXPECT_EQ(rows[1].figures.loss_percent, ratio("2"));
}

TEST(Ranking, Q6WithoutAPriceThereIsNoLoss) {
    DeskRig rig = closed_pool();
    wait_at(rig, "BTCUSDT", "15", "100");
    const auto rows = queue_rows(rig.desk, rig.context());
    EXPECT_EQ(rows[0].figures.loss_percent, Ratio{});
    EXPECT_FALSE(rows[0].figures.price.has_value());
}

TEST(Ranking, Q5ExpectedProfitRanksWhenItIsEnabled) {
    DeskRig rig = closed_pool();
    rig.config.queue.selection_priority = {RankingRule::highest_expected_profit};
    wait_at(rig, "ETHUSDT", "15", "100");
    Signal greater = on(buy_signal(), "BTCUSDT", "15");
    greater.order_size = quantity("2000");
    rig.pass(seconds(1));
    rig.send(greater);
    const auto rows = queue_rows(rig.desk, rig.context());
    EXPECT_EQ(rows[0].figures.expected_profit, money("24"));  // 2 000 x 0.2 x (1 + 0.5 + 2 + 1.5 + 1) %
    EXPECT_EQ(rows[1].figures.expected_profit, money("12"));
}

TEST(Ranking, Q6PricesMoveTheOrder) {
    DeskRig rig = closed_pool();
    rig.quote(btc_linear, "99", "99");
    rig.quote(eth_linear, "98", "98");
    wait_at(rig, "BTCUSDT", "15", "100");
    wait_at(rig, "ETHUSDT", "15", "100");
    EXPECT_EQ(rig.order(), (Names{"ETHUSDT/900", "BTCUSDT/900"}));
    rig.quote(btc_linear, "97", "97");
    EXPECT_EQ(rig.order(), (Names{"BTCUSDT/900", "ETHUSDT/900"}));
    rig.quote(btc_linear, "98", "98");
    EXPECT_EQ(rig.order(), (Names{"BTCUSDT/900", "ETHUSDT/900"}));  // a tie: the older first
    rig.quote(btc_linear, "98.01", "98.01");
    EXPECT_EQ(rig.order(), (Names{"ETHUSDT/900", "BTCUSDT/900"}));
}

/// Q-5 said again, slowly: each pair compared by each rule in turn.
bool stands_before(const QueueRow& a, const QueueRow& b, const QueueSettings& settings) {
    const auto bucket = [&](const QueueRow& row) {
        if (!row.figures.price.has_value()) return Int128{0};
        const Price signal = *row.entry->instruction.entry_price;
        const bool is_long = row.entry->identity().side == PositionSide::long_side;
        const Price run = std::max(Price{}, is_long ? signal - *row.figures.price : *row.figures.price - signal);
        const Int128 loss = multiply_divide(run.raw(), Int128{100} * Ratio::scale, signal.raw(), Rounding::floor);
        return settings.loss_tie_bucket.is_zero() ? loss : loss / settings.loss_tie_bucket.raw();
    };
    for (const auto rule : settings.selection_priority) {
        Int128 left = 0;
        Int128 right = 0;
        switch (rule) {
            case RankingRule::same_pair_timeframe:
                left = a.figures.continues_group ? 1 : 0;
                right = b.figures.continues_group ? 1 : 0;
                break;
            case RankingRule::deepest_loss_percent:
                left = bucket(a);
                right = bucket(b);
                break;
            case RankingRule::highest_replacement:
                left = a.entry->replacement_count;
                right = b.entry->replacement_count;
                break;
            case RankingRule::highest_expected_profit:
                left = a.figures.expected_profit->raw();
                right = b.figures.expected_profit->raw();
                break;
            case RankingRule::fifo:
                left = b.entry->first_queued_at.time_since_epoch().count();
                right = a.entry->first_queued_at.time_since_epoch().count();
                break;
        }
        if (left != right) return left > right;
        if (rule == RankingRule::fifo) break;
    }
    if (a.entry->first_queued_at != b.entry->first_queued_at) return a.entry->first_queued_at < b.entry->first_queued_at;
    return a.entry->first_signal < b.entry->first_signal;
}

Signal any_entry() {
    Signal signal = buy_signal();
    signal.symbol = *rc::gen::element(std::string("BTCUSDT"), std::string("ETHUSDT"));
    signal.timeframe = *rc::gen::element(std::string("1"), std::string("5"), std::string("15"), std::string("60"));
    signal.action = *rc::gen::element(SignalAction::buy, SignalAction::buy, SignalAction::sell);
    signal.entry_price = Price::from_integer(*rc::gen::inRange(90, 110));
    signal.order_size = Quantity::from_integer(*rc::gen::inRange(1'000, 1'003));
    if (*rc::gen::inRange(0, 6) == 0) signal.type = SignalType::exit;
    return signal;
}

std::vector<RankingRule> any_rules() {
    std::vector<RankingRule> rules{RankingRule::same_pair_timeframe, RankingRule::deepest_loss_percent,
                                   RankingRule::highest_replacement, RankingRule::highest_expected_profit, RankingRule::fifo};
    for (std::size_t place = rules.size(); place > 1; --place) {
        std::swap(rules[place - 1], rules[*rc::gen::inRange<std::size_t>(0, place)]);
    }
    rules.resize(*rc::gen::inRange<std::size_t>(0, rules.size() + 1));
    return rules;
}

void any_step(DeskRig& rig) {
    switch (*rc::gen::inRange(0, 9)) {
        case 0:
        case 1: {
            const std::string at = std::to_string(*rc::gen::inRange(80, 120)) + "." + std::to_string(*rc::gen::inRange(0, 100));
            rig.quote(*rc::gen::element(btc_linear, eth_linear), at.c_str(), at.c_str());
            break;
        }
        case 2: rig.tell(GroupClosing{{AccountId{1}, *rc::gen::inRange<std::uint32_t>(1, rig.desk.group_counter + 2)}}); break;
        case 3: rig.tell(GroupEnded{{AccountId{1}, *rc::gen::inRange<std::uint32_t>(1, rig.desk.group_counter + 2)}}); break;
        case 4: rig.pass(std::chrono::minutes(*rc::gen::inRange(0, 90))); break;
        case 5: rig.sweep(); break;
        default: rig.send(any_entry()); break;
    }
}

RC_GTEST_PROP(RankingProperty, Q5EqualsANaiveSortAfterAnyHistory, ()) {
    DeskRig rig;
    rig.config.max_open_groups = *rc::gen::inRange<std::uint32_t>(0, 4);
    rig.config.queue.selection_priority = any_rules();
    rig.config.queue.loss_tie_bucket = *rc::gen::element(Ratio{}, ratio("0.1"), ratio("3"));
    for (int steps = *rc::gen::inRange(1, 80); steps > 0; --steps) {
        any_step(rig);
        const auto rows = queue_rows(rig.desk, rig.context());
        RC_ASSERT(rows.size() == rig.desk.queue.size());
        for (std::size_t place = 1; place < rows.size(); ++place) {
            RC_ASSERT(stands_before(rows[place - 1], rows[place], rig.config.queue));
        }
    }
}

/// Symbols are names: what happens under others is the same under theirs.
RC_GTEST_PROP(RankingProperty, RenamingTheSymbolsChangesNothing, ()) {
    DeskRig rig;
    DeskRig renamed;
    rig.config.max_open_groups = renamed.config.max_open_groups = 1;
    for (int steps = *rc::gen::inRange(1, 40); steps > 0; --steps) {
        Signal signal = any_entry();
        signal.type = SignalType::signal;
        Signal other = signal;
        other.symbol = signal.symbol == "BTCUSDT" ? "ETHUSDT" : "BTCUSDT";
        rig.send(signal);
        renamed.send(other);
        rig.pass(seconds(61));
        renamed.pass(seconds(61));
    }
    auto names = rig.order();
    for (auto& name : names) name = (name.starts_with("BTC") ? "ETH" : "BTC") + name.substr(3);
    RC_ASSERT(names == renamed.order());
}

}  // namespace
}  // namespace trellis::tests
