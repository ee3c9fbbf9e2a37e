// What it takes from a quote that reaches the level of one of ten full groups to the order that leaves for it: book, wake-up, decision,
// events applied, invariants checked, requests derived. In memory: neither actors nor a journal.
#include "bench/engine/crossing_bench.hpp"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "bench/engine/scene.hpp"
#include "bench/support/promise.hpp"
#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/market/symbol_book.hpp"
#include "engine/world/shell.hpp"

namespace trellis::bench {
namespace {

constexpr std::uint32_t groups = 10;
constexpr int quotes_between = 20;

Config config_of_one() {
    Config config;
    AccountConfig account;
    account.id = AccountId{1};
    config.accounts = {account};
    return config;
}

/// Ten groups with one aggregate target each, every one a little higher than the one before.
std::vector<Group> ten_groups(Quantity filled_each) {
    std::vector<Group> made;
    for (std::uint32_t i = 0; i < groups; ++i) {
        Scene scene = filled(pyramids_full, TakeProfitMode::aggregate, filled_each);
        scene.group.id.counter = i + 1;
        const Ratio percent = Ratio::from_integer(1) + Ratio::from_raw(Ratio::scale / 10 * i);
        scene.group.strategy.change([&](GridStrategy& own) { own.take_profit_aggregate_percent = percent; });
        made.push_back(std::move(scene.group));
    }
    return made;
}

/// A symbol as its actor holds it.
struct Symbol {
    SymbolBook book;
    std::vector<Group> owned;
};

class Crossing {
public:
    explicit Crossing(Quantity filled_each) : fresh_{{}, ten_groups(filled_each)} {
        for (const auto& group : fresh_.owned) fresh_.book.watch(group.id, watch(group, bitcoin()));
    }

    /// Nanoseconds from quote to order, for each of ten crossings; a clock read is part of each.
    void measure(std::vector<double>& taken) {
        Symbol symbol = fresh_;
        for (std::uint32_t turn = 0; turn < groups; ++turn) {
            const Quote quote = reaching(fresh_.owned[turn]);
            pass_by(symbol, quote);
            taken.push_back(nanoseconds_each(1, [&](std::size_t) { result_ = cross(symbol, quote); }));
            settle(symbol, turn, result_);
        }
    }
    std::size_t requests_each() const { return result_.requests.size(); }

private:
    static Quote reaching(const Group& group) {
        const Price bid = watch(group, bitcoin()).bid_at_or_above->price;
        return {bid, bid + bitcoin().tick, Quantity::from_integer(1), Quantity::from_integer(1), Scene{}.now, 0};
    }

    /// The market between two crossings.
    static void pass_by(Symbol& symbol, Quote quote) {
        quote.bid = quote.bid - Price::from_integer(10);
        quote.ask = quote.bid + bitcoin().tick;
        for (int i = 0; i < quotes_between; ++i) symbol.book.on_quote(quote);
    }

    GroupStep cross(Symbol& symbol, const Quote& quote) const {
        const auto& crossed = symbol.book.on_quote(quote);
        const GroupId id = crossed.front();
        GroupContext context = group_context(config_, bitcoin(), id.account, symbol.book.newest(), quote.at);
        context.missed = symbol.book.wake(id);
        return step(symbol.owned[id.counter - 1], id, Evaluate{}, context, incarnation);
    }

    /// Untimed: it was the right one, there is an order, and the book is armed for the next.
    static void settle(Symbol& symbol, std::uint32_t turn, const GroupStep& result) {
        const Group& group = symbol.owned[turn];
        TRELLIS_CHECK(group.closing.has_value(), "each quote wakes its group");
        TRELLIS_CHECK(!result.requests.empty(), "a group that is woken sends its order");
        symbol.book.watch(group.id, watch(group, bitcoin()));
    }

    Config config_ = config_of_one();
    Symbol fresh_;
    GroupStep result_;
};

void answer(const char* id, const char* what, Quantity filled_each) {
    constexpr int runs = 301;
    Crossing crossing(filled_each);
    std::vector<double> taken;
    for (int run = 0; run < runs; ++run) crossing.measure(taken);
    const auto [least, most] = std::ranges::minmax(taken);
    const double value = median(taken);
    std::fprintf(stderr, "%s: median %.0f ns, %.0f..%.0f, %zu requests each\n", id, value, least, most, crossing.requests_each());
    print({id, value, "ns", what, 1'000, value / 1'000, "<= 1000 ns, best <= 500 ns", value <= 1'000, runs});
}

}  // namespace

void promise_p9() {
    answer("P9", "the promise; 10 groups of 35 filled legs, one order leaves", decimal<Quantity>("0.00314"));
    answer("P9:working", "the promise; 10 groups of 35 half filled legs, 35 cancels and one order leave", decimal<Quantity>("0.00157"));
}

}  // namespace trellis::bench
